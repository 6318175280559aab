//! What a stated duration is the duration of.

use std::ops::Range;

use super::duration::Duration;
use super::duration_label::{is_of_longest, label};
use super::failing::{is_down, is_troubled};
use super::grammar::{Agent, agent, subject};
use super::number::Hedge;
use super::sentence::Sentence;
use super::set_aside::is_set_aside;
use super::topic::{
    INCIDENT, TROUBLE, clause, is_elsewhere, is_hypothetical, is_part, names_incident,
    names_service, names_trouble,
};
use super::verbs::{is_bare_it, notices, recovers};
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
    /// The longest of several windows.
    Longest,
    /// How long somebody was hit by it: not longer than all of it.
    Effect,
}

pub(super) const RESOLVED: &Words = words!(
    "resolved" "restored" "recovered" "mitigated" "fixed" "repaired" "ended" "over" "back"
    "normal" "operational" "solved" "contained" "resumed" "remediated" "rectified" "reinstated"
    "stabilised" "stabilized"
);

/// What a duration is the duration of, and whether the incident itself is named; nothing
/// where it is not the incident's.
pub(in crate::check) fn topic(
    sentence: &Sentence<'_>,
    stated: &Duration,
    names: &[String],
) -> Option<(Topic, bool)> {
    let place = Place::new(sentence, stated, names);
    if is_of_longest(&place) {
        return Some((Topic::Longest, true));
    }
    if is_set_aside(sentence, stated, place.start..place.after) {
        return None;
    }
    let certain = |topic| Some((topic, true));
    let likely = |topic| Some((topic, false));
    None.or_else(|| place.since_start().and_then(likely))
        .or_else(|| place.spread().and_then(certain))
        .or_else(|| place.noun_behind().and_then(likely))
        .or_else(|| label(&place))
        .or_else(|| place.verb_before())
        .or_else(|| place.work().and_then(likely))
        .or_else(|| place.purpose_behind().and_then(likely))
        .or_else(|| place.state_behind().and_then(likely))
        .or_else(|| place.state_before().and_then(likely))
        .or_else(|| place.deed().and_then(likely))
}

/// A duration in its sentence.
pub(super) struct Place<'p> {
    pub(super) sentence: &'p Sentence<'p>,
    pub(super) stated: &'p Duration,
    pub(super) names: &'p [String],
    /// Where it begins, with what only leads up to it.
    pub(super) start: usize,
    /// Behind it.
    pub(super) after: usize,
}

const ARTICLES: &Words = words!("a" "an" "the");

/// Where the words begin that only lead up to a duration: "a total of", "the course of", "only".
fn lead(sentence: &Sentence<'_>, mut start: usize) -> usize {
    const EXTENTS: &Words = words!(
        "total" "period" "duration" "span" "course" "stretch" "space" "timespan"
    );
    const SIZES: &Words = words!("full" "whole" "entire" "solid" "whopping" "staggering" "mere");
    const MERELY: &Words = words!("only" "just" "merely" "fully");
    let [one, two, three, four] = [1, 2, 3, 4].map(|back| start.wrapping_sub(back));
    if sentence.is(one, words!("of")) && sentence.is(two, EXTENTS) {
        start = [three, four].into_iter().find(|at| sentence.is(*at, ARTICLES)).unwrap_or(two);
    } else if sentence.is(one, SIZES) && sentence.is(two, ARTICLES) {
        start = two;
    }
    if sentence.is(start.wrapping_sub(1), MERELY) { start - 1 } else { start }
}

impl<'p> Place<'p> {
    fn new(sentence: &'p Sentence<'p>, stated: &'p Duration, names: &'p [String]) -> Self {
        let (mut start, mut after) = (lead(sentence, stated.range.start), stated.range.end);
        // "for a two-hour period"
        let is_period = sentence.is(after, words!("period" "stretch" "spell"));
        if is_period && sentence.is(start.wrapping_sub(1), words!("a")) {
            (start, after) = (start - 1, after + 1);
        }
        Self { sentence, stated, names, start, after }
    }

    pub(super) const fn before(&self) -> usize {
        self.start.wrapping_sub(1)
    }

    /// Whether it stands behind a "for", or an "over" that is no comparison.
    fn is_for(&self) -> bool {
        let leads = self.start < self.stated.range.start;
        self.sentence.is(self.before(), words!("for"))
            || (leads && self.sentence.is(self.before(), words!("over")))
            || self.sentence.is(self.before(), words!("during" "throughout"))
    }

