//! Words, numbers, clock times and dates of a text, in one linear pass.

use chrono::{NaiveDate, NaiveTime};

use super::meaning::{Meaning, bare, meaning};
use super::spots::Spots;

/// The smallest part of a text that means something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) struct Token {
    /// What it is.
    pub(in crate::check) kind: Kind,
    /// Its first byte.
    pub(in crate::check) start: usize,
    /// Behind its last byte.
    pub(in crate::check) end: usize,
    /// Behind the last byte of a word without its `'s`.
    pub(super) bare: usize,
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
        decimals: u32,
        /// How many digits there are.
        digits: u32,
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

/// Letters that make sense right behind a number; with others the whole is a name or a hash.
const SUFFIXES: &[&str] = words!(
    "s" "sec" "secs" "second" "seconds" "m" "min" "mins" "minute" "minutes" "h" "hr" "hrs"
    "hour" "hours" "d" "day" "days" "am" "pm" "k" "st" "nd" "rd" "th" "utc" "gmt" "z" "cet"
    "cest" "pst" "pdt" "est" "edt" "bst" "w" "week" "weeks"
);

/// Cuts `shown` into tokens; `lower` is the same in lower-case ASCII, and every range of
/// `hidden`, in order and apart, becomes one token.
pub(super) fn tokens(shown: &str, lower: &str, hidden: &[std::ops::Range<usize>]) -> Vec<Token> {
    /// Bytes of an English word with the space behind it, and fewer: a Vec that grows is copied.
    const SHORT: usize = 5;
    let tokens = Vec::with_capacity(shown.len() / SHORT + 1);
    let mut lexer = Lexer { shown, lower, bytes: shown.as_bytes(), at: 0, chunk_end: 0, tokens };
    for range in hidden {
        lexer.run_to(range.start);
        lexer.push(Kind::Hidden, range.end.max(lexer.at));
    }
    lexer.run_to(shown.len());
    lexer.tokens
}

