//! Telephone numbers in their international form (ITU-T E.123): `+41 44 668 18 00`.

use super::bytes::{SIGN, after, before, is_word, next_word};
use super::lists::lists;
use crate::source::Span;

/// Digits of a number that is written without any separator, at least: fewer may be anything.
const LEAST_COMPACT: usize = 10;

/// The number that the `+` at `plus` begins.
pub(super) fn number(text: &str, plus: usize) -> Option<Span> {
    if !matches!(after(text, plus + 1)?, b'1'..=b'9') {
        return None;
    }
    let is_start = before(text, plus).is_none_or(|byte| {
        byte.is_ascii_whitespace()
            || b"([<\"'`*:|/\0".contains(&byte)
            || matches!(byte, b',' | SIGN)
    });
    let end = end(text, plus + 1);
    let written = text.get(plus..end)?;
    let digits = digits(written);
    let is_number = is_start
        && (8..=15).contains(&digits.len())
        && has_country(&digits)
        && !goes_on(text, end)
        && !is_amount(text, written, end)
        && !is_fictional(&digits);
    let is_compact = written.len() == digits.len() + 1;
    (is_number && (!is_compact || digits.len() >= LEAST_COMPACT)).then(|| Span::new(plus, end))
}

/// The digits of a text.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Behind the last digit that single separators and brackets join to those before.
fn end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut separators = 0;
    for (offset, byte) in text.as_bytes()[start..].iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                end = start + offset + 1;
                separators = 0;
            }
            b'(' | b')' | b' ' | b'-' | b'.' | b'/' if separators < 2 => separators += 1,
            _ => break,
        }
    }
    end
}

/// Whether what follows shows that it is something else: a unit, a decimal, a longer token.
fn goes_on(text: &str, end: usize) -> bool {
    match after(text, end) {
        Some(b'%' | b':' | b'+' | b'=') => true,
        Some(byte) => is_word(byte),
        None => false,
    }
}

/// Thousands in groups of three, `+100 000 000`, and numbers of something.
fn is_amount(text: &str, written: &str, end: usize) -> bool {
    let groups: Vec<&str> =
        written[1..].split([' ', '.', '-']).filter(|group| !group.is_empty()).collect();
    let is_grouped = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
    let is_round = groups.last().is_some_and(|last| *last == "000");
    let counts = lists().units.contains(&next_word(text, end).to_lowercase());
    (is_grouped && is_round) || counts
}

/// Whether a country or a service has the first digits (ITU-T E.164, assigned codes).
fn has_country(digits: &str) -> bool {
    const SHORT: [&str; 45] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
        "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
        "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "99",
    ];
    const LONG: [&str; 16] = [
        "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68",
        "69",
    ];
    const LONG_HIGH: [&str; 6] = ["80", "85", "87", "88", "96", "97"];
    let start = &digits[..2];
    digits.starts_with(['1', '7'])
        || SHORT.contains(&start)
        || LONG.contains(&start)
        || LONG_HIGH.contains(&start)
}

/// Numbers that are given to nobody: 555-0100 to 555-0199 in North America, and Ofcom's for
/// drama in London.
fn is_fictional(digits: &str) -> bool {
    let american =
        digits.len() == 11 && digits.starts_with('1') && digits[4..].starts_with("55501");
    american || digits.starts_with("4420794600") || digits.starts_with("442079460")
}