    /// Whether something is over or works again between two places.
    pub(super) fn ends(&self, range: Range<usize>) -> bool {
        let sentence = self.sentence;
        // "rolled back" ends nothing by itself.
        let is_rolled = |at: usize| {
            sentence.is(at, words!("back"))
                && sentence.is(at.wrapping_sub(1), words!("rolled" "rolling" "switched" "moved"))
        };
        sentence
            .within(range)
            .any(|at| sentence.is(at, RESOLVED) && !is_rolled(at) || recovers(sentence, at))
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
        // "every one of the hosts was down for at least an hour"
        let is_every = sentence.is(0, words!("every" "each" "all"))
            && self.stated.hedge == Hedge::AtLeast
            && self.is_for();
        // "no host was out for more than half an hour"
        let is_bound = denies_all(sentence) && self.is_for();
        let speaks_of_it = sentence.has(
            all.clone(),
            words!("down" "offline" "unavailable" "duration" "out" "dark" "affected" "hit"),
        ) || names_incident(sentence, all);
        ((is_spread || is_every || is_bound) && speaks_of_it).then_some(Topic::Each)
    }

    /// "a 47-minute outage", "47 minutes of downtime", "the hour that the outage lasted".
    fn noun_behind(&self) -> Option<Topic> {
        const ADJECTIVES: &Words = words!(
            "total" "full" "complete" "service" "unplanned" "severe" "major" "unscheduled"
            "customer" "customer-facing" "long" "public" "api" "site" "website" "platform"
            "global" "brief" "user" "actual"
        );
        const OBJECT: usize = 5;
        let sentence = self.sentence;
        let mut at = self.after;
        if sentence.is_mark(at, &['-']) && sentence.is_glued(at) {
            at += 1;
        }
        if is_hypothetical(sentence, 0..sentence.len()) || is_part(sentence, at..at + 4) {
            return None;
        }
        let serves = |range| names_service(sentence, range, self.names);
        let is_loss = sentence.says(at, &["loss", "of"]) && serves(at + 2..at + 2 + OBJECT);
        // "two hours of lost service"
        let is_less = sentence.is(at, words!("of"))
            && sentence.is(at + 1, words!("lost" "degraded" "reduced" "interrupted" "disrupted"))
            && serves(at + 2..at + OBJECT);
        if is_loss || is_less || sentence.is(at, words!("without")) && serves(at + 1..at + OBJECT) {
            return Some(Topic::Effect);
        }
        // "the two hours in which you could not order"
        let is_unable_then = sentence.is(at, words!("in" "during"))
            && sentence.is(at + 1, words!("which"))
            && (at + 2..sentence.len()).any(|at| is_down(sentence, at, self.names))
            && (serves(at + 2..sentence.len()) || sentence.has(at + 2..at + 4, words!("you")));
        if is_unable_then && sentence.is(self.before(), words!("the" "these" "those")) {
            return Some(self.outage());
        }
        // "after 13 hours offline"
        let is_after = sentence.is(self.before(), words!("after" "following" "with"));
        if is_after && sentence.is(at, words!("offline" "down")) {
            return Some(Topic::Outage);
        }
        // "After two hours of trouble, payments work again"
        let is_spent = (is_after || sentence.is(self.before(), words!("during")))
            && sentence.is(at, words!("of"))
            && sentence.is(at + 1, TROUBLE);
        if is_spent {
            return Some(Topic::Outage);
        }
        let is_the = sentence.is(self.before(), words!("the"));
        let is_of = sentence.is(at, words!("of"));
        let is_that = is_the && sentence.is(at, words!("that" "the"));
        at += usize::from(is_of || is_that);
        // "the 47 minutes of the outage"
        at += usize::from(is_the && sentence.is(at, words!("the" "this" "our")));
        let is_adjective = |at| sentence.is(at, ADJECTIVES) || serves(at..at + 1);
        let noun = (at..at + 4).find(|at| !is_adjective(*at) || sentence.is(*at, INCIDENT))?;
        let is_impact = is_of && sentence.is(noun, words!("impact"));
        let is_compound =
            sentence.is(noun + 1, words!("window" "report" "review" "limit" "budget"));
        let lasts = !is_that || sentence.is(noun + 1, words!("lasted" "took"));
        let names_it = sentence.is(noun, INCIDENT) || is_impact;
        (names_it && lasts && !is_compound).then_some(Topic::Outage)
    }

