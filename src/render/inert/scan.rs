use super::Change;

/// Makes the changes, and escapes what could act in the text between them.
pub(super) fn apply(markdown: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| (change.range.start, change.range.end));
    let mut result = String::with_capacity(markdown.len() + markdown.len() / 8);
    let mut from = 0;
    for Change { range, text } in changes {
        if range.start < from {
            continue;
        }
        push_text(&mut result, markdown, from, range.start);
        result.push_str(text.as_deref().unwrap_or(&markdown[range.clone()]));
        from = range.end;
    }
    push_text(&mut result, markdown, from, markdown.len());
    result
}

/// Text that holds no markup of consequence in CommonMark, made so for kramdown too.
fn push_text(result: &mut String, markdown: &str, from: usize, to: usize) {
    let bytes = markdown.as_bytes();
    let mut copied = from;
    for at in from..to {
        let next = bytes.get(at + 1).copied().unwrap_or(b'\n');
        let replacement = match bytes[at] {
            b'<' => "&lt;",
            b'{' if next == b':' => "\\{",
            // Behind a text in brackets, an address must not come up: not by itself, and not
            // because a link or image between them is taken out.
            b']' if b"([]:!<".contains(&next) => "\\]",
            _ => continue,
        };
        if is_escaped(bytes, at) {
            continue;
        }
        result.push_str(&markdown[copied..at]);
        result.push_str(replacement);
        copied = at + 1;
    }
    result.push_str(&markdown[copied..to]);
}

/// Whether an odd number of backslashes stands before `at`.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let backslashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\');
    backslashes.count() % 2 == 1
}
