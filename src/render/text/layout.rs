//! Blocks on lines: prefixes of the open containers, and blank lines.

use super::chars;
use super::wrap::fill;

/// What stands between a block and the next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// No blank line, if the other block agrees.
    Tight,
    /// A blank line.
    Blank,
    /// No blank line, whatever the next block wants.
    Attached,
}

/// The text so far, and what the next line starts with.
pub(super) struct Layout {
    width: usize,
    out: String,
    /// What each line in the open containers starts with; ASCII.
    prefix: String,
    /// Instead of the prefix: the start of the first line of a list item.
    first: Option<String>,
    after: Gap,
    /// How much of the prefix the last and the next line have in common, in bytes.
    common: usize,
}

impl Layout {
    pub(super) fn new(width: usize) -> Self {
        let (out, prefix) = (String::new(), String::new());
        Self { width, out, prefix, first: None, after: Gap::Blank, common: 0 }
    }

    pub(super) fn into_text(self) -> String {
        self.out
    }

    /// The columns that a block in the open containers has.
    pub(super) fn available(&self) -> usize {
        self.width.saturating_sub(self.prefix.len())
    }

    /// Opens a block quote. Returns what [`Layout::leave`] needs to close it.
    pub(super) fn enter_quote(&mut self) -> usize {
        let outer = self.prefix.len();
        if self.has_room("> ") {
            self.prefix.push_str("> ");
            if let Some(first) = &mut self.first {
                first.push_str("> ");
            }
        }
        outer
    }

    /// Opens a list item. Returns what [`Layout::leave`] needs to close it.
    pub(super) fn enter_item(&mut self, marker: &str) -> usize {
        let outer = self.prefix.len();
        let has_room = self.has_room(marker);
        match &mut self.first {
            Some(first) if has_room => first.push_str(marker),
            // Beyond the room for prefixes, the markers of one line are told once.
            Some(_) => {}
            None => self.first = Some(format!("{}{marker}", self.prefix)),
        }
        if has_room {
            self.prefix.extend(std::iter::repeat_n(' ', marker.len()));
        }
        outer
    }

    /// Deep nesting must leave half of the line to the text.
    fn has_room(&self, marker: &str) -> bool {
        self.prefix.len() + marker.len() <= self.width / 2
    }

    pub(super) fn leave(&mut self, outer: usize) {
        if self.first.is_some() {
            self.block([""], Gap::Tight, Gap::Tight);
        }
        self.prefix.truncate(outer);
        self.common = self.common.min(outer);
    }

    /// Asks for a blank line before the next block.
    pub(super) fn separate(&mut self) {
        self.after = Gap::Blank;
    }

    pub(super) fn paragraph(&mut self, text: &str, before: Gap, after: Gap) {
        let lines = self.fill(text);
        self.block(lines.iter().map(String::as_str), before, after);
    }

    /// A heading, underlined with a character if there is one.
    pub(super) fn heading(&mut self, text: &str, underline: Option<&str>) {
        self.separate();
        let mut lines = self.fill(text);
        if let Some(underline) = underline {
            let width = lines.iter().map(|line| chars::width(line)).max().unwrap_or(0);
            lines.push(underline.repeat(width));
        }
        self.block(lines.iter().map(String::as_str), Gap::Blank, Gap::Blank);
    }

    fn fill(&self, text: &str) -> Vec<String> {
        let first = self.first.as_deref().map_or(self.prefix.len(), str::len);
        fill(text, self.width.saturating_sub(first), self.available())
    }

    /// Writes lines that are laid out already.
    pub(super) fn block<'a>(
        &mut self,
        lines: impl IntoIterator<Item = &'a str>,
        before: Gap,
        after: Gap,
    ) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return;
        }
        self.gap(before);
        for (index, line) in lines.enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            let start = self.out.len();
            let first = self.first.take();
            self.out.push_str(first.as_deref().unwrap_or(&self.prefix));
            self.out.push_str(line);
            self.out.truncate(start + self.out[start..].trim_end().len());
        }
        self.after = after;
        self.common = self.prefix.len();
    }

    fn gap(&mut self, before: Gap) {
        if self.out.is_empty() {
            return;
        }
        self.out.push('\n');
        if self.after == Gap::Blank || (self.after == Gap::Tight && before == Gap::Blank) {
            self.out.push_str(self.prefix[..self.common].trim_end());
            self.out.push('\n');
        }
    }
}
