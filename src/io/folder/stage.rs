use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Folder, Kind};
use crate::io::nonce;

/// A hidden folder in a folder, whose files are moved to their places in it; it goes with this
/// unless it is kept.
#[derive(Debug)]
pub(in crate::io) struct Stage {
    target: Folder,
    name: OsString,
    folder: Folder,
    /// The folder in it that the last file was put two levels below, by its path: most files lie
    /// alone in folders beside each other.
    last: Mutex<Option<(PathBuf, Arc<Folder>)>>,
}

impl Stage {
    /// Makes one whose name begins with `prefix`.
    pub(in crate::io) fn new(target: Folder, prefix: &str) -> io::Result<Self> {
        let name = OsString::from(format!("{prefix}{}", nonce()?));
        target.make_new(&name, 0o700)?;
        let folder = target.below(Path::new(&name))?;
        Ok(Self { target, name, folder, last: Mutex::default() })
    }

    /// The folder that files are moved to.
    pub(in crate::io) const fn target(&self) -> &Folder {
        &self.target
    }

    /// Writes a file where there is none.
    pub(in crate::io) fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let parent = path.parent().unwrap_or(Path::new(""));
        let mut file = match (parent.parent(), parent.file_name()) {
            (Some(above), Some(own)) => self.made(above)?.make_own(own)?.create_new(name, 0o666)?,
            _ => self.folder.make(parent)?.create_new(name, 0o666)?,
        };
        file.write_all(bytes)?;
        Ok(file)
    }

    /// A folder in it, made where it is not there.
    fn made(&self, path: &Path) -> io::Result<Arc<Folder>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, folder)) = last.as_ref().filter(|(known, _)| known == path) {
            return Ok(Arc::clone(folder));
        }
        let folder = Arc::new(self.folder.make(path)?);
        *last = Some((path.to_owned(), Arc::clone(&folder)));
        Ok(folder)
    }

    /// Gives it a name of its own in the folder that it is for, where nothing has the name.
    pub(in crate::io) fn keep_as(mut self, name: &OsStr) -> io::Result<()> {
        self.folder.make_readable()?;
        self.folder.sync()?;
        match self.target.rename_new(&self.name, name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            // Where it cannot be done in one step.
            Err(_) => self.claim(name)?,
            Ok(()) => {}
        }
        self.name.clear();
        self.target.sync()
    }

    /// Gives it a name that is claimed first: a rename onto an empty folder would succeed silently.
    /// Killed in between, the claim stays.
    fn claim(&self, name: &OsStr) -> io::Result<()> {
        self.target.make_new(name, 0o777)?;
        self.target.rename(&self.name, &self.target, name).inspect_err(|_| {
            // The error that led here says more than one about the claim.
            let _ = self.target.remove_folder(name);
        })
    }

    /// Moves a file, or a folder, to its place: into `above`, which its path leads to, or right into
    /// the folder that the stage is for.
    pub(in crate::io) fn place(&self, path: &Path, above: Option<&Folder>) -> io::Result<()> {
        let (from, name) = self.folder.above(path)?;
        from.rename(name, above.unwrap_or(&self.target), name)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            // What stays is hidden, and lies beside the outputs.
            let _ = remove_all(&self.target, &self.name);
        }
    }
}

/// Removes a folder with all that is in it.
pub(in crate::io) fn remove_all(above: &Folder, name: &OsStr) -> io::Result<()> {
    let folder = above.below(Path::new(name))?;
    for entry in folder.entries()? {
        match entry.kind {
            Kind::Folder => remove_all(&folder, &entry.name)?,
            _ => folder.remove_file(&entry.name)?,
        }
    }
    above.remove_folder(name)
}
