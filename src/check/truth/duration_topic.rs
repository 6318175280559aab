//! What a stated duration is the duration of.

use std::ops::Range;

use super::duration::Duration;
use super::grammar::{Agent, subject};
use super::number::Hedge;
use super::sentence::Sentence;
use super::set_aside::is_set_aside;
use super::topic::{
    INCIDENT, clause, is_elsewhere, is_hypothetical, is_part, names_incident, names_service,
    names_trouble,
};
use super::word_list::Words;

/// What a duration is the duration of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Topic {
    /// The incident, or its impact.
    Outage,
    /// The incident, up to its resolution.
    Resolution,
    /// From the start until somebody noticed.
    Detection,
    /// Each of several windows: a range over them, or what none of them exceeds.
    Each,
    /// How long somebody was hit by it: not longer than all of it.
    Effect,
}

const DOWN: &Words = words!(
    "down" "offline" "unavailable" "inaccessible" "unreachable" "unresponsive" "interrupted"
    "disrupted" "degraded" "impaired" "affected" "impacted" "broken" "unable" "unusable" "out"
    "couldn't" "stopped" "stalled" "failing" "failed"
);

/// Words of what is less than being down.
const TROUBLED: &Words = words!(
    "delayed" "slow" "slower" "errors" "error" "failures" "fail" "late"
);

const RESOLVED: &Words = words!(
    "resolved" "restored" "recovered" "mitigated" "fixed" "repaired" "ended" "over" "back"
    "normal" "operational" "solved" "contained" "resumed"
);

const DETECTED: &Words = words!(
    "detected" "noticed" "alerted" "paged" "discovered" "spotted" "aware" "caught"
);

/// What a duration is the duration of, and whether the incident itself is named; nothing
/// where it is not the incident's.
pub(in crate::check) fn topic(
    sentence: &Sentence<'_>,
    stated: &Duration,
    names: &[String],
) -> Option<(Topic, bool)> {
    let place = Place { sentence, stated, names };
    if is_set_aside(sentence, stated) {
        return None;
    }
    let certain = |topic| Some((topic, true));
    let likely = |topic| Some((topic, false));
    None.or_else(|| place.spread().and_then(certain))
        .or_else(|| place.noun_behind().and_then(likely))
        .or_else(|| place.label())
        .or_else(|| place.verb_before())
        .or_else(|| place.purpose_behind().and_then(likely))
        .or_else(|| place.state_behind().and_then(likely))
        .or_else(|| place.state_before().and_then(likely))
        .or_else(|| place.deed().and_then(likely))
}

struct Place<'p> {
    sentence: &'p Sentence<'p>,
    stated: &'p Duration,
    names: &'p [String],
}

