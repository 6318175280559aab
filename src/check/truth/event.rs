//! Which of the incident's key moments a sentence puts at a time or on a day.

use std::ops::Range;

use super::moments::Role;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{
    clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident, names_service,
    names_trouble, starts_with_pronoun,
};
use super::words::Meaning;

const BEGAN: &[&str] =
    &["began", "begun", "started", "starting", "beginning", "commenced", "occurred", "happened"];

const ENDED: &[&str] = &[
    "resolved",
    "restored",
    "recovered",
    "mitigated",
    "fixed",
    "ended",
    "over",
    "repaired",
    "back",
    "operational",
    "normal",
    "resumed",
    "remediated",
    "solved",
    "concluded",
];

const NOTICED: &[&str] =
    &["detected", "noticed", "alerted", "paged", "discovered", "notified", "spotted"];

/// Words between a verb and its time.
const BRIDGES: &[&str] = &[
    "at",
    "on",
    "around",
    "about",
    "approximately",
    "roughly",
    "just",
    "shortly",
    "after",
    "before",
    "in",
    "the",
    "early",
    "late",
    "morning",
    "evening",
    "afternoon",
    "night",
    "of",
    "by",
    "from",
    "until",
    "a",
    "little",
    "since",
    "as",
    "and",
    "day",
    "same",
    "soon",
    "slightly",
    "circa",
    "again",
    "to",
];

const AFTER_END: &[&str] = &[
    "fully",
    "completely",
    "online",
    "up",
    "running",
    "operational",
    "normal",
    "service",
    "services",
    "finally",
    "for",
    "all",
    "customers",
    "users",
    "everyone",
    "everything",
    "systems",
    "access",
    "functionality",
    "operation",
    "operations",
    "levels",
    "again",
    "issue",
    "incident",
    "outage",
    "problem",
    "resolved",
    "entirely",
    "successfully",
    "online",
];

const AFTER_NOTICE: &[&str] = &[
    "issue",
    "problem",
    "outage",
    "incident",
    "us",
    "our",
    "monitoring",
    "system",
    "systems",
    "team",
    "engineer",
    "engineers",
    "automatically",
    "internally",
    "failure",
    "call",
    "this",
    "disruption",
    "alerting",
    "alerts",
    "on-call",
    "first",
    "operations",
];

/// The key moment that a sentence puts at the time or day in `range`.
pub(in crate::check) fn event(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> Option<Role> {
    let place = Place { sentence, range, names };
    let own = clause(sentence, range);
    if is_hypothetical(sentence, own.clone()) || is_another_time(sentence, own) {
        return None;
    }
    place.label().or_else(|| place.behind_verb()).or_else(|| place.before_verb())
}

struct Place<'p> {
    sentence: &'p Sentence<'p>,
    range: &'p Range<usize>,
    names: &'p [String],
}

