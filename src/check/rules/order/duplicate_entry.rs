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
    let timed =
        items.enumerate().filter_map(|(index, (at, text))| Some((at.earliest()?, index, text)));
    let mut items: Vec<_> = timed.collect();
    tiny_sort::stable::sort_by_key(&mut items, |(at, ..)| *at);
    for same in items.chunk_by(|one, next| one.0 == next.0).filter(|same| same.len() > 1) {
        let mut seen = BTreeMap::new();
        for (_, index, text) in same {
            let field = |index| subject.item(key, index).key("text");
            match seen.entry(text.trim()) {
                Entry::Vacant(free) => {
                    free.insert(*index);
                }
                Entry::Occupied(first) => {
                    findings
                        .at_field(field(*index), "this is said twice of the same time")
                        .label("again")
                        .related_field(&field(*first.get()), "the first one")
                        .help("remove one of them");
                }
            }
        }
    }
}
