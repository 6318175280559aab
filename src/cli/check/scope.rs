use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use super::Args;
use crate::cli::base::Base;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::workspace::Workspace;
use crate::config::FILE_NAME;
use crate::diagnostic::Finding;
use crate::git::{Changed, Snapshot};
use crate::io::IncidentFolder;
use crate::source::{FileSource, MAX_BYTES};
use crate::{git, io};

/// Digits of a commit's name that are shown.
const SHORT: usize = 10;

/// What changes all incidents when it changes.
const SHARED: [&str; 2] = [FILE_NAME, "templates"];
const INCIDENTS: &str = "incidents";

/// What a run looks at.
pub(super) struct Scope {
    /// The incidents that are checked.
    pub(super) folders: Vec<IncidentFolder>,
    /// The file or folder that findings are told about; everything where there is none.
    only: Option<String>,
    /// What published incidents are compared with.
    pub(super) base: Base,
}

impl Scope {
    /// Finds the workspace and what to check in it.
    pub(super) fn open(args: &Args, context: &Context) -> Result<(Workspace, Self), CommandError> {
        if let Some(path) = &args.stdin_filename {
            return Self::stdin(path, context);
        }
        let root = Workspace::root(context)?;
        // Git looks at the disk itself, and need not wait for what else there is.
        let (workspace, changed) = rayon::join(
            || Workspace::at(root.clone(), context),
            || args.changed.as_deref().map(|base| since(&root, base)),
        );
        let workspace = workspace?;
        let folders = match args.incidents.as_slice() {
            [] => Cow::Borrowed(workspace.folders.as_slice()),
            names => Cow::Owned(workspace.select(names)?),
        };
        let (folders, base) = match changed {
            Some(changed) => {
                let (changed, snapshot) = changed?;
                let ids = touched(&changed);
                let folders = if io::is_link(&workspace.root, INCIDENTS) {
                    context.say(
                        "`incidents` is a link, behind which git does not look; every incident is \
                         checked.",
                    );
                    folders.into_owned()
                } else {
                    narrowed(&folders, &ids, &changed, context)
                };
                (folders, Base::at(&snapshot, ids, &workspace, context))
            }
            None => (folders.into_owned(), Base::last_commit(&workspace, context)),
        };
        Ok((workspace, Self { folders, only: None, base }))
    }

    /// Drops findings about what was not asked for.
    pub(super) fn limit(&self, findings: &mut Vec<Finding>) {
        if let Some(only) = &self.only {
            findings.retain(|finding| {
                let rest = finding.file.strip_prefix(only.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
        }
    }

    /// One file, whose text comes from standard input: what an editor has not saved yet.
    fn stdin(path: &Path, context: &Context) -> Result<(Workspace, Self), CommandError> {
        let no_file = || {
            CommandError::new(format!("{} is no file that is checked", path.display())).hint(
                "--stdin-filename takes facts.toml or report.md of an incident, or incident.toml",
            )
        };
        let absolute = context.folder.join(path);
        let name = absolute.file_name().unwrap_or_default().to_string_lossy();
        let folder = absolute.parent().and_then(|folder| folder.canonicalize().ok());
        let folder = folder.ok_or_else(no_file)?;
        let mut workspace = Workspace::open(&context.started_in(folder.clone()))?;
        let of_incident = workspace.folders.iter().find(|incident| {
            workspace.root.join(&incident.path).canonicalize().is_ok_and(|path| path == folder)
        });
        let (file, folders, only) = match of_incident {
            Some(incident) if name == "facts.toml" || name == "report.md" => {
                let file = format!("{}/{name}", incident.path);
                (file, vec![incident.clone()], incident.path.clone())
            }
            None if name == FILE_NAME && folder == workspace.root => {
                (FILE_NAME.to_owned(), Vec::new(), FILE_NAME.to_owned())
            }
            _ => return Err(no_file()),
        };
        let base = Base::last_commit(&workspace, context);
        let bytes = io::read_input(MAX_BYTES)
            .map_err(|error| CommandError::new("standard input cannot be read").because(error))?;
        workspace.replace(FileSource::from_bytes(file, bytes));
        Ok((workspace, Self { folders, only: Some(only), base }))
    }
}

/// What has changed since this branch left the one named, or the usual one.
fn since(root: &Path, base: &str) -> Result<(Changed, Snapshot), CommandError> {
    let base = Some(base).filter(|base| !base.is_empty());
    git::changed(root, base, &SHARED, INCIDENTS).map_err(|error| {
        let hint = error.next_step();
        CommandError::new("it cannot be told which incidents have changed")
            .because(error)
            .hint(hint)
    })
}

/// Ids of the incidents in whose folder something has changed.
fn touched(changed: &Changed) -> BTreeSet<String> {
    let below = |path: &String| {
        let (id, _) = path.strip_prefix(INCIDENTS)?.strip_prefix('/')?.split_once('/')?;
        Some(id.to_owned())
    };
    changed.paths.iter().filter_map(below).collect()
}

/// Those of the incidents with these ids; all of them where something has changed that they
/// share.
fn narrowed(
    folders: &[IncidentFolder],
    ids: &BTreeSet<String>,
    changed: &Changed,
    context: &Context,
) -> Vec<IncidentFolder> {
    let since: String = changed.since.chars().take(SHORT).collect();
    let is_shared = |path: &&String| Path::new(path).iter().next() != Some(INCIDENTS.as_ref());
    if let Some(path) = changed.paths.iter().find(is_shared) {
        context.say(&format!("{path} has changed since {since}; every incident is checked."));
        return folders.to_vec();
    }
    let all = folders.len();
    let is_chosen = |folder: &&IncidentFolder| ids.contains(&folder.id);
    let chosen: Vec<_> = folders.iter().filter(is_chosen).cloned().collect();
    context.detail(&format!("{} of {all} incidents changed since {since}", chosen.len()));
    chosen
}
