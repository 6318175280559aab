//! What a changed `incident.toml` changes in incidents that were published before.

use rayon::prelude::*;

use super::workspace::{Workspace, read_config};
use crate::config::{self, Config};
use crate::diagnostic::Finding;
use crate::git::{GitError, Snapshot};
use crate::io::IncidentFolder;
use crate::model::State;
use crate::source::FileSource;
use crate::{check, load};

/// The configuration as a snapshot has it, where its text is another and neither has a fault.
pub(super) fn configuration(
    workspace: &Workspace,
    snapshot: &Snapshot,
) -> Result<Option<Config>, GitError> {
    if !workspace.is_configured() {
        return Ok(None);
    }
    let text = workspace.config_file.file.text.as_bytes();
    let Some(bytes) = snapshot.other(config::FILE_NAME, text)? else { return Ok(None) };
    let file = FileSource::from_bytes(config::FILE_NAME.to_owned(), bytes);
    let (config, findings) = read_config(&file);
    Ok(Some(config).filter(|_| file.fault.is_none() && findings.is_empty()))
}

/// A finding for each key by which published incidents read otherwise, though their own files are
/// as they were.
pub(super) fn findings(
    workspace: &Workspace,
    was: &Config,
    is_as_it_was: impl Fn(&str) -> bool + Sync,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (key, before) in with_one_key_as_before(was, &workspace.config) {
        let incidents = workspace.incidents();
        let is_told_otherwise = |folder: &&IncidentFolder| {
            let source = workspace.read(&incidents, folder);
            let was = load::incident(source.clone(), &before).incident;
            let is = load::incident(source, &workspace.config).incident;
            was.zip(is).is_some_and(|(was, is)| {
                is.facts.state == State::Published
                    && check::reads_otherwise(&was, &is, &workspace.config)
            })
        };
        let unchanged = workspace.folders.par_iter().filter(|folder| is_as_it_was(&folder.id));
        let ids: Vec<&str> =
            unchanged.filter(is_told_otherwise).map(|folder| folder.id.as_str()).collect();
        found.extend(check::reconfigured(&workspace.config_file.file, key, was, &ids));
    }
    found
}

/// For each key that decides how facts and reports are read, and that is another: the configuration
/// as it is, but for that key.
fn with_one_key_as_before(was: &Config, is: &Config) -> Vec<(&'static str, Config)> {
    let mut found = Vec::new();
    if was.timezone != is.timezone {
        found.push(("timezone", Config { timezone: was.timezone.clone(), ..is.clone() }));
    }
    if was.sections != is.sections {
        found.push(("sections", Config { sections: was.sections.clone(), ..is.clone() }));
    }
    found
}
