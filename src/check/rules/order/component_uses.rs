//! Where the facts name components.

use crate::check::subject::Subject;
use crate::source::FieldPath;

/// A place that names a component.
pub(super) struct ComponentUse<'s> {
    /// The id as written.
    pub(super) id: &'s str,
    /// Whether it is an impact window rather than the list of components.
    pub(super) is_window: bool,
    /// Its place among the windows, or in the list.
    index: usize,
}

impl ComponentUse<'_> {
    /// Its field.
    pub(super) fn field(&self, subject: &Subject<'_>) -> FieldPath {
        let list = || FieldPath::from("components");
        match self.is_window {
            true => subject.item("impact", self.index).key("component"),
            // Items that are no strings left gaps in the list.
            false if subject.facts_are_whole => list().index(self.index),
            false => list(),
        }
    }
}

/// The list of components, then the impact windows.
pub(super) fn component_uses<'s>(subject: &Subject<'s>) -> Vec<ComponentUse<'s>> {
    let facts = &subject.incident.facts;
    let listed = facts.components.iter().enumerate();
    let listed = listed.map(|(index, id)| ComponentUse { id, is_window: false, index });
    let windows = facts.impact.iter().enumerate();
    let windows = windows.map(|(index, impact)| ComponentUse {
        id: &impact.component,
        is_window: true,
        index,
    });
    listed.chain(windows).collect()
}
