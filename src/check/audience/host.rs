//! Names of hosts that only resolve inside.

use super::bytes::{after, back, before, forth, is_word};
use super::lists::lists;
use crate::source::Span;

/// The host whose name's last dot is at `dot`, if its end is one of `suffixes`.
pub(super) fn internal(text: &str, dot: usize, suffixes: &[String]) -> Option<Span> {
    let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !after(text, dot + 1)?.is_ascii_alphabetic() || !label(before(text, dot)?) {
        return None;
    }
    let end = forth(text, dot + 1, label);
    let last = &text[dot..end];
    let suffix = suffixes.iter().find(|suffix| ends_with(suffix, last))?;
    if goes_on(text, end) {
        return None;
    }
    let start = back(text, dot, |byte| label(byte) || byte == b'.' || byte == b'_');
    let name = text.get(start..end)?;
    let before_suffix = name.len().checked_sub(suffix.len()).filter(|length| *length > 0)?;
    let is_host = ends_with(name, suffix)
        && is_one_case(&name[before_suffix..])
        && name.split('.').all(|part| !part.is_empty())
        && !stands_in_a_path(text, start);
    (is_host && !is_everybody_s(name, &name[..before_suffix])).then(|| Span::new(start, end))
}

fn ends_with(name: &str, suffix: &str) -> bool {
    name.len() >= suffix.len()
        && name.is_char_boundary(name.len() - suffix.len())
        && name[name.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
}

/// A sentence that begins without a space is no host: `the WAN.Internal links`.
fn is_one_case(suffix: &str) -> bool {
    let has = |is: fn(&char) -> bool| suffix.chars().any(|c| is(&c));
    !(has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase))
}

/// Whether the name goes on, or is called or set like something in a program.
fn goes_on(text: &str, end: usize) -> bool {
    match after(text, end) {
        Some(b'.') => after(text, end + 1).is_some_and(is_word),
        Some(b'(' | b'[' | b'@') => true,
        Some(byte) => is_word(byte),
        None => false,
    }
}

/// `/etc/rc.local` is a file; `https://wiki.corp` and `//wiki.corp` are hosts.
fn stands_in_a_path(text: &str, start: usize) -> bool {
    match before(text, start) {
        Some(b'/') => before(text, start - 1) != Some(b'/'),
        Some(b'\\' | b'$' | b'{' | b'%' | b'~') => true,
        Some(byte) => is_word(byte),
        None => false,
    }
}

/// Names that say nothing of this company, and those of files and program parts.
fn is_everybody_s(name: &str, own: &str) -> bool {
    let own = own.to_ascii_lowercase();
    let first = own.split('.').next().unwrap_or_default();
    lists().public_hosts.contains(&name.to_ascii_lowercase())
        || lists().package_roots.contains(first)
        || own.split('.').any(|label| label == "example")
}
