//! Which incidents are as the last run left them, so that nothing of them is rendered again.

use std::collections::HashMap;

use rayon::prelude::*;

use super::outputs::Outputs;
use super::record::{self, Entry, Inputs, Linked, Record};
use crate::check::{Incidents as _, Other};
use crate::cli::error::CommandError;
use crate::cli::others::{Asked, States, attachment, content, path_of};
use crate::cli::pass::Pass;
use crate::cli::workspace::Workspace;
use crate::config::Target;
use crate::io::{Digest, IncidentFolder, Incidents, Output, Stamp, Stamps};
use crate::source::IncidentSource;

/// What the last runs have left, target by target, and what of it still stands.
pub(super) struct Survey<'r> {
    /// Incidents of which nothing is made again.
    pub(super) standing: Vec<Standing<'r>>,
    /// The others.
    pub(super) fresh: Vec<IncidentFolder>,
    /// How the files of these looked before they were read, by id.
    stamps: HashMap<String, Option<Stamp>>,
}

/// An incident of which nothing is made again.
pub(super) struct Standing<'r> {
    pub(super) id: String,
    pub(super) stamp: Option<Stamp>,
    /// What was made of it, for each target for which it is.
    entries: Vec<Option<&'r Entry<'r>>>,
    /// Files of theirs, by place in `entries`, as they are now.
    files: Vec<(usize, &'r str, Output)>,
}

/// Looks at incidents and at what the last runs have left of them.
pub(super) struct Surveyor<'s, 'r> {
    pub(super) workspace: &'s Workspace,
    pub(super) incidents: Incidents,
    pub(super) outputs: &'s Outputs<'s>,
    /// What the last run for each target made; nothing where it was made from other things.
    pub(super) records: &'r [Option<Record<'r>>],
    pub(super) now: i64,
}

impl<'r> Surveyor<'_, 'r> {
    pub(super) fn survey(
        &self,
        folders: &[IncidentFolder],
        pass: &Pass<'_>,
        states: &States<'_>,
    ) -> Result<Survey<'r>, CommandError> {
        let known: Option<Vec<_>> =
            self.records.iter().map(|record| record.as_ref().map(Record::by_id)).collect();
        let stamps = Stamps::new(&self.workspace.root);
        let seen: Vec<(Option<Stamp>, Option<Standing<'r>>)> = folders
            .par_iter()
            .map(|folder| {
                let known = known.as_ref().filter(|_| !pass.is_found_among_others(&folder.id));
                let stamp = known
                    .and_then(|_| stamps.facts_and_report(folder))
                    .filter(|stamp| known.is_some_and(|known| is_known(known, folder, *stamp)))
                    .or_else(|| stamps.incident(folder));
                (stamp, known.and_then(|known| self.standing(folder, stamp, known)))
            })
            .collect();
        for standing in seen.iter().filter_map(|(_, standing)| standing.as_ref()) {
            if let Some(entry) = standing.entries.iter().flatten().next() {
                states.know(&standing.id, entry.inputs.is_draft);
            }
        }
        let ids: HashMap<u128, &str> =
            folders.iter().map(|folder| (record::name(&folder.id), folder.id.as_str())).collect();
        let contents: HashMap<u128, u128> = seen
            .iter()
            .filter_map(|(_, standing)| {
                let standing = standing.as_ref()?;
                let entry = standing.entries.iter().flatten().next()?;
                Some((entry.id, entry.inputs.content))
            })
            .collect();
        let is_same = |linked: &Linked| {
            let state = ids.get(&linked.id).map_or(Other::Missing, |id| states.state(id));
            let content = || contents.get(&linked.id).copied();
            state == linked.state && (linked.content.is_none() || linked.content == content())
        };
        let fresh = seen.iter().filter(|(_, standing)| standing.is_none()).count();
        let mut survey = Survey {
            standing: Vec::with_capacity(seen.len() - fresh),
            fresh: Vec::with_capacity(fresh),
            stamps: HashMap::with_capacity(fresh),
        };
        for (folder, (stamp, standing)) in folders.iter().zip(seen) {
            match standing.filter(|standing| standing.links_to_the_same(is_same)) {
                Some(standing) => survey.standing.push(standing),
                None => {
                    survey.stamps.insert(folder.id.clone(), stamp);
                    survey.fresh.push(folder.clone());
                }
            }
        }
        for standing in &survey.standing {
            for (place, path, output) in &standing.files {
                self.outputs.keep(*place, path, *output)?;
            }
        }
        Ok(survey)
    }

    /// What stands of an incident, if all of it does.
    fn standing(
        &self,
        folder: &IncidentFolder,
        stamp: Option<Stamp>,
        known: &[HashMap<u128, &'r Entry<'r>>],
    ) -> Option<Standing<'r>> {
        let name = record::name(&folder.id);
        let is_chosen = self.outputs.chosen().has(&folder.id);
        let mut standing =
            Standing { id: folder.id.clone(), stamp, entries: Vec::new(), files: Vec::new() };
        for (place, known) in known.iter().enumerate() {
            if !is_chosen && self.outputs.target(place) != Some(Target::Site) {
                standing.entries.push(None);
                continue;
            }
            let entry = *known.get(&name)?;
            let record = self.records.get(place)?.as_ref()?;
            if !entry.stands_still && record.now != self.now {
                return None;
            }
            standing.entries.push(Some(entry));
        }
        let inputs = || standing.entries.iter().flatten().map(|entry| &entry.inputs);
        let looks_the_same = stamp.is_some() && inputs().all(|inputs| inputs.stamp == stamp);
        if !looks_the_same {
            let source = self.workspace.read(&self.incidents, folder);
            let content = content(&source);
            let is_same = |inputs: &Inputs| {
                inputs.content == content && has_same_copies(self.workspace, &source, inputs)
            };
            if !inputs().all(is_same) {
                return None;
            }
        }
        for (place, entry) in standing.entries.iter().enumerate().filter(|_| is_chosen) {
            for file in entry.iter().flat_map(|entry| &entry.files) {
                let output = self.outputs.unchanged(place, file)?;
                standing.files.push((place, file.path, output));
            }
        }
        Some(standing)
    }
}

