//! A time axis with ticks at times that people would choose.

use chrono::{DateTime, FixedOffset, TimeDelta, Timelike as _};

use crate::view::TimeWords;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const STEPS: [i64; 19] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
    182 * DAY,
    364 * DAY,
];

const MOST_TICKS: i64 = 8;

/// From one instant to another on the clocks of a zone.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// From when on which clocks count, in order; the first counts before it, too.
    clocks: Vec<(i64, FixedOffset)>,
    from: i64,
    to: i64,
    step: i64,
}

/// A mark on the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: i64,
    /// "20:15", or "18 June" where steps are days.
    pub(super) label: String,
    /// The day, on the first tick and where it changes.
    pub(super) day: Option<String>,
}

impl Axis {
    /// An axis that holds both instants and begins and ends on a tick. `changes` are instants at
    /// which the clocks change, in order, on the new clocks.
    pub(super) fn over(
        first: DateTime<FixedOffset>,
        last: DateTime<FixedOffset>,
        changes: &[DateTime<FixedOffset>],
    ) -> Self {
        let meanwhile = changes.iter().filter(|at| first < **at && **at <= last);
        let clocks: Vec<(i64, FixedOffset)> = [&first]
            .into_iter()
            .chain(meanwhile)
            .map(|at| (at.timestamp(), *at.offset()))
            .collect();
        let shift = i64::from(first.offset().local_minus_utc());
        let (first, last) = (first.timestamp(), last.timestamp().max(first.timestamp()));
        // Longer than eight years: years enough for eight ticks.
        let longest = 364 * DAY * ((last - first) / (364 * DAY * (MOST_TICKS - 2)) + 1);
        let mut axis = Self { clocks, from: first, to: last, step: longest };
        // How far the clocks at the end are ahead of those at the beginning.
        let ahead = axis.ahead(last);
        for step in STEPS.into_iter().chain([longest]) {
            axis.step = step;
            // Hours stand on the hour; weeks may begin on any day.
            let round = step.min(DAY);
            axis.from = (first + shift).div_euclid(round) * round - shift;
            let steps = -(axis.from - last - ahead).div_euclid(step);
            axis.to = axis.from + steps.max(1) * step - ahead;
            if (axis.to - axis.from) / step <= MOST_TICKS {
                break;
            }
        }
        axis
    }

    /// Whether clock times alone would leave open which day is meant.
    pub(super) fn spans_days(&self) -> bool {
        self.to - self.from > DAY
    }

    /// Where an instant lies, from 0 to 1.
    pub(super) fn position(&self, at: DateTime<FixedOffset>) -> f64 {
        self.place(at.timestamp())
    }

    pub(super) fn place(&self, at: i64) -> f64 {
        let part = (at - self.from) as f64 / (self.to - self.from) as f64;
        part.clamp(0.0, 1.0)
    }

    pub(super) fn ticks(&self, words: &TimeWords) -> Vec<Tick> {
        let mut ticks = Vec::new();
        let mut day = None;
        let mut clock = None;
        for steady in (0..).map(|step| self.from + step * self.step) {
            let at = steady - self.ahead(steady);
            if at > self.to {
                break;
            }
            let Some(local) = self.local(at).filter(|_| self.ahead(at) == self.ahead(steady))
            else {
                // Clocks skip this time.
                continue;
            };
            let date = local.date_naive();
            if self.step >= DAY {
                ticks.push(Tick { at, label: words.day_month_short(date), day: None });
                continue;
            }
            let mut below: Vec<String> = Vec::new();
            below.extend((day != Some(date)).then(|| words.day_month_short(date)));
            // Which clocks, where there are several.
            let is_new = self.clocks.len() > 1 && clock != Some(*local.offset());
            below.extend(is_new.then(|| format!("UTC{}", local.offset())));
            ticks.push(Tick {
                at,
                label: format!("{:02}:{:02}", local.hour(), local.minute()),
                day: (!below.is_empty()).then(|| below.join(", ")),
            });
            (day, clock) = (Some(date), Some(*local.offset()));
        }
        ticks
    }

    /// Seconds by which clocks at an instant are ahead of those at the beginning.
    fn ahead(&self, at: i64) -> i64 {
        let seconds = |offset: FixedOffset| i64::from(offset.local_minus_utc());
        let first = self.clocks.first().map_or(0, |(_, offset)| seconds(*offset));
        self.offset(at).map_or(0, |offset| seconds(offset) - first)
    }

