use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::folder::Folder;
use super::inside::InsideError;
use super::lock::{FolderLock, LockError, lock_held};
use super::write::{Replaced, replace, write_new};
use crate::source::{SourceFile, TextError};

/// How long one process waits for others.
const PATIENCE: Duration = Duration::from_secs(30);
/// Begins the names of temporary files that are written under the folder's lock.
const TEMPORARY: &str = ".incident-facts-";
/// How often a change is worked out anew where an editor saves the file meanwhile.
const MOST_ROUNDS: usize = 20;

/// A file as it was changed. Until it is dropped, no other process changes it in this way.
#[derive(Debug)]
pub struct Updated {
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// The lock; nothing where the file system has none.
    pub lock: Option<FolderLock>,
}

/// Why a file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError<E> {
    /// A symbolic link leads out of the workspace.
    #[error("a symbolic link leads out of the workspace")]
    LeavesWorkspace,
    /// Another process has it.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// It cannot be read.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
    /// It is no text.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It has more than [`MAX_BYTES`](crate::source::MAX_BYTES).
    #[error("it is larger than 4 MiB")]
    TooLarge,
    /// Whoever worked out the change found that there is none.
    #[error("it cannot be changed")]
    Refused(E),
    /// Another program kept on changing it.
    #[error("another program keeps changing it")]
    Restless,
    /// It cannot be written; the old file stands.
    #[error("it cannot be written; it stands as it was")]
    Write(#[source] io::Error),
    /// The new file stands, and may not survive a power failure.
    #[error("it is written, but the disk does not confirm it; see whether it is there")]
    Unconfirmed(#[source] io::Error),
}

/// Reads a text, works out another, and writes it whole or not at all: under the folder's lock,
/// and only where the file still is what was read.
///
/// # Errors
///
/// See [`UpdateError`].
pub fn update_file<E>(
    root: &Path,
    path: &str,
    mut change: impl FnMut(&str) -> Result<String, E>,
) -> Result<Updated, UpdateError<E>> {
    let file = Held::open(root, path)?;
    for _ in 0..MOST_ROUNDS {
        let before = text(file.read()?)?;
        let after = change(&before).map_err(UpdateError::Refused)?;
        if file.replace(before.as_bytes(), after.as_bytes())? {
            return Ok(Updated { before, after, lock: file.lock });
        }
    }
    Err(UpdateError::Restless)
}

/// Writes `before` in place of `after`, whatever they are, whole or not at all: under the folder's
/// lock, which it gives. A file that is not there counts as an empty one.
///
/// # Errors
///
/// See [`UpdateError`]; what `changed` says where the file does not hold `after`.
pub fn restore_file<E>(
    root: &Path,
    path: &str,
    after: &[u8],
    before: &[u8],
    changed: impl FnOnce() -> E,
) -> Result<Option<FolderLock>, UpdateError<E>> {
    let file = match Held::open(root, path) {
        Err(UpdateError::Read(error)) if error.kind() == io::ErrorKind::NotFound => {
            return match after.is_empty() && write_new(root, path, before).map_err(not_made)? {
                true => Ok(None),
                false if after.is_empty() => Err(UpdateError::Refused(changed())),
                false => Err(UpdateError::Read(error)),
            };
        }
        opened => opened?,
    };
    if file.read()? == after && file.replace(after, before)? {
        Ok(file.lock)
    } else {
        Err(UpdateError::Refused(changed()))
    }
}

fn not_made<E>(error: InsideError) -> UpdateError<E> {
    match error {
        InsideError::Io(error) => UpdateError::Write(error),
        _ => UpdateError::LeavesWorkspace,
    }
}

/// A file whose folder is held open, and locked where it can be.
struct Held {
    folder: Folder,
    name: OsString,
    lock: Option<FolderLock>,
}

impl Held {
    fn open<E>(root: &Path, path: &str) -> Result<Self, UpdateError<E>> {
        let real = root.join(path).canonicalize().map_err(UpdateError::Read)?;
        let path = real.strip_prefix(root).map_err(|_| UpdateError::LeavesWorkspace)?;
        // From here on it is this folder, even where a link takes its place.
        let folder = Folder::open(root).and_then(|root| root.above(path));
        let (folder, name) = folder.map_err(UpdateError::Read)?;
        let lock = lock_held(&folder, PATIENCE)?;
        if lock.is_some() {
            remove_abandoned(&folder);
        }
        Ok(Self { folder, name: name.to_owned(), lock })
    }

    fn read<E>(&self) -> Result<Vec<u8>, UpdateError<E>> {
        self.folder.read(Path::new(&self.name)).map_err(UpdateError::Read)
    }

    /// Says whether the file held `before` and holds `after` now.
    fn replace<E>(&self, before: &[u8], after: &[u8]) -> Result<bool, UpdateError<E>> {
        match replace(&self.folder, &self.name, before, after, TEMPORARY) {
            Ok(Replaced::Whole) => Ok(true),
            Ok(Replaced::Unconfirmed(error)) => Err(UpdateError::Unconfirmed(error)),
            Ok(Replaced::NotAtAll) => Ok(false),
            Err(error) => Err(UpdateError::Write(error)),
        }
    }
}

fn text<E>(bytes: Vec<u8>) -> Result<String, UpdateError<E>> {
    match SourceFile::from_bytes(String::new(), bytes) {
        (file, None) => Ok(file.text),
        (_, Some(TextError::TooLarge { .. })) => Err(UpdateError::TooLarge),
        (_, Some(TextError::Binary { .. } | TextError::NotUtf8 { .. })) => {
            Err(UpdateError::NotText)
        }
    }
}

/// Removes what killed processes have left. Nobody else writes such files while we hold the
/// lock; one that cannot be removed does no harm.
fn remove_abandoned(folder: &Folder) {
    for entry in folder.entries().into_iter().flatten() {
        if entry.name.to_string_lossy().starts_with(TEMPORARY) {
            let _ = folder.remove_file(&entry.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::fs;

    use super::{UpdateError, update_file};

    fn add(text: &str) -> Result<String, Infallible> {
        Ok(format!("{text}+"))
    }

    #[test]
    fn works_it_out_anew_where_the_file_changes_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let path = root.join("a");
        fs::write(&path, "old").unwrap();
        let mut saves = 0;
        let updated = update_file(&root, "a", |text| {
            saves += 1;
            if saves == 1 {
                fs::write(&path, "saved by an editor").unwrap();
            }
            add(text)
        });
        assert_eq!(updated.unwrap().after, "saved by an editor+");
        assert_eq!(fs::read_to_string(&path).unwrap(), "saved by an editor+");
    }

    #[test]
    fn removes_what_killed_processes_left() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::write(root.join("a"), "").unwrap();
        fs::write(root.join(".incident-facts-x"), "half").unwrap();
        drop(update_file(&root, "a", add).unwrap());
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn keeps_mode_and_link_and_stays_inside() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let real = root.join("real");
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
        symlink("real", root.join("link")).unwrap();
        drop(update_file(&root, "link", add).unwrap());
        assert!(root.join("link").is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "old+");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(elsewhere.path().join("b"), "theirs").unwrap();
        symlink(elsewhere.path().join("b"), root.join("out")).unwrap();
        assert!(matches!(update_file(&root, "out", add), Err(UpdateError::LeavesWorkspace)));
        assert_eq!(fs::read_to_string(elsewhere.path().join("b")).unwrap(), "theirs");
    }
}