struct Lexer<'t> {
    shown: &'t str,
    lower: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// Behind the characters without white space whose nature is already known.
    chunk_end: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn run_to(&mut self, end: usize) {
        while self.at < end {
            let Some(c) = self.character(self.at) else { return };
            if c == '\n' {
                self.push(Kind::Mark('\n'), self.at + 1);
            } else if c.is_whitespace() {
                self.at += c.len_utf8();
            } else if self.at >= self.chunk_end && self.address(end) {
                self.push(Kind::Hidden, self.chunk_end);
            } else if c.is_ascii_digit() {
                self.digits(end);
            } else if c.is_alphabetic() || c == '_' {
                self.word(end);
            } else {
                self.push(Kind::Mark(c), self.at + c.len_utf8());
            }
        }
    }

    fn push(&mut self, kind: Kind, end: usize) {
        let start = self.at;
        let glued = self.tokens.last().is_some_and(|last| last.end == start);
        let word = match kind {
            Kind::Word(_) => bare(self.lower.get(start..end).unwrap_or_default()),
            _ => "",
        };
        let spots = Spots::of(kind, self.shown.get(start..end).unwrap_or_default(), word);
        self.tokens.push(Token { kind, start, end, bare: start + word.len(), glued, spots });
        self.at = end;
    }

    fn character(&self, at: usize) -> Option<char> {
        match self.bytes.get(at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.shown[at..].chars().next(),
        }
    }

    /// Whether the characters up to the next white space are a web or mail address.
    fn address(&mut self, end: usize) -> bool {
        let rest = &self.shown[self.at..end];
        let mut length = rest.len();
        let mut may_be = rest.starts_with("www.");
        for (offset, byte) in rest.bytes().enumerate() {
            match byte {
                b'\t'..=b'\r' | b' ' => {
                    length = offset;
                    break;
                }
                b':' | b'@' => may_be = true,
                0x80.. => {
                    length = rest.find(char::is_whitespace).unwrap_or(rest.len());
                    may_be = true;
                    break;
                }
                _ => {}
            }
        }
        self.chunk_end = self.at + length;
        if !may_be {
            return false;
        }
        let chunk = &rest[..length];
        chunk.contains("://") || chunk.starts_with("www.") || chunk.trim_matches('@').contains('@')
    }

    fn word(&mut self, end: usize) {
        let mut stop = self.at;
        loop {
            // Nearly all of nearly every word.
            let is_plain = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            stop += self.bytes[stop..end].iter().take_while(is_plain).count();
            let Some(c) = self.character(stop).filter(|_| stop < end) else { break };
            let behind = stop + c.len_utf8();
            let joins = || behind < end && self.byte(behind).is_ascii_alphabetic();
            if !c.is_alphanumeric() && c != '_' && !(matches!(c, '\'' | '’') && joins()) {
                break;
            }
            stop = behind;
        }
        let range = self.at..stop;
        let meaning = meaning(&self.shown[range.clone()], &self.lower[range]);
        self.push(Kind::Word(meaning), stop);
    }

    fn digits(&mut self, end: usize) {
        if self.belongs_to_name() {
            let stop = self.skip(end, |byte| byte.is_ascii_alphanumeric());
            return self.push(Kind::Hidden, stop);
        }
        if let Some((date, stop)) = self.date(end) {
            self.push(Kind::Date(date), stop);
            let is_stamp = self.byte(self.at) == b'T' && self.byte(self.at + 1).is_ascii_digit();
            if is_stamp {
                self.at += 1;
            }
            return;
        }
        if let Some((kind, stop)) = self.clock(end) {
            return self.push(kind, stop);
        }
        self.number(end);
    }

    /// Whether the digits are a part of a name, a price or a path: "CVE-2026", "#12", "$5".
    fn belongs_to_name(&self) -> bool {
        let [.., before, last] = self.tokens.as_slice() else {
            return self.tokens.last().is_some_and(|last| self.is_sign(last));
        };
        let is_join = matches!(last.kind, Kind::Mark('-' | '/' | '.' | '_' | '='));
        let joined = last.end == self.at && last.glued && is_join;
        let to_name = matches!(before.kind, Kind::Word(Meaning::Plain) | Kind::Hidden);
        (joined && to_name) || self.is_sign(last)
    }

    fn is_sign(&self, token: &Token) -> bool {
        token.end == self.at && matches!(token.kind, Kind::Mark('#' | '$' | '€' | '£' | '@' | '\\'))
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or_default()
    }

    fn skip(&self, end: usize, is_inside: impl Fn(u8) -> bool) -> usize {
        let rest = &self.bytes[self.at..end];
        self.at + rest.iter().position(|byte| !is_inside(*byte)).unwrap_or(rest.len())
    }

    /// Digits from `at`, at most `most` of them, not followed by another.
    fn field(&self, at: usize, most: usize, end: usize) -> Option<(u32, usize)> {
        let rest = self.bytes.get(at..end)?;
        let length = rest.iter().take(most + 1).take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 || length > most {
            return None;
        }
        Some((self.shown[at..at + length].parse().ok()?, at + length))
    }

    fn date(&self, end: usize) -> Option<(DigitDate, usize)> {
        let (first, stop) = self.field(self.at, 4, end)?;
        let separator = self.byte(stop);
        if !matches!(separator, b'-' | b'/' | b'.') {
            return None;
        }
        let (second, stop) = self.field(stop + 1, 2, end)?;
        if self.byte(stop) != separator {
            return None;
        }
        let before = stop + 1;
        let (third, stop) = self.field(before, 4, end)?;
        let ends = !self.byte(stop).is_ascii_alphanumeric() || self.byte(stop) == b'T';
        if !ends || (self.byte(stop) == separator && self.byte(stop + 1).is_ascii_digit()) {
            return None;
        }
        let is_short = stop - before == 2 && separator == b'/';
        Some((date(first, second, third, is_short)?, stop))
    }

    fn clock(&self, end: usize) -> Option<(Kind, usize)> {
        let (hour, stop) = self.field(self.at, 2, end)?;
        if self.byte(stop) != b':' {
            return None;
        }
        let (minute, after) = self.field(stop + 1, 2, end)?;
        if after - stop != 3 {
            return None;
        }
        let second = (self.byte(after) == b':').then(|| self.field(after + 1, 2, end)).flatten();
        let mut stop = second.map_or(after, |(_, stop)| stop);
        if second.is_some() && self.byte(stop) == b'.' && self.byte(stop + 1).is_ascii_digit() {
            stop += 1 + self.bytes[stop + 1..end].iter().take_while(|b| b.is_ascii_digit()).count();
        }
        let goes_on = self.byte(stop) == b':' && self.byte(stop + 1).is_ascii_hexdigit();
        let time = NaiveTime::from_hms_opt(hour % 24, minute, second.map_or(0, |(s, _)| s))?;
        let fits = hour <= 24 && !goes_on;
        fits.then_some((Kind::Clock { time, seconds: second.is_some() }, stop))
    }

    fn number(&mut self, end: usize) {
        let run = self.skip(end, |byte| byte.is_ascii_alphanumeric());
        if self.bytes[self.at..run].iter().any(u8::is_ascii_alphabetic) {
            return self.suffixed(run);
        }
        let (mut stop, mut decimals) = (run, 0);
        while self.byte(stop) == b',' && stop + 4 <= end && self.is_group(stop + 1) {
            stop += 4;
        }
        if self.byte(stop) == b'.' && stop + 1 < end && self.byte(stop + 1).is_ascii_digit() {
            let whole = stop + 1;
            stop = whole + self.bytes[whole..end].iter().take_while(|b| b.is_ascii_digit()).count();
            decimals = stop - whole;
            let version = self.byte(stop) == b'.' && self.byte(stop + 1).is_ascii_digit();
            if version {
                let stop = self.skip(end, |byte| byte.is_ascii_digit() || byte == b'.');
                return self.push(Kind::Hidden, stop);
            }
        }
        let kind = number(&self.shown[self.at..stop], decimals);
        self.push(kind, stop);
        if self.suffix_follows(end) {
            let stop = self.skip(end, |byte| byte.is_ascii_alphabetic());
            let meaning = meaning(&self.shown[self.at..stop], &self.lower[self.at..stop]);
            self.push(Kind::Word(meaning), stop);
        }
    }

    /// Whether a unit sticks to a number with a point: "1.5h".
    fn suffix_follows(&self, end: usize) -> bool {
        let stop = self.skip(end, |byte| byte.is_ascii_alphabetic());
        stop > self.at && SUFFIXES.contains(&&self.lower[self.at..stop])
    }

    /// Exactly three digits: a group of thousands.
    fn is_group(&self, at: usize) -> bool {
        (0..3).all(|offset| self.byte(at + offset).is_ascii_digit())
            && !self.byte(at + 3).is_ascii_alphanumeric()
    }

    /// Digits with letters behind them: "47min", "2h15m", or a name like "3f2a".
    fn suffixed(&mut self, run: usize) {
        let parts = parts(&self.lower[self.at..run]);
        let Some(parts) = parts else { return self.push(Kind::Hidden, run) };
        for length in parts {
            let stop = self.at + length;
            let kind = if self.byte(self.at).is_ascii_digit() {
                number(&self.shown[self.at..stop], 0)
            } else {
                let range = self.at..stop;
                Kind::Word(meaning(&self.shown[range.clone()], &self.lower[range]))
            };
            self.push(kind, stop);
        }
    }
}

