//! The times of day and the days that the facts know.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta, Weekday};

use super::clock::Clock;
use super::moments::{Known, Moments, Role, slack};
use super::sorted::Sorted;
use crate::check::subject::Subject;
use crate::model::{Bound, Facts, Impact, Moment, Zone};

/// The times of day and the days that the facts know.
#[derive(Debug)]
pub(in crate::check) struct Times {
    starts: Clocks,
    ends: Clocks,
    /// The start alone.
    start: Clocks,
    /// The resolution alone.
    resolution: Clocks,
    /// When one of several windows began or ended while others were open.
    windows: Clocks,
    /// From the first moment at which somebody is hit to the last.
    whole: Clocks,
    /// The days from the first moment of the incident to its last, there and in UTC.
    days: Option<(NaiveDate, NaiveDate)>,
    /// Days of single moments outside: publication, corrections.
    others: Vec<NaiveDate>,
    /// The days on which something began or was noticed, each there and in UTC.
    start_days: Vec<(NaiveDate, NaiveDate)>,
    /// The same of what got better or was over.
    end_days: Vec<(NaiveDate, NaiveDate)>,
}

/// Seconds of the day at which something happened.
#[derive(Debug, Default)]
struct Clocks {
    /// On the clocks of the incident's zone.
    local: Sorted,
    /// In UTC.
    utc: Sorted,
}

const DAY: i64 = 86_400;

impl Times {
    pub(super) fn of(subject: &Subject<'_>, moments: &Moments, offsets: &[i32]) -> Self {
        let zone = &subject.incident.facts.zone;
        let mut times = Self {
            starts: Clocks::default(),
            ends: Clocks::default(),
            start: Clocks::default(),
            resolution: Clocks::default(),
            windows: Clocks::default(),
            whole: Clocks::default(),
            days: None,
            others: Vec::new(),
            start_days: Vec::new(),
            end_days: Vec::new(),
        };
        for known in moments.iter() {
            let Some((from, to)) = known.bounds() else { continue };
            let slack = known.slack();
            if matches!(known.role, Role::Start | Role::Detection | Role::Event) {
                times.starts.add(zone, from, to, slack);
            }
            if matches!(known.role, Role::End | Role::Event | Role::Step) {
                times.ends.add(zone, from, to, slack);
            }
            if known.role == Role::Window {
                times.windows.add(zone, from, to, slack);
            }
            times.add_days(zone, offsets, &known.at, known.role);
        }
        if let Some((from, to)) = whole(&subject.incident.facts, moments) {
            times.whole.add(zone, from, to, 0);
        }
        let facts = &subject.incident.facts;
        times.start.add_key(zone, facts.started.as_ref());
        times.resolution.add_key(zone, facts.resolved.as_ref());
        for clocks in [
            &mut times.starts,
            &mut times.ends,
            &mut times.start,
            &mut times.resolution,
            &mut times.windows,
            &mut times.whole,
        ] {
            clocks.local.sort();
            clocks.utc.sort();
        }
        times
    }

    fn add_days(&mut self, zone: &Zone, offsets: &[i32], at: &Moment, role: Role) {
        let Some((first, last)) = days_of(zone, offsets, at) else { return };
        if role == Role::Outside {
            self.others.extend([first, last]);
            return;
        }
        let also_utc: Vec<i32> = offsets.iter().copied().chain([0]).collect();
        let either = days_of(zone, &also_utc, at).unwrap_or((first, last));
        if matches!(role, Role::Start | Role::Detection | Role::Event) {
            self.start_days.push(either);
        }
        if matches!(role, Role::End | Role::Event | Role::Step | Role::Window) {
            self.end_days.push(either);
        }
        let (start, end) = self.days.unwrap_or((first, last));
        self.days = Some((start.min(first), end.max(last)));
    }

    /// Whether the start, the detection or the end is known to have been at a stated time;
    /// `also` are offsets in minutes that a time without a zone may be meant in.
    pub(in crate::check) fn allow(&self, clock: &Clock<'_>, role: Role, also: &[i32]) -> bool {
        let clocks = if role == Role::End { &self.ends } else { &self.starts };
        clocks.allow(clock, also)
    }

    /// Whether a stated time is that of the start, and whether it is that of the resolution.
    pub(in crate::check) fn is_key(&self, clock: &Clock<'_>, also: &[i32]) -> (bool, bool) {
        (self.start.allow(clock, also), self.resolution.allow(clock, also))
    }

    /// Whether something happened at a stated time.
    pub(in crate::check) fn has(&self, clock: &Clock<'_>) -> bool {
        self.allow(clock, Role::Start, &[]) || self.allow(clock, Role::End, &[])
    }

    /// Whether one of several windows began or ended at a stated time.
    pub(in crate::check) fn has_window(&self, clock: &Clock<'_>, also: &[i32]) -> bool {
        self.windows.allow(clock, also)
    }

    /// Whether nobody was hit at a stated time, on whichever day.
    pub(in crate::check) fn is_outside(&self, clock: &Clock<'_>, also: &[i32]) -> bool {
        self.whole.is_known() && !self.whole.allow(clock, also)
    }

    /// Whether something happened at this time on the clocks of the incident's zone.
    pub(in crate::check) fn at_local(&self, clock: &Clock<'_>) -> bool {
        [&self.starts, &self.ends].iter().any(|clocks| meets(&clocks.local, clock, 0))
    }

