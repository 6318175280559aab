use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

use super::{Span, Steps, has_byte, has_invisible, has_markup};

/// The Markdown of reports and updates: CommonMark with tables, footnotes, strikethrough,
/// task lists, alerts and heading attributes.
///
/// pulldown-cmark 0.13.6 panics on a task that is a backslash, underlined as a heading
/// (`- [ ] \`, newline, `  ---`); without heading attributes it does not, so a text with such a
/// line goes without them.
#[must_use]
pub fn markdown_options(markdown: &str) -> Options {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let is_backslash_task = |line: &str| {
        let before = line.trim_end().strip_suffix('\\');
        before.is_some_and(|before| before.trim_end().ends_with(']'))
    };
    if has_byte(markdown, |byte| byte == b'\\')
        && markdown.split(['\n', '\r']).any(is_backslash_task)
    {
        return options;
    }
    options | Options::ENABLE_HEADING_ATTRIBUTES
}

/// Whether a line could be a heading or underline one; cheaper than to read the text.
#[must_use]
pub fn may_have_headings(markdown: &str) -> bool {
    let bytes = markdown.as_bytes();
    let behind_ends = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|end| end + 1);
    std::iter::once(0).chain(behind_ends).any(|start| {
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let indent = bytes[start..].iter().take_while(|byte| is_blank(byte)).count();
        let line = &bytes[start + indent..];
        match line.first() {
            Some(b'#') => true,
            Some(first @ (b'=' | b'-')) => {
                let mut rest = line.iter().skip_while(|byte| *byte == first);
                let end = rest.find(|byte| !is_blank(byte));
                end.is_none_or(|end| matches!(end, b'\n' | b'\r'))
            }
            _ => false,
        }
    })
}

/// What a Markdown text is made of, with places.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Headings outside quotes and lists, in order.
    pub headings: Vec<Heading>,
    /// Links and images, in order.
    pub references: Vec<Reference>,
    /// Raw HTML that is not a comment: a whole block each, or a tag within a text.
    pub html: Vec<Span>,
    /// Code between fences, wherever it stands.
    pub fenced_code: Vec<Span>,
    /// What stands behind the first fence of such code, where that is read otherwise than it is
    /// written, with the code as its place.
    pub info_strings: Vec<Definition>,
    /// Link definitions, `[label]: url`.
    pub link_definitions: Vec<Definition>,
    /// Footnote definitions, `[^label]: …`.
    pub footnote_definitions: Vec<Definition>,
    /// Uses of footnotes, `[^label]`.
    pub footnote_uses: Vec<Definition>,
    /// The text before the first section's heading.
    pub preamble: Span,
    /// The sections, each under a `##` heading.
    pub sections: Vec<SectionSpan>,
    /// `[text][label]` and `[text][]` without a definition, and `[^label]` likewise.
    pub broken_references: Vec<Definition>,
    /// What the parser told; nothing where it was not asked.
    pub steps: Option<Steps>,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The classes of `{.class}` behind it.
    pub classes: Vec<String>,
    /// The whole line, or lines.
    pub span: Span,
}

/// A section of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionSpan {
    /// Index of its heading in [`Outline::headings`].
    pub heading: usize,
    /// Its prose, from behind the heading to the next section.
    pub body: Span,
}

/// A link or an image.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Whether it is an image.
    pub is_image: bool,
    /// Where it leads; `mailto:` stands before the address of `<ops@example.com>`.
    pub destination: String,
    /// What is shown where a pointer rests on it; empty where there is none.
    pub title: String,
    /// Its text without markup; for an image the alternative text.
    pub text: String,
    /// All of it.
    pub span: Span,
}

/// A labelled place.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The label, as written.
    pub label: String,
    /// All of it.
    pub span: Span,
}

impl Outline {
    /// Reads a Markdown text once.
    #[must_use]
    pub fn of(markdown: &str) -> Self {
        if is_plain(markdown) {
            let mut outline = Self::default();
            outline.split(markdown.len());
            return outline;
        }
        Self::parsed(markdown)
    }

