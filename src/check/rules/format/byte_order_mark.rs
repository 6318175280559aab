use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::diagnostic::{Edit, Fix};
use crate::source::{FieldPath, Span};

rule! {
    /// Finds files that begin with a byte order mark.
    ///
    /// ## Why
    ///
    /// Some editors on Windows write three invisible bytes before the text. This tool reads past
    /// them; many others take them for part of the first word.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// \u{feff}## Summary
    ///
    /// For forty minutes, nobody could pay.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// For forty minutes, nobody could pay.
    /// ```
    "byte-order-mark", Format, Warning, check
}

const MARK: &str = "\u{feff}";

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let message = "the file begins with a byte order mark";
    let help = "save it as UTF-8 without a byte order mark";
    let mark = Span::new(0, MARK.len());
    let fix = Fix::safe("remove the byte order mark", Edit::remove(mark));
    if subject.facts_file().text.starts_with(MARK) {
        findings.at_field(FieldPath::root(), message).help(help).fix(fix.clone());
    }
    if subject.report_file().text.starts_with(MARK) {
        findings.in_report(mark, message).help(help).fix(fix);
    }
}
