//! Verbs that tell a key moment: that something began, was noticed or was over.

use super::grammar::Agent;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{is_elsewhere, names_trouble};
use super::word_list::Words;

const BEGAN: &Words = words!(
    "began" "begun" "started" "starting" "beginning" "commenced" "occurred" "happened"
    "appeared" "arose" "emerged" "surfaced" "erupted" "ensued" "hit" "struck" "triggered"
    "begins" "starts"
);

/// Of what else, it tells no start: "the errors hit a second region".
pub(super) const OF_INCIDENT: &Words = words!("hit" "struck" "triggered");

const ENDED: &Words = words!(
    "resolved" "restored" "recovered" "mitigated" "fixed" "ended" "over" "repaired" "back"
    "operational" "normal" "resumed" "remediated" "solved" "concluded" "stopped" "ceased"
    "subsided" "resolving" "finished" "cleared" "abated" "rectified" "corrected" "reinstated"
    "stabilised" "stabilized" "disappeared" "vanished" "remedied" "baseline" "reopened"
    "closed" "dissipated" "receded" "faded" "alleviated" "healed" "reestablished" "lapsed" "contained" "gone"
    "reenabled" "drained" "recovers"
);

/// What ends, stops and is over is trouble, and not what it befell.
pub(super) const OF_TROUBLE: &Words = words!(
    "mitigated" "solved" "ended" "over" "stopped" "ceased" "subsided" "end" "concluded"
    "finished" "cleared" "abated" "rectified" "corrected" "disappeared" "vanished" "remedied"
    "away" "closed" "dissipated" "receded" "faded" "alleviated" "lapsed" "contained"
    "gone"
);

/// What also tells how something is, and that it is so again only with [`RETURNS`].
pub(super) const STATES: &Words = words!("normal" "operational" "baseline" "normally");

pub(super) const RETURNS: &Words = words!(
    "again" "back" "fully" "returned" "dropped" "fell" "declared" "resumed" "restored" "completely" "finally"
);

/// With "again": "was working again".
pub(super) const WORKS: &Words = words!(
    "working" "worked" "available" "reachable" "accessible" "usable" "responding" "delivered"
    "processed" "accepted" "possible" "able" "running" "functional" "stable" "healthy" "online"
    "up" "live" "green" "flowing" "operating" "serving" "functioning" "through" "answering"
    "loading" "open" "answered" "served" "sent" "received" "placed" "made" "taken" "booked"
    "booted" "enabled" "bootable" "intact" "normal" "right" "well" "fine" "accepting" "processing" "delivering" "taking" "sending"
    "receiving" "writable"
);

pub(super) const NOTICED: &Words = words!(
    "detected" "noticed" "alerted" "paged" "discovered" "notified" "spotted" "aware" "realised"
    "realized" "caught" "flagged" "picked"
);

/// Verbs of what breaks; with [`BROKEN`] behind "became" and "went".
const BREAKS: &Words = words!(
    "crashed" "collapsed" "died" "froze" "broke" "stalled" "hung" "seized" "buckled" "faltered"
    "choked" "halt" "standstill" "panicked" "failed" "crashes" "dies" "freezes"
);

pub(super) const BROKEN: &Words = words!(
    "unavailable" "unreachable" "unresponsive" "inaccessible" "offline" "down" "dark" "over"
    "unusable" "silent" "quiet" "dead" "red" "blank"
);

/// Whether a word says that somebody noticed, or was told: "noticed", "an alarm rang".
pub(super) fn notices(sentence: &Sentence<'_>, at: usize) -> bool {
    const RINGS: &Words = words!("rang" "fired" "went" "sounded" "triggered" "paged" "go" "fire" "reached" "arrived" "came" "tripped" "woke" "notified" "informed");
    // "we received our first alert"
    let is_first = || {
        let article = at.wrapping_sub(1);
        let is_got = sentence.is(article, words!("a" "an"))
            && sentence.is(article.wrapping_sub(1), words!("received" "got"));
        sentence.is(at, words!("alarm" "alert" "page" "alerts" "alarms"))
            && (sentence.is(article, words!("first")) || is_got)
    };
    (sentence.is(at, NOTICED) && !catches_up(sentence, at + 1))
        || is_first()
        || (sentence.is(at, words!("alarm" "alert" "pager" "alarms" "alerts"))
            && sentence.is(at + 1 + usize::from(sentence.is(at + 1, words!("had"))), RINGS))
}

