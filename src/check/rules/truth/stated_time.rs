use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::clock::{Clock, ClockHedge, IntervalEnd, clocks};
use crate::check::truth::event::{event, is_outage_interval};
use crate::check::truth::moments::Role;
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
    for passage in account.passages.iter().filter(|passage| passage.looks_back()) {
        for sentence in passage.text.sentences() {
            for clock in clocks(&sentence) {
                if let Some((key, at)) = contradicted(subject, account, &sentence, &clock) {
                    report(subject, findings, passage, &sentence, &clock, key, at);
                }
            }
        }
    }
}

/// The key moment that a time contradicts.
fn contradicted(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
) -> Option<(&'static str, Moment)> {
    if clock.hedge == ClockHedge::After
        || clock.zone.as_ref().is_some_and(|z| z.offsets.len() > 1) && clock.zone.is_none()
    {
        return None;
    }
    let names = account.names(subject);
    let role = match clock.end {
        Some(end) if is_outage_interval(sentence, &clock.range, names) => Some(match end {
            IntervalEnd::First => Role::Start,
            IntervalEnd::Second => Role::End,
        }),
        Some(_) => None,
        None => event(sentence, &clock.range, names).or_else(|| until(sentence, clock, names)),
    }?;
    let (key, at) = key_moment(subject, role)?;
    if account.times(subject).allow(clock, account.offsets()) || is_day(&at) {
        return None;
    }
    let bounded = clock.hedge == ClockHedge::By && is_before(subject, clock, &at);
    (!bounded).then_some((key, at))
}

/// "was down until 11:06".
fn until(sentence: &Sentence<'_>, clock: &Clock<'_>, names: &[String]) -> Option<Role> {
    let is_until = sentence.is(clock.range.start.wrapping_sub(1), &["until", "till"]);
    let lasts = sentence.has(
        0..clock.range.start,
        &["lasted", "down", "unavailable", "offline", "continued", "persisted"],
    );
    (is_until && lasts && is_outage_interval(sentence, &clock.range, names)).then_some(Role::End)
}

fn key_moment(subject: &Subject<'_>, role: Role) -> Option<(&'static str, Moment)> {
    let facts = &subject.incident.facts;
    let (key, at) = match role {
        Role::Start => ("started", facts.started),
        Role::Detection => ("detected", facts.detected),
        Role::End => match facts.resolved {
            Some(resolved) => ("resolved", Some(resolved)),
            None => ("mitigated", facts.mitigated),
        },
        Role::Event | Role::Outside => return None,
    };
    at.filter(|at| at.earliest().is_some()).map(|at| (key, at))
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
    let is_later = |distance: TimeDelta| distance >= TimeDelta::seconds(-59);
    is_later(nearest) || (clock.may_be_pm && is_later(nearest + half) && nearest + half < half)
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
        .at_words(passage, shown, message)
        .help(help)
        .related_field(&FieldPath::from(key), format!("{key} here"));
}

/// A moment on the clocks that a statement uses.
fn shown_time(subject: &Subject<'_>, clock: &Clock<'_>, at: &Moment) -> String {
    let zone = &subject.incident.facts.zone;
    let show = |instant: DateTime<FixedOffset>| match &clock.zone {
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
