use chrono::{NaiveTime, Timelike as _};

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::clock::{Clock, clocks};
use crate::check::truth::date::days;
use crate::check::truth::spots::Spots;
use crate::check::truth::{BlockKind, Kind, Meaning, Passage, Sentence};
use crate::model::StandardSection;
use crate::source::Span;

rule! {
    /// Finds times that run backwards in the report's own timeline.
    ///
    /// ## Why
    ///
    /// A timeline that is told in the report has nothing to keep it in order, and "23:21" before
    /// "21:31" is a typing error that readers stumble over. Compared are times at the start of
    /// headings, rows, and items of one list under Timeline. A date between them starts anew, a
    /// step of more than half a day is one past midnight, and a list with the newest first is
    /// left alone.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Timeline
    ///
    /// - 22:59 The release does not start on the test machine.
    /// - 23:21 It is rolled out.
    /// - 21:31 The wrong image is found.
    /// - 21:50 All is well.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Timeline
    ///
    /// - 22:59 The release does not start on the test machine.
    /// - 23:21 It is rolled out.
    /// - 00:31 The wrong image is found.
    /// ```
    "prose-order", Order, Warning, check
}

/// A time at the start of a block.
struct Entry {
    kind: BlockKind,
    time: NaiveTime,
    /// Whether a date stands beside it, so that it may be of another day.
    is_dated: bool,
    /// Where it stands in the shown text.
    shown: std::ops::Range<usize>,
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let account = findings.account();
    let Some(report) = account.passages.first() else { return };
    let entries = entries(subject, report);
    let steps: Vec<_> = entries.windows(2).filter_map(|pair| step(&pair[0], &pair[1])).collect();
    let back: Vec<_> = steps.iter().filter(|step| step.is_back).collect();
    // Where many go back, the order is another one.
    if back.len() * 2 > steps.len() - back.len() {
        return;
    }
    for step in back {
        let (first, second) = (step.first, step.second);
        let message = format!(
            "{} stands behind {}",
            report.text.shown(second.shown.clone()),
            report.text.shown(first.shown.clone())
        );
        let before = report.source(first.shown.clone()).into();
        findings
            .at_passage(report, second.shown.clone(), message)
            .related_report(before, "the time before it")
            .help("correct the time, put the entry in its place, or write the date before it");
    }
}

struct Step<'e> {
    first: &'e Entry,
    second: &'e Entry,
    is_back: bool,
}

/// The step between two entries of one list; nothing where they cannot be compared.
fn step<'e>(first: &'e Entry, second: &'e Entry) -> Option<Step<'e>> {
    const HALF_A_DAY: i64 = 43_200;
    let is_comparable = first.kind == second.kind && !second.is_dated;
    let ahead = (second.time - first.time).num_seconds();
    is_comparable.then_some(Step { first, second, is_back: (-HALF_A_DAY..0).contains(&ahead) })
}

/// The blocks of the timeline that begin with a time. Where hours may be counted to twelve, "1:05"
/// behind "12:50" is no step back, and nothing is compared.
fn entries(subject: &Subject<'_>, report: &Passage) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut may_be_pm, mut is_whole_day, mut is_new_day) = (false, false, false);
    for sentence in report.text.sentences_with(Spots::CLOCK.and(Spots::DAY)) {
        let shown = sentence.bytes(0..sentence.len());
        if !is_in_timeline(subject, report.source(shown.clone()).into()) {
            continue;
        }
        let block = report.text.block_at(shown.start).and_then(|at| report.text.blocks().get(at));
        let clock = leading(&sentence).filter(|_| sentence.previous().is_none());
        let (Some(block), Some(clock)) = (block, clock) else {
            is_new_day |= opens_with_date(&sentence);
            continue;
        };
        may_be_pm |= clock.may_be_pm;
        let is_padded = sentence.shown(clock.words.start).starts_with('0');
        is_whole_day |= is_padded || clock.time.hour() > 12;
        entries.push(Entry {
            kind: block.kind,
            time: clock.time,
            is_dated: std::mem::take(&mut is_new_day) || !days(&sentence).is_empty(),
            shown: sentence.bytes(clock.words.clone()),
        });
    }
    if may_be_pm && !is_whole_day { Vec::new() } else { entries }
}

fn is_in_timeline(subject: &Subject<'_>, span: Span) -> bool {
    let sections = &subject.incident.report.sections;
    let section = subject.outline.section_at(Span::at(span.start)).and_then(|at| sections.get(at));
    section.is_some_and(|section| section.standard == Some(StandardSection::Timeline))
}

/// "19. April, 11:00" and "In the night to 3 May": what follows is of that day.
fn opens_with_date(sentence: &Sentence<'_>) -> bool {
    const OPENING: usize = 6;
    (0..OPENING).any(|at| match sentence.kind(at) {
        Some(Kind::Date(_)) => true,
        _ => matches!(sentence.meaning(at), Meaning::Month(_) | Meaning::Weekday(_)),
    })
}

/// The time that a block begins with, perhaps behind a date.
fn leading<'t>(sentence: &Sentence<'t>) -> Option<Clock<'t>> {
    let clock = clocks(sentence).into_iter().next()?;
    let leads = (0..clock.words.start).all(|at| {
        matches!(sentence.kind(at), Some(Kind::Date(_) | Kind::Number { .. } | Kind::Mark(_)))
            || days(sentence).iter().any(|day| day.range.contains(&at))
    });
    leads.then_some(clock)
}
