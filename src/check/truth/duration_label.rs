//! Durations behind a label or a word that stands for one: "Duration: 47 minutes".

use std::ops::Range;

use super::duration_topic::{Place, RESOLVED, Topic};
use super::sentence::Sentence;
use super::topic::{INCIDENT, is_hypothetical, names_incident};
use super::verbs::notices;
use super::word_list::Words;

/// Nouns for how long it was.
const DURATION: &Words = words!("duration" "downtime" "length");

/// What a label or a noun before a duration says it is the duration of, and whether it is that
/// of the incident itself: "The duration of the outage was 47 minutes", "downtime of 5 min".
pub(super) fn label(place: &Place<'_>) -> Option<(Topic, bool)> {
    const LINKS: &Words = words!(
        "was" "is" "were" "of" "totaled" "totalled" "reached" "to"
    );
    const NOTICES: &Words = words!("detect" "detection" "notice" "discover");
    const ENDS: &Words = words!(
        "resolve" "resolution" "mitigate" "mitigation" "recover" "recovery" "restore"
        "restoration" "repair" "fix"
    );
    let sentence = place.sentence;
    let before = place.stated.range.start.wrapping_sub(1);
    let is_label = sentence.is_mark(before, &[':', '=', '-', '–']);
    let head = head(sentence, before.min(sentence.len()));
    let is_set_aside = is_hypothetical(sentence, head.clone()) || !is_mine(sentence, head.clone());
    if !(is_label || sentence.is(before, LINKS)) || is_set_aside {
        return None;
    }
    let time_to = |words: &Words| {
        head.clone().any(|at| {
            let full = usize::from(sentence.is(at + 2, words!("full" "complete" "service")));
            sentence.says(at, &["time", "to"]) && sentence.is(at + 2 + full, words)
        })
    };
    let is_short = |words: &Words| is_label && sentence.has(head.clone(), words);
    // "Time until ordering was restored", "Detection lag"
    let time_until = |turns: &dyn Fn(usize) -> bool| {
        is_label
            && sentence.is(head.start, words!("time"))
            && sentence.is(head.start + 1, words!("until" "till" "before"))
            && head.clone().any(turns)
    };
    let lag = |words: &Words| {
        let gaps = words!("lag" "delay" "time" "gap");
        let mut nouns = head.clone();
        is_label && nouns.any(|at| sentence.is(at, words) && sentence.is(at + 1, gaps))
    };
    if time_until(&|at| notices(sentence, at)) || lag(NOTICES) {
        return Some((Topic::Detection, true));
    }
    if time_until(&|at| sentence.is(at, RESOLVED) || sentence.is(at, ENDS)) {
        return Some((Topic::Outage, true));
    }
    if time_to(NOTICES) || is_short(words!("ttd" "mttd")) {
        return Some((Topic::Detection, true));
    }
    let is_whole = is_label
        && head.clone().any(|at| {
            let ends = words!("finish" "end" "resolution" "recovery" "all-clear");
            sentence.says(at, &["start", "to"]) && sentence.is(at + 2, ends)
        });
    if time_to(ENDS) || is_short(words!("ttr" "mttr")) || is_whole {
        return Some((Topic::Outage, true));
    }
    if is_label && (is_duration(sentence, head.clone()) || stands_alone(place, head.clone())) {
        return Some((Topic::Outage, true));
    }
    let has_place = sentence.is(place.after, words!("on" "to" "in"));
    (names_duration(sentence, before) && !has_place).then_some((Topic::Outage, false))
}

/// "The longest outage of a single host was 54 minutes".
pub(super) fn is_of_longest(place: &Place<'_>) -> bool {
    const LONGEST: usize = 12;
    let sentence = place.sentence;
    let was = place.stated.range.start.wrapping_sub(1);
    let opens = sentence.is(0, words!("the" "our")) && sentence.is(1, words!("longest"));
    let is_past = sentence.is(was, words!("was" "lasted" "took")) && was < LONGEST;
    opens
        && is_past
        && names_incident(sentence, 2..was)
        && !sentence.has(2..was, words!("ever" "previous" "year" "past" "so" "before"))
}

/// What a label says: the words before its mark, up to a comma.
fn head(sentence: &Sentence<'_>, mark: usize) -> Range<usize> {
    let start = (0..mark).rev().find(|at| sentence.is_mark(*at, &[',', '(', ')', ';']));
    start.map_or(0, |at| at + 1)..mark
}

/// Whether a head of a label speaks of this incident, and not of averages.
fn is_mine(sentence: &Sentence<'_>, head: Range<usize>) -> bool {
    !sentence.has(
        head,
        words!(
            "mean" "average" "typical" "maximum" "max" "minimum" "target"
        ),
    )
}

/// "Total duration": only a few words, and none of another thing.
fn is_duration(sentence: &Sentence<'_>, head: Range<usize>) -> bool {
    const MOST: usize = 4;
    const OTHER: &Words = words!(
        "timeout" "session" "retention" "backup" "test" "lease" "queue" "cable" "column" "key"
    );
    head.end <= MOST && sentence.has(head.clone(), DURATION) && !sentence.has(head, OTHER)
}

/// "Customer impact: two hours", and nothing else.
fn stands_alone(place: &Place<'_>, head: Range<usize>) -> bool {
    const ADJECTIVES: &Words = words!(
        "customer" "user" "service" "total" "overall" "the" "time" "of"
    );
    let sentence = place.sentence;
    let is_noun = |at| sentence.is(at, INCIDENT) || sentence.is(at, words!("impact"));
    let names_it = head.clone().any(is_noun);
    let is_bare = head.into_iter().all(|at| is_noun(at) || sentence.is(at, ADJECTIVES));
    let ends = place.after >= sentence.len() || sentence.is_mark(place.after, &['.', '(']);
    names_it && is_bare && ends
}

/// "the duration of the outage was", "the outage duration was", "an outage of", "a total of".
fn names_duration(sentence: &Sentence<'_>, before: usize) -> bool {
    const NEAR: usize = 6;
    let near = before.saturating_sub(NEAR)..before;
    let named = sentence.find(near, DURATION).is_some_and(|at| {
        let around = at.saturating_sub(1)..before;
        names_incident(sentence, around.clone()) || sentence.has(around, words!("impact"))
    });
    let is_outage_of =
        sentence.is(before, words!("of")) && sentence.is(before.wrapping_sub(1), INCIDENT);
    let is_total = sentence.says(before.wrapping_sub(1), &["total", "of"])
        && names_incident(sentence, 0..sentence.len());
    // "the outage had a total duration of", and not "between 8:35 and 8:53, a duration of"
    let has_duration = sentence.says(before.wrapping_sub(1), &["duration", "of"])
        && sentence.has(before.saturating_sub(NEAR)..before, words!("had" "has" "with"))
        && names_incident(sentence, 0..before);
    let is_impact = sentence.is(before, words!("was"))
        && sentence.is(before.wrapping_sub(1), words!("impact"))
        && before <= NEAR;
    // "Impact on the API was limited to"
    let is_limit = sentence.says(before.wrapping_sub(1), &["limited", "to"])
        && (sentence.is(0, words!("impact")) || names_incident(sentence, 0..NEAR));
    is_outage_of || is_total || named || has_duration || is_impact || is_limit
}
