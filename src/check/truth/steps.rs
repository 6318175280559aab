//! Entries of the timeline that prose tells again: "the release was rolled back at 10:55".

use std::ops::Range;

use super::account::{Account, Passage, Place};
use super::clock::{Clock, ClockHedge};
use super::concepts::Concepts;
use super::sentence::Sentence;
use super::text::Text;
use super::times::{is_at, is_before};
use super::topic::{is_another_time, is_hypothetical};
use super::word_list::Words;
use crate::check::subject::{Field, Subject};
use crate::model::{Bound, Moment};

/// An entry of the timeline, by what it tells.
#[derive(Debug)]
pub(in crate::check) struct Step {
    at: Moment,
    /// Its place among the entries.
    pub(in crate::check) entry: usize,
    /// What its clauses tell, the first of them first.
    clauses: Vec<Concepts>,
}

/// Marks that end a clause.
const MARKS: &[char] = &[',', '(', ')', '—', '–', ':', ';', '|', '\n'];

/// Words that begin another clause.
const JOINTS: &Words = words!(
    "and" "but" "while" "whereas" "although" "though" "because" "so" "when" "which" "who" "whose"
    "where" "then" "that" "as" "after" "before" "until" "till" "once"
);

/// Words by which a clause tells no single deed of this incident.
const SET_ASIDE: &Words = words!(
    "not" "no" "never" "without" "again" "another" "second" "twice" "still" "every" "daily" "each"
    "next" "planned" "scheduled" "due" "tried" "attempted" "unable" "cannot" "couldn't" "couldn’t"
    "wasn't" "wasn’t" "would" "will" "other" "also" "further" "more" "almost" "nearly"
);

/// All entries whose time is known more exactly than by the day.
pub(super) fn steps(subject: &Subject<'_>) -> Vec<Step> {
    let entries = subject.incident.facts.timeline.iter().enumerate();
    let known = entries.filter(|(_, entry)| is_instant(&entry.at));
    known
        .map(|(index, entry)| {
            let texts = [Some(&entry.text), entry.wording.as_ref()].into_iter().flatten();
            let clauses = texts.flat_map(|text| clauses(&Text::line(text))).collect();
            Step { at: entry.at, entry: index, clauses }
        })
        .collect()
}

/// Whether a moment is known, and more of it than the day.
const fn is_instant(at: &Moment) -> bool {
    match at {
        Moment::Exactly(bound) | Moment::About(bound) => matches!(bound, Bound::At(_)),
        Moment::Between { after, before } => {
            matches!((after, before), (Bound::At(_), Bound::At(_)))
        }
        Moment::Unknown => false,
    }
}

/// What the clauses of a text tell.
fn clauses(text: &Text) -> Vec<Concepts> {
    let mut found = Vec::new();
    for sentence in text.sentences() {
        let mut start = 0;
        for at in 0..=sentence.len() {
            if at == sentence.len() || ends_clause(&sentence, at) {
                found.push(Concepts::of(&sentence, start..at));
                start = at + 1;
            }
        }
    }
    found.retain(|concepts| !concepts.is_empty());
    found
}

fn ends_clause(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is_mark(at, MARKS) || sentence.is(at, JOINTS)
}

/// The entry that the clause around a time tells again, if it is told of another time and nothing
/// else that the facts know happened then.
pub(in crate::check) fn retold<'a>(
    subject: &Subject<'_>,
    account: &'a Account,
    passage: &Passage,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
) -> Option<&'a Step> {
    const NO_POINT: &Words = words!("since" "until" "till" "from");
    let facts = &subject.incident.facts;
    if facts.timeline.is_empty()
        || clock.is_open()
        || clock.hedge == ClockHedge::After
        || passage.place == Place::Title
        || sentence.is(clock.range.start.wrapping_sub(1), NO_POINT)
        || is_key(subject, account, clock)
    {
        return None;
    }
    let clause = clause_of(sentence, &clock.range);
    if clause.iter().any(|part| is_set_aside(sentence, part.clone())) {
        return None;
    }
    let told = told_in(sentence, &clause, &clock.range);
    if told.acts.is_empty() && told.things.len() < 2 {
        return None;
    }
    let own = match passage.field {
        Some(Field::Item("timeline", index, _)) => Some(index),
        _ => None,
    };
    let steps = account.steps(subject);
    let mut close = steps.iter().filter(|step| step.closeness(&told) > Closeness::None);
    let step = close.next()?;
    if close.next().is_some() || own == Some(step.entry) {
        return None;
    }
    let closeness = step.closeness(&told);
    let is_known = account.has(subject, clock);
    let is_told = closeness == Closeness::All || closeness == Closeness::Much && !is_known;
    let zone = &facts.zone;
    let is_right = is_at(zone, &step.at, clock, account.offsets())
        || (clock.hedge == ClockHedge::By && is_before(zone, clock, &step.at))
        || (is_known && is_shared(subject, account, clock, &told));
    (is_told && !is_right).then_some(step)
}

/// Whether a time is one of the key moments, or an end of a window.
fn is_key(subject: &Subject<'_>, account: &Account, clock: &Clock<'_>) -> bool {
    let facts = &subject.incident.facts;
    let keys = [facts.started, facts.detected, facts.mitigated, facts.resolved];
    let windows = facts.impact.iter().map(|impact| impact.period);
    let windows = windows.flat_map(|period| [Some(period.start), period.end]);
    let mut moments = keys.into_iter().chain(windows).flatten();
    moments.any(|at| is_at(&facts.zone, &at, clock, account.offsets()))
}

