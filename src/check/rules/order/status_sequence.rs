use crate::check::rule::rule;
use crate::check::rules::times::surely_before;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, State, Update};

rule! {
    /// Finds updates that go on after the end was announced, and an announced end that the facts
    /// do not have.
    ///
    /// ## Why
    ///
    /// "Resolved" and "completed" end an incident for those who follow it. If it is being
    /// watched still, the earlier update should have said "monitoring"; if it came back, a new
    /// incident tells that better. Without `resolved` in the facts, pages say beside it that the
    /// incident is ongoing.
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
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[update]]
    /// at = 2024-05-02T10:45:00
    /// status = "resolved"
    /// text = "Paying works again."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T10:40:00
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
    going_on(subject, findings);
    unresolved(subject, findings);
}

fn is_seen(update: &Update) -> bool {
    update.audience != Audience::Internal
}

/// The end is the last that readers were told of an incident that the facts call ongoing.
fn unresolved(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    // Without an end, any other state is `incomplete`.
    let is_open = facts.state == State::Ongoing && facts.resolved.is_none();
    let Some(last) = facts.updates.iter().rposition(is_seen) else {
        return;
    };
    let update = &facts.updates[last];
    if !is_open || !update.status.is_final() || !subject.facts_are_whole {
        return;
    }
    let (kind, status) = (facts.kind.name(), update.status.name());
    let earlier = if update.status.is_maintenance() { "verifying" } else { "monitoring" };
    findings
        .at_field(
            subject.item("update", last).key("status"),
            format!("the update says \"{status}\", but the {kind} has no `resolved`"),
        )
        .label(format!("readers see the {kind} as ongoing beside this"))
        .help(format!("`incident resolve` adds it; if it is not over, write \"{earlier}\""));
}

fn going_on(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let updates = &subject.incident.facts.updates;
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
