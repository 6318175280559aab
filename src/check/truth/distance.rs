//! Distances between two things that the facts tell: "the rollback came 25 minutes after the
//! alarm", "it took an hour from the first report to the fix".

use std::ops::Range;

use super::account::Account;
use super::duration::Duration;
use super::moments::Role;
use super::sentence::Sentence;
use super::spans::Lengths;
use super::told::{Told, told};
use super::topic::{clause, is_hypothetical};
use super::word_list::Words;
use crate::check::subject::Subject;
use crate::model::{Elapsed, between};
use crate::source::FieldPath;

/// How far apart two things were that a sentence tells, by the facts.
#[derive(Debug)]
pub(in crate::check) struct Distance {
    /// Every length that may be meant.
    pub(in crate::check) lengths: Lengths,
    /// The likeliest of them, from where to where, and what is told there.
    pub(in crate::check) likely: Elapsed,
    pub(in crate::check) ends: [Option<(FieldPath, String)>; 2],
    /// Whether it is said to be no more than this.
    pub(in crate::check) is_bound: bool,
}

/// The words for two things, the earlier one first; of the first there may be none.
struct Pair {
    from: Option<Place>,
    to: Place,
}

/// Words of this or the last sentence.
struct Place {
    is_previous: bool,
    range: Range<usize>,
}

/// How far apart two things were of which a stated duration tells the distance.
pub(in crate::check) fn distance(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    stated: &Duration,
) -> Option<Distance> {
    if is_hypothetical(sentence, clause(sentence, &stated.range)) {
        return None;
    }
    let forms = [after, from_to, later, took_to];
    forms.iter().find_map(|form| {
        let pair = form(sentence, stated)?;
        let moments = |place: &Place| {
            let previous = place.is_previous.then(|| sentence.previous()).flatten();
            told(subject, account, previous.as_ref().unwrap_or(sentence), place.range.clone())
        };
        let mut ends = moments(&pair.to);
        let begins = match &pair.from {
            Some(from) => moments(from),
            None => {
                // What was done, and not that somebody noticed or that it was over.
                ends.retain(|end| {
                    end.source.as_ref().is_some_and(|(_, name)| name.starts_with('"'))
                });
                before(subject, account)
            }
        };
        let is_bound = sentence.is(stated.range.start.wrapping_sub(1), words!("within"));
        compare(&begins, &ends, is_bound)
    })
}

/// What may come before something that took so long: all that begins or is noticed.
fn before(subject: &Subject<'_>, account: &Account) -> Vec<Told> {
    let moments = account.moments(subject).iter();
    let moments = moments.filter(|known| !matches!(known.role, Role::Outside | Role::End));
    moments.map(|known| Told { at: known.at, source: None }).collect()
}

fn compare(begins: &[Told], ends: &[Told], is_bound: bool) -> Option<Distance> {
    let mut lengths = Lengths::default();
    let mut likely = None;
    for begin in begins {
        for end in ends {
            let Some(elapsed) = between(&begin.at, &end.at) else { continue };
            if begin.at == end.at {
                continue;
            }
            lengths.add(elapsed, ABOUT);
            likely.get_or_insert((elapsed, [begin.source.clone(), end.source.clone()]));
        }
    }
    let (likely, ends) = likely?;
    Some(Distance { lengths: lengths.ready(), likely, ends, is_bound })
}

/// Slack in seconds of a moment that is only known roughly.
const ABOUT: i64 = 600;

/// "the rollback came 25 minutes after the alarm", "25 minutes after the alarm, we rolled back".
fn after(sentence: &Sentence<'_>, stated: &Duration) -> Option<Pair> {
    let mut joint = stated.range.end;
    if sentence.is(joint, words!("later")) && sentence.is(joint + 1, words!("than")) {
        joint += 1;
    }
    let is_after = sentence.is(joint, words!("after" "following" "than" "past"))
        || (sentence.is(joint, words!("of"))
            && sentence.is(stated.range.start.wrapping_sub(1), words!("within")));
    let is_before = sentence.is(joint, words!("before"));
    if !is_after && !is_before {
        return None;
    }
    let head = head(sentence, stated.range.start);
    let end = stop(sentence, joint + 1);
    let (main, other) = if head.len() > 1 {
        (head, joint + 1..end)
    } else if sentence.is_mark(end, &[',']) {
        (end + 1..stop(sentence, end + 1), joint + 1..end)
    } else {
        let next = second_noun(sentence, joint + 1, end)?;
        (next..end, joint + 1..next)
    };
    let (main, other) = (Place::here(main), Place::here(other));
    Some(if is_after {
        Pair { from: Some(other), to: main }
    } else {
        Pair { from: Some(main), to: other }
    })
}

/// "from the alarm to the rollback it took 25 minutes", "25 minutes passed between the alarm and
/// the rollback".
fn from_to(sentence: &Sentence<'_>, stated: &Duration) -> Option<Pair> {
    const REACH: usize = 24;
    let limit =
        stated.range.start.saturating_sub(REACH)..sentence.len().min(stated.range.end + REACH);
    let from = sentence.find(limit.clone(), words!("from" "between"))?;
    let is_between = sentence.is(from, words!("between"));
    if stated.range.contains(&from) || (is_between && from > stated.range.end + 6) {
        return None;
    }
    let ends =
        |at: &usize| *at == stated.range.start || sentence.is_mark(*at, &[',', '(', ')', ':']);
    let last = if from < stated.range.start { stated.range.start } else { limit.end };
    let end = (from + 1..last).find(ends).unwrap_or(last);
    let joints = if is_between { words!("and") } else { words!("to" "until" "till") };
    let joint = sentence.find(from + 1..end, joints)?;
    let from = from + 1..joint;
    let to = joint + 1..relative_stop(sentence, joint + 1, end);
    Some(Pair { from: Some(Place::here(from)), to: Place::here(to) })
}

