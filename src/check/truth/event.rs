//! Which of the incident's key moments a sentence puts at a time or on a day.

use std::ops::Range;

use super::grammar::{Agent, subject};
use super::meaning::Meaning;
use super::moments::Role;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{
    clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident, names_service,
    names_trouble,
};

const BEGAN: &[&str] = words!(
    "began" "begun" "started" "starting" "beginning" "commenced" "occurred" "happened"
);

const ENDED: &[&str] = words!(
    "resolved" "restored" "recovered" "mitigated" "fixed" "ended" "over" "repaired" "back"
    "operational" "normal" "resumed" "remediated" "solved" "concluded"
);

const NOTICED: &[&str] = words!(
    "detected" "noticed" "alerted" "paged" "discovered" "notified" "spotted" "aware"
);

/// Verbs of what breaks; with [`BROKEN`] behind "became" and "went".
const BREAKS: &[&str] = words!("crashed");

const BROKEN: &[&str] = words!(
    "unavailable" "unreachable" "unresponsive" "inaccessible" "offline" "down"
);

/// Words between a verb and its time.
const BRIDGES: &[&str] = words!(
    "at" "on" "around" "about" "approximately" "roughly" "just" "shortly" "after" "before" "in"
    "the" "early" "late" "morning" "evening" "afternoon" "night" "of" "by" "from" "until" "a"
    "little" "since" "as" "and" "day" "same" "soon" "slightly" "circa" "again" "to" "approx"
    "ca"
);

const AFTER_END: &[&str] = words!(
    "fully" "completely" "online" "up" "running" "operational" "normal" "service" "services"
    "finally" "for" "all" "customers" "users" "everyone" "everything" "systems" "access"
    "functionality" "operation" "operations" "levels" "again" "issue" "incident" "outage"
    "problem" "resolved" "entirely" "successfully"
);

const AFTER_NOTICE: &[&str] = words!(
    "issue" "problem" "outage" "incident" "us" "our" "monitoring" "system" "systems" "team"
    "engineer" "engineers" "automatically" "internally" "failure" "call" "this" "disruption"
    "alerting" "alerts" "on-call" "first" "operations"
);

/// A key moment that a sentence puts at a time or on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct Event {
    pub(in crate::check) key: Key,
    /// Whether the incident itself is named, and not just its trouble or the service.
    pub(in crate::check) is_certain: bool,
}

/// One of the incident's key moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Key {
    Start,
    Detection,
    Mitigation,
    Resolution,
}

impl Key {
    /// What a moment of the facts stands for.
    pub(in crate::check) const fn role(self) -> Role {
        match self {
            Self::Start => Role::Start,
            Self::Detection => Role::Detection,
            Self::Mitigation | Self::Resolution => Role::End,
        }
    }
}

/// The key moment that a sentence puts at the time or day in `range`.
pub(in crate::check) fn event(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> Option<Event> {
    let place = Place { sentence, range, names };
    let own = clause(sentence, range);
    if is_hypothetical(sentence, own.clone()) || is_another_time(sentence, own) {
        return None;
    }
    None.or_else(|| place.label())
        .or_else(|| place.opening())
        .or_else(|| place.since())
        .or_else(|| place.behind_verb())
        .or_else(|| place.before_verb())
}

struct Place<'p> {
    sentence: &'p Sentence<'p>,
    range: &'p Range<usize>,
    names: &'p [String],
}

