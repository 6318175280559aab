use super::report::report;
use crate::check::language::WordingKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds apologies that do not say for what.
    ///
    /// ## Why
    ///
    /// "We apologize for any inconvenience this may have caused" tells readers that nobody looked:
    /// "any" and "may" doubt that something happened to them at all. An apology that names what went
    /// wrong costs one more line. English only; `empty_apology` of `[words]` in `incident.toml` adds
    /// phrases, `allow` takes some out.
    ///
    /// Measured on the 18 sentences of `tests/phrases/language.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// We apologize for any inconvenience this may have caused.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// We are sorry: for forty minutes you could not pay, and we told you too late.
    /// ```
    "empty-apology", Language, Warning, check
}

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(
        findings,
        &[WordingKind::EmptyApology],
        "does not say what you are sorry for",
        "say what went wrong for whom: \"we are sorry that you could not pay for forty minutes\"",
    );
}
