//! Whether a stated day is a day of the incident.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};

use super::account::{Account, Place};
use super::clock::clocks;
use super::date::days;
use super::effect::effect_at;
use super::event::{Key, event};
use super::grammar::{Agent, subject};
use super::meaning::Meaning;
use super::sentence::Sentence;
use super::spots::Spots;
use super::topic::{
    INCIDENT, clause, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident,
    names_service, names_trouble,
};
use super::verbs::breaks;
use super::word_list::Words;
use crate::check::subject::Subject;

/// Whether the sentence says that the incident was on the day in `range`.
pub(in crate::check) fn is_about_incident(
    incident: &Subject<'_>,
    account: &Account,
    place: Place,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
) -> bool {
    const OTHER: &Words = words!(
        "since" "until" "due" "scheduled" "released" "published" "dated" "marked" "officially"
        "introduced" "deployed"
    );
    let own = clause(sentence, range);
    let before = range.start.wrapping_sub(1);
    if is_hypothetical(sentence, own.clone())
        || is_another_time(sentence, 0..sentence.len())
        || sentence.has(before.saturating_sub(2)..range.start, OTHER)
    {
        return false;
    }
    let names = account.names(incident);
    event(sentence, range, names).is_some()
        || is_label(sentence, range)
        || (place == Place::Title && opens_title(sentence, range))
        || of_incident(sentence, range, names)
        || opens_outage(sentence, range, names)
        || hits(incident, account, sentence, range)
        || is_apologised_for(sentence, range)
        || sentence.says(0, &["what", "happened"])
        || is_story(sentence, range)
        || (place == Place::Title && names_incident(sentence, 0..sentence.len()))
        || with_known_time(incident, account, sentence, range)
}

/// The key moment that a sentence puts on one of these days, on which nothing of the kind was.
pub(in crate::check) fn other_key(
    incident: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    days: &[NaiveDate],
) -> Option<Key> {
    const TOLD: [Key; 2] = [Key::Start, Key::Resolution];
    let times = account.times(incident);
    let is_there = |key: Key| times.has_role_on(key.role(), days);
    if TOLD.into_iter().all(is_there) {
        return None;
    }
    let own = clause(sentence, range);
    let before = range.start.wrapping_sub(1);
    let is_firm = !sentence.has(
        before.saturating_sub(2)..range.start,
        words!("by" "before" "after" "since" "until" "till"),
    ) && !sentence.has(own.clone(), words!("still" "and" "first"));
    let head = own.start..range.start;
    let is_counted = sentence.spots(Spots::QUANTITY).any(|at| head.contains(&at));
    if !is_firm || is_counted || is_part(sentence, 0..sentence.len()) {
        return None;
    }
    let event = event(sentence, range, account.names(incident))?;
    let is_other = TOLD.contains(&event.key) && !event.is_any && !is_there(event.key);
    is_other.then_some(event.key)
}

/// "Our checkout was down on 18 June", "on Thursday, when nobody could pay": what was down on a
/// day of another season was so another time.
fn hits(
    incident: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
) -> bool {
    const NEAR: i64 = 31;
    let Some((first, _)) = account.times(incident).days() else { return false };
    let dates = days(sentence).into_iter().filter_map(|day| day.date);
    let mut dates = dates.flat_map(|date| date.candidates(first));
    let is_near =
        dates.all(|date| (date - first).num_days().abs() <= NEAR || date.day() == first.day());
    is_near && effect_at(sentence, range, account.names(incident)).is_some()
}

/// "It was a Friday, shortly before noon, when kct09 stopped responding".
fn is_story(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const NEAR: usize = 5;
    let opens = sentence.says(0, &["it", "was"]) && range.start < NEAR;
    let when = sentence.find(range.end..sentence.len(), words!("when" "that"));
    opens && when.is_some_and(|when| (when..sentence.len()).any(|at| breaks(sentence, at)))
}

/// "We apologise for what happened on 18 June".
fn is_apologised_for(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const SORRY: &Words = words!("apologise" "apologize" "apologies" "sorry" "regret");
    let sorry = sentence.find(0..range.start, SORRY);
    let before = range.start.wrapping_sub(1);
    let before = before.wrapping_sub(usize::from(sentence.is(before, words!("the"))));
    let is_joined = sentence.is(before, words!("on" "of"));
    is_joined && sorry.is_some_and(|sorry| sentence.has(sorry..before, words!("for" "about")))
}

/// "Date of the incident: 18 June 2018".
fn is_label(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const LONGEST: usize = 5;
    let colon = range.start.wrapping_sub(1);
    colon <= LONGEST
        && sentence.is_mark(colon, &[':'])
        && sentence.has(0..colon, words!("date" "day"))
        && (names_incident(sentence, 0..colon) || (colon == 1 && range.end >= sentence.len()))
}

/// "2018-06-18, hosts down": nothing else stands before the first date of a title.
fn opens_title(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    range.start == 0 && sentence.is_mark(range.end, &[',', ':', '-', '–', '—'])
}