impl Place<'_> {
    /// "Start: 10:50", "Resolved at: 11:06".
    fn label(&self) -> Option<Event> {
        const LONGEST: usize = 4;
        let sentence = self.sentence;
        let colon = (0..self.range.start)
            .rev()
            .find(|at| !self.is_time(*at))
            .filter(|at| sentence.is_mark(*at, &[':', '–', '—', '=']))
            .filter(|colon| *colon <= LONGEST)?;
        let head = 0..colon;
        let has = |words: &[&str]| sentence.has(head.clone(), words);
        let key = if has(&["scheduled", "planned", "maintenance", "next"]) {
            return None;
        } else if has(&["start", "started", "began", "begin", "beginning"]) {
            Key::Start
        } else if has(&["detected", "detection"]) {
            Key::Detection
        } else if has(&["mitigated", "mitigation"]) {
            Key::Mitigation
        } else if has(&["end", "ended", "resolved", "resolution", "restored"]) {
            Key::Resolution
        } else {
            return None;
        };
        Some(Event { key, is_certain: true })
    }

    /// "Starting at 10:50, all payments failed".
    fn opening(&self) -> Option<Event> {
        let sentence = self.sentence;
        let opens = sentence.is(0, &["starting", "beginning"])
            && (1..self.range.start).all(|at| sentence.is(at, BRIDGES) || self.is_time(at))
            && sentence.is_mark(self.range.end, &[',']);
        let main = self.range.end..sentence.len();
        let is_whole = !is_part(sentence, main.clone()) && !is_elsewhere(sentence, main.clone());
        let is_ours =
            names_trouble(sentence, main.clone()) || names_service(sentence, main, self.names);
        (opens && is_whole && is_ours).then_some(Event { key: Key::Start, is_certain: false })
    }

    /// "the API has been unavailable since 10:50".
    fn since(&self) -> Option<Event> {
        let sentence = self.sentence;
        let state = self.range.start.wrapping_sub(2);
        let is_since = sentence.is(state.wrapping_add(1), &["since"]);
        if !is_since || !sentence.is(state, BROKEN) || is_part(sentence, 0..state) {
            return None;
        }
        let is_service = subject(sentence, state, self.names) == Agent::Service;
        is_service.then_some(Event { key: Key::Start, is_certain: false })
    }

    /// "the outage began at 10:50", "service was restored by 11:06".
    fn behind_verb(&self) -> Option<Event> {
        const REACH: usize = 12;
        let sentence = self.sentence;
        let reach = self.range.start.saturating_sub(REACH)..self.range.start;
        let verb = reach.rev().find(|at| is_verb(sentence, *at) || breaks(sentence, *at))?;
        let between = verb + 1..self.range.start;
        let bridged = |more: &[&str]| {
            between.clone().all(|at| {
                sentence.is(at, BRIDGES)
                    || sentence.is(at, more)
                    || self.is_time(at)
                    || sentence.is_mark(at, &[',', '-', '(', '~', '.'])
            })
        };
        let is_bridged = if sentence.is(verb, BEGAN) || breaks(sentence, verb) {
            bridged(&[])
        } else if sentence.is(verb, ENDED) {
            bridged(AFTER_END)
        } else {
            bridged(AFTER_NOTICE)
        };
        is_bridged.then(|| self.deed(verb, verb + 1..self.range.start)).flatten()
    }

    /// "At 10:50 the outage began", "By 11:06, service was restored".
    fn before_verb(&self) -> Option<Event> {
        const LONGEST: usize = 16;
        let sentence = self.sentence;
        let leads = |at: usize| {
            sentence.is(at, BRIDGES) || self.is_time(at) || sentence.is_mark(at, &[',', '-', '*'])
        };
        if !(0..self.range.start).all(leads) {
            return None;
        }
        let follows = |at: usize| {
            self.is_time(at)
                || sentence.is_mark(at, &[',', '-', '–', ':', ')', '('])
                || (sentence.is(at, BRIDGES) && !sentence.is(at, &["the", "a"]))
        };
        let start = (self.range.end..sentence.len()).find(|at| !follows(*at))?;
        let stops = words!(
            "and" "but" "when" "while" "after" "because" "as"
        );
        let end = (start..sentence.len())
            .find(|at| sentence.is_mark(*at, &[',', ';', '—', '(']) || sentence.is(*at, stops))
            .unwrap_or(sentence.len())
            .min(start + LONGEST);
        if is_part(sentence, start..end) {
            return None;
        }
        if let Some(verb) = sentence.find(start..end, &["experienced", "suffered"]) {
            let is_ours = !is_elsewhere(sentence, start..verb);
            let is_start = is_ours && names_incident(sentence, verb..end);
            return is_start.then_some(Event { key: Key::Start, is_certain: false });
        }
        let verb = (start..end).find(|at| is_verb(sentence, *at) || breaks(sentence, *at))?;
        self.deed(verb, verb + 1..end)
    }

    /// The key moment that the verb at a place tells; `object` is what follows it.
    fn deed(&self, verb: usize, object: Range<usize>) -> Option<Event> {
        let sentence = self.sentence;
        let own = clause(sentence, &(verb..verb + 1)).start..self.range.start.max(object.end);
        let agent = subject(sentence, verb, self.names);
        if sentence.is(verb, NOTICED) {
            let passive = sentence.is(verb, &["alerted", "paged", "notified", "aware"]);
            let noticed = passive
                || names_trouble(sentence, object)
                || matches!(agent, Agent::Incident | Agent::Trouble);
            let is_certain = agent == Agent::Incident;
            return noticed.then_some(Event { key: Key::Detection, is_certain });
        }
        if is_part(sentence, own.clone()) || is_elsewhere(sentence, own) {
            return None;
        }
        if breaks(sentence, verb) {
            let is_service = agent == Agent::Service;
            return is_service.then_some(Event { key: Key::Start, is_certain: false });
        }
        if sentence.is(verb, BEGAN) {
            let is_certain = agent == Agent::Incident;
            // What "had started" was there before this incident.
            let is_older = sentence.is(verb.wrapping_sub(1), &["had"]);
            let begins = is_certain || (agent == Agent::Trouble && !is_older);
            return begins.then_some(Event { key: Key::Start, is_certain });
        }
        let is_certain = agent == Agent::Incident
            || (agent == Agent::People && names_incident(sentence, object.clone()));
        let ends = match agent {
            Agent::Incident | Agent::Trouble => true,
            // "the problem was back" is no end, "service was back" is.
            Agent::Service => !sentence.is(verb, &["mitigated", "solved", "ended", "over"]),
            Agent::People => {
                names_trouble(sentence, object.clone()) || names_service(sentence, object, &[])
            }
            Agent::Other => false,
        };
        let is_back = sentence.is(verb, &["back"]) && agent != Agent::Service;
        let key = if sentence.is(verb, &["mitigated", "remediated"]) {
            Key::Mitigation
        } else {
            Key::Resolution
        };
        (ends && !is_back).then_some(Event { key, is_certain })
    }

    /// Whether a token belongs to a time or a date.
    fn is_time(&self, at: usize) -> bool {
        let sentence = self.sentence;
        match sentence.kind(at) {
            Some(Kind::Clock { .. } | Kind::Date(_) | Kind::Number { .. }) => true,
            Some(Kind::Word(Meaning::Month(_) | Meaning::Weekday(_))) => true,
            Some(Kind::Word(_)) => {
                let is_letters = sentence.is(
                    at,
                    words!(
                        "am" "pm" "st" "nd" "rd" "th" "a" "p" "m"
                    ),
                ) && sentence.is_glued(at);
                is_letters
                    || super::zone::zone(sentence, at).is_some()
                    || sentence.is(at, &["am", "pm"])
            }
            _ => false,
        }
    }
}

