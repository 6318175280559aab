use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds a report that came out before the incident was over.
    ///
    /// ## Why
    ///
    /// A report tells how an incident ended, so it cannot be older than the end. What was said
    /// while it lasted is an `[[update]]`.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// resolved = 2024-05-02T10:40:00
    /// published = 2024-05-01
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// resolved = 2024-05-02T10:40:00
    /// published = 2024-05-02
    /// ```
    "published-before-resolved", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let (Some(resolved), Some(published)) = (&facts.resolved, &facts.published) else {
        return;
    };
    if surely_before(published, resolved) {
        let message = format!(
            "published {}, before the incident was resolved {}",
            when(published, resolved),
            when(resolved, published)
        );
        findings
            .at_field(FieldPath::from("published"), message)
            .related_field(&FieldPath::from("resolved"), "resolved here")
            .help("`published` is when the report came out; check both dates");
    }
}
