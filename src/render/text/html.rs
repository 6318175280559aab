//! The little that raw HTML means to plain text.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Whether inline HTML is a line break.
pub(super) fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// Removes what a browser would not show: a comment that an HTML block leaves open hides the
/// Markdown after it, up to the HTML that closes it.
pub(super) fn without_comments<'a>(
    events: impl Iterator<Item = Event<'a>>,
) -> impl Iterator<Item = Event<'a>> {
    let mut in_comment = false;
    events.filter(move |event| {
        match event {
            Event::Html(html) => in_comment = leaves_comment_open(html, in_comment),
            // Inline HTML is whole, and so can close the comment of a block but open none.
            Event::InlineHtml(html) => in_comment = in_comment && leaves_comment_open(html, true),
            _ => {}
        }
        !in_comment || is_structure(event)
    })
}

fn leaves_comment_open(html: &str, mut in_comment: bool) -> bool {
    let mut rest = html;
    loop {
        let sign = if in_comment { "-->" } else { "<!--" };
        let Some(at) = rest.find(sign) else {
            return in_comment;
        };
        // The dashes that open a comment may also close it: `<!-->`.
        rest = &rest[at + if in_comment { 3 } else { 2 }..];
        in_comment = !in_comment;
    }
}

/// Whether an event is a block's start or end, which say nothing by themselves.
fn is_structure(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !is_inline(tag),
        Event::End(tag) => !is_inline_end(*tag),
        _ => false,
    }
}

/// Whether a tag is for inline content.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    is_inline_end(tag.to_end())
}

/// Whether an end tag is for inline content.
pub(super) fn is_inline_end(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong};
    matches!(tag, Emphasis | Strong | Strikethrough | Link | Image)
}
