use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    Timelike as _, Utc,
};
use interim::{Dialect, Interval, parse_date_string, parse_duration};

use crate::model::{Bound, LocalTime, Zone};

/// A clock time without a day is no older than this.
const MOST_HOURS: i64 = 12;
/// No word of a time is longer: "yesterday", "september".
const MOST_LETTERS: usize = 12;
/// No number of a time is longer.
const MOST_DIGITS: usize = 5;

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpokenTimeError {
    /// Nobody can tell what is meant.
    #[error("it is no time")]
    Unclear,
    /// The zone's clocks were put forward over it, from the first offset to the second.
    #[error("{0} does not exist: the clocks skip it")]
    Skipped(NaiveDateTime, FixedOffset, FixedOffset),
    /// The zone's clocks were put back over it, from the first offset to the second.
    #[error("{0} exists twice: the clocks are put back over it")]
    Twice(NaiveDateTime, FixedOffset, FixedOffset),
}

/// Reads a time as people say it, at `now`, on the clocks of a zone: "now", "10 min ago", 20:10,
/// "yesterday 23:50", 2024-05-02, 2024-05-02T10:00, or RFC 3339. Capital letters make no
/// difference. What comes out can be written into facts: its year has four digits.
///
/// # Errors
///
/// See [`SpokenTimeError`].
pub fn spoken_time(
    text: &str,
    now: &DateTime<FixedOffset>,
    zone: &Zone,
) -> Result<Bound, SpokenTimeError> {
    let text = with_24_hours(&text.to_ascii_lowercase()).ok_or(SpokenTimeError::Unclear)?;
    let bound = read(&text, zone.at(now), zone)?;
    let years = [bound.earliest().year(), bound.latest().year()];
    if years.iter().all(|year| (1..=9999).contains(year)) {
        Ok(bound)
    } else {
        Err(SpokenTimeError::Unclear)
    }
}

fn read(text: &str, now: DateTime<FixedOffset>, zone: &Zone) -> Result<Bound, SpokenTimeError> {
    if text == "now" {
        return Ok(Bound::At(now));
    }
    let iso = text.replacen(' ', "t", 1).to_ascii_uppercase();
    if let Ok(instant) = DateTime::parse_from_rfc3339(&iso) {
        // A leap second, which TOML does not have, becomes the one before.
        return Ok(Bound::At(zone.at(&instant.with_nanosecond(0).unwrap_or(instant))));
    }
    if let Some(day) = day(text, now.date_naive()) {
        return Ok(Bound::on(day, zone));
    }
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    if let Some(local) =
        forms.iter().find_map(|form| NaiveDateTime::parse_from_str(&iso, form).ok())
    {
        return local_time(local, zone);
    }
    let forms = ["%H:%M:%S", "%H:%M"];
    if let Some(time) = forms.iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok()) {
        return local_time(last_shown(time, now.naive_local()), zone);
    }
    in_words(text, now, zone)
}

/// A day without a time.
fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text {
        "today" => Some(today),
        "yesterday" => today.pred_opt(),
        _ => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
    }
}

/// When the clocks last showed a time, if that is not long ago; else when they will show it
/// today, which is refused: 20:10 typed at 20:09 is not yesterday's.
fn last_shown(time: NaiveTime, now: NaiveDateTime) -> NaiveDateTime {
    let today = now.date().and_time(time);
    let yesterday = today.checked_sub_signed(TimeDelta::days(1)).unwrap_or(today);
    let is_recent = now - yesterday <= TimeDelta::hours(MOST_HOURS);
    if today > now && is_recent { yesterday } else { today }
}

/// Lengths of time back from now, and days with times, in words.
fn in_words(text: &str, now: DateTime<FixedOffset>, zone: &Zone) -> Result<Bound, SpokenTimeError> {
    if !can_be_trusted(text) {
        return Err(SpokenTimeError::Unclear);
    }
    if let Ok(Interval::Seconds(seconds)) = parse_duration(text) {
        let then = now
            .checked_add_signed(TimeDelta::seconds(seconds.into()))
            .ok_or(SpokenTimeError::Unclear)?;
        // Whoever says "10 minutes ago" has not looked at the seconds.
        let rounded = if seconds % 60 == 0 { then.with_second(0) } else { Some(then) };
        return Ok(Bound::At(zone.at(&rounded.unwrap_or(then))));
    }
    // Days and clock times are those of the zone's clocks: a UTC that shows them has no gaps.
    let clocks: DateTime<Utc> = now.naive_local().and_utc();
    let then =
        parse_date_string(text, clocks, Dialect::Uk).map_err(|_| SpokenTimeError::Unclear)?;
    local_time(then.naive_utc(), zone)
}

/// Writes "8pm", "8.05 pm" and "12am" as 20:00, 20:05 and 00:00: the parser of spoken times takes
/// 12am for noon. Nothing where a clock shows no such hour.
fn with_24_hours(text: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let half = [("am", 0), ("pm", 12)].into_iter().find_map(|(letters, hours)| {
            let clock = word.strip_suffix(letters)?;
            let is_clock = clock.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte));
            is_clock.then_some((clock, hours))
        });
        let word = match half {
            Some(("", hours)) => on_24_hours(&words.pop()?, hours)?,
            Some((clock, hours)) => on_24_hours(clock, hours)?,
            None => word.to_owned(),
        };
        words.push(word);
    }
    Some(words.join(" "))
}

