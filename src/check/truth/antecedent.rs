//! What a pronoun stands for: "Card payments stopped at ten; they came back at eleven".

use std::ops::Range;

use super::grammar::{Agent, agent};
use super::sentence::Sentence;
use super::topic::{is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident};
use super::word_list::Words;

/// What "it", "this" or "they" at a place stands for; a service only if `follows`.
pub(super) fn antecedent(
    sentence: &Sentence<'_>,
    at: usize,
    names: &[String],
    follows: bool,
) -> Agent {
    const CALLS: &Words = words!(
        "consider" "considered" "declare" "declared" "call" "called" "deem" "deemed" "mark"
        "marked" "regard" "regarded"
    );
    let before = sentence.previous();
    // "we consider this resolved"
    let is_called = sentence.is(at.wrapping_sub(1), CALLS);
    let is_incident = is_called
        || names_incident(sentence, 0..at)
        || before.is_some_and(|before| names_incident(&before, 0..before.len()));
    if is_incident {
        return Agent::Incident;
    }
    let is_struck = follows
        && sentence.is(at, words!("it" "they"))
        && (strikes_service(sentence, 0..at, names)
            || before.is_some_and(|before| strikes_service(&before, 0..before.len(), names)));
    if is_struck { Agent::Service } else { Agent::Other }
}

/// Whether it is told of the whole service that it failed.
fn strikes_service(sentence: &Sentence<'_>, range: Range<usize>, names: &[String]) -> bool {
    const NEAR: usize = 24;
    const FAILED: &Words = words!(
        "slow" "stopped" "late" "stalled" "failed" "failing" "fail" "down" "offline" "dark"
        "unavailable" "unreachable" "unresponsive" "inaccessible" "unusable" "unable" "broke"
        "broken" "crashed" "collapsed" "died" "froze" "hung" "degraded" "interrupted"
        "disrupted" "affected" "impacted" "erroring"
    );
    let near = range.start.max(range.end.saturating_sub(NEAR))..range.end;
    let mut verbs = sentence.within(near).filter(|at| sentence.is(*at, FAILED));
    if !verbs.any(|verb| agent(sentence, verb, names, false) == Agent::Service) {
        return false;
    }
    let is_other = is_elsewhere(sentence, range.clone())
        || is_part(sentence, range.clone())
        || is_hypothetical(sentence, range.clone())
        || is_another_time(sentence, range);
    !is_other
}
