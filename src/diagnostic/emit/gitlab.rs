use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::inert::{self, one_line};
use super::{Indexes, Sources};
use crate::diagnostic::{Finding, Level};

/// A finding as GitLab reads it (GitLab Docs, "Code Quality", "Code Quality report format").
#[derive(Serialize)]
struct Issue<'f> {
    description: String,
    check_name: &'f str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'f>,
}

#[derive(Serialize)]
struct Location<'f> {
    path: std::borrow::Cow<'f, str>,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// A JSON array for GitLab's Code Quality. Errors are `major` and warnings `minor`.
#[must_use]
pub fn gitlab(findings: &[Finding], sources: &Sources<'_>) -> String {
    let mut indexes = Indexes::new(sources);
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Issue<'_>> = findings
        .iter()
        .map(|finding| {
            let index = indexes.of(&finding.file);
            let (start, end) = index.positions(finding.span);
            Issue {
                description: description(finding),
                check_name: finding.rule,
                fingerprint: fingerprints.of(finding, index.line_at(finding.span.start)),
                severity: match finding.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                },
                location: Location {
                    path: sources.in_repository(&finding.file),
                    lines: Lines { begin: start.line, end: end.line },
                },
            }
        })
        .collect();
    inert::to_json(&issues)
}

fn description(finding: &Finding) -> String {
    let message = one_line(&finding.message);
    match &finding.help {
        Some(help) => format!("{message}; {}", one_line(help)),
        None => message,
    }
}
