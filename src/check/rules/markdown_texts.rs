//! Every Markdown text of an incident: the report, and the texts in its facts.

use std::borrow::Cow;

use crate::check::subject::{Entry, Findings, Place, Subject};
use crate::source::{FieldPath, Outline, Span};

/// A Markdown text and where it stands.
pub(super) struct MarkdownText<'s> {
    /// The text.
    pub(super) text: Cow<'s, str>,
    /// What it is made of.
    pub(super) outline: Cow<'s, Outline>,
    /// Its field; nothing for the report.
    field: Option<FieldPath>,
}

/// The report, then the texts of the timeline, the updates and the corrections.
pub(super) fn markdown_texts<'s>(
    subject: &Subject<'s>,
) -> impl Iterator<Item = MarkdownText<'s>> + use<'s> {
    let facts = &subject.incident.facts;
    let mut fields: Vec<(FieldPath, &'s str)> = Vec::new();
    for (index, entry) in facts.timeline.iter().enumerate() {
        let item = subject.item("timeline", index);
        fields.push((item.key("text"), &entry.text));
        fields.extend(entry.wording.as_deref().map(|wording| (item.key("wording"), wording)));
    }
    for (index, update) in facts.updates.iter().enumerate() {
        fields.push((subject.item("update", index).key("text"), &update.text));
    }
    for (index, correction) in facts.corrections.iter().enumerate() {
        fields.push((subject.item("correction", index).key("text"), &correction.text));
    }
    let report = MarkdownText {
        text: subject.report_file().parsable(),
        outline: Cow::Borrowed(subject.outline),
        field: None,
    };
    std::iter::once(report).chain(fields.into_iter().map(|(field, text)| MarkdownText {
        text: Cow::Borrowed(text),
        outline: Cow::Owned(Outline::of(text)),
        field: Some(field),
    }))
}

impl MarkdownText<'_> {
    /// A finding at a place of this text. White space at its end is left out.
    pub(super) fn finding<'f>(
        &self,
        findings: &'f mut Findings<'_>,
        span: Span,
        message: impl Into<String>,
    ) -> Entry<'f> {
        match &self.field {
            Some(field) => {
                let length = self.slice(span).trim_end().len();
                let span = Span::new(span.start, span.start + length);
                findings.at_words(&Place::Field(field.clone()), span, message)
            }
            None => findings.in_report(span, message),
        }
    }

    /// What stands at a place.
    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
