//! Ids of tickets.

use super::bytes::{after, back, before, forth, goes_on, is_word};
use super::lists::lists;
use crate::source::Span;

/// The id of the usual form, `OPS-1187`, whose hyphen is at `hyphen`. With fewer than three
/// digits it may as well be `EU-1` or `UTC-5`.
pub(super) fn usual(text: &str, hyphen: usize) -> Option<Span> {
    if !matches!(after(text, hyphen + 1)?, b'1'..=b'9') {
        return None;
    }
    let start = back(text, hyphen, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let project = &text[start..hyphen];
    let end = forth(text, hyphen + 1, |byte| byte.is_ascii_digit());
    let is_id = (2..=10).contains(&project.len())
        && project.starts_with(|first: char| first.is_ascii_uppercase())
        && (3..=6).contains(&(end - hyphen - 1))
        && is_apart(text, Span::new(start, end))
        && !lists().public_prefixes.contains(project)
        && !is_period(project, &text[hyphen + 1..end]);
    is_id.then(|| Span::new(start, end))
}

/// Whether it is a part of a year: `Q3-2024`, `FY24-2025`, `CW18-2024`, `MAY-2024`.
fn is_period(name: &str, number: &str) -> bool {
    const PARTS: [&str; 5] = ["Q", "H", "FY", "CW", "W"];
    const MONTHS: [&str; 13] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC",
    ];
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_part = PARTS.contains(&letters) && letters.len() < name.len() || MONTHS.contains(&name);
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    is_part && is_year
}

/// Every id that reads like `pattern`, in which `#` stands for a number.
pub(super) fn like(text: &str, pattern: &str, found: &mut impl FnMut(Span)) {
    let Some((head, tail)) = pattern.split_once('#') else {
        return;
    };
    let anchor = if head.is_empty() { tail } else { head };
    for at in memchr::memmem::find_iter(text.as_bytes(), anchor.as_bytes()) {
        let digits = if head.is_empty() {
            Span::new(back(text, at, |byte| byte.is_ascii_digit()), at)
        } else {
            let start = at + head.len();
            Span::new(start, forth(text, start, |byte| byte.is_ascii_digit()))
        };
        let span = Span::new(digits.start - head.len(), digits.end + tail.len());
        let is_id = digits.start < digits.end
            && text.get(digits.end..).is_some_and(|rest| rest.starts_with(tail))
            && is_apart(text, span);
        if is_id {
            found(span);
        }
    }
}

/// Whether nothing before or behind makes it part of a longer name.
fn is_apart(text: &str, span: Span) -> bool {
    let joined = before(text, span.start).is_some_and(|b| is_word(b) || b"-.".contains(&b));
    !joined && !goes_on(text, span.end)
}
