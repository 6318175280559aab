//! `format=flowed` (RFC 3676): mail programs wrap the text to their own width.

use unicode_width::UnicodeWidthStr as _;

/// The text with a space at the end of each line that goes on in the next (RFC 3676, section
/// 4.2), and one before lines that would mean something else (section 4.4).
///
/// A line goes on where the first word of the next would not have fitted on it. Only prose at the
/// margin does: code, tables, items and links keep their lines. Without these spaces, it is the
/// text as it was.
pub(super) fn flowed(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with([' ', '>']) || line.starts_with("From ") {
            out.push(' ');
        }
        out.push_str(line);
        if lines.peek().is_some_and(|next| goes_on(line, next, width)) {
            out.push(' ');
        }
        out.push('\n');
    }
    out
}

fn goes_on(line: &str, next: &str, width: usize) -> bool {
    let first = next.split(' ').next().unwrap_or_default();
    let is_prose = |line: &str| {
        !line.is_empty()
            && !line.ends_with(' ')
            && !line.starts_with([' ', '>', '['])
            && !line.contains("  ")
            && line.contains(char::is_alphanumeric)
    };
    let starts_item = |line: &str| {
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        line.starts_with("- ") || (number.len() < line.len() && number.starts_with(". "))
    };
    // "Read it on the web:" has its address on the line below.
    let is_address = line.ends_with(':') && next.contains("://") && !next.contains(' ');
    is_prose(line)
        && is_prose(next)
        && !is_address
        && !starts_item(line)
        && !starts_item(next)
        && line.width() + 1 + first.width() > width
}

#[cfg(test)]
mod tests {
    use super::flowed;

    #[test]
    fn prose_goes_on_and_the_rest_keeps_its_lines() {
        for (text, expected) in [
            ("one two three\nfour five\nsix\n", "one two three \nfour five\nsix\n"),
            ("twelve chars\n\nmore\n", "twelve chars\n\nmore\n"),
            ("A long heading\n--------------\n", "A long heading\n--------------\n"),
            ("col a  col b\nsomething\n", "col a  col b\nsomething\n"),
            ("- an item that\n  goes on\n", "- an item that\n   goes on\n"),
            ("    code\n> quote\nFrom here\n", "     code\n > quote\n From here\n"),
            ("on the web:\nhttps://a.example\n", "on the web:\nhttps://a.example\n"),
            ("-- \nExample\n", "-- \nExample\n"),
        ] {
            assert_eq!(flowed(text, 15), expected, "{text}");
        }
    }
}
