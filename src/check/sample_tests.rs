//! Incidents for the tests of this room.

use super::{Authors, Others, Subject};
use crate::config::Config;
use crate::load;
use crate::source::{FileSource, IncidentSource};

/// Gives `test` the incident of two texts.
pub(super) fn with_subject(facts: &str, report: &str, test: impl FnOnce(&Subject<'_>)) {
    let source = IncidentSource {
        id: "2024-05-02-checkout-failed".to_owned(),
        folder: String::new(),
        facts: FileSource::from_bytes("facts.toml".to_owned(), facts.into()),
        report: FileSource::from_bytes("report.md".to_owned(), report.into()),
        ..IncidentSource::default()
    };
    let config = Config::default();
    let loaded = load::incident(source, &config);
    assert!(loaded.facts_are_whole, "{:?}", loaded.findings);
    test(&Subject {
        incident: loaded.incident.as_ref().expect("an incident"),
        source: &loaded.source,
        outline: &loaded.outline,
        kept: &loaded.kept,
        facts_are_whole: true,
        config: &config,
        authors: &Authors::default(),
        today: "2024-06-01".parse().expect("a day"),
        before: None,
        others: Others::PUBLISHED,
    });
}
