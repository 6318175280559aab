use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{IncidentKind, State};
use crate::source::FieldPath;

rule! {
    /// Finds maintenance without an announced window.
    ///
    /// ## Why
    ///
    /// Readers plan around maintenance: the window goes into the calendar and onto the status
    /// page. Work that is over needs none any more, and work that was not announced none yet.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    ///
    /// [[update]]
    /// at = 2024-05-02T09:00:00
    /// status = "scheduled"
    /// text = "The queue moves to a larger machine."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-03T01:00:00 }
    /// ```
    "unscheduled-maintenance", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let is_over = facts.resolved.is_some()
        || facts.state != State::Ongoing
        || facts.updates.iter().any(|update| update.status.is_final());
    let has_window = facts.scheduled.is_some() || !subject.facts_are_whole;
    let is_announced = !facts.updates.is_empty();
    if facts.kind != IncidentKind::Maintenance || is_over || has_window || !is_announced {
        return;
    }
    findings
        .at_field(FieldPath::from("kind"), "the maintenance has no announced window")
        .help("add `scheduled = { start = …, end = … }`");
}
