//! Where the facts name components.

use crate::check::subject::Subject;
use crate::source::FieldPath;

/// A place that names a component.
pub(super) struct ComponentUse<'s> {
    /// The id as written.
    pub(super) id: &'s str,
    /// Its field.
    pub(super) field: FieldPath,
    /// Whether it is an impact window rather than the list of components.
    pub(super) is_window: bool,
}

/// The list of components, then the impact windows.
pub(super) fn component_uses<'s>(subject: &Subject<'s>) -> Vec<ComponentUse<'s>> {
    let facts = &subject.incident.facts;
    let list = FieldPath::from("components");
    let listed = facts.components.iter().enumerate().map(|(index, id)| ComponentUse {
        id,
        // Items that are no strings left gaps in the list.
        field: if subject.facts_are_whole { list.index(index) } else { list.clone() },
        is_window: false,
    });
    let windows = facts.impact.iter().enumerate().map(|(index, impact)| ComponentUse {
        id: &impact.component,
        field: subject.item("impact", index).key("component"),
        is_window: true,
    });
    listed.chain(windows).collect()
}
