use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, State};

rule! {
    /// Finds links of a published report to an incident whose report is not published.
    ///
    /// ## Why
    ///
    /// The reader who follows the link finds a page without a report, or learns of an incident
    /// that nobody meant to announce yet.
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
    let Some(base) = &subject.config.base_url else { return };
    if subject.incident.facts.state != State::Published {
        return;
    }
    let pages = format!("{base}/incidents/");
    for reference in &subject.outline.references {
        let Some(id) = linked(&reference.destination, &pages) else { continue };
        let section = subject.outline.section_at(reference.span);
        let sections = &subject.incident.report.sections;
        let audience =
            section.and_then(|index| sections.get(index)).map(|section| section.audience);
        let is_seen = audience.is_some_and(|audience| audience < Audience::Internal);
        if is_seen && subject.drafts.has(id) {
            findings
                .in_report(reference.span, format!("the report of {id} is not published"))
                .help("publish it first, or leave the link out until then");
        }
    }
}

/// The incident whose page an address leads to.
fn linked<'d>(destination: &'d str, pages: &str) -> Option<&'d str> {
    destination.strip_prefix(pages)?.split(['/', '#', '?']).next()
}
