use super::report::report;
use crate::check::language::WordingKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds words that blame people.
    ///
    /// ## Why
    ///
    /// "Human error" ends an investigation where it should begin: people err every day, and the
    /// question is why the system let it through. A report that blames also makes the next person
    /// say less. The rule knows phrases such as "should have known", "forgot to" and "careless",
    /// where a person is meant; what tests or alarms should have done is no blame. Sentences that
    /// deny it ("this was not human error"), quotations, code and links are left alone. Sections for
    /// insiders are read, too; timeline entries for insiders are not. `blame` of `[words]` in
    /// `incident.toml` adds phrases, `allow` takes some out. English only.
    ///
    /// Measured on the 45 sentences of `tests/phrases/language.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The outage was caused by human error: an engineer forgot to renew the certificate.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// Nothing reminded us that the certificate had to be renewed. This was not human error: our
    /// alarms should have caught it.
    /// ```
    "blame", Language, Warning, check
}

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(
        findings,
        &[WordingKind::Blame],
        "finds fault with people",
        "say what made the mistake possible, and what will catch it next time",
    );
}
