use std::borrow::Cow;

/// Text without characters that act instead of being seen: C0 and C1 controls except tab and
/// line feed, DEL, and the bidirectional overrides and isolates that can make a line read
/// otherwise than it is written (Unicode TR 36, section 3).
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if !may_act(text) {
        return Cow::Borrowed(text);
    }
    if text.contains(acts) { Cow::Owned(text.replace(acts, "")) } else { Cow::Borrowed(text) }
}

/// Whether a byte could begin a character that acts; most texts have none. C1 controls begin with
/// C2, overrides and isolates with E2.
fn may_act(text: &str) -> bool {
    let may_act = |byte: u8| {
        (byte < b' ') & (byte != b'\n') & (byte != b'\t') | matches!(byte, 0x7f | 0xc2 | 0xe2)
    };
    has_byte(text, may_act)
}

/// Whether a text has a byte of a kind that nearly no text has. Without a way out within a piece,
/// many bytes are looked at in one instruction.
#[must_use]
pub fn has_byte(text: &str, is: impl Fn(u8) -> bool) -> bool {
    let mut pieces = text.as_bytes().chunks(128);
    pieces.any(|piece| piece.iter().fold(false, |found, byte| found | is(*byte)))
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
    use proptest::prelude::*;

    use super::{acts, clean, may_act};

    #[test]
    fn keeps_what_is_seen() {
        assert_eq!(clean("naïve\t🙂\nשלום"), "naïve\t🙂\nשלום");
        assert_eq!(clean("a\u{1b}[31mb\r\u{202e}c\u{7f}\u{9b}d"), "a[31mbcd");
    }

    proptest! {
        #[test]
        fn no_character_acts_unseen(text in "(\\PC|\\pC){0,300}") {
            prop_assert!(may_act(&text) || !text.contains(acts), "{text:?}");
        }
    }

    #[test]
    fn every_character_that_acts_is_noticed() {
        for character in (char::MIN..=char::MAX).filter(|character| acts(*character)) {
            assert!(may_act(&character.to_string()), "{character:?}");
        }
        assert!(!may_act("plain words,\n\tнаивно"));
    }
}
