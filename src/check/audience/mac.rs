//! Hardware addresses: `3c:fd:fe:1a:2b:3c`, `3c-fd-fe-1a-2b-3c`, `3cfd.fe1a.2b3c`.

use super::bytes::{after, back, before, goes_on, is_word};
use crate::source::Span;

/// The address of six pairs whose first separator is at `at`.
pub(super) fn paired(text: &str, at: usize) -> Option<Span> {
    let separator = after(text, at)?;
    let start = back(text, at, |byte| byte.is_ascii_hexdigit());
    if at - start != 2 || before(text, start).is_some_and(|b| is_word(b) || b == separator) {
        return None;
    }
    let end = start + 17;
    let written = text.get(start..end)?;
    let mut pairs = written.split(char::from(separator));
    let is_pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    if pairs.clone().count() != 6 || !pairs.all(is_pair) {
        return None;
    }
    let goes_on = goes_on(text, end)
        || after(text, end) == Some(separator)
            && after(text, end + 1).is_some_and(|byte| byte.is_ascii_hexdigit());
    (!goes_on && is_somebody_s(written)).then(|| Span::new(start, end))
}

/// The address of three groups of four whose first dot is at `dot`.
pub(super) fn dotted(text: &str, dot: usize) -> Option<Span> {
    let start = back(text, dot, |byte| byte.is_ascii_hexdigit());
    if dot - start != 4 || before(text, start).is_some_and(|b| is_word(b) || b == b'.') {
        return None;
    }
    let end = start + 14;
    let written = text.get(start..end)?;
    let mut groups = written.split('.');
    let is_group = |group: &str| group.len() == 4 && group.bytes().all(|b| b.is_ascii_hexdigit());
    let is_address = groups.clone().count() == 3
        && groups.all(is_group)
        && written.contains(|c: char| c.is_ascii_digit());
    (is_address && !goes_on(text, end) && is_somebody_s(written)).then(|| Span::new(start, end))
}

/// Whether it can name a machine: dates are written in pairs of digits, too, and broadcast,
/// multicast and the examples of RFC 7042 belong to nobody.
fn is_somebody_s(written: &str) -> bool {
    let digits: String =
        written.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).collect();
    let group_bit = u8::from_str_radix(&digits[..2], 16).is_ok_and(|first| first & 1 == 1);
    let has_letter = digits.contains(|c: char| c.is_ascii_alphabetic());
    has_letter && !group_bit && !digits.starts_with("00005e0053")
}
