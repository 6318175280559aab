//! What a sentence is about: the incident, or something else.

use std::ops::Range;

use super::meaning::Meaning;
use super::sentence::Sentence;
use super::spoken_clock::hour;
use super::token::Kind;
use super::verbs::notices;
use super::word_list::Words;

/// Nouns that mean the incident.
pub(in crate::check) const INCIDENT: &Words = words!(
    "outage" "outages" "incident" "downtime" "disruption" "disruptions" "interruption"
    "interruptions" "unavailability" "degradation" "blackout" "brownout" "maintenance"
    "disturbance" "disturbances" "inaccessibility" "unreachability"
);

/// Nouns that mean the incident where a report about one uses them.
pub(in crate::check) const TROUBLE: &Words = words!(
    "issue" "issues" "problem" "problems" "event" "failure" "failures" "fault" "errors"
    "trouble" "slowdown" "instability" "alarms" "effect" "faults" "breakdown" "malfunction"
    "glitch" "symptoms" "impairment" "ordeal" "episode" "things" "delay" "delays" "slowness"
    "sluggishness" "anomaly" "anomalies" "panics" "crashes"
);

/// Words for all of what customers use, and for those who use it.
const SERVICE: &Words = words!(
    "service" "services" "site" "sites" "website" "websites" "platform" "system" "systems" "api"
    "app" "application" "network" "customers" "users" "clients" "customer" "everyone"
    "everything" "nobody" "portal" "dashboard" "it" "we" "they" "this" "access" "production"
    "functionality" "connectivity" "infrastructure" "operations" "vms" "vps"
    "delivery" "ordering" "payments" "uploads" "downloads" "publishing" "logins" "lookups"
    "queries" "requests" "merchants" "shops" "cluster" "performance" "checkouts" "bookings"
    "registrations" "components" "backend" "dashboards" "shop" "availability"
);

/// Things that fail, run and take time without being the incident.
const ELSEWHERE: &Words = words!(
    "monitoring" "alerting" "backup" "backups" "replication" "job" "jobs" "deploy" "deployment"
    "build" "builds" "pipeline" "script" "test" "tests" "lab" "query" "command"
    "timeout" "timeouts" "retry" "retries" "import" "migration" "rollout" "snapshot" "snapshots"
    "cron" "scan" "scrub" "staging" "meeting" "call" "session" "sessions" "cache" "certificate"
    "lock" "transaction" "compaction" "rebuild" "reindex" "index" "resync" "sync" "ticket"
    "vendor" "metrics" "logs" "switch" "replica" "standby" "deployments" "power"
    "cooling" "migrations" "shift" "traffic" "provider" "providers" "supplier" "carrier"
    "upstream"
);

/// Words of what did not or need not happen.
const HYPOTHETICAL: &Words = words!(
    "will" "would" "should" "might" "may" "shall" "if" "unless" "typically" "usually" "normally"
    "generally" "expect" "expects" "expected" "plan" "plans" "planned" "aim" "goal" "target"
    "sla" "slo" "objective" "budget" "guarantee" "guarantees" "maximum" "allow" "allows"
    "allowed" "reduce" "reduces" "prevent" "ideally" "designed" "supposed" "anticipate"
    "anticipated" "intend" "hypothetical" "i'll" "we'll" "it'll" "we'd" "whenever"
);

/// Words that are such in some places.
const PERHAPS: &Words = words!("could" "can" "to");

/// What is done normally, and not usually.
const MANNERS: &Words = words!(
    "working" "worked" "running" "operating" "functioning" "delivered" "processed" "served"
);

/// Words of other times and other incidents.
const OTHER_TIMES: &Words = words!(
    "previous" "previously" "prior" "similar" "earlier" "historically" "another" "unrelated"
    "separate" "past" "longest" "ago" "second" "third" "later" "separately" "additional"
    "further" "extra" "elsewhere" "unlike"
);

/// Words of a part of those affected.
const PARTS: &Words = words!(
    "some" "few" "several" "certain" "subset" "portion" "fraction" "minority" "handful" "most"
    "many" "majority" "percent" "other" "others" "individual" "occasional" "half" "specific"
    "remaining" "rest" "almost" "nearly" "largely" "mostly" "partially" "partly" "primarily"
    "initial" "main" "bulk" "intermittent" "intermittently" "including" "believed"
    "one" "partial"
);

