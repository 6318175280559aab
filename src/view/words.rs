use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

use super::types::{Action, Correction, Downtime, Entry, Update, Window};
use super::{View, digits};

/// How a language says times and durations. `{…}` stand for what the comments name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeWords {
    /// January to December.
    pub months: [String; 12],
    /// The same for narrow places.
    pub months_short: [String; 12],
    /// Monday to Sunday.
    pub weekdays: [String; 7],
    /// `{day}`, `{month}` and `{year}`.
    pub date: String,
    /// `{day}` and `{month}`.
    pub day_month: String,
    /// `{day}`: the first of two days of one month.
    pub day_alone: String,
    /// `{month}` and `{year}`.
    pub month_year: String,
    /// `{weekday}` and `{date}`.
    pub weekday_date: String,
    /// `{time}`: a clock time or a duration known roughly.
    pub about: String,
    /// `{time}`: a duration that may have been longer.
    pub at_least: String,
    /// `{date}` known roughly.
    pub about_day: String,
    /// `{from}` and `{to}`: clock times.
    pub between: String,
    /// `{from}` and `{to}`: days.
    pub between_days: String,
    /// `{from}` and `{to}`: days with clock times.
    pub between_moments: String,
    /// `{from}` and `{to}`: days or durations.
    pub range: String,
    /// In full.
    pub unknown: String,
    /// Instead of a clock time.
    pub unknown_clock: String,
    /// Of durations.
    pub units: Units,
}

/// Units of durations.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Units {
    pub day: Unit,
    pub hour: Unit,
    pub minute: Unit,
    pub second: Unit,
}

/// A unit of time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Of one.
    pub one: String,
    /// Of any other number.
    pub other: String,
}

impl Default for TimeWords {
    /// English.
    fn default() -> Self {
        let unit = |one: &str| Unit { one: one.to_owned(), other: format!("{one}s") };
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let weekdays =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        Self {
            months: months.map(str::to_owned),
            months_short: months.map(|month| month[..3].to_owned()),
            weekdays: weekdays.map(str::to_owned),
            date: "{day} {month} {year}".to_owned(),
            day_month: "{day} {month}".to_owned(),
            day_alone: "{day}".to_owned(),
            month_year: "{month} {year}".to_owned(),
            weekday_date: "{weekday}, {date}".to_owned(),
            about: "about {time}".to_owned(),
            at_least: "at least {time}".to_owned(),
            about_day: "about {date}".to_owned(),
            between: "between {from} and {to}".to_owned(),
            between_days: "between {from} and {to}".to_owned(),
            between_moments: "between {from} and {to}".to_owned(),
            range: "{from} to {to}".to_owned(),
            unknown: "at an unknown time".to_owned(),
            unknown_clock: "time unknown".to_owned(),
            units: Units {
                day: unit("day"),
                hour: unit("hour"),
                minute: unit("minute"),
                second: unit("second"),
            },
        }
    }
}

impl TimeWords {
    /// "18 June 2018".
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        self.fill(&self.date, day, &self.months)
    }

    /// "18 June".
    #[must_use]
    pub fn day_month(&self, day: NaiveDate) -> String {
        self.fill(&self.day_month, day, &self.months)
    }

    /// "18 Jun".
    #[must_use]
    pub fn day_month_short(&self, day: NaiveDate) -> String {
        self.fill(&self.day_month, day, &self.months_short)
    }

    /// "June 2018".
    #[must_use]
    pub fn month_year(&self, day: NaiveDate) -> String {
        self.fill(&self.month_year, day, &self.months)
    }

    /// "Jun".
    #[must_use]
    pub fn month_short(&self, day: NaiveDate) -> &str {
        &self.months_short[day.month0() as usize % 12]
    }

    /// "Monday, 18 June 2018".
    #[must_use]
    pub fn weekday_date(&self, day: NaiveDate) -> String {
        let weekday = &self.weekdays[day.weekday().num_days_from_monday() as usize % 7];
        fill(&self.weekday_date, &[("weekday", weekday), ("date", &self.date(day))])
    }

    /// "18": the first of two days of one month.
    pub(super) fn day_alone(&self, day: NaiveDate) -> String {
        self.fill(&self.day_alone, day, &self.months)
    }

    fn fill(&self, pattern: &str, day: NaiveDate, months: &[String; 12]) -> String {
        let (mut number, year) = (String::new(), digits::year(day));
        digits::push_number(&mut number, day.day().into());
        let month = &months[day.month0() as usize % 12];
        fill(pattern, &[("day", &number), ("month", month), ("year", &year)])
    }

    pub(super) fn from_to(pattern: &str, from: &str, to: &str) -> String {
        fill(pattern, &[("from", from), ("to", to)])
    }

    pub(super) fn about(&self, time: &str) -> String {
        fill(&self.about, &[("time", time)])
    }

    /// "at least 2 hours".
    #[must_use]
    pub fn at_least(&self, time: &str) -> String {
        fill(&self.at_least, &[("time", time)])
    }
}

