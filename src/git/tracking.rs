use std::path::Path;

use git2::{Error, Repository};

use super::open;

/// What git makes of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracking {
    /// Files in it are in the index.
    Tracked,
    /// What comes into it is ignored.
    Ignored,
    /// Neither, or it cannot be told.
    Untracked,
}

/// What git makes of `folder`, a path from `root`, with `/` between its parts. It is ignored where
/// all of `parts` are, which are paths from `root` of what will be in it; those that end with `/`
/// are folders. None of them need be there.
#[must_use]
pub fn tracking(root: &Path, folder: &str, parts: &[String]) -> Tracking {
    known(root, folder, parts).unwrap_or(Tracking::Untracked)
}

fn known(root: &Path, folder: &str, parts: &[String]) -> Result<Tracking, Error> {
    let repository = open(root)?;
    let below = below(&repository, root).unwrap_or_default();
    if repository.index()?.find_prefix(format!("{below}{folder}/")).is_ok() {
        return Ok(Tracking::Tracked);
    }
    for part in parts {
        if !repository.is_path_ignored(format!("{below}{part}"))? {
            return Ok(Tracking::Untracked);
        }
    }
    Ok(Tracking::Ignored)
}

/// The folder's path from the work tree's root: empty, or with `/` at its end.
fn below(repository: &Repository, folder: &Path) -> Option<String> {
    let tree = repository.workdir()?.canonicalize().ok()?;
    let folder = folder.canonicalize().ok()?;
    let parts = folder.strip_prefix(tree).ok()?.iter();
    Some(parts.map(|part| format!("{}/", part.to_string_lossy())).collect())
}