    fn parsed(markdown: &str) -> Self {
        let mut outline = Self::default();
        let mut broken = Vec::new();
        let parser = Parser::new_with_broken_link_callback(
            markdown,
            markdown_options(markdown),
            Some(|link: pulldown_cmark::BrokenLink<'_>| {
                let intended = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
                if intended {
                    let label = link.reference.to_string();
                    broken.push(Definition { label, span: link.span.into() });
                }
                None
            }),
        );
        for (label, definition) in parser.reference_definitions().iter() {
            let span = definition.span.clone().into();
            outline.link_definitions.push(Definition { label: label.to_owned(), span });
        }
        let mut walk = Walk::default();
        let mut broken_notes = Vec::new();
        let mut steps = Steps::for_length(markdown.len());
        for (event, range) in parser.into_offset_iter() {
            steps.add(markdown, &event, range.clone().into());
            if matches!(event, Event::Text(_)) {
                broken_notes.extend(undefined_note(markdown, range.start));
            }
            walk.step(&mut outline, event, range.into());
        }
        outline.steps = Some(steps);
        broken.extend(broken_notes);
        tiny_sort::stable::sort_by_key(&mut outline.link_definitions, |definition| definition.span);
        outline.split(markdown.len());
        outline.broken_references = broken;
        tiny_sort::stable::sort_by_key(&mut outline.broken_references, |reference| reference.span);
        outline.broken_references.dedup_by_key(|reference| reference.span);
        outline
    }

    /// Finds the sections of a text of `length` bytes: they begin at `##` headings.
    fn split(&mut self, length: usize) {
        let starts: Vec<usize> =
            (0..self.headings.len()).filter(|&index| self.headings[index].level == 2).collect();
        let start_of = |index: &usize| self.headings[*index].span.start;
        self.preamble = Span::new(0, starts.first().map_or(length, start_of));
        self.sections = starts
            .iter()
            .enumerate()
            .map(|(position, &heading)| {
                let end = starts.get(position + 1).map_or(length, start_of);
                let body = Span::new(self.headings[heading].span.end.min(end), end);
                SectionSpan { heading, body }
            })
            .collect();
    }

    /// The section that holds a place.
    #[must_use]
    pub fn section_at(&self, span: Span) -> Option<usize> {
        let behind = self.sections.partition_point(|section| section.body.start <= span.start);
        behind.checked_sub(1).filter(|&index| self.sections[index].body.contains(span))
    }
}

/// Whether a text has no sign that something other than a paragraph, a list or a table could
/// begin with, of which nothing is told, or that could be shown otherwise than it is written.
fn is_plain(markdown: &str) -> bool {
    let is_sign = |byte| matches!(byte, b'#' | b'>');
    let is_underline = |byte| matches!(byte, b'=' | b'-');
    let underlines = |line: &str| line.trim_start().starts_with(['=', '-']);
    let has_underline =
        || has_byte(markdown, is_underline) && markdown.split(['\n', '\r']).any(underlines);
    !has_markup(markdown)
        && !has_byte(markdown, is_sign)
        && !has_underline()
        && !has_invisible(markdown)
}

/// State of one pass over the events.
#[derive(Default)]
struct Walk {
    containers: usize,
    heading: Option<Heading>,
    references: Vec<Reference>,
    html_block: String,
}

impl Walk {
    fn step(&mut self, outline: &mut Outline, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, classes, .. }) => {
                let classes = classes.iter().map(ToString::to_string).collect();
                let level = level_number(level);
                self.heading = Some(Heading { level, text: String::new(), classes, span });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(heading) = self.heading.take().filter(|_| self.containers == 0) {
                    outline.headings.push(heading);
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                outline.fenced_code.push(span);
                // The parser lends what is read as it is written.
                if !matches!(info, CowStr::Borrowed(_)) {
                    outline.info_strings.push(Definition { label: info.to_string(), span });
                }
            }
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => {
                self.open(false, &format!("mailto:{dest_url}"), "", span);
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                self.open(false, &dest_url, &title, span);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                self.open(true, &dest_url, &title, span);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                outline.references.extend(self.references.pop());
            }
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            // The parser tells a block line by line, and a comment may have many lines.
            Event::Start(Tag::HtmlBlock) => self.html_block.clear(),
            Event::Html(html) => self.html_block.push_str(&html),
            Event::End(TagEnd::HtmlBlock) => {
                let is_html = !without_comments(&self.html_block).trim().is_empty();
                outline.html.extend(is_html.then_some(span));
            }
            Event::InlineHtml(html) => {
                let is_html = !html.starts_with("<!--");
                outline.html.extend(is_html.then_some(span));
            }
            Event::FootnoteReference(label) => {
                outline.footnote_uses.push(Definition { label: label.to_string(), span });
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.containers += 1;
                outline.footnote_definitions.push(Definition { label: label.to_string(), span });
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => self.containers += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => {
                self.containers -= 1;
            }
            _ => {}
        }
    }

    fn open(&mut self, is_image: bool, destination: &str, title: &str, span: Span) {
        let (destination, title) = (destination.to_owned(), title.to_owned());
        let text = String::new();
        self.references.push(Reference { is_image, destination, title, text, span });
    }

    fn text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        for reference in &mut self.references {
            reference.text.push_str(text);
        }
    }
}

