//! The moments that the facts know.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, Timelike as _};

use crate::check::subject::Subject;
use crate::model::{Bound, Facts, Moment, TimelineKind, UpdateStatus};
use crate::source::FieldPath;

/// The moments that the facts know.
#[derive(Debug, Default)]
pub(in crate::check) struct Moments {
    all: Vec<Known>,
}

/// A moment with what it can stand for.
#[derive(Clone, Debug)]
pub(in crate::check) struct Known {
    pub(in crate::check) at: Moment,
    /// Where the facts say it.
    pub(in crate::check) field: FieldPath,
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
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let facts = &subject.incident.facts;
        let mut moments = Self::default();
        moments.key_moments(facts, subject);
        moments.windows(facts, subject);
        moments.entries(facts, subject);
        moments
    }

    pub(in crate::check) fn iter(&self) -> impl Iterator<Item = &Known> {
        self.all.iter()
    }

    fn add(&mut self, at: Option<Moment>, field: FieldPath, role: Role) {
        if let Some(at) = at.filter(|at| at.earliest().is_some()) {
            self.all.push(Known { at, field, role });
        }
    }

    fn key_moments(&mut self, facts: &Facts, subject: &Subject<'_>) {
        let keys = [
            ("started", facts.started, Role::Start),
            ("detected", facts.detected, Role::Detection),
            ("mitigated", facts.mitigated, Role::End),
            ("resolved", facts.resolved, Role::End),
            ("published", facts.published, Role::Outside),
        ];
        for (key, at, role) in keys {
            self.add(at, FieldPath::from(key), role);
        }
        if let Some(scheduled) = &facts.scheduled {
            let field = FieldPath::from("scheduled");
            self.add(Some(scheduled.start), field.key("start"), Role::Start);
            self.add(scheduled.end, field.key("end"), Role::End);
        }
        for (index, correction) in facts.corrections.iter().enumerate() {
            let field = subject.item("correction", index).key("at");
            self.add(Some(correction.at), field, Role::Outside);
        }
    }

    /// The first start and the last end of each component's windows stand for its outage.
    fn windows(&mut self, facts: &Facts, subject: &Subject<'_>) {
        let mut hulls: BTreeMap<&str, Hull> = BTreeMap::new();
        for impact in &facts.impact {
            let hull = hulls.entry(&impact.component).or_default();
            hull.start = earlier(hull.start, impact.period.start.earliest());
            let end = impact.period.end.and_then(|end| end.latest());
            hull.end = earlier(hull.end.map(Reverse), end.map(Reverse)).map(|Reverse(end)| end);
        }
        for (index, impact) in facts.impact.iter().enumerate() {
            let item = subject.item("impact", index);
            let hull = hulls.get(impact.component.as_str()).copied().unwrap_or_default();
            let opens = impact.period.start.earliest() == hull.start;
            let closes = impact.period.end.is_some_and(|end| end.latest() == hull.end);
            let start = if opens { Role::Start } else { Role::Window };
            let end = if closes { Role::End } else { Role::Window };
            self.add(Some(impact.period.start), item.key("start"), start);
            self.add(impact.period.end, item.key("end"), end);
        }
    }

    fn entries(&mut self, facts: &Facts, subject: &Subject<'_>) {
        for (index, entry) in facts.timeline.iter().enumerate() {
            let role = match entry.kind {
                Some(TimelineKind::Trigger) => Role::Start,
                Some(TimelineKind::Detection) => Role::Detection,
                Some(TimelineKind::Recovery) => Role::End,
                Some(
                    TimelineKind::Finding | TimelineKind::Action | TimelineKind::Communication,
                ) => Role::Step,
                None => Role::Event,
            };
            let field = subject.item("timeline", index).key("at");
            self.add(Some(entry.at), field, role);
        }
        // What was announced and when stands for the incident only where nothing better does.
        for (index, update) in facts.updates.iter().enumerate() {
            let role = match update.status {
                UpdateStatus::Investigating if facts.detected.is_none() => Role::Detection,
                UpdateStatus::Monitoring | UpdateStatus::Resolved | UpdateStatus::Completed
                    if facts.resolved.is_none() =>
                {
                    Role::End
                }
                _ => Role::Step,
            };
            let field = subject.item("update", index).key("at");
            self.add(Some(update.at), field, role);
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
