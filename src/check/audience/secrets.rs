//! Passwords, tokens and keys.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

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
const OTHERS: [&str; 2] = ["bearer ", "-----begin "];

/// What stands between the scheme of a URL and its user.
const AUTHORITY: &str = "://";

/// What any secret begins with, but for those in URLs. The shapes come first: where one begins
/// within a keyword's word, the shape says more.
static BEGINNINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let shapes = SHAPES.iter().map(|shape| shape.prefix);
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(shapes.chain(KEYWORDS).chain(OTHERS))
        .ok()
});

/// The beginnings again, in finders that compare many bytes at once: they find the first one
/// only, and cannot do without the case of letters. Long ones are told from prose by more of
/// their letters, so that short ones have a finder of their own. The automata behind them see
/// little, so that quick to make is better than quick to run.
static FIRST: LazyLock<[Option<AhoCorasick>; 3]> = LazyLock::new(|| {
    const SHORT: usize = 3;
    let finder = |words: &[&str]| {
        let builder = &mut AhoCorasick::builder();
        builder
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .match_kind(MatchKind::LeftmostFirst)
            .build(words)
            .ok()
    };
    let shapes = SHAPES.iter().map(|shape| shape.prefix);
    let (short, long): (Vec<&str>, Vec<&str>) = shapes.partition(|prefix| prefix.len() <= SHORT);
    [finder(&short), finder(&long), finder(&[&KEYWORDS[..], &OTHERS[..]].concat())]
});

/// Where the first beginning of a secret stands that is none in a URL.
fn first(text: &str) -> Option<usize> {
    let [short, long, words] = &*FIRST;
    let found = |finder: &Option<AhoCorasick>, text: &str| {
        finder.as_ref().map_or(Some(0), |finder| Some(finder.find(text)?.start()))
    };
    let word = found(words, &text.to_ascii_lowercase());
    [found(short, text), found(long, text), word].into_iter().flatten().min()
}

/// Every secret in a text, in order; the same bytes are in one of them only.
pub(in crate::check) fn find(text: &str) -> Vec<Secret> {
    let urls = memchr::memmem::find_iter(text.as_bytes(), AUTHORITY);
    let mut secrets: Vec<Secret> = urls
        .filter_map(|at| secret_values::in_url(text, Span::new(at, at + AUTHORITY.len())))
        .collect();
    // Of two that are the same bytes, the one in a URL stays.
    secrets.extend(begun(text));
    tiny_sort::stable::sort_by_key(&mut secrets, |secret| {
        (secret.span.start, usize::MAX - secret.span.end)
    });
    secrets.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    secrets
}

/// The secrets that are known by how they begin.
fn begun(text: &str) -> Vec<Secret> {
    // Texts without any are the rule, and the automaton takes long to make.
    let Some(first) = first(text) else { return Vec::new() };
    let Some(beginnings) = BEGINNINGS.as_ref() else { return Vec::new() };
    let mut secrets: Vec<Secret> = Vec::new();
    for hit in beginnings.find_overlapping_iter(Input::new(text).range(first..)) {
        let index = hit.pattern().as_usize();
        let span = Span::new(hit.start(), hit.end());
        let found = match SHAPES.get(index) {
            Some(shape) => secret_shapes::token(text, span, shape),
            None => match &text[span.range()] {
                word if word.ends_with(' ') && word.starts_with('-') => {
                    secret_shapes::private_key(text, span)
                }
                word if word.ends_with(' ') => secret_values::bearer(text, span),
                _ => secret_values::assigned(text, span),
            },
        };
        secrets.extend(found);
    }
    secrets
}
