//! The first and the last of what failed: "the first errors were seen at 10:50".

use std::ops::Range;

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{is_another_time, is_elsewhere, is_hypothetical};
use super::word_list::Words;

/// Whether the time in `range` is that of the first or the last thing that failed: something that
/// happened neither before the start nor after the end.
pub(in crate::check) fn is_edge(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const REACH: usize = 9;
    const EDGES: &Words = words!("first" "last" "earliest" "final" "latest");
    const FAILURES: &Words = words!(
        "error" "errors" "failure" "failures" "failed" "failing" "timeout" "timeouts" "outage"
        "rejected" "declined" "5xx" "panic" "panics" "crash" "crashes" "symptom" "symptoms"
    );
    const NOUN: usize = 4;
    let head = range.start.saturating_sub(REACH)..range.start;
    let Some(edge) = sentence.find(head, EDGES) else { return false };
    let noun = edge + 1..edge + 1 + NOUN;
    let stop = sentence.find(noun.clone(), words!("before" "after" "release" "update" "message"));
    let noun = noun.start..stop.unwrap_or(noun.end);
    let is_failure = sentence
        .find(noun, FAILURES)
        .is_some_and(|failure| (failure + 1..range.start).all(|at| leads_to_time(sentence, at)));
    let all = 0..sentence.len();
    is_failure
        && !is_hypothetical(sentence, all.clone())
        && !is_elsewhere(sentence, all)
        && !is_another_time(sentence, 0..edge)
}

/// Whether a hyphen joins a word to another.
fn is_name(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is_mark(at + 1, &['-']) || sentence.is_mark(at.wrapping_sub(1), &['-'])
}

/// Whether a word stands between what failed and when.
fn leads_to_time(sentence: &Sentence<'_>, at: usize) -> bool {
    const LEADS: &Words = words!(
        "was" "were" "came" "in" "logged" "seen" "observed" "recorded" "occurred" "appeared"
        "happened" "noticed" "registered" "at" "on" "around" "about" "shortly" "just" "after"
        "before" "the" "of" "back" "payment" "payments" "request" "requests" "call" "calls"
        "login" "logins" "upload" "uploads" "order" "orders" "response" "responses" "query"
        "queries" "and"
    );
    match sentence.kind(at) {
        Some(Kind::Word(Meaning::Plain)) => {
            // "in eu-west-1"
            let is_joined = sentence.is_glued(at) || sentence.is_glued(at + 1);
            sentence.is(at, LEADS) || is_joined && is_name(sentence, at)
        }
        Some(Kind::Hidden) => true,
        Some(Kind::Mark('-')) => sentence.is_glued(at) && sentence.is_glued(at + 1),
        Some(Kind::Word(_) | Kind::Date(_) | Kind::Number { .. }) => true,
        Some(Kind::Mark(mark)) => matches!(mark, ',' | '(' | ':' | '~'),
        _ => false,
    }
}