impl Place<'_> {
    fn before(&self) -> usize {
        self.stated.range.start.wrapping_sub(1)
    }

    fn after(&self) -> usize {
        self.stated.range.end
    }

    /// "varied between 30 and 45 minutes", "up to 54 minutes per host".
    fn spread(&self) -> Option<Topic> {
        let sentence = self.sentence;
        let before = self.before();
        let varies = words!("ranged" "varied" "ranging" "varying" "anywhere");
        let lasts = words!("lasted" "lasting" "for");
        let one_by_one = words!("individual" "each" "single" "per" "every" "depending" "varied" "ranged" "hosts" "nodes" "customers");
        let all = 0..sentence.len();
        let is_range = self.stated.high.is_some();
        let is_spread = is_range
            && (sentence.is(before, varies)
                || (sentence.is(before, lasts) && sentence.has(all.clone(), one_by_one)));
        let speaks_of_it = sentence
            .has(all.clone(), words!("down" "offline" "unavailable" "duration"))
            || names_incident(sentence, all);
        (is_spread && speaks_of_it).then_some(Topic::Each)
    }

    /// "a 47-minute outage", "47 minutes of downtime".
    fn noun_behind(&self) -> Option<Topic> {
        const ADJECTIVES: &Words = words!(
            "total" "full" "complete" "service" "unplanned" "severe" "major" "unscheduled"
            "customer" "customer-facing" "long" "public" "api" "site" "website" "platform"
            "global" "brief"
        );
        let sentence = self.sentence;
        let mut at = self.after();
        if sentence.is_mark(at, &['-']) && sentence.is_glued(at) {
            at += 1;
        }
        if sentence.is(at, words!("of")) {
            at += 1;
        }
        if is_hypothetical(sentence, 0..sentence.len()) || is_part(sentence, at..at + 3) {
            return None;
        }
        let mut steps = 0;
        while steps < 3 && !sentence.is(at, INCIDENT) {
            let is_adjective =
                sentence.is(at, ADJECTIVES) || names_service(sentence, at..at + 1, self.names);
            if !is_adjective {
                return None;
            }
            at += 1;
            steps += 1;
        }
        let is_compound = sentence.is(at + 1, words!("window" "report" "review" "limit" "budget"));
        (sentence.is(at, INCIDENT) && !is_compound).then_some(Topic::Outage)
    }

    /// "Duration: 47 minutes", "The duration of the outage was 47 minutes", "downtime of 5 min".
    fn label(&self) -> Option<(Topic, bool)> {
        const LINKS: &Words = words!(
            "was" "is" "were" "of" "totaled" "totalled" "reached" "to"
        );
        const NOTICES: &Words = words!("detect" "detection" "notice");
        const ENDS: &Words = words!(
            "resolve" "resolution" "mitigate" "mitigation" "recover" "recovery" "restore"
        );
        const NEAR: usize = 6;
        let sentence = self.sentence;
        let before = self.before();
        let is_label = sentence.is_mark(before, &[':', '=', '-', '–']);
        let head = 0..before.min(sentence.len());
        let is_set_aside = is_hypothetical(sentence, head.clone()) || !self.is_mine(head.clone());
        if !(is_label || sentence.is(before, LINKS)) || is_set_aside {
            return None;
        }
        let time_to = |words: &Words| {
            head.clone().any(|at| sentence.says(at, &["time", "to"]) && sentence.is(at + 2, words))
        };
        let is_short = |words: &Words| is_label && sentence.has(head.clone(), words);
        if time_to(NOTICES) || is_short(words!("ttd" "mttd")) {
            return Some((Topic::Detection, true));
        }
        if time_to(ENDS) || is_short(words!("ttr" "mttr")) {
            return Some((Topic::Outage, true));
        }
        let near = before.saturating_sub(NEAR)..before;
        let names_duration = sentence.has(near.clone(), words!("duration" "downtime"));
        if names_duration && is_label && self.is_short_label() {
            return Some((Topic::Outage, true));
        }
        // "the duration of the outage was", "the outage duration was"
        let named = sentence.find(near, words!("duration" "downtime")).is_some_and(|at| {
            let around = at.saturating_sub(1)..before;
            names_incident(sentence, around.clone()) || sentence.has(around, words!("impact"))
        });
        let is_outage_of =
            sentence.is(before, words!("of")) && sentence.is(before.wrapping_sub(1), INCIDENT);
        let is_total = sentence.says(before.wrapping_sub(1), &["total", "of"])
            && names_incident(sentence, 0..sentence.len());
        let is_stated = is_outage_of || is_total || (names_duration && named);
        let has_place = sentence.is(self.after(), words!("on" "to" "in"));
        (is_stated && !has_place).then_some((Topic::Outage, false))
    }

    /// Whether a head of a label speaks of this incident, and not of averages.
    fn is_mine(&self, head: Range<usize>) -> bool {
        !self.sentence.has(
            head,
            words!(
                "mean" "average" "typical" "maximum" "max" "minimum" "target"
            ),
        )
    }

    /// Whether only a few words stand before: "Total duration:".
    fn is_short_label(&self) -> bool {
        const OTHER: &Words = words!(
            "timeout" "session" "retention" "backup" "test" "lease"
        );
        let before = self.before();
        before <= 4 && !self.sentence.has(0..before, OTHER)
    }

    /// "the outage lasted 47 minutes", "it took 47 minutes".
    fn verb_before(&self) -> Option<(Topic, bool)> {
        const LASTED: &Words = words!(
            "lasted" "lasting" "spanned" "spanning" "persisted" "continued" "took"
        );
        let sentence = self.sentence;
        let mut verb = self.before();
        if sentence.is(verb, words!("for" "a" "only" "just" "us")) {
            verb = verb.wrapping_sub(1);
        }
        let is_took = sentence.is(verb, words!("took"));
        let has_purpose = is_took && sentence.is(self.after(), words!("to"));
        if !sentence.is(verb, LASTED) || is_part(sentence, 0..verb) || has_purpose {
            return None;
        }
        match subject(sentence, verb, self.names) {
            Agent::Incident => Some((Topic::Outage, true)),
            Agent::Trouble if !is_took => Some((Topic::Outage, false)),
            // "an outage that began at eight, lasting two hours"
            Agent::Other if sentence.is_mark(verb.wrapping_sub(1), &[',']) => {
                let named = names_incident(sentence, 0..verb) && !is_elsewhere(sentence, 0..verb);
                named.then_some((Topic::Outage, false))
            }
            _ => None,
        }
    }

    /// "took 12 minutes to detect", "47 minutes to restore service".
    fn purpose_behind(&self) -> Option<Topic> {
        const NOTICE: &Words = words!("detect" "notice" "discover" "spot");
        const RESTORE: &Words = words!("resolve" "restore" "recover" "mitigate" "fix");
        let sentence = self.sentence;
        let at = self.after();
        let took = sentence.has(0..self.stated.range.start, words!("took" "needed" "taken"));
        if !sentence.is(at, words!("to" "before")) || !took {
            return None;
        }
        let behind = at + 1..(at + 7).min(sentence.len());
        let object = names_trouble(sentence, behind.clone())
            || names_service(sentence, behind.clone(), self.names)
            || names_trouble(sentence, 0..self.stated.range.start);
        let is_end = at + 2 >= sentence.len() || sentence.is_mark(at + 2, &['.', ',']);
        if !object && !is_end {
            return None;
        }
        if sentence.is(at + 1, NOTICE) {
            return Some(Topic::Detection);
        }
        (sentence.is(at + 1, RESTORE) && !is_elsewhere(sentence, behind)).then_some(Topic::Outage)
    }

    /// "For 47 minutes, our checkout was down".
    fn state_behind(&self) -> Option<Topic> {
        const REACH: usize = 14;
        let sentence = self.sentence;
        if self.before() != 0 || !sentence.is(0, words!("for")) {
            return None;
        }
        let main = self.after()..(self.after() + REACH).min(sentence.len());
        if is_elsewhere(sentence, main.clone()) {
            return None;
        }
        let verb = sentence.find(main.clone(), DOWN).filter(|_| !is_part(sentence, main.clone()));
        let is_whole = verb.is_some_and(|verb| {
            matches!(subject(sentence, verb, self.names), Agent::Service | Agent::Incident)
        });
        if is_whole { Some(Topic::Outage) } else { self.effect(main) }
    }

    /// Whether somebody was hit, however many and by whatever.
    fn effect(&self, near: Range<usize>) -> Option<Topic> {
        let sentence = self.sentence;
        let is_hit = sentence.has(near.clone(), DOWN)
            || sentence.has(near.clone(), TROUBLED)
            || sentence.has_phrase(near, &["could", "not"]);
        is_hit.then_some(Topic::Effect)
    }

    /// "was down for 47 minutes", "experienced an outage for about an hour".
    fn state_before(&self) -> Option<Topic> {
        let sentence = self.sentence;
        if !sentence.is(self.before(), words!("for")) {
            return None;
        }
        let verb = self.before();
        let mut own = clause(sentence, &(verb..verb + 1));
        own.end = verb;
        let near = verb.saturating_sub(10).max(own.start)..verb;
        if is_elsewhere(sentence, own.clone()) {
            return None;
        }
        if is_part(sentence, own.clone()) {
            return self.effect(near);
        }
        let nobody = |at: usize| {
            sentence.is(at, words!("nobody"))
                || sentence.says(at, &["no", "one"])
                || sentence.is(at, words!("not"))
        };
        let not_noticed = near.clone().any(|at| {
            sentence.is(at, words!("noticed" "detected"))
                && near.clone().take_while(|n| *n < at).any(nobody)
        });
        if not_noticed || sentence.has(near.clone(), words!("unnoticed" "undetected")) {
            return Some(Topic::Detection);
        }
        const NEGATED: usize = 5;
        const AVAILABLE: &Words = words!(
            "available" "reachable" "accessible" "responding" "able" "working"
        );
        let fails = |at: usize| {
            sentence.is(at, DOWN)
                || sentence.says(at, &["could", "not"])
                || (sentence.is(at, words!("non")) && sentence.is(at + 2, AVAILABLE))
                || (sentence.is(at, words!("not" "nobody" "no" "none"))
                    && sentence.has(at..at + NEGATED, AVAILABLE))
        };
        let is_down = near.clone().any(fails) || names_incident(sentence, near.clone());
        let subject = names_service(sentence, own.clone(), self.names)
            || names_incident(sentence, own)
            || self.names_before(verb);
        if is_down && subject { Some(Topic::Outage) } else { self.effect(near) }
    }

    /// Whether the incident or the service is named earlier in the sentence.
    fn names_before(&self, end: usize) -> bool {
        names_incident(self.sentence, 0..end)
    }

    /// "resolved within 47 minutes", "after nine hours, service was restored".
    fn deed(&self) -> Option<Topic> {
        let sentence = self.sentence;
        let before = self.before();
        if !sentence.is(before, words!("after" "within" "in"))
            || sentence.is(self.after(), words!("of"))
        {
            return None;
        }
        let whole = 0..sentence.len();
        if is_part(sentence, whole.clone()) || is_elsewhere(sentence, whole.clone()) {
            return None;
        }
        let opens = before == 0;
        let near = if opens {
            self.after()..(self.after() + 14).min(sentence.len())
        } else {
            before.saturating_sub(5)..before
        };
        let trouble = names_trouble(sentence, whole);
        let service = trouble || names_service(sentence, near.clone(), self.names);
        if sentence.has(near.clone(), DETECTED) && trouble {
            return Some(Topic::Detection);
        }
        if !service {
            return None;
        }
        let resolved = words!("resolved" "restored" "over" "recovered" "back");
        if sentence.has(near.clone(), resolved) {
            return Some(Topic::Resolution);
        }
        sentence.has(near, RESOLVED).then_some(Topic::Outage)
    }
}

impl Duration {
    /// The hedge with which it is meant: "within 30 minutes" is a bound.
    pub(in crate::check) fn meant(&self, sentence: &Sentence<'_>) -> Hedge {
        let is_bound = sentence.is(self.range.start.wrapping_sub(1), words!("within"));
        if is_bound && self.hedge == Hedge::Bare { Hedge::AtMost } else { self.hedge }
    }
}
