//! TOML and Markdown → model.
//!
//! Loading never stops at the first fault: it returns the incident as far as it could be read,
//! and a finding for every fault. It does no I/O; the files come as [`IncidentSource`].

mod definitions;
mod facts;
mod files;
mod moment;
mod report;
mod schema;
mod sections;
mod spoken;

pub use files::finding as file_finding;
pub use schema::schema;
pub use spoken::{ClockChange, Length, SpokenTimeError, Tense, spoken_length, spoken_time};

use crate::config::Config;
use crate::diagnostic::Finding;
use crate::fields::{self, Sink};
use crate::model::{Incident, StandardSection, Zone};
use crate::source::{IncidentSource, KeptItems, Outline};

/// Rule ids of the findings made here, beside those of [`crate::fields`].
pub mod rules {
    /// A file that is missing, unreadable, binary, too large or not UTF-8.
    pub const UNREADABLE_FILE: &str = "unreadable-file";
    /// A time that the zone's clocks skip or show twice, or a zone that does not exist.
    pub const BAD_TIME: &str = "bad-time";
    /// An audience on a heading that is none.
    pub const SECTION_AUDIENCE: &str = "section-audience";
    /// Text that stands before the first section or refers into a narrower one.
    pub const LOST_TEXT: &str = "lost-text";
}

/// An incident with its files and the faults found while reading them.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The files.
    pub source: IncidentSource,
    /// What the report is made of.
    pub outline: Outline,
    /// Which items of the facts became values.
    pub kept: KeptItems,
    /// The incident; nothing where there are no facts to make it from.
    pub incident: Option<Incident>,
    /// Whether the facts are free of faults, so that what is not in them was not written.
    pub facts_are_whole: bool,
    /// The faults.
    pub findings: Vec<Finding>,
}

/// The keys that `[sections]` of `incident.toml` may have.
#[must_use]
pub fn section_keys() -> Vec<&'static str> {
    StandardSection::ALL.iter().map(|(key, _, _)| *key).collect()
}

/// Reads one incident.
#[must_use]
pub fn incident(source: IncidentSource, config: &Config) -> Loaded {
    let mut findings = files::findings(&source);
    let default_zone = Zone::named_or_utc(&config.timezone);
    let read = source.facts.fault.is_none().then(|| facts::read(&source.facts.file, &default_zone));
    let facts_are_whole = read.as_ref().is_some_and(|read| read.findings.is_empty());
    let (facts, kept) = match read {
        Some(read) => {
            findings.extend(read.findings);
            (Some(read.facts), read.kept)
        }
        None => (None, KeptItems::default()),
    };

    let markdown = source.report.file.parsable();
    let outline = Outline::of(&markdown);
    let sink = Sink::new(&source.report.file.path);
    fields::conflicts(&markdown, &sink);
    findings.extend(sink.into_findings());
    let report = report::read(&source.report.file, &markdown, &outline, config, &mut findings);
    drop(markdown);

    let incident = facts.map(|facts| Incident {
        id: source.id.clone(),
        facts,
        report,
        attachments: source.attachments.clone(),
    });
    Loaded { source, outline, kept, incident, facts_are_whole, findings }
}
