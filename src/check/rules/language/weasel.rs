use super::report::report;
use crate::check::language::WordingKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds words that are vague about the impact.
    ///
    /// ## Why
    ///
    /// "Some users" and "briefly" are what a reader suspects of hiding the number. The summary and the
    /// section about the impact are the places for it. A phrase passes where a number stands in the
    /// same sentence or in one beside it; for times, clock times count, and for amounts neither they nor
    /// dates do. English only; `weasel` of `[words]` in `incident.toml` adds phrases, `allow` takes
    /// some out.
    ///
    /// Measured on the 44 sentences of `tests/phrases/language.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Some users may have experienced a brief interruption.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Some customers could not pay by card: 212 payments failed. The brief interruption began at
    /// 10:00 and ended at 10:04.
    ///
    /// ## Root cause
    ///
    /// Some users send very large orders.
    /// ```
    "weasel", Language, Warning, check
}

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(
        findings,
        &[WordingKind::WeaselAmount, WordingKind::WeaselTime],
        "says less than a number",
        "write how many or how long, or \"we do not know how many\"",
    );
}
