use crate::check::rule::rule;
use crate::check::rules::times::surely_before;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, Update};

rule! {
    /// Finds updates that go on after the last one has been given.
    ///
    /// ## Why
    ///
    /// "Resolved" and "completed" end an incident for those who follow it. If it is being
    /// watched still, the earlier update should have said "monitoring"; if it came back, a new
    /// incident tells that better.
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
    /// at = 2024-05-02T11:15:00
    /// status = "monitoring"
    /// text = "We keep an eye on it."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[update]]
    /// at = 2024-05-02T10:45:00
    /// status = "monitoring"
    /// text = "Paying works again; we keep an eye on it."
    ///
    /// [[update]]
    /// at = 2024-05-02T11:15:00
    /// status = "resolved"
    /// text = "It has worked for half an hour."
    /// ```
    "status-sequence", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let updates = &subject.incident.facts.updates;
    let is_seen = |update: &Update| update.audience != Audience::Internal;
    for (index, update) in updates.iter().enumerate() {
        if update.status.is_final() || !is_seen(update) {
            continue;
        }
        let last = updates[..index].iter().rposition(|earlier| {
            earlier.status.is_final() && is_seen(earlier) && !surely_before(&update.at, &earlier.at)
        });
        let Some(last) = last else {
            continue;
        };
        let message =
            format!("\"{}\" comes after \"{}\"", update.status.name(), updates[last].status.name());
        findings
            .at_field(subject.item("update", index).key("status"), message)
            .related_field(
                &subject.item("update", last).key("status"),
                "the end was announced here",
            )
            .help("give the earlier update another status, or open a new incident if it came back");
    }
}
