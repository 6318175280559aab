use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::component_uses::component_uses;
use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds components that are listed twice, by one name or by two.
    ///
    /// ## Why
    ///
    /// A merge keeps both sides, or somebody adds a component by its `alias`. Readers see it once;
    /// in the facts, the second one is left behind when the first is taken out.
    ///
    /// ## Fails
    ///
    /// ```toml config
    /// [[component]]
    /// id = "checkout"
    /// aliases = ["cash-desk"]
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["checkout", "cash-desk"]
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// components = ["checkout", "search"]
    /// ```
    "duplicate-component", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    // Items that are no strings leave gaps in the list: nobody could tell which one is meant.
    if !subject.facts_are_whole {
        return;
    }
    let mut seen = HashMap::new();
    for used in component_uses(subject).into_iter().filter(|used| !used.is_window) {
        let known = subject.config.component(used.id);
        let (id, name) = known.map_or((used.id, used.id), |known| (&*known.id, &*known.name));
        match seen.entry(id) {
            Entry::Vacant(free) => {
                free.insert(used);
            }
            Entry::Occupied(first) => {
                findings
                    .at_field(used.field(subject), format!("{name} is listed twice"))
                    .label("again")
                    .related_field(&first.get().field(subject), "the first one")
                    .help("remove one of them");
            }
        }
    }
}
