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
    "dead" "frozen" "hung" "stuck" "crashing" "dark" "kaput" "impossible"
);

/// What is done to a service; "we halted all releases" says nothing of it.
const STOPPED: &Words = words!(
    "crippled" "paralysed" "paralyzed" "suspended" "halted" "blocked" "gone"
);

const COPULAS: &Words =
    words!("was" "were" "been" "being" "be" "became" "remained" "stayed" "left");

/// Words of what is less than being down.
const TROUBLED: &Words = words!(
    "delayed" "slow" "slower" "errors" "error" "failures" "fail" "late" "timeouts" "timed"
    "rejected" "refused" "declined" "dropped" "sluggish" "slowly" "erroring" "halt" "standstill"
    "suffered" "suffer" "endured" "endure" "struggling" "struggled" "limping" "limped" "unstable"
    "flaky" "erratic" "misbehaving" "patchy" "lagged" "lagging" "trailed" "piled"
);

/// Behind "error", what is none.
const RECORDS: &Words = words!(
    "message" "messages" "log" "logs" "budget" "budgets" "code" "codes" "report" "reports"
    "page" "pages" "tracker" "handling"
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
    const MET: &Words = words!("experienced" "saw" "had" "received" "suffered" "met" "got");
    let is_met = || sentence.is(at.wrapping_sub(1), MET);
    sentence.is(at, ATTRIBUTES) && names_service(sentence, at + 1..at + 2, names) && !is_met()
}

/// "without card payments", "had no card payments".
fn lacks(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    const NOUN: usize = 4;
    let has_no =
        sentence.is(at, words!("no")) && sentence.is(at.wrapping_sub(1), words!("had" "with"));
    let is_without = has_no || sentence.is(at, words!("without"));
    let staff = words!("engineer" "engineers" "expert" "experts" "staff" "team");
    is_without
        && !sentence.has(at + 1..at + 1 + NOUN, staff)
        && names_service(sentence, at + 1..at + 1 + NOUN, names)
}

/// "broke card payments", "took down the checkout", "we lost the checkout": what stands behind
/// is what was affected.
pub(super) fn strikes(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    const STRUCK: &Words = words!(
        "broke" "interrupted" "disrupted" "crippled" "degraded" "affected" "impacted" "hit"
        "lost" "breaking" "interrupting" "disrupting" "degrading" "affecting" "impacting"
    );
    const MOVED: &Words = words!("took" "brought" "knocked" "taking" "bringing" "knocking");
    const OBJECT: usize = 5;
    let object = at + 1..at + 1 + OBJECT;
    let is_down = || sentence.has(object.clone(), words!("down" "out" "offline"));
    let strikes = sentence.is(at, STRUCK) || (sentence.is(at, MOVED) && is_down());
    let ends = |at: &usize| {
        sentence.is_mark(*at, &[',', '(', ';', '.'])
            || sentence.is(*at, words!("for" "from" "at" "on" "in" "by" "which" "because"))
    };
    let is_name = |at: usize| sentence.is_one_of(at, names);
    strikes && object.clone().take_while(|at| !ends(at)).any(is_name)
}

/// Whether a word says that something is down.
pub(super) fn is_down(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    if is_attribute(sentence, at, names) {
        return false;
    }
    let is_stopped = || sentence.is(at, STOPPED) && sentence.is(at.wrapping_sub(1), COPULAS);
    sentence.is(at, DOWN)
        || is_read_only(sentence, at)
        || is_stopped()
        || is_unable(sentence, at)
        || is_denied(sentence, at)
        || lacks(sentence, at, names)
        || strikes(sentence, at, names)
}

/// "was read-only".
pub(super) fn is_read_only(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("read"))
        && sentence.is(at + 2, words!("only"))
        && sentence.is(at.wrapping_sub(1), words!("was" "were" "went" "became" "stayed" "been"))
}

/// "could not", "no payment was possible": of which the noun stands behind.
pub(super) fn denies(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, NEGATIONS) && (is_unable(sentence, at) || is_denied(sentence, at))
}

/// The same, or that there was some trouble.
pub(super) fn is_troubled(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    is_down(sentence, at, names)
        || (sentence.is(at, TROUBLED)
            && !is_attribute(sentence, at, names)
            && !(sentence.is(at, words!("error")) && sentence.is(at + 1, RECORDS)))
        || sentence.says(at, &["put", "up", "with"])
        || sentence.says(at, &["live", "with"])
}

/// "could not", "nobody could", "non-operational".
pub(super) fn is_unable(sentence: &Sentence<'_>, at: usize) -> bool {
    /// "no card payment could be made"
    const SUBJECT: usize = 5;
    sentence.says(at, &["could", "not"])
        || (sentence.is(at, words!("nobody" "no" "none" "nothing"))
            && sentence.has(at + 1..at + SUBJECT, words!("could")))
        || sentence.says(at, &["out", "of", "service"])
        || (sentence.is(at, words!("non")) && sentence.is(at + 2, WORKS))
}

/// "did not work", "no payment was possible", "nothing worked".
fn is_denied(sentence: &Sentence<'_>, at: usize) -> bool {
    let is_short =
        |at| sentence.is(at, words!("didn't" "didn’t" "wasn't" "wasn’t" "weren't" "weren’t"));
    (sentence.is(at, NEGATIONS) || is_short(at)) && works_before_stop(sentence, at)
}

/// Whether a word of [`WORKS`] follows before the clause ends.
fn works_before_stop(sentence: &Sentence<'_>, at: usize) -> bool {
    let near: Range<usize> = at + 1..at + 1 + NEGATED;
    let ends = |at: &usize| sentence.is_mark(*at, &[',', '(', ';', '—', '–', ':']);
    near.take_while(|at| !ends(at)).any(|at| sentence.is(at, WORKS))
}
