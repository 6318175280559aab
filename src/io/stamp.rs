//! Whether a file is the one that it was, without reading it.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::workspace::INCIDENTS;
use super::{Digest, IncidentFolder};

/// Sizes, times and numbers of files as the file system has them, as one number. Two that are
/// equal are of the same files with the same bytes.
///
/// A file can be written twice within one tick of the file system's clock and look the same, so
/// there is no stamp of one that was written just now; and none where the system does not say
/// when a file was last changed in any way (`st_ctime`), as a time of writing can be set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp(u128);

/// Which build of this program is running: the size of its file and when that was written.
///
/// # Errors
///
/// What the operating system says.
pub fn build() -> std::io::Result<u128> {
    let found = fs::metadata(std::env::current_exe()?)?;
    let written = found.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let (size, nanos) = (found.len().to_le_bytes(), written.as_nanos().to_le_bytes());
    Ok(Digest::new().with(size).with(nanos).finish())
}

/// Takes the stamps of a workspace's incidents.
#[derive(Debug)]
pub struct Stamps {
    root: PathBuf,
    /// Whether the folders are where they seem to be.
    are_here: bool,
}

impl Stamp {
    /// Of a file; none of a link, and where it could not tell a change.
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        let now = SystemTime::now();
        let found = fs::symlink_metadata(path).ok()?;
        Self::of(&found, now)
    }

    /// Of a file as it was found at `now` or after.
    pub(super) fn of(found: &Metadata, now: SystemTime) -> Option<Self> {
        found.is_file().then_some(())?;
        Some(Self(Digest::of(state(found, now)?)))
    }
}

impl Stamps {
    /// For the workspace with this root.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        let incidents = fs::symlink_metadata(root.join(INCIDENTS));
        Self { root: root.to_owned(), are_here: incidents.is_ok_and(|found| found.is_dir()) }
    }

    /// Of an incident's folder: all that is directly in it and not hidden. None where a link is
    /// in it, or where it could not tell a change.
    #[must_use]
    pub fn incident(&self, folder: &IncidentFolder) -> Option<Stamp> {
        let now = SystemTime::now();
        let path = self.path(folder)?;
        let mut files = Vec::new();
        for entry in fs::read_dir(&path).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name();
            if !name.as_encoded_bytes().starts_with(b".") {
                files.push((name, entry.metadata().ok()?));
            }
        }
        tiny_sort::stable::sort_by(&mut files, |(a, _), (b, _)| a.cmp(b));
        let mut seen = Seen::new(&fs::symlink_metadata(&path).ok()?, now)?;
        for (name, found) in files {
            seen.add(name.as_encoded_bytes(), &found)?;
        }
        Some(seen.stamp())
    }

    /// The same of an incident in whose folder there is nothing but its facts and its report. It
    /// costs less: that nothing else is there is seen in the folder's own times.
    #[must_use]
    pub fn facts_and_report(&self, folder: &IncidentFolder) -> Option<Stamp> {
        let now = SystemTime::now();
        let mut path = self.path(folder)?;
        let mut seen = Seen::new(&fs::symlink_metadata(&path).ok()?, now)?;
        for name in ["facts.toml", "report.md"] {
            path.push(name);
            seen.add(name.as_bytes(), &fs::symlink_metadata(&path).ok()?)?;
            path.pop();
        }
        Some(seen.stamp())
    }

    fn path(&self, folder: &IncidentFolder) -> Option<PathBuf> {
        self.are_here.then(|| self.root.join(&folder.path))
    }
}

/// What was seen of a folder, on the way to its stamp.
struct Seen {
    now: SystemTime,
    bytes: Vec<u8>,
}

impl Seen {
    fn new(folder: &Metadata, now: SystemTime) -> Option<Self> {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend(state(folder, now)?);
        Some(Self { now, bytes })
    }

    /// Takes in a file; nothing where a change of it could not be told.
    fn add(&mut self, name: &[u8], found: &Metadata) -> Option<()> {
        self.bytes.extend((name.len() as u64).to_le_bytes());
        self.bytes.extend(name);
        self.bytes.extend(state(found, self.now)?);
        Some(())
    }

    fn stamp(&self) -> Stamp {
        Stamp(Digest::of(&self.bytes))
    }
}

/// What changes with a file or folder; nothing of a link, and where a change to come could look
/// the same.
#[cfg(unix)]
fn state(found: &Metadata, now: SystemTime) -> Option<[u8; 48]> {
    use std::os::unix::fs::MetadataExt as _;
    use std::time::Duration;

    let times = [(found.mtime(), found.mtime_nsec()), (found.ctime(), found.ctime_nsec())];
    if found.is_symlink() {
        return None;
    }
    // A tick is 10 ms or less; file systems without parts of a second have ticks of up to two.
    let is_coarse = times.iter().all(|(_, nanos)| *nanos == 0);
    let tick = if is_coarse { Duration::from_secs(3) } else { Duration::from_millis(20) };
    let since = now.duration_since(found.modified().ok()?).ok()?;
    if since < tick {
        return None;
    }
    let [(mtime, mtime_nsec), (ctime, ctime_nsec)] = times;
    let (size, number) = (found.size().cast_signed(), found.ino().cast_signed());
    let mut state = [0; 48];
    let parts = [mtime, mtime_nsec, ctime, ctime_nsec, size, number];
    for (bytes, part) in state.chunks_exact_mut(8).zip(parts) {
        bytes.copy_from_slice(&part.to_le_bytes());
    }
    Some(state)
}

#[cfg(not(unix))]
fn state(_: &Metadata, _: SystemTime) -> Option<[u8; 48]> {
    None
}

/// The number of the file that is behind a name.
#[cfg(unix)]
pub(super) fn number(found: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;

    Some(found.ino())
}

#[cfg(not(unix))]
pub(super) fn number(_: &Metadata) -> Option<u64> {
    None
}
