use chrono::NaiveDate;

use crate::check::rule::rule;
use crate::check::rules::times::days;
use crate::check::subject::{Findings, Subject};
use crate::model::{Facts, IncidentKind, State, Update, UpdateStatus};
use crate::source::FieldPath;

rule! {
    /// Finds maintenance that was announced without a window.
    ///
    /// ## Why
    ///
    /// Readers plan around maintenance: the window goes into the calendar and onto the status
    /// page. What has not begun is shown to them as scheduled. Work that nobody announced before it
    /// began, or that is over, needs none.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    ///
    /// [[update]]
    /// at = 2024-04-20T09:00:00
    /// status = "scheduled"
    /// text = "The queue will move in the night to 3 May."
    /// ```
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// started = 2124-05-02T23:00:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-03T01:00:00 }
    ///
    /// [[update]]
    /// at = 2024-04-20T09:00:00
    /// status = "scheduled"
    /// text = "The queue will move in the night to 3 May."
    /// ```
    "unscheduled-maintenance", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let is_over = facts.resolved.is_some()
        || facts.state != State::Ongoing
        || facts.updates.iter().any(|update| update.status.is_final());
    // A window that could not be read is one.
    let has_window = facts.scheduled.is_some() || !subject.facts_are_whole;
    if facts.kind != IncidentKind::Maintenance || is_over || has_window {
        return;
    }
    let announced = |update: &Update| update.status == UpdateStatus::Scheduled;
    let kind = FieldPath::from("kind");
    let help = "add `scheduled = { start = …, end = … }`";
    if let Some(index) = facts.updates.iter().position(announced) {
        let status = subject.item("update", index).key("status");
        findings
            .at_field(kind, "the maintenance is announced, but has no window")
            .related_field(&status, "announced here")
            .help(help);
    } else if facts.updates.is_empty() && is_to_come(facts, subject.today) {
        findings
            .at_field(kind, "readers see this maintenance as scheduled, but no window of it")
            .related_field(&FieldPath::from("started"), "it begins here")
            .help(help);
    }
}

/// Whether it begins today or later; without an update, readers see it as scheduled.
fn is_to_come(facts: &Facts, today: NaiveDate) -> bool {
    facts.started.and_then(|started| days(&started)).is_some_and(|(first, _)| first >= today)
}
