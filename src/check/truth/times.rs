//! The times of day and the days that the facts know.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta, Timelike as _, Weekday};

use super::clock::Clock;
use super::moments::{ABOUT, Moments, Role};
use super::sorted::Sorted;
use crate::check::subject::Subject;
use crate::model::Zone;

/// The times of day and the days that the facts know.
#[derive(Debug)]
pub(in crate::check) struct Times {
    /// Seconds of the day on the clocks of the incident's zone.
    local: Sorted,
    /// Seconds of the day in UTC.
    utc: Sorted,
    /// The days from the first moment of the incident to its last, there and in UTC.
    days: Option<(NaiveDate, NaiveDate)>,
    /// Days of single moments outside: publication, corrections.
    others: Vec<NaiveDate>,
}

const DAY: i64 = 86_400;

impl Times {
    pub(super) fn of(subject: &Subject<'_>, moments: &Moments) -> Self {
        let zone = &subject.incident.facts.zone;
        let mut times = Self {
            local: Sorted::default(),
            utc: Sorted::default(),
            days: None,
            others: Vec::new(),
        };
        for known in moments.iter() {
            let Some((from, to)) = known.bounds() else { continue };
            let slack = if known.is_about() { ABOUT } else { 0 };
            add(&mut times.local, &zone.at(&from), &zone.at(&to), slack);
            add(&mut times.utc, &from.to_utc().fixed_offset(), &to.to_utc().fixed_offset(), slack);
            times.add_days(zone, from, to, known.role);
        }
        times.local.sort();
        times.utc.sort();
        times
    }

    fn add_days(
        &mut self,
        zone: &Zone,
        from: DateTime<FixedOffset>,
        to: DateTime<FixedOffset>,
        role: Role,
    ) {
        // The bound of a day is the first instant of the next.
        let to = if to > from { to - TimeDelta::seconds(1) } else { to };
        let first = zone.at(&from).date_naive().min(from.to_utc().date_naive());
        let last = zone.at(&to).date_naive().max(to.to_utc().date_naive());
        if role == Role::Outside {
            self.others.extend([first, last]);
            return;
        }
        let (start, end) = self.days.unwrap_or((first, last));
        self.days = Some((start.min(first), end.max(last)));
    }

    /// Whether something is known to have happened at a stated time; `also` are offsets in
    /// minutes that a time without a zone may be meant in.
    pub(in crate::check) fn allow(&self, clock: &Clock<'_>, also: &[i32]) -> bool {
        match &clock.zone {
            Some(zone) => zone.offsets.iter().any(|offset| self.at_offset(clock, *offset)),
            None => {
                self.at_local(clock) || also.iter().any(|offset| self.at_offset(clock, *offset))
            }
        }
    }

    /// Whether something happened at this time on the clocks of the incident's zone.
    pub(in crate::check) fn at_local(&self, clock: &Clock<'_>) -> bool {
        meets(&self.local, clock, 0)
    }

    /// Whether something happened at this time on clocks so many minutes ahead of UTC.
    pub(in crate::check) fn at_offset(&self, clock: &Clock<'_>, minutes: i32) -> bool {
        meets(&self.utc, clock, i64::from(minutes) * 60)
    }

    /// The first and the last day of the incident.
    pub(in crate::check) const fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.days
    }

    /// Whether a day is one of the incident, or of its publication.
    pub(in crate::check) fn has_day(&self, day: NaiveDate) -> bool {
        self.days.is_some_and(|(first, last)| (first..=last).contains(&day))
            || self.others.contains(&day)
    }

    /// Whether a weekday is one of the incident's.
    pub(in crate::check) fn has_weekday(&self, weekday: Weekday) -> bool {
        const WEEK: usize = 7;
        self.days.is_none_or(|(first, last)| {
            first
                .iter_days()
                .take(WEEK)
                .take_while(|day| *day <= last)
                .any(|day| day.weekday() == weekday)
        })
    }
}

/// Whether a time of day that is ahead of those in the set by `ahead` seconds is among them.
fn meets(set: &Sorted, clock: &Clock<'_>, ahead: i64) -> bool {
    let (from, to) = clock.window();
    let halves: &[i64] = if clock.may_be_pm { &[0, DAY / 2] } else { &[0] };
    halves.iter().any(|half| {
        let low = (from + half - ahead).rem_euclid(DAY);
        let high = low + (to - from);
        set.meets((low, high))
            || set.meets((low - DAY, high - DAY))
            || set.meets((low + DAY, high + DAY))
    })
}

/// Adds the seconds of the day between two instants.
fn add(set: &mut Sorted, from: &DateTime<FixedOffset>, to: &DateTime<FixedOffset>, slack: i64) {
    let length = (*to - *from).num_seconds() + 2 * slack;
    if length >= DAY {
        set.push((-DAY, 2 * DAY));
        return;
    }
    let start = i64::from(from.num_seconds_from_midnight()) - slack;
    set.push((start, start + length));
}
