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
    "no" "never" "without" "again" "another" "second" "twice" "still" "every" "daily" "each"
    "next" "planned" "scheduled" "due" "tried" "attempted" "unable" "cannot" "couldn't" "couldn’t"
    "would" "will" "other" "also" "further" "more" "almost" "nearly"
);

const NOT: &Words = words!("not" "didn't" "didn’t" "wasn't" "wasn’t" "weren't" "weren’t");

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
    // "did so at 10:18"
    let is_deed = sentence.is(at, words!("so")) && sentence.is(at.wrapping_sub(1), words!("did"));
    sentence.is_mark(at, MARKS) || (sentence.is(at, JOINTS) && !is_deed)
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
        || account.is_key(subject, clock)
    {
        return None;
    }
    let clause = clause_of(sentence, &clock.range);
    let waits_for = waits(sentence, clock.range.start);
    let mut pieces = clause.pieces(&clock.range);
    if pieces.any(|piece| is_set_aside(sentence, piece, waits_for)) {
        return None;
    }
    let told = told_in(sentence, &clause, &clock.range);
    if told.acts.is_empty() && told.things.len() < 2 {
        return None;
    }
    // "the first payment after the rollback went through at 10:43"
    if clause.is_subordinate && told.things.is_empty() {
        return None;
    }
    // "was on the call from 10:18" tells a deed by what came of it.
    let is_point = !sentence.is(clock.range.start.wrapping_sub(1), NO_POINT);
    let is_state = told.acts.is_empty()
        && sentence.is(clock.range.start.wrapping_sub(1), words!("from" "since"));
    let is_taken = sentence.has(0..clock.range.start, words!("took"))
        && sentence.is(clock.range.end, words!("to"));
    if !is_point && !is_state && !is_taken && !waits(sentence, clock.range.start) {
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
    let is_bound = clock.hedge == ClockHedge::By && !waits(sentence, clock.range.start);
    let is_known = account.has(subject, clock);
    let is_told = closeness == Closeness::All
        || closeness == Closeness::Much && !is_known && !is_edge(subject, account, clock);
    let zone = &facts.zone;
    let is_right = is_at(zone, &step.at, clock, account.offsets())
        || (is_bound && is_before(zone, clock, &step.at))
        || (is_known && is_shared(subject, account, clock, &told));
    (is_told && !is_right).then_some(step)
}

/// "did not ring until", "not before": where a "no" denies nothing.
fn waits(sentence: &Sentence<'_>, time: usize) -> bool {
    const NEAR: usize = 6;
    let turn = (time.saturating_sub(1)..time + 1)
        .find(|at| sentence.is(*at, words!("until" "till" "before")));
    turn.is_some_and(|turn| sentence.has(turn.saturating_sub(NEAR)..turn, NOT))
}

/// Whether a window begins or ends at a time.
fn is_edge(subject: &Subject<'_>, account: &Account, clock: &Clock<'_>) -> bool {
    let facts = &subject.incident.facts;
    let edges = facts
        .impact
        .iter()
        .flat_map(|impact| [Some(impact.period.start), impact.period.end].into_iter().flatten());
    edges.into_iter().any(|at| is_at(&facts.zone, &at, clock, account.offsets()))
}

/// Whether an entry of the time itself speaks of the same, if of little of it.
fn is_shared(subject: &Subject<'_>, account: &Account, clock: &Clock<'_>, told: &Concepts) -> bool {
    let zone = &subject.incident.facts.zone;
    let then = account.steps(subject).iter();
    let mut then = then.filter(|step| is_at(zone, &step.at, clock, account.offsets()));
    then.any(|step| {
        let mut concepts = told.acts.iter().chain(&told.things);
        concepts.any(|concept| step.clauses.iter().any(|clause| clause.has(concept)))
    })
}

/// What the clause around a time tells.
fn told_in(sentence: &Sentence<'_>, clause: &Clause, time: &Range<usize>) -> Concepts {
    let mut told = Concepts::default();
    // "our change of 20:14 turned out to be the trigger"
    let is_of = sentence.is(time.start.wrapping_sub(1), words!("of"));
    let behind = if is_of { time.start } else { usize::MAX };
    for piece in clause.pieces(time).filter(|piece| piece.start < behind) {
        told.extend(Concepts::of(sentence, piece));
    }
    let before = match &clause.before {
        Some(before) => Some(Concepts::of(sentence, before.clone())),
        None if clause.refers_back => {
            sentence.previous().map(|before| Concepts::of(&before, 0..before.len()))
        }
        None => None,
    };
    if let Some(before) = before {
        told.refer_to(before);
    }
    told
}

