//! A clock time in its place, and whether the facts contradict it.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};

use super::account::{Account, Passage};
use super::clock::{Clock, ClockHedge, IntervalEnd};
use super::date::{Day, StatedDate, days};
use super::event::{Event, Key};
use super::letters::right_letters;
use super::moments::{Known, Role};
use super::sentence::Sentence;
use super::stretches::{Stretch, stretches};
use super::times::is_before;
use crate::check::subject::Subject;
use crate::model::{Bound, Moment};

/// A key moment of the facts by its key.
pub(in crate::check) fn key_moment(
    subject: &Subject<'_>,
    key: Key,
) -> Option<(&'static str, Moment)> {
    let facts = &subject.incident.facts;
    let (key, at) = match key {
        Key::Start => ("started", facts.started),
        Key::Detection => ("detected", facts.detected),
        Key::Mitigation => ("mitigated", facts.mitigated),
        Key::Resolution => ("resolved", facts.resolved),
    };
    at.filter(|at| at.earliest().is_some()).map(|at| (key, at))
}

/// A time in its place.
#[derive(Clone, Copy)]
pub(in crate::check) struct Stated<'s> {
    pub(in crate::check) subject: &'s Subject<'s>,
    pub(in crate::check) account: &'s Account,
    pub(in crate::check) passage: &'s Passage,
    pub(in crate::check) sentence: &'s Sentence<'s>,
    pub(in crate::check) clock: &'s Clock<'s>,
}

impl Stated<'_> {
    /// Whether a key moment, or a window that ends or begins with it, was at another time.
    pub(in crate::check) fn contradicts(&self, event: Event, at: &Moment) -> bool {
        let Self { subject, account, passage, clock, .. } = *self;
        let is_right = is_day(at)
            || account.times(subject).allow(clock, event.key.role(), account.offsets())
            || (clock.hedge == ClockHedge::By && self.is_bound(event, at));
        if is_right || self.is_of_another_day(at) {
            return false;
        }
        let says = account.says(subject, passage);
        let is_part = !event.is_certain
            && match event.key {
                Key::Start => says.start,
                Key::Detection => says.detection,
                Key::Mitigation | Key::Resolution => says.resolution,
            };
        !is_part && !self.has_wrong_letters()
    }

    /// Whether the zone has the letters of the wrong season, which is the fault of another rule.
    pub(in crate::check) fn has_wrong_letters(&self) -> bool {
        let Self { subject, account, passage, sentence, clock } = *self;
        clock.zone.as_ref().is_some_and(|zone| {
            right_letters(subject, account, passage, sentence, zone, Some(clock)).is_some()
        })
    }

    /// Whether what is over by the time was over before: the incident, or a window that the
    /// sentence names.
    fn is_bound(&self, event: Event, at: &Moment) -> bool {
        let Self { subject, account, sentence, clock, .. } = *self;
        if let Some(stated) = self.instant() {
            let is_over = |known: &Known| {
                known.role == Role::End
                    && known
                        .bounds()
                        .is_some_and(|(from, _)| from <= stated + TimeDelta::minutes(1))
            };
            let is_whole = at.earliest().is_some_and(|at| at <= stated + TimeDelta::minutes(1));
            return is_whole || !event.is_certain && account.moments(subject).iter().any(is_over);
        }
        let zone = &subject.incident.facts.zone;
        let is_over = |stretch: &Stretch| {
            stretch.is_named(subject, sentence)
                && is_before(zone, clock, &stretch.side(IntervalEnd::Second).0)
        };
        is_before(zone, clock, at) || stretches(subject).iter().any(is_over)
    }

    /// The time on the one day that the sentence names.
    fn instant(&self) -> Option<DateTime<FixedOffset>> {
        let Self { subject, sentence, clock, .. } = *self;
        let facts = &subject.incident.facts;
        let near = facts.zone.at(&facts.started?.earliest()?).date_naive();
        let [day] = days(sentence).try_into().ok()?;
        let [date] = day.date?.candidates(near).try_into().ok()?;
        if clock.may_be_pm || clock.zone.is_some() {
            return None;
        }
        let midnight = facts.zone.start_of(date);
        let local = midnight + clock.time.signed_duration_since(NaiveTime::MIN);
        let shift = facts.zone.at(&local).offset().local_minus_utc()
            - facts.zone.at(&midnight).offset().local_minus_utc();
        Some(local - TimeDelta::seconds(i64::from(shift)))
    }

    /// Whether the sentence names another day than that of the key moment.
    pub(in crate::check) fn is_of_another_day(&self, at: &Moment) -> bool {
        let Self { subject, account, sentence, .. } = *self;
        let Some(near) = at.earliest() else { return true };
        let day = subject.incident.facts.zone.at(&near).date_naive();
        let times = account.times(subject);
        let is_other_weekday = |day: &Day| {
            day.date.is_none()
                && day.weekday.is_some_and(|(weekday, _)| !times.has_weekday(weekday))
        };
        let stated = days(sentence);
        if stated.iter().any(is_other_weekday) {
            return true;
        }
        let mut dates = stated.into_iter().filter_map(|day| day.date).peekable();
        let is_far = |date: StatedDate| {
            !date.candidates(day).into_iter().any(|date| (date - day).num_days().abs() <= 1)
        };
        dates.peek().is_some() && dates.all(is_far) || account.is_of_another_day(subject, sentence)
    }
}

/// Whether only the day is known.
const fn is_day(at: &Moment) -> bool {
    matches!(at, Moment::Exactly(Bound::On { .. }) | Moment::About(Bound::On { .. }))
}
