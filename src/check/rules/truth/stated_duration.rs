use std::ops::Range;

use super::stated_interval::contradicts_itself;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::distance::distance;
use crate::check::truth::duration::{Duration, durations};
use crate::check::truth::duration_topic::{Topic, topic};
use crate::check::truth::number::Hedge;
use crate::check::truth::spans::{Lengths, Spans, Window, windows};
use crate::check::truth::spots::Spots;
use crate::check::truth::stretches::{named_components, only_named};
use crate::check::truth::topic::{clause, is_part};
use crate::check::truth::word_list::Words;
use crate::check::truth::words;
use crate::check::truth::{Account, Passage, Sentence};
use crate::model::{Elapsed, IncidentKind, between};
use crate::source::FieldPath;
use crate::view;

rule! {
    /// Finds durations in the prose that fit no span of the facts.
    ///
    /// ## Why
    ///
    /// "The outage lasted 47 minutes" stands above a table that shows two hours: readers do not
    /// know which to believe, and then believe neither. A duration is right when it fits the
    /// incident, its mitigation, a window of impact, all windows together, or the time between
    /// two entries of the timeline, at the precision that the author used: "about" widens,
    /// "exactly" narrows, and 45 minutes may be 47 but not 55. Only what the sentence ties to
    /// the incident is compared; how long some of its readers, or things that the facts do not
    /// name, were hit may be shorter than all of it, but not longer. What a sentence says of one
    /// host or region alone is compared with the window of that.
    ///
    /// How far apart two things are said to have been ("the rollback came 25 minutes after the
    /// alarm") is compared with the entries of the timeline and the key moments that the words mean, where
    /// they mean one of each.
    ///
    /// Measured on the 1193 statements of `tests/truth`: precision 1.00, recall 0.97;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The outage lasted 47 minutes.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T11:20:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// The outage lasted less than an hour and a half. Sessions are kept for 30 minutes.
    /// ```
    "stated-duration", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let facts = &subject.incident.facts;
    let account = findings.account();
    let sentences = account.sentences_with(Spots::UNIT);
    for (passage, sentence) in sentences.filter(|(passage, _)| passage.looks_back()) {
        // Of maintenance the whole is known, and not for how much of it something was down.
        let is_whole = facts.kind == IncidentKind::Incident
            || !facts.impact.is_empty()
            || sentence.has(0..sentence.len(), words!("maintenance"));
        for mut stated in durations(&sentence).into_iter().filter(|_| is_whole) {
            stated.hedge = stated.meant(&sentence);
            let told = topic(&sentence, &stated, account.names(subject));
            let Some((topic, is_certain)) = told else {
                if let Some(fault) = apart(subject, account, &sentence, &stated) {
                    report(findings, passage, &sentence, &stated, fault);
                }
                continue;
            };
            // Most are, and the lengths that the facts know need not be worked out.
            let is_known = is_of_whole(subject, &stated, topic)
                || (topic == Topic::Effect && is_within_whole(subject, &stated));
            let fault = match is_known {
                true => None,
                false => fault(subject, account.spans(subject), &stated, topic),
            };
            let other = || of_resource(subject, &sentence, &stated, topic);
            let Some(fault) = fault.or_else(other) else { continue };
            let is_other = account.is_of_another_day(subject, &sentence)
                || (!is_certain && account.says(subject, passage).duration)
                || contradicts_itself(&sentence, &stated);
            if !is_other {
                report(findings, passage, &sentence, &stated, fault);
            }
        }
    }
}

/// A duration that fits nothing, and what it was compared with.
struct Fault {
    /// "the incident lasted 1 hour 20 minutes".
    truth: String,
    help: String,
    related: Vec<(FieldPath, String)>,
}

fn fault(subject: &Subject<'_>, spans: &Spans, stated: &Duration, topic: Topic) -> Option<Fault> {
    match topic {
        Topic::Each if spans.windows > 1 => each(spans, stated),
        Topic::Detection => {
            let is_wrong = !fits(&spans.detection, stated);
            is_wrong.then(|| detection(subject)).flatten()
        }
        Topic::Longest => {
            let longest = spans.extremes.as_ref().map(|(_, longest)| longest)?;
            let is_wrong = !fits(&Lengths::of_window(longest), stated);
            is_wrong.then(|| Fault::of_window(longest))
        }
        Topic::Effect => effect(subject, spans, stated),
        Topic::Each | Topic::Outage | Topic::Resolution => {
            let lengths = match (stated.hedge, topic) {
                (Hedge::AtMost | Hedge::AtLeast, Topic::Resolution) => &spans.resolution,
                (Hedge::AtMost | Hedge::AtLeast, _) => &spans.bounds,
                _ => &spans.outage,
            };
            let is_wrong = !fits(lengths, stated);
            is_wrong.then(|| outage(subject, spans, stated)).flatten()
        }
    }
}

