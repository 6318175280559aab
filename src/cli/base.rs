use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::reconfigured;
use super::workspace::Workspace;
use crate::check::Before;
use crate::diagnostic::Finding;
use crate::git::{GitError, Snapshot};
use crate::model::State;
use crate::source::{FileFault, FileSource, IncidentSource};
use crate::{io, load};

/// What the incidents were at the base of a check.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// Incidents that are not now what they were, by id.
    pub(super) before: BTreeMap<String, Before>,
    /// Whether it is the base that was asked for, not just what was committed last.
    pub(super) is_chosen: bool,
    /// Paths of published incidents that are gone.
    pub(super) deleted: Vec<String>,
    /// What a changed `incident.toml` changes in published incidents that are as they were.
    pub(super) reconfigured: Vec<Finding>,
}

impl Base {
    /// The last commit. Where git cannot be read, that is said, and nothing is compared.
    pub(super) fn last_commit(workspace: &Workspace, context: &Context) -> Self {
        let read = || {
            let Some(snapshot) = Snapshot::head(&workspace.root)? else {
                return Ok(Self::default());
            };
            Self::read(workspace, &snapshot, snapshot.changed_folders("incidents")?)
        };
        read().unwrap_or_else(|error| unread(&error, context))
    }

    /// A commit, since which incidents of these ids have changed.
    pub(super) fn at(
        snapshot: &Snapshot,
        ids: BTreeSet<String>,
        workspace: &Workspace,
        context: &Context,
    ) -> Self {
        match Self::read(workspace, snapshot, ids) {
            Ok(base) => Self { is_chosen: true, ..base },
            Err(error) => unread(&error, context),
        }
    }

    fn read(
        workspace: &Workspace,
        snapshot: &Snapshot,
        ids: BTreeSet<String>,
    ) -> Result<Self, GitError> {
        let mut base = Self::default();
        let was = reconfigured::configuration(workspace, snapshot)?;
        if let Some(was) = &was {
            let folders = snapshot.folders("incidents")?;
            let is_as_it_was = |id: &str| folders.contains(id) && !ids.contains(id);
            base.reconfigured = reconfigured::findings(workspace, was, is_as_it_was);
        }
        let config = was.as_ref().unwrap_or(&workspace.config);
        for id in ids {
            let folder = format!("incidents/{id}");
            let files = snapshot.files(&folder)?;
            let Some(source) = source(&id, &folder, &files) else { continue };
            let Some(incident) = load::incident(source, config).incident else { continue };
            let is_gone = workspace.folder(&id).is_none();
            if is_gone && incident.facts.state == State::Published {
                base.deleted.push(folder.clone());
            }
            let replaced = match incident.facts.state {
                State::Published => replaced(workspace, &folder, &files),
                _ => BTreeSet::new(),
            };
            base.before.insert(id, Before { incident, replaced });
        }
        Ok(base)
    }
}

/// The attachments of an incident that have other bytes than its `files` in a snapshot.
fn replaced(workspace: &Workspace, folder: &str, files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
    let is_other = |(name, was): &&(String, Vec<u8>)| {
        io::read_own(&workspace.root, &format!("{folder}/{name}")).is_ok_and(|is| is != *was)
    };
    let is_attachment =
        |(name, _): &&(String, Vec<u8>)| name != "facts.toml" && name != "report.md";
    let others = files.iter().filter(is_attachment).filter(is_other);
    others.map(|(name, _)| name.clone()).collect()
}

fn unread(error: &GitError, context: &Context) -> Base {
    context.say(&format!("Published incidents are not compared with history: {error}."));
    Base::default()
}

/// An incident as its `files` in a snapshot have it; nothing where it has no facts.
pub(super) fn source(
    id: &str,
    folder: &str,
    files: &[(String, Vec<u8>)],
) -> Option<IncidentSource> {
    let mut files: BTreeMap<&str, &[u8]> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let mut file = |name: &str| {
        let path = format!("{folder}/{name}");
        match files.remove(name) {
            Some(bytes) => FileSource::from_bytes(path, bytes.to_vec()),
            None => FileSource::faulty(path, FileFault::Missing),
        }
    };
    let (facts, report) = (file("facts.toml"), file("report.md"));
    let is_there = facts.fault.is_none();
    let source = IncidentSource {
        id: id.to_owned(),
        folder: folder.to_owned(),
        facts,
        report,
        attachments: files.into_keys().map(str::to_owned).collect(),
        ..IncidentSource::default()
    };
    is_there.then_some(source)
}
