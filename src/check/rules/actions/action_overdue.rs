use chrono::NaiveDate;

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::ActionStatus;

rule! {
    /// Finds open actions whose deadline has passed.
    ///
    /// ## Why
    ///
    /// The next incident with the same cause is the one that an overdue action would have kept
    /// from happening. The day of the deadline itself still counts. `--today` says which day
    /// the rule goes by; the examples go by 1 June 2024.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// due = 2024-05-20
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// due = 2024-06-01
    ///
    /// [[action]]
    /// title = "Give the queue more room"
    /// due = 2024-05-20
    /// status = "done"
    /// ```
    "action-overdue", Actions, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    // A status that could not be read is taken for "open".
    if !subject.facts_are_whole {
        return;
    }
    for (index, action) in subject.incident.facts.actions.iter().enumerate() {
        let Some(due) = action.due.filter(|due| *due < subject.today) else {
            continue;
        };
        if action.status != ActionStatus::Open {
            continue;
        }
        let late = late(due, subject.today);
        let message = format!("\"{}\" was due on {due}, {late} ago", action.title.trim());
        findings
            .at_field(subject.item("action", index).key("due"), message)
            .help("set `status` to \"done\" or \"dropped\", or agree on a new date");
    }
}

/// "1 day", "12 days".
fn late(due: NaiveDate, today: NaiveDate) -> String {
    match today.signed_duration_since(due).num_days() {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}
