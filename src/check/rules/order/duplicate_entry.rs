use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::Moment;

rule! {
    /// Finds timeline entries and updates that are there twice.
    ///
    /// ## Why
    ///
    /// Two people log the same thing, or a merge keeps both sides: readers then see it happen
    /// twice. Only the same words at the same time are found.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:05:00
    /// text = "An alarm rings"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:05:00
    /// text = "An alarm rings"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:05:00
    /// text = "An alarm rings"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:25:00
    /// text = "An alarm rings"
    /// ```
    "duplicate-entry", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let entries = facts.timeline.iter().map(|entry| (entry.at, entry.text.as_str()));
    repeated(subject, findings, "timeline", entries);
    let updates = facts.updates.iter().map(|update| (update.at, update.text.as_str()));
    repeated(subject, findings, "update", updates);
}

fn repeated<'t>(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    key: &'static str,
    items: impl Iterator<Item = (Moment, &'t str)>,
) {
    let mut seen = BTreeMap::new();
    for (index, (at, text)) in items.enumerate() {
        let Some(at) = at.earliest() else { continue };
        let field = |index| subject.item(key, index).key("text");
        match seen.entry((at, text.trim())) {
            Entry::Vacant(free) => {
                free.insert(index);
            }
            Entry::Occupied(first) => {
                findings
                    .at_field(field(index), "this is said twice of the same time")
                    .label("again")
                    .related_field(&field(*first.get()), "the first one")
                    .help("remove one of them");
            }
        }
    }
}