/// Whether a verb may tell a key moment.
pub(super) fn tells(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, ENDED)
        || notices(sentence, at)
        || begins(sentence, at)
        || breaks(sentence, at)
        || recovers(sentence, at)
        || sees_first(sentence, at)
        || first_word(sentence, at) != at
        || is_all_clear(sentence, at)
        || is_well(sentence, at)
        || catches_up(sentence, at)
        || completes(sentence, at)
        || sentence.says(at.wrapping_sub(1), &["in", "place"])
        || is_at_level(sentence, at)
        || reopens(sentence, at)
        || works_again(sentence, at)
        || is_reported(sentence, at)
        || surges(sentence, at)
}

/// "returned to zero", "returned to 100 %".
pub(super) fn is_at_level(sentence: &Sentence<'_>, at: usize) -> bool {
    const NEAR: usize = 3;
    let back = words!("returned" "back" "dropped" "fell" "went" "down");
    let is_zero = sentence.is(at, words!("zero"));
    let is_full = matches!(sentence.kind(at), Some(Kind::Number { value, .. }) if value >= 99.0)
        && sentence.is_mark(at + 1, &['%'])
        && sentence.has(at.saturating_sub(NEAR)..at, words!("returned" "back"));
    (is_zero || is_full)
        && sentence.is(at.wrapping_sub(1), words!("to"))
        && sentence.has(at.saturating_sub(NEAR)..at, back)
}

/// "re-enabled", "re-established".
pub(super) fn reopens(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("enabled" "opened" "established" "instated"))
        && sentence.is_mark(at.wrapping_sub(1), &['-'])
        && sentence.is(at.wrapping_sub(2), words!("re"))
}

/// "started answering queries again", "were started again".
pub(super) fn works_again(sentence: &Sentence<'_>, at: usize) -> bool {
    const OBJECT: usize = 6;
    let is_done = sentence.is(at, words!("started" "restarted" "powered"))
        && sentence.is(at.wrapping_sub(1), words!("was" "were" "been"))
        && sentence.has(at + 1..at + 3, words!("again"));
    is_done
        || sentence.is(at, words!("began" "started" "resumed"))
            && sentence.is(at + 1 + usize::from(sentence.is(at + 1, words!("to"))), WORKING)
            && (sentence.is(at, words!("resumed"))
                || sentence.has(at + 2..at + OBJECT, words!("again" "normally")))
}

/// What watches a service.
const WATCHES: &Words = words!(
    "monitoring" "alerting" "monitors" "monitor" "probes" "probe" "checks" "healthchecks"
    "alarms" "watchdog" "telemetry" "prometheus" "pagerduty" "opsgenie" "nagios" "grafana"
    "datadog" "canary" "canaries"
);

/// Whether what watches the service stands before a verb: "our monitoring reported".
pub(super) fn is_by_watch(sentence: &Sentence<'_>, verb: usize) -> bool {
    const SYSTEM: &Words =
        words!("system" "systems" "tool" "tools" "first" "automatically" "also" "had");
    let mut noun = verb.wrapping_sub(1);
    while sentence.is(noun, SYSTEM) {
        noun = noun.wrapping_sub(1);
    }
    sentence.is(noun, WATCHES)
}

