//! The actions that somebody still has to do.

use crate::check::subject::Subject;
use crate::model::{Action, ActionStatus, IncidentKind, State};
use crate::source::FieldPath;

/// The open actions of an incident that is over, with their places. There are none where the
/// facts have faults: a status that could not be read is taken for "open", and what is missing
/// from an action may have been meant.
pub(super) fn open_actions<'s>(
    subject: &Subject<'s>,
) -> impl Iterator<Item = (FieldPath, &'s Action)> {
    let facts = &subject.incident.facts;
    let is_due = facts.kind == IncidentKind::Incident
        && facts.state != State::Ongoing
        && subject.facts_are_whole;
    let actions = if is_due { facts.actions.as_slice() } else { &[] };
    actions
        .iter()
        .enumerate()
        .filter(|(_, action)| action.status == ActionStatus::Open)
        .map(|(index, action)| (subject.item("action", index), action))
}
