use chrono::Days;

use crate::check::rule::rule;
use crate::check::rules::times::days;
use crate::check::subject::{Field, Findings, Subject};
use crate::model::IncidentKind;

rule! {
    /// Finds times of an incident that have not come yet.
    ///
    /// ## Why
    ///
    /// Facts are about what has happened. A time in the future has the wrong day, month or
    /// year. Tomorrow is let pass, because it may be tomorrow already where the incident is;
    /// so is the start of maintenance.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2124-05-02T10:00:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// ```
    "future-time", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(tomorrow) = subject.today.checked_add_days(Days::new(1)) else {
        return;
    };
    let is_planned = facts.kind == IncidentKind::Maintenance;
    let times = [
        ("started", facts.started.filter(|_| !is_planned)),
        ("detected", facts.detected),
        ("mitigated", facts.mitigated),
        ("resolved", facts.resolved),
    ];
    let times = times.into_iter().filter_map(|(key, time)| Some((Field::Top(key), time?)));
    let entries = facts.timeline.iter().enumerate();
    let entries = entries.map(|(index, entry)| (Field::Item("timeline", index, "at"), entry.at));
    for (field, time) in times.chain(entries) {
        let Some((first, _)) = days(&time).filter(|(first, _)| *first > tomorrow) else {
            continue;
        };
        findings
            .at_field(
                field.path(subject),
                format!("{first} has not come yet; today is {}", subject.today),
            )
            .help("check the day, the month and the year");
    }
}
