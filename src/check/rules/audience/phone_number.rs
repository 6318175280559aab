use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds telephone numbers in texts for readers outside.
    ///
    /// ## Why
    ///
    /// The number of somebody on call has no place in a public text. Only the international form is
    /// looked for, with a plus and the code of a country: other numbers may be anything. A number
    /// that the boilerplate has in it passes, and so do numbers that are given to nobody, such as
    /// +1 415 555 0132.
    ///
    /// Measured on the 17 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Resolution
    ///
    /// The data center's on-call engineer (+41 44 668 18 00) replaced the disk.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// [boilerplate]
    /// contact = "Call us: +41 44 668 18 00"
    /// ```
    ///
    /// ```markdown report
    /// ## Resolution
    ///
    /// Call +41 44 668 1800. At 2024-05-02T10:00:00+02:00 the queue held +12 000 000 messages.
    /// ```
    "phone-number", Audience, Warning, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Phone,
    what: "the telephone number",
    help: "leave it out, or put it into the contact of [boilerplate]",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
