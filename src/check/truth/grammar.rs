//! Who or what a verb speaks of.

use super::antecedent::antecedent;
use super::meaning::Meaning;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{names_incident, names_service, names_trouble};
use super::word_list::Words;
use super::zone::zone;

/// The subject of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Agent {
    /// "the outage".
    Incident,
    /// "the issue".
    Trouble,
    /// "all services", "customers", a component.
    Service,
    /// "we", "our engineers".
    People,
    /// Something else.
    Other,
}

/// Words between a subject and its verb.
const AUXILIARIES: &Words = words!(
    "was" "were" "is" "are" "had" "has" "have" "been" "being" "be" "fully" "completely"
    "finally" "now" "officially" "again" "first" "initially" "also" "then" "got" "came" "that"
    "which" "who" "only" "just" "entirely" "successfully" "all" "automatically" "quickly" "soon"
    "later" "eventually" "thus" "therefore" "back" "to" "up" "running" "online" "went" "became"
    "formally" "did" "operating" "working" "functioning" "declared" "considered" "deemed" "confirmed" "returned" "resumed" "could"
    "marked" "as" "brought" "verified" "reported"
);

/// Words before a noun that leave it whole.
const DETERMINERS: &Words = words!(
    "the" "this" "that" "our" "all" "a" "an" "its" "their" "these" "those" "every" "your" "last"
    "whole" "entire" "full" "normal" "ongoing" "first" "and" "of" "when" "as" "while" "after"
    "before" "until" "once" "unplanned" "widespread" "major" "complete" "total" "severe"
    "significant" "regular" "brief" "short" "actual" "such" "affected" "for" "to" "where"
    "because" "said" "how" "long" "with" "by" "new" "single" "in" "at" "on" "was" "were" "did"
    "morning" "afternoon" "evening" "night" "noon" "midday" "midnight" "o'clock" "o’clock" "sharp"
    "am" "pm" "m" "elevated" "increased" "high" "higher" "rising" "outgoing" "outbound" "incoming"
    "inbound" "live" "online" "primary" "had" "got"
);

/// How far back a subject is looked for.
const REACH: usize = 24;

/// Tokens of a note that may leave out of what it speaks.
const TERSE: usize = 9;

/// The subject of the verb at a place; `names` are those of what was affected.
pub(in crate::check) fn subject(sentence: &Sentence<'_>, verb: usize, names: &[String]) -> Agent {
    agent(sentence, verb, names, true)
}

/// The same; only where `follows` says so is a pronoun followed to a service that failed.
pub(super) fn agent(
    sentence: &Sentence<'_>,
    verb: usize,
    names: &[String],
    follows: bool,
) -> Agent {
    let mut end = verb;
    let limit = verb.saturating_sub(REACH);
    let mut is_relative = false;
    while end > limit {
        let at = end - 1;
        if is_auxiliary(sentence, at, verb) {
            is_relative |= sentence.is(at, words!("which" "that" "who"));
            end = at;
        } else if is_relative && sentence.is_mark(at, &[',']) {
            // "the outage, which began"
            end = at;
            is_relative = false;
        } else if sentence.is_mark(at, &[',', ')']) && at > limit {
            // "the outage, which hit all shops, began"
            let opening = (limit..at).rev().find(|open| sentence.is_mark(*open, &[',', '(']));
            let Some(opening) = opening else { return Agent::Other };
            end = opening;
        } else if sentence.is(at, words!("and")) {
            // "the outage began at eight and was over by ten"
            let verbs = words!(
                "was" "were" "began" "started" "affected" "lasted" "took" "hit" "degraded"
                "failed" "crashed" "went" "stopped" "broke" "died" "became" "slowed" "suffered"
                "rebooted" "restarted" "panicked" "froze" "hung" "dropped"
            );
            match (limit..at).rev().find(|before| sentence.is(*before, verbs)) {
                Some(before) => end = before,
                None => return Agent::Other,
            }
        } else {
            return noun(sentence, at, names, follows);
        }
    }
    // "Restored at 11:06"
    if verb == 0 && sentence.len() <= TERSE {
        return Agent::Trouble;
    }
    // "All was well again"
    let is_all = sentence.is(end, words!("all")) && sentence.is(end + 1, words!("was" "is"));
    if is_all { Agent::Service } else { Agent::Other }
}

