//! Whether the letters of a zone are in use on the day.

use std::ops::Range;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use super::account::{Account, Passage};
use super::clock::Clock;
use super::date::days;
use super::meaning::Meaning;
use super::sentence::Sentence;
use super::zone::{ZoneName, seasonal_zone};
use crate::check::subject::Subject;
use crate::model::Zone;

/// The letters that should stand there, if those that do are not in use.
pub(in crate::check) fn right_letters(
    subject: &Subject<'_>,
    account: &Account,
    passage: &Passage,
    sentence: &Sentence<'_>,
    named: &ZoneName<'_>,
    clock: Option<&Clock<'_>>,
) -> Option<String> {
    let own = &subject.incident.facts.zone;
    let instants = instants(subject, account, passage, sentence, clock)?;
    if names_season(sentence, &named.range, instants.first()?) {
        return None;
    }
    let in_use = |zone: &Zone| instants.iter().any(|at| zone.abbreviation(at) == named.letters);
    let times = account.times(subject);
    let is_literal = clock.is_some_and(|clock| times.has(clock));
    if named.letters == "UTC" {
        return None;
    }
    if in_use(own) {
        // The clocks changed meanwhile, and the time is one under the other letters.
        let is_other = clock.is_some_and(|clock| !is_literal && times.at_local(clock));
        let mut letters = instants.iter().map(|at| own.abbreviation(at));
        return letters.find(|letters| is_other && letters != named.letters);
    }
    let first = instants.first()?;
    let is_own = uses(own, first, named.letters);
    if named.letters == "GMT" {
        // Greenwich is also another name for UTC.
        let is_meant = clock.is_some_and(|clock| times.at_local(clock)) && !is_literal;
        return (is_own && is_meant).then(|| own.abbreviation(first));
    }
    if is_own {
        let is_meant = clock.is_none_or(|clock| times.at_local(clock));
        return (is_meant || !is_literal).then(|| own.abbreviation(first));
    }
    let other = Zone::named(seasonal_zone(named.letters)?)?;
    if in_use(&other) {
        return None;
    }
    let offset = other.at(first).offset().local_minus_utc() / 60;
    let is_meant = clock.is_none_or(|clock| times.at_offset(clock, offset));
    is_meant.then(|| other.abbreviation(first))
}

/// Whether a sentence speaks of another time of the year, without a date.
fn names_season(
    sentence: &Sentence<'_>,
    zone: &Range<usize>,
    instant: &DateTime<FixedOffset>,
) -> bool {
    (0..sentence.len()).filter(|at| !zone.contains(at)).any(|at| {
        let is_month =
            matches!(sentence.meaning(at), Meaning::Month(month) if month != instant.month());
        is_month || sentence.is(at, words!("summer" "winter" "spring" "autumn"))
    })
}

/// Whether a zone uses these letters at some time of the year.
fn uses(zone: &Zone, instant: &DateTime<FixedOffset>, letters: &str) -> bool {
    const QUARTER: i64 = 91;
    (0..4).any(|quarter| {
        zone.abbreviation(&(*instant + TimeDelta::days(QUARTER * quarter))) == letters
    })
}

/// The first and the last instant of the days that a sentence speaks of: one it names, the one
/// it was said on, or those of the incident.
fn instants(
    subject: &Subject<'_>,
    account: &Account,
    passage: &Passage,
    sentence: &Sentence<'_>,
    clock: Option<&Clock<'_>>,
) -> Option<Vec<DateTime<FixedOffset>>> {
    // Where clocks are turned, it happens before this time of the night.
    const TURNED: TimeDelta = TimeDelta::hours(4);
    let zone = &subject.incident.facts.zone;
    let (first, last) = account.times(subject).days()?;
    let whole = |first: NaiveDate, last: NaiveDate| {
        vec![zone.start_of(first), zone.start_of(last) + TimeDelta::hours(23)]
    };
    let dates = days(sentence).into_iter().filter_map(|day| day.date);
    let named: Vec<NaiveDate> = dates.flat_map(|date| date.candidates(first)).collect();
    if let ([day], Some(clock)) = (named.as_slice(), clock) {
        let time = clock.time.signed_duration_since(NaiveTime::MIN);
        if time > TURNED {
            return Some(vec![zone.start_of(*day) + time]);
        }
    }
    if let (Some(first), Some(last)) = (named.iter().min(), named.iter().max()) {
        return Some(whole(*first, *last));
    }
    let said = passage.said.and_then(|said| Some(vec![said.earliest()?, said.latest()?]));
    Some(said.unwrap_or_else(|| whole(first, last)))
}
