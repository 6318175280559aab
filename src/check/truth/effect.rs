//! Intervals of clock times over which, by the prose, the incident hit somebody.

use std::ops::Range;

use super::failing::{denies, is_read_only, is_unable, strikes};
use super::grammar::{Agent, subject};
use super::meaning::Meaning;
use super::no_effect::{is_of_deeds, is_owned, is_set_aside};
use super::outage::is_outage;
use super::sentence::Sentence;
use super::stretches::has_word;
use super::token::Kind;
use super::topic::{
    clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident, names_service,
};
use super::verbs::begins_to_fail;
use super::word_list::Words;

/// Who was hit over an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Effect {
    /// "We experienced an outage", "the service was down".
    Outage,
    /// "Users saw errors": the whole of a service or of its users.
    Service,
    /// "A third of the payments failed", "the exports of the API were slow".
    Part,
}

/// What is not as it should be.
const BROKEN: &Words = words!(
    "down" "offline" "unavailable" "inaccessible" "unreachable" "unresponsive" "interrupted"
    "disrupted" "degraded" "impaired" "affected" "impacted" "broken" "unusable" "failing" "failed"
    "slow" "slower" "slowly" "delayed" "rejected" "stalled" "declined" "refused" "dropped"
    "late" "suspended" "stuck"
);

const NOT_WORKING: &[&str] = &["did", "not", "work"];

/// Verbs of those who are hit, by [`TROUBLES`].
const MET: &Words = words!(
    "saw" "experienced" "received" "encountered" "had" "returned" "returning" "suffered"
    "observed" "faced" "got" "met" "seeing" "experiencing" "receiving" "encountering" "served"
    "serving" "throwing" "threw" "throw" "giving" "gave" "showing"
);

const TROUBLES: &Words = words!(
    "errors" "error" "failures" "timeouts" "delays" "slowness" "latency" "outage" "disruption"
    "interruption" "problems" "issues" "degradation" "downtime" "unavailability" "loss"
);

/// Words between what is broken and when.
const FILLERS: &Words = words!(
    "for" "about" "approximately" "roughly" "around" "on" "completely" "entirely" "a" "total" "of"
    "again" "everyone" "all" "most" "many" "some" "users" "customers" "to" "the" "globally"
    "worldwide" "state"
);

/// What is broken by a word of its own; the others need a "was" or the like before them.
const FAILS: &Words = words!("failed" "failing" "stalled" "slowly");

const COPULAS: &Words = words!(
    "was" "were" "been" "being" "be" "became" "remained" "stayed" "went" "got" "rendered"
    "rendering" "made" "making" "left" "leaving"
);

/// Words before a time or an interval.
const OPENERS: &Words = words!(
    "from" "between" "at" "on" "the" "since" "until" "till" "starting" "beginning" "as" "of"
    "last"
);

/// Words behind which somebody else is spoken of.
const RELATIVES: &Words = words!("whose" "who" "that" "which" "where" "what" "why" "how");

