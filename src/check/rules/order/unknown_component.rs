use super::component_uses::component_uses;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::fields::closest;

rule! {
    /// Finds components that `incident.toml` does not have.
    ///
    /// ## Why
    ///
    /// The status page shows the components of `incident.toml`. An outage of any other one is
    /// counted for none of them. A workspace that has configured no components may name them as
    /// it likes.
    ///
    /// ## Fails
    ///
    /// ```toml config
    /// [[component]]
    /// id = "checkout"
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["chekout"]
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml config
    /// [[component]]
    /// id = "checkout"
    /// aliases = ["cash-desk"]
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["cash-desk"]
    /// ```
    "unknown-component", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let known = &subject.config.components;
    if known.is_empty() {
        return;
    }
    let names = || {
        known.iter().flat_map(|component| {
            std::iter::once(component.id.as_str())
                .chain(component.aliases.iter().map(String::as_str))
        })
    };
    for component in component_uses(subject) {
        let id = component.id;
        if subject.config.component(id).is_some() {
            continue;
        }
        let help = match closest(id, names()) {
            Some(name) => format!("did you mean \"{name}\"?"),
            None => format!("add it to incident.toml: [[component]] with id = \"{id}\""),
        };
        findings
            .at_field(component.field(subject), format!("no component is called \"{id}\""))
            .help(help);
    }
}
