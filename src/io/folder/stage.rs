use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::{Folder, Kind};
use crate::io::nonce;

/// A hidden folder in a folder, whose files are moved to their places in it; it goes with this
/// unless it is kept.
#[derive(Debug)]
pub(in crate::io) struct Stage {
    target: Folder,
    name: OsString,
    folder: Folder,
}

impl Stage {
    /// Makes one whose name begins with `prefix`.
    pub(in crate::io) fn new(target: Folder, prefix: &str) -> io::Result<Self> {
        let name = OsString::from(format!("{prefix}{}", nonce()?));
        target.make_new(&name, 0o700)?;
        let folder = target.below(Path::new(&name))?;
        Ok(Self { target, name, folder })
    }

    /// The folder that files are moved to.
    pub(in crate::io) const fn target(&self) -> &Folder {
        &self.target
    }

    /// Writes a file where there is none.
    pub(in crate::io) fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let parent = self.folder.make(path.parent().unwrap_or(Path::new("")))?;
        let mut file = parent.create_new(name, 0o666)?;
        file.write_all(bytes)?;
        Ok(file)
    }

    /// Gives it a name of its own in the folder that it is for, where nothing has the name.
    pub(in crate::io) fn keep_as(mut self, name: &OsStr) -> io::Result<()> {
        self.folder.make_readable()?;
        self.folder.sync()?;
        // Claims the name first: a rename onto an empty folder would succeed silently.
        self.target.make_new(name, 0o777)?;
        if let Err(error) = self.target.rename(&self.name, &self.target, name) {
            self.target.remove_folder(name)?;
            return Err(error);
        }
        self.name.clear();
        self.target.sync()
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
