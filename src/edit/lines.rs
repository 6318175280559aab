//! Lines of a text around byte offsets.

/// The line end of a text: that of most of its lines, LF where it has none.
pub(super) fn newline(text: &str) -> &'static str {
    let all = text.matches('\n').count();
    let crlf = text.matches("\r\n").count();
    if crlf * 2 > all { "\r\n" } else { "\n" }
}

/// The start of the line that holds an offset, behind a byte order mark.
pub(super) fn start(text: &str, offset: usize) -> usize {
    let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    start.max(first(text))
}

/// The first byte that is no byte order mark.
pub(super) fn first(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The start of the line behind the one that holds an offset, or the end of the text.
pub(super) fn next(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |newline| offset + newline + 1)
}

/// The line that begins at an offset, without its line end.
pub(super) fn at(text: &str, start: usize) -> &str {
    text[start..next(text, start)].trim_end_matches(['\n', '\r'])
}

/// The start of the line before the one that begins at an offset.
pub(super) fn before(text: &str, start_of_line: usize) -> Option<usize> {
    (start_of_line > first(text)).then(|| start(text, start_of_line - 1))
}

pub(super) fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The white space that a line begins with.
pub(super) fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The start of the comment lines that stand directly above a line.
pub(super) fn with_comments_above(text: &str, start_of_line: usize) -> usize {
    let mut top = start_of_line;
    while let Some(above) = before(text, top) {
        if !is_comment(at(text, above)) {
            break;
        }
        top = above;
    }
    top
}

/// The end of the comment lines that stand directly below an offset at the start of a line,
/// where a blank line or the end of the text follows them: others belong to what follows.
pub(super) fn with_comments_below(text: &str, start_of_line: usize) -> usize {
    let mut end = start_of_line;
    while end < text.len() && is_comment(at(text, end)) {
        end = next(text, end);
    }
    if end == text.len() || is_blank(at(text, end)) { end } else { start_of_line }
}

#[cfg(test)]
mod tests {
    use super::{newline, with_comments_above, with_comments_below};

    #[test]
    fn finds_the_line_end_of_most_lines() {
        assert_eq!(newline("a\r\nb\r\nc\n"), "\r\n");
        assert_eq!(newline("a\nb\r\n"), "\n");
        assert_eq!(newline(""), "\n");
    }

    #[test]
    fn comments_belong_to_what_they_touch() {
        let text = "a = 1\n# of a\n\n# of b\n[b]\n";
        assert_eq!(with_comments_below(text, 6), 13);
        assert_eq!(with_comments_above(text, 21), 14);
        let text = "a = 1\n# of b\n[b]\n";
        assert_eq!(with_comments_below(text, 6), 6);
    }
}
