//! Rules, the one registry of them, and the run that applies them.

mod anchors;
mod audience;
#[cfg(test)]
mod examples_tests;
mod exposure;
mod field_outlines;
mod language;
mod others;
mod registry;
mod rule;
mod rules;
mod run;
mod runs;
#[cfg(test)]
mod sample_tests;
mod shown;
mod sieve;
mod subject;
mod suppression;
mod truth;

pub use anchors::Anchors;
pub use audience::Authors;
pub use others::{Incidents, Other, Others};
pub use registry::{Levels, all, find};
pub use rule::{Family, Rule, Section};
pub use run::{configuration, incident, workspace};
pub use subject::{Before, Findings, Subject};
pub use suppression::{Seen, Suppression, suppress, suppressions};
