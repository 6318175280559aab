//! What a stated duration is the duration of.

use super::duration::Duration;
use super::number::Hedge;
use super::sentence::Sentence;
use super::topic::{
    INCIDENT, clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident,
    names_service, names_trouble, starts_with_pronoun,
};

/// What a duration is the duration of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Topic {
    /// The incident, or its impact.
    Outage,
    /// From the start until somebody noticed.
    Detection,
    /// Each of several windows: a range over them, or what none of them exceeds.
    Each,
}

/// Words right before a duration that make it a part, a period or a repetition.
const SET_ASIDE_BEFORE: &[&str] = &[
    "every",
    "each",
    "per",
    "last",
    "past",
    "previous",
    "next",
    "first",
    "another",
    "further",
    "additional",
    "extra",
    "final",
    "same",
    "by",
    "every",
    "these",
    "those",
    "any",
    "remaining",
    "than",
    "around-the-clock",
    "initial",
    "following",
    "preceding",
];

/// Words right behind a duration that make it a distance, an age or a period.
const SET_ASIDE_AFTER: &[&str] = &[
    "ago",
    "later",
    "earlier",
    "before",
    "prior",
    "apart",
    "ahead",
    "early",
    "late",
    "behind",
    "old",
    "into",
    "worth",
    "interval",
    "intervals",
    "window",
    "windows",
    "timeout",
    "delay",
    "lag",
    "from",
    "each",
    "per",
    "retention",
    "period",
    "grace",
    "cycle",
    "mark",
    "long-running",
    "past",
    "after",
    "since",
    "longer",
    "away",
    "out",
    "daily",
    "timer",
    "ttl",
    "limit",
    "sla",
];

const DOWN: &[&str] = &[
    "down",
    "offline",
    "unavailable",
    "inaccessible",
    "unreachable",
    "unresponsive",
    "interrupted",
    "disrupted",
    "degraded",
    "impaired",
    "affected",
    "impacted",
    "broken",
    "unable",
    "unusable",
    "out",
    "couldn't",
    "stopped",
    "stalled",
    "failing",
    "failed",
];

const RESOLVED: &[&str] = &[
    "resolved",
    "restored",
    "recovered",
    "mitigated",
    "fixed",
    "repaired",
    "ended",
    "over",
    "back",
    "normal",
    "operational",
    "solved",
    "contained",
    "resumed",
];

const DETECTED: &[&str] =
    &["detected", "noticed", "alerted", "paged", "discovered", "spotted", "aware", "caught"];