/// What is told of the distance of two things of the facts that have another one.
fn apart(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    stated: &Duration,
) -> Option<Fault> {
    let distance = distance(subject, account, sentence, stated)?;
    let mut stated = stated.clone();
    if distance.is_bound && stated.hedge == Hedge::Bare {
        stated.hedge = Hedge::AtMost;
    }
    if fits(&distance.lengths, &stated) || account.is_of_another_day(subject, sentence) {
        return None;
    }
    let length = words(distance.likely);
    let [from, to] = distance.ends;
    let name = |end: &Option<(FieldPath, String)>| end.as_ref().map(|(_, name)| name.clone());
    let truth = match (name(&from), name(&to)) {
        (Some(from), Some(to)) => format!("it was {length} from {from} to {to}"),
        (None, Some(to)) => format!("it was not so long until {to}"),
        _ => format!("it was {length}"),
    };
    let related = [from, to].into_iter().flatten();
    Some(Fault {
        truth,
        help: "correct it, or the facts".to_owned(),
        related: related.map(|(field, name)| (field, format!("{name} here"))).collect(),
    })
}

/// Whether it is no longer than the incident, so that it may have hit somebody, and no resource
/// has a window of its own.
fn is_within_whole(subject: &Subject<'_>, stated: &Duration) -> bool {
    let facts = &subject.incident.facts;
    let whole = facts.started.zip(facts.resolved).and_then(|(start, end)| between(&start, &end));
    let has_resources = facts.impact.iter().any(|impact| impact.resource.is_some());
    let (least, _) = allowed(stated);
    !has_resources && whole.is_some_and(|whole| least <= whole.most.num_seconds())
}

/// Whether it is said of the incident and how long that took as a whole.
fn is_of_whole(subject: &Subject<'_>, stated: &Duration, topic: Topic) -> bool {
    let whole = Lengths::whole(subject);
    matches!(topic, Topic::Outage | Topic::Resolution) && whole.is_known() && fits(&whole, stated)
}

/// Verbs of what is hit in whichever way: a window tells all of it.
const SUFFERS: &Words = words!(
    "suffered" "affected" "impacted" "impaired" "degraded" "disturbed" "disrupted"
);

/// A duration of the one resource that a sentence names, which has another one.
fn of_resource(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    stated: &Duration,
    topic: Topic,
) -> Option<Fault> {
    let before = stated.range.start.wrapping_sub(1);
    let only = usize::from(sentence.is(before, words!("only" "just" "merely")));
    let mut before = before.wrapping_sub(only);
    // "for a total of 42 minutes"
    if sentence.says(before.wrapping_sub(2), &["a", "total", "of"]) {
        before = before.wrapping_sub(3);
    }
    let is_state = matches!(topic, Topic::Outage | Topic::Effect)
        && sentence.is(before, words!("for" "lasted" "during" "took"));
    let is_end = matches!(topic, Topic::Outage | Topic::Resolution)
        && sentence.is(before, words!("after" "in"));
    let is_bound = matches!(stated.hedge, Hedge::AtMost | Hedge::AtLeast) || stated.high.is_some();
    if !(is_state || is_end) || is_bound {
        return None;
    }
    let Some(only) = only_named(subject, sentence) else {
        let component = only_component(subject, sentence, &stated.range)?;
        let own = clause(sentence, &stated.range);
        let is_all = sentence.has(own.clone(), SUFFERS) && !is_part(sentence, own);
        let is_other = is_all && !fits(&Lengths::of_window(&component), stated);
        let is_wrong = is_other || is_longer(&component, stated);
        return is_wrong.then(|| Fault::of_window(&component));
    };
    let mut windows = windows(subject).into_iter();
    let window = windows.find(|window| Some(&window.of) == only.of.as_ref())?;
    let fits = fits(&Lengths::of_window(&window), stated);
    let is_all = matches!(topic, Topic::Outage | Topic::Resolution);
    let is_wrong = !fits && is_all || is_longer(&window, stated);
    is_wrong.then(|| Fault::of_window(&window))
}

/// The one window of the one component that the clause around a place names.
fn only_component(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
) -> Option<Window> {
    let impact = &subject.incident.facts.impact;
    let is_single =
        |window: &Window| impact.iter().filter(|other| other.component == window.of).count() == 1;
    if impact.len() < 2 || impact.iter().any(|impact| impact.resource.is_some()) {
        return None;
    }
    let names = named_components(subject, sentence, clause(sentence, range));
    let [only] = names.as_slice() else { return None };
    windows(subject).into_iter().find(|window| window.of == *only && is_single(window))
}

/// Whether more is stated than a window lasts.
fn is_longer(window: &Window, stated: &Duration) -> bool {
    !fits(&Lengths::of_window(window), stated)
        && stated.low.seconds > window.elapsed.most.num_seconds()
}

/// What is longer than anything in the facts; something shorter may have hit somebody.
fn effect(subject: &Subject<'_>, spans: &Spans, stated: &Duration) -> Option<Fault> {
    subject.incident.facts.resolved?;
    let (least, _) = allowed(stated);
    let is_known = spans.outage.is_known();
    let is_longer = !spans.outage.allow((least, i64::MAX), (least, i64::MAX));
    let fault = (is_known && is_longer).then(|| outage(subject, spans, stated)).flatten()?;
    Some(Fault { help: "nothing in the facts lasts so long".to_owned(), ..fault })
}

