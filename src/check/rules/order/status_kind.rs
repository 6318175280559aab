use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::fields::listed;
use crate::model::{IncidentKind, UpdateStatus};
use crate::source::FieldPath;

rule! {
    /// Finds updates with a status of maintenance in an incident, or the other way round.
    ///
    /// ## Why
    ///
    /// Readers and programs know two sequences: investigating, identified, monitoring, resolved,
    /// and scheduled, in progress, verifying, completed. A page that says "completed" about an
    /// outage belongs to neither.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:45:00
    /// status = "completed"
    /// text = "Paying works again."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:45:00
    /// status = "completed"
    /// text = "The queue has moved."
    /// ```
    "status-kind", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let is_maintenance = facts.kind == IncidentKind::Maintenance;
    let statuses: Vec<&str> = UpdateStatus::ALL
        .iter()
        .filter(|(_, status)| status.is_maintenance() == is_maintenance)
        .map(|(name, _)| *name)
        .collect();
    for (index, update) in facts.updates.iter().enumerate() {
        // A kind that could not be read is taken for an incident.
        if update.status.is_maintenance() == is_maintenance || !subject.facts_are_whole {
            continue;
        }
        let other = if is_maintenance { "an incident" } else { "maintenance" };
        let message = format!(
            "\"{}\" is a status of {other}, not of this {}",
            update.status.name(),
            facts.kind.name()
        );
        let entry = findings
            .at_field(subject.item("update", index).key("status"), message)
            .help(format!("use {}, or change `kind`", listed(&statuses)));
        if is_maintenance {
            entry.related_field(&FieldPath::from("kind"), "said to be maintenance here");
        }
    }
}
