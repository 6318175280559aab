//! Which key moment a verb tells, by who or what it speaks of.

use std::ops::Range;

use super::effect::main_effect;
use super::event::{BRIDGES, Event, Key, Place};
use super::grammar::{Agent, subject};
use super::token::Kind;
use super::topic::{clause, is_elsewhere, is_part, names_incident, names_service, names_trouble};
use super::verbs::{
    OF_INCIDENT, OF_TROUBLE, RETURNS, STATES, begins, begins_to_fail, breaks, completes,
    first_word, is_all_clear, is_bare_it, is_by_watch, is_reported, is_somebody_else, loses,
    notices, recovers, sees_first, surges, works_again,
};
use super::word_list::Words;

/// Those who see what fails, and not at once.
const USERS: &Words = words!("users" "customers" "clients" "visitors" "people" "we" "readers");

/// What fails at one moment.
const MACHINES: &Words = words!(
    "cluster" "host" "database" "server" "node" "primary" "system" "machine" "backend" "array"
);

impl Place<'_> {
    /// The key moment that the verb at a place tells; `object` is what follows it.
    pub(super) fn deed(&self, verb: usize, object: Range<usize>) -> Option<Event> {
        let sentence = self.sentence;
        let own = clause(sentence, &(verb..verb + 1)).start..self.range.start.max(object.end);
        let agent = match subject(sentence, first_word(sentence, verb), self.names) {
            Agent::Other if is_bare_it(sentence, verb) => Agent::Trouble,
            agent => agent,
        };
        if is_reported(sentence, verb) {
            return self.report(verb, object);
        }
        if notices(sentence, verb) || sees_first(sentence, verb) {
            return self.notice(verb, object, agent);
        }
        // "lost power" is no power elsewhere.
        let known = if loses(sentence, verb) { own.start..verb } else { own.clone() };
        if is_part(sentence, own.clone()) || is_elsewhere(sentence, known) {
            return None;
        }
        if is_all_clear(sentence, verb) || completes(sentence, verb) {
            return Some(Event::new(Key::Resolution, false));
        }
        // "the mitigation was in place at 10:50"
        let is_in_place = sentence.says(verb.wrapping_sub(1), &["in", "place"])
            && sentence.has(own.start..verb, words!("mitigation" "workaround" "fix"));
        if is_in_place {
            return Some(Event::new(Key::Mitigation, false));
        }
        // "card payments stopped at 10:50"
        let stops = agent == Agent::Service
            && sentence.is(verb, words!("stopped" "ceased"))
            && object.clone().all(|at| sentence.is(at, BRIDGES) || self.is_time(at));
        if stops {
            return Some(Event::new(Key::Start, false));
        }
        if surges(sentence, verb) {
            return (agent == Agent::Trouble).then_some(Event::any(Key::Start));
        }
        let is_start = breaks(sentence, verb) || begins(sentence, verb);
        if is_start && !works_again(sentence, verb) {
            self.start(verb, own, agent)
        } else {
            self.end(verb, own, object, agent)
        }
    }

    /// "we were alerted", "the outage was noticed", "we first saw errors".
    fn notice(&self, verb: usize, object: Range<usize>, agent: Agent) -> Option<Event> {
        let sentence = self.sentence;
        if sees_first(sentence, verb) && is_elsewhere(sentence, 0..sentence.len()) {
            return None;
        }
        let is_first = sentence.is(verb.wrapping_sub(1), words!("first"));
        // "nobody noticed until"
        let until = object.end.wrapping_sub(1);
        let is_late = sentence.is(verb.wrapping_sub(1), words!("nobody"))
            && sentence.is(until, words!("until" "till"))
            && object.len() <= 2;
        let alarms = words!("alarm" "alert" "alarms" "alerts" "page");
        if is_late || is_first && sentence.is(verb, alarms) {
            return Some(Event::new(Key::Detection, false));
        }
        let is_told = sentence.is(verb, words!("alerted" "paged" "notified" "aware"));
        let is_it = sentence.has(object.clone(), words!("it" "this"))
            && sentence
                .is(verb, words!("picked" "caught" "spotted" "noticed" "discovered" "detected"))
            && (agent == Agent::People
                || sentence
                    .is(verb.wrapping_sub(1), words!("monitoring" "alerting" "monitors" "probes")))
            && self.tells_trouble();
        let noticed = is_it
            || (is_told && !is_somebody_else(sentence, verb, agent))
            || (agent == Agent::People && self.is_bare_notice(verb, &object))
            || names_trouble(sentence, object.clone())
            || sentence.has(object.clone(), words!("error" "timeouts"))
            || matches!(agent, Agent::Incident | Agent::Trouble);
        let is_certain = agent == Agent::Incident;
        if noticed {
            return Some(Event::new(Key::Detection, is_certain));
        }
        self.alarm(verb, object)
    }

    /// "our monitoring alerted", "the alert fired"; of "an alert" there may be more.
    fn alarm(&self, verb: usize, object: Range<usize>) -> Option<Event> {
        let sentence = self.sentence;
        if self.is_relief(verb + 1..sentence.len()) || is_elsewhere(sentence, object) {
            return None;
        }
        if is_by_watch(sentence, verb) {
            return Some(Event::new(Key::Detection, false));
        }
        let is_alarm = sentence.is(verb, words!("alarm" "alert" "pager" "alarms" "alerts"));
        // "an alert woke the engineer"
        let is_sent = sentence.is(verb + 1, words!("woke" "notified" "paged" "informed"));
        let is_one = sentence.is(verb.wrapping_sub(1), words!("the" "our")) || verb == 0 || is_sent;
        match (is_alarm, is_one) {
            (true, true) => Some(Event::new(Key::Detection, false)),
            (true, false) => Some(Event::any(Key::Detection)),
            _ => None,
        }
    }

    /// "our monitoring reported errors", "customers began reporting errors".
    fn report(&self, verb: usize, object: Range<usize>) -> Option<Event> {
        let sentence = self.sentence;
        if self.is_relief(verb + 1..sentence.len()) || is_elsewhere(sentence, object) {
            return None;
        }
        Some(match is_by_watch(sentence, verb) {
            true => Event::new(Key::Detection, false),
            false => Event::any(Key::Detection),
        })
    }

    /// Whether what is reported is that it gets better.
    fn is_relief(&self, range: Range<usize>) -> bool {
        const BETTER: &Words = words!(
            "recovery" "recovering" "recovered" "normal" "declining" "decreasing" "improvement"
            "improving" "healthy" "fewer" "success" "successful" "again" "still" "restored"
            "resolved" "clear" "cleared" "green" "dropping" "falling" "works" "working" "fix" "back"
        );
        self.sentence.has(range, BETTER)
    }

    /// Whether "it" can only be what failed: nothing is told before, or that.
    fn tells_trouble(&self) -> bool {
        match self.sentence.previous() {
            None => self.sentence.opens_account(),
            Some(before) => {
                let all = 0..before.len();
                !is_elsewhere(&before, all.clone())
                    && (names_trouble(&before, all)
                        || main_effect(&before, 0, self.names).is_some())
            }
        }
    }

    /// "we noticed at 10:50", "we noticed at 10:50 that payments failed".
    fn is_bare_notice(&self, verb: usize, object: &Range<usize>) -> bool {
        const TOLD: &Words = words!("noticed" "realised" "realized");
        let sentence = self.sentence;
        let end = self.range.end;
        // "At 10:50 we noticed that payments failed"
        if verb >= end {
            let rest = verb + 2..sentence.len();
            return sentence.is(verb, TOLD)
                && sentence.is(verb + 1, words!("that"))
                && (sentence.has(rest.clone(), words!("wrong" "amiss"))
                    || names_trouble(sentence, rest)
                    || main_effect(sentence, verb + 2, self.names).is_some());
        }
        let is_bare = object.end == self.range.start
            && sentence.is(verb, TOLD)
            && object.clone().all(|at| sentence.is(at, BRIDGES) || self.is_time(at));
        let fails = || {
            let rest = end..sentence.len();
            sentence.has(rest.clone(), words!("wrong" "amiss"))
                || names_trouble(sentence, rest.clone())
                || main_effect(sentence, end + 1, self.names).is_some()
        };
        is_bare && (!sentence.is(end, words!("that")) || fails())
    }

    /// "the outage began", "the API crashed", "the first errors appeared".
    fn start(&self, verb: usize, own: Range<usize>, agent: Agent) -> Option<Event> {
        let sentence = self.sentence;
        let is_certain = agent == Agent::Incident && begins(sentence, verb);
        if begins_to_fail(sentence, verb) && sentence.has(own.start..verb, USERS) {
            // "we began to see declines"
            let is_us = sentence.is(verb.wrapping_sub(1), words!("we"));
            return is_us.then(|| Event::new(Key::Detection, false));
        }
        // A host fails once, payments fail as long as it lasts.
        let is_thing = || {
            let noun = first_word(sentence, verb).wrapping_sub(1);
            sentence.is(noun, MACHINES) || sentence.kind(noun) == Some(Kind::Hidden)
        };
        if sentence.is(verb, words!("failed")) && !is_thing() {
            return (agent == Agent::Service).then(|| Event::any(Key::Start));
        }
        // What "had started" was there before this incident.
        let is_older = sentence.is(verb.wrapping_sub(1), words!("had"))
            || (sentence.is(verb, words!("appeared")) && !sentence.has(own, words!("first")));
        if sentence.is(verb, OF_INCIDENT) {
            return is_certain.then_some(Event::new(Key::Start, is_certain));
        }
        let goes_wrong = agent == Agent::Trouble
            && begins_to_fail(sentence, verb)
            && sentence.is(verb.wrapping_sub(1), words!("things"));
        let begins = is_certain
            || goes_wrong
            || self.is_trailing_start(verb)
            || match agent {
                Agent::Service => breaks(sentence, verb),
                Agent::Trouble => !breaks(sentence, verb) && !is_older,
                _ => false,
            };
        begins.then_some(Event::new(Key::Start, is_certain))
    }

    /// "the outage was over", "service was back", "we resolved the issue".
    fn end(
        &self,
        verb: usize,
        own: Range<usize>,
        object: Range<usize>,
        agent: Agent,
    ) -> Option<Event> {
        let sentence = self.sentence;
        // What is closed is the incident, and not the ticket or the bridge.
        let is_closed = sentence.is(verb, words!("closed"));
        if is_closed && agent != Agent::Incident && !names_incident(sentence, object.clone()) {
            return None;
        }
        let ends = match agent {
            Agent::Incident | Agent::Trouble => {
                // "the problem was back" is no end, "service was back" is.
                !sentence.is(verb, words!("back")) && !recovers(sentence, verb)
            }
            // "the release was put back, resolving the disruption"
            _ if sentence.is(verb, words!("resolving")) => names_incident(sentence, object.clone()),
            Agent::Service => !sentence.is(verb, OF_TROUBLE) && !self.is_state(verb, own),
            Agent::People => {
                !sentence.is(verb, words!("stopped" "back" "finished" "over"))
                    && (names_trouble(sentence, object.clone())
                        || names_service(sentence, object.clone(), &[])
                        || recovers(sentence, verb)
                            && names_service(sentence, object.clone(), self.names))
            }
            Agent::Other => false,
        };
        let key = if sentence.is(verb, words!("mitigated" "remediated" "contained")) {
            Key::Mitigation
        } else {
            Key::Resolution
        };
        let is_certain = agent == Agent::Incident
            || (agent == Agent::People && names_incident(sentence, object));
        ends.then_some(Event::new(key, is_certain))
    }

    /// "we experienced an outage, beginning at 10:50".
    fn is_trailing_start(&self, verb: usize) -> bool {
        const OBJECT: usize = 7;
        let sentence = self.sentence;
        let suffers = sentence.find(0..verb, words!("experienced" "suffered" "had"));
        sentence.is(verb, words!("beginning" "starting"))
            && suffers.is_some_and(|at| names_incident(sentence, at..verb.min(at + OBJECT)))
            && !is_part(sentence, 0..verb)
            && !is_elsewhere(sentence, 0..verb)
    }

    /// Whether it is only told how something was: "everything was normal at 9:55".
    fn is_state(&self, verb: usize, own: Range<usize>) -> bool {
        let sentence = self.sentence;
        let start = self.range.start;
        let is_by = sentence.has(start.saturating_sub(1)..start + 1, words!("by" "before"));
        let was = sentence.is(verb.wrapping_sub(1), words!("was" "were" "been"));
        sentence.is(verb, STATES) && was && !is_by && !sentence.has(own, RETURNS)
    }
}
