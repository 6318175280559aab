use super::component_uses::component_uses;
use crate::check::rule::rule;
use crate::check::rules::times::surely_before;
use crate::check::subject::{Findings, Subject};
use crate::model::{Bound, Moment};
use crate::source::FieldPath;

rule! {
    /// Finds components that were retired before the incident started.
    ///
    /// ## Why
    ///
    /// What is not in use cannot fail. Either the component lives on, or something else failed,
    /// perhaps its successor. Incidents of the time before keep it.
    ///
    /// ## Fails
    ///
    /// ```toml config
    /// [[component]]
    /// id = "cash-desk"
    /// retired = 2024-01-31
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["cash-desk"]
    /// started = 2024-05-02T10:00:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// [[component]]
    /// id = "cash-desk"
    /// retired = 2024-05-31
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["cash-desk"]
    /// started = 2024-05-02T10:00:00
    /// ```
    "retired-component", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(started) = &facts.started else {
        return;
    };
    for component in component_uses(subject) {
        let Some(retired) = subject.config.component(component.id).and_then(|c| c.retired) else {
            continue;
        };
        // It may have failed on its last day.
        if !surely_before(&Moment::Exactly(Bound::on(retired, &facts.zone)), started) {
            continue;
        }
        let id = component.id;
        let message = format!("\"{id}\" was retired on {retired}, before the incident started");
        findings
            .at_field(component.field(subject), message)
            .related_field(&FieldPath::from("started"), "started here")
            .help("name what failed instead, or mend `retired` in incident.toml");
    }
}