    /// "the outage lasted 47 minutes", "it took 47 minutes", "the outage was an hour long".
    fn verb_before(&self) -> Option<(Topic, bool)> {
        const LASTED: &Words = words!(
            "lasted" "lasting" "spanned" "spanning" "persisted" "continued" "took" "endured"
            "stretched" "extended" "dragged"
        );
        let sentence = self.sentence;
        let mut verb = self.before();
        while sentence.is(verb, words!("for" "a" "only" "just" "us" "on" "over" "itself")) {
            verb = verb.wrapping_sub(1);
        }
        let is_took = sentence.is(verb, words!("took"));
        let has_purpose = is_took && sentence.is(self.after, words!("to"));
        let is_long = sentence.is(self.after, words!("long"));
        let is_was = is_long && sentence.is(verb, words!("was"));
        if !(sentence.is(verb, LASTED) || is_was) || is_part(sentence, 0..verb) || has_purpose {
            return None;
        }
        match agent(sentence, verb, self.names, false) {
            Agent::Incident => Some((Topic::Outage, true)),
            Agent::Trouble if !is_took => Some((Topic::Outage, false)),
            _ if is_bare_it(sentence, verb) => Some((Topic::Outage, false)),
            // "an outage that began at eight, lasting two hours"
            Agent::Other if sentence.is_mark(verb.wrapping_sub(1), &[',']) => {
                let named = names_incident(sentence, 0..verb) && !is_elsewhere(sentence, 0..verb);
                named.then_some((Topic::Outage, false))
            }
            // "Lasting two hours, the outage hit all shops"
            Agent::Other
                if (verb == 0 || sentence.is(verb - 1, words!("and")))
                    && sentence.is_mark(self.after, &[',']) =>
            {
                const NEAR: usize = 8;
                let main = self.after + 1..self.after + NEAR;
                names_incident(sentence, main).then_some((Topic::Outage, false))
            }
            _ => None,
        }
    }

    /// "For 47 minutes, our checkout was down".
    fn state_behind(&self) -> Option<Topic> {
        const REACH: usize = 14;
        let sentence = self.sentence;
        if self.before() != 0 || !self.is_for() {
            return None;
        }
        let main = self.after..(self.after + REACH).min(sentence.len());
        if is_elsewhere(sentence, main.clone()) {
            return None;
        }
        // "For 47 minutes nobody could order"
        let is_name = |at: usize| names_service(sentence, at..at + 1, self.names);
        let is_nobody = main
            .clone()
            .any(|at| sentence.is(at, words!("nobody")) && sentence.is(at + 1, words!("could")));
        let is_named =
            || main.clone().any(|at| is_name(at) && !names_service(sentence, at..at + 1, &[]));
        if is_nobody && is_named() && !is_part(sentence, main.clone()) {
            return Some(self.outage());
        }
        let mut downs = main.clone().filter(|at| is_down(sentence, *at, self.names));
        let verb = downs.next().filter(|_| !is_part(sentence, main.clone()));
        let is_whole = verb.is_some_and(|verb| {
            matches!(subject(sentence, verb, self.names), Agent::Service | Agent::Incident)
        });
        if is_whole { Some(self.outage()) } else { self.effect(main) }
    }

    /// What "for a total of" counts may have come in parts.
    fn outage(&self) -> Topic {
        let lead = self.start..self.stated.range.start;
        let is_sum = self.sentence.has(lead, words!("total" "combined" "cumulative"));
        if is_sum { Topic::Effect } else { Topic::Outage }
    }

    /// Whether somebody was hit, however many and by whatever.
    fn effect(&self, near: Range<usize>) -> Option<Topic> {
        // What "had been broken for weeks" was so before.
        if near.clone().any(|at| self.sentence.says(at, &["had", "been"])) {
            return None;
        }
        let is_hit = near.into_iter().any(|at| is_troubled(self.sentence, at, self.names));
        is_hit.then_some(Topic::Effect)
    }

