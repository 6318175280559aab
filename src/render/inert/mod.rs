//! An author's Markdown with everything taken out that could act on a reader.
//!
//! Only the places at fault are edited; all else stays as it was typed. What remains has no
//! effect in CommonMark and none in kramdown, which reads a good deal as markup that CommonMark
//! takes for text: attribute lists (`{:onclick=…}`), link addresses with spaces in them, code
//! fences that nobody closed.

mod code;
mod escape;
mod footnotes;
mod html;
mod links;
mod scan;

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, LinkType, Parser, Tag, TagEnd};

use crate::source::markdown_options;

use code::IndentedCode;
pub(super) use escape::{address, escape, file_address, incident_page, place_on, starting_inline};
use html::Comments;
use links::OpenLink;

/// What an output makes of an author's Markdown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Policy<'p> {
    /// Names of the attachments that texts may show or link to.
    pub(super) attachments: &'p [String],
    /// Put before the name of an attachment to make its address. Without it, only the text of
    /// links to attachments is kept.
    pub(super) attachment_base: Option<&'p str>,
    /// Address of the site that has the pages of other incidents. Without it, only the text of
    /// links to them is kept.
    pub(super) base_url: Option<&'p str>,
    /// Whether headings have anchors, so that links can lead to them. If not, only the text of such
    /// links is kept.
    pub(super) has_anchors: bool,
    /// What becomes of raw HTML.
    pub(super) html: RawHtml,
    /// Whether GitHub's alerts stay; if not, they become quotes that start with a bold word.
    pub(super) has_alerts: bool,
    /// Whether footnotes stay; if not, they become lists with numbers in brackets.
    pub(super) has_footnotes: bool,
    /// Whether code blocks that are only indented stay; if not, they get fences.
    pub(super) has_indented_code: bool,
}

/// What becomes of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawHtml {
    /// The output drops it by itself.
    Left,
    /// Line breaks stay, comments and tags that do nothing but mark a text go, and all else is
    /// shown as text.
    Shown,
}

/// How often a text is gone over. Taking something out can turn what stands beside it into
/// markup; a report that nobody built for that is done after the first time.
const PASSES: usize = 8;

/// The Markdown with everything taken out that could act on a reader.
pub(super) fn inert(markdown: &str, policy: &Policy<'_>) -> String {
    let mut text = markdown.to_owned();
    for _ in 0..PASSES {
        let next = pass(&text, policy);
        if next == text {
            return text;
        }
        text = next;
    }
    markdown.lines().map(escape).collect::<Vec<_>>().join("\n")
}

fn pass(markdown: &str, policy: &Policy<'_>) -> String {
    let parser = Parser::new_ext(markdown, markdown_options(markdown));
    let mut walk = Walk {
        markdown,
        policy,
        changes: Vec::new(),
        tables: Vec::new(),
        links: Vec::new(),
        comments: Comments::default(),
        indented: None,
        footnotes: if policy.has_footnotes { HashMap::new() } else { footnotes::numbers(markdown) },
    };
    for (_, definition) in parser.reference_definitions().iter() {
        walk.definition(&definition.dest, definition.span.clone());
    }
    for (event, range) in parser.into_offset_iter() {
        walk.step(event, range);
    }
    scan::apply(markdown, walk.changes, &walk.tables)
}

/// A place that has been judged, with what stands there from now on.
struct Change {
    range: Range<usize>,
    /// Nothing where it stays as it is.
    text: Option<String>,
}

struct Walk<'m> {
    markdown: &'m str,
    policy: &'m Policy<'m>,
    changes: Vec<Change>,
    /// Where signs between cells stay.
    tables: Vec<Range<usize>>,
    /// Open links and images.
    links: Vec<OpenLink>,
    comments: Comments,
    /// The indented code block that is open and has to get a fence.
    indented: Option<IndentedCode>,
    /// Numbers of the footnotes that have to become something else, by their labels.
    footnotes: HashMap<String, usize>,
}

impl Walk<'_> {
    fn keep(&mut self, range: Range<usize>) {
        self.changes.push(Change { range, text: None });
    }

    fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        let text = Some(text.into());
        self.changes.push(Change { range, text });
    }

    /// Takes out what stands there; where its neighbours could make up a link, an image or an
    /// attribute list between them, a space is left.
    fn remove(&mut self, range: Range<usize>) {
        let bytes = self.markdown.as_bytes();
        let before = range.start.checked_sub(1).map(|at| bytes[at]);
        let joins = matches!(before, Some(b']' | b'!' | b'{' | b'<'));
        self.replace(range, if joins { " " } else { "" });
    }

    fn step(&mut self, event: Event<'_>, range: Range<usize>) {
        let range = self.whole(&event, range);
        let ends_link = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        if let Some(link) = self.links.last_mut().filter(|_| !ends_link) {
            link.text_end = link.text_end.max(range.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.open(false, link_type, &dest_url, &title, range)
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                self.open(true, link_type, &dest_url, &title, range)
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.close(),
            Event::Code(code) => self.code_span(&code, range),
            Event::Start(Tag::CodeBlock(kind)) => self.code_block(&kind, range),
            Event::Text(text) => self.indented_code(&text),
            Event::End(TagEnd::CodeBlock) => self.end_code_block(),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::End(TagEnd::HtmlBlock) => self.end_html_block(range),
            Event::Start(Tag::Table(_)) => self.tables.push(range),
            Event::FootnoteReference(label) => self.footnote_reference(&label, range),
            Event::Start(Tag::FootnoteDefinition(label)) => self.footnote_label(&label, range),
            Event::Start(Tag::BlockQuote(Some(kind))) => self.alert(kind, range),
            Event::Start(Tag::Heading { id, classes, attrs, .. })
                if id.is_some() || !classes.is_empty() || !attrs.is_empty() =>
            {
                self.attributes(range);
            }
            _ => {}
        }
    }

    /// Where an event stands: the parser leaves the empty brackets of `[text][]` out.
    fn whole(&self, event: &Event<'_>, range: Range<usize>) -> Range<usize> {
        let (Event::Start(Tag::Link { link_type, .. })
        | Event::Start(Tag::Image { link_type, .. })) = event
        else {
            return range;
        };
        let is_short =
            *link_type == LinkType::Collapsed && self.markdown[range.end..].starts_with("[]");
        range.start..range.end + if is_short { "[]".len() } else { 0 }
    }

    /// `{#id .class}` behind a heading: only some generators understand it, and kramdown takes
    /// attributes from the like of it.
    fn attributes(&mut self, range: Range<usize>) {
        let heading = &self.markdown[range.clone()];
        if let (Some(from), Some(to)) = (heading.rfind('{'), heading.rfind('}'))
            && from < to
        {
            let from = heading[..from].trim_end().len();
            self.replace(range.start + from..range.start + to + 1, "");
        }
    }

    fn alert(&mut self, kind: BlockQuoteKind, range: Range<usize>) {
        let quote = &self.markdown[range.clone()];
        let (Some(from), Some(to)) = (quote.find("[!"), quote.find(']')) else {
            return;
        };
        if self.policy.has_alerts || from > to {
            return;
        }
        let word = match kind {
            BlockQuoteKind::Note => "Note",
            BlockQuoteKind::Tip => "Tip",
            BlockQuoteKind::Important => "Important",
            BlockQuoteKind::Warning => "Warning",
            BlockQuoteKind::Caution => "Caution",
        };
        self.replace(range.start + from..range.start + to + 1, format!("**{word}:**"));
    }
}

#[cfg(test)]
mod tests;
