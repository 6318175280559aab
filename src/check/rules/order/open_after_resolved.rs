use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::State;
use crate::source::FieldPath;

rule! {
    /// Finds what is said to last although the incident is resolved.
    ///
    /// ## Why
    ///
    /// A window without an end counts as downtime until today, and a state of `ongoing` keeps the
    /// incident in the list of open ones. `incident resolve` closes both.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "ongoing"
    /// resolved = 2024-05-02T10:40:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    /// resolved = 2024-05-02T10:40:00
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:00:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    /// resolved = 2024-05-02T10:40:00
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:00:00
    /// end = "unknown"
    /// ```
    "open-after-resolved", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    if facts.resolved.is_none() {
        return;
    }
    let resolved = FieldPath::from("resolved");
    // A state that could not be read is taken for "ongoing".
    if facts.state == State::Ongoing && subject.facts_are_whole {
        findings
            .at_field(
                FieldPath::from("state"),
                "the state is \"ongoing\", but the incident is resolved",
            )
            .related_field(&resolved, "resolved here")
            .help("write state = \"drafting\" until the report is published");
    }
    for (index, impact) in facts.impact.iter().enumerate() {
        if impact.period.end.is_none() {
            let message = format!(
                "the window of {} has no end, but the incident is resolved",
                impact.component
            );
            findings
                .at_field(subject.item("impact", index), message)
                .related_field(&resolved, "resolved here")
                .help("add `end = …`; where nobody knows, end = \"unknown\"");
        }
    }
}