    /// "was down for 47 minutes", "experienced an outage for about an hour".
    fn state_before(&self) -> Option<Topic> {
        const REACH: usize = 10;
        const CAUSES: &Words = words!(
            "bug" "defect" "flaw" "vulnerability" "misconfiguration" "mistake" "typo" "gap"
            "leak" "change" "condition" "weakness" "backdoor" "code"
        );
        let sentence = self.sentence;
        if !self.is_for() {
            return None;
        }
        let verb = self.before();
        let mut own = clause(sentence, &(verb..verb + 1));
        own.end = verb;
        // "the outage of the API and the dashboard for an hour"
        let and = own.start.wrapping_sub(1);
        let is_noun = |at: usize| {
            sentence.is(at, words!("the" "our" "its" "all"))
                || names_service(sentence, at..at + 1, self.names)
        };
        if sentence.is(and, words!("and")) && own.clone().all(is_noun) {
            own.start = clause(sentence, &(and..and + 1)).start;
        }
        let near = verb.saturating_sub(REACH).max(own.start)..verb;
        if is_elsewhere(sentence, own.clone()) {
            return None;
        }
        if is_part(sentence, own.clone()) {
            return self.effect(near);
        }
        if self.is_unnoticed(&near) {
            // What was there long before anything failed.
            let is_cause = sentence.has(own, CAUSES);
            return (!is_cause).then_some(Topic::Detection);
        }
        let is_down = near.clone().any(|at| is_down(sentence, at, self.names))
            || names_incident(sentence, near.clone());
        let subject = names_service(sentence, own.clone(), self.names)
            || names_incident(sentence, own)
            || names_incident(sentence, 0..verb);
        if is_down && subject { Some(self.outage()) } else { self.effect(near) }
    }

    /// "was not noticed for 25 minutes", "was down for 25 minutes before we noticed".
    fn is_unnoticed(&self, near: &Range<usize>) -> bool {
        const NOTICES: usize = 5;
        const UNNOTICED: &Words = words!("unnoticed" "undetected" "unseen" "unobserved");
        let sentence = self.sentence;
        let nobody = |at: usize| sentence.is(at, words!("nobody" "not" "no" "none" "neither"));
        let not_noticed = near.clone().any(|at| {
            sentence.is(at, words!("noticed" "detected" "aware"))
                && near.clone().take_while(|n| *n < at).any(nobody)
        });
        let until = sentence.is(self.after, words!("before" "until"))
            && (self.after..self.after + NOTICES).any(|at| notices(sentence, at));
        not_noticed || until || sentence.has(near.clone(), UNNOTICED)
    }

    /// "resolved within 47 minutes", "after nine hours, service was restored".
    fn deed(&self) -> Option<Topic> {
        let sentence = self.sentence;
        let before = self.before();
        if !sentence.is(before, words!("after" "within" "in"))
            || sentence.is(self.after, words!("of"))
        {
            return None;
        }
        let whole = 0..sentence.len();
        // "half an hour" is no part of anybody.
        let is_part = is_part(sentence, 0..self.start)
            || is_part(sentence, self.after.min(sentence.len())..sentence.len());
        if is_part || is_elsewhere(sentence, whole.clone()) {
            return None;
        }
        let opens = before == 0;
        let near = if opens {
            self.after..(self.after + 14).min(sentence.len())
        } else {
            before.saturating_sub(5)..before
        };
        let trouble = names_trouble(sentence, whole);
        let service = trouble || names_service(sentence, near.clone(), self.names);
        if trouble && near.clone().any(|at| notices(sentence, at)) {
            return Some(Topic::Detection);
        }
        if !service {
            return None;
        }
        let resolved = words!("resolved" "restored" "over" "recovered" "back");
        // "we had the checkout back within an hour", whatever was not back
        let is_had = sentence.has(near.clone(), words!("had" "got"));
        if sentence.has(near.clone(), resolved) && !is_had {
            return Some(Topic::Resolution);
        }
        self.ends(near).then_some(Topic::Outage)
    }
}

/// "No host", "none of the regions": what is told of all of them by a "no".
fn denies_all(sentence: &Sentence<'_>) -> bool {
    const RESOURCES: &Words = words!(
        "host" "hosts" "node" "nodes" "region" "regions" "server" "servers" "machine" "machines"
        "instance" "instances" "cluster" "clusters" "zone" "zones" "site" "sites"
    );
    const NOUN: usize = 5;
    sentence.is(0, words!("no" "none")) && sentence.has(1..NOUN, RESOURCES)
}

impl Duration {
    /// The hedge with which it is meant: "within 30 minutes" is a bound.
    pub(in crate::check) fn meant(&self, sentence: &Sentence<'_>) -> Hedge {
        let is_bound = sentence.is(self.range.start.wrapping_sub(1), words!("within"));
        match self.hedge {
            Hedge::Bare if is_bound => Hedge::AtMost,
            Hedge::AtLeast if denies_all(sentence) => Hedge::AtMost,
            hedge => hedge,
        }
    }
}