/// "The alarm rang, and 25 minutes later we rolled back".
fn later(sentence: &Sentence<'_>, stated: &Duration) -> Option<Pair> {
    let behind = stated.range.end;
    if !sentence.is(behind, words!("later")) || sentence.is(behind + 1, words!("than")) {
        return None;
    }
    let head = head(sentence, stated.range.start);
    let comma = usize::from(sentence.is_mark(behind + 1, &[',']));
    let tail = behind + 1 + comma..stop(sentence, behind + 1 + comma);
    if head.len() > 1 {
        // "the release was rolled back 25 minutes later"
        let before = sentence.previous()?;
        let from = Place { is_previous: true, range: 0..before.len() };
        return (tail.len() <= 1).then_some(Pair { from: Some(from), to: Place::here(head) });
    }
    let to = Place::here(tail);
    let lead = head.start.saturating_sub(1);
    let from = if lead > 1 {
        Place::here(super::distance::head(sentence, lead))
    } else {
        Place { is_previous: true, range: 0..sentence.previous()?.len() }
    };
    Some(Pair { from: Some(from), to })
}

/// "it took 25 minutes to find the disk", "an hour passed before the vendor joined".
fn took_to(sentence: &Sentence<'_>, stated: &Duration) -> Option<Pair> {
    const TOOK: &Words = words!("took" "needed" "passed" "elapsed" "cost" "was" "taken" "spent");
    const NEAR: usize = 4;
    let lead = stated.range.start.saturating_sub(NEAR)..stated.range.start;
    let mut joint = stated.range.end;
    if sentence.is(joint, words!("passed" "elapsed" "went")) {
        joint += 1 + usize::from(sentence.is(joint + 1, words!("by")));
    } else if !sentence.has(lead.clone(), TOOK) {
        return None;
    }
    // "for the vendor to join"
    if sentence.is(joint, words!("to" "before" "until" "till" "for")) {
        let to = joint + 1..stop(sentence, joint + 1);
        // "After the rollback it took an hour until all was well"
        let it = sentence.find(1..stated.range.start, words!("it" "we"));
        let from = it.filter(|_| sentence.is(0, words!("after" "following" "from")));
        let from = from.map(|it| {
            let comma = usize::from(sentence.is_mark(it - 1, &[',']));
            Place::here(1..it - comma)
        });
        return Some(Pair { from, to: Place::here(to) });
    }
    // "Locating the full disk cost us an hour"
    let verb = sentence.find(lead, words!("took" "cost"))?;
    let head = head(sentence, verb);
    let is_deed = sentence.word(head.start).ends_with("ing");
    (is_deed && joint >= sentence.len().saturating_sub(1))
        .then(|| Pair { from: None, to: Place::here(head) })
}

impl Place {
    const fn here(range: Range<usize>) -> Self {
        Self { is_previous: false, range }
    }
}

/// The words of the clause before a place.
fn head(sentence: &Sentence<'_>, end: usize) -> Range<usize> {
    const LEADS: &Words =
        words!("within" "only" "just" "about" "some" "and" "a" "full" "good" "then");
    let mut stop = end;
    while sentence.is(stop.wrapping_sub(1), LEADS) {
        stop -= 1;
    }
    let opens = |at: &usize| {
        sentence.is_mark(*at, &[',', '(', ')', ':', '—', '–'])
            || sentence.is(*at, words!("and" "but" "while" "so" "because"))
    };
    let start = (0..stop).rev().find(opens).map_or(0, |at| at + 1);
    start..stop
}

/// Where the clause ends that begins at a place.
fn stop(sentence: &Sentence<'_>, start: usize) -> usize {
    let ends = |at: &usize| {
        sentence.is_mark(*at, &[',', '(', ')', ':', '—', '–', '.', '|'])
            || sentence.is(*at, words!("but" "while" "because" "which" "when" "so"))
    };
    (start..sentence.len()).find(ends).unwrap_or(sentence.len())
}

/// The same before a verb that speaks of the distance: "… we needed 64 minutes".
fn relative_stop(sentence: &Sentence<'_>, start: usize, end: usize) -> usize {
    const VERBS: &Words = words!(
        "took" "needed" "passed" "was" "lay" "elapsed" "lost" "spent" "went" "wasted" "had"
    );
    const NOUN: usize = 2;
    if let Some(verb) = sentence.find(start + 1..end, VERBS).filter(|verb| verb + 3 >= end) {
        return verb - usize::from(sentence.is(verb - 1, words!("we" "it")));
    }
    // "between the alarm and the rollback chasing the wrong lead"
    let goes_on = |at: &usize| sentence.word(*at).ends_with("ing");
    (start + NOUN..end).find(goes_on).unwrap_or(end)
}

/// Where the main clause begins in "… after the alarm the release was rolled back".
fn second_noun(sentence: &Sentence<'_>, start: usize, end: usize) -> Option<usize> {
    const DETERMINERS: &Words = words!("the" "we" "our" "it" "they" "all" "a" "an" "this");
    (start + 2..end).find(|at| sentence.is(*at, DETERMINERS))
}
