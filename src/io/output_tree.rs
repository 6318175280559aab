use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tempfile::TempDir;

use super::place::place;

/// Names what the last run wrote, with a checksum each.
const MANIFEST: &str = ".incident-manifest";
const HEADER: &str = "# Written by `incident render`; it removes only files listed here.";

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

/// A folder of outputs being replaced: files are staged first and moved into place together,
/// so that an error on the way leaves the last good output as it was.
#[derive(Debug)]
pub struct OutputTree {
    folder: PathBuf,
    stage: TempDir,
    before: BTreeMap<String, u64>,
    keeps_others: bool,
    /// Folders that were made for it, the outermost first.
    made: Vec<PathBuf>,
    now: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, u64>,
    staged: BTreeSet<String>,
}

impl OutputTree {
    /// Opens a folder for outputs, making it where it is not there.
    ///
    /// # Errors
    ///
    /// A folder that cannot be made or is a symbolic link.
    pub fn open(folder: &Path) -> Result<Self, OutputError> {
        if fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink()) {
            return Err(OutputError::Link(folder.to_owned()));
        }
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let mut made: Vec<PathBuf> =
            folder.ancestors().take_while(is_missing).map(Path::to_owned).collect();
        made.reverse();
        fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
        let stage = tempfile::Builder::new()
            .prefix(".incident-stage-")
            .tempdir_in(folder)
            .map_err(|source| io_error(folder, source))?;
        let before = read_manifest(&folder.join(MANIFEST));
        Ok(Self {
            folder: folder.to_owned(),
            stage,
            before,
            keeps_others: false,
            made,
            now: Mutex::default(),
        })
    }

    /// Leaves the last run's other files in place: this run writes some of them only.
    pub const fn keep_others(&mut self) {
        self.keeps_others = true;
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
        let is_same = match fs::symlink_metadata(&target) {
            Ok(found) if found.is_file() => {
                found.len() == bytes.len() as u64
                    && fs::read(&target).is_ok_and(|current| current == bytes)
            }
            Ok(_) => return Err(OutputError::Foreign(target)),
            Err(_) => false,
        };
        if !is_same && target.exists() && !self.before.contains_key(path) {
            return Err(OutputError::Foreign(target));
        }
        if !is_same {
            self.stage_file(path, bytes)?;
        }
        let mut now = self.now.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if now.files.insert(path.to_owned(), checksum(bytes)).is_some() {
            return Err(OutputError::Clash(path.to_owned()));
        }
        if !is_same {
            now.staged.insert(path.to_owned());
        }
        Ok(())
    }

    fn stage_file(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let staged = self.stage.path().join(path);
        let write = || {
            if let Some(parent) = staged.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::File::create_new(&staged)?.write_all(bytes)
        };
        write().map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => OutputError::Clash(path.to_owned()),
            _ => io_error(&self.folder.join(path), source),
        })
    }

    /// Leaves everything as it was before it was opened.
    pub fn abandon(self) {
        drop(self.stage);
        for folder in self.made.iter().rev() {
            // One that something else has been put into stays.
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }

    /// Moves everything into place and removes what the last run wrote and this one did not.
    /// A file that somebody changed since is left where it is.
    ///
    /// # Errors
    ///
    /// What the operating system says; each file is then either the old or the new one.
    pub fn commit(self) -> Result<Written, OutputError> {
        let Self { folder, stage, before, keeps_others, now, .. } = self;
        let State { mut files, staged } =
            now.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        if keeps_others {
            for (path, sum) in &before {
                files.entry(path.clone()).or_insert(*sum);
            }
        }
        // Until all is done both runs' files count as ours, so that a killed run can be repeated.
        let mut both = before.clone();
        both.extend(files.iter().map(|(path, sum)| (path.clone(), *sum)));
        if !staged.is_empty() || before != files {
            write_manifest(&folder, &both)?;
        }
        place(&folder, stage.path(), &staged)?;
        let mut removed = 0;
        for (path, sum) in before.iter().filter(|(path, _)| !files.contains_key(*path)) {
            removed += usize::from(remove_stale(&folder, path, *sum)?);
        }
        if before != files {
            write_manifest(&folder, &files)?;
        }
        Ok(Written { files: files.len(), changed: staged.len(), removed })
    }
}

