use super::ascending::disorder;
use crate::check::rule::rule;
use crate::check::rules::times::when;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds updates that stand behind later ones.
    ///
    /// ## Why
    ///
    /// Updates are numbered in the order of the file and shown in the order of time. An update
    /// out of order is most often a time in the wrong zone or on the wrong day.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:45:00
    /// status = "resolved"
    /// text = "Paying works again."
    ///
    /// [[update]]
    /// at = 2024-05-02T10:15:00
    /// status = "investigating"
    /// text = "Paying fails."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:15:00
    /// status = "investigating"
    /// text = "Paying fails."
    ///
    /// [[update]]
    /// at = 2024-05-02T10:45:00
    /// status = "resolved"
    /// text = "Paying works again."
    /// ```
    "update-order", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let updates = &subject.incident.facts.updates;
    for (index, above) in disorder(updates.iter().map(|update| &update.at)) {
        let (time, other) = (&updates[index].at, &updates[above].at);
        let message =
            format!("the update {} stands behind the one {}", when(time, other), when(other, time));
        findings
            .at_field(subject.item("update", index).key("at"), message)
            .related_field(&subject.item("update", above).key("at"), "later, and above it")
            .help("check its date and zone, or move it up");
    }
}
