use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds hardware addresses (MAC) in texts for readers outside.
    ///
    /// ## Why
    ///
    /// The address of a network card names one machine and its maker, and no reader can do anything
    /// with it. It is looked for in three forms: pairs with colons, pairs with hyphens, and three
    /// groups with dots. Broadcast and multicast addresses and the examples of RFC 7042 are nobody's
    /// and pass, and so does what is written in digits only, as dates are.
    ///
    /// Measured on the 11 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The switch learnt `3c:fd:fe:1a:2b:3c` on two ports.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The switch learnt the same address on two ports, after a backup named 18-06-18-20-01-00.
    /// ```
    "mac-address", Audience, Error, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Mac,
    what: "the hardware address",
    help: "leave it out, or say which machine it was",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