    fn offset(&self, at: i64) -> Option<FixedOffset> {
        let current = self.clocks.iter().rev().find(|(since, _)| *since <= at);
        current.or(self.clocks.first()).map(|(_, offset)| *offset)
    }

    fn local(&self, at: i64) -> Option<DateTime<FixedOffset>> {
        let utc =
            DateTime::from_timestamp(0, 0)?.checked_add_signed(TimeDelta::try_seconds(at)?)?;
        Some(utc.with_timezone(&self.offset(at)?))
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, TimeWords};
    use chrono::DateTime;

    fn labels(first: &str, last: &str) -> Vec<String> {
        labels_across(first, last, &[])
    }

    fn labels_across(first: &str, last: &str, changes: &[&str]) -> Vec<String> {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let changes: Vec<_> = changes.iter().map(|text| at(text)).collect();
        let axis = Axis::over(at(first), at(last), &changes);
        assert!((0.0..=1.0).contains(&axis.position(at(last))));
        let ticks = axis.ticks(&TimeWords::default());
        assert!(ticks.len() <= 9, "{ticks:?}");
        ticks
            .into_iter()
            .map(|tick| match tick.day {
                Some(day) => format!("{} {day}", tick.label),
                None => tick.label,
            })
            .collect()
    }

    #[test]
    fn ticks_stand_on_the_clocks_of_the_zone() {
        let ticks = labels("2018-06-18T20:01:00+10:00", "2018-06-18T22:00:00+10:00");
        assert_eq!(ticks.first().unwrap(), "20:00 18 Jun");
        assert_eq!(ticks[1], "20:15");
        assert_eq!(ticks.last().unwrap(), "22:00");
        let odd = labels("2024-05-01T09:07:00+05:45", "2024-05-01T12:50:00+05:45");
        assert_eq!(odd[0], "09:00 1 May");
    }

    #[test]
    fn a_week_has_a_tick_a_day() {
        let ticks = labels("2016-11-21T12:00:00+01:00", "2016-11-28T14:00:00+01:00");
        assert_eq!(ticks[0], "21 Nov");
        assert_eq!(ticks.len(), 9);
    }

    #[test]
    fn ticks_follow_clocks_that_change() {
        let spring = labels_across(
            "2019-03-30T23:10:00+01:00",
            "2019-03-31T06:40:00+02:00",
            &["2019-03-31T03:00:00+02:00"],
        );
        assert_eq!(
            spring,
            [
                "23:00 30 Mar, UTC+01:00",
                "00:00 31 Mar",
                "01:00",
                "03:00 UTC+02:00",
                "04:00",
                "05:00",
                "06:00",
                "07:00"
            ]
        );
        let autumn = labels_across(
            "2019-10-27T00:30:00+02:00",
            "2019-10-27T05:20:00+01:00",
            &["2019-10-27T02:00:00+01:00"],
        );
        assert_eq!(autumn.first().unwrap(), "00:00 27 Oct, UTC+02:00");
        assert!(autumn.contains(&"03:00 UTC+01:00".to_owned()), "{autumn:?}");
        assert_eq!(autumn.last().unwrap(), "06:00");
        let week = labels_across(
            "2019-10-24T12:00:00+02:00",
            "2019-10-30T14:00:00+01:00",
            &["2019-10-27T02:00:00+01:00"],
        );
        let days = ["24 Oct", "25 Oct", "26 Oct", "27 Oct", "28 Oct", "29 Oct", "30 Oct", "31 Oct"];
        assert_eq!(week, days);
    }

    #[test]
    fn weeks_begin_with_the_first_day() {
        let ticks = labels("2026-03-01T00:00:00+01:00", "2026-03-29T00:00:00+01:00");
        assert_eq!(ticks, ["1 Mar", "8 Mar", "15 Mar", "22 Mar", "29 Mar"]);
    }

    #[test]
    fn moments_and_centuries_have_few_ticks() {
        assert_eq!(
            labels("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
            ["00:00 1 Jan", "00:01"]
        );
        labels("1970-01-01T00:00:00Z", "2170-01-01T00:00:00Z");
    }
}
