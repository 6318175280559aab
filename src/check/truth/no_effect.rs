//! What looks like the effect of an incident and is none.

use std::ops::Range;

use super::failing::denies;
use super::sentence::Sentence;
use super::word_list::Words;

/// Words of sentences that speak of no effect, or of that of something else.
const SET_ASIDE: &Words = words!(
    "no" "never" "without" "none" "nor" "unaffected" "healthy" "tomorrow" "daily"
    "simulated" "synthetic" "demo" "rehearsal" "according" "peaked" "peak" "window"
);

/// Whether a sentence speaks of no effect, or of one that comes back every day.
pub(super) fn is_set_aside(sentence: &Sentence<'_>) -> bool {
    const TURNS: &Words = words!(
        "day" "night" "morning" "evening" "hour" "week" "weekday"
    );
    let comes_back =
        |at: usize| sentence.is(at, words!("every" "each" "any")) && sentence.is(at + 1, TURNS);
    let is_internal = |at: usize| {
        sentence.is(at, words!("internal"))
            && sentence.is(at + 1, words!("user" "users" "customer" "testers" "tests"))
    };
    let is_other =
        |at: usize| (sentence.is(at, SET_ASIDE) && !denies(sentence, at)) || is_internal(at);
    (0..sentence.len()).any(|at| is_other(at) || comes_back(at))
}

/// "instances created between 10:00 and 10:20": when something was done to what was hit.
pub(super) fn is_of_deeds(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const DEEDS: &Words = words!(
        "created" "made" "migrated" "sent" "placed" "opened" "submitted" "added"
        "uploaded" "published" "ordered" "written" "stored" "signed" "bought" "deployed" "booked"
    );
    let before = range.start.wrapping_sub(1);
    let opens = sentence.is(before, words!("from" "between"));
    sentence.is(before.wrapping_sub(usize::from(opens)), DEEDS)
}

/// "our partner's API".
pub(super) fn is_owned(sentence: &Sentence<'_>, at: usize) -> bool {
    const OTHERS: &Words = words!("partner" "provider" "supplier" "carrier" "bank");
    let shown = sentence.shown(at);
    sentence.is(at, OTHERS) && (shown.ends_with("'s") || shown.ends_with("’s"))
}
