//! Bytes of a text around a place.

/// Stands for any letter or digit beyond ASCII.
const LETTER: u8 = 0xff;

/// Stands for any other character beyond ASCII: a quotation mark, a dash.
pub(super) const SIGN: u8 = 0x1a;

/// Whether a byte is part of a word.
pub(super) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The byte before an offset.
pub(super) fn before(text: &str, at: usize) -> Option<u8> {
    text.get(..at)?.chars().next_back().map(byte_for)
}

/// The byte at an offset.
pub(super) fn after(text: &str, at: usize) -> Option<u8> {
    text.get(at..)?.chars().next().map(byte_for)
}

fn byte_for(character: char) -> u8 {
    match u8::try_from(character) {
        Ok(byte) if byte.is_ascii() => byte,
        _ if joins(character) => LETTER,
        _ => SIGN,
    }
}

/// Whether a character goes on with a word of Latin letters: those of scripts that put no spaces
/// between words do not (UAX #24: Thai to Khmer, Kana, Han).
pub(super) fn joins(character: char) -> bool {
    const UNSPACED: [std::ops::RangeInclusive<char>; 6] = [
        '\u{e00}'..='\u{eff}',
        '\u{1000}'..='\u{109f}',
        '\u{1780}'..='\u{17ff}',
        '\u{3040}'..='\u{9fff}',
        '\u{f900}'..='\u{faff}',
        '\u{20000}'..='\u{3ffff}',
    ];
    character.is_alphanumeric() && !UNSPACED.iter().any(|range| range.contains(&character))
}

/// The longest run that is looked at: what goes on for longer is nothing that a person wrote,
/// and looking through all of it again and again would take for ever.
const LONGEST: usize = 4096;

/// Where the run of bytes that end before `end` begins.
pub(super) fn back(text: &str, end: usize, take: impl Fn(u8) -> bool) -> usize {
    let run = text.as_bytes()[..end].iter().rev().take(LONGEST).take_while(|byte| take(**byte));
    end - run.count()
}

/// Where the run of bytes from `start` on ends.
pub(super) fn forth(text: &str, start: usize, take: impl Fn(u8) -> bool) -> usize {
    let run = text.as_bytes()[start..].iter().take(LONGEST).take_while(|byte| take(**byte));
    start + run.count()
}

/// Whether a word could go on over the place behind an offset.
pub(super) fn joins_after(text: &str, at: usize) -> bool {
    after(text, at).is_some_and(is_word)
}

/// The word before a place, with a space and markup between the two.
pub(super) fn previous_word(text: &str, at: usize) -> &str {
    let end = back(text, at, |byte| matches!(byte, b' ' | b'`' | b'*' | b'\n'));
    let start = back(text, end, is_word);
    text.get(start..end).unwrap_or_default()
}

/// The word behind a place, with a space between the two.
pub(super) fn next_word(text: &str, at: usize) -> &str {
    let start = forth(text, at, |byte| byte == b' ');
    let end = forth(text, start, is_word);
    text.get(start..end).unwrap_or_default()
}

/// Whether a character other than a full stop, or a full stop with a word behind it, shows
/// that what ends here goes on.
pub(super) fn goes_on(text: &str, at: usize) -> bool {
    joins_after(text, at)
        || matches!(after(text, at), Some(b'.' | b'-')) && joins_after(text, at + 1)
}
