//! Views for the tests of the outputs, made from files as a workspace has them.

use chrono::DateTime;

use crate::config::{self, Config};
use crate::load;
use crate::source::{FileSource, IncidentSource, SourceFile};
use crate::view::{Audience, View};

pub(super) fn config(text: &str) -> Config {
    let file = SourceFile { path: "incident.toml".to_owned(), text: text.to_owned() };
    let (config, findings) = config::parse(&file, &load::section_keys());
    assert!(findings.is_empty(), "{findings:?}");
    config
}

/// What `audience` sees of an incident, on 1 June 2024 at noon. It has the attachments
/// `graph 1.png` and `secret.png`.
pub(super) fn view(facts: &str, report: &str, audience: Audience, config: &Config) -> View {
    let file = |name: &str, text: &str| FileSource::from_bytes(name.to_owned(), text.into());
    let source = IncidentSource {
        id: "2024-05-01-checkout".to_owned(),
        folder: "incidents/2024-05-01-checkout".to_owned(),
        facts: file("facts.toml", facts),
        report: file("report.md", report),
        attachments: vec!["graph 1.png".to_owned(), "secret.png".to_owned()],
        ..IncidentSource::default()
    };
    let loaded = load::incident(source, config);
    assert!(loaded.facts_are_whole, "{:?}", loaded.findings);
    let now = DateTime::parse_from_rfc3339("2024-06-01T12:00:00Z").unwrap();
    View::new(&loaded.incident.unwrap(), audience, config, now)
}
