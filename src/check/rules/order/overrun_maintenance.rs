use crate::check::rule::rule;
use crate::check::rules::times::days;
use crate::check::subject::{Findings, Subject};
use crate::model::{IncidentKind, State};
use crate::source::FieldPath;

rule! {
    /// Finds maintenance that is still open although its announced window is over.
    ///
    /// ## Why
    ///
    /// Readers planned around the window. Behind it, they see work that goes on and on, or that
    /// never began, until somebody completes it or announces a longer window. The day on which
    /// the window ends still counts. `--today` says which day the rule goes by; the examples go
    /// by 1 June 2024.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-03T01:00:00 }
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// scheduled = { start = 2024-05-31T23:00:00, end = 2024-06-01T01:00:00 }
    /// ```
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// state = "drafting"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-03T01:00:00 }
    /// started = 2024-05-02T23:00:00
    /// resolved = 2024-05-03T00:40:00
    /// ```
    "overrun-maintenance", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let is_open = facts.state == State::Ongoing && facts.resolved.is_none();
    // A kind, a state or an end that could not be read may say otherwise.
    if facts.kind != IncidentKind::Maintenance || !is_open || !subject.facts_are_whole {
        return;
    }
    let end = facts.scheduled.as_ref().and_then(|scheduled| scheduled.end.as_ref());
    let Some((_, last)) = end.and_then(days).filter(|(_, last)| *last < subject.today) else {
        return;
    };
    let (stands, help) = match facts.started {
        Some(_) => {
            ("is not completed", "`incident resolve` completes it; if it takes longer, move")
        }
        None => ("has not begun", "add `started` and `resolved`; if it is yet to come, move"),
    };
    findings
        .at_field(
            FieldPath::from("scheduled").key("end"),
            format!("the announced window ended on {last}, but the maintenance {stands}"),
        )
        .help(format!("{help} `scheduled` and tell readers with an update"));
}