fn is_verb(sentence: &Sentence<'_>, at: usize) -> bool {
    [BEGAN, ENDED, NOTICED].iter().any(|verbs| sentence.is(at, verbs))
}

/// Whether a verb says that something breaks: "crashed", "became unavailable", "went down".
fn breaks(sentence: &Sentence<'_>, at: usize) -> bool {
    let turns = sentence.is(at.wrapping_sub(1), &["became", "went"]);
    sentence.is(at, BREAKS) || (turns && sentence.is(at, BROKEN))
}

/// Whether a sentence says that the service was down over an interval.
pub(in crate::check) fn is_outage_interval(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> bool {
    const DOWN: &[&str] = words!(
        "down" "offline" "unavailable" "inaccessible" "unreachable" "unable" "experienced"
        "suffered" "interrupted" "disrupted" "couldn't"
    );
    const OBJECT: usize = 7;
    const OTHER: &[&str] = words!(
        "peaked" "rose" "increased" "investigated" "worked" "attempted" "tried" "observed"
        "restarted" "rolled" "window" "error" "rate" "latency" "peak"
    );
    let all = 0..sentence.len();
    let own = clause(sentence, range);
    if is_hypothetical(sentence, all.clone())
        || is_another_time(sentence, own.clone())
        || is_part(sentence, own)
        || is_elsewhere(sentence, all.clone())
    {
        return false;
    }
    // "we experienced an outage from", "the outage lasted from"
    let is_told = (0..sentence.len()).any(|at| {
        let suffers = sentence.is(at, &["experienced", "suffered", "had"]);
        let lasts = sentence.is(at, &["lasted"]) && at < range.start;
        (suffers && names_incident(sentence, at..at + OBJECT))
            || (lasts && subject(sentence, at, names) == Agent::Incident)
    });
    if is_told {
        return true;
    }
    if is_part(sentence, all.clone()) || sentence.has(all.clone(), OTHER) {
        return false;
    }
    let is_down = sentence.has(all.clone(), DOWN)
        || sentence.has_phrase(all.clone(), &["could", "not"])
        || sentence.has_phrase(all.clone(), &["not", "available"]);
    names_incident(sentence, all.clone()) || (is_down && names_service(sentence, all, names))
}
