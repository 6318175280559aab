//! The moments that the facts know.

use chrono::{DateTime, FixedOffset};

use crate::check::subject::Subject;
use crate::model::{Facts, Moment, TimelineKind, UpdateStatus};
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
    /// What it is, behind "the": "start", "end of the window of bnecompute03".
    pub(in crate::check) name: String,
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
    /// Something that is no part of the incident: publication.
    Outside,
}

/// Slack in seconds of a moment that is only known roughly.
pub(in crate::check) const ABOUT: i64 = 900;

impl Moments {
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let facts = &subject.incident.facts;
        let mut moments = Self::default();
        moments.key_moments(facts);
        moments.windows(facts, subject);
        moments.entries(facts, subject);
        moments
    }

    pub(in crate::check) fn iter(&self) -> impl Iterator<Item = &Known> {
        self.all.iter()
    }

    fn add(&mut self, at: Option<Moment>, field: FieldPath, name: &str, role: Role) {
        if let Some(at) = at.filter(|at| at.earliest().is_some()) {
            self.all.push(Known { at, field, name: name.to_owned(), role });
        }
    }

    fn key_moments(&mut self, facts: &Facts) {
        let keys = [
            ("started", facts.started, "start", Role::Start),
            ("detected", facts.detected, "detection", Role::Detection),
            ("mitigated", facts.mitigated, "mitigation", Role::End),
            ("resolved", facts.resolved, "resolution", Role::End),
            ("published", facts.published, "publication", Role::Outside),
        ];
        for (key, at, name, role) in keys {
            self.add(at, FieldPath::from(key), name, role);
        }
        if let Some(scheduled) = &facts.scheduled {
            let field = FieldPath::from("scheduled");
            self.add(Some(scheduled.start), field.key("start"), "announced start", Role::Start);
            self.add(scheduled.end, field.key("end"), "announced end", Role::End);
        }
        for (index, correction) in facts.corrections.iter().enumerate() {
            let field = FieldPath::from("correction").index(index).key("at");
            self.add(Some(correction.at), field, "correction", Role::Outside);
        }
    }

    fn windows(&mut self, facts: &Facts, subject: &Subject<'_>) {
        for (index, impact) in facts.impact.iter().enumerate() {
            let item = subject.item("impact", index);
            let of = impact.resource.as_deref().unwrap_or(&impact.component);
            let start = format!("start of the window of {of}");
            let end = format!("end of the window of {of}");
            self.add(Some(impact.period.start), item.key("start"), &start, Role::Start);
            self.add(impact.period.end, item.key("end"), &end, Role::End);
        }
    }

    fn entries(&mut self, facts: &Facts, subject: &Subject<'_>) {
        for (index, entry) in facts.timeline.iter().enumerate() {
            let role = match entry.kind {
                Some(TimelineKind::Trigger) => Role::Start,
                Some(TimelineKind::Detection) => Role::Detection,
                Some(TimelineKind::Recovery) => Role::End,
                _ => Role::Event,
            };
            let field = subject.item("timeline", index).key("at");
            self.add(Some(entry.at), field, "timeline entry", role);
        }
        for (index, update) in facts.updates.iter().enumerate() {
            let role = match update.status {
                UpdateStatus::Investigating => Role::Detection,
                UpdateStatus::Monitoring | UpdateStatus::Resolved | UpdateStatus::Completed => {
                    Role::End
                }
                _ => Role::Event,
            };
            let field = subject.item("update", index).key("at");
            self.add(Some(update.at), field, "update", role);
        }
    }
}

impl Known {
    /// The earliest and latest it can be, "about" taken at its word.
    pub(in crate::check) fn bounds(
        &self,
    ) -> Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)> {
        Some((self.at.earliest()?, self.at.latest()?))
    }

    pub(in crate::check) const fn is_about(&self) -> bool {
        matches!(self.at, Moment::About(_))
    }
}
