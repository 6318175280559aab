use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::Walk;

/// A code block that is only indented.
pub(super) struct IndentedCode {
    range: Range<usize>,
    /// As far as it has come.
    code: String,
}

impl Walk<'_> {
    /// A code span stays. One that would act if it were none gets two backticks at least and
    /// stands on one line: kramdown takes a single one between spaces for a character.
    pub(super) fn code_span(&mut self, code: &str, range: Range<usize>) {
        if !["<", "{:", "](", "]:"].iter().any(|sign| code.contains(sign)) {
            self.keep(range);
            return;
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(2));
        let is_in_table = self.tables.last().is_some_and(|table| range.end <= table.end);
        let code = if is_in_table { code.replace('|', "\\|") } else { code.to_owned() };
        self.replace(range, format!("{fence} {code} {fence}"));
    }

    /// A code block stays, but what it is written in is one word, and its fence is closed:
    /// kramdown takes a fence for text otherwise, and what is in it for markup.
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let CodeBlockKind::Fenced(info) = kind else {
            if self.policy.has_indented_code {
                self.keep(range);
            } else {
                self.indented = Some(IndentedCode { range, code: String::new() });
            }
            return;
        };
        let block = self.markdown[range.clone()].trim_start();
        let start = range.end - block.len();
        let sign = if block.starts_with('~') { '~' } else { '`' };
        let fence = block.len() - block.trim_start_matches(sign).len();
        let first_line = block.find('\n').unwrap_or(block.len());
        let language: String = info
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.'))
            .collect();
        self.replace(start + fence..start + first_line, language);
        self.keep(start..start + fence);
        self.keep(start + first_line..range.end);
        let prefix = self.continued_prefix(start);
        if !is_closed(&block[first_line..], &prefix, sign, fence) {
            let line_end = if block.ends_with('\n') { "" } else { "\n" };
            let closing = block[..fence].to_owned();
            self.replace(range.end..range.end, format!("{line_end}{prefix}{closing}\n"));
        }
    }

    /// A line of the indented code block that is open, if one is.
    pub(super) fn indented_code(&mut self, text: &str) {
        if let Some(block) = &mut self.indented {
            block.code.push_str(text);
        }
    }

    /// Puts a fence around the block that was indented, in the same quotes and list items.
    pub(super) fn end_code_block(&mut self) {
        let Some(IndentedCode { range, code }) = self.indented.take() else {
            return;
        };
        let line_start = self.markdown[..range.start].rfind('\n').map_or(0, |end| end + 1);
        let before = without_tabs(&self.markdown[line_start..range.start]);
        let outside = |text: &str| text.strip_suffix("    ").unwrap_or(text).to_owned();
        let (first, prefix) = (outside(&before), outside(&self.continued_prefix(range.start)));
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        let lines: String = code.lines().map(|line| format!("{prefix}{line}\n")).collect();
        let block = format!("{first}{fence}\n{lines}{prefix}{fence}\n");
        self.replace(line_start..range.end, block);
    }

    /// What a line starts with to be in the same quotes and list items as the one before `at`.
    fn continued_prefix(&self, at: usize) -> String {
        let line_start = self.markdown[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = without_tabs(&self.markdown[line_start..at]);
        before.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect()
    }
}

/// Whether the last line, behind the prefix of its containers, closes the fence
/// (CommonMark 0.31.2, section 4.5).
fn is_closed(rest: &str, prefix: &str, sign: char, fence: usize) -> bool {
    let Some((_, last)) = rest.trim_end().rsplit_once('\n') else {
        return false;
    };
    let last = without_tabs(last);
    let mut last = last.as_str();
    for container in prefix.chars() {
        last = match container {
            '>' => last.trim_start().strip_prefix('>').unwrap_or(last),
            _ => last.strip_prefix(' ').unwrap_or(last),
        };
    }
    let indent = last.len() - last.trim_start_matches(' ').len();
    let last = &last[indent..];
    indent <= 3 && last.len() >= fence && last.chars().all(|c| c == sign)
}

/// The line with spaces for tabs, which lead to the next multiple of four columns
/// (CommonMark 0.31.2, section 2.2).
fn without_tabs(line: &str) -> String {
    let mut result = String::with_capacity(line.len());
    for (index, part) in line.split('\t').enumerate() {
        if index > 0 {
            let columns = result.chars().count();
            result.extend(std::iter::repeat_n(' ', 4 - columns % 4));
        }
        result.push_str(part);
    }
    result
}