/// Who was hit over the interval of clock times in `range`, if anybody was.
pub(in crate::check) fn effect(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> Option<Effect> {
    if is_of_deeds(sentence, range) || (0..range.start).any(|at| is_owned(sentence, at)) {
        return None;
    }
    if is_outage(sentence, range, names) {
        return Some(Effect::Outage);
    }
    let place = Place { sentence, range, names };
    if is_hypothetical(sentence, 0..sentence.len()) || is_another_time(sentence, 0..range.end) {
        return None;
    }
    if let Some(effect) = place.label() {
        return Some(effect);
    }
    if is_set_aside(sentence) {
        return None;
    }
    None.or_else(|| place.behind_verb()).or_else(|| place.before_verb())
}

/// The effect that the clause behind a time tells: "Starting at 10:00, users saw errors".
pub(super) fn main_effect(
    sentence: &Sentence<'_>,
    from: usize,
    names: &[String],
) -> Option<Effect> {
    if is_set_aside(sentence) {
        return None;
    }
    Place { sentence, range: &(from..from), names }.main(from)
}

/// Who was hit at the time or on the day in `range`: "At 10:50, all payments failed", "the API
/// was down on Monday". When it began or ended is not told.
pub(in crate::check) fn effect_at(
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: &[String],
) -> Option<Effect> {
    const WORK: &Words = words!(
        "upgrade" "upgrades" "maintenance" "drill" "exercise" "test" "move" "migration"
    );
    if is_of_deeds(sentence, range)
        || (0..range.start).any(|at| is_owned(sentence, at))
        || is_hypothetical(sentence, 0..sentence.len())
        || is_another_time(sentence, 0..sentence.len())
        || sentence.has(0..sentence.len(), WORK)
        || is_set_aside(sentence)
    {
        return None;
    }
    let place = Place { sentence, range, names };
    let leads = sentence.is(range.start.wrapping_sub(1), OPENERS) || is_mark(sentence, range.end);
    let before_verb = || leads.then(|| place.before_verb()).flatten();
    None.or_else(|| place.behind_verb()).or_else(before_verb).or_else(|| place.relative())
}

/// Marks around times.
fn is_mark(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is_mark(at, &[',', '-', '–', ':', '(', ')', '*'])
}

/// What programs answer: "500s", "SERVFAIL". Statuses are those of HTTP (RFC 9110, section 15).
fn is_fault(sentence: &Sentence<'_>, at: usize) -> bool {
    const SHORTEST: usize = 6;
    let word = sentence.shown(at);
    match sentence.kind(at) {
        Some(Kind::Number { value, .. }) => (400.0..600.0).contains(&value),
        Some(Kind::Word(_)) => {
            word.len() >= SHORTEST && word.bytes().all(|byte| byte.is_ascii_uppercase())
        }
        _ => false,
    }
}

struct Place<'p> {
    sentence: &'p Sentence<'p>,
    range: &'p Range<usize>,
    names: &'p [String],
}

