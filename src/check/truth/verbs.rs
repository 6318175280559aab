//! Verbs that tell a key moment: that something began, was noticed or was over.

use super::grammar::Agent;
use super::sentence::Sentence;
use super::topic::{is_elsewhere, names_trouble};
use super::word_list::Words;

pub(super) const BEGAN: &Words = words!(
    "began" "begun" "started" "starting" "beginning" "commenced" "occurred" "happened"
    "appeared"
);

const ENDED: &Words = words!(
    "resolved" "restored" "recovered" "mitigated" "fixed" "ended" "over" "repaired" "back"
    "operational" "normal" "resumed" "remediated" "solved" "concluded" "stopped" "ceased"
    "subsided" "resolving"
);

/// What also tells how something is, and that it is so again only with [`RETURNS`].
pub(super) const STATES: &Words = words!("normal" "operational");

pub(super) const RETURNS: &Words = words!(
    "again" "back" "fully" "returned" "resumed" "restored" "completely" "finally"
);

/// With "again": "was working again".
pub(super) const WORKS: &Words = words!(
    "working" "worked" "available" "reachable" "accessible" "usable" "responding" "delivered"
    "processed" "accepted" "possible" "able" "running" "functional" "stable" "healthy" "online"
);

pub(super) const NOTICED: &Words = words!(
    "detected" "noticed" "alerted" "paged" "discovered" "notified" "spotted" "aware"
);

/// Verbs of what breaks; with [`BROKEN`] behind "became" and "went".
const BREAKS: &Words = words!("crashed");

pub(super) const BROKEN: &Words = words!(
    "unavailable" "unreachable" "unresponsive" "inaccessible" "offline" "down"
);

/// Whether a verb may tell a key moment.
pub(super) fn tells(sentence: &Sentence<'_>, at: usize) -> bool {
    [BEGAN, ENDED, NOTICED].iter().any(|verbs| sentence.is(at, verbs))
        || breaks(sentence, at)
        || recovers(sentence, at)
        || sees_first(sentence, at)
        || comes_to_an_end(sentence, at)
}

/// "came to an end".
const END: &[&str] = &["came", "to", "an", "end"];

fn comes_to_an_end(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("end")) && sentence.says(first_word(sentence, at), END)
}

/// Where a verb of several words begins.
pub(super) fn first_word(sentence: &Sentence<'_>, at: usize) -> usize {
    let start = at.saturating_sub(END.len() - 1);
    if sentence.says(start, END) { start } else { at }
}

/// Whether a verb says that something breaks: "crashed", "became unavailable", "went down".
pub(super) fn breaks(sentence: &Sentence<'_>, at: usize) -> bool {
    let turns = sentence.is(at.wrapping_sub(1), words!("became" "went"));
    sentence.is(at, BREAKS) || (turns && sentence.is(at, BROKEN))
}

/// Whether something works as before: "was working again", "customers could pay again".
pub(super) fn recovers(sentence: &Sentence<'_>, at: usize) -> bool {
    const NEAR: usize = 4;
    let is_again = || sentence.has(at + 1..at + NEAR, words!("again"));
    let is_denied =
        || sentence.has(at.saturating_sub(NEAR)..at, words!("not" "no" "never" "nobody"));
    let works = sentence.is(at, WORKS) || sentence.is(at.wrapping_sub(1), words!("could"));
    works && is_again() && !is_denied()
}

/// "first saw errors", "errors were first seen".
pub(super) fn sees_first(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("saw" "seen" "observed"))
        && sentence.is(at.wrapping_sub(1), words!("first"))
}

/// Whether somebody is told who need not know of an incident first: "the vendor was notified".
pub(super) fn is_somebody_else(sentence: &Sentence<'_>, verb: usize, agent: Agent) -> bool {
    const OURS: &Words = words!("call" "on-call" "sre" "sres" "responder" "responders" "operator");
    let was = verb.wrapping_sub(1);
    let is_passive = sentence.is(was, words!("was" "were"));
    let noun = sentence.shown(was.wrapping_sub(1));
    // The company itself, and not its CEO.
    let is_name = noun.starts_with(char::is_uppercase) && noun.contains(char::is_lowercase);
    let is_ours = agent == Agent::People || is_name || sentence.is(was.wrapping_sub(1), OURS);
    is_passive && !is_ours
}

/// Whether a verb speaks of an "it" that opens a section, or that was "over" after what failed.
pub(super) fn is_bare_it(sentence: &Sentence<'_>, verb: usize) -> bool {
    const VERBS: &Words = words!("was" "all" "began" "started" "ended" "lasted");
    if !sentence.is(0, words!("it")) || !sentence.is(1, VERBS) || sentence.is(verb, words!("back"))
    {
        return false;
    }
    match sentence.previous() {
        Some(before) => {
            let all = 0..before.len();
            let fails = names_trouble(&before, all.clone()) || before.has(all.clone(), BROKEN);
            sentence.is(verb, words!("over")) && fails && !is_elsewhere(&before, all)
        }
        None => sentence.opens_account(),
    }
}