/// The part of a sentence that a place belongs to: up to the next comma, bracket, dash or
/// conjunction on both sides.
pub(in crate::check) fn clause(sentence: &Sentence<'_>, range: &Range<usize>) -> Range<usize> {
    let ends = |at: usize| {
        sentence.is_mark(at, &[',', '(', ')', '—', '–', ':', ';'])
            || sentence.is(
                at,
                words!(
                    "but" "while" "whereas" "although" "though" "because" "and" "so"
                ),
            )
    };
    let start = (0..range.start).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let end = (range.end..sentence.len()).find(|at| ends(*at)).unwrap_or(sentence.len());
    start..end
}

/// Whether a place speaks of what may happen, is meant to, or did not.
pub(in crate::check) fn is_hypothetical(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    sentence.within(clause).any(|at| {
        if sentence.is(at, PERHAPS) {
            return match sentence.word(at) {
                "to" => {
                    sentence.is(at + 1, words!("be" "last"))
                        && !is_done(sentence, at)
                        && !sentence.is(
                            at.wrapping_sub(1),
                            words!("found" "turned" "out" "proved" "started" "began"),
                        )
                }
                _ => {
                    !is_negated(sentence, at + 1)
                        && !has_nobody(sentence, at)
                        && !is_able(sentence, at)
                }
            };
        }
        let is_month = || sentence.word(at) == "may" && sentence.shown(at).starts_with('M');
        // "was working normally"
        let is_manner =
            || sentence.word(at) == "normally" && sentence.is(at.wrapping_sub(1), MANNERS);
        // "the till would not take cards"
        let is_refusal = || {
            sentence.is(at, words!("would"))
                && sentence.is(at + 1, words!("not"))
                && !sentence.is(at + 2, words!("have" "be"))
        };
        // "our error budget alert went off"
        let is_alarm = || {
            sentence.is(at, words!("budget")) && sentence.is(at + 1, words!("alert" "alarm" "burn"))
        };
        sentence.is(at, HYPOTHETICAL)
            && !is_alarm()
            && !is_refusal()
            && !is_month()
            && !is_manner()
            && !is_rued(sentence, at)
    })
}

/// "nobody could pay", "no payment could be made".
fn has_nobody(sentence: &Sentence<'_>, could: usize) -> bool {
    const SUBJECT: usize = 4;
    let start = could.saturating_sub(SUBJECT);
    sentence.has(start..could, words!("nobody" "none" "nothing" "no"))
}

/// "it should not have taken so long": it did.
fn is_rued(sentence: &Sentence<'_>, should: usize) -> bool {
    sentence.is(should, words!("should"))
        && sentence.is(should + 1, words!("not" "never"))
        && sentence.is(should + 2, words!("have"))
}

/// "had to be rebooted", "causing all services to be inaccessible".
fn is_done(sentence: &Sentence<'_>, to: usize) -> bool {
    const NEAR: usize = 6;
    let is_caused = sentence.has(to.saturating_sub(NEAR)..to, words!("caused" "causing" "forced"));
    let had = sentence.is(to.wrapping_sub(1), words!("had"));
    sentence.is(to + 1, words!("be")) && (had || is_caused)
}

/// "customers could pay again", "orders could be placed again", "until it could be fixed".
fn is_able(sentence: &Sentence<'_>, could: usize) -> bool {
    const REACH: usize = 5;
    const NEAR: usize = 4;
    const ANYTHING: &Words = words!("this" "that" "it" "same" "which" "bug" "fault" "problem");
    const PEOPLE: &Words = words!(
        "customers" "users" "clients" "everyone" "everybody" "shops" "merchants" "visitors"
        "people" "we" "anyone" "anybody" "everybody"
    );
    let before = could.wrapping_sub(1);
    let is_told = sentence.is(before, PEOPLE)
        || (sentence.is(could + 1, words!("be")) && !sentence.is(before, ANYTHING));
    let is_again = is_told && sentence.has(could + 1..could + REACH, words!("again"));
    let is_until = sentence.has(could.saturating_sub(NEAR)..could, words!("until"));
    // "orders could be placed from noon on"
    let is_from = is_told && sentence.is(could + 3, words!("from"));
    sentence.is(could, words!("could")) && (is_again || is_until || is_from)
}

fn is_negated(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(
        at,
        words!(
            "not" "no" "only" "barely" "hardly" "neither"
        ),
    )
}

/// Whether a place speaks of another incident or time.
pub(in crate::check) fn is_another_time(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    sentence.within(clause).any(|at| {
        (sentence.is(at, OTHER_TIMES)
            && !is_share_or_party(sentence, at)
            && !is_on_dial(sentence, at))
            || (sentence.is(at, words!("day" "night" "week"))
                && sentence.is(at + 1, words!("before")))
            || (sentence.is(at, words!("last"))
                && sentence.is(
                    at + 1,
                    words!(
                        "week" "month" "year" "time" "quarter" "incident" "outage"
                    ),
                ))
            || sentence.says(at, &["in", "the", "past"])
            || sentence.says(at, &["followed", "by"])
            || sentence.says(at, &["not", "the", "same"])
    })
}

