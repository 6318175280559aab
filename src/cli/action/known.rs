//! The actions that there are, each with a name to call it by.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cli::record::Target;
use crate::cli::workspace::Workspace;
use crate::edit::slug;
use crate::io::IncidentFolder;
use crate::model::{Action, Incident};

/// The longest name made from a title, in bytes: it is typed.
const MOST_BYTES: usize = 32;

/// An action and where it is.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) folder: IncidentFolder,
    /// Names it within the incident.
    pub(super) id: String,
    pub(super) action: Action,
}

/// Incidents with their actions.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) incidents: Vec<(Incident, Vec<Known>)>,
    /// How many incidents could not be read.
    pub(super) unread: usize,
}

/// The actions of incidents.
pub(super) fn of(workspace: &Workspace, folders: &[IncidentFolder]) -> Found {
    let read: Vec<Option<(Incident, Vec<Known>)>> = folders
        .par_iter()
        .map(|folder| {
            let incident = Target::open(workspace, folder).ok()?.incident;
            let actions = incident.facts.actions.iter().cloned();
            let known = ids(&incident.facts.actions)
                .into_iter()
                .zip(actions)
                .map(|(id, action)| Known { folder: folder.clone(), id, action })
                .collect();
            Some((incident, known))
        })
        .collect();
    let unread = read.iter().filter(|read| read.is_none()).count();
    Found { incidents: read.into_iter().flatten().collect(), unread }
}

/// What an incident's actions are called: their `id`s; where there is none, the first words of
/// the title, with a number where that name is taken.
pub(super) fn ids(actions: &[Action]) -> Vec<String> {
    let mut taken: BTreeSet<String> =
        actions.iter().filter_map(|action| action.id.clone()).collect();
    let name = |action: &Action| match &action.id {
        Some(id) => id.clone(),
        None => {
            let id = free(&action.title, &taken);
            taken.insert(id.clone());
            id
        }
    };
    actions.iter().map(name).collect()
}

/// The name of an action that is new to an incident.
pub(super) fn new_id(title: &str, actions: &[Action]) -> String {
    free(title, &ids(actions).into_iter().collect())
}

fn free(title: &str, taken: &BTreeSet<String>) -> String {
    let whole = slug(title);
    let cut = match whole.get(..=MOST_BYTES) {
        Some(long) => long.rsplit_once('-').map_or(&whole[..MOST_BYTES], |(words, _)| words),
        None => whole.as_str(),
    };
    let numbered = (2..).map(|number| format!("{cut}-{number}"));
    let mut names = std::iter::once(cut.to_owned()).chain(numbered);
    // The numbers do not run out.
    names.find(|name| !taken.contains(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{ids, new_id};
    use crate::model::{Action, ActionStatus, Audience};

    fn action(id: Option<&str>, title: &str) -> Action {
        Action {
            id: id.map(str::to_owned),
            title: title.to_owned(),
            kind: None,
            owner: None,
            due: None,
            status: ActionStatus::Open,
            done: None,
            audience: Audience::Internal,
            link: None,
        }
    }

    #[test]
    fn every_action_has_a_name_of_its_own() {
        let actions = [
            action(None, "More room"),
            action(None, "More room!"),
            action(Some("more-room-2"), "Another"),
            action(None, "Raise an alarm thirty days before a certificate runs out"),
            action(None, "Donaudampfschifffahrtsgesellschaftskapitaen"),
        ];
        assert_eq!(
            ids(&actions),
            [
                "more-room",
                "more-room-3",
                "more-room-2",
                "raise-an-alarm-thirty-days",
                "donaudampfschifffahrtsgesellscha",
            ]
        );
        assert_eq!(new_id("More room", &actions), "more-room-4");
    }
}
