//! Durations that are another thing's, or of another time.

use super::duration::Duration;
use super::sentence::Sentence;
use super::topic::{clause, is_another_time, is_hypothetical};
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
    "since" "longer" "away" "out" "daily" "timer" "ttl" "limit" "sla"
);

/// Words of a sentence that counts several times or phases.
const PHASES: &Words = words!(
    "additional" "another" "further" "respectively" "separate" "culminating"
);

/// Whether a stated duration is set aside by the words around it: a distance, an age, a period, a
/// part, or what did not happen.
pub(super) fn is_set_aside(sentence: &Sentence<'_>, stated: &Duration) -> bool {
    let clause = clause(sentence, &stated.range);
    let (before, behind) = (stated.range.start.wrapping_sub(1), stated.range.end);
    let after = if sentence.is_mark(behind, &['-']) { behind + 1 } else { behind };
    let explained = sentence.is_mark(behind, &['('])
        && sentence
            .has(behind..behind + 4, words!("during" "business" "working" "support" "office"));
    let names_both_ends = sentence.says(after, &["from", "the"])
        || sentence.says(after, &["from", "start", "to"])
        || (sentence.is(after, words!("before"))
            && sentence.has(after..after + 8, words!("restored" "resolved" "recovered")));
    explained
        || sentence.is(before, SET_ASIDE_BEFORE)
        || (sentence.is(after, SET_ASIDE_AFTER) && !names_both_ends)
        || is_hypothetical(sentence, clause.clone())
        || is_another_time(sentence, clause)
        || sentence.has(0..sentence.len(), PHASES)
        || sentence.has_phrase(0..sentence.len(), &["followed", "by"])
}