/// The "past" of "half past ten".
fn is_on_dial(sentence: &Sentence<'_>, past: usize) -> bool {
    let minutes = past.wrapping_sub(1);
    sentence.is(past, words!("past"))
        && (hour(sentence, past + 1).is_some()
            || sentence.is(past + 1, words!("midnight" "noon" "midday")))
        && (sentence.is(minutes, words!("half" "quarter" "minutes"))
            || matches!(sentence.meaning(minutes), Meaning::Number(_)))
}

/// "a third of the hosts", "a third party".
fn is_share_or_party(sentence: &Sentence<'_>, third: usize) -> bool {
    let noun = third + 1 + usize::from(sentence.is_mark(third + 1, &['-']));
    sentence.is(third, words!("third")) && sentence.is(noun, words!("of" "party" "parties"))
}

/// Whether a place speaks of a part of those affected.
pub(in crate::check) fn is_part(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    let is_marked = |at: usize| {
        sentence.is(at, words!("marked")) && sentence.is(at.wrapping_sub(1), words!("a"))
    };
    sentence.has(clause.clone(), PARTS)
        || sentence.within(clause.clone()).any(is_marked)
        || sentence.within(clause).any(|at| {
            // "returned to 100 %"
            let before = sentence.kind(at.wrapping_sub(1));
            let is_all = matches!(before, Some(Kind::Number { value, .. }) if value >= 100.0);
            sentence.is_mark(at, &['%']) && !is_all
        })
}

/// Whether a place speaks of something else that runs, fails and takes time.
pub(in crate::check) fn is_elsewhere(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    // "every call to our API", "the on-call engineer"
    let is_request = |at: usize| {
        let hyphen = usize::from(sentence.is_mark(at.wrapping_sub(1), &['-']));
        sentence.is(at, words!("call"))
            && (sentence.is(at + 1, words!("to"))
                || sentence.is(at.wrapping_sub(1 + hyphen), words!("on")))
    };
    // "our monitoring caught it"
    let is_watch = |at: usize| {
        sentence.is(at, words!("monitoring" "alerting" "metrics"))
            && (notices(sentence, at + 1) || notices(sentence, at + 2))
    };
    // "answering queries", "payment traffic"
    let is_served = |at: usize| {
        let serves = words!(
            "answering" "serving" "processing" "accepting" "payment" "api" "checkout" "user"
            "customer" "mail"
        );
        let runs = words!("was" "were" "recovered" "returned" "resumed" "flowed" "had");
        (sentence.is(at, words!("queries" "query" "traffic" "jobs" "sessions"))
            && sentence.is(at.wrapping_sub(1), serves))
            || (sentence.is(at, words!("traffic")) && sentence.is(at + 1, runs))
    };
    sentence
        .within(clause)
        .any(|at| sentence.is(at, ELSEWHERE) && !is_request(at) && !is_watch(at) && !is_served(at))
}

/// Whether the incident is named between two places.
pub(in crate::check) fn names_incident(sentence: &Sentence<'_>, range: Range<usize>) -> bool {
    sentence.has(range, INCIDENT)
}

/// Whether the incident is named between two places, if only as "the issue".
pub(in crate::check) fn names_trouble(sentence: &Sentence<'_>, range: Range<usize>) -> bool {
    sentence.has(range.clone(), INCIDENT) || sentence.has(range, TROUBLE)
}

/// Whether the service or its users are named between two places; `names` are those of the
/// facts.
pub(in crate::check) fn names_service(
    sentence: &Sentence<'_>,
    range: Range<usize>,
    names: &[String],
) -> bool {
    let is_name = |at| match sentence.word(at) {
        "" => names_resource(sentence, at, names),
        _ => sentence.is_one_of(at, names),
    };
    sentence.has(range.clone(), SERVICE) || sentence.within(range).any(is_name)
}

/// Whether a resource of which hyphens make several words ends at a place: "eu-west-1".
fn names_resource(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    const LONGEST: usize = 7;
    if !matches!(sentence.kind(at), Some(Kind::Hidden)) {
        return false;
    }
    let shown = sentence.text.shown(sentence.bytes(at.saturating_sub(LONGEST)..at + 1));
    let shown = shown.to_lowercase();
    names.iter().any(|name| name.contains('-') && shown.ends_with(name.as_str()))
}
