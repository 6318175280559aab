use percent_encoding::percent_decode_str;

/// How much of an attachment is read, in bytes.
pub const MAX_ATTACHED: usize = 1024 * 1024;

/// What is read of an attachment with these first bytes, of which [`MAX_ATTACHED`] count, if it is a
/// text: one without NUL bytes. What is no UTF-8 in it is replaced.
#[must_use]
pub fn attached_text(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..MAX_ATTACHED).unwrap_or(bytes);
    let is_text = memchr::memchr(0, head).is_none();
    is_text.then(|| String::from_utf8_lossy(head).into_owned())
}

/// The file of a folder that a link or an image of a text in it leads to, out of the names of all:
/// by its name as it is, or with percent-escapes in it (RFC 3986, section 2.1). An address of
/// anything else is no file's name, whatever it decodes to: names have no `/`.
#[must_use]
pub fn attachment<'n>(destination: &str, names: &'n [String]) -> Option<&'n str> {
    let destination = destination.trim();
    let written = destination.strip_prefix("./").unwrap_or(destination);
    let called = |wanted: &str| names.iter().map(String::as_str).find(|name| *name == wanted);
    called(written).or_else(|| {
        let is_escaped = !names.is_empty() && written.contains('%');
        let decoded = is_escaped.then(|| percent_decode_str(written).decode_utf8().ok())??;
        called(&decoded)
    })
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::{MAX_ATTACHED, attached_text, attachment};

    const NAMES: [&str; 6] = ["a b.png", "café.png", "100%.csv", "a%20c", "a c", "%zz.log"];

    fn found(destination: &str) -> Option<String> {
        let names = NAMES.map(str::to_owned);
        attachment(destination, &names).map(str::to_owned)
    }

    #[test]
    fn a_name_is_found_as_it_is_and_escaped() {
        for (destination, name) in [
            ("a b.png", "a b.png"),
            (" ./a%20b.png ", "a b.png"),
            ("%61%20b%2Epng", "a b.png"),
            ("caf%C3%A9.png", "café.png"),
            ("caf%c3%a9.png", "café.png"),
            ("100%.csv", "100%.csv"),
            ("100%25.csv", "100%.csv"),
            ("%zz.log", "%zz.log"),
            ("%25zz.log", "%zz.log"),
            ("a%20c", "a%20c"),
            ("a%2520c", "a%20c"),
        ] {
            assert_eq!(found(destination).as_deref(), Some(name), "{destination}");
        }
    }

    #[test]
    fn texts_are_known_by_their_first_bytes() {
        assert_eq!(attached_text("café\n".as_bytes()).as_deref(), Some("café\n"));
        assert_eq!(attached_text(b"caf\xe9\n").as_deref(), Some("caf\u{fffd}\n"));
        assert_eq!(attached_text(b"\x89PNG\r\n\x1a\n\0\0\0\x0d"), None);
        let mut long = vec![b'a'; MAX_ATTACHED];
        assert_eq!(attached_text(&long).map(|text| text.len()), Some(MAX_ATTACHED));
        long.push(0);
        assert_eq!(attached_text(&long).map(|text| text.len()), Some(MAX_ATTACHED));
    }

    #[test]
    fn what_no_file_is_called_is_not_found() {
        for destination in [
            "",
            "%",
            "%zz",
            "caf%E9.png",
            "%2e%2e%2fa%20b.png",
            "../a b.png",
            "%2Fa%20b.png",
            "././a b.png",
            "a%2520b.png",
        ] {
            assert_eq!(found(destination), None, "{destination}");
        }
    }

    proptest! {
        #[test]
        fn every_name_is_found_by_its_escapes(name in "[^/\0]{1,12}") {
            let escaped = utf8_percent_encode(&name, NON_ALPHANUMERIC).to_string();
            let names = [name];
            prop_assert_eq!(attachment(&escaped, &names), Some(names[0].as_str()));
        }
    }
}
