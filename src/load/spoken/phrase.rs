//! Which words say a day, which a time of day, and which a zone.

use chrono::{FixedOffset, Month, NaiveDate, NaiveTime, Weekday};

use super::length::{Length, length};
use crate::model::Zone;

/// What words mean.
#[derive(Debug)]
pub(super) enum Meaning {
    /// So long before now.
    Back(Length),
    /// So long after now.
    Ahead(Length),
    /// A day, a time of day, or both.
    Phrase(Phrase),
}

/// A day, a time of day, or both, and whose clocks show them.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    pub(super) day: Option<Day>,
    pub(super) clock: Option<Clock>,
    pub(super) zone: Option<Said>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    Date(NaiveDate),
    /// A date in numbers whose month may be the first or the second of them.
    Either(NaiveDate, NaiveDate),
    /// A month and a day of it.
    Yearly(Month, u32),
    Weekday(Weekday, Option<Side>),
    /// So many days from today.
    FromToday(i64),
    /// So many months and days ago.
    Ago(Length),
}

/// "last" and "next".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Last,
    Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    At(NaiveTime),
    /// The beginning of a day, or the end of it.
    Midnight,
}

/// A zone that was said.
#[derive(Debug)]
pub(super) enum Said {
    Zone(Zone),
    /// Letters such as CET.
    Letters(String),
    /// Letters with their offset behind them.
    Both(String, Zone),
}

/// A value that words begin with, and the words behind it.
type Read<'w, T> = Option<(T, &'w [&'w str])>;

/// What words mean; nothing where one of them means nothing.
pub(super) fn meaning(words: &[&str]) -> Option<Meaning> {
    if let ["in", rest @ ..] = words {
        return length(rest).map(Meaning::Ahead);
    }
    let Some(ago) = words.iter().position(|word| *word == "ago") else {
        return phrase(words, Phrase::default()).map(Meaning::Phrase);
    };
    let (said, behind) = (&words[..ago], &words[ago + 1..]);
    if behind.is_empty()
        && let Some(length) = length(said)
    {
        return Some(Meaning::Back(length));
    }
    // "2 days ago 14:00", "14:00 2 days ago"
    (0..ago).find_map(|start| {
        let length = length(&said[start..]).filter(Length::is_of_days)?;
        let others = [&said[..start], behind].concat();
        let phrase = phrase(&others, Phrase { day: Some(Day::Ago(length)), ..Phrase::default() })?;
        phrase.clock.is_some().then_some(Meaning::Phrase(phrase))
    })
}

/// What words add to a phrase, each part of which is said once.
fn phrase<'w>(mut words: &'w [&'w str], mut phrase: Phrase) -> Option<Phrase> {
    let mut is_dotted = false;
    while !words.is_empty() {
        let (is_at, behind_at) = behind("at", words);
        let (is_on, behind_on) = behind("on", words);
        words = if let Some(((date, time), rest)) = date_and_time(words) {
            put(&mut phrase.day, Day::Date(date))?;
            put(&mut phrase.clock, time.clock)?;
            phrase.zone = time.zone;
            rest
        } else if let Some((day, rest)) = day(behind_on).filter(|_| !is_at) {
            put(&mut phrase.day, day)?;
            rest
        } else if let Some((time, rest)) = time(behind_at).filter(|_| !is_on) {
            put(&mut phrase.clock, time.clock)?;
            is_dotted = time.is_dotted;
            phrase.zone = time.zone;
            rest
        } else {
            let (zone, rest) = zone(words).filter(|_| phrase.clock.is_some())?;
            put(&mut phrase.zone, zone)?;
            rest
        };
    }
    // "20.10" alone may be the 20th of October.
    (phrase.day.is_some() || phrase.clock.is_some() && !is_dotted).then_some(phrase)
}

/// Whether words begin with a word, and the words behind it.
fn behind<'w>(word: &str, words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    match words.split_first() {
        Some((first, rest)) if *first == word => (true, rest),
        _ => (false, words),
    }
}