fn on_24_hours(clock: &str, hours: u32) -> Option<String> {
    let clock = clock.replace('.', ":");
    let (hour, minutes) = clock.split_once(':').unwrap_or((&clock, "00"));
    let hour: u32 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    Some(format!("{:02}:{minutes}", hour % 12 + hours))
}

/// Whether the parser of spoken times, which reads on over what it does not know, can be
/// trusted with a text: no bare number (a year to it), no clock time that does not exist, no
/// offset, no number behind a word that it would pass over ("2pm8"). It panics at long words behind
/// numbers, and long numbers overflow in it.
fn can_be_trusted(text: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b" :.,/".contains(&byte);
    let are_clocks_sound = text.split(' ').filter(|word| word.contains([':', '.'])).all(|word| {
        let clock = word.replace('.', ":");
        ["%H:%M:%S", "%H:%M"].iter().any(|form| NaiveTime::parse_from_str(&clock, form).is_ok())
    });
    let are_short = |is_part: fn(char) -> bool, most: usize| {
        text.split(|c| !is_part(c)).all(|part| part.len() <= most)
    };
    let is_passed_over = |two: &[u8]| two[0].is_ascii_alphabetic() && two[1].is_ascii_digit();
    text.bytes().all(is_known)
        && !text.as_bytes().windows(2).any(is_passed_over)
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.split(' ').all(|word| word != "z")
        && are_clocks_sound
        && are_short(|c| c.is_ascii_alphabetic(), MOST_LETTERS)
        && are_short(|c| c.is_ascii_digit(), MOST_DIGITS)
}

fn local_time(local: NaiveDateTime, zone: &Zone) -> Result<Bound, SpokenTimeError> {
    let local = local.with_nanosecond(0).unwrap_or(local);
    match zone.local(local) {
        LocalTime::One(instant) => Ok(Bound::At(instant)),
        LocalTime::Gap(before, after) => Err(SpokenTimeError::Skipped(local, before, after)),
        LocalTime::Fold(before, after) => Err(SpokenTimeError::Twice(local, before, after)),
    }
}

#[cfg(test)]
mod tests {
    use super::{SpokenTimeError, spoken_time};
    use crate::model::{Bound, Zone};

    #[test]
    fn capital_letters_make_no_difference() {
        let (now, zone) = ("2024-05-02T20:15:42+02:00".parse().unwrap(), Zone::utc());
        let at = |text: &str| spoken_time(text, &now, &zone);
        for text in
            ["now", "today", "10 min ago", "last friday 8pm", "2024-05-02t10:00:00z", "may 1"]
        {
            assert!(at(text).is_ok(), "{text}");
            assert_eq!(at(&text.to_ascii_uppercase()), at(text));
        }
    }

    #[test]
    fn hours_before_and_after_noon() {
        let (now, zone) = ("2024-05-02T20:15:42Z".parse().unwrap(), Zone::utc());
        for (text, expected) in [
            ("yesterday 8pm", "2024-05-01T20:00:00Z"),
            ("yesterday 8PM", "2024-05-01T20:00:00Z"),
            ("yesterday 8.05 pm", "2024-05-01T20:05:00Z"),
            ("yesterday 8:05am", "2024-05-01T08:05:00Z"),
            ("yesterday 12am", "2024-05-01T00:00:00Z"),
            ("yesterday 12pm", "2024-05-01T12:00:00Z"),
            ("yesterday 12:30 AM", "2024-05-01T00:30:00Z"),
        ] {
            let expected = Ok(Bound::At(expected.parse().unwrap()));
            assert_eq!(spoken_time(text, &now, &zone), expected, "{text}");
        }
        for text in
            ["2pm8", "yesterday 0am", "yesterday 13pm", "pm", "yesterday pm", "yesterday 8:xxpm"]
        {
            assert_eq!(spoken_time(text, &now, &zone), Err(SpokenTimeError::Unclear), "{text}");
        }
    }

    #[test]
    fn a_leap_second_is_the_one_before() {
        let (now, zone) = ("2024-05-02T20:15:42Z".parse().unwrap(), Zone::utc());
        let expected = Ok(Bound::At("2016-12-31T23:59:59Z".parse().unwrap()));
        assert_eq!(spoken_time("2016-12-31T23:59:60Z", &now, &zone), expected);
    }

    /// The parser of spoken times panicked at the first, and overflowed at the others.
    #[test]
    fn words_and_numbers_that_no_time_has() {
        let (now, zone) = ("2024-05-02T20:15:42Z".parse().unwrap(), Zone::utc());
        for text in [
            "yesterday 10 abcdefghijklmnopqrstu",
            "yesterday 4294967295pm",
            "4294967295 weeks ago",
            "friday 4294967295 hours",
        ] {
            assert_eq!(spoken_time(text, &now, &zone), Err(SpokenTimeError::Unclear), "{text}");
        }
    }

    /// Of a longer year, TOML has no date.
    #[test]
    fn a_year_has_four_digits() {
        let (now, zone) = ("2024-05-02T20:15:42+02:00".parse().unwrap(), Zone::utc());
        for text in ["+12024-05-02", "+12024-05-02 10:00", "-2024-05-02", "0000-01-01"] {
            assert_eq!(spoken_time(text, &now, &zone), Err(SpokenTimeError::Unclear), "{text}");
        }
    }
}
