use serde::Serialize;

use super::{Counts, Indexes, Sources, inert};
use crate::diagnostic::Finding;
use crate::source::{LineIndex, Span};

/// Version of the JSON form. It grows when a field changes its meaning or goes away; new
/// fields may come without it.
pub const JSON_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'f> {
    version: u32,
    findings: Vec<Item<'f>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Item<'f> {
    rule: &'f str,
    level: &'static str,
    message: &'f str,
    file: &'f str,
    #[serde(flatten)]
    range: Range,
    field: Option<String>,
    label: Option<&'f str>,
    help: Option<&'f str>,
    related: Vec<RelatedItem<'f>>,
}

#[derive(Serialize)]
struct RelatedItem<'f> {
    file: &'f str,
    #[serde(flatten)]
    range: Range,
    label: &'f str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

/// `offset` counts bytes from 0; `line` and `column` count from 1, columns in characters.
#[derive(Serialize)]
struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

/// All findings as one JSON document.
#[must_use]
pub fn json(findings: &[Finding], sources: &Sources<'_>) -> String {
    let mut indexes = Indexes::new(sources);
    let items = findings
        .iter()
        .map(|finding| Item {
            rule: finding.rule,
            level: finding.level.name(),
            message: &finding.message,
            file: &finding.file,
            range: range(indexes.of(&finding.file), finding.span),
            field: finding.field.as_ref().map(ToString::to_string),
            label: finding.label.as_deref(),
            help: finding.help.as_deref(),
            related: finding
                .related
                .iter()
                .map(|related| RelatedItem {
                    file: &related.file,
                    range: range(indexes.of(&related.file), related.span),
                    label: &related.label,
                })
                .collect(),
        })
        .collect();
    let document =
        Document { version: JSON_VERSION, findings: items, summary: Counts::of(findings) };
    inert::json(&document)
}

fn range(index: &LineIndex<'_>, span: Span) -> Range {
    let place = |offset: usize| {
        let position = index.position(offset);
        Place { offset, line: position.line, column: position.column }
    };
    Range { start: place(span.start), end: place(span.end) }
}
