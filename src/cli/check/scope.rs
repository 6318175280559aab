use std::collections::HashSet;
use std::path::Path;

use super::Args;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::workspace::Workspace;
use crate::config::FILE_NAME;
use crate::diagnostic::Finding;
use crate::io::IncidentFolder;
use crate::source::{FileSource, MAX_BYTES};
use crate::{git, io};

/// What a run looks at.
pub(super) struct Scope {
    /// The incidents that are checked.
    pub(super) folders: Vec<IncidentFolder>,
    /// The file or folder that findings are told about; everything where there is none.
    only: Option<String>,
}

impl Scope {
    /// Finds the workspace and what to check in it.
    pub(super) fn open(args: &Args, context: &Context) -> Result<(Workspace, Self), CommandError> {
        if let Some(path) = &args.stdin_filename {
            return Self::stdin(path, context);
        }
        let workspace = Workspace::open(context)?;
        let mut folders = workspace.select(&args.incidents)?;
        if let Some(base) = &args.changed {
            folders = changed(&workspace, folders, base, context)?;
        }
        Ok((workspace, Self { folders, only: None }))
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
        let (file, scope) = match of_incident {
            Some(incident) if name == "facts.toml" || name == "report.md" => (
                format!("{}/{name}", incident.path),
                Self { folders: vec![incident.clone()], only: Some(incident.path.clone()) },
            ),
            None if name == FILE_NAME && folder == workspace.root => (
                FILE_NAME.to_owned(),
                Self { folders: Vec::new(), only: Some(FILE_NAME.to_owned()) },
            ),
            _ => return Err(no_file()),
        };
        let bytes = io::read_input(MAX_BYTES)
            .map_err(|error| CommandError::new("standard input cannot be read").because(error))?;
        workspace.replace(FileSource::from_bytes(file, bytes));
        Ok((workspace, scope))
    }
}

/// Those of the incidents in whose folder something has changed; all of them where something
/// has that they share.
fn changed(
    workspace: &Workspace,
    folders: Vec<IncidentFolder>,
    base: &str,
    context: &Context,
) -> Result<Vec<IncidentFolder>, CommandError> {
    let base = Some(base).filter(|base| !base.is_empty());
    let changed = git::changed(&workspace.root, base).map_err(|error| {
        let hint = error.next_step();
        CommandError::new("it cannot be told which incidents have changed")
            .because(error)
            .hint(hint)
    })?;
    let is_shared = |path: &String| path == FILE_NAME || path.starts_with("templates/");
    if let Some(path) = changed.paths.iter().find(|path| is_shared(path)) {
        context.say(&format!(
            "{path} has changed since {}; every incident is checked.",
            changed.since
        ));
        return Ok(folders);
    }
    let touched: HashSet<&str> = changed
        .paths
        .iter()
        .filter_map(|path| path.match_indices('/').nth(1).map(|(end, _)| &path[..end]))
        .collect();
    let all = folders.len();
    let chosen: Vec<_> =
        folders.into_iter().filter(|folder| touched.contains(folder.path.as_str())).collect();
    context.detail(&format!("{} of {all} changed since {}", chosen.len(), changed.since));
    Ok(chosen)
}
