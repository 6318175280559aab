//! Which of the incident's key moments a sentence puts at a time or on a day.

use std::ops::Range;

use super::effect::{Effect, main_effect};
use super::failing::is_troubled;
use super::grammar::{Agent, subject};
use super::meaning::Meaning;
use super::moments::Role;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{
    clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident, names_service,
    names_trouble,
};
use super::verbs::{
    WORKS, begins, begins_to_fail, breaks, is_at_level, is_by_watch, is_reported, loses, notices,
    recovers, sees_first, stops_working, surges, tells,
};
use super::word_list::Words;

/// Words between a verb and its time.
pub(super) const BRIDGES: &Words = words!(
    "at" "on" "around" "about" "approximately" "roughly" "just" "shortly" "after" "before" "in"
    "the" "early" "late" "morning" "evening" "afternoon" "night" "of" "by" "from" "until" "a"
    "little" "since" "as" "and" "day" "same" "soon" "slightly" "circa" "again" "to" "approx"
    "ca" "only" "finally"
);

const AFTER_END: &Words = words!(
    "fully" "completely" "online" "up" "running" "operational" "normal" "service" "services"
    "finally" "for" "all" "customers" "users" "everyone" "everything" "systems" "access"
    "functionality" "operation" "operations" "levels" "again" "issue" "incident" "outage"
    "disruption" "problem" "resolved" "entirely" "successfully" "green" "health" "healthy" "baseline"
    "normally" "properly" "was" "given" "declared" "baseline" "steady" "its" "their" "old" "self"
    "last" "too" "also" "usual" "full" "strength" "capacity" "speed" "business" "feet" "stream" "track" "good" "life"
);

const AFTER_NOTICE: &Words = words!(
    "issue" "problem" "outage" "incident" "us" "our" "monitoring" "system" "systems" "team"
    "engineer" "engineers" "automatically" "internally" "failure" "call" "this" "disruption"
    "alerting" "alerts" "on-call" "first" "operations" "errors" "error" "elevated" "increased"
    "rates" "failures" "timeouts" "it" "something" "that" "fault" "alarm" "alarms" "up" "rang"
    "fired" "went" "off" "sounded" "triggered" "reached" "arrived" "came" "probes" "checks"
    "customers" "customer" "users" "support" "synthetic" "external" "out" "woke" "notified"
    "on-duty" "duty"
);

const SUFFERS: &Words = words!("experienced" "suffered");

/// A key moment that a sentence puts at a time or on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct Event {
    pub(in crate::check) key: Key,
    /// Whether the incident itself is named, and not just its trouble or the service.
    pub(in crate::check) is_certain: bool,
    /// Whether all that can be said is that it was within the incident: errors can rise and be
    /// reported more than once.
    pub(in crate::check) is_any: bool,
}

impl Event {
    /// One of which the incident itself may be named.
    pub(in crate::check) const fn new(key: Key, is_certain: bool) -> Self {
        Self { key, is_certain, is_any: false }
    }

    /// One of which there may be several in an incident.
    pub(super) const fn any(key: Key) -> Self {
        Self { key, is_certain: false, is_any: true }
    }
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
    let is_another = is_another_time(sentence, own.clone());
    if is_hypothetical(sentence, own.clone()) || is_another || is_brief(sentence, own) {
        return None;
    }
    None.or_else(|| place.label())
        .or_else(|| place.note())
        .or_else(|| place.opening())
        .or_else(|| place.since())
        .or_else(|| place.well_since())
        .or_else(|| place.possible_from())
        .or_else(|| place.behind_verb())
        .or_else(|| place.before_verb())
}

/// "stalled for a moment": neither the start nor the end of anything.
fn is_brief(sentence: &Sentence<'_>, clause: Range<usize>) -> bool {
    const BRIEFLY: &Words = words!("briefly" "momentarily" "temporarily");
    sentence.has(clause.clone(), BRIEFLY)
        || ["moment", "while", "second"]
            .iter()
            .any(|span| sentence.has_phrase(clause.clone(), &["for", "a", span]))
}

/// A time or a day in its sentence.
pub(super) struct Place<'p> {
    pub(super) sentence: &'p Sentence<'p>,
    pub(super) range: &'p Range<usize>,
    pub(super) names: &'p [String],
}