/// The clause around a time.
#[derive(Debug, Default)]
struct Clause {
    /// Its words, with what is put in between left out.
    parts: Vec<Range<usize>>,
    /// The words that its pronoun stands for, in the same sentence.
    before: Option<Range<usize>>,
    /// Whether "after" or the like stands before it, which may join no more than a noun.
    is_subordinate: bool,
    /// Whether it has a pronoun for what the sentence before tells.
    refers_back: bool,
}

impl Clause {
    /// Its words without the time.
    fn pieces(&self, time: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let (start, end) = (time.start, time.end);
        let around = move |part: &Range<usize>| {
            [part.start..part.end.min(start), part.start.max(end)..part.end]
        };
        self.parts.iter().flat_map(around)
    }
}

/// The clause around a time.
fn clause_of(sentence: &Sentence<'_>, time: &Range<usize>) -> Clause {
    const PRONOUNS: &Words = words!("it" "this" "that" "they" "these" "both" "she" "he");
    let start_of =
        |end: usize| (0..end).rev().find(|at| ends_clause(sentence, *at)).map_or(0, |at| at + 1);
    let end_of = |start: usize| {
        (start..sentence.len()).find(|at| ends_clause(sentence, *at)).unwrap_or(sentence.len())
    };
    let is_bare = |range: Range<usize>| Concepts::of(sentence, range).is_empty();
    let leads = sentence.is(time.start.wrapping_sub(1), JOINTS);
    let (start, mut end) = (start_of(time.start - usize::from(leads)), end_of(time.end));
    let opener = start.wrapping_sub(1);
    let is_subordinate = sentence.is(opener, words!("after" "before" "until" "once" "as"));
    let mut clause = Clause { is_subordinate, ..Clause::default() };
    let is_empty = is_bare(start..time.start) && is_bare(time.end..end);
    let is_relative = sentence.is(opener, words!("which" "that" "who"));
    if is_empty && sentence.is_mark(opener, &['(', ':']) && ends_time(sentence, end) {
        // "the rollback of the release (10:18)"
        clause.parts.push(start_of(opener)..opener);
        return clause;
    }
    if is_relative {
        // "a change that was rolled out at 10:18", "decided to revert it, which she did at 10:18"
        let comma = opener - usize::from(sentence.is_mark(opener.wrapping_sub(1), &[',']));
        clause.before = Some(start_of(comma)..comma);
    } else if is_empty {
        // "At 10:18, the release was rolled back", "it was 10:18 before it was"
        let goes_on = sentence.is_mark(end, &[',', ':', '–', '—', ')'])
            || sentence.is(end, words!("before" "when" "that"));
        let mut next = end + usize::from(goes_on);
        // "At 10:18, after a short talk, the release was rolled back"
        while goes_on && leads_up(sentence, next) && sentence.is_mark(end_of(next + 1), &[',']) {
            next = end_of(next + 1) + 1;
        }
        if goes_on {
            clause.parts.push(start..time.end);
            end = end_of(next);
            if sentence.is(end, words!("that")) {
                end = end_of(end + 1);
            }
            clause.parts.push(next..end);
            return clause;
        }
    }
    // "came the discovery that the disk was full"
    if sentence.is(end, words!("that")) && !is_relative {
        end = end_of(end + 1);
    }
    let first = (start..end).find(|at| !time.contains(at) && *at >= start);
    clause.refers_back =
        clause.before.is_none() && first.is_some_and(|at| sentence.has(at..at + 2, PRONOUNS));
    // "The release, which was the cause, was rolled back at 10:18"
    if sentence.is_mark(opener, &[',', ')']) && lacks_subject(sentence, start) {
        let opens = |at: &usize| sentence.is_mark(*at, &[',', '(']);
        if let Some(opening) = (0..opener).rev().find(opens) {
            clause.parts.push(start_of(opening)..opening);
            // "The cause, a full disk, was found at 10:18"
            if sentence.is(opening + 1, words!("a" "an")) {
                clause.parts.push(opening + 1..opener);
            }
        }
    }
    clause.parts.push(start..end);
    clause
}

