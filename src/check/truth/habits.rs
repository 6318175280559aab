//! Downtimes that are none of this incident: how things are, what is practised, sums.

use std::ops::Range;

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::word_list::Words;

/// States of what does not work.
const DOWN: &Words = words!(
    "down" "offline" "unavailable" "unreachable" "inaccessible" "out" "degraded" "slow"
    "unusable" "broken" "interrupted" "disrupted" "affected" "unresponsive"
);

/// Whether the duration in `range` is told of what happens now and then, in a drill or as a sum.
pub(in crate::check) fn is_habitual(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    let head = 0..range.start;
    head.clone().any(|at| is_present(sentence, at) || is_case(sentence, at..range.start))
        || is_drill(sentence)
        || is_sum(sentence, range)
}

/// "checkout is down": how it is, or would be, and not how it was.
fn is_present(sentence: &Sentence<'_>, at: usize) -> bool {
    const NEAR: usize = 3;
    sentence.is(at, words!("is" "are")) && sentence.has(at + 1..at + NEAR, DOWN)
}

/// "if checkout fails", "months in which it stays down".
fn is_case(sentence: &Sentence<'_>, from: Range<usize>) -> bool {
    const CASES: &Words = words!("when" "whenever" "if" "once" "unless" "which" "where" "every");
    const PRESENT: &Words = words!(
        "fails" "fail" "goes" "go" "stays" "stay" "remains" "remain" "breaks" "break" "stops"
        "lasts" "loses" "lose" "takes"
    );
    sentence.is(from.start, CASES) && sentence.has(from, PRESENT)
}

/// "in a drill last spring", "during the game day".
fn is_drill(sentence: &Sentence<'_>) -> bool {
    const DRILLS: &Words = words!(
        "drill" "drills" "exercise" "exercises" "rehearsal" "rehearsals" "rehearsed" "practise"
        "practised" "simulation" "simulations" "simulated"
    );
    let all = 0..sentence.len();
    sentence.has(all.clone(), DRILLS)
        || sentence.has_phrase(all.clone(), &["game", "day"])
        || sentence.has_phrase(all, &["game", "days"])
}

/// "downtime over the past 90 days", "in the last twelve months".
fn is_sum(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const PAST: &Words = words!("past" "last" "previous" "trailing" "rolling" "preceding");
    const LONG: &Words = words!(
        "days" "weeks" "months" "years" "quarter" "quarters" "month" "year" "day" "week"
    );
    const NEAR: usize = 4;
    let is_number = |at: usize| {
        sentence.shown(at).starts_with(|first: char| first.is_ascii_digit())
            || matches!(sentence.meaning(at), Meaning::Number(_) | Meaning::Scale(_))
    };
    let is_past = |at: usize| {
        sentence.is(at, PAST) && is_number(at + 1) && sentence.has(at + 2..at + 2 + NEAR, LONG)
    };
    let is_outside = |at: &usize| !range.contains(at) && at + 1 != range.start;
    (0..sentence.len()).filter(is_outside).any(is_past)
}
