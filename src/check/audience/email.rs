//! Addresses of people to write to.

use super::bytes::{after, back, before, forth, is_word};
use super::lists::lists;
use crate::source::Span;

/// An `@` in a URL (RFC 3986, section 2.1).
pub(super) const ESCAPED_AT: &str = "%40";

/// The address around the `@` at `at`.
pub(super) fn address(text: &str, at: usize) -> Option<Span> {
    around(text, Span::new(at, at + 1))
}

/// The address around the [`ESCAPED_AT`] at `at`.
pub(super) fn escaped_address(text: &str, at: usize) -> Option<Span> {
    around(text, Span::new(at, at + ESCAPED_AT.len()))
}

fn around(text: &str, sign: Span) -> Option<Span> {
    let at = sign.start;
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+'-".contains(&byte);
    let start = back(text, at, local);
    let start = at - text[start..at].trim_start_matches(['.', '\'', '-', '_', '*']).len();
    let domain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    let end = forth(text, sign.end, domain);
    let end = sign.end + text[sign.end..end].trim_end_matches(['.', '-']).len();
    let (name, host) = (text.get(start..at)?, text.get(sign.end..end)?);
    let is_address = !name.is_empty()
        && (is_host(host) || is_mail_within(text, start, host))
        && !before(text, start).is_some_and(|byte| byte == b'@' || is_word(byte))
        && !is_more_than_an_address(text, start, end);
    (is_address && !is_everybody_s(name, host)).then(|| Span::new(start, end))
}

fn is_host(host: &str) -> bool {
    let Some((before, last)) = host.rsplit_once('.') else {
        return false;
    };
    before.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
        && last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !lists().file_extensions.contains(&last.to_ascii_lowercase())
}

/// Whether `mailto:` stands before it (RFC 6068) and the host is one that only resolves inside.
fn is_mail_within(text: &str, start: usize, host: &str) -> bool {
    text[..start].ends_with("mailto:") && !host.is_empty() && !host.contains('.')
}

/// Whether it is part of a longer thing: a URL with a user, `git@github.com:owner/name`,
/// `user@instance.social@…`. What a URL asks for or is sent is none (RFC 3986, section 3.4).
fn is_more_than_an_address(text: &str, start: usize, end: usize) -> bool {
    let word =
        back(text, start, |byte| !byte.is_ascii_whitespace() && !b"<>()\"'`".contains(&byte));
    let is_url = text
        .get(word..start)
        .is_some_and(|before| before.contains("://") && !before.ends_with(['=', '?', '&', '#']));
    let has_path = after(text, end) == Some(b':') && after(text, end + 1).is_some_and(is_word);
    is_url || has_path || matches!(after(text, end), Some(b'@' | b'/'))
}

/// Mailboxes by role (RFC 2142 and their like) and the domains of examples (RFC 2606, RFC 6761).
fn is_everybody_s(name: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_example = matches!(last, "example" | "test" | "invalid" | "localhost")
        || ["example.com", "example.net", "example.org"]
            .iter()
            .any(|example| host == *example || host.ends_with(&format!(".{example}")));
    is_example || lists().mailboxes.contains(&name.to_ascii_lowercase())
}
