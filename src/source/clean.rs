use std::borrow::Cow;

/// Text without characters that act instead of being seen: C0 and C1 controls except tab and
/// line feed, DEL, and the bidirectional overrides and isolates that can make a line read
/// otherwise than it is written (Unicode TR 36, section 3).
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(acts) { Cow::Owned(text.replace(acts, "")) } else { Cow::Borrowed(text) }
}

/// Whether a character could steer a terminal or reorder the text around it.
#[must_use]
pub fn acts(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn keeps_what_is_seen() {
        assert_eq!(clean("naïve\t🙂\nשלום"), "naïve\t🙂\nשלום");
        assert_eq!(clean("a\u{1b}[31mb\r\u{202e}c\u{7f}\u{9b}d"), "a[31mbcd");
    }
}
