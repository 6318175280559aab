//! Addresses of chats, consoles and dashboards that open for insiders only.

use super::bytes::{back, before, forth, is_word};
use super::lists::lists;
use crate::source::Span;

/// The address whose first listed dot is at `dot`, if it leads to such a place.
pub(super) fn address(text: &str, dot: usize) -> Option<Span> {
    let place = lists().workplaces.iter().find_map(|place| {
        let own_dot = memchr::memchr(b'.', place.as_bytes())?;
        if !text.as_bytes().get(dot..)?.starts_with(&place.as_bytes()[own_dot..]) {
            return None;
        }
        let start = dot.checked_sub(own_dot)?;
        let is_host = place.starts_with('.') || !before(text, start).is_some_and(is_word);
        (is_host && text.get(start..)?.starts_with(place.as_str())).then_some(start)
    })?;
    let part = |byte: u8| {
        byte > b' ' && !matches!(byte, b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'`' | b'"' | b'|')
    };
    let start = back(text, place, part);
    let scheme = text.get(start..place)?.find("https://")?;
    let end = forth(text, place, part);
    let trimmed = text
        .get(start + scheme..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\'']);
    let span = Span::new(start + scheme, start + scheme + trimmed.len());
    // `[https://…](https://…)` is one link.
    let is_said_again = text
        .get(span.end..)?
        .strip_prefix("](")
        .is_some_and(|destination| destination.starts_with(trimmed));
    (!is_said_again).then_some(span)
}
