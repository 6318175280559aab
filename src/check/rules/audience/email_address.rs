use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds e-mail addresses in texts for readers outside.
    ///
    /// ## Why
    ///
    /// An address in a public text is read by programs that send spam, and often is the name of a
    /// colleague. Mailboxes by role, such as `support@` and `security@`, are there to be written to
    /// and pass. So do addresses in the boilerplate, addresses that `allow` of `[audience]` lists
    /// (`@example.com` stands for all of a domain), and the domains of examples of RFC 2606.
    ///
    /// Measured on the 25 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Questions go to jane.doe@shop.test-cloud.net.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// [boilerplate]
    /// contact = "Write to [us](mailto:care@shop.test-cloud.net)."
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Questions go to care@shop.test-cloud.net or support@test-cloud.net. The image
    /// `graph@2x.png` came from `git@github.com:shop/graphs.git`.
    /// ```
    "email-address", Audience, Warning, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Email,
    what: "the e-mail address",
    help: "name a team, or an address that is there to be written to",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
