//! Which characters may be shown, and how many columns they take.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::source::{acts, clean};

/// The sequence that ends all ANSI styling.
pub(super) const RESET: &str = "\u{1b}[0m";

/// A stretch of text: shown characters, or one ANSI styling sequence (`ESC [ … m`).
pub(super) enum Part<'a> {
    Text(&'a str),
    Sgr(&'a str),
}

/// Splits text at its ANSI styling sequences.
pub(super) fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let sgr = rest
            .match_indices('\u{1b}')
            .find_map(|(at, _)| sgr_len(&rest[at..]).map(|len| (at, len)));
        let (part, tail) = match sgr {
            Some((0, len)) => (Part::Sgr(&rest[..len]), &rest[len..]),
            Some((at, _)) => (Part::Text(&rest[..at]), &rest[at..]),
            None => (Part::Text(rest), ""),
        };
        rest = tail;
        Some(part)
    })
}

/// The length in bytes of the styling sequence at the start of `text`.
fn sgr_len(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|c: char| !matches!(c, '0'..='9' | ';' | ':'))?;
    parameters[end..].starts_with('m').then_some(end + 3)
}

/// The number of terminal columns `text` takes; ANSI styling takes none.
pub(super) fn width(text: &str) -> usize {
    parts(text)
        .map(|part| match part {
            Part::Text(text) => text.width(),
            Part::Sgr(_) => 0,
        })
        .sum()
}

/// The text without its ANSI styling.
pub(super) fn unstyled(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return Cow::Borrowed(text);
    }
    let shown = parts(text).filter_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Sgr(_) => None,
    });
    Cow::Owned(shown.collect())
}

/// Like [`clean`], but keeps ANSI styling.
pub(super) fn strip_unstyled(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let kept = parts(text).map(|part| match part {
        Part::Text(text) => clean(text),
        Part::Sgr(sgr) => Cow::Borrowed(sgr),
    });
    Cow::Owned(kept.collect())
}

/// Appends text to a paragraph, where line and page breaks are no more than spaces.
pub(super) fn push_prose(out: &mut String, text: &str) {
    out.extend(text.chars().filter_map(|c| match c {
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if acts(c) => None,
        c => Some(c),
    }));
}
