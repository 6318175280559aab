//! A folder that is held open: what is done below it is done in it, whatever becomes of its path
//! meanwhile, and through no symbolic link.
//!
//! Between a look at a path and its use, somebody may put a link in its place. On Unix every step
//! of a path is therefore opened from the one before, and none of them may be a link (`openat`
//! with `O_NOFOLLOW`, POSIX.1-2024). Elsewhere paths are looked at and then used.

#[cfg(not(unix))]
mod by_path;
#[cfg(unix)]
mod held;
mod stage;
mod temporary;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path};

#[cfg(not(unix))]
pub(super) use by_path::Folder;
#[cfg(not(unix))]
use by_path::read_more;
#[cfg(unix)]
pub(super) use held::Folder;
#[cfg(unix)]
use held::read_more;
pub(super) use stage::{Stage, remove_all};
pub(super) use temporary::Temporary;

/// What an entry of a folder is, itself: a link is not what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Other,
}

/// An entry of a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: OsString,
    pub(super) kind: Kind,
}

impl Folder {
    /// The folder above a path, and the path's last part.
    pub(super) fn above<'p>(&self, path: &'p Path) -> io::Result<(Self, &'p OsStr)> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        Ok((self.below(path.parent().unwrap_or(Path::new("")))?, name))
    }

    /// Opens a file below it for reading.
    pub(super) fn file(&self, path: &Path) -> io::Result<File> {
        let mut parts = parts(path)?;
        let name = parts.pop().ok_or(io::ErrorKind::InvalidInput)?;
        if parts.is_empty() {
            return self.own_file(name);
        }
        if let Some(file) = self.file_at_once(path) {
            return Ok(file);
        }
        self.below(path.parent().unwrap_or(Path::new("")))?.own_file(name)
    }

    /// The first bytes of a regular file below it, up to `most`, as far as it may be a text: of one
    /// with NUL bytes not all of them.
    pub(super) fn head(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        /// Enough to tell nearly every picture from a text.
        const FIRST: u64 = 8 * 1024;
        let mut file = self.file(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut bytes = Vec::new();
        file.by_ref().take(FIRST.min(most)).read_to_end(&mut bytes)?;
        if memchr::memchr(0, &bytes).is_none() {
            file.take(most.saturating_sub(FIRST)).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }

    /// The bytes of a regular file below it.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        read_regular(self.file(path)?)
    }
}

/// Reads a regular file; what else can be opened may never end.
pub(super) fn read_regular(file: File) -> io::Result<Vec<u8>> {
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    read_bytes(file, usize::try_from(found.len()).unwrap_or_default())
}

/// Reads a file to its end; it had `length` bytes a moment ago. `File` would ask the system for
/// that once more, which takes as long as reading.
pub(super) fn read_bytes(mut file: File, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length + 1);
    loop {
        match read_more(&mut file, &mut bytes) {
            Ok(0) => return Ok(bytes),
            // It has grown meanwhile.
            Ok(_) if bytes.len() == bytes.capacity() => bytes.reserve(bytes.len()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The names that a path is made of, from the outermost; one that leads upwards has none.
fn parts(path: &Path) -> io::Result<Vec<&OsStr>> {
    let part = |component| match component {
        Component::CurDir => None,
        Component::Normal(name) => Some(Ok(name)),
        _ => Some(Err(io::ErrorKind::InvalidInput.into())),
    };
    path.components().filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::read_bytes;

    #[test]
    fn a_file_that_changes_meanwhile_is_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
        fs::write(&path, &bytes).unwrap();
        for length in [0, 1, 4_999, 5_000, 9_999, 10_000, 10_001, 30_000] {
            assert_eq!(read_bytes(File::open(&path).unwrap(), length).unwrap(), bytes, "{length}");
        }
    }
}