/// What a duration is the duration of; nothing where it is not the incident's.
pub(in crate::check) fn topic(
    sentence: &Sentence<'_>,
    stated: &Duration,
    names: &[String],
) -> Option<Topic> {
    let place = Place { sentence, stated, names };
    if place.is_set_aside() {
        return None;
    }
    place
        .spread()
        .or_else(|| place.noun_behind())
        .or_else(|| place.label())
        .or_else(|| place.verb_before())
        .or_else(|| place.purpose_behind())
        .or_else(|| place.state_before())
        .or_else(|| place.deed())
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

    fn is_set_aside(&self) -> bool {
        let sentence = self.sentence;
        let clause = clause(sentence, &self.stated.range);
        let after =
            if sentence.is_mark(self.after(), &['-']) { self.after() + 1 } else { self.after() };
        sentence.is(self.before(), SET_ASIDE_BEFORE)
            || sentence.is(after, SET_ASIDE_AFTER)
            || is_hypothetical(sentence, clause.clone())
            || is_another_time(sentence, clause)
    }

    /// "varied between 30 and 45 minutes", "up to 54 minutes per host".
    fn spread(&self) -> Option<Topic> {
        let sentence = self.sentence;
        let before = self.before();
        let varies = ["ranged", "varied", "ranging", "varying", "anywhere"];
        let lasts = ["lasted", "lasting", "for"];
        let one_by_one = [
            "individual",
            "each",
            "single",
            "per",
            "every",
            "depending",
            "varied",
            "ranged",
            "hosts",
            "nodes",
            "customers",
        ];
        let all = 0..sentence.len();
        let is_range = self.stated.high.is_some();
        let is_spread = is_range
            && (sentence.is(before, &varies)
                || (sentence.is(before, &lasts) && sentence.has(all.clone(), &one_by_one)));
        let speaks_of_it = sentence
            .has(all.clone(), &["down", "offline", "unavailable", "duration"])
            || names_incident(sentence, all);
        (is_spread && speaks_of_it).then_some(Topic::Each)
    }

    /// "a 47-minute outage", "47 minutes of downtime".
    fn noun_behind(&self) -> Option<Topic> {
        const ADJECTIVES: &[&str] = &[
            "total",
            "full",
            "complete",
            "partial",
            "service",
            "network",
            "unplanned",
            "severe",
            "major",
            "unscheduled",
            "customer",
            "customer-facing",
            "long",
            "public",
            "api",
            "site",
            "website",
            "platform",
            "system",
            "regional",
            "global",
            "brief",
            "production",
            "database",
            "storage",
        ];
        let sentence = self.sentence;
        let mut at = self.after();
        if sentence.is_mark(at, &['-']) && sentence.is_glued(at) {
            at += 1;
        }
        if sentence.is(at, &["of"]) {
            at += 1;
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
        let is_compound = sentence.is(at + 1, &["window", "report", "review", "limit", "budget"]);
        (sentence.is(at, INCIDENT) && !is_compound).then_some(Topic::Outage)
    }

    /// "Duration: 47 minutes", "The duration of the outage was 47 minutes", "downtime of 5 min".
    fn label(&self) -> Option<Topic> {
        let sentence = self.sentence;
        let before = self.before();
        let is_link = sentence.is_mark(before, &[':', '=', '-', '–'])
            || sentence
                .is(before, &["was", "is", "were", "of", "totaled", "totalled", "reached", "to"]);
        if !is_link {
            return None;
        }
        let head = 0..before;
        let is_label = sentence.is_mark(before, &[':', '=', '-', '–']);
        if sentence.has_phrase(head.clone(), &["time", "to", "detect"])
            || (is_label && sentence.has(head.clone(), &["ttd", "mttd"]))
        {
            return Some(Topic::Detection);
        }
        let to_end = [
            ["time", "to", "resolve"],
            ["time", "to", "mitigate"],
            ["time", "to", "recover"],
            ["time", "to", "restore"],
            ["time", "to", "resolution"],
        ];
        let is_end = to_end.iter().any(|phrase| sentence.has_phrase(head.clone(), phrase))
            || (is_label && sentence.has(head.clone(), &["ttr", "mttr"]));
        let near = before.saturating_sub(6)..before;
        let is_duration = sentence.has(near.clone(), &["duration", "downtime"])
            && (is_label && self.is_short_label() || names_incident(sentence, head));
        let is_outage_of =
            sentence.is(before, &["of"]) && sentence.is(before.wrapping_sub(1), INCIDENT);
        let is_total = sentence.says(before.wrapping_sub(1), &["total", "of"])
            && names_incident(sentence, 0..sentence.len());
        (is_end || is_duration || is_outage_of || is_total).then_some(Topic::Outage)
    }

    /// Whether only a few words stand before: "Total duration:".
    fn is_short_label(&self) -> bool {
        const OTHER: &[&str] = &["timeout", "session", "retention", "backup", "test", "lease"];
        let before = self.before();
        before <= 4 && !self.sentence.has(0..before, OTHER)
    }

    /// "the outage lasted 47 minutes", "it took 47 minutes".
    fn verb_before(&self) -> Option<Topic> {
        const LASTED: &[&str] = &[
            "lasted",
            "lasting",
            "spanned",
            "spanning",
            "persisted",
            "continued",
            "totalling",
            "totaling",
            "took",
        ];
        let sentence = self.sentence;
        let mut verb = self.before();
        if sentence.is(verb, &["for", "a", "only", "just", "us"]) {
            verb = verb.wrapping_sub(1);
        }
        if !sentence.is(verb, LASTED) || is_part(sentence, 0..verb) {
            return None;
        }
        let is_took = sentence.is(verb, &["took"]);
        let near = verb.saturating_sub(8)..verb;
        let follows = sentence.is(self.after(), &["to"]);
        if is_took && follows {
            return None;
        }
        let named = names_incident(sentence, near.clone())
            || (!is_took && names_trouble(sentence, near.clone()));
        let meant = starts_with_pronoun(sentence)
            && verb <= 3
            && sentence.previous().is_some_and(|before| names_incident(&before, 0..before.len()));
        let other = nearest(sentence, near.clone(), |at| is_elsewhere(sentence, at..at + 1));
        let own = nearest(sentence, near, |at| names_trouble(sentence, at..at + 1));
        (meant || (named && own >= other)).then_some(Topic::Outage)
    }

    /// "took 12 minutes to detect", "47 minutes to restore service".
    fn purpose_behind(&self) -> Option<Topic> {
        const NOTICE: &[&str] = &["detect", "notice", "discover", "spot"];
        const RESTORE: &[&str] = &["resolve", "restore", "recover", "mitigate", "fix"];
        let sentence = self.sentence;
        let at = self.after();
        let took = sentence.has(0..self.stated.range.start, &["took", "needed", "taken"]);
        if !sentence.is(at, &["to", "before"]) || !took {
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

    /// "was down for 47 minutes", "experienced an outage for about an hour".
    fn state_before(&self) -> Option<Topic> {
        let sentence = self.sentence;
        if !sentence.is(self.before(), &["for"]) {
            return None;
        }
        let verb = self.before();
        let mut own = clause(sentence, &(verb..verb + 1));
        own.end = verb;
        if is_part(sentence, own.clone()) || is_elsewhere(sentence, own.clone()) {
            return None;
        }
        let near = verb.saturating_sub(10).max(own.start)..verb;
        if sentence.has(near.clone(), &["unnoticed", "undetected"]) {
            return Some(Topic::Detection);
        }
        let fails = |at: usize| {
            sentence.is(at, DOWN)
                || (sentence.is(at, &["not", "nobody", "no"])
                    && sentence.has(
                        at..at + 5,
                        &[
                            "available",
                            "reachable",
                            "accessible",
                            "responding",
                            "able",
                            "working",
                            "access",
                            "reach",
                            "log",
                            "use",
                            "connect",
                        ],
                    ))
        };
        let is_down = near.clone().any(fails) || names_incident(sentence, near.clone());
        let subject = names_service(sentence, own.clone(), self.names)
            || names_incident(sentence, own)
            || self.names_before(verb);
        (is_down && subject).then_some(Topic::Outage)
    }

    /// Whether the incident or the service is named earlier in the sentence.
    fn names_before(&self, end: usize) -> bool {
        names_incident(self.sentence, 0..end)
    }

    /// "resolved within 47 minutes", "after nine hours, service was restored".
    fn deed(&self) -> Option<Topic> {
        let sentence = self.sentence;
        let before = self.before();
        if !sentence.is(before, &["after", "within", "in"]) || sentence.is(self.after(), &["of"]) {
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
        (sentence.has(near, RESOLVED) && service).then_some(Topic::Outage)
    }
}

/// The last place in a range where something holds, counted from 1.
fn nearest(
    sentence: &Sentence<'_>,
    range: std::ops::Range<usize>,
    holds: impl Fn(usize) -> bool,
) -> usize {
    debug_assert!(range.end <= sentence.len().max(range.end));
    range.rev().find(|at| holds(*at)).map_or(0, |at| at + 1)
}

impl Duration {
    /// The hedge with which it is meant: "within 30 minutes" is a bound.
    pub(in crate::check) fn meant(&self, sentence: &Sentence<'_>) -> Hedge {
        let is_bound = sentence.is(self.range.start.wrapping_sub(1), &["within"]);
        if is_bound && self.hedge == Hedge::Bare { Hedge::AtMost } else { self.hedge }
    }
}
