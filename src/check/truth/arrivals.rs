//! Recoveries of the first of many, or of one after the other: no end of the incident.

use std::ops::Range;

use super::sentence::Sentence;
use super::topic::clause;
use super::word_list::Words;

/// Words of what works again.
const WELL: &Words = words!(
    "again" "back" "returned" "recovered" "restored" "works" "worked" "working" "online" "could"
    "resumed" "recover" "return" "up"
);

/// Whether the sentence tells that only the first ones had recovered by the time in `range`, or
/// that they did so one by one from then on.
pub(in crate::check) fn is_of_first_ones(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    let all = 0..sentence.len();
    let recovers = sentence.has(all.clone(), WELL);
    recovers && (all.clone().any(|at| is_first(sentence, at)) || is_stepwise(sentence, range))
}

/// "the first merchants", "the first of the hosts", "the first twelve shops".
fn is_first(sentence: &Sentence<'_>, at: usize) -> bool {
    // What is first seen or done, and not hit.
    const OTHER: &Words = words!(
        "signs" "errors" "alarms" "alerts" "reports" "symptoms" "failures" "minutes" "hours"
        "days" "seconds" "steps" "times" "tests" "attempts" "measures" "findings"
    );
    const NEAR: usize = 3;
    let is_several = |noun: usize| {
        let word = sentence.word(noun);
        let is_plural = word.ends_with('s') && !word.ends_with("ss") && word.len() > 3;
        (is_plural || word == "people") && !sentence.is(noun, OTHER)
    };
    let is_article = sentence.is(at.wrapping_sub(1), words!("the" "our")) || at == 0;
    let noun = at + 1..at + 1 + NEAR;
    let near = noun.take_while(|at| !sentence.is(*at, WELL) && !sentence.word(*at).is_empty());
    sentence.is(at, words!("first")) && is_article && near.into_iter().any(is_several)
}

/// "merchant by merchant", "host after host", "gradually", "one after another".
fn is_stepwise(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const SLOWLY: &Words = words!("gradually" "progressively" "successively" "stepwise");
    let all = 0..sentence.len();
    let is_by = |at: usize| {
        let one = sentence.word(at.wrapping_sub(1));
        sentence.is(at, words!("by" "after")) && !one.is_empty() && one == sentence.word(at + 1)
    };
    // By a time at which all was done, the steps were.
    let is_end = sentence.is(range.start, words!("by" "until"))
        || sentence.is(range.start.wrapping_sub(1), words!("by" "until" "fully"));
    let is_stepwise = sentence.has(all.clone(), SLOWLY)
        || all.clone().any(is_by)
        || sentence.has_phrase(all.clone(), &["one", "after", "another"])
        || sentence.has_phrase(all.clone(), &["one", "after", "the", "other"])
        || sentence.has_phrase(all, &["in", "stages"]);
    is_stepwise && !is_end
}

/// "connectivity was back after 43 seconds": what lies beneath the service may work before that,
/// unless the facts name it; `names` are theirs.
pub(in crate::check) fn is_of_layer(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> bool {
    const LAYERS: &Words =
        words!("connectivity" "network" "connection" "connections" "link" "links");
    let own = clause(sentence, range);
    let is_layer = |at: usize| sentence.is(at, LAYERS) && !sentence.is_one_of(at, names);
    own.clone().any(is_layer) && sentence.has(own, WELL)
}