/// "our monitoring reported errors", "customers began reporting problems", "users complained".
pub(super) fn is_reported(sentence: &Sentence<'_>, at: usize) -> bool {
    const CUSTOMERS: &Words = words!(
        "customers" "customer" "users" "user" "clients" "client" "merchants" "merchant" "shops"
        "people" "somebody" "someone" "visitors" "readers"
    );
    let begins = words!("began" "started" "first" "had" "to" "also");
    let mut noun = at.wrapping_sub(1);
    while sentence.is(noun, begins) {
        noun = noun.wrapping_sub(1);
    }
    let by_watch =
        sentence.is(at, words!("reported" "raised" "showed")) && is_by_watch(sentence, at);
    let told = words!(
        "reported" "reporting" "report" "complained" "complaining" "complain" "told"
    );
    by_watch || (sentence.is(at, told) && sentence.is(noun, CUSTOMERS))
}

/// "error rates spiked".
pub(super) fn surges(sentence: &Sentence<'_>, at: usize) -> bool {
    const SURGES: &Words = words!(
        "spiked" "rose" "climbed" "jumped" "surged" "soared" "shot" "increased" "skyrocketed"
        "exploded" "climbing" "rising" "spiking" "ballooned"
    );
    const RISING: &Words = words!(
        "rate" "rates" "errors" "latency" "latencies" "timeouts" "failures" "declines" "5xx" "sharply"
    );
    sentence.is(at, SURGES) && sentence.is(at.wrapping_sub(1), RISING)
}

/// Whether a verb says that something begins: "began", "took place", "set in".
pub(super) fn begins(sentence: &Sentence<'_>, at: usize) -> bool {
    let is_last = sentence.is(at, words!("place" "in")) && !falls_apart(sentence, at);
    sentence.is(at, BEGAN) || (is_last && first_word(sentence, at) != at)
}

/// "was declared operating normally".
pub(super) fn is_well(sentence: &Sentence<'_>, at: usize) -> bool {
    let runs = words!("operating" "working" "functioning" "running");
    let is_declared = sentence.is(at, words!("healthy" "stable" "sound"))
        && sentence.is(at.wrapping_sub(1), words!("declared"));
    if is_declared {
        return true;
    }
    sentence.is(at, words!("normally")) && sentence.is(at.wrapping_sub(1), runs)
}

/// "had caught up".
pub(super) fn catches_up(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("up")) && sentence.is(at.wrapping_sub(1), words!("caught"))
}

/// "gave the all-clear".
pub(super) fn is_all_clear(sentence: &Sentence<'_>, at: usize) -> bool {
    let hyphen = usize::from(sentence.is_mark(at.wrapping_sub(1), &['-']));
    sentence.is(at, words!("clear")) && sentence.is(at.wrapping_sub(1 + hyphen), words!("all"))
}

/// Verbs of several words by which something begins or ends.
const LONG: [&[&str]; 20] = [
    &["caught", "up"],
    &["gave", "up"],
    &["gave", "out"],
    &["gave", "way"],
    &["packed", "up"],
    &["fell", "apart"],
    &["keeled", "over"],
    &["locked", "up"],
    &["broke", "down"],
    &["blew", "up"],
    &["caved", "in"],
    &["came", "to", "a", "halt"],
    &["ground", "to", "a", "halt"],
    &["came", "to", "a", "standstill"],
    &["came", "to", "an", "end"],
    &["went", "away"],
    &["died", "away"],
    &["took", "place"],
    &["taken", "place"],
    &["set", "in"],
];

/// Where a verb of several words begins that ends at a place; there, if it is a single word.
pub(super) fn first_word(sentence: &Sentence<'_>, at: usize) -> usize {
    if reopens(sentence, at) {
        return at - 2;
    }
    if !sentence.is(at, words!("end" "away" "place" "in" "halt" "standstill" "up" "out" "way" "apart" "over" "down")) {
        return at;
    }
    let start = |phrase: &[&str]| (at + 1).checked_sub(phrase.len());
    let mut starts = LONG.iter().filter_map(|phrase| Some((*phrase, start(phrase)?)));
    let found = starts.find(|(phrase, start)| sentence.says(*start, phrase));
    found.map_or(at, |(_, start)| start)
}

