//! Tokens and keys that are known by their form.

use super::bytes::{after, before, forth, is_word};
use super::lists::lists;
use super::secrets::Secret;
use crate::source::Span;

/// Which bytes a token goes on with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bytes {
    Alnum,
    Upper,
    Hex,
    /// Base64 for URLs.
    Url,
    /// Base64 for URLs with dots: parts of a token.
    Parts,
    /// Base64, with slashes.
    Base64,
}

/// A kind of token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) prefix: &'static str,
    name: &'static str,
    bytes: Bytes,
    least: usize,
}

const fn shape(prefix: &'static str, name: &'static str, bytes: Bytes, least: usize) -> Shape {
    Shape { prefix, name, bytes, least }
}

/// The kinds with the least number of bytes behind the prefix, from the issuers' documentation.
pub(super) const SHAPES: &[Shape] = &[
    shape("AKIA", "AWS access key", Bytes::Upper, 16),
    shape("ASIA", "AWS temporary key", Bytes::Upper, 16),
    shape("ghp_", "GitHub token", Bytes::Alnum, 36),
    shape("gho_", "GitHub token", Bytes::Alnum, 36),
    shape("ghu_", "GitHub token", Bytes::Alnum, 36),
    shape("ghs_", "GitHub token", Bytes::Alnum, 36),
    shape("ghr_", "GitHub token", Bytes::Alnum, 36),
    shape("github_pat_", "GitHub token", Bytes::Url, 60),
    shape("glpat-", "GitLab token", Bytes::Parts, 20),
    shape("gldt-", "GitLab deploy token", Bytes::Url, 20),
    shape("glrt-", "GitLab runner token", Bytes::Parts, 20),
    shape("glcbt-", "GitLab job token", Bytes::Url, 20),
    shape("glptt-", "GitLab trigger token", Bytes::Hex, 40),
    shape("glsoat-", "GitLab token", Bytes::Url, 20),
    shape("xoxb-", "Slack token", Bytes::Url, 20),
    shape("xoxp-", "Slack token", Bytes::Url, 20),
    shape("xoxa-", "Slack token", Bytes::Url, 20),
    shape("xoxr-", "Slack token", Bytes::Url, 20),
    shape("xoxs-", "Slack token", Bytes::Url, 20),
    shape("xapp-", "Slack token", Bytes::Url, 20),
    shape("hooks.slack.com/services/", "Slack webhook", Bytes::Base64, 30),
    shape("discord.com/api/webhooks/", "Discord webhook", Bytes::Base64, 40),
    shape("sk_live_", "Stripe key", Bytes::Alnum, 20),
    shape("rk_live_", "Stripe key", Bytes::Alnum, 20),
    shape("whsec_", "webhook secret", Bytes::Alnum, 24),
    shape("AIza", "Google API key", Bytes::Url, 35),
    shape("GOCSPX-", "Google client secret", Bytes::Url, 28),
    shape("ya29.", "Google access token", Bytes::Url, 40),
    shape("npm_", "npm token", Bytes::Alnum, 36),
    shape("pypi-AgE", "PyPI token", Bytes::Url, 50),
    shape("rubygems_", "RubyGems key", Bytes::Hex, 48),
    shape("dckr_pat_", "Docker token", Bytes::Url, 27),
    shape("dop_v1_", "DigitalOcean token", Bytes::Hex, 64),
    shape("doo_v1_", "DigitalOcean token", Bytes::Hex, 64),
    shape("hf_", "Hugging Face token", Bytes::Alnum, 30),
    shape("sk-proj-", "OpenAI key", Bytes::Url, 40),
    shape("sk-ant-", "Anthropic key", Bytes::Url, 40),
    shape("SG.", "SendGrid key", Bytes::Parts, 60),
    shape("shpat_", "Shopify token", Bytes::Hex, 32),
    shape("shpss_", "Shopify secret", Bytes::Hex, 32),
    shape("hvs.", "Vault token", Bytes::Url, 24),
    shape("hvb.", "Vault token", Bytes::Url, 24),
    shape("dapi", "Databricks token", Bytes::Hex, 32),
    shape("glsa_", "Grafana token", Bytes::Url, 32),
    shape("NRAK-", "New Relic key", Bytes::Upper, 27),
    shape("sntrys_", "Sentry token", Bytes::Base64, 40),
    shape("lin_api_", "Linear key", Bytes::Alnum, 40),
    shape("pscale_tkn_", "PlanetScale token", Bytes::Url, 32),
    shape("ATATT3x", "Atlassian token", Bytes::Url, 100),
    shape("AGE-SECRET-KEY-1", "age key", Bytes::Upper, 58),
    shape("AccountKey=", "Azure storage key", Bytes::Base64, 80),
    shape("eyJ", "JSON Web Token", Bytes::Parts, 60),
];

