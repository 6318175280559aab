use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diagnostic::emit::inert::one_line;

/// Characters of a message; GitHub shows its beginning.
const MOST_MESSAGE: usize = 4096;

/// What a URI's path says as it is (RFC 3986, section 2.3), and the slash.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as a relative URI.
pub(super) fn uri(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

/// A plain text message: no placeholder, whose braces are doubled (SARIF 2.1.0, section
/// 3.11.5), and no link, whose bracket is escaped (section 3.11.6).
pub(super) fn message(text: &str, help: Option<&str>) -> String {
    let whole = match help {
        Some(help) => format!("{}.\nhelp: {}", one_line(text), one_line(help)),
        None => one_line(text),
    };
    shortened(&whole, MOST_MESSAGE).replace('{', "{{").replace('}', "}}").replace("](", "\\](")
}

/// The text, or as much of its beginning as `most` characters hold.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{message, shortened, uri};

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("a b/ä:c%#?.md"), "a%20b/%C3%A4%3Ac%25%23%3F.md");
    }

    #[test]
    fn messages_hold_no_placeholder_and_no_link() {
        assert_eq!(message("{0} [x](1)", None), "{{0}} [x\\](1)");
        assert_eq!(message("`a[0]` is wrong", Some("mend it")), "`a[0]` is wrong.\nhelp: mend it");
    }

    #[test]
    fn texts_are_shortened_by_characters() {
        assert_eq!(shortened("🙂🙂🙂", 3), "🙂🙂🙂");
        assert_eq!(shortened("🙂🙂🙂🙂", 3), "🙂🙂…");
    }
}
