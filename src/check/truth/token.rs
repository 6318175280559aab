//! Words, numbers, clock times and dates of a text, in one linear pass.

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};

use super::address::addresses;
use super::meaning::{Meaning, add_meanings, meaning, suffix};
use super::spoken_clock::leads_to_time;
use super::spots::{Spots, add_beginnings};
use crate::check::runs::Runs;
use crate::check::sieve::Sieve;

/// The smallest part of a text that means something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) struct Token {
    /// What it is.
    pub(in crate::check) kind: Kind,
    /// Its first byte.
    pub(in crate::check) start: usize,
    /// Behind its last byte.
    pub(in crate::check) end: usize,
    /// Bytes of the `'s` at the end of a word.
    pub(super) suffix: u8,
    /// Whether nothing stands between it and the token before.
    pub(in crate::check) glued: bool,
    /// What can begin here.
    pub(super) spots: Spots,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) enum Kind {
    /// A word or an identifier.
    Word(Meaning),
    /// A number in digits.
    Number {
        /// Its value.
        value: f64,
        /// Digits behind the point.
        decimals: u8,
        /// How many digits there are.
        digits: u8,
    },
    /// "10:50" or "10:50:31".
    Clock {
        /// The time of day.
        time: NaiveTime,
        /// Whether seconds are given.
        seconds: bool,
    },
    /// "2019-02-12", "02/28/2019".
    Date(DigitDate),
    /// Something that is not prose: code, a quotation, an address, a version.
    Hidden,
    /// A character between words; `\n` ends a block or a line.
    Mark(char),
}

/// A date in digits and the other date that it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct DigitDate {
    /// Day first, or year first.
    pub(in crate::check) date: NaiveDate,
    /// Month first, where that is a date too or the only one.
    pub(in crate::check) other: Option<NaiveDate>,
}

/// The tokens of a text.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
    /// Places in `all` of the marks with which a sentence can end.
    pub(super) stops: Vec<usize>,
}

/// Cuts `shown` into tokens; `lower` is the same in lower-case ASCII, and every range of
/// `hidden`, in order and apart, becomes one token.
pub(super) fn tokens(shown: &str, lower: &str, hidden: &[Range<usize>]) -> Tokens {
    /// Bytes of an English word with the space behind it, and fewer: a Vec that grows is copied.
    const SHORT: usize = 4;
    let tokens = Vec::with_capacity(shown.len() / SHORT + 1);
    let (bytes, runs) = (shown.as_bytes(), Runs::of_identifiers(shown));
    let mut lexer = Lexer { shown, lower, bytes, runs, at: 0, tokens, stops: Vec::new() };
    for range in hidden {
        lexer.prose_to(range.start);
        lexer.push(Kind::Hidden, range.end.max(lexer.at));
    }
    lexer.prose_to(shown.len());
    Tokens { all: lexer.tokens, stops: lexer.stops }
}

pub(super) struct Lexer<'t> {
    pub(super) shown: &'t str,
    pub(super) lower: &'t str,
    pub(super) bytes: &'t [u8],
    /// What words are made of, beside apostrophes and letters beyond ASCII.
    runs: Runs,
    pub(super) at: usize,
    pub(super) tokens: Vec<Token>,
    stops: Vec<usize>,
}

/// Lets through the words that are looked at more closely.
static TELLING: Sieve = {
    let mut sieve = Sieve::EMPTY;
    add_meanings(&mut sieve);
    add_beginnings(&mut sieve);
    sieve
};

