use super::*;
use crate::config::{self, Config};
use crate::load;
use crate::render::{Content, OutputFile, Templates};
use crate::source::{FileSource, IncidentSource, SourceFile};
use crate::view::{Audience, View};

mod feeds;
mod hostile;
mod languages;
mod pages;
mod statistics;
mod tellings;
mod theme;
mod work;

pub(super) fn config(text: &str) -> Config {
    let file = SourceFile { path: "incident.toml".to_owned(), text: text.to_owned() };
    let (config, findings) = config::parse(&file, &load::section_keys());
    assert!(findings.is_empty(), "{findings:?}");
    config
}

/// One incident of a test workspace.
pub(super) struct Source<'t> {
    pub(super) id: &'t str,
    pub(super) facts: &'t str,
    pub(super) report: &'t str,
    pub(super) attachments: &'t [&'t str],
}

pub(super) fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub(super) fn view(source: &Source<'_>, audience: Audience, config: &Config, now: &str) -> View {
    let bytes = |name: &str, text: &str| {
        FileSource::from_bytes(format!("incidents/{}/{name}", source.id), text.into())
    };
    let loaded = load::incident(
        IncidentSource {
            id: source.id.to_owned(),
            folder: format!("incidents/{}", source.id),
            facts: bytes("facts.toml", source.facts),
            report: bytes("report.md", source.report),
            attachments: source.attachments.iter().map(|&name| name.into()).collect(),
            ..IncidentSource::default()
        },
        config,
    );
    let incident = loaded.incident.unwrap();
    View::new(&incident, audience, config, at(now))
}

pub(super) fn rendered(
    config: &Config,
    audience: Audience,
    now: &str,
    sources: &[Source<'_>],
) -> Vec<OutputFile> {
    let templates = Templates::new(Vec::new()).unwrap();
    let site = Site::new(config, &templates, at(now));
    let mut files = Vec::new();
    let mut summaries = Vec::new();
    for source in sources {
        let (summary, pages) = site.incident(&view(source, audience, config, now)).unwrap();
        summaries.push(summary);
        files.extend(pages);
    }
    files.extend(site.indexes(&summaries).unwrap());
    files
}

pub(super) fn text<'f>(files: &'f [OutputFile], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
    match &file.content {
        Content::Bytes(bytes) => std::str::from_utf8(bytes).unwrap(),
        Content::Copy(_) => panic!("{path} is a copy"),
    }
}