impl Place<'_> {
    /// "Impact: 10:00–11:20", "Duration: 10:00 to 11:20 CEST".
    fn label(&self) -> Option<Effect> {
        const LONGEST: usize = 4;
        const OTHER: &Words = words!(
            "scheduled" "planned" "maintenance" "next"
        );
        let sentence = self.sentence;
        // "The window of impact was 10:00–11:20"
        let is_window = |at: usize| {
            sentence.is(at, words!("was" "is")) && sentence.has(0..at, words!("window" "impact"))
        };
        let colon = (0..self.range.start)
            .find(|at| sentence.is_mark(*at, &[':']) || is_window(*at))
            .filter(|colon| *colon <= LONGEST)?;
        let is_bare = (colon + 1..self.range.start)
            .all(|at| self.is_day(at) || sentence.is(at, words!("from" "on")));
        let is_named = sentence.has(0..colon, words!("impact" "duration"))
            || (colon == 1 && sentence.is(0, words!("when")))
            || names_incident(sentence, 0..colon);
        let is_other = sentence.has(0..colon, OTHER) || is_elsewhere(sentence, 0..colon);
        (is_bare && is_named && !is_other).then_some(Effect::Service)
    }

    /// "users saw errors from 10:00 to 11:20", "checkout was degraded 10:00–11:20".
    fn behind_verb(&self) -> Option<Effect> {
        const REACH: usize = 9;
        let sentence = self.sentence;
        let mut end = self.range.start;
        // "failed early on Monday", but not "was late on Monday"
        let is_hour = |at: usize| {
            sentence.is(at, words!("early" "late")) && !sentence.is(at.wrapping_sub(1), COPULAS)
        };
        while sentence.is(end.wrapping_sub(1), OPENERS) || is_hour(end.wrapping_sub(1)) {
            end -= 1;
        }
        let own = self.clause_before(end);
        let near = end.saturating_sub(REACH).max(own.start)..end;
        let verb = near.clone().rev().find(|at| self.is_hit(*at, end))?;
        let fills = |at: usize| {
            self.is_day(at)
                || sentence.is(at, FILLERS)
                || matches!(sentence.meaning(at), Meaning::Unit(_) | Meaning::Number(_))
                || sentence.is_mark(at, &[',', '('])
        };
        let has_object = !sentence.is(verb, BROKEN) || self.hits(verb) || self.refuses(verb);
        let is_direct = has_object || (verb + 1..end).all(fills);
        if !is_direct
            || sentence.has(own.start..verb, RELATIVES)
            || self.is_about_something_else(own.start..end, verb)
        {
            return None;
        }
        self.who(own.start, verb, end)
    }

    /// "From 10:00 to 11:20, users saw errors".
    fn before_verb(&self) -> Option<Effect> {
        const LEADS: &Words = words!(
            "from" "between" "on" "the" "in" "morning" "afternoon" "evening" "night" "of" "at"
            "since" "as" "starting" "beginning" "early" "late" "until" "overnight" "to" "last"
        );
        let sentence = self.sentence;
        let leads = |at: usize| self.is_day(at) || is_mark(sentence, at) || sentence.is(at, LEADS);
        (0..self.range.start).all(leads).then(|| self.main(self.range.end)).flatten()
    }

    /// "on Thursday afternoon, when our API was down".
    fn relative(&self) -> Option<Effect> {
        const PARTS: &Words = words!("morning" "afternoon" "evening" "night");
        let sentence = self.sentence;
        let is_part = |at: usize| sentence.is(at, PARTS) || sentence.is_mark(at, &[',']);
        let when = (self.range.end..sentence.len()).find(|at| !is_part(*at))?;
        sentence.is(when, words!("when")).then(|| self.main(when + 1)).flatten()
    }

    /// The effect that the main clause behind a time tells.
    fn main(&self, from: usize) -> Option<Effect> {
        const LONGEST: usize = 16;
        const STOPS: &Words = words!(
            "and" "but" "when" "while" "after" "because" "as" "that" "which" "who" "whose"
            "where" "until" "before" "so" "since" "why" "how" "what" "whether" "during"
        );
        let sentence = self.sentence;
        const FOLLOWS: &Words = words!(
            "on" "onwards" "onward" "morning" "afternoon" "evening" "night" "this"
        );
        let follows =
            |at: usize| self.is_day(at) || is_mark(sentence, at) || sentence.is(at, FOLLOWS);
        let start = (from..sentence.len()).find(|at| !follows(*at))?;
        let ends =
            |at: &usize| sentence.is_mark(*at, &[',', ';', '—', '(']) || sentence.is(*at, STOPS);
        let end = (start..sentence.len()).find(ends).unwrap_or(sentence.len());
        let end = end.min(start + LONGEST);
        let verb = (start..end).find(|at| self.is_hit(*at, end))?;
        if self.is_about_something_else(start..end, verb) {
            return None;
        }
        self.who(start, verb, end)
    }

    /// Whether a verb or state says that somebody is hit.
    fn is_hit(&self, at: usize, end: usize) -> bool {
        const OBJECT: usize = 6;
        const NEAR: usize = 6;
        let sentence = self.sentence;
        let object = at + 1..(at + OBJECT).min(end);
        let is_broken = sentence.is(at, BROKEN)
            && (sentence.is(at, FAILS) || sentence.has(at.saturating_sub(NEAR)..at, COPULAS));
        is_broken
            || (sentence.is(at, MET)
                && (sentence.has(object.clone(), TROUBLES)
                    || names_incident(sentence, object.clone())
                    || object.into_iter().any(|at| is_fault(sentence, at))))
            || sentence.is(at, words!("unable" "couldn't" "couldn’t"))
            || is_unable(sentence, at)
            || is_read_only(sentence, at)
            || sentence.says(at, &["timed", "out"])
            || sentence.says(at, &["stood", "still"])
            || sentence.says(at, &["held", "up"])
            || sentence.says(at, &["turned", "away"])
            || sentence.says(at, &["to", "a", "halt"])
            || sentence.says(at, &["to", "a", "standstill"])
            || sentence.says(at, NOT_WORKING)
            || self.hits(at)
            || self.refuses(at)
            || begins_to_fail(sentence, at)
            || strikes(sentence, at, self.names)
            || self.denies(at)
    }

    /// "no card payment was possible".
    fn denies(&self, at: usize) -> bool {
        const SUBJECT: usize = 4;
        denies(self.sentence, at) && names_service(self.sentence, at + 1..at + SUBJECT, self.names)
    }

    /// "the API rejected requests".
    fn refuses(&self, at: usize) -> bool {
        const REFUSES: &Words = words!("refused" "rejected" "declined" "dropped");
        self.sentence.is(at, REFUSES)
            && !self.sentence.is(at.wrapping_sub(1), COPULAS)
            && subject(self.sentence, at, self.names) == Agent::Service
    }

    /// "the outage affected".
    fn hits(&self, at: usize) -> bool {
        self.sentence.is(at, words!("affected" "impacted" "hit"))
            && subject(self.sentence, at, self.names) == Agent::Incident
    }

    fn is_about_something_else(&self, own: Range<usize>, verb: usize) -> bool {
        let sentence = self.sentence;
        let is_denied = |at: usize| {
            let fails = sentence.is(at.wrapping_sub(1), words!("could"))
                || sentence.says(at.wrapping_sub(1), NOT_WORKING);
            sentence.is(at, words!("not")) && !fails
        };
        own.clone().any(is_denied)
            || is_elsewhere(sentence, own.clone())
            || is_another_time(sentence, own.start..verb)
    }

    /// Who is hit by what stands from `start` to `end` with this verb.
    fn who(&self, start: usize, verb: usize, end: usize) -> Option<Effect> {
        const USERS: &Words = words!(
            "users" "customers" "clients" "everyone" "requests" "services"
        );
        // What a company has more of than the facts may tell.
        const TOOLS: &Words = words!("dashboard" "portal" "app" "application" "network");
        const SOME: &Words = words!("third" "quarter" "intermittently");
        let sentence = self.sentence;
        let head = start..verb;
        let is_unknown_tool = |at: usize| sentence.is(at, TOOLS) && !self.is_name(at);
        if head.clone().any(is_unknown_tool) {
            return None;
        }
        if strikes(sentence, verb, self.names) || self.denies(verb) {
            let is_part = is_part(sentence, start..end) || sentence.has(start..end, SOME);
            return Some(if is_part { Effect::Part } else { Effect::Service });
        }
        let is_whole = self.is_resource(head.clone())
            || matches!(subject(sentence, verb, self.names), Agent::Service | Agent::Incident);
        let is_part = is_part(sentence, start..end) || sentence.has(start..end, SOME);
        if is_whole && !is_part {
            return Some(Effect::Service);
        }
        // "our resolvers", whatever they are
        let owns = sentence.is(verb.wrapping_sub(2), words!("our"))
            && matches!(sentence.kind(verb.wrapping_sub(1)), Some(Kind::Word(_)));
        let is_ours = is_whole
            || owns
            || sentence.has(head.clone(), USERS)
            || head.into_iter().any(|at| self.is_name(at));
        is_ours.then_some(Effect::Part)
    }

    /// Whether a word is one of what was affected.
    fn is_name(&self, at: usize) -> bool {
        self.sentence.is_one_of(at, self.names)
    }

    /// Whether a resource such as "eu-west-1" is named, of which hyphens make several words.
    fn is_resource(&self, range: Range<usize>) -> bool {
        let shown = self.sentence.text.shown(self.sentence.bytes(range)).to_lowercase();
        let mut names = self.names.iter().filter(|name| name.contains('-'));
        names.any(|name| has_word(&shown, name))
    }

    /// The clause that ends where the interval begins.
    fn clause_before(&self, end: usize) -> Range<usize> {
        let mut own = clause(self.sentence, &(end..end));
        // "for 47 minutes, from 10:00 to 10:47"
        let comma = own.start.wrapping_sub(1);
        if own.start == end && self.sentence.is_mark(comma, &[',', '(']) {
            own = clause(self.sentence, &(comma..comma));
        }
        own.start..end
    }

    /// Whether a token belongs to a date.
    fn is_day(&self, at: usize) -> bool {
        let sentence = self.sentence;
        match sentence.kind(at) {
            Some(Kind::Date(_) | Kind::Number { .. }) => true,
            Some(Kind::Word(Meaning::Month(_) | Meaning::Weekday(_))) => true,
            Some(Kind::Word(_)) => {
                sentence.is(at, words!("st" "nd" "rd" "th")) && sentence.is_glued(at)
            }
            _ => false,
        }
    }
}
