//! Markdown as plain text, for mail and for terminals.
//!
//! The text is made from the events of the Markdown parser, without HTML in between:
//!
//! - Headings of levels 1 and 2 are underlined; all stand between blank lines.
//! - Code blocks are indented by four columns and never wrapped. Prose is wrapped by display width;
//!   words, and so URLs, are never broken.
//! - Links are numbered, `text [1]`, or told inline, `text <URL>`. A link whose text is its URL or
//!   address is told once. Links within the page (`#…`) and `data:` URLs are not told.
//! - Images are `[Image: alternative text (title)]`, with their URL as that of a link.
//! - Footnotes are `[note 1]`, with the notes at the end of the fragment. Their numbers are unique
//!   in the document.
//! - Alerts are block quotes that start with `NOTE:` and the like.
//! - Raw HTML is not shown: neither tags and comments nor the text of HTML blocks. Text between
//!   inline tags stays, and `<br>` is a line break.
//! - Containers nest visibly up to half of the width; what is deeper keeps that indent.
//! - Control characters and bidirectional overrides never come out; see [`clean`](crate::source::clean).
//!
//! Everything here is a pure function, and takes time linear in the length of the Markdown as far
//! as the parser does.

mod chars;
mod glue;
mod html;
mod inline;
mod layout;
mod links;
mod style;
mod table;
mod wrap;
mod writer;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(super) use self::properties::markdown;

use pulldown_cmark::{Event, Parser};

use crate::source::markdown_options;

pub use self::links::Links;
pub use self::style::{Mark, Style};
pub use self::table::table;
pub use self::wrap::wrap;

/// How Markdown is laid out as text.
#[derive(Debug, Clone, Copy)]
pub struct TextOptions<'a> {
    /// The columns of a line, by display width; 20 to 500, and values beyond are taken as these.
    pub width: usize,
    /// How it is told where links lead.
    pub links: LinkStyle,
    /// How headings and inline content are marked.
    pub style: Style<'a>,
}

/// How it is told where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    /// `text [1]`; the URLs are listed by [`Links::render`].
    Footnotes,
    /// `text <https://…>`
    Inline,
}

fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, markdown_options(markdown))
}

/// Renders a fragment of Markdown as blocks of text with one blank line between them.
///
/// No line ends with a space, and the text ends without a newline. Links are added to `links`. No
/// line is wider than the width, unless it is code, a single word (such as a URL) or a table whose
/// cells have such words.
#[must_use]
pub fn render(markdown: &str, options: &TextOptions<'_>, links: &mut Links) -> String {
    let options = TextOptions { width: options.width.clamp(20, 500), ..*options };
    writer::write(markdown, options, links)
}

/// Renders Markdown as one line that is not wrapped, for titles and table cells.
///
/// Only inline Markdown is understood: `# 1` is no heading here, and `1. a` no list. The width of
/// the options is not used.
#[must_use]
pub fn render_inline(markdown: &str, options: &TextOptions<'_>, links: &mut Links) -> String {
    // With a word before it, no line starts a block.
    let line = format!("{BEFORE}{}", markdown.replace(['\r', '\n'], " "));
    let mut inline = inline::Inline::new(*options, links);
    let mut is_first = true;
    for event in parser(&line) {
        match event {
            Event::Text(text) if is_first => {
                is_first = false;
                let text = text.strip_prefix(BEFORE.trim_end()).unwrap_or(&text);
                inline.push(Event::Text(text.into()));
            }
            event => inline.push(event),
        }
    }
    let text = inline.take().replace('\n', " ");
    wrap::fill(&text, usize::MAX, usize::MAX).join(" ")
}

/// What stands before the Markdown of [`render_inline`].
const BEFORE: &str = "x ";