/// The footnote that a text event's first byte is the `^` of. The parser tells one that is not
/// defined as text: a bracket, the caret with the label, a bracket.
fn undefined_note(markdown: &str, caret: usize) -> Option<Definition> {
    let rest = markdown.get(caret..).filter(|rest| rest.starts_with('^'))?;
    if !markdown[..caret].ends_with('[') {
        return None;
    }
    // No further than to the next bracket: of many that are never closed, each would read them all.
    let end = rest.find(|c: char| matches!(c, '[' | ']') || c.is_whitespace())?;
    let is_label = end > 1 && rest[end..].starts_with(']');
    let span = Span::new(caret.checked_sub(1)?, caret + end + 1);
    is_label.then(|| Definition { label: rest[..end].to_owned(), span })
}

/// Markdown or HTML without comments that are closed.
#[must_use]
pub fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(start) = rest.find("<!--") {
        let Some(end) = rest[start..].find("-->") else {
            break;
        };
        kept.push_str(&rest[..start]);
        rest = &rest[start + end + 3..];
    }
    kept + rest
}

const fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::{Outline, is_plain, may_have_headings};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn headings_are_where_they_may_be(text in "[a |>#=\n\r\t{}-]{0,30}") {
            prop_assert!(may_have_headings(&text) || Outline::of(&text).headings.is_empty());
        }

        #[test]
        fn a_plain_text_has_nothing_to_tell_of(text in "[a |>*_=:.\\\\!\n\r\t&1-]{0,30}") {
            if is_plain(&text) {
                let parsed = Outline { steps: None, ..Outline::parsed(&text) };
                let plain = Outline::of(&text);
                prop_assert_eq!(format!("{plain:?}"), format!("{parsed:?}"));
            }
        }
    }

    const TEXT: &str = "\
## Root cause {.public}

See [the post][1] and ![graph](g.png), <b>bold</b><!-- no -->[^n] [x][nowhere].

> ## Quoted

[1]: https://example.com/a

[^n]: A note.
";

    #[test]
    fn survives_what_the_parser_does_not() {
        assert_eq!(Outline::of("- [ ] \\\n  ---\n").headings.len(), 0);
    }

    #[test]
    fn finds_what_a_text_is_made_of() {
        let outline = Outline::of(TEXT);
        assert_eq!(outline.headings.len(), 1, "the quoted heading is no section");
        assert_eq!(outline.headings[0].text, "Root cause");
        assert_eq!(outline.headings[0].classes, ["public"]);
        let targets: Vec<_> = outline.references.iter().map(|r| r.destination.as_str()).collect();
        assert_eq!(targets, ["https://example.com/a", "g.png"]);
        assert_eq!(outline.references[1].text, "graph");
        assert_eq!(outline.html.len(), 2, "two tags; the comment is none");
        assert_eq!(&TEXT[outline.link_definitions[0].span.range()], "[1]: https://example.com/a");
        assert_eq!(outline.footnote_uses[0].label, "n");
        assert_eq!(outline.footnote_definitions[0].label, "n");
        let broken: Vec<_> = outline.broken_references.iter().map(|r| r.label.as_str()).collect();
        assert_eq!(broken, ["nowhere"]);
    }

    #[test]
    fn tells_blocks_of_html_from_comments_of_many_lines() {
        let text = "<!--\nnot yet\n\ntold\n-->\n\n<details>\n<p>told</p>\n</details>\n\nText.\n";
        let outline = Outline::of(text);
        assert_eq!(outline.html.len(), 1, "one block");
        assert!(text[outline.html[0].range()].starts_with("<details>"));
    }

    #[test]
    fn knows_addresses_to_write_to_and_footnotes_that_nobody_defined() {
        let text = "<ops@example.com> and this[^my_note] or that[2], `[^3]` or \\[^4] or 5^]\n";
        let outline = Outline::of(text);
        assert_eq!(outline.references[0].destination, "mailto:ops@example.com");
        assert_eq!(outline.broken_references.len(), 1);
        assert_eq!(&text[outline.broken_references[0].span.range()], "[^my_note]");
        assert_eq!(outline.broken_references[0].label, "^my_note");
    }
}
