use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::clock::{Clock, ClockHedge, IntervalEnd, clocks};
use crate::check::truth::date::{StatedDate, days};
use crate::check::truth::event::{Event, Key, event, is_outage_interval};
use crate::check::truth::letters::right_letters;
use crate::check::truth::spots::Spots;
use crate::check::truth::words;
use crate::check::truth::{Account, Passage, Sentence};
use crate::model::{Bound, Moment};
use crate::source::FieldPath;

rule! {
    /// Finds clock times of the start, the detection or the end that differ from the facts.
    ///
    /// ## Why
    ///
    /// The text was written from memory, the facts from the log, or one of the two in another
    /// time zone. A time is right when anything in the facts happened at that time: a key
    /// moment, the end of a window, an entry of the timeline, an update. It is compared when
    /// the sentence says that the incident began, was noticed or was over then; `CET`, `UTC`
    /// and the like are converted, "about" and "just after" widen, "by" bounds.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The outage began at 10:00 CEST and was resolved at 11:40.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/Zurich"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The outage began at 08:00 UTC and was over by 11:30 CEST. Backups run at 03:00.
    /// ```
    "stated-time", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let account = findings.account();
    let sentences = account.sentences_with(Spots::CLOCK);
    for (passage, sentence) in sentences.filter(|(passage, _)| passage.looks_back()) {
        for clock in clocks(&sentence) {
            let Some(event) = told(subject, account, &sentence, &clock) else { continue };
            let Some((key, at)) = key_moment(subject, event.key) else { continue };
            let place = Stated { subject, account, passage, sentence: &sentence, clock: &clock };
            if place.contradicts(event, &at) {
                report(subject, findings, passage, &sentence, &clock, key, at);
            }
        }
    }
}

/// The key moment that a sentence puts at a time.
fn told(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
) -> Option<Event> {
    if clock.hedge == ClockHedge::After || clock.is_open() {
        return None;
    }
    let names = account.names(subject);
    let interval = |key| {
        is_outage_interval(sentence, &clock.range, names)
            .then_some(Event { key, is_certain: false })
    };
    match clock.end {
        Some(IntervalEnd::First) => interval(Key::Start),
        Some(IntervalEnd::Second) => interval(Key::Resolution),
        None => event(sentence, &clock.range, names)
            .or_else(|| lasts_until(sentence, clock).then(|| interval(Key::Resolution)).flatten()),
    }
}

/// "was down until 11:06".
fn lasts_until(sentence: &Sentence<'_>, clock: &Clock<'_>) -> bool {
    let lasts = words!(
        "lasted" "down" "unavailable" "offline" "continued" "persisted"
    );
    sentence.is(clock.range.start.wrapping_sub(1), &["until", "till"])
        && sentence.has(0..clock.range.start, lasts)
}

/// A key moment of the facts by its key.
fn key_moment(subject: &Subject<'_>, key: Key) -> Option<(&'static str, Moment)> {
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
struct Stated<'s> {
    subject: &'s Subject<'s>,
    account: &'s Account,
    passage: &'s Passage,
    sentence: &'s Sentence<'s>,
    clock: &'s Clock<'s>,
}

impl Stated<'_> {
    fn contradicts(&self, event: Event, at: &Moment) -> bool {
        let Self { subject, account, passage, sentence, clock } = *self;
        let is_right = is_day(at)
            || account.times(subject).allow(clock, event.key.role(), account.offsets())
            || (clock.hedge == ClockHedge::By && is_before(subject, clock, at));
        if is_right || self.is_of_another_day(at) {
            return false;
        }
        let says = account.says(subject, passage);
        let is_part = !event.is_certain
            && match event.key {
                Key::Start | Key::Detection => says.start,
                Key::Mitigation | Key::Resolution => says.resolution,
            };
        // The letters of the wrong season are the fault of another rule.
        let has_wrong_letters = || {
            clock.zone.as_ref().is_some_and(|zone| {
                right_letters(subject, account, passage, sentence, zone, Some(clock)).is_some()
            })
        };
        !is_part && !has_wrong_letters()
    }

    /// Whether the sentence names another day than that of the key moment.
    fn is_of_another_day(&self, at: &Moment) -> bool {
        let Self { subject, account, sentence, .. } = *self;
        let Some(near) = at.earliest() else { return true };
        let day = subject.incident.facts.zone.at(&near).date_naive();
        let mut dates = days(sentence).into_iter().filter_map(|day| day.date).peekable();
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

/// Whether a moment lies before a stated time, on whichever day that is nearest.
fn is_before(subject: &Subject<'_>, clock: &Clock<'_>, at: &Moment) -> bool {
    let Some(fact) = at.earliest() else { return true };
    let local = match &clock.zone {
        None => subject.incident.facts.zone.at(&fact),
        Some(zone) => match zone.offsets.first().and_then(|m| FixedOffset::east_opt(m * 60)) {
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

fn report(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
    key: &'static str,
    at: Moment,
) {
    let shown = sentence.bytes(clock.words.clone());
    let said = passage.text.shown(shown.clone()).to_owned();
    let truth = shown_time(subject, clock, &at);
    let verb = match key {
        "started" => "it started",
        "detected" => "it was detected",
        "mitigated" => "it was mitigated",
        _ => "it was resolved",
    };
    let message = format!("the prose says \"{said}\", but {verb} at {truth}");
    let help = match clock.zone {
        Some(_) => {
            "nothing in the facts happened at that time; correct it, or the facts".to_owned()
        }
        None => format!(
            "nothing in the facts happened at that time, in {} or UTC; correct it, or the facts",
            subject.incident.facts.zone.name()
        ),
    };
    findings
        .at_passage(passage, shown, message)
        .help(help)
        .related_field(&FieldPath::from(key), format!("{key} here"));
}

/// A moment on the clocks that a statement uses.
fn shown_time(subject: &Subject<'_>, clock: &Clock<'_>, at: &Moment) -> String {
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
