use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds ids of tickets in texts for readers outside.
    ///
    /// ## Why
    ///
    /// A reader outside cannot open `OPS-1187`, and wonders what is in it. By default, an id is two to
    /// ten capitals, a hyphen and a number of three to six digits. Standards, algorithms, hardware
    /// and projects with open trackers (`RFC-2119`, `SHA-256`, `CVE-2024-3094`, `KAFKA-1234`) pass.
    /// `tickets` of `[audience]` in `incident.toml` says instead how ids look, `#` standing for the number.
    ///
    /// Measured on the 23 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Resolution
    ///
    /// The limit was raised with OPS-1187.
    /// ```
    ///
    /// ```markdown report
    /// ## Resolution
    ///
    /// The limit was raised with inc/42.
    /// ```
    ///
    /// ```toml config
    /// [audience]
    /// tickets = ["inc/#"]
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Resolution
    ///
    /// The limit was raised; sums are now made with SHA-256.
    ///
    /// ## Notes
    ///
    /// OPS-1187
    /// ```
    "ticket-id", Audience, Warning, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Ticket,
    what: "the ticket",
    help: "say what it is about; readers cannot open it",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
