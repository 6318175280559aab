//! Markdown → plain text: nothing that acts, no space at the ends of lines.

use ::incident::render::text::{LinkStyle, Links, Style, TextOptions, render, render_inline};
use ::incident::source::acts;

/// The first byte is the width, its lowest bit how links are told; the rest is Markdown.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(markdown) = std::str::from_utf8(rest) else { return };
    let links = if first & 1 == 0 { LinkStyle::Footnotes } else { LinkStyle::Inline };
    let options = TextOptions { width: usize::from(*first), links, style: Style::PLAIN };
    let mut links = Links::new();
    let text = render(markdown, &options, &mut links) + "\n" + &links.render();
    assert!(!text.contains(acts), "{text:?}");
    assert!(text.lines().all(|line| line.trim_end() == line), "{text:?}");
    let line = render_inline(markdown, &options, &mut Links::new());
    assert!(!line.contains(acts) && !line.contains('\n'), "{line:?}");
}
