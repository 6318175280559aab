//! What says that something does not work.

use std::ops::Range;

use super::sentence::Sentence;
use super::topic::names_service;
use super::word_list::Words;

/// States and verbs of what is not there at all, or not as it should be.
const DOWN: &Words = words!(
    "down" "offline" "unavailable" "inaccessible" "unreachable" "unresponsive" "interrupted"
    "disrupted" "degraded" "impaired" "affected" "impacted" "broken" "unable" "unusable" "out"
    "couldn't" "couldn’t" "stopped" "stalled" "failing" "failed" "inoperable" "inoperative"
    "dead" "frozen" "hung" "stuck" "crashing"
);

/// What is done to a service; "we halted all releases" says nothing of it.
const STOPPED: &Words = words!(
    "crippled" "paralysed" "paralyzed" "suspended" "halted" "blocked"
);

const COPULAS: &Words = words!("was" "were" "been" "being" "be" "became" "remained" "stayed" "left");

/// Words of what is less than being down.
const TROUBLED: &Words = words!(
    "delayed" "slow" "slower" "errors" "error" "failures" "fail" "late" "timeouts" "timed"
    "rejected" "refused" "declined" "dropped" "sluggish" "slowly" "erroring" "halt" "standstill"
    "suffered" "suffer" "endured" "endure"
);

const NEGATIONS: &Words = words!("not" "nobody" "no" "none" "nothing" "never" "neither" "hardly");

/// What a service, or those who use it, do when all is well.
const WORKS: &Words = words!(
    "available" "reachable" "accessible" "responding" "responded" "respond" "able" "working"
    "work" "worked" "functioning" "function" "functioned" "functional" "operational" "usable"
    "loading" "load" "loaded" "processing" "process" "processed" "accepting" "accept" "accepted"
    "possible" "delivered" "deliver" "sent" "send" "received" "receive" "reach" "reached"
    "connect" "connected" "served" "serve" "answered" "answer" "answering" "through" "taken"
    "completed" "complete" "succeeded" "succeed" "running" "run" "left" "arrived" "arrive" "online"
);

/// How far behind a negation the verb is looked for.
const NEGATED: usize = 6;

/// What also stands before a noun: "failed payments are kept for three days".
const ATTRIBUTES: &Words = words!(
    "failed" "failing" "broken" "stalled" "stuck" "dead" "hung" "delayed" "rejected" "refused"
    "declined" "dropped" "late" "slow" "interrupted"
);

/// Whether a word says what kind of thing the next one names; `names` are those of the facts.
fn is_attribute(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    sentence.is(at, ATTRIBUTES) && names_service(sentence, at + 1..at + 2, names)
}

/// Whether a word says that something is down.
pub(super) fn is_down(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    if is_attribute(sentence, at, names) {
        return false;
    }
    let is_stopped = || sentence.is(at, STOPPED) && sentence.is(at.wrapping_sub(1), COPULAS);
    sentence.is(at, DOWN) || is_stopped() || is_unable(sentence, at) || is_denied(sentence, at)
}

/// The same, or that there was some trouble.
pub(super) fn is_troubled(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    is_down(sentence, at, names)
        || (sentence.is(at, TROUBLED) && !is_attribute(sentence, at, names))
        || sentence.says(at, &["put", "up", "with"])
        || sentence.says(at, &["live", "with"])
}

/// "could not", "nobody could", "non-operational".
fn is_unable(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.says(at, &["could", "not"])
        || sentence.says(at, &["nobody", "could"])
        || sentence.says(at, &["no", "one", "could"])
        || sentence.says(at, &["out", "of", "service"])
        || (sentence.is(at, words!("non")) && sentence.is(at + 2, WORKS))
}

/// "did not work", "no payment was possible", "nothing worked".
fn is_denied(sentence: &Sentence<'_>, at: usize) -> bool {
    let is_short = |at| {
        sentence.is(at, words!("didn't" "didn’t" "wasn't" "wasn’t" "weren't" "weren’t"))
    };
    (sentence.is(at, NEGATIONS) || is_short(at)) && works_before_stop(sentence, at)
}

/// Whether a word of [`WORKS`] follows before the clause ends.
fn works_before_stop(sentence: &Sentence<'_>, at: usize) -> bool {
    let near: Range<usize> = at + 1..at + 1 + NEGATED;
    let ends = |at: &usize| sentence.is_mark(*at, &[',', '(', ';', '—', '–', ':']);
    near.take_while(|at| !ends(at)).any(|at| sentence.is(at, WORKS))
}
