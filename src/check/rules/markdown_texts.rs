//! Every Markdown text of an incident: the report, and the texts in its facts.

use std::borrow::Cow;

use crate::check::subject::{Entry, Field, Findings, Place, Subject};
use crate::model::Audience;
use crate::source::{Outline, Span};

/// A Markdown text and where it stands.
pub(super) struct MarkdownText<'s> {
    /// The text.
    pub(super) text: Cow<'s, str>,
    /// What it is made of.
    pub(super) outline: &'s Outline,
    /// Its field and who may read it; nothing for the report.
    field: Option<(Field, Audience)>,
}

/// The report, then the texts of the timeline, the updates and the corrections.
pub(super) fn markdown_texts<'f>(
    subject: &Subject<'f>,
    findings: &Findings<'f>,
) -> impl Iterator<Item = MarkdownText<'f>> + use<'f> {
    let outlines = findings.outlines();
    let report = MarkdownText {
        text: subject.report_file().parsable(),
        outline: subject.outline,
        field: None,
    };
    let fields = fields(subject).filter_map(|(field, audience, text)| {
        let outline = outlines.get(field)?;
        Some(MarkdownText { text: Cow::Borrowed(text), outline, field: Some((field, audience)) })
    });
    std::iter::once(report).chain(fields)
}

/// The texts in the facts with their fields and audiences.
fn fields<'s>(subject: &Subject<'s>) -> impl Iterator<Item = (Field, Audience, &'s str)> + use<'s> {
    let facts = &subject.incident.facts;
    let timeline = facts.timeline.iter().enumerate().flat_map(|(position, entry)| {
        let field = |key| Field::Item("timeline", position, key);
        let (text, wording) = match &entry.wording {
            Some(wording) => {
                (Audience::Internal, Some((field("wording"), entry.audience, &**wording)))
            }
            None => (entry.audience, None),
        };
        std::iter::once((field("text"), text, entry.text.as_str())).chain(wording)
    });
    let updates = facts.updates.iter().enumerate().map(|(position, update)| {
        (Field::Item("update", position, "text"), update.audience, update.text.as_str())
    });
    let corrections = facts.corrections.iter().enumerate().map(|(position, correction)| {
        let field = Field::Item("correction", position, "text");
        (field, Audience::Public, correction.text.as_str())
    });
    timeline.chain(updates).chain(corrections)
}

impl MarkdownText<'_> {
    /// A finding at a place of this text. White space at its end is left out.
    pub(super) fn finding<'f>(
        &self,
        findings: &'f mut Findings<'_>,
        span: Span,
        message: impl Into<String>,
    ) -> Entry<'f> {
        match self.field {
            Some((field, _)) => {
                let length = self.slice(span).trim_end().len();
                let span = Span::new(span.start, span.start + length);
                findings.at_words(Place::Field(field), span, message)
            }
            None => findings.in_report(span, message),
        }
    }

    /// Who may read a place of this text once the incident is published.
    pub(super) fn audience_at(&self, subject: &Subject<'_>, span: Span) -> Audience {
        match self.field {
            Some((_, audience)) => audience,
            None => subject.section_audience(self.outline.section_at(span)),
        }
    }

    /// Whether it was said while the incident went on, and is no part of its report.
    pub(super) fn is_update(&self) -> bool {
        matches!(self.field, Some((Field::Item("update", ..), _)))
    }

    /// What stands at a place.
    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}
