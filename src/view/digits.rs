//! Days and clock times in digits. chrono's formatters read their pattern anew for each of the
//! dozens of times of an incident; they stay for the years and offsets that are rare.

use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, Timelike as _,
};

/// "20:10", or "20:10:05" where there are seconds.
pub(super) fn clock(at: DateTime<FixedOffset>) -> String {
    let time = at.naive_local().time();
    let mut text = String::with_capacity(8);
    push_minute(&mut text, time);
    if time.second() != 0 {
        text.push(':');
        push_two(&mut text, second(time));
    }
    text
}

/// "20:10".
fn push_minute(text: &mut String, time: NaiveTime) {
    push_two(text, time.hour());
    text.push(':');
    push_two(text, time.minute());
}

/// 60 in a leap second.
fn second(time: NaiveTime) -> u32 {
    time.second() + time.nanosecond() / 1_000_000_000
}

/// "2018", as chrono's `%Y` writes it.
pub(super) fn year(day: NaiveDate) -> String {
    let mut text = String::with_capacity(4);
    push_year(&mut text, day);
    text
}

fn push_year(text: &mut String, day: NaiveDate) {
    match u32::try_from(day.year()) {
        Ok(year @ 0..=9999) => {
            push_two(text, year / 100);
            push_two(text, year % 100);
        }
        _ => text.push_str(&day.format("%Y").to_string()),
    }
}

/// RFC 3339: "2018-06-18".
pub(super) fn iso_day(day: NaiveDate) -> String {
    let mut text = String::with_capacity(10);
    push_day(&mut text, day);
    text
}

fn push_day(text: &mut String, day: NaiveDate) {
    push_year(text, day);
    text.push('-');
    push_two(text, day.month());
    text.push('-');
    push_two(text, day.day());
}

/// RFC 3339, in whole seconds: "2018-06-18T20:10:00+10:00", with `Z` for no offset.
pub(super) fn iso(at: DateTime<FixedOffset>) -> String {
    let seconds = at.offset().local_minus_utc();
    let minutes = seconds.unsigned_abs() / 60;
    let local = at.naive_local();
    if seconds % 60 != 0 || !(0..=9999).contains(&local.year()) {
        return at.to_rfc3339_opts(SecondsFormat::Secs, true);
    }
    let mut text = String::with_capacity(25);
    push_day(&mut text, local.date());
    text.push('T');
    push_minute(&mut text, local.time());
    text.push(':');
    push_two(&mut text, second(local.time()));
    if seconds == 0 {
        text.push('Z');
    } else {
        text.push(if seconds < 0 { '-' } else { '+' });
        push_two(&mut text, minutes / 60);
        text.push(':');
        push_two(&mut text, minutes % 60);
    }
    text
}

/// ISO 8601 in its basic format, to the second, of an instant in UTC: "20180618T101300Z".
pub(super) fn basic(at: DateTime<FixedOffset>) -> String {
    let utc = at.naive_utc();
    let mut text = String::with_capacity(16);
    push_basic_day(&mut text, utc.date());
    text.push('T');
    push_two(&mut text, utc.hour());
    push_two(&mut text, utc.minute());
    push_two(&mut text, second(utc.time()));
    text.push('Z');
    text
}

/// ISO 8601 in its basic format: "20180618".
pub(super) fn basic_day(day: NaiveDate) -> String {
    let mut text = String::with_capacity(8);
    push_basic_day(&mut text, day);
    text
}

fn push_basic_day(text: &mut String, day: NaiveDate) {
    push_year(text, day);
    push_two(text, day.month());
    push_two(text, day.day());
}

/// A number as it is written; most have one or two digits.
pub(super) fn push_number(text: &mut String, number: i64) {
    match u32::try_from(number) {
        Ok(number @ 0..=9) => text.push_str(&two(number)[1..]),
        Ok(number @ 10..=99) => text.push_str(two(number)),
        _ => text.push_str(&number.to_string()),
    }
}

fn push_two(text: &mut String, number: u32) {
    text.push_str(two(number));
}

/// Two digits of a number below 100.
fn two(number: u32) -> &'static str {
    const DIGITS: &str = "00010203040506070809101112131415161718192021222324252627282930313233\
        343536373839404142434445464748495051525354555657585960616263646566\
        676869707172737475767778798081828384858687888990919293949596979899";
    let at = number as usize % 100 * 2;
    &DIGITS[at..at + 2]
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset, SecondsFormat, Timelike as _};
    use proptest::prelude::*;

    use super::{basic, basic_day, clock, iso, iso_day, push_number, year};

    /// Mostly years of four digits and whole minutes; sometimes neither.
    fn instants() -> impl Strategy<Value = DateTime<FixedOffset>> {
        let seconds = prop_oneof![
            4 => -62_167_219_200_i64..253_402_300_800,
            1 => -300_000_000_000_i64..500_000_000_000,
        ];
        let offset = prop_oneof![Just(0), (-960..960).prop_map(|by| by * 60), -57_000..57_000];
        let nanoseconds = prop_oneof![Just(0_u32), 0_u32..2_000_000_000];
        (seconds, offset, nanoseconds).prop_filter_map("a leap second", |(seconds, by, nanos)| {
            let at = DateTime::from_timestamp(seconds, nanos)?;
            Some(at.with_timezone(&FixedOffset::east_opt(by)?))
        })
    }

    proptest! {
        #[test]
        fn digits_are_those_of_chrono(at in instants()) {
            let pattern = if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
            prop_assert_eq!(clock(at), at.format(pattern).to_string());
            prop_assert_eq!(iso(at), at.to_rfc3339_opts(SecondsFormat::Secs, true));
            let mut number = String::new();
            push_number(&mut number, at.timestamp() % 150);
            prop_assert_eq!(number, (at.timestamp() % 150).to_string());
            let day = at.date_naive();
            prop_assert_eq!(year(day), day.format("%Y").to_string());
            prop_assert_eq!(iso_day(day), day.to_string());
            prop_assert_eq!(basic_day(day), day.format("%Y%m%d").to_string());
            prop_assert_eq!(basic(at), at.to_utc().format("%Y%m%dT%H%M%SZ").to_string());
        }
    }
}
