use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{Facts, IncidentKind, State};
use crate::source::FieldPath;

rule! {
    /// Finds facts that are still missing at this state of the incident.
    ///
    /// ## Why
    ///
    /// While an incident is ongoing, nothing is asked. Once it is over, its start and end are
    /// known, or known to be unknown: `resolved = "unknown"`. A published report also says how
    /// bad it was, when it came out and, where `incident.toml` has components, what was affected.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    /// started = 2024-05-02T10:00:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T10:40:00
    /// published = 2024-05-06
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// severity = "major"
    /// components = ["checkout"]
    /// started = 2024-05-02T10:00:00
    /// resolved = "unknown"
    /// published = 2024-05-06
    /// ```
    "incomplete", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    if !subject.facts_are_whole || facts.state == State::Ongoing {
        return;
    }
    let has_components = !subject.config.components.is_empty();
    for (key, what) in missing(facts, has_components) {
        findings
            .at_field(
                FieldPath::from("state"),
                match facts.state {
                    State::Published => format!("this cannot be published without `{key}`"),
                    _ => format!("the {} is over, but `{key}` is missing", facts.kind.name()),
                },
            )
            .label(format!("`{key}` is needed for this"))
            .help(format!("add `{key}`: {what}"));
    }
}

/// The keys that the state asks for and that are not there, with what they say.
fn missing(facts: &Facts, has_components: bool) -> Vec<(&'static str, &'static str)> {
    let is_published = facts.state == State::Published;
    let is_incident = facts.kind == IncidentKind::Incident;
    let wanted = [
        (facts.started.is_none(), "started", "when it began, or \"unknown\""),
        (facts.resolved.is_none(), "resolved", "when it was over, or \"unknown\""),
        (is_published && is_incident && facts.severity.is_none(), "severity", "how bad it was"),
        (
            is_published && has_components && facts.components.is_empty(),
            "components",
            "what was affected",
        ),
        (is_published && facts.published.is_none(), "published", "when the report came out"),
    ];
    wanted
        .into_iter()
        .filter(|(is_missing, ..)| *is_missing)
        .map(|(_, key, what)| (key, what))
        .collect()
}