/// The lengths of the runs of digits and letters, where all letters are known suffixes.
fn parts(run: &str) -> Option<Vec<usize>> {
    const MOST: usize = 8;
    let mut lengths = Vec::new();
    let mut rest = run;
    while let Some(first) = rest.bytes().next() {
        let is_digit = first.is_ascii_digit();
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() == is_digit).count();
        if lengths.len() == MOST || (!is_digit && !SUFFIXES.contains(&&rest[..length])) {
            return None;
        }
        lengths.push(length);
        rest = &rest[length..];
    }
    Some(lengths)
}

fn number(text: &str, decimals: usize) -> Kind {
    const MOST: usize = 12;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > MOST {
        return Kind::Hidden;
    }
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    plain.parse().map_or(Kind::Hidden, |value| Kind::Number {
        value,
        decimals: count(decimals),
        digits: count(digits),
    })
}

fn date(first: u32, second: u32, third: u32, is_short: bool) -> Option<DigitDate> {
    let day = |year: u32, month, day| NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day);
    if first >= 1000 {
        return day(first, second, third).map(|date| DigitDate { date, other: None });
    }
    let year = if is_short { third + 2000 } else { third };
    if year < 1000 {
        return None;
    }
    match (day(year, second, first), day(year, first, second)) {
        (Some(date), other) => Some(DigitDate { date, other: other.filter(|d| *d != date) }),
        (None, Some(date)) => Some(DigitDate { date, other: None }),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};
    use proptest::prelude::*;

    fn kinds(text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let found = tokens(text, &lower, &[]);
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
            for token in tokens(&text, &text.to_ascii_lowercase(), &[]) {
                prop_assert!(token.start >= end && token.end > token.start);
                prop_assert!(text.get(token.start..token.end).is_some());
                end = token.end;
            }
        }
    }
}
