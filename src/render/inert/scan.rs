use std::ops::Range;

use super::Change;

/// Makes the changes, and escapes what could act in the text between them.
pub(super) fn apply(markdown: &str, mut changes: Vec<Change>, tables: &[Range<usize>]) -> String {
    let is_in_table = |at: usize| {
        let before = tables.partition_point(|table| table.start <= at);
        before.checked_sub(1).is_some_and(|index| at < tables[index].end)
    };
    tiny_sort::stable::sort_by_key(&mut changes, |change| (change.range.start, change.range.end));
    let mut result = String::with_capacity(markdown.len() + markdown.len() / 8);
    let mut from = 0;
    for Change { range, text } in changes {
        if range.start < from {
            continue;
        }
        push_text(&mut result, markdown, from..range.start, &is_in_table);
        result.push_str(text.as_deref().unwrap_or(&markdown[range.clone()]));
        from = range.end;
    }
    push_text(&mut result, markdown, from..markdown.len(), &is_in_table);
    result
}

/// Text that holds no markup of consequence in CommonMark, made so for kramdown too.
fn push_text(
    result: &mut String,
    markdown: &str,
    range: Range<usize>,
    is_in_table: &impl Fn(usize) -> bool,
) {
    let bytes = markdown.as_bytes();
    let mut copied = range.start;
    for at in range.clone() {
        let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
        let replacement = match bytes[at] {
            b'<' if !is_escaped(bytes, at) => "&lt;",
            b'{' if next == b':' && !is_escaped(bytes, at) => "\\{",
            // No link, and no definition of one: kramdown allows spaces in addresses.
            b']' if matches!(next, b'(' | b':') => "]\\",
            // For kramdown, one of these in a line makes it a row of a table.
            b'|' if !is_in_table(at) && !is_escaped(bytes, at) => "\\|",
            _ => continue,
        };
        result.push_str(&markdown[copied..at]);
        result.push_str(replacement);
        copied = at + 1;
    }
    result.push_str(&markdown[copied..range.end]);
}

/// Whether an odd number of backslashes stands before `at`.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let backslashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\');
    backslashes.count() % 2 == 1
}
