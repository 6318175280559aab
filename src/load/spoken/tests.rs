use chrono::{DateTime, FixedOffset, Timelike as _};
use proptest::prelude::*;

use super::{SpokenTimeError, Tense, spoken_time};
use crate::model::{Bound, Zone};

/// A Saturday evening in Zurich.
const NOW: &str = "2026-11-21T20:14:47+01:00";

fn zurich() -> Zone {
    Zone::named("Europe/Zurich").unwrap()
}

fn read(text: &str, tense: Tense, now: &str) -> Result<Bound, SpokenTimeError> {
    spoken_time(text, tense, &now.parse().unwrap(), &zurich())
}

/// What the clocks in Zurich show then, or the day.
fn shown(text: &str, tense: Tense, now: &str) -> String {
    match read(text, tense, now) {
        Ok(Bound::At(at)) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        Ok(Bound::On { day, .. }) => day.to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn lengths_back_from_now_are_to_the_minute() {
    for (text, expected) in [
        ("10 min ago", "2026-11-21T20:04:00"),
        ("1h30m ago", "2026-11-21T18:44:00"),
        ("1 hour, 30 minutes ago", "2026-11-21T18:44:00"),
        ("2 hours and 5 minutes ago", "2026-11-21T18:09:00"),
        ("1.5 hours ago", "2026-11-21T18:44:00"),
        ("an hour ago", "2026-11-21T19:14:00"),
        ("a minute ago", "2026-11-21T20:13:00"),
        ("half an hour ago", "2026-11-21T19:44:00"),
        ("a quarter of an hour ago", "2026-11-21T19:59:00"),
        ("30 seconds ago", "2026-11-21T20:14:17"),
        ("1 day ago", "2026-11-20T20:14:00"),
        ("1 month ago", "2026-10-21T20:14:00"),
        ("in 2 hours", "2026-11-21T22:14:00"),
    ] {
        assert_eq!(shown(text, Tense::Past, NOW), expected, "{text}");
    }
}

#[test]
fn clock_times_on_days() {
    for (text, expected) in [
        ("noon", "2026-11-21T12:00:00"),
        ("midday", "2026-11-21T12:00:00"),
        ("midnight", "2026-11-21T00:00:00"),
        ("3am", "2026-11-21T03:00:00"),
        ("03:10", "2026-11-21T03:10:00"),
        ("yesterday at 9:00", "2026-11-20T09:00:00"),
        ("9:00 yesterday", "2026-11-20T09:00:00"),
        ("yesterday 20.10", "2026-11-20T20:10:00"),
        ("yesterday noon", "2026-11-20T12:00:00"),
        ("2 days ago 14:00", "2026-11-19T14:00:00"),
        ("14:00 2 days ago", "2026-11-19T14:00:00"),
        ("a week ago at 14:00", "2026-11-14T14:00:00"),
        ("sat 10:00", "2026-11-21T10:00:00"),
        ("sat 22:00", "2026-11-14T22:00:00"),
        ("on friday at 8pm", "2026-11-20T20:00:00"),
        ("last friday 8pm", "2026-11-20T20:00:00"),
        ("last saturday 10:00", "2026-11-14T10:00:00"),
        ("next sunday 10:00", "2026-11-22T10:00:00"),
        ("Nov 21 19:30", "2026-11-21T19:30:00"),
        ("21 November 19:30", "2026-11-21T19:30:00"),
        ("the 21st of November at 7:30 pm", "2026-11-21T19:30:00"),
        ("Nov 21, 2025 19:30", "2025-11-21T19:30:00"),
        ("Jan 5 10:00", "2026-01-05T10:00:00"),
        ("Nov 22 10:00", "2026-11-22T10:00:00"),
        ("21.11.2026 19:30", "2026-11-21T19:30:00"),
        ("2026/11/21 19:30", "2026-11-21T19:30:00"),
        ("21/11/2026 19:30", "2026-11-21T19:30:00"),
        ("5/5/2026 19:30", "2026-05-05T19:30:00"),
        ("21.11.2026", "2026-11-21"),
        ("yesterday", "2026-11-20"),
    ] {
        assert_eq!(shown(text, Tense::Past, NOW), expected, "{text}");
    }
    let new_year = "2026-01-01T00:20:00+01:00";
    assert_eq!(shown("Dec 31 23:50", Tense::Past, new_year), "2025-12-31T23:50:00");
    assert_eq!(shown("23:50", Tense::Past, new_year), "2025-12-31T23:50:00");
    assert_eq!(shown("noon", Tense::Past, new_year), "2026-01-01T12:00:00");
}

#[test]
fn zones_that_are_said() {
    for (text, expected) in [
        ("19:30 UTC", "2026-11-21T20:30:00"),
        ("18:30Z", "2026-11-21T19:30:00"),
        ("yesterday 23:50 z", "2026-11-21T00:50:00"),
        ("18:30+00:00", "2026-11-21T19:30:00"),
        ("18:30 UTC-1", "2026-11-21T20:30:00"),
        ("13:30 America/New_York", "2026-11-21T19:30:00"),
        ("19:30 CET", "2026-11-21T19:30:00"),
        ("13:30 EST", "2026-11-21T19:30:00"),
        ("03:30 JST", "2026-11-21T19:30:00"),
        ("May 1 10:00 CEST", "2026-05-01T10:00:00"),
        ("2026-11-21T10:00-05:00", "2026-11-21T16:00:00"),
        ("21 November 2026, 19:30 CET (UTC+01:00)", "2026-11-21T19:30:00"),
        ("21 November 2026, 10:30 PST (UTC\u{2212}08:00)", "2026-11-21T19:30:00"),
    ] {
        assert_eq!(shown(text, Tense::Past, NOW), expected, "{text}");
    }
    for text in ["19:30 CEST", "May 1 10:00 CET", "19:30 IST", "19:30 ET", "19:30 PST (UTC+01:00)"]
    {
        let error = read(text, Tense::Past, NOW).unwrap_err();
        assert!(matches!(error, SpokenTimeError::Letters(_)), "{text}: {error}");
    }
    // The letters tell which of two times is meant.
    let autumn = "2026-10-25T09:00:00+01:00";
    for (text, expected) in [("02:30 CEST", 0), ("02:30 CET", 1)] {
        let Ok(Bound::At(at)) = read(text, Tense::Past, autumn) else { panic!("{text}") };
        assert_eq!(at.to_utc().hour(), expected, "{text}");
    }
    assert!(matches!(read("02:30", Tense::Past, autumn), Err(SpokenTimeError::Twice(_))));
}

#[test]
fn what_was_planned_may_be_to_come() {
    for (text, expected) in [
        ("22:00", "2026-11-21T22:00:00"),
        ("10:00", "2026-11-21T10:00:00"),
        ("tomorrow 02:00", "2026-11-22T02:00:00"),
        ("Dec 25 22:00", "2026-12-25T22:00:00"),
        ("Jan 5 22:00", "2027-01-05T22:00:00"),
        ("02:00", "it can mean 2026-11-21 02:00 or 2026-11-22 02:00"),
        ("midnight", "it can mean 2026-11-21 00:00 or 2026-11-22 00:00"),
        ("fri 22:00 UTC", "it can mean 2026-11-20 22:00 UTC or 2026-11-27 22:00 UTC"),
    ] {
        assert_eq!(shown(text, Tense::Any, NOW), expected, "{text}");
    }
}

#[test]
fn nothing_is_made_up() {
    for text in [
        "",
        "m",
        "min",
        "hour",
        "ago",
        "at",
        "on",
        "may",
        "2010",
        "soon",
        "z",
        "+01:00",
        "pm",
        "this morning",
        "last night",
        "tonight",
        "a few minutes ago",
        "10 min",
        "20:1",
        "24:00",
        "25:00",
        "20.10",
        "yesterday 25:00",
        "yesterday 0am",
        "yesterday 13pm",
        "yesterday 8:xxpm",
        "2pm8",
        "10:00 11:00",
        "10:00-11:00",
        "10:00 -05:00",
        "10:00+16",
        "yesterday today 10:00",
        "10 min ago today",
        "10:00 10 min ago",
        "yesterday 23:50 or so",
        "2024-02-30 10:00",
        "21/11/26 19:30",
        "21/11 19:30",
        "10:00 utc utc",
        "10:00 Mars/Olympus",
        "noonish",
        "4294967295 weeks ago",
        "99999999999999999999 min ago",
        "yesterday 4294967295pm",
        "+12024-05-02",
        "-2024-05-02",
        "0000-01-01",
        "01:30:00 ago",
        "-5 min",
        "the 10:00",
    ] {
        assert_eq!(read(text, Tense::Past, NOW), Err(SpokenTimeError::Unclear), "{text}");
    }
    for text in ["last sunday", "sunday", "sun", "may 1", "21st november", "2 weeks ago at"] {
        let error = read(text, Tense::Past, NOW).unwrap_err();
        let is_refused = matches!(error, SpokenTimeError::Timeless | SpokenTimeError::Unclear);
        assert!(is_refused, "{text}: {error}");
    }
    for text in ["5/11/2026 10:00", "5/11/2026", "yesterday midnight", "midnight friday"] {
        let error = read(text, Tense::Past, NOW).unwrap_err();
        assert!(matches!(error, SpokenTimeError::Either(..)), "{text}: {error}");
    }
}

#[test]
fn a_leap_second_is_the_one_before() {
    assert_eq!(shown("2016-12-31T23:59:60Z", Tense::Past, NOW), "2017-01-01T00:59:59");
}

/// Words that times are made of, and some that they are not.
fn word() -> impl Strategy<Value = String> {
    let words = [
        "now",
        "today",
        "yesterday",
        "tomorrow",
        "last",
        "next",
        "this",
        "in",
        "ago",
        "at",
        "on",
        "of",
        "the",
        "a",
        "an",
        "half",
        "quarter",
        "and",
        "min",
        "m",
        "hour",
        "hours",
        "h",
        "s",
        "day",
        "days",
        "week",
        "month",
        "morning",
        "midday",
        "noon",
        "midnight",
        "am",
        "pm",
        "sat",
        "sunday",
        "fri",
        "may",
        "nov",
        "december",
        "sept",
        "so",
        "or",
        "19:30",
        "03:10:20",
        "9:00",
        "20.10",
        "8pm",
        "8.05am",
        "24:00",
        "2010",
        "1",
        "10",
        "21",
        "21st",
        "2026",
        "1h30m",
        "90s",
        "2026-11-20",
        "2026-11-20t19:30",
        "21.11.2026",
        "5/11/2026",
        "2026/11/20",
        "10,",
        ",",
    ];
    prop_oneof![
        9 => prop::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => "[0-9apmt:./,-]{1,8}",
    ]
}

/// The times of day that a text has in it, found in another way than by the parser: wherever the
/// minutes or a half of the day stand behind an hour.
fn clocks(text: &str) -> Vec<(u32, u32)> {
    let words: Vec<String> = text
        .replace("am", " am ")
        .replace("pm", " pm ")
        .replace(['t', ','], " ")
        .split_whitespace()
        .map(|word| word.replace('.', ":"))
        .collect();
    let mut clocks = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let parts: Vec<Option<u32>> = word.split(':').map(|part| part.parse().ok()).collect();
        let (Some(Some(hour)), minute) = (parts.first(), parts.get(1)) else { continue };
        let minute = minute.copied().flatten();
        match words.get(index + 1).map(String::as_str) {
            Some("am") => clocks.push((hour % 12, minute.unwrap_or(0))),
            Some("pm") => clocks.push((hour % 12 + 12, minute.unwrap_or(0))),
            _ => clocks.extend(minute.map(|minute| (*hour, minute))),
        }
    }
    clocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// Whatever is accepted as an instant has a time of day in it, which is the result's, or a
    /// length from now; and whatever is accepted as a day names it.
    #[test]
    fn what_is_accepted_was_said(words in prop::collection::vec(word(), 1..5)) {
        let text = words.join(" ");
        let now: DateTime<FixedOffset> = "2026-11-21T20:14:47Z".parse().unwrap();
        let has = |word: &str| text.split([' ', ',']).any(|other| other == word);
        match spoken_time(&text, Tense::Past, &now, &Zone::utc()) {
            Err(_) => {}
            Ok(Bound::On { .. }) => {
                let is_date = text.contains("20") || has("today") || has("yesterday") || has("tomorrow");
                prop_assert!(is_date, "{text:?}");
            }
            Ok(Bound::At(at)) => {
                let shown = (at.hour(), at.minute());
                let is_clock = clocks(&text.replace("of the", "")).contains(&shown)
                    || (has("noon") || has("midday")) && shown == (12, 0)
                    || has("midnight") && shown == (0, 0);
                let is_length = has("ago") || has("in");
                prop_assert!(is_clock || is_length || text == "now", "{text:?} became {at}");
            }
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,24}|[0-9 a-z:./+-]{0,24}") {
        let (now, zone) = (NOW.parse().unwrap(), zurich());
        for tense in [Tense::Past, Tense::Any] {
            let lower = spoken_time(&text.to_ascii_lowercase(), tense, &now, &zone);
            prop_assert_eq!(spoken_time(&text.to_ascii_uppercase(), tense, &now, &zone), lower);
        }
    }
}
