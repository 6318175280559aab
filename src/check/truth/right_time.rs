//! What a stated time should be, and how to show it.

use chrono::{DateTime, FixedOffset};

use super::clock::{Clock, IntervalEnd};
use super::steps::Step;
use super::stretches::Stretch;
use crate::check::subject::Subject;
use crate::model::Moment;
use crate::source::FieldPath;

/// What a stated time should be.
pub(in crate::check) struct Truth {
    pub(in crate::check) at: Moment,
    pub(in crate::check) field: FieldPath,
    /// "it was resolved", "the window of api ends".
    pub(in crate::check) says: String,
    pub(in crate::check) label: String,
}

impl Truth {
    pub(in crate::check) fn of_key(key: &'static str, at: Moment) -> Self {
        let says = match key {
            "started" => "it started",
            "detected" => "it was detected",
            "mitigated" => "it was mitigated",
            _ => "it was resolved",
        };
        let label = format!("{key} here");
        Self { at, field: FieldPath::from(key), says: says.to_owned(), label }
    }

    /// An entry of the timeline that was told again.
    pub(in crate::check) fn of_step(subject: &Subject<'_>, step: &Step) -> Self {
        const LONGEST: usize = 60;
        let entry = subject.incident.facts.timeline.get(step.entry);
        let text = entry.map(|entry| entry.text.as_str()).unwrap_or_default();
        let mut shown: String = text.chars().take(LONGEST).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        let says = format!("the timeline tells \"{shown}\"");
        let field = subject.item("timeline", step.entry).key("at");
        Self { at: *step.at(), field, says, label: "told here".to_owned() }
    }

    /// The first update.
    pub(in crate::check) fn of_update(subject: &Subject<'_>, index: usize, at: Moment) -> Self {
        let field = subject.item("update", index).key("at");
        let says = "the first update was published".to_owned();
        Self { at, field, says, label: "published here".to_owned() }
    }

    pub(in crate::check) fn of_stretch(stretch: &Stretch, side: IntervalEnd) -> Self {
        let (at, field) = stretch.side(side).clone();
        let verb = match side {
            IntervalEnd::First => "starts",
            IntervalEnd::Second => "ends",
        };
        match &stretch.of {
            Some(of) => {
                let says = format!("the window of {of} {verb}");
                Self { at, field, says, label: format!("this window {verb}") }
            }
            None if field == FieldPath::from("started") => Self::of_key("started", at),
            None if field == FieldPath::from("mitigated") => Self::of_key("mitigated", at),
            None => Self::of_key("resolved", at),
        }
    }
}

/// A moment on the clocks that a statement uses.
pub(in crate::check) fn shown_time(
    subject: &Subject<'_>,
    clock: &Clock<'_>,
    at: &Moment,
) -> String {
    let zone = &subject.incident.facts.zone;
    let single = clock.zone.as_ref().filter(|named| named.offsets.len() == 1);
    let show = |instant: DateTime<FixedOffset>| match single {
        Some(named) => {
            let offset =
                named.offsets.first().and_then(|minutes| FixedOffset::east_opt(minutes * 60));
            let local = offset.map_or(instant, |offset| instant.with_timezone(&offset));
            format!("{} {}", local.format("%H:%M"), named.name)
        }
        None => {
            format!("{} {}", zone.at(&instant).format("%H:%M"), zone.abbreviation(&instant))
        }
    };
    match (at.earliest(), at.latest()) {
        (Some(from), Some(to)) if from != to => format!("{} to {}", show(from), show(to)),
        (Some(from), _) if matches!(at, Moment::About(_)) => format!("about {}", show(from)),
        (Some(from), _) => show(from),
        (None, _) => "an unknown time".to_owned(),
    }
}
