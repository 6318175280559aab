use serde::Serialize;

use super::{Counts, Indexes, Sources, inert};
use crate::diagnostic::{Finding, Fix};
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
    fix: Option<FixItem<'f>>,
}

#[derive(Serialize)]
struct RelatedItem<'f> {
    file: &'f str,
    #[serde(flatten)]
    range: Range,
    label: &'f str,
}

/// How a finding can be mended: all edits of its file, or none.
#[derive(Serialize)]
struct FixItem<'f> {
    title: &'f str,
    safety: &'static str,
    edits: Vec<EditItem<'f>>,
}

#[derive(Serialize)]
struct EditItem<'f> {
    #[serde(flatten)]
    range: Range,
    text: &'f str,
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
            fix: finding.fix.as_ref().map(|fix| fix_item(fix, indexes.of(&finding.file))),
        })
        .collect();
    let document =
        Document { version: JSON_VERSION, findings: items, summary: Counts::of(findings) };
    inert::to_json(&document)
}

fn fix_item<'f>(fix: &'f Fix, index: &LineIndex<'_>) -> FixItem<'f> {
    let edits = fix.edits.iter();
    FixItem {
        title: &fix.title,
        safety: fix.safety.name(),
        edits: edits
            .map(|edit| EditItem { range: range(index, edit.span), text: &edit.text })
            .collect(),
    }
}

fn range(index: &LineIndex<'_>, span: Span) -> Range {
    let place = |offset: usize| {
        let position = index.position(offset);
        Place { offset, line: position.line, column: position.column }
    };
    Range { start: place(span.start), end: place(span.end) }
}