impl Place<'_> {
    /// "Start: 10:50", "Resolved at: 11:06".
    fn label(&self) -> Option<Role> {
        let sentence = self.sentence;
        let colon = (0..self.range.start)
            .rev()
            .find(|at| !self.is_time(*at))
            .filter(|at| sentence.is_mark(*at, &[':', '–', '—', '=']))?;
        if colon > 4 {
            return None;
        }
        let head = 0..colon;
        if sentence.has(head.clone(), &["scheduled", "planned", "maintenance"]) {
            return None;
        }
        if sentence.has(head.clone(), &["start", "started", "began", "begin", "beginning"]) {
            Some(Role::Start)
        } else if sentence.has(head.clone(), &["detected", "detection"]) {
            Some(Role::Detection)
        } else {
            sentence
                .has(head, &["end", "ended", "resolved", "resolution", "restored", "mitigated"])
                .then_some(Role::End)
        }
    }

    /// "the outage began at 10:50", "service was restored by 11:06".
    fn behind_verb(&self) -> Option<Role> {
        let sentence = self.sentence;
        let reach = self.range.start.saturating_sub(12)..self.range.start;
        let verbs = [BEGAN, ENDED, NOTICED];
        let verb = reach.rev().find(|at| verbs.iter().any(|verbs| sentence.is(*at, verbs)))?;
        let between = verb + 1..self.range.start;
        let bridged = |more: &[&str]| {
            between.clone().all(|at| {
                sentence.is(at, BRIDGES)
                    || sentence.is(at, more)
                    || self.is_time(at)
                    || sentence.is_mark(at, &[',', '-', '(', '~'])
            })
        };
        if sentence.is(verb, BEGAN) && bridged(&[]) {
            return self.begins(verb).then_some(Role::Start);
        }
        if sentence.is(verb, ENDED) && bridged(AFTER_END) {
            return self.ends(verb).then_some(Role::End);
        }
        let is_noticed = sentence.is(verb, NOTICED) && bridged(AFTER_NOTICE);
        (is_noticed && self.notices(verb)).then_some(Role::Detection)
    }

    /// Whether it is the incident that begins at a verb.
    fn begins(&self, verb: usize) -> bool {
        let sentence = self.sentence;
        let near = verb.saturating_sub(8)..verb;
        let own = near.clone().rev().find(|at| names_trouble(sentence, *at..at + 1));
        let other = near.rev().find(|at| {
            is_elsewhere(sentence, *at..at + 1)
                || sentence.is(
                    *at,
                    &[
                        "we",
                        "engineers",
                        "team",
                        "engineer",
                        "i",
                        "restart",
                        "failover",
                        "recovery",
                        "restoration",
                        "investigation",
                        "rollback",
                    ],
                )
        });
        let is_meant = starts_with_pronoun(sentence)
            && verb <= 3
            && sentence.previous().is_some_and(|before| names_incident(&before, 0..before.len()));
        is_meant || own.is_some_and(|own| other.is_none_or(|other| other < own))
    }

    /// Whether it is the incident that ends at a verb.
    fn ends(&self, verb: usize) -> bool {
        let sentence = self.sentence;
        let own = clause(sentence, &(verb..verb + 1)).start..self.range.start;
        if is_part(sentence, own.clone()) || is_elsewhere(sentence, own.clone()) {
            return false;
        }
        names_trouble(sentence, own.clone())
            || names_service(sentence, own, self.names)
            || names_incident(sentence, 0..verb)
    }

    fn notices(&self, verb: usize) -> bool {
        let sentence = self.sentence;
        let near = verb.saturating_sub(8)..self.range.start;
        sentence.is(verb, &["alerted", "paged", "notified"]) || names_trouble(sentence, near)
    }

    /// "At 10:50 the outage began", "By 11:06, service was restored".
    fn before_verb(&self) -> Option<Role> {
        let sentence = self.sentence;
        let opens = (0..self.range.start).all(|at| {
            sentence.is(at, BRIDGES) || self.is_time(at) || sentence.is_mark(at, &[',', '-', '*'])
        });
        if !opens {
            return None;
        }
        let mut start = self.range.end;
        while self.is_time(start)
            || sentence.is_mark(start, &[',', '-', '–', ':', ')', '('])
            || sentence.is(start, BRIDGES) && !sentence.is(start, &["the", "a"])
        {
            start += 1;
        }
        let end = (start..sentence.len())
            .find(|at| {
                sentence.is_mark(*at, &[',', ';', '—', '('])
                    || sentence.is(*at, &["and", "but", "when", "while", "after", "because", "as"])
            })
            .unwrap_or(sentence.len())
            .min(start + 16);
        let main = start..end;
        if is_part(sentence, main.clone()) || is_elsewhere(sentence, main.clone()) {
            return None;
        }
        self.main_clause(main)
    }

    fn main_clause(&self, main: Range<usize>) -> Option<Role> {
        let sentence = self.sentence;
        if let Some(verb) =
            sentence.find(main.clone(), &["began", "started", "occurred", "commenced"])
        {
            let subject = main.start..verb;
            return names_trouble(sentence, subject).then_some(Role::Start);
        }
        if let Some(verb) = sentence.find(main.clone(), &["experienced", "suffered"]) {
            let object = verb..main.end;
            let by_us = sentence.has(main.start..verb, &["we", "customers", "users"])
                || names_service(sentence, main.start..verb, self.names)
                || main.start == verb;
            return (by_us && names_incident(sentence, object)).then_some(Role::Start);
        }
        if let Some(verb) = sentence.find(main.clone(), NOTICED) {
            let object = verb..main.end;
            let passive = sentence.is(verb, &["alerted", "paged", "notified"]);
            return (passive || names_trouble(sentence, object)).then_some(Role::Detection);
        }
        let verb = sentence.find(main.clone(), ENDED)?;
        let subject = main.start..verb;
        let is_ended = names_trouble(sentence, subject.clone())
            || names_service(sentence, subject.clone(), self.names)
            || sentence.has(subject.clone(), &["all"]);
        let is_act = sentence.is(verb, &["restored", "resolved", "mitigated", "fixed"])
            && (names_trouble(sentence, main.clone())
                || names_service(sentence, verb..main.end, &[]));
        (is_ended || is_act).then_some(Role::End)
    }

    /// Whether a token belongs to a time or a date.
    fn is_time(&self, at: usize) -> bool {
        let sentence = self.sentence;
        match sentence.kind(at) {
            Some(Kind::Clock { .. } | Kind::Date(_) | Kind::Number { .. }) => true,
            Some(Kind::Word(Meaning::Month(_) | Meaning::Weekday(_))) => true,
            Some(Kind::Word(_)) => {
                let is_letters = sentence
                    .is(at, &["am", "pm", "st", "nd", "rd", "th", "a", "p", "m"])
                    && sentence.is_glued(at);
                is_letters
                    || super::zone::zone(sentence, at).is_some()
                    || sentence.is(at, &["am", "pm"])
            }
            _ => false,
        }
    }
}

/// Whether a sentence says that the service was down over an interval.
pub(in crate::check) fn is_outage_interval(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> bool {
    const DOWN: &[&str] = &[
        "down",
        "offline",
        "unavailable",
        "inaccessible",
        "unreachable",
        "unable",
        "experienced",
        "suffered",
        "interrupted",
        "disrupted",
        "couldn't",
    ];
    const OTHER: &[&str] = &[
        "peaked",
        "rose",
        "increased",
        "investigated",
        "worked",
        "attempted",
        "tried",
        "observed",
        "restarted",
        "rolled",
        "window",
        "error",
        "rate",
        "latency",
        "peak",
    ];
    let all = 0..sentence.len();
    let own = clause(sentence, range);
    if is_hypothetical(sentence, all.clone())
        || is_another_time(sentence, own)
        || is_part(sentence, all.clone())
        || is_elsewhere(sentence, all.clone())
        || sentence.has(all.clone(), OTHER)
    {
        return false;
    }
    let is_down = sentence.has(all.clone(), DOWN)
        || sentence.has_phrase(all.clone(), &["could", "not"])
        || sentence.has_phrase(all.clone(), &["not", "available"]);
    names_incident(sentence, all.clone()) || (is_down && names_service(sentence, all, names))
}
