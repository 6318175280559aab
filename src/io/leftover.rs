//! What earlier runs left in a folder of outputs, and that has to go.

use std::fs;
use std::io;
use std::path::Path;

use super::manifest::checksum;
use super::output_tree::STAGE;

/// Removes what a run that was killed has staged: nobody holds its lock any more.
pub(super) fn remove_stages(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_stage = entry.file_name().as_encoded_bytes().starts_with(STAGE.as_bytes());
        if is_stage && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Whether the file was there and unchanged; empty folders above it go with it.
pub(super) fn remove_stale(folder: &Path, path: &str, sums: &[u64]) -> io::Result<bool> {
    let target = folder.join(path);
    let is_there = match fs::read(&target) {
        Ok(bytes) if sums.contains(&checksum(&bytes)) => true,
        // A run that was killed can have removed it, and not yet the folders.
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        _ => return Ok(false),
    };
    if is_there {
        fs::remove_file(&target)?;
    }
    let mut parent = target.parent();
    while let Some(empty) = parent.filter(|parent| *parent != folder) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        parent = empty.parent();
    }
    Ok(is_there)
}
