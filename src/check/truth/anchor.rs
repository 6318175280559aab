//! Distances from the start of the incident: "25 minutes after the outage began".

use super::sentence::Sentence;
use super::topic::{names_incident, names_trouble};
use super::verbs::begins;
use super::word_list::Words;

const DETERMINERS: &Words = words!("the" "this" "our" "its" "that" "their");

/// Whether the words at a place, behind a duration, count it from the start of the incident:
/// "after it began", "after the start of the outage", "into the incident".
pub(super) fn counts_from_start(sentence: &Sentence<'_>, at: usize) -> bool {
    const STARTS: &Words = words!("start" "onset" "beginning" "outset");
    const REACH: usize = 5;
    if sentence.is(at, words!("into")) {
        let noun = behind_determiners(sentence, at + 1);
        return names_incident(sentence, noun..noun + 1);
    }
    if !sentence.is(at, words!("after" "from")) {
        return false;
    }
    let noun = behind_determiners(sentence, at + 1);
    if sentence.is(noun, STARTS) {
        let of = sentence.is(noun + 1, words!("of"));
        return !of || names_trouble(sentence, noun + 2..noun + 2 + REACH);
    }
    let mut verbs = (noun + 1..noun + REACH).filter(|verb| begins(sentence, *verb));
    verbs.next().is_some_and(|verb| {
        sentence.is(noun, words!("it" "they" "this")) || names_trouble(sentence, noun..verb)
    })
}

fn behind_determiners(sentence: &Sentence<'_>, at: usize) -> usize {
    at + usize::from(sentence.is(at, DETERMINERS))
}