/// Whether a word only stands between a subject and the verb.
fn is_auxiliary(sentence: &Sentence<'_>, at: usize, verb: usize) -> bool {
    const UNTIL: usize = 4;
    // "began to fail", "began failing", "fell back to normal"
    let begins = sentence.is(at, words!("began" "started"))
        && (sentence.is(at + 1, words!("to")) || sentence.word(at + 1).ends_with("ing"));
    let falls = sentence.is(at, words!("fell" "dropped"))
        && sentence.is(at + 1, words!("back" "to" "over"));
    // "was not restored until"
    let waits = sentence.is(at, words!("not" "only"))
        && sentence.has(verb + 1..verb + UNTIL, words!("until" "till"));
    begins || falls || waits || sentence.is(at, AUXILIARIES)
}

/// What the noun at a place stands for.
fn noun(sentence: &Sentence<'_>, at: usize, names: &[String], follows: bool) -> Agent {
    let own = at..at + 1;
    match sentence.word(at) {
        "it" | "this" | "these" | "they" => return antecedent(sentence, at, names, follows),
        "everything" | "everyone" | "everybody" | "anyone" | "anybody" => return Agent::Service,
        "thing" | "affair" | "episode" | "ordeal"
            if sentence.is(at.wrapping_sub(1), words!("whole" "entire")) =>
        {
            return Agent::Incident;
        }
        "operation" | "operations"
            if sentence.is(at.wrapping_sub(1), words!("normal" "regular")) =>
        {
            return Agent::Service;
        }
        "we" | "engineers" | "engineer" | "team" | "teams" | "i" | "staff" | "operations" => {
            return Agent::People;
        }
        _ => {}
    }
    // "error rates", "customer impact"
    let is_rate = sentence.is(at, words!("rate" "rates"))
        && sentence.is(at.wrapping_sub(1), words!("error" "failure"));
    let (at, own) = if is_rate { (at - 1, at - 1..at) } else { (at, own) };
    let found = if names_incident(sentence, own.clone()) {
        Agent::Incident
    } else if is_rate
        || sentence.is(at, words!("impact" "latency" "latencies"))
        || names_trouble(sentence, own.clone())
    {
        Agent::Trouble
    } else if names_service(sentence, own, names) || is_compound(sentence, at, names) {
        if let Some(incident) = that_befell(sentence, at, names) {
            return noun(sentence, incident, names, follows);
        }
        Agent::Service
    } else {
        return Agent::Other;
    };
    if is_whole(sentence, at.wrapping_sub(1), names) { found } else { Agent::Other }
}

/// "the mail queue", "payment traffic": what belongs to something that the facts name.
fn is_compound(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    const HEADS: &Words = words!(
        "queue" "queues" "requests" "calls" "attempts" "processing" "access" "cluster" "database"
        "endpoint" "endpoints" "pages" "form" "forms" "backend" "frontend" "servers" "gateway"
        "handling" "intake" "entry" "traffic" "taking" "placement" "capture" "creation"
    );
    sentence.is(at, HEADS) && names_service(sentence, at.wrapping_sub(1)..at, names)
}

/// The noun of what befell a service: "the outage of our order database".
fn that_befell(sentence: &Sentence<'_>, service: usize, names: &[String]) -> Option<usize> {
    const LONGEST: usize = 8;
    let is_own = |at: usize| {
        // "eu-west-1"
        let is_joined = sentence.is_glued(at + 1) || at == service;
        sentence.is(at, words!("the" "our" "all" "this" "both"))
            || is_joined
            || names_service(sentence, at..at + 1, names)
    };
    let start = service.saturating_sub(LONGEST)..service;
    let of = start.rev().find(|at| !is_own(*at))?;
    let befell = of.checked_sub(1)?;
    let joins = sentence.is(of, words!("of" "with" "in" "on" "to"));
    let is_trouble = names_trouble(sentence, befell..of) || sentence.is(befell, words!("impact"));
    (joins && is_trouble).then_some(befell)
}

/// Whether the word before a noun leaves it whole: "the outage", "the API outage", but not
/// "the DNS outage" where DNS is no component, or "cooling systems".
fn is_whole(sentence: &Sentence<'_>, before: usize, names: &[String]) -> bool {
    match sentence.kind(before) {
        // "one disk failed"
        Some(Kind::Word(Meaning::Number(1))) => false,
        Some(Kind::Word(Meaning::Plain)) => {
            let own = before..before + 1;
            let shown = sentence.shown(before);
            sentence.is(before, DETERMINERS)
                || names_service(sentence, own.clone(), names)
                || names_trouble(sentence, own)
                || shown.ends_with("'s")
                || shown.ends_with("’s")
                || zone(sentence, before).is_some()
        }
        _ => true,
    }
}
