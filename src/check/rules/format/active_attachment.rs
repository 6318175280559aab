use crate::check::rule::rule;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};
use crate::source::attachment;

rule! {
    /// Finds links and images to files that would run in the reader's browser.
    ///
    /// ## Why
    ///
    /// Files that texts show or link to are published as they are. A page or a script among
    /// them runs with the rights of the site that it lies on, and so does what is inside an SVG
    /// image once somebody opens it by itself. `render` copies no such file, whatever the level
    /// of this rule.
    ///
    /// ## Fails
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// 2024-05-02-checkout-failed/report.md
    /// 2024-05-02-checkout-failed/dashboard.html
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// See [the dashboard of that hour](dashboard.html).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// 2024-05-02-checkout-failed/report.md
    /// 2024-05-02-checkout-failed/dashboard.png
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// See [the dashboard of that hour](dashboard.png).
    /// ```
    "active-attachment", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.source.active.is_empty() {
        return;
    }
    for text in markdown_texts(subject, findings) {
        for reference in &text.outline.references {
            let name = attachment(&reference.destination, &subject.source.attachments);
            if let Some(name) = name
                && let Some(active) = subject.source.active.get(name)
            {
                text.finding(
                    findings,
                    reference.span,
                    format!("`{name}` cannot be published: {active}"),
                )
                .help(active.help());
            }
        }
    }
}
