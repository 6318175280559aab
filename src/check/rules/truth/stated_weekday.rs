use chrono::{Datelike as _, NaiveDate, Weekday};

use super::stated_date::key_day;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::date::{Day, StatedDate, days};
use crate::check::truth::day_topic::{is_about_incident, other_key};
use crate::check::truth::spots::Spots;
use crate::check::truth::word_list::Words;
use crate::check::truth::words;
use crate::check::truth::{Account, Passage, Sentence};
use crate::source::FieldPath;

rule! {
    /// Finds weekdays that do not belong to their date or to the incident.
    ///
    /// ## Why
    ///
    /// "Tuesday, 18 June 2018" was a Monday: one of the two is wrong, and readers who plan by
    /// weekdays will pick the wrong one. A weekday beside a date must be that date's. One that
    /// stands alone is compared when the sentence ties it to the incident.
    ///
    /// Measured on the 205 statements of `tests/truth`: precision 1.00, recall 0.99;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// On Friday, 2 May 2024, card payments failed.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// On Thursday, 2 May 2024, card payments failed. We release on Mondays.
    /// ```
    "stated-weekday", Truth, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let account = findings.account();
    for (passage, sentence) in account.sentences_with(Spots::DAY) {
        for day in days(&sentence) {
            let Some((weekday, at)) = day.weekday else { continue };
            let shown = sentence.bytes(at..at + 1);
            match day.date {
                Some(date) => beside(subject, findings, passage, shown, weekday, date),
                None => alone(subject, findings, passage, &sentence, &day, weekday),
            }
        }
    }
}

/// A weekday beside a date.
fn beside(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    shown: std::ops::Range<usize>,
    weekday: Weekday,
    date: StatedDate,
) {
    let Some(near) = near(subject, findings.account(), date) else { return };
    let dates = date.candidates(near);
    if dates.iter().any(|date| date.weekday() == weekday) {
        return;
    }
    let Some(date) = dates.first() else { return };
    let truth = name(date.weekday());
    findings
        .at_passage(passage, shown, format!("{date} is a {truth}, not a {}", name(weekday)))
        .help(format!("write {truth}, or correct the date"));
}

/// A day near which a date without a year lies; nothing where its year cannot be told.
fn near(subject: &Subject<'_>, account: &Account, date: StatedDate) -> Option<NaiveDate> {
    const NEAR: i64 = 60;
    if let StatedDate::Full(date, _) = date {
        return Some(date);
    }
    let (first, _) = account.times(subject).days()?;
    let found = date.candidates(first).into_iter().next()?;
    ((found - first).num_days().abs() <= NEAR).then_some(first)
}

/// A weekday without a date.
fn alone(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
    day: &Day,
    weekday: Weekday,
) {
    const OTHER: &Words = words!(
        "black" "cyber" "patch" "next" "every" "each" "previous" "following" "good" "easter"
        "super" "ash" "holy" "whit" "this" "since" "per"
    );
    let account = findings.account();
    let times = account.times(subject);
    let before = day.range.start.wrapping_sub(1);
    if sentence.is(before, OTHER) || !passage.looks_back() {
        return;
    }
    let Some((first, last)) = times.days() else { return };
    let (key, truth) = if times.has_weekday(weekday) {
        const WEEK: i64 = 7;
        if (last - first).num_days() >= WEEK - 1 {
            return;
        }
        let days = first.iter_days().take_while(|day| *day <= last);
        let days: Vec<NaiveDate> = days.filter(|day| day.weekday() == weekday).collect();
        let key = other_key(subject, account, sentence, &day.range, &days);
        let Some(found) = key.and_then(|key| key_day(subject, key)) else { return };
        found
    } else if is_about_incident(subject, account, passage.place, sentence, &day.range) {
        let truth = if first == last {
            format!("the incident was on a {}", name(first.weekday()))
        } else {
            format!("the incident was from {} to {}", name(first.weekday()), name(last.weekday()))
        };
        ("started", truth)
    } else {
        return;
    };
    let shown = sentence.bytes(day.range.clone());
    findings
        .at_passage(passage, shown, format!("the prose says \"{}\", but {truth}", name(weekday)))
        .help("correct the weekday, or the facts")
        .related_field(&FieldPath::from(key), format!("{key} here"));
}

const fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
