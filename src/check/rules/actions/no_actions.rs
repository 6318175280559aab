use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{IncidentKind, State};
use crate::source::FieldPath;

rule! {
    /// Finds published incidents that nobody does anything about.
    ///
    /// ## Why
    ///
    /// An incident without an action will happen again in the same way. Measures that only the
    /// prose names cannot be followed up: nothing says who does them, until when, and whether
    /// they were done. Internal actions count. Maintenance is left alone.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    /// ```
    "no-actions", Actions, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let must_answer = facts.kind == IncidentKind::Incident && facts.state == State::Published;
    if must_answer && facts.actions.is_empty() && subject.facts_are_whole {
        findings
            .at_field(FieldPath::from("state"), "published without any action")
            .help("add an [[action]], or one with status = \"done\" for what was done already");
    }
}
