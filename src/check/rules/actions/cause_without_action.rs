use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{Action, ActionKind, ActionStatus, IncidentKind, StandardSection, State};

rule! {
    /// Finds published root causes that no action answers.
    ///
    /// ## Why
    ///
    /// A report that explains the cause makes its readers expect that something is done about
    /// it: that it is prevented, detected sooner, or made to hurt less. The rule speaks where
    /// all actions that were not dropped are of kind `process`, or all were dropped. An action
    /// without a kind may be an answer, and an incident without actions has a rule of its own,
    /// `no-actions`.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    ///
    /// [[action]]
    /// title = "Remind everybody of the runbook"
    /// kind = "process"
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The queue was full, and nothing watched it.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    ///
    /// [[action]]
    /// title = "Remind everybody of the runbook"
    /// kind = "process"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// kind = "detect"
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The queue was full, and nothing watched it.
    /// ```
    "cause-without-action", Actions, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let is_told = facts.kind == IncidentKind::Incident && facts.state == State::Published;
    if !is_told || !subject.facts_are_whole || facts.actions.is_empty() {
        return;
    }
    if facts.actions.iter().any(may_answer) {
        return;
    }
    let sections = &subject.incident.report.sections;
    let Some(index) = sections.iter().position(|section| {
        section.standard == Some(StandardSection::RootCause) && section.has_prose()
    }) else {
        return;
    };
    let Some(section) = subject.outline.sections.get(index) else {
        return;
    };
    let message = if facts.actions.iter().all(is_dropped) {
        "every action that could answer this cause was dropped"
    } else {
        "no action prevents this cause, detects it sooner or mitigates it"
    };
    findings
        .in_report(subject.outline.headings[section.heading].span, message)
        .help("add an [[action]] of kind \"prevent\", \"detect\" or \"mitigate\"");
}

/// Whether an action keeps the cause from coming back, or makes it show sooner or hurt less.
fn may_answer(action: &Action) -> bool {
    !is_dropped(action) && action.kind != Some(ActionKind::Process)
}

fn is_dropped(action: &Action) -> bool {
    action.status == ActionStatus::Dropped
}
