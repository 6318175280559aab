//! Dates and weekdays: "18th June 2018", "02/28/2019", "Monday", "Monday, June 18".

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::spots::Spots;
use super::token::Kind;

/// A stated day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Day {
    /// The date, where one is stated.
    pub(in crate::check) date: Option<StatedDate>,
    /// The weekday, where one is stated.
    pub(in crate::check) weekday: Option<(Weekday, usize)>,
    /// Its tokens.
    pub(in crate::check) range: Range<usize>,
}

/// A date as far as it is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum StatedDate {
    /// A date; or, with days and months in digits, perhaps the other one.
    Full(NaiveDate, Option<NaiveDate>),
    /// A month from 1 and a day without a year.
    Yearless(u32, u32),
}

/// All days of a sentence.
pub(in crate::check) fn days(sentence: &Sentence<'_>) -> Vec<Day> {
    let mut found: Vec<Day> = Vec::new();
    for at in sentence.spots(Spots::DAY) {
        if found.last().is_none_or(|last| last.range.end <= at) {
            found.extend(day(sentence, at));
            found.extend(last_of_range(sentence, found.last(), at));
        }
    }
    found
}

/// The second day of "July 11–15, 2023".
fn last_of_range(sentence: &Sentence<'_>, first: Option<&Day>, at: usize) -> Option<Day> {
    let first = first.filter(|first| first.range.start == at)?;
    let Meaning::Month(month) = sentence.meaning(at) else { return None };
    let dash = first.range.end;
    if !sentence.is_mark(dash, &['–', '-', '—']) {
        return None;
    }
    let day = day_number(sentence, dash + 1)?;
    let (date, end) = finish(sentence, month, day, ordinal_end(sentence, dash + 2))?;
    Some(Day { date: Some(date), weekday: None, range: dash + 1..end })
}

#[cfg(test)]
pub(super) fn starts(sentence: &Sentence<'_>, at: usize) -> bool {
    day(sentence, at).is_some()
}

fn day(sentence: &Sentence<'_>, at: usize) -> Option<Day> {
    if let Meaning::Weekday(weekday) = sentence.meaning(at) {
        let stated = Some((weekday, at));
        let mut next = at + 1;
        while sentence.is_mark(next, &[',', '(', '.']) || sentence.is(next, words!("the")) {
            next += 1;
        }
        let (date, end) = match date(sentence, next) {
            Some((date, end)) => (Some(date), end),
            None => (None, at + 1),
        };
        return Some(Day { date, weekday: stated, range: at..end });
    }
    let (date, end) = date(sentence, at)?;
    // "2018-06-18 (Monday)"
    let opened = sentence.is_mark(end, &['(', ',']);
    let weekday = match sentence.meaning(end + usize::from(opened)) {
        Meaning::Weekday(weekday) if opened || !sentence.is_glued(end) => {
            Some((weekday, end + usize::from(opened)))
        }
        _ => None,
    };
    let end = weekday.map_or(end, |(_, at)| at + 1);
    Some(Day { date: Some(date), weekday, range: at..end })
}

fn date(sentence: &Sentence<'_>, at: usize) -> Option<(StatedDate, usize)> {
    match sentence.kind(at)? {
        Kind::Date(digits) => Some((StatedDate::Full(digits.date, digits.other), at + 1)),
        Kind::Number { .. } => day_first(sentence, at),
        Kind::Word(Meaning::Month(month)) => month_first(sentence, at, month),
        _ => None,
    }
}

/// "18 June 2018", "18th of June", "18-Jun-2018".
fn day_first(sentence: &Sentence<'_>, at: usize) -> Option<(StatedDate, usize)> {
    let day = day_number(sentence, at)?;
    let mut next = ordinal_end(sentence, at + 1);
    if sentence.is(next, words!("of")) || sentence.is_mark(next, &['-']) {
        next += 1;
    }
    let Meaning::Month(month) = sentence.meaning(next) else { return None };
    finish(sentence, month, day, next + 1)
}