/// "the outage on 18 June", "the incident of Monday", "Monday's outage".
fn of_incident(sentence: &Sentence<'_>, range: &Range<usize>, names: &[String]) -> bool {
    let mut at = range.start.wrapping_sub(1);
    let article = usize::from(sentence.is(at, words!("a")));
    let joined = sentence.is(at.wrapping_sub(article), words!("on" "of" "from"));
    while sentence.is(
        at,
        words!(
            "on" "of" "from" "the" "evening" "morning" "afternoon" "night" "in" "a"
        ),
    ) {
        at = at.wrapping_sub(1);
    }
    let lasts = joined
        && (0..range.start)
            .any(|verb| sentence.is(verb, words!("lasted")) && names_incident(sentence, 0..verb));
    let shown = sentence.shown(range.end.wrapping_sub(1));
    let owns = |shown: &str| shown.ends_with("'s") || shown.ends_with("’s");
    let is_part = sentence.is(range.end, words!("morning" "afternoon" "evening" "night"));
    // "Monday's outage", "Monday night's outage", "the 18 June outage"
    let is_owner = owns(shown)
        || (is_part && owns(sentence.shown(range.end)))
        || sentence.is(range.start.wrapping_sub(1), words!("the" "our" "this"));
    let noun = range.end + usize::from(is_part);
    // "Monday's payment outage"
    let is_named = is_owner && names_service(sentence, noun..noun + 1, names);
    let noun = noun + usize::from(is_named);
    let is_trouble =
        is_named && owns(sentence.shown(noun - 2)) && names_trouble(sentence, noun..noun + 1);
    let is_of =
        is_owner && sentence.is(noun, INCIDENT) && !sentence.is(noun, words!("maintenance"));
    lasts
        || (joined && (sentence.is(at, INCIDENT) || is_trouble_of(sentence, at, names)))
        || is_seen(sentence, range, names)
        || is_of
        || is_trouble
        || heads(sentence, range)
}

/// "API errors of 6 January": trouble with something, and nothing else in the sentence.
fn is_trouble_of(sentence: &Sentence<'_>, at: usize, names: &[String]) -> bool {
    if at == 0 || at >= sentence.len() {
        return false;
    }
    let is_ours = names_service(sentence, at - 1..at, names);
    let verb = (0..sentence.len()).any(|at| sentence.is(at, words!("was" "were" "is" "are" "had")));
    let is_named = names_service(sentence, at..at + 1, names)
        && !names_service(sentence, at..at + 1, &[])
        && sentence.is(at + 1, words!("of"));
    is_ours && (names_trouble(sentence, at..at + 1) || is_named) && !verb
}

/// "the errors that you saw on Wednesday".
fn is_seen(sentence: &Sentence<'_>, range: &Range<usize>, names: &[String]) -> bool {
    const SAW: &Words = words!("saw" "experienced" "noticed" "encountered" "had" "met" "suffered");
    const THOSE: &Words =
        words!("you" "customers" "users" "we" "many" "some" "of" "that" "may" "have");
    const NEAR: usize = 3;
    let before = range.start.wrapping_sub(1);
    let mut at = before.wrapping_sub(usize::from(sentence.is(before, words!("on"))));
    if !sentence.is(at, SAW) {
        return false;
    }
    at = at.wrapping_sub(1);
    let who = at;
    while sentence.is(at, THOSE) {
        at = at.wrapping_sub(1);
    }
    let near = at.saturating_sub(NEAR)..at.saturating_add(1);
    who != at
        && names_trouble(sentence, at..at.saturating_add(1))
        && !is_elsewhere(sentence, near.clone())
        && (names_service(sentence, near.clone(), names) || sentence.has(near, words!("the")))
}

/// "Outage of the API, 11–15 July 2023", and nothing else.
fn heads(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    let ends = range.end >= sentence.len();
    let comma = (0..range.start).rev().find(|at| sentence.is_mark(*at, &[',']));
    ends && comma.is_some_and(|comma| {
        let is_date = |at: usize| {
            sentence.word(at).is_empty() || matches!(sentence.meaning(at), Meaning::Month(_))
        };
        (comma..range.start).all(is_date) && sentence.is(comma.wrapping_sub(1), INCIDENT)
    })
}

/// "On 18 June 2018 we experienced an outage", "On Monday customers were unable to log in".
fn opens_outage(sentence: &Sentence<'_>, range: &Range<usize>, names: &[String]) -> bool {
    const REACH: usize = 22;
    const FAILED: &Words = words!(
        "down" "unavailable" "offline" "unable" "interrupted" "disrupted" "failed" "unreachable"
        "crashed" "inaccessible" "fail" "stopped" "unresponsive"
    );
    const HAD: usize = 4;
    const LEADS: &Words = words!(
        "on" "in" "the" "evening" "morning" "afternoon" "night" "of" "early" "late" "at"
        "around" "last"
    );
    let opens = (0..range.start).all(|at| sentence.is(at, LEADS) || sentence.word(at).is_empty());
    let main = range.end..(range.end + REACH).min(sentence.len());
    let fails = |at: usize| {
        let is_verb = sentence.is(at, FAILED) && !sentence.is(at.wrapping_sub(1), words!("shut"));
        let agent = || subject(sentence, at, names);
        let suffers = sentence.is(at, words!("experienced" "suffered"))
            && matches!(agent(), Agent::People | Agent::Service)
            && names_incident(sentence, at..main.end);
        let has = sentence.is(at, words!("had"))
            && agent() == Agent::People
            && names_incident(sentence, at..at + HAD);
        suffers || has || is_verb && matches!(agent(), Agent::Service | Agent::Incident)
    };
    opens && main.clone().any(fails) && !is_elsewhere(sentence, main)
}

/// "on 2019-02-12 at 10:50 CET" where something happened at 10:50 CET.
fn with_known_time(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
) -> bool {
    const NEAR: usize = 3;
    clocks(sentence).into_iter().any(|clock| {
        let is_near = clock.words.start >= range.end && clock.words.start - range.end <= NEAR
            || range.start >= clock.words.end && range.start - clock.words.end <= NEAR;
        // A time that names no zone is meant in that of the incident.
        let is_known = match clock.zone {
            Some(_) => account.times(subject).has(&clock),
            None => account.times(subject).at_local(&clock),
        };
        is_near && !clock.is_round() && is_known
    })
}
