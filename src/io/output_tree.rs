use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Stamp;
use super::folder::{Folder, Stage};
use super::leftover::{Stale, remove_stages, remove_stale};
use super::lock::{FolderLock, LockError, lock_held};
use super::manifest::{self, Manifest, checksum};
use super::place::place;
use super::stamp::number;

/// Begins the names of folders that files are staged in.
pub(super) const STAGE: &str = ".incident-stage-";
/// How long a run waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why an output folder could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A file that this tool did not write has a page's name.
    #[error("{0} was not written by incident and is in the way")]
    Foreign(PathBuf),
    /// Two pages, or a page and an attachment, have one name.
    #[error("two outputs are called {0}")]
    Clash(String),
    /// A folder on the way is a symbolic link.
    #[error("{0} is a symbolic link; outputs are written to real folders only")]
    Link(PathBuf),
    /// Another run writes into it.
    #[error("cannot write to {0}")]
    Busy(PathBuf, #[source] LockError),
    /// The operating system's answer.
    #[error("cannot write {path}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// What a commit did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are in the folder now.
    pub files: usize,
    /// Files that are new or changed.
    pub changed: usize,
    /// Files of the last run that are gone.
    pub removed: usize,
}

/// A file of a folder of outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Tells its bytes from others.
    pub sum: u64,
    /// What it looked like when it was known to have them.
    pub stamp: Option<Stamp>,
}

/// A folder of outputs being replaced: files are staged first and moved into place together,
/// so that an error on the way leaves the last good output as it was.
#[derive(Debug)]
pub struct OutputTree {
    folder: PathBuf,
    stage: Stage,
    /// Held while outputs are made; nothing where the file system has no locks.
    #[expect(dead_code, reason = "held, not used")]
    lock: Option<FolderLock>,
    before: Manifest,
    /// For whom outputs are.
    readers: Option<&'static str>,
    others: Others,
    now: Mutex<State>,
    /// Behind the stage, which is in them and goes first.
    made: Made,
}

/// What becomes of files of the last run that this one does not make.
#[derive(Debug)]
enum Others {
    Go,
    /// They stay, but for these.
    Stay(BTreeSet<String>),
}

impl Others {
    fn stay(&self, path: &str) -> bool {
        matches!(self, Self::Stay(without) if !without.contains(path))
    }
}

/// Outputs that are in place.
#[derive(Debug)]
pub struct Committed {
    /// How many there are.
    pub written: Written,
    /// All of them, by path.
    pub files: BTreeMap<String, Output>,
    /// Files that should have been removed and that somebody has changed since they were written.
    pub left: Vec<String>,
}

/// Folders that were made on the way, the outermost first. They go with this, but for those that
/// something has been put into.
#[derive(Debug)]
struct Made(Vec<PathBuf>);

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, Output>,
    /// Those that are new or changed, with the number of the file that is to take the name.
    staged: BTreeMap<String, Option<u64>>,
}

impl OutputTree {
    /// Opens the folder for outputs that is called `path` below `base`, making both where they are
    /// not there; what is not committed leaves no trace. Links may lead to `base`; there are none
    /// below it. Waits until no other run has the folder, and removes what one that was killed has
    /// staged in it.
    ///
    /// # Errors
    ///
    /// A folder that cannot be made, is a symbolic link, or that another run keeps.
    pub fn open(base: &Path, path: &Path) -> Result<Self, OutputError> {
        let folder = base.join(path);
        let links = folder.ancestors().take_while(|folder| *folder != base);
        if let Some(link) = links.into_iter().filter(|folder| folder.is_symlink()).last() {
            return Err(OutputError::Link(link.to_owned()));
        }
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let missing = folder.ancestors().take_while(is_missing);
        let mut made = Made(missing.map(Path::to_owned).collect());
        made.0.reverse();
        let failed = |source| io_error(&folder, source);
        fs::create_dir_all(base).map_err(failed)?;
        let held = Folder::open(base).and_then(|base| base.make(path)).map_err(failed)?;
        let lock = lock_held(&held, PATIENCE).map_err(|error| match error {
            LockError::Io(source) => failed(source),
            busy @ LockError::Busy(_) => OutputError::Busy(folder.clone(), busy),
        })?;
        // Without a lock they may be another run's, which is not over.
        if lock.is_some() {
            remove_stages(&held).map_err(failed)?;
        }
        let before = manifest::read(&held);
        let stage = Stage::new(held, STAGE).map_err(failed)?;
        let (readers, now) = (None, Mutex::default());
        Ok(Self { folder, stage, lock, before, readers, others: Others::Go, now, made })
    }

