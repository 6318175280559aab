use chrono::{DateTime, Days, FixedOffset, Months, NaiveDate, TimeDelta, Timelike as _};
use jiff::fmt::friendly::SpanParser;

use super::SpokenTimeError;
use super::resolve::on_clocks;
use crate::model::Zone;

/// A length of time as people say it. Days and months are those of the calendar: "1 day" leads to
/// the same time of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Whole months; twelve for a year.
    pub months: u32,
    /// Whole days beside them; seven for a week.
    pub days: u64,
    /// Seconds beside both.
    pub seconds: u32,
}

/// Reads a length of time: "10 min", "1h30m", "2 hours and 5 minutes", "an hour", "half an hour",
/// "1.5h", "3 months". Nothing where it is none.
#[must_use]
pub fn spoken_length(text: &str) -> Option<Length> {
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = super::words(&text).collect();
    length(&words)
}

pub(super) fn length(words: &[&str]) -> Option<Length> {
    let text = match words {
        ["half", "an", "hour"] => "30 min".to_owned(),
        ["a", "quarter", "of", "an", "hour"] => "15 min".to_owned(),
        ["a" | "an", unit] => format!("1 {unit}"),
        _ => words.join(" ").replace(" and ", " "),
    };
    // The parser also takes signs, and clocks such as 01:30:00.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .,".contains(&byte);
    if !text.bytes().all(is_plain) || text.ends_with(" ago") {
        return None;
    }
    let span = SpanParser::new().parse_span(&text).ok()?;
    let months = i32::from(span.get_years()) * 12 + span.get_months();
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
    Some(Length {
        months: months.try_into().ok()?,
        days: days.try_into().ok()?,
        seconds: minutes.checked_mul(60)?.checked_add(span.get_seconds())?.try_into().ok()?,
    })
}

impl Length {
    /// Whether it is made of whole days.
    #[must_use]
    pub const fn is_of_days(&self) -> bool {
        self.seconds == 0
    }

    /// The day this many months and days before another.
    pub(super) fn day_before(self, day: NaiveDate) -> Option<NaiveDate> {
        day.checked_sub_months(Months::new(self.months))?.checked_sub_days(Days::new(self.days))
    }

    /// The day this many months and days after another.
    #[must_use]
    pub fn day_after(self, day: NaiveDate) -> Option<NaiveDate> {
        day.checked_add_months(Months::new(self.months))?.checked_add_days(Days::new(self.days))
    }

    /// The instant this long before another, to the minute where no seconds were said: whoever
    /// says "10 minutes ago" has not looked at them.
    pub(super) fn before(
        self,
        now: DateTime<FixedOffset>,
        zone: &Zone,
    ) -> Result<DateTime<FixedOffset>, SpokenTimeError> {
        from(now, self.day_before(now.date_naive()), -i64::from(self.seconds), zone)
    }

    /// The instant this long after another.
    ///
    /// # Errors
    ///
    /// Where no such instant can be written, or the clocks are put forward or back over it.
    pub fn after(
        self,
        now: DateTime<FixedOffset>,
        zone: &Zone,
    ) -> Result<DateTime<FixedOffset>, SpokenTimeError> {
        from(now, self.day_after(now.date_naive()), self.seconds.into(), zone)
    }
}

/// The instant so many seconds from when the clocks show the same on another day.
fn from(
    now: DateTime<FixedOffset>,
    day: Option<NaiveDate>,
    seconds: i64,
    zone: &Zone,
) -> Result<DateTime<FixedOffset>, SpokenTimeError> {
    let day = match day.ok_or(SpokenTimeError::Unclear)? {
        same if same == now.date_naive() => now,
        other => on_clocks(other.and_time(now.time()), zone)?,
    };
    let then =
        day.checked_add_signed(TimeDelta::seconds(seconds)).ok_or(SpokenTimeError::Unclear)?;
    let rounded = if seconds % 60 == 0 { then.with_second(0) } else { Some(then) };
    Ok(zone.at(&rounded.unwrap_or(then)))
}
