//! Intervals of clock times over which, by the prose, the service was down.

use std::ops::Range;

use super::clock::Clock;
use super::failing::is_read_only;
use super::grammar::{Agent, subject};
use super::meaning::Meaning;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{
    clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident, names_service,
};
use super::verbs::is_bare_it;
use super::word_list::Words;

/// Whether a sentence says that the service was down over an interval.
pub(super) fn is_outage(sentence: &Sentence<'_>, range: &Range<usize>, names: &[String]) -> bool {
    const DOWN: &Words = words!(
        "down" "offline" "unavailable" "inaccessible" "unreachable" "unable" "experienced"
        "suffered" "interrupted" "disrupted" "couldn't"
    );
    const OBJECT: usize = 7;
    const OTHER: &Words = words!(
        "peaked" "rose" "increased" "investigated" "worked" "attempted" "tried" "observed"
        "restarted" "rolled" "window" "error" "rate" "latency" "peak" "windows" "run" "runs"
    );
    let all = 0..sentence.len();
    let own = clause(sentence, range);
    // "during a major outage of our cloud": one that has an article is another one.
    let is_introduced = (0..range.start).any(|at| {
        sentence.is(at, words!("during")) && sentence.is(at + 1, words!("a" "an" "another"))
    });
    if is_introduced
        || is_hypothetical(sentence, all.clone())
        || is_another_time(sentence, own.clone())
        || is_part(sentence, own.clone())
        || is_elsewhere(sentence, own.clone())
    {
        return false;
    }
    // "the outage at the vendor"
    let is_at = |at: usize| {
        names_incident(sentence, at..at + 1)
            && sentence.is(at + 1, words!("at"))
            && matches!(sentence.kind(at + 2), Some(Kind::Word(_)))
    };
    if all.clone().any(is_at) {
        return false;
    }
    // "we experienced an outage from", "the outage lasted from"
    let is_told = (0..sentence.len()).any(|at| {
        let suffers = sentence.is(at, words!("experienced" "suffered" "had"));
        let lasts = sentence.is(at, words!("lasted")) && at < range.start;
        let is_ours = || !is_elsewhere(sentence, own.start.min(at)..own.end.max(at));
        (suffers && names_incident(sentence, at..at + OBJECT) && is_ours())
            || (lasts
                && (subject(sentence, at, names) == Agent::Incident || is_bare_it(sentence, at)))
    });
    if is_told {
        return true;
    }
    let is_other = is_elsewhere(sentence, all.clone()) || sentence.has(all.clone(), OTHER);
    if is_other || is_part(sentence, all.clone()) {
        return false;
    }
    let is_down = sentence.has(all.clone(), DOWN)
        || sentence.has_phrase(all.clone(), &["could", "not"])
        || sentence.has_phrase(all.clone(), &["not", "available"])
        || all.clone().any(|at| is_read_only(sentence, at));
    names_incident(sentence, all.clone()) || (is_down && names_service(sentence, all, names))
}

/// "was down until 11:06", "the issue persisted until 11:06".
pub(in crate::check) fn lasts_until(
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
    names: &[String],
) -> bool {
    const STATES: &Words = words!("down" "unavailable" "offline");
    const LASTS: &Words = words!("lasted" "continued" "persisted");
    // "until 22 May at 01:18"
    let is_day = |at: usize| {
        matches!(sentence.kind(at), Some(Kind::Date(_) | Kind::Number { .. } | Kind::Mark(',')))
            || matches!(sentence.meaning(at), Meaning::Month(_) | Meaning::Weekday(_))
            || sentence.is(at, words!("at" "on" "the" "st" "nd" "rd" "th"))
    };
    let end = (0..clock.range.start).rev().find(|at| !is_day(*at));
    let Some(until) = end.filter(|at| sentence.is(*at, words!("until" "till"))) else {
        return false;
    };
    let head = 0..until + 1;
    let verb = sentence.find(head.clone(), LASTS);
    let lasts = verb.is_some_and(|verb| {
        matches!(subject(sentence, verb, names), Agent::Incident | Agent::Trouble)
            && verb + 2 == head.end
    });
    let is_read_only = || head.clone().any(|at| is_read_only(sentence, at));
    let is_down = verb.is_some() || sentence.has(head.clone(), STATES) || is_read_only();
    (lasts && !is_part(sentence, 0..clock.range.start))
        || (is_down && is_outage(sentence, &clock.range, names))
}