/// Whether a verb says that something breaks: "crashed", "became unavailable", "went down",
/// "stopped responding", "began to fail".
pub(super) fn breaks(sentence: &Sentence<'_>, at: usize) -> bool {
    let turns = sentence.is(at.wrapping_sub(1), words!("became" "went" "fell" "turned"));
    let is_verb = (!sentence.is(at, words!("halt" "standstill")) || first_word(sentence, at) != at)
        && !(sentence.is(at, words!("failed")) && fails_elsewise(sentence, at));
    (sentence.is(at, BREAKS) && is_verb)
        || falls_apart(sentence, at)
        || loses(sentence, at)
        || (turns && sentence.is(at, BROKEN))
        || stops_working(sentence, at)
        || begins_to_fail(sentence, at)
        || is_made_to_fail(sentence, at)
        || (sentence.is(at, words!("read"))
            && sentence.is(at.wrapping_sub(1), words!("went" "turned")))
}

/// "a release caused card payments to fail".
fn is_made_to_fail(sentence: &Sentence<'_>, at: usize) -> bool {
    const OBJECT: usize = 7;
    let fails = words!("fail" "crash" "hang" "stall" "panic" "reboot" "stop");
    sentence.is(at, fails)
        && sentence.is(at.wrapping_sub(1), words!("to"))
        && sentence.has(at.saturating_sub(OBJECT)..at, words!("caused" "causing"))
}

/// "failed over", "the failed host", "had failed to", "were failed".
fn fails_elsewise(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = words!("the" "a" "had" "have" "has" "was" "were" "of" "all" "many" "some" "that" "which" "first");
    sentence.is(at + 1, words!("over" "to" "back" "because" "due" "with" "for" "and"))
        || sentence.is(at.wrapping_sub(1), before)
}

/// "gave up", "fell apart", "locked up".
fn falls_apart(sentence: &Sentence<'_>, at: usize) -> bool {
    const VERBS: &Words = words!("gave" "packed" "fell" "keeled" "locked" "broke" "blew" "caved");
    let verb = first_word(sentence, at);
    verb != at && sentence.is(verb, VERBS)
}

/// "lost power", "lost its network connection".
pub(super) fn loses(sentence: &Sentence<'_>, at: usize) -> bool {
    const HOLDS: &Words = words!(
        "power" "connectivity" "quorum" "network" "uplink" "cooling"
    );
    let is_contact = || {
        const CONTACT: usize = 5;
        let contact = words!("contact" "connection" "connectivity");
        sentence.is(at.wrapping_sub(1), words!("was"))
            && sentence.has(at.saturating_sub(CONTACT)..at, contact)
    };
    sentence.is(at, words!("lost")) && (sentence.has(at + 1..at + 4, HOLDS) || is_contact())
}

const WORKING: &Words = words!(
    "responding" "working" "accepting" "serving" "processing" "answering" "functioning"
    "moving" "replying" "loading" "delivering" "sending" "receiving" "flowing" "running" "respond" "work"
    "accept" "serve" "process" "answer" "function" "load" "deliver" "flow" "taking"
);

/// "stopped responding", "stopped accepting payments".
pub(super) fn stops_working(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is(at, words!("stopped" "ceased" "quit"))
        && (sentence.is(at + 1, WORKING)
            || (sentence.is(at + 1, words!("to")) && sentence.is(at + 2, words!("work" "respond"))))
}

