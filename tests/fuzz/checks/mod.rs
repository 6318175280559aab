//! What holds for any bytes: one module a fuzz target, with its `check`, which panics where it
//! does not hold. The targets and the replay of the corpora run the same code.

pub mod at;
pub mod config;
pub mod edit;
pub mod facts;
pub mod html;
pub mod merge;
pub mod moment;
pub mod post;
pub mod report;
pub mod text;
pub mod toml;
pub mod truth;

use std::sync::LazyLock;

use ::incident::config::Config;
use ::incident::diagnostic::{Finding, apply};
use ::incident::load::{self, Loaded};
use ::incident::source::{FileSource, IncidentSource, LineIndex, acts};
use ::incident::view::{Audience, View};
use chrono::{DateTime, FixedOffset};

/// A target's name and its check.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 12] = [
    ("at", at::check),
    ("config", config::check),
    ("edit", edit::check),
    ("facts", facts::check),
    ("html", html::check),
    ("merge", merge::check),
    ("moment", moment::check),
    ("post", post::check),
    ("report", report::check),
    ("text", text::check),
    ("toml", toml::check),
    ("truth", truth::check),
];

/// Zones with whole and odd offsets, and clocks that are put forward and back at odd times.
const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Zurich",
    "America/Vancouver",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Africa/Casablanca",
];

/// What a workspace's fixed parts are in every target.
const CONFIG: &str = include_str!("incident.toml");

/// Facts that have something in every table.
const FACTS: &str = include_str!("facts.toml");

/// The configuration that goes with [`FACTS`].
fn config() -> &'static Config {
    static PARSED: LazyLock<Config> = LazyLock::new(|| {
        let file = FileSource::from_bytes("incident.toml".to_owned(), CONFIG.into()).file;
        let (config, findings) = ::incident::config::parse(&file, &load::section_keys());
        assert!(findings.is_empty(), "{findings:?}");
        config
    });
    &PARSED
}

/// An incident from its files.
fn load(facts: &[u8], report: &[u8], config: &Config) -> Loaded {
    let source = IncidentSource {
        id: "2018-06-18-panics".to_owned(),
        folder: "incidents/2018-06-18-panics".to_owned(),
        facts: FileSource::from_bytes("facts.toml".to_owned(), facts.to_vec()),
        report: FileSource::from_bytes("report.md".to_owned(), report.to_vec()),
        attachments: vec!["graph.png".to_owned(), "a b.txt".to_owned()],
        ..IncidentSource::default()
    };
    load::incident(source, config)
}

fn now() -> DateTime<FixedOffset> {
    DateTime::from_timestamp(1_700_000_000, 0).expect("an instant").fixed_offset()
}

/// What each audience sees.
fn views(loaded: &Loaded, config: &Config) -> Vec<View> {
    let of = |incident| {
        Audience::ALL.iter().map(move |(_, audience)| View::new(incident, *audience, config, now()))
    };
    loaded.incident.iter().flat_map(of).collect()
}

/// A view's texts have no characters that act.
fn is_clean(view: &View) {
    fn walk(value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => assert!(!text.contains(acts), "{text:?}"),
            serde_json::Value::Array(items) => items.iter().for_each(walk),
            serde_json::Value::Object(fields) => fields.values().for_each(walk),
            _ => {}
        }
    }
    walk(&serde_json::to_value(view).expect("a view is strings, numbers and lists"));
}

/// Findings are about places that exist, and their fixes can be made.
fn are_sound(findings: &[Finding], files: &[&FileSource]) {
    for finding in findings {
        let text = files.iter().find(|source| source.file.path == finding.file);
        let text = text.map_or("", |source| source.file.text.as_str());
        let place = |span: ::incident::source::Span| {
            assert!(text.get(span.range()).is_some(), "{span:?} of {}: {finding:?}", text.len());
            let (start, end) = LineIndex::new(text).positions(span);
            assert!(start.line >= 1 && start.column >= 1 && start.utf16 >= start.column);
            assert!((start.line, start.column) <= (end.line, end.column), "{finding:?}");
        };
        place(finding.span);
        for related in finding.related.iter().filter(|related| related.file == finding.file) {
            place(related.span);
        }
        assert!(!finding.message.is_empty() && !finding.rule.is_empty());
        if let Some(fix) = &finding.fix {
            let (_, made) = apply(text, [fix]);
            assert_eq!(made, 1, "{finding:?}");
        }
    }
}