impl Lexer<'_> {
    /// Cuts a stretch of prose, in which addresses are hidden.
    fn prose_to(&mut self, end: usize) {
        for address in addresses(self.shown, self.at..end) {
            self.run_to(address.start);
            self.push(Kind::Hidden, address.end);
        }
        self.run_to(end);
    }

    fn run_to(&mut self, end: usize) {
        let bytes = &self.bytes[..end];
        while let Some(byte) = bytes.get(self.at) {
            let stop = self.runs.end(self.at);
            if stop == self.at {
                self.between_words(*byte, bytes);
            } else if byte.is_ascii_digit() {
                self.digits(end);
            } else {
                self.word(stop.min(end), bytes);
            }
        }
    }

    /// Passes a character that is in no run, or adds a word that begins with it.
    fn between_words(&mut self, byte: u8, bytes: &[u8]) {
        match byte {
            b'\n' | b';' | b'.' | b'!' | b'?' => self.stop(char::from(byte)),
            b'\t'..=b'\r' | b' ' => self.at += 1,
            b'+' | b'-' => self.sign(1),
            sign @ 0..0x80 => self.push(Kind::Mark(char::from(sign)), self.at + 1),
            _ => {
                let Some(c) = self.character(self.at) else { return };
                if c.is_whitespace() {
                    self.at += c.len_utf8();
                } else if c.is_alphabetic() {
                    self.word(self.at, bytes);
                } else if c == '−' {
                    self.sign(c.len_utf8());
                } else if c == '…' {
                    self.stop(c);
                } else {
                    self.push(Kind::Mark(c), self.at + c.len_utf8());
                }
            }
        }
    }

    pub(super) fn push(&mut self, kind: Kind, end: usize) {
        self.push_with(kind, 0, end, Spots::of(kind));
    }

    /// Adds a mark with which a sentence can end.
    fn stop(&mut self, mark: char) {
        self.stops.push(self.tokens.len());
        self.push(Kind::Mark(mark), self.at + mark.len_utf8());
    }

    /// Adds a sign, with which the shift of a zone begins where digits are behind it.
    fn sign(&mut self, length: usize) {
        let end = self.at + length;
        let Some(sign) = self.character(self.at) else { return };
        let spots = if self.byte(end).is_ascii_digit() { Spots::ZONE } else { Spots::default() };
        self.push_with(Kind::Mark(sign), 0, end, spots);
    }

    /// Adds the word that ends at `end`.
    #[inline(never)]
    pub(super) fn push_word(&mut self, end: usize) {
        let (shown, lower) = (&self.shown[self.at..end], &self.lower[self.at..end]);
        let suffix = suffix(lower);
        let bare = &lower[..lower.len() - usize::from(suffix)];
        let meaning = meaning(shown, bare);
        let mut spots = Spots::of_word(meaning, shown, bare);
        // "at ten to four", "by twenty-five past nine"
        if matches!(meaning, Meaning::Number(1..=12 | 20)) && self.is_behind_lead() {
            spots = spots.and(Spots::CLOCK);
        }
        self.push_with(Kind::Word(meaning), suffix, end, spots);
    }

    /// Whether the last word is one that stands before times told in words.
    fn is_behind_lead(&self) -> bool {
        let last = self.tokens.last().filter(|last| matches!(last.kind, Kind::Word(_)));
        last.is_some_and(|last| leads_to_time(&self.lower[last.start..last.end]))
    }

    #[inline]
    fn push_with(&mut self, kind: Kind, suffix: u8, end: usize, spots: Spots) {
        let start = self.at;
        let glued = self.tokens.last().is_some_and(|last| last.end == start);
        self.tokens.push(Token { kind, start, end, suffix, glued, spots });
        self.at = end;
    }

    fn character(&self, at: usize) -> Option<char> {
        match self.bytes.get(at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.shown[at..].chars().next(),
        }
    }

    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    /// Adds the word that begins here and goes up to `stop` or on, within `bytes`, and passes the
    /// space.
    #[inline(always)]
    fn word(&mut self, stop: usize, bytes: &[u8]) {
        match bytes.get(stop) {
            Some(b'\'' | 0x80..) => self.joined_word(stop, bytes.len()),
            _ if TELLING.lets_through(&bytes[self.at..stop]) => self.push_word(stop),
            // Nearly every word.
            _ => self.push_with(Kind::Word(Meaning::Plain), 0, stop, Spots::default()),
        }
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    /// Adds a word with bytes that are in no run; up to `stop` it is known.
    #[inline(never)]
    fn joined_word(&mut self, mut stop: usize, end: usize) {
        while stop < end {
            let Some(c) = self.character(stop) else { break };
            let behind = stop + c.len_utf8();
            let joins = || behind < end && self.byte(behind).is_ascii_alphabetic();
            if !c.is_alphanumeric() && c != '_' && !(matches!(c, '\'' | '’') && joins()) {
                break;
            }
            stop = behind;
        }
        self.push_word(stop);
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};
    use proptest::prelude::*;

    fn kinds(text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let found = tokens(text, &lower, &[]).all;
        let name = |token: &super::Token| {
            let words = &text[token.start..token.end];
            match token.kind {
                Kind::Word(_) => format!("w:{words}"),
                Kind::Number { value, .. } => format!("n:{value}"),
                Kind::Clock { time, .. } => format!("c:{time}"),
                Kind::Date(date) => format!("d:{}", date.date),
                Kind::Hidden => format!("-:{words}"),
                Kind::Mark(c) => c.to_string(),
            }
        };
        found.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn cuts_numbers_times_and_dates() {
        assert_eq!(kinds("47min 2h15m, 1,234"), "n:47 w:min n:2 w:h n:15 w:m , n:1234");
        assert_eq!(kinds("10:50-11:06 CET"), "c:10:50:00 - c:11:06:00 w:CET");
        assert_eq!(kinds("2019-02-12T10:50:00Z"), "d:2019-02-12 c:10:50:00 w:Z");
        assert_eq!(kinds("02/28/2019 8PM"), "d:2019-02-28 n:8 w:PM");
        assert_eq!(kinds("30-45 minutes"), "n:30 - n:45 w:minutes");
        assert_eq!(kinds("1.5h"), "n:1.5 w:h");
    }

    #[test]
    fn hides_names_versions_and_addresses() {
        assert_eq!(kinds("CVE-2026-23136"), "w:CVE - -:2026 - -:23136");
        assert_eq!(kinds("bnecompute03 v4.15 4.15.2"), "w:bnecompute03 w:v4 . -:15 -:4.15.2");
        assert_eq!(kinds("see https://a.b/47-minutes now"), "w:see -:https://a.b/47-minutes w:now");
        assert_eq!(kinds("3f2a9c #12 $5"), "-:3f2a9c # -:12 $ -:5");
        assert_eq!(kinds("10.0.0.1 99.95%"), "-:10.0.0.1 n:99.95 %");
    }

    proptest! {
        #[test]
        fn tokens_lie_on_characters_in_order(text in "[0-9a-z:./, –\"’é\\-]{0,60}|\\PC{0,60}") {
            let mut end = 0;
            for token in tokens(&text, &text.to_ascii_lowercase(), &[]).all {
                prop_assert!(token.start >= end && token.end > token.start);
                prop_assert!(text.get(token.start..token.end).is_some());
                end = token.end;
            }
        }
    }
}
