use std::cell::OnceCell;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::subject::{Field, Place, Subject};
use crate::model::{Audience, StandardSection};
use crate::source::{Span, comments_within, markdown_options};

/// Texts of most incidents.
const PIECES: usize = 64;

/// Every text that readers outside see once the incident is published, one behind the other,
/// and behind them the report's sections for insiders.
///
/// It says the same as the door of `view/build.rs`, and a test holds it to that; beyond a view
/// it knows where each text stands.
#[derive(Debug)]
pub(super) struct Exposure {
    /// The texts, with a NUL between them.
    text: String,
    /// Where the texts for insiders begin.
    inner: usize,
    pieces: Vec<Piece>,
}

/// One text.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it begins in the whole.
    start: usize,
    pub(super) place: Place,
    pub(super) audience: Audience,
    pub(super) part: Part,
    comments: OnceCell<Vec<Span>>,
}

/// What part of an incident a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Title,
    Resource,
    /// Who signs the report: a text that is there to name people.
    Signature,
    Timeline,
    Update,
    Action,
    Correction,
    Link,
    Section(Option<StandardSection>),
}

/// Where in the incident a span of the whole stands.
pub(super) struct Spot {
    pub(super) place: Place,
    /// Within the value of the field, or within the file of the report.
    pub(super) span: Span,
    pub(super) audience: Audience,
    pub(super) part: Part,
}

