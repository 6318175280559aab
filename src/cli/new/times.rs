//! When it begins and ends.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike as _};

use super::answers::Answers;
use crate::cli::at::{self, Clock, Stamp, ToCome};
use crate::cli::error::CommandError;
use crate::load::{self, SpokenTimeError, Tense};
use crate::model::{Bound, IncidentKind, Zone};

/// What times are read against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times<'z> {
    pub(super) now: DateTime<FixedOffset>,
    pub(super) zone: &'z Zone,
    pub(super) kind: IncidentKind,
}

impl Times<'_> {
    pub(super) fn is_maintenance(&self) -> bool {
        self.kind == IncidentKind::Maintenance
    }

    /// Now, to the minute: nobody knows the second in which an incident began.
    pub(super) fn now(&self) -> Bound {
        let now = self.zone.at(&self.now);
        let minute = now.with_second(0).and_then(|now| now.with_nanosecond(0));
        Bound::At(minute.unwrap_or(now))
    }

    /// The start. Only that of maintenance may lie in the future.
    pub(super) fn start(&self, text: &str, flag: &'static str) -> Result<Bound, CommandError> {
        at::read(text, &self.clock(flag))
    }

    /// The end of an announced window: a length from its start, a time of the clocks behind it,
    /// or a time of its own.
    pub(super) fn end(
        &self,
        text: &str,
        start: &Bound,
        flag: &'static str,
    ) -> Result<Bound, CommandError> {
        let clock = Clock { tense: Tense::Any, to_come: ToCome::Taken, ..self.clock(flag) };
        let end = match (load::spoken_length(text), start) {
            (Some(length), Bound::At(start)) => {
                let end = length.after(*start, self.zone);
                Bound::At(end.map_err(|error| at::no_time(text, error, &clock))?)
            }
            (Some(_), Bound::On { .. }) => {
                return Err(CommandError::new(format!(
                    "\"{text}\" is a length of time, but the start has no time of day"
                ))
                .hint("give the start with its time, or the day on which it ends"));
            }
            (None, _) => match self.behind(text, start) {
                Some(end) => end.map_err(|error| at::no_time(text, error, &clock))?,
                None => at::read(text, &clock)?,
            },
        };
        if end.latest() > start.earliest() {
            return Ok(end);
        }
        let said = |bound| Stamp { bound, is_about: false }.said(self.zone);
        Err(CommandError::new(format!(
            "the window would end {}, before it starts {}",
            said(end),
            said(*start)
        ))
        .hint("give a time behind the start, or a length such as \"2 hours\""))
    }

    /// The first time behind the start at which the clocks show what a text says, or why that is
    /// none or two; nothing where the text names a day itself.
    fn behind(&self, text: &str, start: &Bound) -> Option<Result<Bound, SpokenTimeError>> {
        let on = |day: NaiveDate| {
            load::spoken_time(&format!("{day} {text}"), Tense::Any, &self.now, self.zone)
        };
        let is_behind = |read: &Result<Bound, SpokenTimeError>| match read {
            Ok(end) => end.earliest() > start.latest(),
            Err(SpokenTimeError::Skipped(change) | SpokenTimeError::Twice(change)) => {
                change.last() > start.latest()
            }
            Err(_) => false,
        };
        let day = start.earliest().date_naive();
        [Some(day), day.succ_opt()].into_iter().flatten().map(on).find(is_behind)
    }

    const fn clock(&self, flag: &'static str) -> Clock<'_> {
        let (tense, to_come) = match self.kind {
            IncidentKind::Incident => (
                Tense::Past,
                ToCome::Refused("what is to come is maintenance: --template maintenance"),
            ),
            IncidentKind::Maintenance => (Tense::Any, ToCome::Taken),
        };
        Clock { now: self.now, zone: self.zone, tense, to_come, flag }
    }

    /// What is known of it, for people.
    pub(super) fn said(&self, answers: &Answers) -> String {
        let said = |bound| Stamp { bound, is_about: false }.said(self.zone);
        let start = said(answers.started);
        match answers.ends {
            Some(end) => format!("scheduled from {start} to {}", said(end)),
            None if answers.started.earliest() > self.now => {
                format!("scheduled for {start}; readers see a window once `scheduled` has an end")
            }
            None => format!("started {start}"),
        }
    }
}

/// The day of a start, which its id begins with.
pub(super) fn day(start: &Bound) -> NaiveDate {
    match start {
        Bound::At(at) => at.date_naive(),
        Bound::On { day, .. } => *day,
    }
}
