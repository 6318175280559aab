use std::ops::Range;

use super::{RawHtml, Walk, escape};

/// Tags that do nothing but mark a text, if they have no attributes. They cannot stay: one that
/// is never closed would mark the rest of the page.
const MARKS: [&str; 13] =
    ["b", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "strong", "sub", "sup", "u"];

/// Whether a comment is open; one that an HTML block leaves open hides no more than that block.
#[derive(Default)]
pub(super) struct Comments {
    is_open: bool,
}

impl Comments {
    /// The HTML without comments.
    fn strip<'h>(&mut self, html: &'h str) -> Vec<&'h str> {
        let mut shown = Vec::new();
        let mut rest = html;
        loop {
            let sign = if self.is_open { "-->" } else { "<!--" };
            let Some(at) = rest.find(sign) else {
                if !self.is_open {
                    shown.push(rest);
                }
                return shown;
            };
            if !self.is_open {
                shown.push(&rest[..at]);
            }
            // The dashes that open a comment may also close it: `<!-->`.
            rest = &rest[at + if self.is_open { 3 } else { 2 }..];
            self.is_open = !self.is_open;
        }
    }
}

impl Walk<'_> {
    /// What was a block is a paragraph now, and must not take in the lines behind it.
    pub(super) fn end_html_block(&mut self, range: Range<usize>) {
        self.comments = Comments::default();
        let behind = self.markdown[range.end..].chars().next();
        if self.policy.html == RawHtml::Shown && !matches!(behind, None | Some('\n')) {
            self.replace(range.end..range.end, "\n");
        }
    }

    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let is_shown = self.policy.html == RawHtml::Shown;
        match tag_name(html) {
            _ if !is_shown => return self.keep(range),
            Some("br") => return self.keep(range),
            Some(name) if MARKS.contains(&name) => return self.remove(range),
            _ => {}
        }
        let shown = self.comments.strip(html);
        let text: String = shown.into_iter().map(str::trim_start).map(escape).collect();
        match (text.is_empty(), html.ends_with('\n')) {
            (true, false) => self.remove(range),
            (true, true) => self.replace(range, "\n"),
            (false, ends_line) => {
                let end = if ends_line && !text.ends_with('\n') { "\n" } else { "" };
                self.replace(range, format!("{text}{end}"));
            }
        }
    }
}

/// The name of the tag that this is, if it has no attributes.
fn tag_name(html: &str) -> Option<&str> {
    let tag = html.strip_prefix('<')?.strip_suffix('>')?;
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let name = name.strip_suffix('/').unwrap_or(name).trim_end();
    name.bytes().all(|byte| byte.is_ascii_lowercase()).then_some(name)
}
