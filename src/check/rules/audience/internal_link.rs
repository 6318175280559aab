use super::report::{Reported, report};
use crate::check::audience::LeakKind;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds links to chats, consoles and dashboards in texts for readers outside.
    ///
    /// ## Why
    ///
    /// A link to the team's channel or to a cloud's console opens for nobody outside, and says
    /// which tools and accounts a company has. Found are addresses of Slack, Teams, Meet, PagerDuty,
    /// Opsgenie, Datadog, New Relic, Splunk, Grafana's dashboards and the consoles of AWS, Azure and
    /// Google Cloud.
    ///
    /// Measured on the 17 sentences of `tests/phrases/audience.toml`: precision 1.00, recall 1.00.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The queue was full ([thread](https://acme.slack.com/archives/C02AB/p1714650000)).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The queue was full, as [the vendor](https://status.slack.com/) had said.
    ///
    /// ## Notes
    ///
    /// The thread is https://acme.slack.com/archives/C02AB/p1714650000.
    /// ```
    "internal-link", Audience, Warning, check
}

pub(super) const LEAK: Reported = Reported {
    kind: LeakKind::Workplace,
    what: "a link that opens for insiders only,",
    help: "leave it out, or tell what is said there",
};

fn check(_: &Subject<'_>, findings: &mut Findings<'_>) {
    report(findings, &LEAK);
}