    /// Whether something happened at this time on clocks so many minutes ahead of UTC.
    pub(in crate::check) fn at_offset(&self, clock: &Clock<'_>, minutes: i32) -> bool {
        let ahead = i64::from(minutes) * 60;
        [&self.starts, &self.ends].iter().any(|clocks| meets(&clocks.utc, clock, ahead))
    }

    /// Whether something that begins, or that ends or is noticed, fell on one of these days.
    pub(in crate::check) fn has_role_on(&self, role: Role, days: &[NaiveDate]) -> bool {
        let known = if role == Role::End { &self.end_days } else { &self.start_days };
        known.iter().any(|(first, last)| days.iter().any(|day| (first..=last).contains(&day)))
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

impl Clocks {
    const fn is_known(&self) -> bool {
        !self.utc.is_empty()
    }

    fn add_key(&mut self, zone: &Zone, at: Option<&Moment>) {
        if let Some((from, to)) = at.and_then(|at| Some((at.earliest()?, at.latest()?))) {
            self.add(zone, from, to, 0);
        }
    }

    fn allow(&self, clock: &Clock<'_>, also: &[i32]) -> bool {
        let at_any = |offsets: &[i32]| {
            offsets.iter().any(|offset| meets(&self.utc, clock, i64::from(*offset) * 60))
        };
        match &clock.zone {
            Some(zone) => at_any(&zone.offsets),
            None => {
                let in_utc = !clock.has_half && at_any(&[0]);
                meets(&self.local, clock, 0) || in_utc || at_any(also)
            }
        }
    }

    /// Adds the seconds of the day between two instants.
    fn add(
        &mut self,
        zone: &Zone,
        from: DateTime<FixedOffset>,
        to: DateTime<FixedOffset>,
        slack: i64,
    ) {
        let length = (to - from).num_seconds() + 2 * slack;
        if length >= DAY {
            self.local.push((-DAY, 2 * DAY));
            self.utc.push((-DAY, 2 * DAY));
            return;
        }
        let utc = from.timestamp();
        let local = utc + i64::from(zone.at(&from).offset().local_minus_utc());
        for (set, start) in [(&mut self.local, local), (&mut self.utc, utc)] {
            let start = start.rem_euclid(DAY) - slack;
            set.push((start, start + length));
        }
    }
}

/// From the first moment at which somebody was hit to the last, where all of them are known.
fn whole(
    facts: &Facts,
    moments: &Moments,
) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
    let is_known = |at: Option<&Moment>| at.is_some_and(|at| at.latest().is_some());
    let is_closed = |impact: &Impact| {
        is_known(Some(&impact.period.start)) && is_known(impact.period.end.as_ref())
    };
    if !is_known(facts.started.as_ref())
        || !is_known(facts.resolved.as_ref())
        || !facts.impact.iter().all(is_closed)
    {
        return None;
    }
    let is_hit = |known: &&Known| !matches!(known.role, Role::Step | Role::Outside);
    let bounds = moments.iter().filter(is_hit).filter_map(|known| {
        let slack = TimeDelta::seconds(known.slack());
        known.bounds().map(|(from, to)| (from - slack, to + slack))
    });
    bounds.reduce(|whole, next| (whole.0.min(next.0), whole.1.max(next.1)))
}

/// Whether a moment was at a stated time; `also` as for [`Times::allow`].
pub(in crate::check) fn is_at(
    zone: &Zone,
    moment: &Moment,
    clock: &Clock<'_>,
    also: &[i32],
) -> bool {
    let Some((from, to)) = moment.earliest().zip(moment.latest()) else { return false };
    let mut clocks = Clocks::default();
    clocks.add(zone, from, to, slack(moment));
    clocks.local.sort();
    clocks.utc.sort();
    clocks.allow(clock, also)
}

/// Whether a moment lies before a stated time, on whichever day that is nearest.
pub(in crate::check) fn is_before(zone: &Zone, clock: &Clock<'_>, at: &Moment) -> bool {
    let Some(fact) = at.earliest() else { return true };
    let local = match &clock.zone {
        None => zone.at(&fact),
        Some(named) => match named.offsets.first().and_then(|m| FixedOffset::east_opt(m * 60)) {
            Some(offset) => fact.with_timezone(&offset),
            None => return true,
        },
    };
    let distance = clock.time - local.time();
    let half = TimeDelta::hours(12);
    let nearest = if distance > half {
        distance - half - half
    } else if distance < -half {
        distance + half + half
    } else {
        distance
    };
    let other = nearest + half * if nearest < TimeDelta::zero() { 1 } else { -1 };
    let is_other_nearer = clock.may_be_pm && other.abs() < nearest.abs();
    let meant = if is_other_nearer { other } else { nearest };
    meant >= TimeDelta::seconds(-59)
}

/// The first and the last day of a moment, in a zone and at the offsets in minutes.
fn days_of(zone: &Zone, offsets: &[i32], at: &Moment) -> Option<(NaiveDate, NaiveDate)> {
    let days = |bound: &Bound| match bound {
        Bound::On { day, .. } => (*day, *day),
        Bound::At(at) => {
            let own = zone.at(at).date_naive();
            let others = offsets.iter().filter_map(|minutes| FixedOffset::east_opt(minutes * 60));
            let others = others.map(|offset| at.with_timezone(&offset).date_naive());
            others.fold((own, own), |(first, last), day| (first.min(day), last.max(day)))
        }
    };
    match at {
        Moment::Exactly(bound) | Moment::About(bound) => Some(days(bound)),
        Moment::Between { after, before } => Some((days(after).0, days(before).1)),
        Moment::Unknown => None,
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
