//! Markdown → HTML that can be trusted.
//!
//! Text is escaped by pulldown-cmark, link schemes are allow-listed and images come from the
//! incident's own attachments, so a report without raw HTML is safe as it is made. One with
//! raw HTML goes through ammonia, last.

mod escape;
mod events;
mod links;
mod plain;
mod sanitize;

use pulldown_cmark::{Event, Parser, html};

use crate::source::markdown_options;
use crate::view::Heading;
pub use escape::{escape, write_escaped};
use events::Rewriter;

/// How a Markdown text becomes part of a page.
#[derive(Clone, Copy, Debug)]
pub struct HtmlOptions<'o> {
    /// Put before every id, so that two texts on one page cannot clash.
    pub id_prefix: &'o str,
    /// Added to heading levels, which end at 6.
    pub heading_offset: u8,
    /// The headings that are in no list, quote or note, in their order: they get their anchors as
    /// ids. Without them, no heading has an id.
    pub headings: &'o [Heading],
    /// Names of the attachments that texts may show or link to.
    pub attachments: &'o [String],
    /// Put before the names of attachments: empty for a page beside them, or an address. There lies
    /// the page that fragments lead to, too.
    pub attachment_base: &'o str,
    /// Put before the ids of incidents that texts link to by their folders, to make the addresses
    /// of their pages; without it, only the text of such links is kept.
    pub incident_base: Option<&'o str>,
    /// For those who cannot see what it is; English where there are none.
    pub labels: Option<&'o Labels>,
}

/// Words that Markdown has none for.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Of a table that may scroll.
    pub table: String,
    /// Of the mark of a task that is done.
    pub done: String,
    /// Of the mark of one that is not.
    pub not_done: String,
    /// Of code that may scroll.
    pub code: String,
}

/// Renders blocks.
#[must_use]
pub fn render(markdown: &str, options: &HtmlOptions<'_>) -> String {
    plain::paragraphs(markdown).unwrap_or_else(|| parsed(markdown, options))
}

fn parsed(markdown: &str, options: &HtmlOptions<'_>) -> String {
    let mut rewriter = Rewriter::new(options);
    // A guess that saves most texts from growing it.
    let mut events: Vec<Event<'_>> = Vec::with_capacity(markdown.len() / 16);
    for event in Parser::new_ext(markdown, markdown_options(markdown)) {
        rewriter.push(event, &mut events);
    }
    let mut page = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut page, events.into_iter());
    let page = tidy(page);
    if rewriter.has_raw_html() { sanitize::clean(&page, options, rewriter.pages()) } else { page }
}

/// What pulldown-cmark writes that pages do not want: styles, which their security policy
/// forbids, and XHTML's slashes. `<` and `>` of the author's are escaped, so only tags match.
fn tidy(mut page: String) -> String {
    if page.contains(" style=\"text-align: ") {
        page = page.replace("<td style=\"text-align: ", "<td class=\"align-");
        page = page.replace("<th style=\"text-align: ", "<th class=\"align-");
    }
    if page.contains(" />") { page.replace(" />", ">") } else { page }
}

/// Renders a text of one line, such as a title or a timeline entry, without the paragraph
/// around it.
#[must_use]
pub fn render_inline(markdown: &str, options: &HtmlOptions<'_>) -> String {
    if let Some(line) = plain::line(markdown) {
        return line.to_owned();
    }
    let page = render(markdown, options);
    let page = page.trim_end();
    match page.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => page.to_owned(),
    }
}

#[cfg(test)]
mod tests;
