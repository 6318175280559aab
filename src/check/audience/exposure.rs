use std::cell::OnceCell;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::check::subject::{Place, Subject};
use crate::model::Audience;
use crate::source::{FieldPath, Span, markdown_options};

/// Every text that readers outside see once the incident is published, one behind the other.
///
/// It says the same as the door of `view/build.rs`, and a test holds it to that; beyond a view
/// it knows where each text stands.
pub(super) struct Exposure {
    /// The texts, with a NUL between them.
    pub(super) text: String,
    pieces: Vec<Piece>,
}

/// One text.
struct Piece {
    /// Where it begins in the whole.
    start: usize,
    place: Place,
    audience: Audience,
    is_signature: bool,
    comments: OnceCell<Vec<Span>>,
}

/// Where in the incident a span of the whole stands.
pub(super) struct Spot {
    pub(super) place: Place,
    /// Within the value of the field, or within the file of the report.
    pub(super) span: Span,
    pub(super) audience: Audience,
    /// Whether the text is there to name people.
    pub(super) is_signature: bool,
}

impl Exposure {
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let mut exposure = Self { text: String::new(), pieces: Vec::new() };
        exposure.top(subject);
        exposure.story(subject);
        exposure.rest(subject);
        exposure.report(subject);
        exposure
    }

    fn top(&mut self, subject: &Subject<'_>) {
        let facts = &subject.incident.facts;
        self.field(FieldPath::from("title"), Some(&facts.title), Audience::Public);
        for (index, impact) in facts.impact.iter().enumerate() {
            if let Some(resource) = &impact.resource {
                let field = subject.item("impact", index).key("resource");
                self.field(field, Some(resource), Audience::Public);
            }
        }
        if let Some(byline) = &facts.byline {
            self.field(FieldPath::from("byline"), Some(byline), Audience::Public);
            if let Some(piece) = self.pieces.last_mut() {
                piece.is_signature = true;
            }
        }
    }

    fn story(&mut self, subject: &Subject<'_>) {
        let facts = &subject.incident.facts;
        for (index, entry) in facts.timeline.iter().enumerate() {
            if entry.audience == Audience::Internal {
                continue;
            }
            let item = subject.item("timeline", index);
            match &entry.wording {
                Some(wording) => self.field(item.key("wording"), Some(wording), entry.audience),
                None => self.field(item.key("text"), Some(&entry.text), entry.audience),
            }
        }
        for (index, update) in facts.updates.iter().enumerate() {
            if update.audience != Audience::Internal {
                let item = subject.item("update", index);
                self.field(item.key("title"), update.title.as_deref(), update.audience);
                self.field(item.key("text"), Some(&update.text), update.audience);
            }
        }
    }

    fn rest(&mut self, subject: &Subject<'_>) {
        let facts = &subject.incident.facts;
        for (index, action) in facts.actions.iter().enumerate() {
            if action.audience != Audience::Internal {
                let item = subject.item("action", index);
                self.field(item.key("id"), action.id.as_deref(), action.audience);
                self.field(item.key("title"), Some(&action.title), action.audience);
                self.field(item.key("link"), action.link.as_deref(), action.audience);
            }
        }
        for (index, correction) in facts.corrections.iter().enumerate() {
            let field = subject.item("correction", index).key("text");
            self.field(field, Some(&correction.text), Audience::Public);
        }
        for (index, link) in facts.links.iter().enumerate() {
            if link.audience != Audience::Internal {
                let item = subject.item("link", index);
                self.field(item.key("title"), Some(&link.title), link.audience);
                self.field(item.key("url"), link.url.as_deref(), link.audience);
            }
        }
    }

    fn report(&mut self, subject: &Subject<'_>) {
        let markdown = subject.report_file().parsable();
        let outline = subject.outline;
        for (section, span) in subject.incident.report.sections.iter().zip(&outline.sections) {
            if section.audience == Audience::Internal {
                continue;
            }
            let start = outline.headings[span.heading].span.start;
            let text = markdown.get(start..span.body.end).unwrap_or_default();
            self.piece(Place::Report(start), text, section.audience);
        }
    }

    fn field(&mut self, field: FieldPath, text: Option<&str>, audience: Audience) {
        if let Some(text) = text {
            self.piece(Place::Field(field), text, audience);
        }
    }

    fn piece(&mut self, place: Place, text: &str, audience: Audience) {
        let start = self.text.len();
        self.text.push_str(text);
        self.text.push('\0');
        let comments = OnceCell::new();
        self.pieces.push(Piece { start, place, audience, is_signature: false, comments });
    }

    /// Where a span of the whole stands; nothing where readers do not see it.
    pub(super) fn spot(&self, span: Span) -> Option<Spot> {
        let behind = self.pieces.partition_point(|piece| piece.start <= span.start);
        let piece = self.pieces.get(behind.checked_sub(1)?)?;
        let end = self.pieces.get(behind).map_or(self.text.len(), |next| next.start);
        let within = Span::new(span.start - piece.start, span.end.min(end) - piece.start);
        let text = self.text.get(piece.start..end)?;
        let comments = piece.comments.get_or_init(|| comments(text));
        if comments.iter().any(|comment| comment.contains(within)) {
            return None;
        }
        let span = match piece.place {
            Place::Report(start) => within.shifted(start),
            Place::Field(_) => within,
        };
        let Piece { place, audience, is_signature, .. } = piece;
        Some(Spot { place: place.clone(), span, audience: *audience, is_signature: *is_signature })
    }
}

/// The HTML comments of a Markdown text, which no output has in it.
fn comments(markdown: &str) -> Vec<Span> {
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
                comments.extend(within(markdown, Span::new(start, range.end)));
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => comments.push(range.into()),
            _ => {}
        }
    }
    comments
}

/// The comments of a block of HTML; one that is not closed goes on to its end.
fn within(markdown: &str, block: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = block.start;
    let rest = |from: usize| markdown.get(from..block.end).unwrap_or_default();
    while let Some(start) = rest(from).find("<!--").map(|at| from + at) {
        let end = rest(start).find("-->").map_or(block.end, |at| start + at + 3);
        found.push(Span::new(start, end));
        from = end;
    }
    found
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
                    assert!(exposure.text.contains(text.as_str()), "{text} is seen");
                }
                for inner in ["inner", "a tag", "a role", "a replaced", "a source", "an owner"] {
                    assert!(!exposure.text.contains(inner), "{inner} is not");
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
