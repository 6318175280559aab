use std::path::Path;

use git2::Error;

use super::open;
use super::snapshot::place;

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
    let below = place(&repository, root).unwrap_or_default();
    if repository.index()?.find_prefix(below.join(format!("{folder}/"))).is_ok() {
        return Ok(Tracking::Tracked);
    }
    for part in parts {
        if !repository.is_path_ignored(below.join(part))? {
            return Ok(Tracking::Untracked);
        }
    }
    Ok(Tracking::Ignored)
}