impl Place<'_> {
    /// "Starting at 10:50, all payments failed", "On Monday, starting at 10:50, all failed".
    fn opening(&self) -> Option<Event> {
        let sentence = self.sentence;
        let head = 0..self.range.start;
        // "From 10:50 on"
        let goes_on = sentence.is(self.range.end, words!("on"));
        let opener = if goes_on { words!("from") } else { words!("starting" "beginning") };
        let starts = sentence.find(head.clone(), opener)?;
        let end = self.range.end + usize::from(goes_on);
        let leads = |at: usize| {
            let is_comma = at < starts && sentence.is_mark(at, &[',']);
            at == starts || is_comma || sentence.is(at, BRIDGES) || self.is_time(at)
        };
        // "starting at 10:50 and lasting an hour, we had an outage"
        let goes_on = sentence.is(end, words!("and" "lasting"));
        let comma = (end..sentence.len()).find(|at| sentence.is_mark(*at, &[',']));
        let end = comma.filter(|_| goes_on).unwrap_or(end);
        let opens = head.into_iter().all(leads) && sentence.is_mark(end, &[',']);
        let hit = opens.then(|| main_effect(sentence, end, self.names)).flatten();
        (hit? == Effect::Service).then_some(Event::new(Key::Start, false))
    }

    /// "the API has been unavailable since 10:50", "has been working normally since 11:06".
    fn since(&self) -> Option<Event> {
        const PERFECT: usize = 4;
        let sentence = self.sentence;
        let state = self.range.start.checked_sub(2)?;
        if let Some(event) = self.took_until() {
            return Some(event);
        }
        let is_since = sentence.is(state + 1, words!("since"));
        if !is_since || is_part(sentence, 0..state) {
            return None;
        }
        let (key, verb) = if is_troubled(sentence, state, self.names) {
            (Key::Start, state)
        } else {
            let is_well =
                sentence.is(state, WORKS) || sentence.is(state, words!("normally" "succeeding"));
            let been = sentence.find(state.saturating_sub(PERFECT)..state, words!("been"))?;
            (Key::Resolution, is_well.then_some(been)?)
        };
        let is_service = subject(sentence, verb, self.names) == Agent::Service;
        is_service.then_some(Event::new(key, false))
    }

    /// "Since 11:00 all payments have been going through".
    fn well_since(&self) -> Option<Event> {
        const NEAR: usize = 3;
        let sentence = self.sentence;
        let since = self.range.start.checked_sub(1)?;
        let been = sentence.find(self.range.end..sentence.len(), words!("been"))?;
        let behind = been + 1..been + 1 + NEAR;
        let is_well = sentence.has(behind, WORKS)
            || sentence.is(been + 1, words!("normal" "stable" "fine" "succeeding"));
        let is_told = since <= 1
            && sentence.is(since, words!("since"))
            && is_well
            && !is_part(sentence, self.range.end..been)
            && !is_elsewhere(sentence, self.range.end..been);
        let is_service = is_told && subject(sentence, been, self.names) == Agent::Service;
        is_service.then_some(Event::new(Key::Resolution, false))
    }

    /// "virtual machines could be booted from Saturday on".
    fn possible_from(&self) -> Option<Event> {
        let sentence = self.sentence;
        let from = self.range.start.checked_sub(1)?;
        let again = usize::from(sentence.is(from.wrapping_sub(1), words!("again")));
        let done = from.checked_sub(1 + again)?;
        let could = done.wrapping_sub(2);
        let is_told = sentence.is(from, words!("from"))
            && sentence.word(done).ends_with("ed")
            && sentence.says(could, &["could", "be"]);
        if !is_told || is_part(sentence, 0..could) || is_elsewhere(sentence, 0..could) {
            return None;
        }
        let is_service = subject(sentence, could, self.names) == Agent::Service;
        is_service.then_some(Event::new(Key::Resolution, false))
    }

    /// "it took until 11:06 to restore service".
    fn took_until(&self) -> Option<Event> {
        const RESTORE: &Words = words!("restore" "resolve" "fix" "recover" "repair" "bring" "get");
        const OBJECT: usize = 6;
        let sentence = self.sentence;
        let verb = self.range.end + 1;
        let object = verb + 1..(verb + OBJECT).min(sentence.len());
        let is_ours = names_service(sentence, object.clone(), self.names)
            || names_trouble(sentence, object.clone());
        let is_set_aside = is_part(sentence, object.clone()) || is_elsewhere(sentence, object);
        let takes = sentence.says(self.range.start.wrapping_sub(2), &["took", "until"]);
        let restores = sentence.is(verb - 1, words!("to")) && sentence.is(verb, RESTORE);
        let is_told = takes && restores && is_ours && !is_set_aside;
        is_told.then_some(Event::new(Key::Resolution, false))
    }

    /// "the outage began at 10:50", "service was restored by 11:06".
    fn behind_verb(&self) -> Option<Event> {
        const REACH: usize = 12;
        let sentence = self.sentence;
        let reach = self.range.start.saturating_sub(REACH)..self.range.start;
        let verb = reach.rev().find(|at| tells(sentence, *at))?;
        let again = sentence.find(verb + 1..self.range.start, words!("again"));
        let behind = again.filter(|_| recovers(sentence, verb)).unwrap_or(verb);
        let between = behind + 1..self.range.start;
        let bridged = |more: &Words| {
            between.clone().all(|at| {
                sentence.is(at, BRIDGES)
                    || sentence.is(at, more)
                    || self.is_name(at)
                    || self.is_time(at)
                    || sentence.is_mark(at, &[',', '-', '(', '~', '.'])
            })
        };
        // "were able to place orders again"
        let is_able = || {
            recovers(sentence, verb)
                && (sentence.is(verb, words!("able"))
                    || sentence.is(verb.wrapping_sub(1), words!("could")))
        };
        let is_level = is_at_level(sentence, verb) || surges(sentence, verb);
        let is_bridged = if is_level
            || is_able()
            || stops_working(sentence, verb)
            || begins_to_fail(sentence, verb)
            || loses(sentence, verb)
        {
            let stops = |at: usize| {
                sentence.is_mark(at, &[',', '(', ';'])
                    || sentence.is(at, words!("and" "but" "which"))
            };
            !between.clone().any(stops)
        } else if is_reported(sentence, verb) || is_by_watch(sentence, verb) {
            !between.clone().any(|at| {
                sentence.is_mark(at, &[',', '(', ';', ':'])
                    || sentence.is(at, words!("and" "but" "which" "that" "after" "when" "until"))
            })
        } else if begins(sentence, verb) || breaks(sentence, verb) {
            bridged(words!())
        } else if !notices(sentence, verb) && !sees_first(sentence, verb) {
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
        let (lead, turns) = self.turn();
        if !(lead..self.range.start).all(leads) {
            return None;
        }
        let follows = |at: usize| {
            (turns
                && at <= self.range.end + 2
                && sentence
                    .is(at, words!("that" "was" "were" "did" "before" "when" "by" "the" "time")))
                || self.is_time(at)
                || sentence.is_mark(at, &[',', '-', '–', ':', ')', '('])
                || (sentence.is(at, BRIDGES) && !sentence.is(at, words!("the" "a")))
        };
        let start = (self.range.end..sentence.len()).find(|at| !follows(*at))?;
        let stops = words!(
            "and" "but" "when" "while" "after" "because" "as"
        );
        let ends = |at: usize| {
            // "our API and our checkout went down"
            let is_verb = |verb| tells(sentence, verb) || sentence.is(verb, SUFFERS);
            let joins_nouns = sentence.is(at, words!("and")) && !(start..at).any(is_verb);
            // "marked the incident as resolved"
            let is_called = sentence.is(at, words!("as"))
                && sentence.is(at + 1, words!("resolved" "over" "closed" "mitigated" "fixed"));
            sentence.is_mark(at, &[',', ';', '—', '('])
                || sentence.is(at, stops) && !joins_nouns && !is_called
        };
        let end = (start..sentence.len()).find(|at| ends(*at)).unwrap_or(sentence.len());
        let end = end.min(start + LONGEST);
        if let Some(verb) = sentence.find(start..end, SUFFERS) {
            return self.suffers(start, verb, end);
        }
        if is_part(sentence, start..end) {
            return None;
        }
        let verb = (start..end).find(|at| tells(sentence, *at))?;
        self.deed(verb, verb + 1..end)
    }

    /// "we experienced an outage", "the API suffered severe delays".
    fn suffers(&self, start: usize, verb: usize, end: usize) -> Option<Event> {
        const OBJECT: usize = 5;
        const TROUBLES: &Words = words!("delays" "latency" "timeouts" "slowness" "error");
        let sentence = self.sentence;
        let met = verb + 1..(verb + OBJECT).min(end);
        if is_elsewhere(sentence, start..verb) || is_part(sentence, start..met.end) {
            return None;
        }
        let is_trouble = names_trouble(sentence, met.clone()) || sentence.has(met, TROUBLES);
        let is_ours = is_trouble && subject(sentence, verb, self.names) == Agent::Service;
        let is_start = is_ours || names_incident(sentence, verb..end);
        is_start.then_some(Event::new(Key::Start, false))
    }

    /// "It was not until 11:06 that service was restored", "Only at 11:06 was it restored":
    /// where the words of the time begin, and whether they are such.
    fn turn(&self) -> (usize, bool) {
        const TURNS: [&[&str]; 5] = [
            &["it", "was", "not", "until"],
            &["it", "wasn't", "until"],
            &["not", "until"],
            &["only", "at"],
            &["it", "was", "only", "at"],
        ];
        // "It was 11:06 before service was restored"
        let start = self.range.start;
        let it_was = start >= 2 && self.sentence.says(start - 2, &["it", "was"]);
        let opens = start == 2 || self.sentence.is_mark(start.wrapping_sub(3), &[',']);
        let turns = self.sentence.is(self.range.end, words!("before" "when"))
            || self.sentence.says(self.range.end, &["by", "the", "time"]);
        if it_was && opens && turns {
            return (start, true);
        }
        let turn = TURNS.iter().find(|turn| self.sentence.says(0, turn));
        turn.map_or((0, false), |turn| (turn.len() - 1, true))
    }

    /// Whether a word is one of what was affected.
    fn is_name(&self, at: usize) -> bool {
        names_service(self.sentence, at..at + 1, self.names)
    }

    /// Whether a token belongs to a time or a date.
    pub(super) fn is_time(&self, at: usize) -> bool {
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
                    || sentence.is(at, words!("am" "pm"))
            }
            _ => false,
        }
    }
}
