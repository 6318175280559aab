use std::fmt::{self, Write};

use crate::source::has_byte;

/// Escapes text for HTML content and attribute values.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing to a text cannot fail.
    let _ = write_escaped(text, &mut escaped);
    escaped
}

/// Writes text escaped for HTML content and attribute values.
///
/// # Errors
///
/// Those of the writer.
pub fn write_escaped(text: &str, out: &mut impl Write) -> fmt::Result {
    let mut rest = text;
    if has_byte(text, |byte| entity(byte).is_some()) {
        while let Some((at, entity)) = next_special(rest) {
            out.write_str(&rest[..at])?;
            out.write_str(entity)?;
            // All of them are one byte long.
            rest = &rest[at + 1..];
        }
    }
    out.write_str(rest)
}

fn next_special(text: &str) -> Option<(usize, &'static str)> {
    text.bytes().enumerate().find_map(|(at, byte)| Some((at, entity(byte)?)))
}

const fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::escape;

    proptest! {
        #[test]
        fn escapes_what_html_gives_a_meaning(text in "[a-zß&<>\"'🙂]{0,200}") {
            let by_character: String = text
                .chars()
                .map(|character| match character {
                    '&' => "&amp;".to_owned(),
                    '<' => "&lt;".to_owned(),
                    '>' => "&gt;".to_owned(),
                    '"' => "&quot;".to_owned(),
                    '\'' => "&#39;".to_owned(),
                    other => other.to_string(),
                })
                .collect();
            prop_assert_eq!(escape(&text), by_character);
        }
    }
}
