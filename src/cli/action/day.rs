//! `--due` and `--on`: days, as people say them.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};

use crate::cli::error::CommandError;
use crate::load::{Length, spoken_length};

/// Reads a day to come: a date, a weekday, or a length of time from today.
pub(super) fn to_come(text: &str, today: NaiveDate) -> Result<NaiveDate, CommandError> {
    let length = text.strip_prefix("in ").unwrap_or(text);
    let day = match text {
        "today" => Some(today),
        "tomorrow" => today.succ_opt(),
        _ => date(text).or_else(|| weekday(text, today)).or_else(|| after(length, today)),
    };
    day.filter(is_writable).ok_or_else(|| {
        CommandError::new(format!("--due \"{text}\" is no day"))
            .hint("write it like 2024-07-01, tomorrow, friday, \"2 weeks\" or \"3 months\"")
    })
}

/// Reads a day that is not to come.
pub(super) fn past(text: &str, today: NaiveDate) -> Result<NaiveDate, CommandError> {
    let day = match text {
        "today" => Some(today),
        "yesterday" => today.pred_opt(),
        _ => date(text),
    };
    match day.filter(is_writable) {
        Some(day) if day <= today => Ok(day),
        Some(day) => Err(CommandError::new(format!("--on {day} is in the future; it is {today}"))
            .hint("give the day on which it was done")),
        None => Err(CommandError::new(format!("--on \"{text}\" is no day"))
            .hint("write it like 2024-07-01 or yesterday")),
    }
}

/// As people read it.
pub(super) fn said(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Whether TOML has such a date: its years have four digits.
fn is_writable(day: &NaiveDate) -> bool {
    (1..=9999).contains(&day.year())
}

/// The next such day of the week, a week from today for today's.
fn weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let wanted: Weekday = text.parse().ok()?;
    let ahead = match wanted.days_since(today.weekday()) {
        0 => 7,
        days => days,
    };
    today.checked_add_days(Days::new(ahead.into()))
}

/// The day so much after today, for whole days.
fn after(length: &str, today: NaiveDate) -> Option<NaiveDate> {
    spoken_length(length).filter(Length::is_of_days)?.day_after(today)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{past, to_come};

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2024, 5, 31).unwrap();

    #[test]
    fn deadlines_as_people_say_them() {
        for (text, expected) in [
            ("2024-07-01", Some("2024-07-01")),
            ("today", Some("2024-05-31")),
            ("tomorrow", Some("2024-06-01")),
            ("2 weeks", Some("2024-06-14")),
            ("in 10 days", Some("2024-06-10")),
            ("1 month", Some("2024-06-30")),
            ("monday", Some("2024-06-03")),
            ("Fri", Some("2024-06-07")),
            ("2 weeks ago", None),
            ("3 hours", None),
            ("monster", None),
            ("soon", None),
            ("", None),
            ("2024-02-30", None),
            ("999999999 months", None),
            ("9000000 days", None),
            ("4294967295 weeks", None),
            ("+12024-05-31", None),
        ] {
            let day = to_come(text, TODAY).ok().map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_done_was_not_done_tomorrow() {
        assert_eq!(past("yesterday", TODAY).unwrap().to_string(), "2024-05-30");
        assert_eq!(past("2024-05-31", TODAY).unwrap(), TODAY);
        assert!(past("2024-06-01", TODAY).unwrap_err().to_string().contains("in the future"));
        assert!(past("-2024-05-31", TODAY).is_err());
        assert!(past("friday", TODAY).unwrap_err().to_string().contains("is no day"));
    }
}
