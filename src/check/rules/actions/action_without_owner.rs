use super::open_actions::open_actions;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds open actions that belong to nobody.
    ///
    /// ## Why
    ///
    /// What everybody should do is done by no one. A team is an owner, too, and readers outside
    /// never see who it is. While the incident goes on, an action may wait for its owner; once
    /// it is over, it may not. Maintenance is left alone.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// due = 2024-06-30
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// owner = "payments"
    /// due = 2024-06-30
    ///
    /// [[action]]
    /// title = "Give the queue more room"
    /// status = "done"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout fails"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// ```
    "action-without-owner", Actions, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (item, action) in open_actions(subject) {
        if action.owner.is_none() {
            let message = format!("nobody owns the action \"{}\"", action.title.trim());
            findings.at_field(item.key("owner"), message).help("add `owner`: a person or a team");
        }
    }
}
