//! Secrets that are known by what stands before them.

use super::bytes::{after, before, forth, is_word};
use super::secret_shapes::{is_random, starts_a_word};
use super::secrets::Secret;
use crate::source::Span;

/// A value with fewer characters is guessed faster than found.
const LEAST: usize = 8;

/// The value that is given to the keyword under `hit`: `DB_PASSWORD=…`, `token: "…"`.
pub(super) fn assigned(text: &str, hit: Span) -> Option<Secret> {
    let name_end = forth(text, hit.end, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if name_end - hit.end > 16 {
        return None;
    }
    let quote = |byte: u8| matches!(byte, b'"' | b'\'' | b'`' | b'\\');
    let at = forth(text, name_end, quote);
    let at = forth(text, at, |byte| byte == b' ');
    let sign = after(text, at).filter(|byte| matches!(byte, b'=' | b':'))?;
    let sign_end = forth(text, at, |byte| matches!(byte, b'=' | b':' | b'>'));
    let spaces_end = forth(text, sign_end, |byte| byte == b' ');
    let start = forth(text, spaces_end, quote);
    let end = forth(text, start, in_value);
    let value = text.get(start..end)?.trim_end_matches(['.', ':', '!', '?']);
    let is_prose = sign == b':' && spaces_end > sign_end && start == spaces_end;
    let is_secret = (sign_end - at < 3)
        && spaces_end - sign_end < 3
        && after(text, end) != Some(b'(')
        && is_secret(value, is_prose);
    let name = &text[hit.range()].to_lowercase();
    is_secret.then(|| Secret {
        span: Span::new(start, start + value.len()),
        description: format!("a {} of {} characters", kind(name), value.chars().count()),
    })
}

fn kind(name: &str) -> &'static str {
    match name {
        "passphrase" | "passwd" | "password" => "password",
        "secret" => "secret",
        "token" => "token",
        _ => "key",
    }
}

fn in_value(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"\"'`,;(){}[]<>|\\\0".contains(&byte)
}

/// Whether a value is one that nobody would guess and nobody writes in a sentence.
fn is_secret(value: &str, is_prose: bool) -> bool {
    let has = |is: fn(&u8) -> bool| value.bytes().any(|byte| is(&byte));
    let has_case = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    let has_sign = has(|byte| b"!#$%^&*+=~?".contains(byte));
    value.len() >= LEAST
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && (!is_prose || has_case || has_sign || value.len() >= 20)
        && !is_reference(value)
        && is_random(value)
}

/// Whether the value names something: a variable, a path, an address, a version, a time, words
/// joined by hyphens or dots.
fn is_reference(value: &str) -> bool {
    let starts =
        ["$", "%", "/", "./", "~", "@", "http", "arn:", "s3:", "vault:", "env:", "op:", "sha"];
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut parts = value.split(['-', '_', '.', '/', ':']);
    let are_words = parts.clone().count() > 1 && parts.all(|part| digits(part) || letters(part));
    let first = value.as_bytes().get(..5).unwrap_or_default();
    let is_date = first.len() == 5 && first[..4].iter().all(u8::is_ascii_digit) && first[4] == b'-';
    let is_version = value.starts_with('v')
        && value.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
        && value.contains('.');
    let is_member = value.contains('.') && value.split('.').all(is_identifier);
    starts.iter().any(|start| value.to_lowercase().starts_with(start))
        || are_words
        || is_date
        || is_version
        || is_member
}

/// A name in a program, such as `user_id2`.
fn is_identifier(part: &str) -> bool {
    let part = part.trim_end_matches(|c: char| c.is_ascii_digit());
    part.starts_with(|first: char| first.is_ascii_alphabetic())
        && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The password of `scheme://user:password@host`, whose `://` is under `hit`.
pub(super) fn in_url(text: &str, hit: Span) -> Option<Secret> {
    if !before(text, hit.start).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let outside = |byte: u8| byte.is_ascii_whitespace() || b"/?#\"'`<>()\\\0".contains(&byte);
    let end = forth(text, hit.end, |byte| !outside(byte));
    let (user_info, host) = text[hit.end..end].rsplit_once('@')?;
    let (user, password) = user_info.split_once(':')?;
    let start = hit.end + user.len() + 1;
    let is_secret = password.len() >= 4
        && !is_stand_in(password)
        && !["example.com", "example.org", "example.net"].iter().any(|end| host.ends_with(end));
    is_secret.then(|| Secret {
        span: Span::new(start, start + password.len()),
        description: format!("a password of {} characters in a URL", password.chars().count()),
    })
}

/// Whether it only shows where a password goes.
fn is_stand_in(password: &str) -> bool {
    let folded = password.to_lowercase();
    let words = ["pass", "password", "passwd", "pwd", "secret", "token", "user", "pw"];
    let first = folded.chars().next();
    words.contains(&folded.as_str())
        || folded.contains(['$', '{', '%', '*', '…'])
        || folded.chars().all(|c| Some(c) == first)
        || ["xxx", "example", "redacted", "your", "changeme"].iter().any(|w| folded.contains(w))
}

/// The token of `Authorization: Bearer …`.
pub(super) fn bearer(text: &str, hit: Span) -> Option<Secret> {
    let in_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    let end = forth(text, hit.end, in_token);
    let token = text[hit.end..end].trim_end_matches(['.', '-', '/']);
    let end = hit.end + token.len();
    let has_digit = token.bytes().any(|byte| byte.is_ascii_digit());
    let is_token = token.len() >= 20
        && has_digit
        && starts_a_word(text, hit.start)
        && !after(text, end).is_some_and(is_word)
        && !is_reference(token)
        && is_random(token);
    is_token.then(|| Secret {
        span: Span::new(hit.end, end),
        description: format!("a bearer token of {} characters", token.len()),
    })
}
