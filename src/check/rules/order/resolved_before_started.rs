use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds an incident that ends before it starts.
    ///
    /// ## Why
    ///
    /// Usually the two times are in different zones, or the day changed in between. Every
    /// duration in the report is wrong until it is mended.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T09:40:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T10:40:00
    /// ```
    "resolved-before-started", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let (Some(started), Some(resolved)) = (&facts.started, &facts.resolved) else {
        return;
    };
    if surely_before(resolved, started) {
        let message = format!(
            "resolved {}, before the incident started {}",
            when(resolved, started),
            when(started, resolved)
        );
        findings
            .at_field(FieldPath::from("resolved"), message)
            .label("resolved here")
            .related_field(&FieldPath::from("started"), "started here")
            .help("check the dates, and whether both times are in the zone of the incident");
    }
}
