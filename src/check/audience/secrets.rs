//! Passwords, tokens and keys.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::secret_shapes::{self, SHAPES};
use super::secret_values;
use crate::source::Span;

/// Something that lets whoever reads it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Secret {
    /// The secret itself, without what it is assigned to.
    pub(in crate::check) span: Span,
    /// What it is, without any of it that is not the same in all of its kind.
    pub(in crate::check) description: String,
}

/// What stands before a value that may be one, in lower case.
const KEYWORDS: [&str; 11] = [
    "accesskey",
    "access_key",
    "api-key",
    "api_key",
    "apikey",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "secret",
    "token",
];

/// Other beginnings of secrets, in lower case.
const OTHERS: [&str; 3] = ["://", "bearer ", "-----begin "];

/// What any secret begins with. The shapes come first: where one begins within a keyword's
/// word, the shape says more.
static BEGINNINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let shapes = SHAPES.iter().map(|shape| shape.prefix);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(shapes.chain(KEYWORDS).chain(OTHERS))
        .ok()
});

/// Every secret in a text, in order; the same bytes are in one of them only.
pub(in crate::check) fn find(text: &str) -> Vec<Secret> {
    let Some(beginnings) = BEGINNINGS.as_ref() else {
        return Vec::new();
    };
    let mut secrets: Vec<Secret> = Vec::new();
    for hit in beginnings.find_overlapping_iter(text) {
        let index = hit.pattern().as_usize();
        let span = Span::new(hit.start(), hit.end());
        let found = match SHAPES.get(index) {
            Some(shape) => secret_shapes::token(text, span, shape),
            None => match &text[span.range()] {
                "://" => secret_values::in_url(text, span),
                word if word.ends_with(' ') && word.starts_with('-') => {
                    secret_shapes::private_key(text, span)
                }
                word if word.ends_with(' ') => secret_values::bearer(text, span),
                _ => secret_values::assigned(text, span),
            },
        };
        secrets.extend(found);
    }
    secrets.sort_by_key(|secret| (secret.span.start, usize::MAX - secret.span.end));
    secrets.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    secrets
}
