use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::model::{Impact, Period};

rule! {
    /// Finds impact windows of one component and resource that overlap.
    ///
    /// ## Why
    ///
    /// A component is in one state at a time. Two windows at once are usually one that was
    /// written twice, or one that should end where the next begins: a degradation that becomes
    /// an outage is two windows, one behind the other.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "degraded_performance"
    /// start = 2024-05-02T10:00:00
    /// end = 2024-05-02T10:40:00
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:20:00
    /// end = 2024-05-02T10:30:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "degraded_performance"
    /// start = 2024-05-02T10:00:00
    /// end = 2024-05-02T10:20:00
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:20:00
    /// end = 2024-05-02T10:30:00
    /// ```
    "window-overlap", Order, Warning, check
}

fn check<'s>(subject: &Subject<'s>, findings: &mut Findings<'_>) {
    let impact = &subject.incident.facts.impact;
    let id = |impact: &'s Impact| {
        let component = subject.config.component(&impact.component);
        component.map_or(impact.component.as_str(), |component| component.id.as_str())
    };
    let ids: Vec<&str> = impact.iter().map(id).collect();
    for (index, window) in impact.iter().enumerate() {
        let other = (0..index).find(|&at| {
            ids[at] == ids[index]
                && impact[at].resource == window.resource
                && overlap(&impact[at].period, &window.period)
        });
        let Some(other) = other else {
            continue;
        };
        let (start, other_start) = (&window.period.start, &impact[other].period.start);
        let what = match &window.resource {
            Some(resource) => format!("{} ({resource})", window.component),
            None => window.component.clone(),
        };
        let message = format!(
            "the window of {what} that starts {} overlaps the one that starts {}",
            when(start, other_start),
            when(other_start, start)
        );
        findings
            .at_field(subject.item("impact", index).key("start"), message)
            .related_field(&subject.item("impact", other).key("start"), "the other window")
            .help("let one end where the other begins, or name the `resource` of each");
    }
}

/// Whether two windows surely have some time in common.
fn overlap(a: &Period, b: &Period) -> bool {
    let begins_within =
        |a: &Period, b: &Period| b.end.as_ref().is_none_or(|end| surely_before(&a.start, end));
    let is_forward = |a: &Period| a.end.as_ref().is_none_or(|end| surely_before(&a.start, end));
    is_forward(a) && is_forward(b) && begins_within(a, b) && begins_within(b, a)
}
