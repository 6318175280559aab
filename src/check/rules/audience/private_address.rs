use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds private addresses of networks in texts for readers outside.
    ///
    /// ## Why
    ///
    /// An address such as `10.20.0.7` means nothing to a customer, and tells an attacker how the
    /// network is laid out. The rule knows the private and link-local ranges of RFC 1918, RFC 3927,
    /// RFC 4193 and RFC 4291, and the shared one of RFC 6598. Loopback, the documentation ranges of
    /// RFC 5737 and RFC 3849, the metadata address of clouds and the ranges as such
    /// (`10.0.0.0/8`) are the same everywhere and pass. Drafts are read as if they were
    /// published.
    ///
    /// Measured on the 31 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:00:00
    /// status = "identified"
    /// text = "The database at 10.20.0.7 does not answer."
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The proxy lost its route to `fd12:3456:789a::42`.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:00:00
    /// text = "10.20.0.7 does not answer"
    /// wording = "A database does not answer"
    /// audience = "public"
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// Version 10.20.0.7 of the proxy listened on 127.0.0.1 only.
    ///
    /// ## Notes
    ///
    /// The database was 10.20.0.7.
    /// ```
    "private-address", Audience, Error, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Address,
    what: "the private address",
    help: "say what it is instead, such as \"a database server\"",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