impl Exposure {
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        // All of it comes from the two files.
        let room = subject.facts_file().text.len() + subject.report_file().text.len();
        let text = String::with_capacity(room);
        let mut exposure = Self { text, inner: 0, pieces: Vec::with_capacity(PIECES) };
        exposure.top(subject);
        exposure.story(subject);
        exposure.rest(subject);
        exposure.report(subject, |audience| audience != Audience::Internal);
        exposure.inner = exposure.text.len();
        exposure.report(subject, |audience| audience == Audience::Internal);
        exposure
    }

    /// The texts for readers outside.
    pub(super) fn outside(&self) -> &str {
        self.text.get(..self.inner).unwrap_or_default()
    }

    /// All texts.
    pub(super) fn all(&self) -> &str {
        &self.text
    }

    /// Each text with where it begins in the whole, and where it stands in the incident.
    pub(super) fn texts(&self) -> impl Iterator<Item = (usize, Place, &str)> {
        let numbers = 0..self.pieces.len();
        let texts = numbers.filter_map(|number| self.piece(number));
        texts.map(|(piece, text)| (piece.start, piece.place, text))
    }

    /// The texts for readers outside, each with where it begins in the whole.
    pub(super) fn texts_outside(&self) -> impl Iterator<Item = (&Piece, usize, &str)> {
        let texts = (0..self.pieces.len()).filter_map(|number| self.piece(number));
        let texts = texts.take_while(|(piece, _)| piece.start < self.inner);
        texts.map(|(piece, text)| (piece, piece.start, text))
    }

    /// The text that holds an offset of the whole: its number.
    pub(super) fn piece_at(&self, offset: usize) -> Option<usize> {
        self.pieces.partition_point(|piece| piece.start <= offset).checked_sub(1)
    }

    /// A text by its number.
    pub(super) fn piece(&self, number: usize) -> Option<(&Piece, &str)> {
        let piece = self.pieces.get(number)?;
        let end = self.pieces.get(number + 1).map_or(self.text.len(), |next| next.start);
        Some((piece, self.text.get(piece.start..end)?.trim_end_matches('\0')))
    }

    fn top(&mut self, subject: &Subject<'_>) {
        let facts = &subject.incident.facts;
        let public = Audience::Public;
        self.field(Part::Title, Field::Top("title"), Some(&facts.title), public);
        for (index, impact) in facts.impact.iter().enumerate() {
            let field = Field::Item("impact", index, "resource");
            self.field(Part::Resource, field, impact.resource.as_deref(), public);
        }
        let byline = facts.byline.as_deref();
        self.field(Part::Signature, Field::Top("byline"), byline, public);
    }

    fn story(&mut self, subject: &Subject<'_>) {
        let facts = &subject.incident.facts;
        for (index, entry) in facts.timeline.iter().enumerate() {
            if entry.audience == Audience::Internal {
                continue;
            }
            let field = |key| Field::Item("timeline", index, key);
            let (key, text) = match &entry.wording {
                Some(wording) => ("wording", wording),
                None => ("text", &entry.text),
            };
            self.field(Part::Timeline, field(key), Some(text), entry.audience);
        }
        for (index, update) in facts.updates.iter().enumerate() {
            if update.audience != Audience::Internal {
                let field = |key| Field::Item("update", index, key);
                self.field(Part::Update, field("title"), update.title.as_deref(), update.audience);
                self.field(Part::Update, field("text"), Some(&update.text), update.audience);
            }
        }
    }

    fn rest(&mut self, subject: &Subject<'_>) {
        let facts = &subject.incident.facts;
        for (index, action) in facts.actions.iter().enumerate() {
            if action.audience != Audience::Internal {
                let field = |key| Field::Item("action", index, key);
                self.field(Part::Action, field("id"), action.id.as_deref(), action.audience);
                self.field(Part::Action, field("title"), Some(&action.title), action.audience);
                self.field(Part::Action, field("link"), action.link.as_deref(), action.audience);
            }
        }
        for (index, correction) in facts.corrections.iter().enumerate() {
            let field = Field::Item("correction", index, "text");
            self.field(Part::Correction, field, Some(&correction.text), Audience::Public);
        }
        for (index, link) in facts.links.iter().enumerate() {
            if link.audience != Audience::Internal {
                let field = |key| Field::Item("link", index, key);
                self.field(Part::Link, field("title"), Some(&link.title), link.audience);
                self.field(Part::Link, field("url"), link.url.as_deref(), link.audience);
            }
        }
    }

    fn report(&mut self, subject: &Subject<'_>, wanted: impl Fn(Audience) -> bool) {
        let markdown = subject.report_file().parsable();
        let outline = subject.outline;
        for (section, span) in subject.incident.report.sections.iter().zip(&outline.sections) {
            if wanted(section.audience) {
                let start = outline.headings[span.heading].span.start;
                let text = markdown.get(start..span.body.end).unwrap_or_default();
                let part = Part::Section(section.standard);
                self.add(part, Place::Report(start), text, section.audience);
            }
        }
    }

    fn field(&mut self, part: Part, field: Field, text: Option<&str>, audience: Audience) {
        if let Some(text) = text {
            self.add(part, Place::Field(field), text, audience);
        }
    }

    fn add(&mut self, part: Part, place: Place, text: &str, audience: Audience) {
        let start = self.text.len();
        self.text.push_str(text);
        self.text.push('\0');
        self.pieces.push(Piece { start, place, audience, part, comments: OnceCell::new() });
    }

    /// Whether readers outside see a span of a field's value, or of the report where there is no
    /// field.
    pub(super) fn shows(&self, field: Option<Field>, span: Span) -> bool {
        let pieces = self.pieces.iter().enumerate();
        pieces.take_while(|(_, piece)| piece.start < self.inner).any(|(number, piece)| {
            match (piece.place, field) {
                (Place::Field(own), Some(field)) => own == field,
                (Place::Report(start), None) => {
                    let length = self.piece(number).map_or(0, |(_, text)| text.len());
                    Span::new(start, start + length).contains(span)
                }
                _ => false,
            }
        })
    }

    /// Where a span of the whole stands; nothing where readers do not see it.
    pub(super) fn spot(&self, span: Span) -> Option<Spot> {
        let (piece, text) = self.piece(self.piece_at(span.start)?)?;
        let end = span.end.min(piece.start + text.len());
        let within = Span::new(span.start - piece.start, end.checked_sub(piece.start)?);
        let comments = piece.comments.get_or_init(|| comments(text));
        if comments.iter().any(|comment| comment.contains(within)) {
            return None;
        }
        Some(Spot {
            place: piece.place,
            span: piece.place.shifted(within),
            audience: piece.audience,
            part: piece.part,
        })
    }
}