impl Bytes {
    const fn has(self, byte: u8) -> bool {
        match self {
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Parts => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
            Self::Base64 => {
                byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
            }
        }
    }
}

/// The token that begins with the prefix under `hit`.
pub(super) fn token(text: &str, hit: Span, shape: &Shape) -> Option<Secret> {
    let is_own_word = shape.prefix.contains('/') || starts_a_word(text, hit.start);
    if &text[hit.range()] != shape.prefix || !is_own_word {
        return None;
    }
    let end = forth(text, hit.end, |byte| shape.bytes.has(byte));
    let rest = text[hit.end..end].trim_end_matches(['.', '-', '/']);
    let span = Span::new(hit.start, hit.end + rest.len());
    let is_token = rest.len() >= shape.least
        && !goes_on(text, span.end)
        && is_random(rest)
        && (shape.prefix != "eyJ" || is_web_token(rest));
    is_token.then(|| Secret {
        span,
        description: format!(
            "{} {} ({}…, {} characters)",
            article(shape.name),
            shape.name,
            shape.prefix.get(..4).unwrap_or(shape.prefix),
            span.end - span.start
        ),
    })
}

/// By how the name is spoken: "an npm token".
fn article(name: &str) -> &'static str {
    if name.starts_with(['A', 'O', 'a']) || name.starts_with("npm") { "an" } else { "a" }
}

/// Header and payload are JSON objects, which base64 makes begin with `eyJ` (RFC 7519).
fn is_web_token(rest: &str) -> bool {
    let parts: Vec<&str> = rest.split('.').collect();
    parts.len() == 3 && parts[1].starts_with("eyJ") && parts.iter().all(|part| part.len() > 8)
}

/// Whether no word goes on over the place. In TOML and JSON, `\n` before it is a line end.
pub(super) fn starts_a_word(text: &str, at: usize) -> bool {
    match before(text, at) {
        Some(b'n' | b't' | b'r') if before(text, at - 1) == Some(b'\\') => true,
        Some(byte) => !is_word(byte),
        None => true,
    }
}

fn goes_on(text: &str, end: usize) -> bool {
    after(text, end).is_some_and(is_word)
}

/// Whether the characters are many different ones, and no stand-in for a secret.
pub(super) fn is_random(value: &str) -> bool {
    let folded = value.to_lowercase();
    let is_placeholder = lists().placeholders.iter().any(|part| folded.contains(part.as_str()));
    !is_placeholder && entropy(value) > 2.6
}

/// Bits a character (Shannon).
fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    value.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = f64::from(u32::try_from(value.len()).unwrap_or(u32::MAX));
    let bits = |count: &u32| {
        let share = f64::from(*count) / length;
        -share * share.log2()
    };
    counts.iter().filter(|count| **count > 0).map(bits).sum()
}

/// Bytes that the longest private key has: RSA with 16,384 bits, and some to spare.
const LONGEST_KEY: usize = 16_384;

/// The private key whose `-----BEGIN ` is under `hit`, to its end. The words alone are none.
pub(super) fn private_key(text: &str, hit: Span) -> Option<Secret> {
    let rest = &text[hit.end..];
    let (label, body) = rest.split_once("-----")?;
    let is_key =
        label.len() < 40 && label.ends_with("PRIVATE KEY") || label == "PGP PRIVATE KEY BLOCK";
    if !is_key || label.contains('\n') {
        return None;
    }
    let body = &body[..body.floor_char_boundary(LONGEST_KEY)];
    let closing = body.find("-----END");
    let key = &body[..closing.unwrap_or(body.len())];
    let base64 = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let length = key.chars().filter(base64).count();
    let start = hit.start;
    let end = hit.end + label.len() + 5 + closing.unwrap_or_else(|| key_lines(key));
    (length >= 64 && is_random(key)).then(|| Secret {
        span: Span::new(start, end),
        description: format!("a private key ({} characters)", end - start),
    })
}

/// The length of a key without an end: its lines of base64.
fn key_lines(key: &str) -> usize {
    let is_key = |line: &&str| {
        let line = line.trim();
        line.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
    };
    key.split_inclusive('\n').take_while(is_key).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use crate::check::audience::secrets::find;

    #[test]
    fn kinds_are_named_as_one_says_them() {
        // In parts, so that no scanner takes this file for one with a leak.
        let token = |prefix: &str| format!("{prefix}{}", "Ab3dE9gH1jK5mN7pQ2rS4tU6vW8xY0zA1bC2");
        let said = |text: &str| find(text).remove(0).description;
        assert!(said(&token("npm_")).starts_with("an npm token (npm_…, "));
        assert!(said(&token("ghp_")).starts_with("a GitHub token (ghp_…, "));
        assert!(
            said(&format!("AK{}", "IAQ7RZ3WXLM2NPC5VD")).starts_with("an AWS access key (AKIA…, ")
        );
    }
}
