use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use super::folder::Folder;
use super::inside::Inside;

/// Stands in for the folder itself where a folder cannot be locked.
pub(super) const LOCK_FILE: &str = ".incident-lock";

/// The sole right to change the files of a folder, among those who ask for it. The kernel takes
/// it back when the process ends, however it ends, so that no lock outlives its holder.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "held, not used")] File);

/// Why a folder could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has held it all the time.
    #[error("another process has been changing it for {} seconds", .0.as_secs())]
    Busy(Duration),
    /// The operating system's answer.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Waits for the sole right to a folder of a workspace, by its path from the root, for no longer
/// than `patience`; nothing where the file system has no locks, as some network file systems have
/// none.
///
/// # Errors
///
/// See [`LockError`]; a link that leads out of the workspace.
pub fn lock_folder(
    root: &Path,
    path: &str,
    patience: Duration,
) -> Result<Option<FolderLock>, LockError> {
    let folder = Inside::open(root)?.folder(Path::new(path)).map_err(io::Error::from)?;
    lock_held(&folder, patience)
}

/// Like [`lock_folder`], of a folder that is held open. Locking the folder itself leaves no file
/// behind.
pub(super) fn lock_held(
    folder: &Folder,
    patience: Duration,
) -> Result<Option<FolderLock>, LockError> {
    match lock(folder.handle()?, patience) {
        Err(LockError::Io(error)) if has_no_locks(&error) => {}
        result => return result.map(Some),
    }
    match lock(folder.append(OsStr::new(LOCK_FILE))?, patience) {
        Err(LockError::Io(error)) if has_no_locks(&error) => Ok(None),
        result => result.map(Some),
    }
}

fn lock(file: File, patience: Duration) -> Result<FolderLock, LockError> {
    match file.try_lock() {
        Ok(()) => return Ok(FolderLock(file)),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    // The kernel serves those who wait in turn; a thread waits, so that patience can end.
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let locked = loop {
            match file.lock() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        // Nobody listens once patience has ended.
        let _ = sender.send(locked.map(|()| file));
    });
    match receiver.recv_timeout(patience) {
        Ok(locked) => Ok(FolderLock(locked?)),
        Err(_) => Err(LockError::Busy(patience)),
    }
}

/// NFS locks no file that is open for reading only (`EBADF`); others have no locks at all.
fn has_no_locks(error: &io::Error) -> bool {
    const EBADF: i32 = 9;
    const ENOLCK: [i32; 2] = [37, 77];
    error.kind() == ErrorKind::Unsupported
        || error.raw_os_error().is_some_and(|code| code == EBADF || ENOLCK.contains(&code))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LockError, lock_folder};

    #[test]
    fn one_at_a_time_and_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let moment = Duration::from_millis(20);
        let first = lock_folder(folder.path(), "", moment).unwrap().unwrap();
        assert!(matches!(lock_folder(folder.path(), "", moment), Err(LockError::Busy(_))));
        drop(first);
        assert!(lock_folder(folder.path(), "", Duration::from_secs(9)).unwrap().is_some());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
