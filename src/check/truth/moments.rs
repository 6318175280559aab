//! The moments that the facts know.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Timelike as _};

use crate::model::{Bound, Facts, Moment, TimelineKind, UpdateStatus};

/// The moments that the facts know.
#[derive(Debug, Default)]
pub(in crate::check) struct Moments {
    all: Vec<Known>,
}

/// A moment with what it can stand for.
#[derive(Clone, Debug)]
pub(in crate::check) struct Known {
    pub(in crate::check) at: Moment,
    pub(in crate::check) role: Role,
}

/// What a moment can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Role {
    /// Something begins to fail.
    Start,
    /// Somebody or something notices.
    Detection,
    /// It gets better or is over.
    End,
    /// Something happens; it may be any of these.
    Event,
    /// Somebody does or finds something on the way.
    Step,
    /// One of several windows of a component begins or ends, and others are still open.
    Window,
    /// Something that is no part of the incident: publication.
    Outside,
}

impl Moments {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut moments = Self::default();
        moments.key_moments(facts);
        moments.windows(facts);
        moments.entries(facts);
        moments
    }

    pub(in crate::check) fn iter(&self) -> impl Iterator<Item = &Known> {
        self.all.iter()
    }

    fn add(&mut self, at: Option<Moment>, role: Role) {
        if let Some(at) = at.filter(|at| at.earliest().is_some()) {
            self.all.push(Known { at, role });
        }
    }

    fn key_moments(&mut self, facts: &Facts) {
        let keys = [
            (facts.started, Role::Start),
            (facts.detected, Role::Detection),
            (facts.mitigated, Role::End),
            (facts.resolved, Role::End),
            (facts.published, Role::Outside),
        ];
        for (at, role) in keys {
            self.add(at, role);
        }
        if let Some(scheduled) = &facts.scheduled {
            self.add(Some(scheduled.start), Role::Start);
            self.add(scheduled.end, Role::End);
        }
        for correction in &facts.corrections {
            self.add(Some(correction.at), Role::Outside);
        }
    }

    /// The first start and the last end of each component's windows stand for its outage.
    fn windows(&mut self, facts: &Facts) {
        let mut hulls: BTreeMap<&str, Hull> = BTreeMap::new();
        for impact in &facts.impact {
            let hull = hulls.entry(&impact.component).or_default();
            hull.start = earlier(hull.start, impact.period.start.earliest());
            let end = impact.period.end.and_then(|end| end.latest());
            hull.end = earlier(hull.end.map(Reverse), end.map(Reverse)).map(|Reverse(end)| end);
        }
        for impact in &facts.impact {
            let hull = hulls.get(impact.component.as_str()).copied().unwrap_or_default();
            let opens = impact.period.start.earliest() == hull.start;
            let closes = impact.period.end.is_some_and(|end| end.latest() == hull.end);
            let start = if opens { Role::Start } else { Role::Window };
            let end = if closes { Role::End } else { Role::Window };
            self.add(Some(impact.period.start), start);
            self.add(impact.period.end, end);
        }
    }

    fn entries(&mut self, facts: &Facts) {
        for entry in &facts.timeline {
            let role = match entry.kind {
                Some(TimelineKind::Trigger) => Role::Start,
                Some(TimelineKind::Detection) => Role::Detection,
                Some(TimelineKind::Recovery) => Role::End,
                Some(
                    TimelineKind::Finding | TimelineKind::Action | TimelineKind::Communication,
                ) => Role::Step,
                None => Role::Event,
            };
            self.add(Some(entry.at), role);
        }
        // What was announced and when stands for the incident only where nothing better does.
        for update in &facts.updates {
            let role = match update.status {
                UpdateStatus::Investigating if facts.detected.is_none() => Role::Detection,
                UpdateStatus::Monitoring | UpdateStatus::Resolved | UpdateStatus::Completed
                    if facts.resolved.is_none() =>
                {
                    Role::End
                }
                _ => Role::Step,
            };
            self.add(Some(update.at), role);
        }
    }
}

/// The first start and the last end of a component's windows.
#[derive(Clone, Copy, Default)]
struct Hull {
    start: Option<DateTime<FixedOffset>>,
    end: Option<DateTime<FixedOffset>>,
}

fn earlier<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

impl Known {
    /// The earliest and latest it can be, "about" taken at its word.
    pub(in crate::check) fn bounds(
        &self,
    ) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        Some((self.at.earliest()?, self.at.latest()?))
    }

    /// Seconds by which it may be off.
    pub(in crate::check) fn slack(&self) -> i64 {
        slack(&self.at)
    }
}

/// Seconds by which a moment that is only known roughly may be off: "about 11:30" is less exact
/// than "about 11:38".
pub(super) fn slack(at: &Moment) -> i64 {
    match at {
        Moment::About(Bound::At(at)) if at.minute().is_multiple_of(15) => 900,
        Moment::About(Bound::At(at)) if at.minute().is_multiple_of(5) => 600,
        Moment::About(_) => 300,
        _ => 0,
    }
}
