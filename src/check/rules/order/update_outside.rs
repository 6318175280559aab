use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::model::IncidentKind;
use crate::source::FieldPath;

rule! {
    /// Finds updates about an incident that had not started yet.
    ///
    /// ## Why
    ///
    /// Nobody announces an incident before it begins: the update has the wrong time, or the
    /// incident started earlier than `started` says. Maintenance is announced ahead, and updates
    /// may come long after an incident is over.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[update]]
    /// at = 2024-05-02T09:15:00
    /// status = "investigating"
    /// text = "Paying fails."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[update]]
    /// at = 2024-05-02T10:15:00
    /// status = "investigating"
    /// text = "Paying fails."
    /// ```
    "update-outside", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(started) = facts.started.as_ref().filter(|_| facts.kind == IncidentKind::Incident)
    else {
        return;
    };
    for (index, update) in facts.updates.iter().enumerate() {
        if !surely_before(&update.at, started) {
            continue;
        }
        let message = format!(
            "the update {} is before the incident started {}",
            when(&update.at, started),
            when(started, &update.at)
        );
        findings
            .at_field(subject.item("update", index).key("at"), message)
            .related_field(&FieldPath::from("started"), "started here")
            .help("check its date and zone, or move `started` back");
    }
}
