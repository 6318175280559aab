//! What an incident is: pure values.
//!
//! Nothing here reads files, knows byte offsets or is serialised; `load` makes these values
//! and `view` shows them.

mod abbreviation;
mod audience;
mod elapsed;
mod facts;
mod report;
mod time;
mod vocabulary;
mod zone;

pub use abbreviation::ABBREVIATIONS;
pub use audience::Audience;
pub use elapsed::{Elapsed, between, merged};
pub use facts::{Action, Correction, Facts, Impact, Link, Period, TimelineEntry, Update};
pub use report::{Report, Section, StandardSection};
pub use time::{Bound, Moment, YEARS};
pub use vocabulary::{
    ActionKind, ActionStatus, DataLoss, ImpactStatus, IncidentKind, State, TimelineKind,
    UpdateStatus,
};
pub use zone::{LocalTime, Zone, offset_name};

/// An incident: what is known and what is told.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The name of its folder, `YYYY-MM-DD-slug`.
    pub id: String,
    /// What is known (`facts.toml`).
    pub facts: Facts,
    /// What is told (`report.md`).
    pub report: Report,
    /// Names of the other files in its folder, sorted.
    pub attachments: Vec<String>,
}
