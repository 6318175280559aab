//! Rules, the one registry of them, and the run that applies them.

mod registry;
mod rule;
mod rules;
mod run;
mod subject;
mod truth;

pub use registry::{Levels, all, find};
pub use rule::{Family, Rule, Section};
pub use run::{incident, workspace};
pub use subject::{Findings, Subject};