/// Whether an entry of the time itself speaks of the same, if of little of it.
fn is_shared(
    subject: &Subject<'_>,
    account: &Account,
    clock: &Clock<'_>,
    told: &Concepts,
) -> bool {
    let zone = &subject.incident.facts.zone;
    let then = account.steps(subject).iter();
    let mut then = then.filter(|step| is_at(zone, &step.at, clock, account.offsets()));
    then.any(|step| {
        let mut concepts = told.acts.iter().chain(&told.things);
        concepts.any(|concept| step.clauses.iter().any(|clause| clause.has(concept)))
    })
}

/// What the clause around a time tells.
fn told_in(sentence: &Sentence<'_>, clause: &[Range<usize>], time: &Range<usize>) -> Concepts {
    let mut told = Concepts::default();
    for part in clause {
        for piece in [part.start..part.end.min(time.start), part.start.max(time.end)..part.end] {
            told.extend(Concepts::of(sentence, piece));
        }
    }
    told
}

/// The clause around a time, in parts.
fn clause_of(sentence: &Sentence<'_>, time: &Range<usize>) -> Vec<Range<usize>> {
    let ends = |at: usize| ends_clause(sentence, at);
    let start_of = |end: usize| (0..end).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let end_of = |start: usize| {
        (start..sentence.len()).find(|at| ends(*at)).unwrap_or(sentence.len())
    };
    let (start, mut end) = (start_of(time.start), end_of(time.end));
    let mut parts = Vec::new();
    let is_bare = |range: Range<usize>| Concepts::of(sentence, range).is_empty();
    if is_bare(start..time.start) && is_bare(time.end..end) {
        // "At 10:18, the release was rolled back", "it was 10:18 before it was"
        let goes_on = sentence.is_mark(end, &[',', ':', '–', '—', ')'])
            || sentence.is(end, words!("before" "when" "that"));
        let is_behind = sentence.is_mark(start.wrapping_sub(1), &['(', ':'])
            && (end >= sentence.len() || sentence.is_mark(end, &[')', '.', ',']));
        if is_behind {
            // "the rollback of the release (10:18)"
            parts.push(start_of(start - 1)..start - 1);
            return parts;
        }
        if goes_on {
            let next = end + 1;
            end = end_of(next);
        }
    }
    // "The release, which was the cause, was rolled back at 10:18"
    let comma = start.wrapping_sub(1);
    if sentence.is_mark(comma, &[',', ')']) && !has_subject(sentence, start..time.start) {
        let opens = |at: &usize| sentence.is_mark(*at, &[',', '(']);
        if let Some(opening) = (0..comma).rev().find(opens) {
            parts.push(start_of(opening)..opening);
        }
    }
    parts.push(start..end);
    parts
}

/// Whether a clause has something before its verb.
fn has_subject(sentence: &Sentence<'_>, range: Range<usize>) -> bool {
    !sentence.is(range.start, words!("was" "were" "had" "has" "is" "got"))
}

fn is_set_aside(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    sentence.has(clause.clone(), SET_ASIDE)
        || is_hypothetical(sentence, clause.clone())
        || is_another_time(sentence, clause)
}

/// How much of an entry is told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    None,
    /// So much that it may be meant.
    Some,
    /// A deed and what it was done to.
    Much,
    /// All of a clause.
    All,
}

impl Step {
    fn closeness(&self, told: &Concepts) -> Closeness {
        let all = self.clauses.iter().map(|clause| closeness(clause, told));
        all.max().unwrap_or(Closeness::None)
    }

    /// When it was.
    pub(in crate::check) const fn at(&self) -> &Moment {
        &self.at
    }
}

/// How much of the clause of an entry is told again.
fn closeness(entry: &Concepts, told: &Concepts) -> Closeness {
    let acts = told.acts.intersection(&entry.acts).count();
    let things = told.things.intersection(&entry.things).count();
    if acts + things < 2 && !is_named_alone(entry, told) {
        return Closeness::None;
    }
    let foreign = told.acts.iter().any(|act| !entry.has(act))
        || told.names.iter().any(|name| !entry.has(name));
    let extra = told.things.iter().filter(|thing| !entry.has(thing)).count();
    // "A customer joins the call" is not "the vendor joins the call".
    let is_other_agent = !entry.agents.is_empty()
        && entry.agents.is_disjoint(&told.things)
        && (told.has_people || !told.agents.is_empty());
    let wanted = if entry.acts.is_empty() { 3 } else { 2 };
    let is_act = acts > 0 || entry.acts.is_empty();
    if foreign || !is_act || is_other_agent || extra > (acts + things) / 2 {
        return if acts > 0 && things > 0 { Closeness::Some } else { Closeness::None };
    }
    let is_all = acts == entry.acts.len() && things == entry.things.len();
    if is_all && acts + things >= 2 {
        Closeness::All
    } else if acts + things >= wanted || is_named_alone(entry, told) {
        Closeness::Much
    } else {
        Closeness::Some
    }
}

/// "the rollback at 10:18": a deed of its own that an entry tells.
fn is_named_alone(entry: &Concepts, told: &Concepts) -> bool {
    const DEEDS: [&str; 3] = ["rollback", "failover", "restart"];
    let mut acts = told.acts.iter();
    let is_deed = acts.next().is_some_and(|act| DEEDS.contains(&act.as_str()));
    is_deed
        && acts.next().is_none()
        && told.things.is_empty()
        && told.names.is_empty()
        && !told.acts.is_disjoint(&entry.acts)
}
