use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;

use super::Folder;
use crate::io::nonce;

/// A file of a folder that nobody else sees; it goes with this unless it is put in place.
#[derive(Debug)]
pub(in crate::io) struct Temporary<'f> {
    folder: &'f Folder,
    name: OsString,
    file: File,
}

impl<'f> Temporary<'f> {
    /// Makes one whose name begins with `prefix`.
    pub(in crate::io) fn new(folder: &'f Folder, prefix: &str) -> io::Result<Self> {
        let name = OsString::from(format!("{prefix}{}", nonce()?));
        let file = folder.create_new(&name, 0o600)?;
        Ok(Self { folder, name, file })
    }

    pub(in crate::io) const fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives it a name of the folder, in place of what has the name.
    pub(in crate::io) fn persist(mut self, name: &OsStr) -> io::Result<()> {
        self.folder.rename(&self.name, self.folder, name)?;
        self.name.clear();
        Ok(())
    }

    /// Gives it a name of the folder that nothing has.
    pub(in crate::io) fn persist_new(mut self, name: &OsStr) -> io::Result<()> {
        self.folder.rename_new(&self.name, name)?;
        self.name.clear();
        Ok(())
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.name.is_empty() {
            // One that stays does no harm, and the next change removes it.
            let _ = self.folder.remove_file(&self.name);
        }
    }
}
