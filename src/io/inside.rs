use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::workspace::INCIDENTS;

/// A workspace held open: nothing that lies outside of it is read, whatever is put in the place of
/// its files meanwhile. Links are followed as long as they lead to what is in it and not hidden:
/// `.git` has passwords.
#[derive(Debug)]
pub(super) struct Inside {
    /// The root, without links.
    root: PathBuf,
    folder: Folder,
    /// The folder that nearly everything is read from, where no link leads to it.
    incidents: Option<Folder>,
}

/// Why something of a workspace cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum InsideError {
    /// Nothing has this name.
    #[error("it is missing")]
    Missing,
    /// It is a link out of the workspace, or to what is hidden in it.
    #[error("a symbolic link leads out of the workspace, or to what is hidden in it")]
    Leaves,
    /// It is a link that leads to nothing.
    #[error("a symbolic link leads nowhere")]
    Dangling,
    /// The operating system's answer.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<InsideError> for io::Error {
    fn from(error: InsideError) -> Self {
        match error {
            InsideError::Missing | InsideError::Dangling => io::ErrorKind::NotFound.into(),
            InsideError::Leaves => io::ErrorKind::PermissionDenied.into(),
            InsideError::Io(error) => error,
        }
    }
}

impl Inside {
    /// Opens the workspace at a root, whose path has no links in it.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let folder = Folder::open(root)?;
        let incidents = folder.below(Path::new(INCIDENTS)).ok();
        Ok(Self { root: root.to_owned(), folder, incidents })
    }

    /// The nearest folder above a path that is held open, and the path from there.
    fn nearest<'p>(&self, path: &'p Path) -> (&Folder, &'p Path) {
        let below = path.strip_prefix(INCIDENTS).ok().filter(|below| below.iter().next().is_some());
        self.incidents.as_ref().zip(below).unwrap_or((&self.folder, path))
    }

    /// Opens a folder by its path from the root.
    pub(super) fn folder(&self, path: &Path) -> Result<Folder, InsideError> {
        let (nearest, below) = self.nearest(path);
        match nearest.below(below) {
            Ok(folder) => Ok(folder),
            Err(error) => Ok(self.folder.below(&self.resolved(path, &error)?)?),
        }
    }

    /// Opens a folder by its path from the root; it is made where it is not there.
    pub(super) fn make_folder(&self, path: &Path) -> Result<Folder, InsideError> {
        match self.folder(path) {
            Err(InsideError::Missing) => Ok(self.folder.make(path)?),
            found => found,
        }
    }

    /// Opens a file by its path from the root.
    pub(super) fn file(&self, path: &Path) -> Result<File, InsideError> {
        let (nearest, below) = self.nearest(path);
        match nearest.file(below) {
            Ok(file) => Ok(file),
            Err(error) => Ok(self.folder.file(&self.resolved(path, &error)?)?),
        }
    }

    /// Opens a file of a folder that has been opened by its path from the root.
    pub(super) fn file_of(
        &self,
        folder: &Folder,
        path: &Path,
        name: &OsStr,
    ) -> Result<File, InsideError> {
        match folder.file(Path::new(name)) {
            Ok(file) => Ok(file),
            Err(error) => {
                let path = path.join(name);
                Ok(self.folder.file(&self.resolved(&path, &error)?)?)
            }
        }
    }

    /// The path from the root of what links lead to, after what could not be opened. A link that
    /// takes its place before it is opened is refused.
    fn resolved(&self, path: &Path, error: &io::Error) -> Result<PathBuf, InsideError> {
        if error.kind() == io::ErrorKind::NotFound {
            return Err(InsideError::Missing);
        }
        match self.root.join(path).canonicalize() {
            Ok(real) => match real.strip_prefix(&self.root) {
                Ok(inside) if !inside.iter().any(is_hidden) => Ok(inside.to_owned()),
                _ => Err(InsideError::Leaves),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(InsideError::Dangling),
            Err(error) => Err(error.into()),
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}
