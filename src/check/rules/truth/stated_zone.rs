use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::clock::{Clock, clocks};
use crate::check::truth::date::days;
use crate::check::truth::topic::is_hypothetical;
use crate::check::truth::zone::{ZoneName, seasonal_zone, zone};
use crate::check::truth::{Account, Passage, Sentence};
use crate::model::Zone;
use crate::source::FieldPath;

rule! {
    /// Finds zone abbreviations that are not in use on the day.
    ///
    /// ## Why
    ///
    /// "14:00 BST" on a winter day is 14:00 or 13:00 in London, depending on the reader. An
    /// abbreviation must be the one that the incident's zone uses on its days. One of another
    /// zone is right as long as that zone uses it, or the time is right when converted.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/London"
    /// started = 2024-01-03T14:00:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Card payments failed from 14:00 BST.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// timezone = "Europe/London"
    /// started = 2024-01-03T14:00:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Card payments failed from 14:00 GMT (15:00 CET).
    /// ```
    "stated-zone", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let account = findings.account();
    for passage in &account.passages {
        for sentence in passage.text.sentences() {
            if !is_hypothetical(&sentence, 0..sentence.len()) {
                look_at(subject, findings, passage, &sentence);
            }
        }
    }
}

fn look_at(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
) {
    let account = findings.account();
    let mut at = 0;
    let mut clocks: Option<Vec<Clock<'_>>> = None;
    while at < sentence.len() {
        let Some(named) = zone(sentence, at) else {
            at += 1;
            continue;
        };
        at = named.range.end;
        let clocks = clocks.get_or_insert_with(|| self::clocks(sentence));
        let clock = clocks
            .iter()
            .find(|clock| clock.zone.as_ref().is_some_and(|zone| zone.range == named.range));
        if clock.is_none() && !speaks_of_times(sentence, &named) {
            continue;
        }
        if let Some(right) = right_letters(subject, account, passage, sentence, &named, clock) {
            report(subject, findings, passage, sentence, &named, &right);
        }
    }
}

/// "All times are in CET".
fn speaks_of_times(sentence: &Sentence<'_>, named: &ZoneName<'_>) -> bool {
    const NEAR: usize = 5;
    let before = named.range.start.saturating_sub(NEAR)..named.range.start;
    sentence.has(before, &["times", "timestamps"])
}

/// The letters that should stand there, if those that do are wrong.
fn right_letters(
    subject: &Subject<'_>,
    account: &Account,
    passage: &Passage,
    sentence: &Sentence<'_>,
    named: &ZoneName<'_>,
    clock: Option<&Clock<'_>>,
) -> Option<String> {
    let own = &subject.incident.facts.zone;
    let instants = instants(subject, account, passage, sentence)?;
    let in_use =
        |zone: &Zone| instants.iter().any(|instant| zone.abbreviation(instant) == named.name);
    if in_use(own) || named.name == "UTC" {
        return None;
    }
    let times = account.times(subject);
    let is_literal = clock.is_some_and(|clock| times.allow(clock, &[]));
    let first = instants.first()?;
    if named.name == "GMT" || seasons(own, first).contains(&named.name.to_owned()) {
        let fits = clock.is_none_or(|clock| times.at_local(clock));
        let uses = seasons(own, first).contains(&named.name.to_owned());
        let is_wrong = if named.name == "GMT" {
            uses && fits && clock.is_some() && !is_literal
        } else {
            fits || !is_literal
        };
        return is_wrong.then(|| own.abbreviation(first));
    }
    let other = Zone::named(seasonal_zone(named.name)?)?;
    if in_use(&other) || is_literal {
        return None;
    }
    let offset = other.at(first).offset().local_minus_utc() / 60;
    let is_meant = clock.is_some_and(|clock| times.at_offset(clock, offset));
    is_meant.then(|| other.abbreviation(first))
}

/// The letters that a zone uses in the course of a year.
fn seasons(zone: &Zone, instant: &DateTime<FixedOffset>) -> Vec<String> {
    (0..4).map(|quarter| zone.abbreviation(&(*instant + TimeDelta::days(91 * quarter)))).collect()
}

/// The first and the last instant of the days that a sentence speaks of: one it names, the one
/// it was said on, or those of the incident.
fn instants(
    subject: &Subject<'_>,
    account: &Account,
    passage: &Passage,
    sentence: &Sentence<'_>,
) -> Option<Vec<DateTime<FixedOffset>>> {
    let zone = &subject.incident.facts.zone;
    let known = account.times(subject).days();
    let whole = |first: NaiveDate, last: NaiveDate| {
        vec![zone.start_of(first), zone.start_of(last) + TimeDelta::hours(23)]
    };
    let near = known.map(|(first, _)| first)?;
    let named: Vec<NaiveDate> = days(sentence)
        .into_iter()
        .filter_map(|day| day.date)
        .flat_map(|date| date.candidates(near))
        .collect();
    if let (Some(first), Some(last)) = (named.iter().min(), named.iter().max()) {
        return Some(whole(*first, *last));
    }
    if let Some((from, to)) = passage.said.and_then(|said| Some((said.earliest()?, said.latest()?)))
    {
        return Some(vec![from, to]);
    }
    known.map(|(first, last)| whole(first, last))
}

fn report(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
    named: &ZoneName<'_>,
    right: &str,
) {
    let zone = subject.incident.facts.zone.name();
    let shown = sentence.bytes(named.range.clone());
    findings
        .at_words(
            passage,
            shown,
            format!("\"{}\" is not in use on the day of the incident", named.name),
        )
        .help(format!("write {right}, or convert the time; the incident's zone is {zone}"))
        .related_field(&FieldPath::from("timezone"), "the incident's zone");
}
