use std::fmt::{self, Write};

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
    while let Some((at, entity)) = next_special(rest) {
        out.write_str(&rest[..at])?;
        out.write_str(entity)?;
        // All of them are one byte long.
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}

fn next_special(text: &str) -> Option<(usize, &'static str)> {
    let at = text.bytes().position(|byte| IS_SPECIAL[usize::from(byte)])?;
    Some((at, entity(text.as_bytes()[at])?))
}

/// Texts are short: looking up each of their bytes costs less than setting up a search.
static IS_SPECIAL: [bool; 256] = {
    let mut is_special = [false; 256];
    let mut byte = 0;
    while byte < u8::MAX {
        is_special[byte as usize] = entity(byte).is_some();
        byte += 1;
    }
    is_special
};

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
