//! What earlier runs left in a folder of outputs, and that has to go.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::folder::{Folder, Kind, remove_all};
use super::manifest::checksum;
use super::output_tree::STAGE;

/// Removes what a run that was killed has staged: nobody holds its lock any more.
pub(super) fn remove_stages(folder: &Folder) -> io::Result<()> {
    for entry in folder.entries()? {
        let is_stage = entry.name.as_encoded_bytes().starts_with(STAGE.as_bytes());
        if is_stage && entry.kind == Kind::Folder {
            remove_all(folder, &entry.name)?;
        }
    }
    Ok(())
}

/// What became of a file that was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stale {
    /// It was there, and as it was written.
    Removed,
    /// It was not there any more.
    Gone,
    /// It was changed since, or cannot be read, and stays.
    Left,
}

/// Removes a file that is as it was written; empty folders above it go with it.
pub(super) fn remove_stale(folder: &Folder, path: &str, sums: &[u64]) -> io::Result<Stale> {
    let path = Path::new(path);
    let is_there = match folder.read(path) {
        Ok(bytes) if sums.contains(&checksum(&bytes)) => true,
        // A run that was killed can have removed it, and not yet the folders.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            false
        }
        _ => return Ok(Stale::Left),
    };
    if is_there {
        let (parent, name) = folder.above(path)?;
        parent.remove_file(name)?;
    }
    for empty in path.ancestors().skip(1) {
        match folder.above(empty).and_then(|(above, name)| above.remove_folder(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => break,
            _ => {}
        }
    }
    Ok(if is_there { Stale::Removed } else { Stale::Gone })
}
