//! Durations that are another thing's, or of another time.

use std::ops::Range;

use super::anchor::counts_from_start;
use super::duration::Duration;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{clause, is_another_time, is_hypothetical};
use super::verbs::{notices, recovers};
use super::word_list::Words;

/// Words right before a duration that make it a part, a period or a repetition.
const SET_ASIDE_BEFORE: &Words = words!(
    "every" "each" "per" "last" "past" "previous" "next" "first" "another" "further"
    "additional" "extra" "final" "same" "by" "these" "those" "any" "remaining" "than"
    "around-the-clock" "initial" "following" "preceding"
);

/// Words right behind a duration that make it a distance, an age or a period.
const SET_ASIDE_AFTER: &Words = words!(
    "ago" "later" "earlier" "before" "prior" "apart" "ahead" "early" "late" "behind" "old"
    "into" "worth" "interval" "intervals" "window" "windows" "timeout" "delay" "lag" "from"
    "each" "per" "retention" "period" "grace" "cycle" "mark" "long-running" "past" "after"
    "since" "longer" "away" "out" "daily" "timer" "ttl" "limit" "sla" "now"
);

/// Words of a sentence that counts several times or phases.
const PHASES: &Words = words!(
    "additional" "another" "further" "respectively" "separate" "culminating"
);

/// Whether a stated duration is set aside by the words around it: a distance, an age, a period, a
/// part, or what did not happen; `whole` has the words that lead up to it too.
pub(super) fn is_set_aside(
    sentence: &Sentence<'_>,
    stated: &Duration,
    whole: Range<usize>,
) -> bool {
    let clause = clause(sentence, &stated.range);
    let (before, behind) = (stated.range.start.wrapping_sub(1), whole.end);
    let after = if sentence.is_mark(behind, &['-']) { behind + 1 } else { behind };
    let explained = sentence.is_mark(behind, &['('])
        && sentence
            .has(behind..behind + 4, words!("during" "business" "working" "support" "office"));
    let is_for = sentence.is(whole.start.wrapping_sub(1), words!("for"));
    let names_both_ends = sentence.says(after, &["from", "the"])
        || sentence.says(after, &["from", "start", "to"])
        || counts_from_start(sentence, after)
        || (sentence.is(after, words!("from"))
            && matches!(sentence.kind(after + 1), Some(Kind::Clock { .. })))
        || (sentence.is(after, words!("before")) && (is_for || tells_turn(sentence, after)));
    explained
        || (sentence.is(before, SET_ASIDE_BEFORE) && !follows(sentence, before))
        || (sentence.is(after, SET_ASIDE_AFTER) && !names_both_ends)
        || is_hypothetical(sentence, clause.clone())
        || is_another_time(sentence, clause)
        || is_last_time(sentence, stated.range.start)
        || sentence.has(0..sentence.len(), PHASES)
        || sentence.has_phrase(0..sentence.len(), &["followed", "by"])
}

/// "Following 13 hours offline, the host is up".
fn follows(sentence: &Sentence<'_>, before: usize) -> bool {
    before == 0 && sentence.is(0, words!("following"))
}

/// Whether somebody noticed, or something was over, soon behind a place: "before we noticed".
fn tells_turn(sentence: &Sentence<'_>, at: usize) -> bool {
    const REACH: usize = 9;
    const OVER: &Words = words!(
        "restored" "resolved" "recovered" "fixed" "back" "mitigated" "over" "resumed" "normal"
    );
    let near = at..at + REACH;
    sentence.has(near.clone(), OVER)
        || sentence.within(near).any(|at| recovers(sentence, at) || notices(sentence, at))
}

/// "The last time this happened, it took us four hours", "the downtime of this year".
fn is_last_time(sentence: &Sentence<'_>, end: usize) -> bool {
    const TIMES: &Words = words!("time" "incident" "outage");
    let is_sum = |at: usize| {
        (sentence.is(at, words!("this" "the" "a" "per" "last"))
            && sentence.is(at + 1, words!("year" "month")))
            || sentence.says(at, &["so", "far"])
            || sentence.says(at, &["this", "quarter"])
    };
    sentence.has(0..sentence.len(), words!("incidents" "occasions" "occurrences"))
        || (0..sentence.len()).any(is_sum)
        || sentence.within(0..end).any(|at| {
            sentence.is(at, words!("last" "previous" "other")) && sentence.is(at + 1, TIMES)
        })
}
