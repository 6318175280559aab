use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::Walk;

impl Walk<'_> {
    /// A code span stays. One that would act if it were none gets two backticks at least:
    /// kramdown takes a single one between spaces for a character.
    pub(super) fn code_span(&mut self, range: Range<usize>) {
        let span = &self.markdown[range.clone()];
        let inner = span.trim_matches('`');
        if !["<", "{:", "](", "]:"].iter().any(|sign| inner.contains(sign)) {
            self.keep(range);
            return;
        }
        let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(2));
        self.replace(range, format!("{fence}{inner}{fence}"));
    }

    /// A code block stays, but what it is written in is one word, and its fence is closed:
    /// kramdown takes a fence for text otherwise, and what is in it for markup.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let CodeBlockKind::Fenced(info) = kind else {
            self.keep(range);
            return;
        };
        let block = &self.markdown[range.clone()];
        let sign = if block.starts_with('~') { '~' } else { '`' };
        let fence = block.len() - block.trim_start_matches(sign).len();
        let first_line = block.find('\n').unwrap_or(block.len());
        let language: String = info
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'))
            .collect();
        let start = range.start;
        self.replace(start + fence..start + first_line, language);
        self.keep(start..start + fence);
        self.keep(start + first_line..range.end);
        if !is_closed(&block[first_line..], sign, fence) {
            let line_end = if block.ends_with('\n') { "" } else { "\n" };
            let prefix = self.continued_prefix(start);
            let closing = block[..fence].to_owned();
            self.replace(range.end..range.end, format!("{line_end}{prefix}{closing}\n"));
        }
    }

    /// What a line starts with to be in the same quotes and list items as the one before `at`.
    fn continued_prefix(&self, at: usize) -> String {
        let line_start = self.markdown[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = self.markdown[line_start..at].chars();
        before.map(|c| if c == '>' { '>' } else { ' ' }).collect()
    }
}

/// Whether the last line closes the fence (CommonMark 0.31.2, section 4.5).
fn is_closed(rest: &str, sign: char, fence: usize) -> bool {
    let last = rest.trim_end().rsplit('\n').next().unwrap_or_default();
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.len() >= fence && last.chars().all(|c| c == sign)
}
