use std::ops::Range;

use super::{RawHtml, Walk, escape};

/// Tags that do nothing but mark a text, if they have no attributes.
const HARMLESS: [&str; 14] = [
    "b", "br", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "strong", "sub", "sup", "u",
];

/// Whether a comment is open; one that an HTML block leaves open hides no more than that block.
#[derive(Default)]
pub(super) struct Comments {
    is_open: bool,
}

impl Comments {
    pub(super) fn end_block(&mut self) {
        self.is_open = false;
    }

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
    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        if self.policy.html == RawHtml::Left || is_harmless(html) {
            self.keep(range);
            return;
        }
        let shown = self.comments.strip(html);
        let text: String = shown.into_iter().map(str::trim_start).map(escape).collect();
        // What stands around a comment must not come together to something new.
        let glue = if text.is_empty() && !html.ends_with('\n') { " " } else { "" };
        let line_end = if html.ends_with('\n') && !text.ends_with('\n') { "\n" } else { "" };
        self.replace(range, format!("{text}{glue}{line_end}"));
    }
}

fn is_harmless(html: &str) -> bool {
    let Some(tag) = html.trim().strip_prefix('<').and_then(|tag| tag.strip_suffix('>')) else {
        return false;
    };
    let name = tag.strip_prefix('/').unwrap_or(tag);
    let name = name.strip_suffix('/').unwrap_or(name).trim_end();
    HARMLESS.iter().any(|harmless| harmless.eq_ignore_ascii_case(name))
}