    /// Says for whom the outputs are.
    pub const fn made_for(&mut self, readers: &'static str) {
        self.readers = Some(readers);
    }

    /// Whether some of the files that are there may be for other readers.
    #[must_use]
    pub fn has_other_readers(&self) -> bool {
        !self.before.sums.is_empty() && self.before.readers.as_deref() != self.readers
    }

    /// Whether there are files of an earlier run.
    #[must_use]
    pub fn has_files(&self) -> bool {
        !self.before.sums.is_empty()
    }

    /// Leaves the last run's other files in place, but for these: this run writes some of them
    /// only.
    pub fn keep_others(&mut self, without: BTreeSet<String>) {
        self.others = Others::Stay(without);
    }

    /// Adds a file; safe to call from several threads. A file that is already there with the
    /// same bytes costs no write.
    ///
    /// # Errors
    ///
    /// A name taken twice or by a file that this tool did not write, and what the operating
    /// system says.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let target = self.folder.join(path);
        let now = SystemTime::now();
        if let Ok(found) = fs::symlink_metadata(&target) {
            let is_same = found.is_file()
                && found.len() == bytes.len() as u64
                && fs::read(&target).is_ok_and(|current| current == bytes);
            if is_same {
                let stamp = Stamp::of(&found, now);
                return self.keep(path, Output { sum: checksum(bytes), stamp });
            }
            if !found.is_file() || !self.before.sums.contains_key(path) {
                return Err(OutputError::Foreign(target));
            }
        }
        let number = self.stage_file(path, bytes)?;
        self.keep(path, Output { sum: checksum(bytes), stamp: None })?;
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.staged.insert(path.to_owned(), number);
        Ok(())
    }

    /// A file of the last run as it is now, if nobody has changed it since it was `known`.
    #[must_use]
    pub fn unchanged(&self, path: &str, known: Output) -> Option<Output> {
        self.before.sums.get(path)?.contains(&known.sum).then_some(())?;
        let target = self.folder.join(path);
        let now = SystemTime::now();
        let found = fs::symlink_metadata(&target).ok().filter(fs::Metadata::is_file)?;
        let stamp = Stamp::of(&found, now);
        let looks_the_same = stamp.is_some() && stamp == known.stamp;
        let is_same = || fs::read(&target).is_ok_and(|bytes| checksum(&bytes) == known.sum);
        (looks_the_same || is_same()).then_some(Output { stamp, ..known })
    }

    /// Adds a file that is there already, [`unchanged`](Self::unchanged).
    ///
    /// # Errors
    ///
    /// A name taken twice.
    pub fn keep(&self, path: &str, output: Output) -> Result<(), OutputError> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match now.files.insert(path.to_owned(), output) {
            Some(_) => Err(OutputError::Clash(path.to_owned())),
            None => Ok(()),
        }
    }

    fn stage_file(&self, path: &str, bytes: &[u8]) -> Result<Option<u64>, OutputError> {
        let written = self.stage.write_new(Path::new(path), bytes);
        let number = written.and_then(|file| Ok(number(&file.metadata()?)));
        number.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => OutputError::Clash(path.to_owned()),
            _ => io_error(&self.folder.join(path), source),
        })
    }

    /// Whether there is anything to do: a file that is new, changed or stale.
    #[must_use]
    pub fn changes_anything(&self) -> bool {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let is_stale = |path: &String| !self.others.stay(path) && !now.files.contains_key(path);
        !now.staged.is_empty() || self.before.sums.keys().any(is_stale)
    }

    /// Moves everything into place and removes what the last run wrote and this one did not.
    /// A file that somebody changed since is left where it is, and listed on until it is gone.
    ///
    /// # Errors
    ///
    /// What the operating system says; each file is then either the old or the new one.
    pub fn commit(self) -> Result<Committed, OutputError> {
        let has_other_readers = self.has_other_readers();
        let Self { mut made, folder, stage, before, readers, others, now, .. } = self;
        let before = before.sums;
        let State { mut files, staged } = now.into_inner().unwrap_or_else(PoisonError::into_inner);
        let held = stage.target();
        let failed = |path: &str| {
            let path = folder.join(path);
            move |source| io_error(&path, source)
        };
        for (path, sums) in before.iter().filter(|(path, _)| others.stay(path)) {
            let known = || Output { sum: sum_of(&folder.join(path), sums), stamp: None };
            files.entry(path.clone()).or_insert_with(known);
        }
        let is_listed = |(path, output): (&String, &Output)| {
            before.get(path).is_some_and(|sums| *sums == [output.sum])
        };
        let is_same_list =
            !has_other_readers && before.len() == files.len() && files.iter().all(is_listed);
        let sums = || files.iter().map(|(path, output)| (path.as_str(), output.sum));
        // Until all is done both runs' files count as ours, so that a killed run can be repeated.
        if !staged.is_empty() || !is_same_list {
            let before = before
                .iter()
                .flat_map(|(path, sums)| sums.iter().map(move |sum| (path.as_str(), *sum)));
            let readers = readers.filter(|_| !has_other_readers);
            let all = before.chain(sums());
            manifest::write(&stage, readers, all).map_err(failed(manifest::NAME))?;
        }
        place(&folder, &stage, staged.keys())?;
        let (mut removed, mut left) = (0, Vec::new());
        for (path, sums) in before.iter().filter(|(path, _)| !files.contains_key(*path)) {
            match remove_stale(held, path, sums).map_err(failed(path))? {
                Stale::Removed => removed += 1,
                Stale::Gone => {}
                Stale::Left => left.push(path.clone()),
            }
        }
        if !is_same_list || files.is_empty() {
            let listed_on = left.iter().filter_map(|path| before.get_key_value(path));
            let listed_on = listed_on
                .flat_map(|(path, sums)| sums.iter().map(move |sum| (path.as_str(), *sum)));
            let is_mixed = has_other_readers && matches!(others, Others::Stay(_));
            let readers = readers.filter(|_| !is_mixed);
            let all = sums().chain(listed_on);
            manifest::write(&stage, readers, all).map_err(failed(manifest::NAME))?;
        }
        let written = Written { files: files.len(), changed: staged.len(), removed };
        let stamps = staged
            .par_iter()
            .map(|(path, number)| (path.as_str(), stamp_placed(&folder.join(path), *number)));
        for (path, stamp) in stamps.collect::<Vec<_>>() {
            if let Some(output) = files.get_mut(path) {
                output.stamp = stamp;
            }
        }
        made.0.clear();
        Ok(Committed { written, files, left })
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // One that something else has been put into stays, and with it those that it is in.
        let _ = self.0.iter().rev().try_for_each(fs::remove_dir);
    }
}

/// The stamp of a file that was put into place, if nobody has put another there since.
fn stamp_placed(target: &Path, staged: Option<u64>) -> Option<Stamp> {
    let now = SystemTime::now();
    let found = fs::symlink_metadata(target).ok()?;
    (number(&found) == staged).then(|| Stamp::of(&found, now)).flatten()
}

/// Which of its checksums a file has; the first where it has none of them.
fn sum_of(target: &Path, sums: &[u64]) -> u64 {
    let first = sums.first().copied().unwrap_or_default();
    if sums.len() < 2 {
        return first;
    }
    let now = fs::read(target).map(|bytes| checksum(&bytes)).ok();
    now.filter(|now| sums.contains(now)).unwrap_or(first)
}

fn io_error(path: &Path, source: io::Error) -> OutputError {
    OutputError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
