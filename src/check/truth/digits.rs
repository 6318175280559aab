//! Numbers, times, dates and names in digits.

use chrono::{NaiveDate, NaiveTime};

use super::meaning::Meaning;
use super::token::{DigitDate, Kind, Lexer, Token};
use super::word_list::Words;

/// Letters that make sense right behind a number; with others the whole is a name or a hash.
const SUFFIXES: &Words = words!(
    "s" "sec" "secs" "second" "seconds" "m" "min" "mins" "minute" "minutes" "h" "hr" "hrs"
    "hour" "hours" "d" "day" "days" "am" "pm" "k" "st" "nd" "rd" "th" "utc" "gmt" "z" "cet"
    "cest" "pst" "pdt" "est" "edt" "bst" "w" "week" "weeks"
);

impl Lexer<'_> {
    pub(super) fn digits(&mut self, end: usize) {
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
            self.push_word(stop);
        }
    }

    /// Whether a unit sticks to a number with a point: "1.5h".
    fn suffix_follows(&self, end: usize) -> bool {
        let stop = self.skip(end, |byte| byte.is_ascii_alphabetic());
        stop > self.at && SUFFIXES.has(&self.lower[self.at..stop])
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
            if self.byte(self.at).is_ascii_digit() {
                self.push(number(&self.shown[self.at..stop], 0), stop);
            } else {
                self.push_word(stop);
            }
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
        if lengths.len() == MOST || (!is_digit && !SUFFIXES.has(&rest[..length])) {
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
    let count = |count: usize| u8::try_from(count).ok().filter(|_| digits <= MOST);
    let (Some(digits), Some(decimals)) = (count(digits), count(decimals)) else {
        return Kind::Hidden;
    };
    let plain: String = text.chars().filter(|c| *c != ',').collect();
    plain.parse().map_or(Kind::Hidden, |value| Kind::Number { value, decimals, digits })
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
