use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds two actions of one incident with the same id.
    ///
    /// ## Why
    ///
    /// `incident action done` and links from elsewhere name an action by its id; with two of
    /// them, nobody can tell which one is meant.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[action]]
    /// id = "alarm"
    /// title = "Alarm before the queue is full"
    ///
    /// [[action]]
    /// id = "alarm"
    /// title = "Alarm when orders stop"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[action]]
    /// id = "queue-alarm"
    /// title = "Alarm before the queue is full"
    ///
    /// [[action]]
    /// id = "orders-alarm"
    /// title = "Alarm when orders stop"
    /// ```
    "duplicate-action", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for (index, action) in subject.incident.facts.actions.iter().enumerate() {
        let Some(id) = &action.id else {
            continue;
        };
        let field = |index| subject.item("action", index).key("id");
        match seen.entry(id) {
            Entry::Vacant(free) => {
                free.insert(index);
            }
            Entry::Occupied(first) => {
                findings
                    .at_field(field(index), format!("two actions have the id \"{id}\""))
                    .label("again")
                    .related_field(&field(*first.get()), "the first one")
                    .help("give each action an id of its own");
            }
        }
    }
}