/// "June 18, 2018", "Jun 18th".
fn month_first(sentence: &Sentence<'_>, at: usize, month: u32) -> Option<(StatedDate, usize)> {
    let mut next = at + 1;
    while sentence.is_mark(next, &['.']) || sentence.is(next, words!("the")) {
        next += 1;
    }
    let day = day_number(sentence, next)?;
    let is_other = sentence.is_mark(next + 1, &['%', '/', ':'])
        || matches!(sentence.meaning(next + 1), Meaning::Unit(_));
    if is_other {
        return None;
    }
    finish(sentence, month, day, ordinal_end(sentence, next + 1))
}

fn finish(
    sentence: &Sentence<'_>,
    month: u32,
    day: u32,
    end: usize,
) -> Option<(StatedDate, usize)> {
    let year_at = if sentence.is_mark(end, &[',', '.', '-']) { end + 1 } else { end };
    match year(sentence, year_at) {
        Some(year) => {
            let date = NaiveDate::from_ymd_opt(year, month, day)?;
            Some((StatedDate::Full(date, None), year_at + 1))
        }
        None => {
            // Leap years have every day.
            NaiveDate::from_ymd_opt(2000, month, day)?;
            Some((StatedDate::Yearless(month, day), end))
        }
    }
}

fn day_number(sentence: &Sentence<'_>, at: usize) -> Option<u32> {
    match sentence.kind(at)? {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        Kind::Number { value, decimals: 0, digits: 1..=2 } if (1.0..=31.0).contains(&value) => {
            Some(value as u32)
        }
        _ => None,
    }
}

fn ordinal_end(sentence: &Sentence<'_>, at: usize) -> usize {
    let is_ordinal = sentence.is(at, words!("st" "nd" "rd" "th")) && sentence.is_glued(at);
    at + usize::from(is_ordinal)
}

fn year(sentence: &Sentence<'_>, at: usize) -> Option<i32> {
    match sentence.kind(at)? {
        #[expect(clippy::cast_possible_truncation, reason = "checked")]
        Kind::Number { value, decimals: 0, digits: 4 } if (1990.0..2100.0).contains(&value) => {
            Some(value as i32)
        }
        _ => None,
    }
}

impl StatedDate {
    /// The days that it may be; one without a year is that nearest to `near`.
    pub(in crate::check) fn candidates(self, near: NaiveDate) -> Vec<NaiveDate> {
        match self {
            Self::Full(date, other) => std::iter::once(date).chain(other).collect(),
            Self::Yearless(month, day) => (near.year() - 1..=near.year() + 1)
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                .min_by_key(|date| (*date - near).num_days().abs())
                .into_iter()
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{StatedDate, days};
    use crate::check::truth::Text;

    fn found(text: &str) -> Vec<String> {
        let text = Text::plain(text);
        let sentence = text.sentences().next().unwrap();
        let name = |day: super::Day| {
            let date = match day.date {
                Some(StatedDate::Full(date, None)) => date.to_string(),
                Some(StatedDate::Full(date, Some(other))) => format!("{date}|{other}"),
                Some(StatedDate::Yearless(month, day)) => format!("{month}-{day}"),
                None => String::new(),
            };
            let weekday = day.weekday.map(|(weekday, _)| weekday.to_string()).unwrap_or_default();
            format!("{weekday} {date}").trim().to_owned()
        };
        days(&sentence).into_iter().map(name).collect()
    }

    #[test]
    fn reads_what_people_write() {
        assert_eq!(found("On Monday, 18th June 2018 it"), ["Mon 2018-06-18"]);
        assert_eq!(found("June 18, 2018 and Jun 18"), ["2018-06-18", "6-18"]);
        assert_eq!(found("the 18th of June, 2018-06-18 (Mon)"), ["6-18", "Mon 2018-06-18"]);
        assert_eq!(found("02/28/2019, 03/04/2019"), ["2019-02-28", "2019-04-03|2019-03-04"]);
        assert_eq!(found("on Friday"), ["Fri"]);
        assert_eq!(found("Tue 5 Mar"), ["Tue 3-5"]);
        assert!(found("it may 5 times march 30 minutes, June 2018").is_empty());
    }
}
