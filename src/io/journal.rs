use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::lock::{FolderLock, LockError, lock_folder};

/// Where it lies below the root. The folder ignores itself in git.
const FOLDER: &str = ".incident";
/// Changes that can be taken back.
const MOST: usize = 50;
/// How long one process waits for others.
const PATIENCE: Duration = Duration::from_secs(10);

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// What was done, in one line.
    pub said: String,
    /// When, in RFC 3339.
    pub when: String,
    /// The file's path from the root.
    pub file: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// The last changes of a workspace, so that they can be taken back. It is a convenience: it is
/// not made durable, and losing it loses no facts.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
}

impl Journal {
    /// The journal of the workspace at a root.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        Self { folder: root.join(FOLDER).join("undo") }
    }

    /// Notes a change as the last one.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says.
    pub fn push(&self, recorded: &Recorded) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        self.ignore_in_git()?;
        let _lock = self.lock()?;
        let names = self.names()?;
        let number = names.last().map_or(0, |name| number(name).unwrap_or_default());
        let path = self.folder.join(format!("{:08}.json", number + 1));
        let mut file = File::create_new(&path)?;
        if let Err(error) = file.write_all(&serde_json::to_vec(recorded)?) {
            fs::remove_file(&path)?;
            return Err(error);
        }
        let old = names.len().saturating_sub(MOST - 1);
        for name in &names[..old] {
            fs::remove_file(self.folder.join(name))?;
        }
        Ok(())
    }

    /// The last change that was not taken back, with its name here.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says; a note cut short by a crash is passed over.
    pub fn last(&self) -> io::Result<Option<(String, Recorded)>> {
        for name in self.names()?.into_iter().rev() {
            let bytes = fs::read(self.folder.join(&name))?;
            if let Ok(recorded) = serde_json::from_slice(&bytes) {
                return Ok(Some((name, recorded)));
            }
        }
        Ok(None)
    }

    /// The changes noted after the one of this name, oldest first; all of them where it is none.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says; a note cut short by a crash is passed over.
    pub fn since(&self, name: Option<&str>) -> io::Result<Vec<Recorded>> {
        let is_later = |other: &String| name.is_none_or(|name| other.as_str() > name);
        let mut recorded = Vec::new();
        for name in self.names()?.into_iter().filter(is_later) {
            recorded.extend(serde_json::from_slice(&fs::read(self.folder.join(&name))?).ok());
        }
        Ok(recorded)
    }

    /// Forgets a change.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.folder.join(name))
    }

    fn lock(&self) -> io::Result<Option<FolderLock>> {
        lock_folder(&self.folder, PATIENCE).map_err(|error| match error {
            LockError::Io(error) => error,
            busy @ LockError::Busy(_) => io::Error::new(io::ErrorKind::WouldBlock, busy),
        })
    }

    fn ignore_in_git(&self) -> io::Result<()> {
        let Some(folder) = self.folder.parent() else { return Ok(()) };
        let path = folder.join(".gitignore");
        if path.exists() { Ok(()) } else { fs::write(path, "*\n") }
    }

    /// The names of the notes, oldest first.
    fn names(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.retain(|name| number(name).is_some());
        names.sort();
        Ok(names)
    }
}

fn number(name: &str) -> Option<u64> {
    name.strip_suffix(".json")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Journal, MOST, Recorded};

    fn note(said: &str) -> Recorded {
        let text = String::new;
        Recorded {
            said: said.to_owned(),
            when: text(),
            file: text(),
            before: text(),
            after: text(),
        }
    }

    #[test]
    fn gives_back_the_last_and_keeps_the_latest() {
        let root = tempfile::tempdir().unwrap();
        let journal = Journal::of(root.path());
        assert_eq!(journal.last().unwrap(), None);
        for number in 0..MOST + 5 {
            journal.push(&note(&number.to_string())).unwrap();
        }
        assert_eq!(journal.names().unwrap().len(), MOST);
        let (name, last) = journal.last().unwrap().unwrap();
        assert_eq!(last, note("54"));
        assert_eq!(journal.since(Some("00000053.json")).unwrap(), [note("53"), note("54")]);
        assert_eq!(journal.since(None).unwrap().len(), MOST);
        journal.remove(&name).unwrap();
        assert_eq!(journal.last().unwrap().unwrap().1, note("53"));
        std::fs::write(journal.folder.join("00000099.json"), "{\"said").unwrap();
        assert_eq!(journal.last().unwrap().unwrap().1, note("53"), "half a note is none");
        assert!(root.path().join(".incident/.gitignore").exists());
    }
}
