//! Zone abbreviations behind times.

use std::ops::Range;

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::token::Kind;
use crate::check::sieve::Sieve;
use crate::model::ABBREVIATIONS;

/// A zone that the prose names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct ZoneName<'t> {
    /// As written: "CET", "UTC+2".
    pub(in crate::check) name: &'t str,
    /// The letters that the name stands for: "CET" for "Central European Time".
    pub(in crate::check) letters: &'t str,
    /// Minutes east of UTC; several where the letters mean several zones.
    pub(in crate::check) offsets: Vec<i32>,
    /// Its tokens.
    pub(in crate::check) range: Range<usize>,
}

/// The zone that is no more than a letter behind a time: "10:50Z".
const ZULU: &str = "Z";

/// Makes a sieve let the letters of zones through.
pub(super) const fn add_letters(sieve: &mut Sieve) {
    let mut index = 0;
    while index < ABBREVIATIONS.len() {
        sieve.add(ABBREVIATIONS[index].0.as_bytes());
        index += 1;
    }
    sieve.add(ZULU.as_bytes());
}

/// Whether a word is the letters of a zone.
pub(super) fn is_letters(word: &str) -> bool {
    let may_be = word.ends_with(|last: char| last.is_ascii_uppercase());
    may_be && (word == ZULU || ABBREVIATIONS.iter().any(|(name, ..)| *name == word))
}

/// The zone whose clocks carry these letters for a part of the year.
pub(in crate::check) fn seasonal_zone(letters: &str) -> Option<&'static str> {
    ABBREVIATIONS.iter().find(|(name, ..)| *name == letters)?.2
}

/// The zone named at a place: "CET", "UTC+2", "(PST)", "+01:00".
pub(in crate::check) fn zone<'t>(sentence: &Sentence<'t>, at: usize) -> Option<ZoneName<'t>> {
    let at = if sentence.is_mark(at, &['(']) { at + 1 } else { at };
    let is_letters = || sentence.shown(at).starts_with(|first: char| first.is_ascii_uppercase());
    let is_possible = match sentence.kind(at)? {
        Kind::Word(_) => is_letters() || sentence.word(at) == "us",
        Kind::Mark(mark) => matches!(mark, '+' | '-' | '−'),
        _ => false,
    };
    if !is_possible {
        return None;
    }
    if sentence.is_mark(at, &['+', '-', '−']) && sentence.is_glued(at) {
        let minutes = shift(sentence, at)?;
        let name = sentence.shown(at + 1);
        return Some(ZoneName { name, letters: name, offsets: vec![minutes], range: at..at + 2 });
    }
    let named = |(letters, offsets, end)| {
        let name = sentence.text.shown(sentence.bytes(at..end));
        ZoneName { name, letters, offsets, range: at..end }
    };
    if let Some(found) = in_full(sentence, at) {
        return Some(named(found));
    }
    if let Some((offsets, end)) = spelled(sentence, at) {
        return Some(named(("", offsets, end)));
    }
    let letters = sentence.shown(at);
    if letters == ZULU && sentence.is_glued(at) {
        return Some(ZoneName { name: letters, letters, offsets: vec![0], range: at..at + 1 });
    }
    let (name, offsets, _) = ABBREVIATIONS.iter().find(|(name, ..)| *name == letters)?;
    let is_signed = sentence.is_mark(at + 1, &['+', '-', '−']) && sentence.is_glued(at + 1);
    if matches!(*name, "UTC" | "GMT")
        && is_signed
        && let Some(minutes) = shift(sentence, at + 1)
    {
        let range = at..at + 3;
        let bytes = sentence.bytes(range.clone());
        let name = sentence.text.shown(bytes);
        return Some(ZoneName { name, letters: name, offsets: vec![minutes], range });
    }
    Some(ZoneName { name: letters, letters, offsets: offsets.to_vec(), range: at..at + 1 })
}

/// Names of zones that end with "Time", in lower case, and their letters.
const IN_FULL: [(&[&str], &str); 17] = [
    (&["coordinated", "universal"], "UTC"),
    (&["greenwich", "mean"], "GMT"),
    (&["british", "summer"], "BST"),
    (&["central", "european"], "CET"),
    (&["central", "european", "summer"], "CEST"),
    (&["eastern", "european"], "EET"),
    (&["eastern", "european", "summer"], "EEST"),
    (&["pacific", "standard"], "PST"),
    (&["pacific", "daylight"], "PDT"),
    (&["mountain", "standard"], "MST"),
    (&["mountain", "daylight"], "MDT"),
    (&["central", "standard"], "CST"),
    (&["central", "daylight"], "CDT"),
    (&["eastern", "standard"], "EST"),
    (&["eastern", "daylight"], "EDT"),
    (&["australian", "eastern", "standard"], "AEST"),
    (&["australian", "eastern", "daylight"], "AEDT"),
];

/// "Central European Summer Time": its letters, the minutes east of UTC, and where it ends.
fn in_full(sentence: &Sentence<'_>, at: usize) -> Option<(&'static str, Vec<i32>, usize)> {
    if !sentence.shown(at).starts_with(char::is_uppercase) {
        return None;
    }
    let is_here =
        |words: &[&str]| sentence.says(at, words) && sentence.is(at + words.len(), words!("time"));
    let (words, letters) = IN_FULL.iter().find(|(words, _)| is_here(words))?;
    let (letters, offsets, _) = ABBREVIATIONS.iter().find(|(name, ..)| name == letters)?;
    // "Central Standard Time" is America's, whatever else CST stands for.
    let own = offsets.iter().take(1).copied().collect();
    Some((letters, own, at + words.len() + 1))
}

/// "Pacific Time", "US/Pacific", "Eastern Standard": the minutes east of UTC, and where it ends.
fn spelled(sentence: &Sentence<'_>, at: usize) -> Option<(Vec<i32>, usize)> {
    let is_us = sentence.says(at, &["us"]) && sentence.is_mark(at + 1, &['/']);
    let at = if is_us { at + 2 } else { at };
    if !sentence.shown(at).starts_with(char::is_uppercase) {
        return None;
    }
    let base = match sentence.word(at) {
        "pacific" => -480,
        "mountain" => -420,
        "central" => -360,
        "eastern" => -300,
        _ => return None,
    };
    let (offsets, next) = match sentence.word(at + 1) {
        "standard" => (vec![base], at + 2),
        "daylight" => (vec![base + 60], at + 2),
        _ => (vec![base, base + 60], at + 1),
    };
    let has_time = sentence.is(next, words!("time"));
    let behind_clock = at > 0 && !matches!(sentence.kind(at - 1), Some(Kind::Word(Meaning::Plain)));
    let end = if has_time { next + 1 } else { next };
    (is_us || has_time || behind_clock).then_some((offsets, end))
}

/// "+2", "-07:00" in minutes.
fn shift(sentence: &Sentence<'_>, at: usize) -> Option<i32> {
    use chrono::Timelike as _;
    let sign = if sentence.is_mark(at, &['+']) { 1 } else { -1 };
    if !sentence.is_glued(at + 1) {
        return None;
    }
    let minutes = match sentence.kind(at + 1)? {
        Kind::Clock { time, .. } => i32::try_from(time.hour() * 60 + time.minute()).ok()?,
        #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
        Kind::Number { value, decimals: 0, .. } if value <= 14.0 => value as i32 * 60,
        _ => return None,
    };
    Some(sign * minutes)
}