/// "began to fail", "started returning errors".
pub(super) fn begins_to_fail(sentence: &Sentence<'_>, at: usize) -> bool {
    const FAIL: &Words = words!(
        "fail" "failing" "erroring" "crashing" "rejecting" "refusing" "declining" "dropping"
        "timing" "time" "reject" "refuse" "degrade" "degrading" "stalling" "flapping" "misbehave"
        "misbehaving" "struggle" "struggling" "falter" "faltering" "crawl" "crawling" "slow"
        "slowing" "lag" "lagging" "stutter" "stuttering" "creak" "occur" "occurring" "happen" "queueing" "queuing" "queue" "pile"
        "piling" "grow" "growing" "hang" "hanging" "crash" "bounce" "bouncing" "stall"
    );
    const GIVE: &Words = words!(
        "return" "returning" "throw" "throwing" "see" "seeing" "experience" "experiencing"
        "receive" "receiving" "get" "getting" "serve" "serving" "show" "showing" "answer"
        "answering" "respond" "responding" "give" "giving"
    );
    const TROUBLES: &Words = words!(
        "errors" "error" "failures" "timeouts" "exceptions" "problems" "delays" "declines"
        "crashes" "panics" "5xx" "5xxs"
    );
    const NEAR: usize = 5;
    let verb = at + 1 + usize::from(sentence.is(at + 1, words!("to")));
    // The statuses of HTTP (RFC 9110, section 15): "returning 503s"
    let is_status = |at: usize| matches!(sentence.kind(at), Some(Kind::Number { value, .. }) if (400.0..600.0).contains(&value));
    let has_trouble =
        || sentence.has(verb + 1..verb + NEAR, TROUBLES) || (verb + 1..verb + NEAR).any(is_status);
    const WRONG: &Words = words!("wrong" "down" "awry" "south" "haywire" "offline" "dark" "bad");
    let refused = words!("declined" "rejected" "refused" "dropped" "delayed" "unavailable" "slow");
    let goes = sentence.is(verb, words!("go" "going")) && sentence.is(verb + 1, WRONG)
        || sentence.is(verb, words!("be")) && sentence.is(verb + 1, refused);
    sentence.is(at, words!("began" "started" "starting" "beginning"))
        && (goes || sentence.is(verb, FAIL) || (sentence.is(verb, GIVE) && has_trouble()))
}

/// Whether something works as before: "was working again", "customers could pay again".
pub(super) fn recovers(sentence: &Sentence<'_>, at: usize) -> bool {
    const NEAR: usize = 4;
    const OBJECT: usize = 7;
    let is_could =
        sentence.is(at, words!("able")) || sentence.is(at.wrapping_sub(1), words!("could"));
    let reach = if is_could { OBJECT } else { NEAR };
    let is_again = || {
        sentence.has(at + 1..at + reach, words!("again"))
            || sentence.is(at.wrapping_sub(1), words!("again"))
    };
    let is_denied = || {
        // "was not available again until"
        let waits = sentence.has(at + 1..at + 1 + NEAR, words!("until" "till"));
        let denies = words!("not" "no" "never" "nobody");
        !waits && sentence.has(at.saturating_sub(NEAR)..at, denies)
    };
    // "mails went out again"
    let goes_out = sentence.is(at, words!("out"))
        && sentence.is(at.wrapping_sub(1), words!("went" "go" "going"));
    ((sentence.is(at, WORKS) || is_could || goes_out) && is_again() && !is_denied())
        || recovers_late(sentence, at)
}

/// "did not recover until".
fn recovers_late(sentence: &Sentence<'_>, at: usize) -> bool {
    const NEAR: usize = 4;
    sentence.is(at, words!("recover" "resume" "return"))
        && sentence.is(at.wrapping_sub(1), words!("not"))
        && sentence.has(at + 1..at + NEAR, words!("until" "till"))
}

/// "recovery was complete", "resolution came".
pub(super) fn completes(sentence: &Sentence<'_>, at: usize) -> bool {
    const COMPLETE: &Words = words!("complete" "completed" "came" "achieved" "reached" "confirmed");
    const NOUNS: &Words = words!("recovery" "resolution" "restoration" "mitigation");
    const REACH: usize = 10;
    let was = at.wrapping_sub(1);
    let noun = was.wrapping_sub(usize::from(sentence.is(was, words!("was" "fully"))));
    // "full recovery of all services was achieved"
    let is_full = || {
        let mut full = (at.saturating_sub(REACH)..at)
            .filter(|full| sentence.is(*full, words!("full" "complete")));
        full.any(|full| sentence.is(full + 1, NOUNS) || sentence.is(full + 2, NOUNS))
    };
    sentence.is(at, COMPLETE)
        && (sentence.is(noun, NOUNS)
            || is_all_clear(sentence, noun)
            || sentence.says(noun.wrapping_sub(1), &["the", "end"])
            || is_full())
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