/// The HTML comments of a Markdown text, which no output has in it.
pub(super) fn comments(markdown: &str) -> Vec<Span> {
    if !markdown.contains("<!--") {
        return Vec::new();
    }
    let mut comments = Vec::new();
    let mut block = None;
    for (event, range) in Parser::new_ext(markdown, markdown_options(markdown)).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(range.start),
            Event::End(TagEnd::HtmlBlock) => {
                let start = block.take().unwrap_or(range.start);
                comments.extend(comments_within(markdown, Span::new(start, range.end)));
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => comments.push(range.into()),
            _ => {}
        }
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::{Exposure, comments};
    use crate::check::sample_tests::with_subject;
    use crate::model::State;
    use crate::view::{Audience, View};

    const FACTS: &str = r#"
title = "a title"
state = "STATE"
byline = "a byline"
tags = ["a tag"]

[roles]
commander = "a role"

[[impact]]
component = "checkout"
resource = "a resource"
status = "major_outage"
start = 2024-05-02T10:00:00

[[timeline]]
at = 2024-05-02T10:00:00
text = "an inner entry"

[[timeline]]
at = 2024-05-02T10:00:00
text = "a replaced text"
wording = "a wording"
source = "a source"
audience = "public"

[[timeline]]
at = 2024-05-02T10:00:00
text = "an entry for customers"
audience = "customers"

[[update]]
at = 2024-05-02T10:00:00
status = "investigating"
title = "an update's title"
text = "an update"

[[update]]
at = 2024-05-02T10:00:00
status = "investigating"
text = "an inner update"
audience = "internal"

[[action]]
id = "an-id"
title = "an action"
owner = "an owner"
link = "https://example.com/action"
audience = "customers"

[[action]]
title = "an inner action"

[[correction]]
at = 2024-05-02T10:00:00
text = "a correction"

[[link]]
title = "a link"
url = "https://example.com/link"
audience = "public"

[[link]]
title = "an inner link"
"#;

    const REPORT: &str = "## Summary\n\nA summary.\n\n## Background\n\nAn inner section.\n\n\
                          ## More {.customers}\n\nFor customers.\n";

    /// All texts in a view, as JSON; keys and enumerated words are in it, too.
    fn strings(value: &serde_json::Value, into: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => into.push(text.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
            serde_json::Value::Object(map) => map.values().for_each(|item| strings(item, into)),
            _ => {}
        }
    }

    #[test]
    fn holds_what_a_view_of_a_published_incident_holds() {
        for state in ["drafting", "published"] {
            with_subject(&FACTS.replace("STATE", state), REPORT, |subject| {
                let exposure = Exposure::of(subject);
                let mut incident = subject.incident.clone();
                incident.facts.state = State::Published;
                let now = "2024-06-01T00:00:00Z".parse().expect("an instant");
                let view = View::new(&incident, Audience::Customers, subject.config, now);
                let mut seen = Vec::new();
                strings(&serde_json::to_value(&view).expect("JSON"), &mut seen);
                let ours = |text: &&String| {
                    ["a ", "an ", "an-", "A ", "For ", "https:"].iter().any(|a| text.starts_with(a))
                };
                let seen: Vec<_> = seen.iter().filter(ours).collect();
                assert!(seen.len() >= 14, "{seen:?}");
                for text in &seen {
                    assert!(exposure.outside().contains(text.as_str()), "{text} is seen");
                }
                for inner in ["inner", "a tag", "a role", "a replaced", "a source", "an owner"] {
                    assert!(!exposure.outside().contains(inner), "{inner} is not");
                }
            });
        }
    }

    #[test]
    fn readers_do_not_see_comments() {
        let text = "a <!-- b --> c\n\n<!--\nd\n\ne -->\n\n```\n<!-- f -->\n```\n";
        let found: Vec<_> = comments(text).iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["<!-- b -->", "<!--\nd\n\ne -->"]);
    }
}
