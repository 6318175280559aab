use crate::check::others::Other;
use crate::check::rule::rule;
use crate::check::rules::destination::linked;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, State};
use crate::source::IncidentLink;

rule! {
    /// Finds links of a published report to an incident whose report is not published.
    ///
    /// ## Why
    ///
    /// The reader who follows the link finds a page without a report, or learns of an incident
    /// that nobody meant to announce yet. Sections, timeline entries and corrections that readers
    /// outside see are looked at; an update was said before there was a report.
    ///
    /// ## Fails
    ///
    /// ```toml config
    /// base_url = "https://status.example.com"
    /// ```
    ///
    /// ```text drafts
    /// 2024-04-01-first-time
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed again"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// It failed [as before](https://status.example.com/incidents/2024-04-01-first-time/).
    /// ```
    ///
    /// ```text drafts
    /// 2024-04-01-first-time
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed again"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// It failed [as before](../2024-04-01-first-time/).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// base_url = "https://status.example.com"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed again"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// It failed [as before](https://status.example.com/incidents/2024-04-01-first-time/).
    /// ```
    "draft-linked", Publication, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.incident.facts.state != State::Published {
        return;
    }
    for text in markdown_texts(subject, findings).filter(|text| !text.is_update()) {
        for reference in &text.outline.references {
            let Some(IncidentLink { id, .. }) = linked(&reference.destination, subject) else {
                continue;
            };
            let is_seen = text.audience_at(subject, reference.span) < Audience::Internal;
            if is_seen && subject.others.state(&id) == Other::Draft {
                let message = format!("the report of {id} is not published");
                text.finding(findings, reference.span, message)
                    .help("publish it first, or leave the link out until then");
            }
        }
    }
}