impl<'r> Standing<'r> {
    /// What was made of it for the target at a place.
    pub(super) fn entry(&self, place: usize) -> Option<&'r Entry<'r>> {
        self.entries.get(place).copied().flatten()
    }

    fn links_to_the_same(&self, is_same: impl Fn(&Linked) -> bool) -> bool {
        self.entries.iter().flatten().flat_map(|entry| &entry.inputs.linked).all(is_same)
    }
}

impl Survey<'_> {
    /// What a fresh incident is made from; nothing where that cannot be told again.
    pub(super) fn inputs(
        &self,
        source: &IncidentSource,
        is_draft: bool,
        asked: &Asked,
        states: &States<'_>,
    ) -> Option<Inputs> {
        let linked = asked.iter().map(|(id, answer)| {
            let content = match answer.has_places {
                true => Some(states.content(id)?),
                false => None,
            };
            Some(Linked { id: record::name(id), state: answer.state, content })
        });
        Some(Inputs {
            stamp: self.stamps.get(&source.id).copied().flatten(),
            content: content(source),
            copied: Vec::new(),
            is_draft,
            linked: linked.collect::<Option<_>>()?,
        })
    }
}

/// Whether an incident was seen with this stamp before.
fn is_known(known: &[HashMap<u128, &Entry<'_>>], folder: &IncidentFolder, stamp: Stamp) -> bool {
    let name = record::name(&folder.id);
    known
        .iter()
        .any(|known| known.get(&name).is_some_and(|entry| entry.inputs.stamp == Some(stamp)))
}

/// Whether the files that were copied still have the bytes that they had. Others may be large,
/// and nothing hangs on them.
fn has_same_copies(workspace: &Workspace, source: &IncidentSource, inputs: &Inputs) -> bool {
    inputs.copied.iter().all(|(path, bytes)| {
        let mut names = source.attachments.iter();
        let name = names.find(|name| Digest::of(path_of(source, name)) == *path);
        let now = name.and_then(|name| attachment(workspace, source, name));
        now.is_some_and(|now| Digest::of(now) == *bytes)
    })
}