/// Whether a stated duration may be one of these lengths; where none is known, it may.
fn fits(lengths: &Lengths, stated: &Duration) -> bool {
    if !lengths.is_known() {
        return true;
    }
    let allowed = allowed(stated);
    let named = match (stated.high, stated.hedge) {
        (Some(high), _) => (stated.low.seconds, high.seconds),
        (None, Hedge::AtMost | Hedge::AtLeast) => allowed,
        (None, _) => (stated.low.seconds, stated.low.seconds),
    };
    lengths.allow(allowed, named)
}

/// The lengths that a statement allows, in seconds. What is stated in seconds may be a minute
/// off where the facts have no seconds.
fn allowed(stated: &Duration) -> (i64, i64) {
    let (low, mut high) = stated.low.allows(stated.hedge);
    if let Some(upper) = stated.high {
        high = upper.allows(stated.hedge).1;
    }
    let coarse = if stated.low.seconds % 60 == 0 { 0 } else { 59 };
    (low - coarse, high.saturating_add(coarse))
}

/// A range over the windows: every window must lie in it.
fn each(spans: &Spans, stated: &Duration) -> Option<Fault> {
    let (shortest, longest) = spans.extremes.as_ref()?;
    let (low, high) = allowed(stated);
    let is_least = stated.hedge == Hedge::AtLeast;
    let low = if stated.high.is_some() || is_least { low } else { 0 };
    let too_short = shortest.elapsed.most.num_seconds() < low;
    let too_long = longest.elapsed.least.num_seconds() > high;
    if !too_short && !too_long {
        return None;
    }
    let name = |window: &Window| {
        let length = words(window.elapsed);
        format!("{length} ({})", window.of)
    };
    let mut related = Vec::new();
    for (is_wrong, window, label) in [
        (too_short, shortest, "the shortest window lasts"),
        (too_long, longest, "the longest window lasts"),
    ] {
        if is_wrong {
            related.push((window.field.clone(), format!("{label} {}", words(window.elapsed))));
        }
    }
    Some(Fault {
        truth: format!("the windows last from {} to {}", name(shortest), name(longest)),
        help: format!(
            "it should read: between {} and {}",
            words(shortest.elapsed),
            words(longest.elapsed)
        ),
        related,
    })
}

fn outage(subject: &Subject<'_>, spans: &Spans, stated: &Duration) -> Option<Fault> {
    let facts = &subject.incident.facts;
    let end = [("resolved", facts.resolved), ("mitigated", facts.mitigated)];
    let known = end
        .into_iter()
        .find_map(|(key, end)| Some((key, between(facts.started.as_ref()?, end.as_ref()?)?)));
    if let Some((key, elapsed)) = known {
        let mut help = format!("it should read: {}", words(elapsed));
        let mitigated = facts.started.zip(facts.mitigated).and_then(|(a, b)| between(&a, &b));
        if let (Some(mitigated), "resolved") = (mitigated, key) {
            help = format!("{help}; until it was mitigated: {}", words(mitigated));
        }
        return Some(Fault {
            truth: format!("the incident lasted {}", words(elapsed)),
            help,
            related: vec![
                (FieldPath::from("started"), "started here".to_owned()),
                (FieldPath::from(key), format!("{key} here")),
            ],
        });
    }
    let (shortest, longest) = spans.extremes.as_ref()?;
    let distance = |window: &Window| (window.elapsed.most.num_seconds() - stated.low.seconds).abs();
    let nearest = if distance(shortest) < distance(longest) { shortest } else { longest };
    Some(Fault::of_window(nearest))
}

impl Fault {
    fn of_window(window: &Window) -> Self {
        let length = words(window.elapsed);
        Self {
            truth: format!("the window of {} lasts {length}", window.of),
            help: format!("it should read: {length}"),
            related: vec![(window.field.clone(), format!("this window lasts {length}"))],
        }
    }
}

fn detection(subject: &Subject<'_>) -> Option<Fault> {
    let facts = &subject.incident.facts;
    let elapsed = between(facts.started.as_ref()?, facts.detected.as_ref()?)?;
    let length = words(elapsed);
    Some(Fault {
        truth: format!("it was detected {length} after its start"),
        help: format!("it should read: {length}"),
        related: vec![
            (FieldPath::from("started"), "started here".to_owned()),
            (FieldPath::from("detected"), "detected here".to_owned()),
        ],
    })
}

/// "1 hour 20 minutes".
fn words(elapsed: Elapsed) -> String {
    view::Duration::of(elapsed).map_or_else(|| "an unknown time".to_owned(), |found| found.text)
}

fn report(
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
    stated: &Duration,
    fault: Fault,
) {
    let shown = sentence.bytes(stated.range.clone());
    let said = passage.text.shown(shown.clone()).to_owned();
    let message = format!("the prose says \"{said}\", but {}", fault.truth);
    let mut entry = findings.at_passage(passage, shown, message).help(fault.help);
    for (field, label) in fault.related {
        entry = entry.related_field(&field, label);
    }
}