/// "after a short talk", "with the vendor on the line"
fn leads_up(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("after" "following" "with" "on" "as" "in" "thanks" "by" "during"))
}

/// Whether a time in brackets or behind a label ends here.
fn ends_time(sentence: &Sentence<'_>, at: usize) -> bool {
    at >= sentence.len() || sentence.is_mark(at, &[')', '.', ','])
}

/// Whether a clause begins with its verb.
fn lacks_subject(sentence: &Sentence<'_>, at: usize) -> bool {
    let word = sentence.word(at);
    (word.len() > 4 && word.ends_with("ed"))
        || sentence.is(at, words!("was" "were" "had" "has" "is" "got" "came" "went"))
}

fn is_set_aside(sentence: &Sentence<'_>, clause: Range<usize>, waits_for: bool) -> bool {
    // "the previous version"
    let is_state = |at: usize| {
        sentence.is(at, words!("previous" "prior"))
            && sentence.is(at + 1, words!("version" "release" "build" "state"))
    };
    let mut states = clause.clone().filter(|at| is_state(*at));
    let is_another = match states.next() {
        Some(state) => {
            is_another_time(sentence, clause.start..state)
                || is_another_time(sentence, state + 1..clause.end)
        }
        None => is_another_time(sentence, clause.clone()),
    };
    let is_denied = !waits_for && sentence.has(clause.clone(), NOT);
    is_another
        || is_denied
        || sentence.has(clause.clone(), SET_ASIDE)
        || is_hypothetical(sentence, clause)
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
    /// Whether words tell this entry again, or so much of it that it may be meant.
    pub(super) fn is_like(&self, told: &Concepts) -> (bool, bool) {
        let closeness = self.closeness(told);
        (closeness >= Closeness::Much, closeness > Closeness::None)
    }

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
    let own = |concept: &&String| entry.has(concept);
    let acts = told.acts.iter().filter(own).count();
    let things = told.things.iter().filter(own).count();
    let meant = told.before.iter().filter(own).filter(|thing| !told.has(thing)).count();
    let shared = acts + things + meant;
    if shared < 2 && !is_named_alone(entry, told) {
        return Closeness::None;
    }
    // "The first report came in" is "first report".
    let is_light =
        |act: &String| entry.acts.is_empty() && matches!(act.as_str(), "arriv" | "announc");
    let is_foreign = told.acts.iter().any(|act| !entry.has(act) && !is_light(act))
        || told.names.iter().any(|name| !entry.has(name));
    // "A customer joins the call" is not "the vendor joins the call".
    let is_other_agent = !entry.agents.is_empty()
        && !entry.agents.iter().any(|agent| told.has(agent) || told.before.contains(agent))
        && (told.has_people || !told.agents.is_empty());
    let extra = told.things.len() - things;
    // "was on the call" tells a deed by what came of it.
    let is_state = told.acts.is_empty() && extra == 0;
    let is_act =
        acts > 0 || is_state || entry.acts.is_empty() || entry.acts.iter().any(|act| told.has(act));
    if is_foreign || !is_act || is_other_agent || extra > shared / 2 {
        return if is_act { Closeness::Some } else { Closeness::None };
    }
    let whole = entry.acts.iter().chain(&entry.things).filter(|own| !told.has(own));
    let wanted = if entry.acts.is_empty() { 3 } else { 2 };
    if whole.count() == 0 && shared >= 2 {
        Closeness::All
    } else if shared >= wanted || is_named_alone(entry, told) {
        Closeness::Much
    } else {
        Closeness::Some
    }
}

/// "the rollback at 10:18": a deed of its own that an entry tells.
fn is_named_alone(entry: &Concepts, told: &Concepts) -> bool {
    const DEEDS: [&str; 4] = ["rollback", "failover", "restart", "alarm"];
    let mut acts = told.acts.iter();
    let is_deed = acts.next().is_some_and(|act| DEEDS.contains(&act.as_str()));
    is_deed
        && acts.next().is_none()
        && told.things.is_empty()
        && told.names.is_empty()
        && !told.acts.is_disjoint(&entry.acts)
}
