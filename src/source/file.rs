use super::Span;

/// The largest file that is read as text, in bytes. A post-mortem of a long week is a few
/// tens of kilobytes; a log file that was saved under the wrong name is not.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// A text file of the workspace, as read.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// Path from the workspace root, with `/` between its parts.
    pub path: String,
    /// The whole text, byte order mark and line ends as found.
    pub text: String,
}

/// Why bytes are not a text this tool reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// A byte that UTF-8 does not allow at this place.
    NotUtf8 {
        /// Offset of the byte.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// A NUL byte: this is a binary file.
    Binary {
        /// Offset of the NUL.
        offset: usize,
    },
    /// More than [`MAX_BYTES`].
    TooLarge {
        /// The file's size in bytes.
        bytes: usize,
    },
}

impl SourceFile {
    /// Reads bytes as text. With an error comes the text before the fault, so that its place
    /// can be shown.
    #[must_use]
    pub fn from_bytes(path: String, bytes: Vec<u8>) -> (Self, Option<TextError>) {
        if bytes.len() > MAX_BYTES {
            let error = TextError::TooLarge { bytes: bytes.len() };
            return (Self { path, text: String::new() }, Some(error));
        }
        match String::from_utf8(bytes) {
            Ok(text) => match memchr::memchr(0, text.as_bytes()) {
                Some(offset) => {
                    let before = text[..offset].to_owned();
                    (Self { path, text: before }, Some(TextError::Binary { offset }))
                }
                None => (Self { path, text }, None),
            },
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let fault = TextError::NotUtf8 { offset, byte: bytes[offset] };
                let text = String::from_utf8_lossy(&bytes[..offset]).into_owned();
                (Self { path, text }, Some(fault))
            }
        }
    }

    /// The text for a parser: a byte order mark is blanked, so that offsets stay true.
    #[must_use]
    pub fn parsable(&self) -> std::borrow::Cow<'_, str> {
        match self.text.strip_prefix('\u{feff}') {
            Some(rest) => format!("   {rest}").into(),
            None => self.text.as_str().into(),
        }
    }

    /// The text under `span`, or nothing where the span leaves the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_BYTES, SourceFile, TextError};

    fn error(bytes: &[u8]) -> Option<TextError> {
        SourceFile::from_bytes("f".to_owned(), bytes.to_vec()).1
    }

    #[test]
    fn names_the_byte_that_is_not_utf8() {
        assert_eq!(error(b"caf\xe9"), Some(TextError::NotUtf8 { offset: 3, byte: 0xe9 }));
        assert_eq!(error(b"\xc3"), Some(TextError::NotUtf8 { offset: 0, byte: 0xc3 }));
        assert_eq!(error("café".as_bytes()), None);
    }

    #[test]
    fn refuses_binary_and_huge_files() {
        assert_eq!(error(b"a\0b"), Some(TextError::Binary { offset: 1 }));
        let huge = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(error(&huge), Some(TextError::TooLarge { bytes: MAX_BYTES + 1 }));
    }

    #[test]
    fn a_byte_order_mark_moves_no_offset() {
        let (file, _) = SourceFile::from_bytes(String::new(), "\u{feff}a = 1".into());
        assert_eq!(file.parsable().find('a'), file.text.find('a'));
    }
}
