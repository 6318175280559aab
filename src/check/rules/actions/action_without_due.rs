use super::open_actions::open_actions;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds open actions without a deadline.
    ///
    /// ## Why
    ///
    /// An action without a date never becomes overdue, and so is never asked after. While the
    /// incident goes on, it may wait for one; once it is over, it may not. Maintenance is left
    /// alone.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// owner = "payments"
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
    /// title = "Replace the queue"
    /// owner = "payments"
    /// status = "dropped"
    /// ```
    "action-without-due", Actions, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (item, action) in open_actions(subject) {
        if action.due.is_none() {
            let message = format!("the action \"{}\" has no deadline", action.title.trim());
            findings.at_field(item.key("due"), message).help("add `due`, a date");
        }
    }
}
