//! What single words mean: numerals, units of time, months, weekdays.

use chrono::Weekday;

use crate::check::sieve::Sieve;

/// What a word means by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Meaning {
    /// Nothing that is looked for.
    Plain,
    /// "seven", "forty".
    Number(u32),
    /// "hundred", "thousand", "million", "dozen".
    Scale(u32),
    /// "minutes", "hrs".
    Unit(Unit),
    /// "June", "Jun", from 1.
    Month(u32),
    /// "Monday", "Mon".
    Weekday(Weekday),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

impl Unit {
    /// Its length.
    pub(in crate::check) const fn seconds(self) -> i64 {
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 604_800,
        }
    }

    /// The unit that a letter stands for right behind a number: "2h", "15m".
    pub(in crate::check) fn letter(word: &str) -> Option<Self> {
        Some(match word {
            "s" => Self::Second,
            "m" => Self::Minute,
            "h" => Self::Hour,
            "d" => Self::Day,
            _ => return None,
        })
    }
}

/// What a word means; `shown` is as written and `lower` in lower case and bare. Names of months
/// and weekdays are capitalised, or they are other words: "may", "march", "sat".
pub(super) fn meaning(shown: &str, lower: &str) -> Meaning {
    if lower.len() < 3 || lower.len() > 9 {
        return if lower == "hr" { Meaning::Unit(Unit::Hour) } else { Meaning::Plain };
    }
    let found = lookup(lower);
    let is_name = matches!(found, Meaning::Month(_) | Meaning::Weekday(_));
    if is_name && !shown.starts_with(|first: char| first.is_uppercase()) {
        return Meaning::Plain;
    }
    found
}

/// Bytes of the `'s` at the end of a word.
pub(super) fn suffix(word: &str) -> u8 {
    match word.as_bytes() {
        [.., b'\'', b's'] => 2,
        _ if word.ends_with("’s") => 4,
        _ => 0,
    }
}

/// The words that mean something, by their first letter.
fn lookup(word: &str) -> Meaning {
    let words = match word.as_bytes().first() {
        Some(letter @ b'a'..=b'z') => WORDS[usize::from(letter - b'a')],
        _ => return Meaning::Plain,
    };
    let found = words.iter().find(|(known, _)| *known == word);
    found.map_or(Meaning::Plain, |(_, meaning)| *meaning)
}

/// Makes a sieve let through what means something.
pub(super) const fn add_meanings(sieve: &mut Sieve) {
    let mut letter = 0;
    while letter < WORDS.len() {
        let mut index = 0;
        while index < WORDS[letter].len() {
            sieve.add(WORDS[letter][index].0.as_bytes());
            index += 1;
        }
        letter += 1;
    }
    sieve.add(b"hr");
}

type Words = &'static [(&'static str, Meaning)];

const WORDS: [Words; 26] = {
    use Meaning::{Month, Number, Scale, Unit as In, Weekday as On};
    use Unit::{Day, Hour, Minute, Second, Week};
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    const NONE: Words = &[];
    [
        &[("april", Month(4)), ("apr", Month(4)), ("august", Month(8)), ("aug", Month(8))],
        NONE,
        NONE,
        &[
            ("days", In(Day)),
            ("day", In(Day)),
            ("dozen", Scale(12)),
            ("december", Month(12)),
            ("dec", Month(12)),
        ],
        &[
            ("eight", Number(8)),
            ("eleven", Number(11)),
            ("eighteen", Number(18)),
            ("eighty", Number(80)),
        ],
        &[
            ("four", Number(4)),
            ("five", Number(5)),
            ("fourteen", Number(14)),
            ("fifteen", Number(15)),
            ("forty", Number(40)),
            ("fifty", Number(50)),
            ("friday", On(Fri)),
            ("fri", On(Fri)),
            ("february", Month(2)),
            ("feb", Month(2)),
        ],
        NONE,
        &[("hours", In(Hour)), ("hour", In(Hour)), ("hrs", In(Hour)), ("hundred", Scale(100))],
        NONE,
        &[
            ("january", Month(1)),
            ("jan", Month(1)),
            ("june", Month(6)),
            ("jun", Month(6)),
            ("july", Month(7)),
            ("jul", Month(7)),
        ],
        NONE,
        NONE,
        &[
            ("minutes", In(Minute)),
            ("minute", In(Minute)),
            ("min", In(Minute)),
            ("mins", In(Minute)),
            ("monday", On(Mon)),
            ("mon", On(Mon)),
            ("march", Month(3)),
            ("mar", Month(3)),
            ("may", Month(5)),
            ("million", Scale(1_000_000)),
        ],
        &[
            ("nine", Number(9)),
            ("nineteen", Number(19)),
            ("ninety", Number(90)),
            ("november", Month(11)),
            ("nov", Month(11)),
        ],
        &[("one", Number(1)), ("october", Month(10)), ("oct", Month(10))],
        NONE,
        NONE,
        NONE,
        &[
            ("seconds", In(Second)),
            ("second", In(Second)),
            ("sec", In(Second)),
            ("secs", In(Second)),
            ("six", Number(6)),
            ("seven", Number(7)),
            ("sixteen", Number(16)),
            ("seventeen", Number(17)),
            ("sixty", Number(60)),
            ("seventy", Number(70)),
            ("saturday", On(Sat)),
            ("sat", On(Sat)),
            ("sunday", On(Sun)),
            ("sun", On(Sun)),
            ("september", Month(9)),
            ("sep", Month(9)),
            ("sept", Month(9)),
        ],
        &[
            ("two", Number(2)),
            ("three", Number(3)),
            ("ten", Number(10)),
            ("twelve", Number(12)),
            ("thirteen", Number(13)),
            ("twenty", Number(20)),
            ("thirty", Number(30)),
            ("thousand", Scale(1_000)),
            ("tuesday", On(Tue)),
            ("tue", On(Tue)),
            ("tues", On(Tue)),
            ("thursday", On(Thu)),
            ("thu", On(Thu)),
            ("thur", On(Thu)),
            ("thurs", On(Thu)),
        ],
        NONE,
        NONE,
        &[("weeks", In(Week)), ("week", In(Week)), ("wednesday", On(Wed)), ("wed", On(Wed))],
        NONE,
        NONE,
        NONE,
    ]
};

#[cfg(test)]
mod tests {
    use super::{Meaning, WORDS, lookup, meaning, suffix};

    #[test]
    fn every_word_is_filed_under_its_letter() {
        for (word, expected) in WORDS.into_iter().flatten() {
            assert_eq!(lookup(word), *expected, "{word}");
        }
    }

    #[test]
    fn names_are_capitalised() {
        assert_eq!(meaning("May", "may"), Meaning::Month(5));
        assert_eq!(meaning("may", "may"), Meaning::Plain);
        assert_eq!(meaning("Friday’s", "friday"), Meaning::Weekday(chrono::Weekday::Fri));
        assert_eq!(meaning("the", "the"), Meaning::Plain);
    }

    #[test]
    fn words_are_read_without_an_s_of_possession() {
        assert_eq!(
            [suffix("noon’s"), suffix("noon's"), suffix("hours"), suffix("’s")],
            [4, 2, 0, 4]
        );
    }
}
