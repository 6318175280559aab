use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::clock::{Clock, ClockHedge, IntervalEnd, clocks};
use crate::check::truth::duration::{Duration, durations};
use crate::check::truth::spots::Spots;
use crate::check::truth::word_list::Words;
use crate::check::truth::words;
use crate::check::truth::{Passage, Sentence};

rule! {
    /// Finds durations that are not those of the interval beside them.
    ///
    /// ## Why
    ///
    /// "From 21:45 to 23:28 UTC (83 minutes)" is wrong whatever the facts say: one of three numbers
    /// is, and readers cannot tell which. Compared are a duration in brackets behind an interval
    /// of clock times, and one before it ("lasted 83 minutes, from 21:45 to 23:28"), at the precision
    /// that the author used.
    ///
    /// Measured on the 85 statements of `tests/truth`: precision 1.00, recall 1.00;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Checkout failed from 21:45 to 23:28 UTC (83 minutes).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Checkout failed from 21:45 to 23:28 UTC (an hour and 43 minutes). Between 21:00 and 22:00
    /// it was slow for 10 minutes.
    /// ```
    "stated-interval", Truth, Error, check
}

const DAY: i64 = 86_400;

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    let account = findings.account();
    let sentences = account.sentences_with(Spots::CLOCK);
    for (passage, sentence) in sentences.filter(|(_, sentence)| sentence.has_spots(Spots::UNIT)) {
        let clocks = clocks(&sentence);
        for pair in clocks.windows(2) {
            let [first, second] = pair else { continue };
            if let Some(stated) = misfit(&sentence, first, second) {
                report(findings, passage, &sentence, &stated, first, second);
            }
        }
    }
}

/// Whether a duration is not that of the interval beside it.
pub(super) fn contradicts_itself(sentence: &Sentence<'_>, stated: &Duration) -> bool {
    let clocks = clocks(sentence);
    clocks.windows(2).any(|pair| {
        let [first, second] = pair else { return false };
        misfit(sentence, first, second).is_some_and(|misfit| misfit.range == stated.range)
    })
}

/// The duration beside an interval that has another length.
fn misfit(sentence: &Sentence<'_>, first: &Clock<'_>, second: &Clock<'_>) -> Option<Duration> {
    let is_interval = first.end == Some(IntervalEnd::First)
        && second.end == Some(IntervalEnd::Second)
        && matches!(first.hedge, ClockHedge::Bare | ClockHedge::About);
    if !is_interval || is_counted_otherwise(sentence) || changes_zone(first, second) {
        return None;
    }
    let all = durations(sentence).into_iter();
    let mut beside = all.filter(|stated| is_beside(sentence, stated, first, second));
    beside.next().filter(|stated| !fits(stated, first, second))
}

/// Whether only a part of the interval is counted.
fn is_counted_otherwise(sentence: &Sentence<'_>) -> bool {
    const OTHER: &Words = words!(
        "cumulative" "cumulatively" "intermittent" "intermittently" "each" "every" "per"
        "average" "excluding" "minus" "within"
    );
    sentence.has(0..sentence.len(), OTHER)
}

fn changes_zone(first: &Clock<'_>, second: &Clock<'_>) -> bool {
    let name = |clock: &Clock<'_>| clock.zone.as_ref().map(|zone| zone.name.to_owned());
    first.zone.is_some() && second.zone.is_some() && name(first) != name(second)
}

/// Whether a duration stands in brackets behind an interval, or right before it.
fn is_beside(
    sentence: &Sentence<'_>,
    stated: &Duration,
    first: &Clock<'_>,
    second: &Clock<'_>,
) -> bool {
    let ends = stated.range.end;
    let closes = sentence.is_mark(ends, &[')']);
    let behind = second.range.end + 1 == stated.range.start
        && sentence.is_mark(second.range.end, &['('])
        && closes;
    let is_open = sentence.is(first.range.start.wrapping_sub(1), words!("from"));
    let start = if is_open { first.range.start - 1 } else { first.range.start };
    // "two hours altogether (10:00–12:00)"
    let sum = usize::from(sentence.is(ends, words!("altogether" "overall" "total")));
    let ends = ends + sum;
    // A row of a table: the interval, and how long it was.
    let is_cell = second.range.end + 1 == stated.range.start
        && sentence.is_mark(second.range.end, &[':'])
        && (stated.range.end >= sentence.len() || sentence.is_mark(stated.range.end, &[':']));
    let before = match start.checked_sub(ends) {
        Some(0) => is_open,
        Some(1) if sentence.is_mark(ends, &[',']) => is_open,
        Some(1) => sentence.is_mark(ends, &['(']),
        _ => false,
    };
    behind || before || is_cell || is_set_off(sentence, stated, second)
}

/// "between 10:00 and 10:42 – 42 minutes in which nothing worked – ", "from 10:00 to 10:42, 42
/// minutes in all".
fn is_set_off(sentence: &Sentence<'_>, stated: &Duration, second: &Clock<'_>) -> bool {
    const SUMS: &[&[&str]] = &[
        &["in", "which"],
        &["in", "all"],
        &["in", "total"],
        &["during", "which"],
        &["altogether"],
        &["all", "told"],
    ];
    let mark = second.range.end;
    const LEADS: &Words = words!("or" "a" "span" "period" "total" "of" "some" "stretch" "for" "all" "in" "i.e" "that" "is" "lasting" "altogether");
    let leads = |at: &usize| sentence.is(*at, LEADS);
    let or = mark + (mark + 1..stated.range.start).take_while(leads).count();
    let end = stated.range.end;
    let is_sum = SUMS.iter().any(|sum| sentence.says(end, sum));
    let closes =
        or > mark && (end >= sentence.len() || sentence.is_mark(end, &['.', ',', '–', '—']));
    sentence.is_mark(mark, &[',', '–', '—']) && stated.range.start == or + 1 && (is_sum || closes)
}

/// Whether the interval has a length that the statement allows, on one day or over midnight.
fn fits(stated: &Duration, first: &Clock<'_>, second: &Clock<'_>) -> bool {
    let (low, mut high) = stated.low.allows(stated.hedge);
    if let Some(upper) = stated.high {
        high = upper.allows(stated.hedge).1;
    }
    let length = (second.time - first.time).num_seconds();
    let half = if first.may_be_pm || second.may_be_pm { DAY / 2 } else { DAY };
    // "about 11:30" may be a quarter of an hour off.
    let slack = if first.hedge == ClockHedge::About { 900 } else { 59 };
    // The first length of the interval that is not too short decides.
    let shortest = (low - slack).max(0);
    let rounds = (shortest - length).div_euclid(half) + i64::from((shortest - length) % half != 0);
    length + rounds * half <= high.saturating_add(slack)
}

fn report(
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
    stated: &Duration,
    first: &Clock<'_>,
    second: &Clock<'_>,
) {
    let minutes = (second.time - first.time).num_seconds().rem_euclid(DAY) / 60;
    let length = match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    };
    let said = |range| passage.text.shown(sentence.bytes(range)).to_owned();
    let interval = said(first.words.start..second.words.end);
    let message =
        format!("the prose says \"{}\", but {interval} is {length}", said(stated.range.clone()));
    let shown = sentence.bytes(stated.range.clone());
    findings.at_passage(passage, shown, message).help("correct the duration, or one of the times");
}
