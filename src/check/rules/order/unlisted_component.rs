use std::collections::HashSet;

use super::component_uses::component_uses;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds components with an impact window that the incident does not list.
    ///
    /// ## Why
    ///
    /// `components` says at a glance what was affected: pages, feeds and emails show it. A
    /// window of another component contradicts it.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["checkout"]
    ///
    /// [[impact]]
    /// component = "search"
    /// status = "partial_outage"
    /// start = 2024-05-02T10:00:00
    /// end = 2024-05-02T10:40:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["checkout", "search"]
    ///
    /// [[impact]]
    /// component = "search"
    /// status = "partial_outage"
    /// start = 2024-05-02T10:00:00
    /// end = 2024-05-02T10:40:00
    /// ```
    "unlisted-component", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    // An incident that lists none yet is incomplete, which another rule says in time.
    if facts.components.is_empty() || !subject.facts_are_whole {
        return;
    }
    // One component may have an earlier id.
    let meant = |id| subject.config.component(id).map_or(id, |component| component.id.as_str());
    let mut listed: HashSet<&str> = facts.components.iter().map(|id| meant(id.as_str())).collect();
    for component in component_uses(subject).into_iter().filter(|found| found.is_window) {
        // One finding for all windows of a component.
        if !listed.insert(meant(component.id)) {
            continue;
        }
        let id = component.id;
        findings
            .at_field(
                component.field(subject),
                format!("\"{id}\" has a window, but is not in `components`"),
            )
            .related_field(&FieldPath::from("components"), "listed here")
            .help(format!("add \"{id}\" to `components`"));
    }
}
