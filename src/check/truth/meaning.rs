//! What single words mean: numerals, units of time, months, weekdays.

use chrono::Weekday;

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

/// What a word means; `shown` is as written and `lower` in lower case. Names of months and
/// weekdays are capitalised, or they are other words: "may", "march", "sat".
pub(super) fn meaning(shown: &str, lower: &str) -> Meaning {
    let lower = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(lower);
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

fn lookup(word: &str) -> Meaning {
    use Meaning::{Number, Scale, Weekday as Day};
    match word {
        "one" => Number(1),
        "two" => Number(2),
        "three" => Number(3),
        "four" => Number(4),
        "five" => Number(5),
        "six" => Number(6),
        "seven" => Number(7),
        "eight" => Number(8),
        "nine" => Number(9),
        "ten" => Number(10),
        "eleven" => Number(11),
        "twelve" => Number(12),
        "thirteen" => Number(13),
        "fourteen" => Number(14),
        "fifteen" => Number(15),
        "sixteen" => Number(16),
        "seventeen" => Number(17),
        "eighteen" => Number(18),
        "nineteen" => Number(19),
        "twenty" => Number(20),
        "thirty" => Number(30),
        "forty" => Number(40),
        "fifty" => Number(50),
        "sixty" => Number(60),
        "seventy" => Number(70),
        "eighty" => Number(80),
        "ninety" => Number(90),
        "dozen" => Scale(12),
        "hundred" => Scale(100),
        "thousand" => Scale(1_000),
        "million" => Scale(1_000_000),
        "second" | "seconds" | "sec" | "secs" => Meaning::Unit(Unit::Second),
        "minute" | "minutes" | "min" | "mins" => Meaning::Unit(Unit::Minute),
        "hour" | "hours" | "hrs" => Meaning::Unit(Unit::Hour),
        "day" | "days" => Meaning::Unit(Unit::Day),
        "week" | "weeks" => Meaning::Unit(Unit::Week),
        "monday" | "mon" => Day(Weekday::Mon),
        "tuesday" | "tue" | "tues" => Day(Weekday::Tue),
        "wednesday" | "wed" => Day(Weekday::Wed),
        "thursday" | "thu" | "thur" | "thurs" => Day(Weekday::Thu),
        "friday" | "fri" => Day(Weekday::Fri),
        "saturday" | "sat" => Day(Weekday::Sat),
        "sunday" | "sun" => Day(Weekday::Sun),
        _ => month(word).map_or(Meaning::Plain, Meaning::Month),
    }
}

fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}