impl Unit {
    /// "1 hour", "2 hours".
    #[must_use]
    pub fn of(&self, number: i64) -> String {
        format!("{number} {}", self.word(number))
    }

    /// "hour", "hours".
    pub(super) fn word(&self, number: i64) -> &str {
        if number == 1 { &self.one } else { &self.other }
    }
}

/// A pattern with values for its `{names}`; names without a value stay.
#[must_use]
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    // Patterns are short: setting up a search costs more than looking.
    let find = |text: &str, wanted| text.bytes().position(|byte| byte == wanted);
    while let Some(start) = find(rest, b'{') {
        filled.push_str(&rest[..start]);
        let name = &rest[start + 1..];
        let value = find(name, b'}').and_then(|end| {
            let value = values.iter().find(|(key, _)| *key == &name[..end])?;
            Some((end, value.1))
        });
        match value {
            Some((end, value)) => {
                filled.push_str(value);
                rest = &name[end + 1..];
            }
            None => {
                filled.push('{');
                rest = name;
            }
        }
    }
    filled.push_str(rest);
    filled
}

impl View {
    /// The same with all times and durations said in other words.
    #[must_use]
    pub fn in_words(&self, words: &TimeWords) -> Self {
        let time = |time: &Option<super::Time>| time.as_ref().map(|time| time.in_words(words));
        let long = |long: &Option<super::Duration>| long.as_ref().map(|long| long.in_words(words));
        let day = |day: Option<NaiveDate>| day.map(|day| words.date(day));
        Self {
            started: time(&self.started),
            detected: time(&self.detected),
            mitigated: time(&self.mitigated),
            resolved: time(&self.resolved),
            published: time(&self.published),
            scheduled_start: time(&self.scheduled_start),
            scheduled_end: time(&self.scheduled_end),
            duration: long(&self.duration),
            time_to_detect: long(&self.time_to_detect),
            time_to_mitigate: long(&self.time_to_mitigate),
            windows: all(&self.windows, |window| Window {
                start: window.start.in_words(words),
                end: time(&window.end),
                duration: long(&window.duration),
                ..window.clone()
            }),
            downtime: all(&self.downtime, |total| Downtime {
                duration: total.duration.in_words(words),
                ..total.clone()
            }),
            timeline: all(&self.timeline, |entry| Entry {
                at: entry.at.in_words(words),
                ..entry.clone()
            }),
            updates: all(&self.updates, |update| Update {
                at: update.at.in_words(words),
                ..update.clone()
            }),
            actions: all(&self.actions, |action| Action {
                due: day(action.due_on),
                done: day(action.done_on),
                ..action.clone()
            }),
            corrections: all(&self.corrections, |correction| Correction {
                at: correction.at.in_words(words),
                ..correction.clone()
            }),
            ..self.clone()
        }
    }
}

fn all<T>(list: &[T], say: impl Fn(&T) -> T) -> Vec<T> {
    list.iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn patterns_are_filled() {
        assert_eq!(fill("{a} and {b}", &[("a", "1"), ("b", "{a}")]), "1 and {a}");
        assert_eq!(fill("{c} {", &[("a", "1")]), "{c} {");
    }
}
