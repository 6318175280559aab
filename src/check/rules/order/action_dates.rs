use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::model::{Action, ActionStatus, Bound, Moment};
use crate::source::FieldPath;

rule! {
    /// Finds actions whose date disagrees with their status or with the incident.
    ///
    /// ## Why
    ///
    /// An action with a date of completion that is still open stays in the list of overdue
    /// ones. One that was done before the incident started did not keep it from happening, so it
    /// is no answer to it. Done without a date is fine.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// status = "open"
    /// done = 2024-05-20
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// status = "done"
    /// done = 2023-05-20
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[action]]
    /// title = "Give the queue more room"
    /// status = "done"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// status = "done"
    /// done = 2024-05-20
    /// ```
    "action-dates", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (index, action) in subject.incident.facts.actions.iter().enumerate() {
        let item = subject.item("action", index);
        check_status(action, &item, subject, findings);
        check_start(action, &item, subject, findings);
    }
}

fn check_status(
    action: &Action,
    item: &FieldPath,
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
) {
    // A status that could not be read is taken for "open".
    let Some(done) = action.done.filter(|_| subject.facts_are_whole) else {
        return;
    };
    if action.status == ActionStatus::Done {
        return;
    }
    findings
        .at_field(
            item.key("done"),
            format!("done on {done}, but the status is \"{}\"", action.status.name()),
        )
        .related_field(&item.key("status"), "its status")
        .help("write status = \"done\", or remove the date; `due` is the deadline");
}

fn check_start(
    action: &Action,
    item: &FieldPath,
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
) {
    let facts = &subject.incident.facts;
    let (Some(done), Some(started)) = (action.done, &facts.started) else {
        return;
    };
    let day = Moment::Exactly(Bound::on(done, &facts.zone));
    if surely_before(&day, started) {
        let message =
            format!("done on {done}, before the incident started {}", when(started, &day));
        findings
            .at_field(item.key("done"), message)
            .related_field(&FieldPath::from("started"), "started here")
            .help("check the year; what was in place already is part of the report, not an action");
    }
}