/// Fills a place; nothing where it is taken.
fn put<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// 2024-05-02T10:00, also with an offset.
fn date_and_time<'w>(words: &'w [&'w str]) -> Read<'w, (NaiveDate, Time)> {
    let (first, rest) = words.split_first()?;
    let (date, clock) = first.split_once('t')?;
    let Some(Day::Date(date)) = numeric_date(date).filter(|_| date.contains('-')) else {
        return None;
    };
    let (digits, behind) = clock.split_at(end_of_clock(clock));
    let zone = match behind {
        "" => None,
        _ => Some(offset_zone(behind)?),
    };
    Some(((date, Time { clock: Clock::At(colons(digits)?), is_dotted: false, zone }), rest))
}

fn day<'w>(words: &'w [&'w str]) -> Read<'w, Day> {
    match words {
        ["today", rest @ ..] => Some((Day::FromToday(0), rest)),
        ["yesterday", rest @ ..] => Some((Day::FromToday(-1), rest)),
        ["tomorrow", rest @ ..] => Some((Day::FromToday(1), rest)),
        ["last", name, rest @ ..] => Some((Day::Weekday(weekday(name)?, Some(Side::Last)), rest)),
        ["next", name, rest @ ..] => Some((Day::Weekday(weekday(name)?, Some(Side::Next)), rest)),
        [first, rest @ ..] => match weekday(first) {
            Some(weekday) => Some((Day::Weekday(weekday, None), rest)),
            None => numeric_date(first).map(|date| (date, rest)).or_else(|| named_date(words)),
        },
        [] => None,
    }
}

/// "Nov 21", "21 November 2026", "the 21st of November".
fn named_date<'w>(words: &'w [&'w str]) -> Read<'w, Day> {
    let (_, words) = behind("the", words);
    let ((month, day), rest) = match words {
        [first, "of", second, rest @ ..] => ((month(second)?, day_of_month(first)?), rest),
        [first, second, rest @ ..] => match month(first) {
            Some(month) => ((month, day_of_month(second)?), rest),
            None => ((month(second)?, day_of_month(first)?), rest),
        },
        _ => return None,
    };
    let year = rest.split_first().filter(|(word, _)| is_number(word, 4..=4));
    match year.and_then(|(word, rest)| Some((word.parse().ok()?, rest))) {
        Some((year, rest)) => {
            let date = NaiveDate::from_ymd_opt(year, month.number_from_month(), day)?;
            Some((Day::Date(date), rest))
        }
        None => Some((Day::Yearly(month, day), rest)),
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    match word {
        "tues" => Some(Weekday::Tue),
        "weds" => Some(Weekday::Wed),
        "thur" | "thurs" => Some(Weekday::Thu),
        _ => word.parse().ok(),
    }
}

fn month(word: &str) -> Option<Month> {
    match word.trim_end_matches('.') {
        "sept" => Some(Month::September),
        word => word.parse().ok(),
    }
}

/// "21", "21st", "21."
fn day_of_month(word: &str) -> Option<u32> {
    let number = word.trim_end_matches(|c: char| c == '.' || c.is_ascii_lowercase());
    let is_day = is_number(number, 1..=2);
    let is_plain = ["", ".", "st", "nd", "rd", "th"].contains(&&word[number.len()..]);
    number.parse().ok().filter(|day| is_day && is_plain && (1..=31).contains(day))
}

/// 2026-11-21, 21.11.2026, 2026/11/21, 21/11/2026: days with years of four digits.
fn numeric_date(word: &str) -> Option<Day> {
    let mark = *word.as_bytes().iter().find(|byte| b"-./".contains(byte))?;
    let parts: Vec<&str> = word.split(char::from(mark)).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let is_year_first = is_number(first, 4..=4);
    let (year, others) =
        if is_year_first { (first, [second, third]) } else { (third, [first, second]) };
    if !is_number(year, 4..=4) || !others.iter().all(|part| is_number(part, 1..=2)) {
        return None;
    }
    let [first, second] = others.map(|part| part.parse::<u32>().unwrap_or_default());
    let year = year.parse().ok()?;
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    match (mark, is_year_first) {
        (b'-', true) | (b'/', true) => date(first, second).map(Day::Date),
        (b'.', false) => date(second, first).map(Day::Date),
        // 5/11/2026 is in November or in May.
        (b'/', false) => match (date(second, first), date(first, second)) {
            (Some(a), Some(b)) if a != b => Some(Day::Either(a, b)),
            (one, other) => one.or(other).map(Day::Date),
        },
        _ => None,
    }
}

/// A time of day as it was written.
struct Time {
    clock: Clock,
    /// "20.10"
    is_dotted: bool,
    zone: Option<Said>,
}

fn time<'w>(words: &'w [&'w str]) -> Read<'w, Time> {
    let (first, rest) = words.split_first()?;
    let plain = |clock| Time { clock, is_dotted: false, zone: None };
    match *first {
        "noon" | "midday" => {
            return Some((plain(Clock::At(NaiveTime::from_hms_opt(12, 0, 0)?)), rest));
        }
        "midnight" => return Some((plain(Clock::Midnight), rest)),
        _ => {}
    }
    let (digits, behind) = first.split_at(end_of_clock(first));
    match (behind, rest.split_first()) {
        ("am" | "pm", _) => Some((plain(Clock::At(half_day(digits, behind)?)), rest)),
        ("", Some((half @ (&"am" | &"pm"), rest))) => {
            Some((plain(Clock::At(half_day(digits, half)?)), rest))
        }
        ("", _) if digits.contains('.') => {
            let clock = Clock::At(colons(&digits.replace('.', ":"))?);
            Some((Time { clock, is_dotted: true, zone: None }, rest))
        }
        ("", _) => Some((plain(Clock::At(colons(digits)?)), rest)),
        // "10:00-11:00" is no time with an offset.
        (offset, _) if offset.starts_with(['-', '\u{2212}']) => None,
        (offset, _) => {
            let zone = Some(offset_zone(offset)?);
            Some((Time { clock: Clock::At(colons(digits)?), is_dotted: false, zone }, rest))
        }
    }
}

/// Where the digits of a clock end, and the marks between them.
fn end_of_clock(word: &str) -> usize {
    word.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(word.len())
}

/// 20:10 or 20:10:05, with two digits for all but the hour: "20:1" may be a slip.
fn colons(digits: &str) -> Option<NaiveTime> {
    let parts: Vec<&str> = digits.split(':').collect();
    let (hour, others) = parts.split_first()?;
    let are_sound = is_number(hour, 1..=2) && others.iter().all(|part| is_number(part, 2..=2));
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        _ if !are_sound => None,
        [hour, minute] => NaiveTime::from_hms_opt(*hour, *minute, 0),
        [hour, minute, second] => NaiveTime::from_hms_opt(*hour, *minute, *second),
        _ => None,
    }
}

/// "8", "8:05" or "8.05" of the first or the second half of the day; its first hour is 12.
fn half_day(digits: &str, half: &str) -> Option<NaiveTime> {
    let digits = digits.replace('.', ":");
    let (hour, minutes) = digits.split_once(':').unwrap_or((&digits, "00"));
    let hour: u32 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    let hours = if half == "pm" { 12 } else { 0 };
    colons(&format!("{:02}:{minutes}", hour % 12 + hours))
}

/// "UTC", "UTC+2", "+02:00", "Europe/Zurich", "CET", "CET (UTC+01:00)".
fn zone<'w>(words: &'w [&'w str]) -> Read<'w, Said> {
    let (first, rest) = words.split_first()?;
    let letters = || first.bytes().all(|byte| byte.is_ascii_lowercase()) && first.len() <= 5;
    if let Some((second, rest)) = rest.split_first().filter(|_| letters())
        && let Some(offset) = second.strip_prefix('(').and_then(|offset| offset.strip_suffix(')'))
    {
        let clocks = Zone::fixed(offset_from_utc(offset)?);
        return Some((Said::Both(first.to_ascii_uppercase(), clocks), rest));
    }
    let zone = match offset_zone(first).filter(|_| !first.starts_with(['-', '\u{2212}'])) {
        Some(zone) => zone,
        None if first.contains('/') => Said::Zone(Zone::named(first)?),
        None if letters() => Said::Letters(first.to_ascii_uppercase()),
        None => return None,
    };
    Some((zone, rest))
}

fn offset_zone(text: &str) -> Option<Said> {
    offset_from_utc(text).map(|offset| Said::Zone(Zone::fixed(offset)))
}

/// "Z", "UTC", "GMT", "+2", "+02:00", "+0200", "UTC-5".
fn offset_from_utc(text: &str) -> Option<FixedOffset> {
    let text = text.strip_prefix("utc").or_else(|| text.strip_prefix("gmt")).unwrap_or(text);
    if matches!(text, "" | "z") {
        return FixedOffset::east_opt(0);
    }
    let (sign, digits) = match text.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, text.strip_prefix(['-', '\u{2212}'])?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    if !is_number(hours, 1..=2) || !is_number(minutes, 2..=2) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_somewhere = hours < 15 && minutes < 60;
    let seconds = sign * (hours * 3600 + minutes * 60);
    FixedOffset::east_opt(seconds).filter(|_| is_somewhere)
}

fn is_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
