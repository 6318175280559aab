//! What a pronoun stands for: "Card payments stopped at ten; they came back at eleven".

use std::ops::Range;

use super::failing::is_troubled;
use super::grammar::{Agent, agent};
use super::sentence::Sentence;
use super::topic::{is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident};
use super::verbs::breaks;
use super::word_list::Words;

/// What "it", "this" or "they" at a place stands for.
pub(super) fn antecedent(sentence: &Sentence<'_>, at: usize, names: &[String]) -> Agent {
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
    let is_struck = sentence.is(at, words!("it" "they"))
        && (strikes_service(sentence, 0..at, names)
            || before.is_some_and(|before| strikes_service(&before, 0..before.len(), names)));
    if is_struck { Agent::Service } else { Agent::Other }
}

/// Whether it is told of the whole service that it failed.
fn strikes_service(sentence: &Sentence<'_>, range: Range<usize>, names: &[String]) -> bool {
    const SLOW: &Words = words!("slow" "stopped" "late" "stalled" "failed");
    let is_other = is_elsewhere(sentence, range.clone())
        || is_part(sentence, range.clone())
        || is_hypothetical(sentence, range.clone())
        || is_another_time(sentence, range.clone());
    let fails = |at: &usize| {
        sentence.is(*at, SLOW) || is_troubled(sentence, *at, names) || breaks(sentence, *at)
    };
    let mut verbs = sentence.within(range).filter(fails);
    !is_other && verbs.any(|verb| agent(sentence, verb, names, false) == Agent::Service)
}