/// Whether the file was there and unchanged; empty folders above it go with it.
fn remove_stale(folder: &Path, path: &str, sum: u64) -> Result<bool, OutputError> {
    let target = folder.join(path);
    let Ok(bytes) = fs::read(&target) else {
        return Ok(false);
    };
    if checksum(&bytes) != sum {
        return Ok(false);
    }
    fs::remove_file(&target).map_err(|source| io_error(&target, source))?;
    let mut parent = target.parent();
    while let Some(empty) = parent.filter(|parent| *parent != folder) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        parent = empty.parent();
    }
    Ok(true)
}

/// A line a file: checksum, space, path. A manifest that cannot be read lists nothing, and a
/// path that leaves the folder is not believed.
fn read_manifest(path: &Path) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(sum, path)| Some((path.to_owned(), u64::from_str_radix(sum, 16).ok()?)))
        .filter(|(path, _)| {
            !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        })
        .collect()
}

fn write_manifest(folder: &Path, files: &BTreeMap<String, u64>) -> Result<(), OutputError> {
    let mut text = format!("{HEADER}\n");
    for (path, sum) in files {
        text.push_str(&format!("{sum:016x} {path}\n"));
    }
    let path = folder.join(MANIFEST);
    super::write_file(&path, text.as_bytes()).map_err(|source| io_error(&path, source))
}

/// Tells an unchanged file from a changed one; no defence against anybody.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

fn io_error(path: &Path, source: io::Error) -> OutputError {
    OutputError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::{OutputError, OutputTree, Written};
    use std::fs;
    use std::path::Path;

    fn render(folder: &Path, files: &[(&str, &str)]) -> Result<Written, OutputError> {
        let tree = OutputTree::open(folder)?;
        for (path, text) in files {
            tree.put(path, text.as_bytes())?;
        }
        tree.commit()
    }

    #[test]
    fn removes_what_it_wrote_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        render(folder.path(), &[("a/b.html", "1"), ("c.html", "2"), ("d.html", "3")]).unwrap();
        fs::write(at("mine.txt"), "keep").unwrap();
        fs::write(at("d.html"), "edited by hand").unwrap();
        let written = render(folder.path(), &[("c.html", "2")]).unwrap();
        assert_eq!(written, Written { files: 1, changed: 0, removed: 1 });
        assert!(!at("a").exists(), "the empty folder goes with its last file");
        assert!(at("mine.txt").exists());
        assert!(at("d.html").exists(), "what somebody changed is theirs");
    }

    #[test]
    fn refuses_to_overwrite_a_foreign_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("index.html"), "mine").unwrap();
        let error = render(folder.path(), &[("x.html", "1"), ("index.html", "2")]).unwrap_err();
        assert!(matches!(error, OutputError::Foreign(_)), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("index.html")).unwrap(), "mine");
        assert!(!folder.path().join("x.html").exists(), "nothing is written by half");
    }

    #[test]
    fn an_abandoned_run_leaves_the_last_one() {
        let folder = tempfile::tempdir().unwrap();
        render(folder.path(), &[("a.html", "old")]).unwrap();
        let tree = OutputTree::open(folder.path()).unwrap();
        tree.put("a.html", b"new").unwrap();
        drop(tree);
        assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "old");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 2, "the page and the manifest");
    }

    #[test]
    fn one_that_is_given_up_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("public/site");
        let tree = OutputTree::open(&inner).unwrap();
        tree.put("a/b.html", b"new").unwrap();
        tree.abandon();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::create_dir(folder.path().join("public")).unwrap();
        OutputTree::open(&inner).unwrap().abandon();
        assert!(folder.path().join("public").exists(), "it was there before");
    }

    #[test]
    fn two_outputs_of_one_name_are_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = render(folder.path(), &[("a", "1"), ("a", "1")]).unwrap_err();
        assert!(matches!(error, OutputError::Clash(_)), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn writes_through_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("incidents")).unwrap();
        let error = render(folder.path(), &[("incidents/x.html", "1")]).unwrap_err();
        assert!(matches!(error, OutputError::Link(_)), "{error}");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
