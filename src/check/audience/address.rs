//! Addresses of networks that nobody outside can reach.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::bytes::{after, back, before, forth, goes_on, is_word, joins_after, previous_word};
use super::lists::lists;
use crate::source::Span;

/// The first addresses of the blocks themselves with their lengths: whoever writes about
/// `10.0.0.0/8` writes about RFC 1918.
const BLOCKS: [&str; 5] =
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

/// Where every cloud answers its machines (AWS, Google Cloud, Azure and others).
const METADATA: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 254);

/// The private IPv4 address whose first dot is at `dot`, with the length of its network.
pub(super) fn version_4(text: &str, dot: usize) -> Option<Span> {
    let digit = |byte: u8| byte.is_ascii_digit();
    if !before(text, dot).is_some_and(digit) || !after(text, dot + 1).is_some_and(digit) {
        return None;
    }
    let start = back(text, dot, digit);
    if begins_elsewhere(text, start) {
        return None;
    }
    let end = forth(text, start, |byte| digit(byte) || byte == b'.');
    let end = start + text[start..end].trim_end_matches('.').len();
    let address: Ipv4Addr = text[start..end].parse().ok()?;
    if !is_private_4(address) || goes_on_as_version(text, end) {
        return None;
    }
    let end = with_length(text, end);
    let is_block = BLOCKS.contains(&&text[start..end]);
    (!is_block && !is_version(text, start)).then(|| Span::new(start, end))
}

/// Link-local (RFC 3927), private (RFC 1918) and shared (RFC 6598) addresses. Loopback and the
/// examples of RFC 5737 give nothing away: they are the same everywhere.
fn is_private_4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    (address.is_private() || address.is_link_local() || is_shared) && address != METADATA
}

/// Whether the digits belong to something before them: `v10.0.0.1`, `nginx-10.0.0.1`.
fn begins_elsewhere(text: &str, start: usize) -> bool {
    match before(text, start) {
        Some(b'-') => before(text, start - 1).is_some_and(|byte| byte.is_ascii_alphabetic()),
        Some(b'.') => true,
        Some(byte) => is_word(byte),
        None => false,
    }
}

/// Whether it goes on as versions do: `10.0.0.1-rc1`; a range of addresses does not.
fn goes_on_as_version(text: &str, end: usize) -> bool {
    let letter = |at| after(text, at).is_some_and(|byte| byte.is_ascii_alphabetic());
    joins_after(text, end) || after(text, end) == Some(b'-') && letter(end + 1)
}

fn is_version(text: &str, start: usize) -> bool {
    lists().version_words.contains(&previous_word(text, start).to_ascii_lowercase())
}

/// The end of an address with `/24` behind it.
fn with_length(text: &str, end: usize) -> usize {
    if after(text, end) != Some(b'/') {
        return end;
    }
    let length = forth(text, end + 1, |byte| byte.is_ascii_digit());
    if (1..=3).contains(&(length - end - 1)) && !joins_after(text, length) { length } else { end }
}

/// The unique local (RFC 4193) or link-local IPv6 address whose first colon is at `colon`.
pub(super) fn version_6(text: &str, colon: usize) -> Option<Span> {
    let start = back(text, colon, |byte| byte.is_ascii_hexdigit());
    let first = text.get(start..colon)?.to_ascii_lowercase();
    let may_be_private = first.len() == 4
        && (first.starts_with("fc") || first.starts_with("fd") || first.starts_with("fe"));
    if !may_be_private || before(text, start).is_some_and(|byte| is_word(byte) || byte == b':') {
        return None;
    }
    let end = forth(text, start, |byte| byte.is_ascii_hexdigit() || byte == b':');
    let written = &text[start..end];
    let written = if written.ends_with("::") { written } else { written.trim_end_matches(':') };
    let end = start + written.len();
    let address: Ipv6Addr = written.parse().ok()?;
    let is_private = address.is_unique_local() || address.is_unicast_link_local();
    (is_private && !goes_on(text, end)).then(|| Span::new(start, with_length(text, end)))
}
