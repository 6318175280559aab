use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::folder::Folder;
use super::lock::{FolderLock, LockError, lock_held};

/// Where it lies below the root. The folder ignores itself in git.
const FOLDER: &str = ".incident";
/// Where the notes lie in it.
const NOTES: &str = "undo";
/// The same, for people.
const SHOWN_NOTES: &str = ".incident/undo";
/// Who may read and write its files, before the process's mask cuts it.
const MODE: u32 = 0o666;
/// Changes that can be taken back.
const MOST: usize = 50;
/// Bytes of all notes, unless the last one alone has more: each holds two whole texts.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
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
    root: PathBuf,
}

impl Journal {
    /// The journal of the workspace at a root.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Notes a change as the last one. The oldest go where there are too many, or too large ones.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says, and a link in the place of one of its folders.
    pub fn push(&self, recorded: &Recorded) -> io::Result<()> {
        let folder = self.make()?;
        let _lock = lock(&folder)?;
        let names = names(&folder)?;
        let number = names.last().map_or(0, |name| number(name).unwrap_or_default());
        let name = format!("{:08}.json", number + 1);
        let note = serde_json::to_vec(recorded)?;
        let mut file = folder.create_new(OsStr::new(&name), MODE)?;
        if let Err(error) = file.write_all(&note) {
            folder.remove_file(OsStr::new(&name))?;
            return Err(error);
        }
        let mut bytes = note.len() as u64;
        let kept = names.iter().rev().take(MOST - 1).take_while(|name| {
            bytes = bytes.saturating_add(folder.size(OsStr::new(name)).unwrap_or_default());
            bytes <= MOST_BYTES
        });
        let old = names.len() - kept.count();
        for name in &names[..old] {
            folder.remove_file(OsStr::new(name))?;
        }
        Ok(())
    }

    /// The last change that was not taken back, with its name here.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says; a note cut short by a crash is passed over.
    pub fn last(&self) -> io::Result<Option<(String, Recorded)>> {
        self.last_before(None)
    }

    /// Like [`last`](Self::last), of the changes that were noted before the one of this name.
    ///
    /// # Errors
    ///
    /// As of [`last`](Self::last).
    pub fn last_before(&self, before: Option<&str>) -> io::Result<Option<(String, Recorded)>> {
        let Some(folder) = self.open()? else { return Ok(None) };
        let is_earlier = |name: &String| before.is_none_or(|before| name.as_str() < before);
        for name in names(&folder)?.into_iter().rev().filter(is_earlier) {
            if let Some(recorded) = note(&folder, &name)? {
                return Ok(Some((name, recorded)));
            }
        }
        Ok(None)
    }

    /// The changes that can be taken back, oldest first, with their names here.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says; a note cut short by a crash is passed over.
    pub fn all(&self) -> io::Result<Vec<(String, Recorded)>> {
        let Some(folder) = self.open()? else { return Ok(Vec::new()) };
        let mut recorded = Vec::new();
        for name in names(&folder)? {
            recorded.extend(note(&folder, &name)?.map(|note| (name, note)));
        }
        Ok(recorded)
    }

    /// Forgets a change.
    ///
    /// # Errors
    ///
    /// Whatever the operating system says.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match self.open()? {
            Some(folder) => folder.remove_file(OsStr::new(name)),
            None => Ok(()),
        }
    }

    /// Opens its folder, if it is there.
    fn open(&self) -> io::Result<Option<Folder>> {
        let own = Folder::open(&self.root)?.below(Path::new(FOLDER)).map_err(no_folder(FOLDER));
        let below = |own: Folder| own.below(Path::new(NOTES)).map_err(no_folder(SHOWN_NOTES));
        match own.and_then(below) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens its folder, which is made where it is not there.
    fn make(&self) -> io::Result<Folder> {
        let own = Folder::open(&self.root)?.make(Path::new(FOLDER)).map_err(no_folder(FOLDER))?;
        match own.create_new(OsStr::new(".gitignore"), MODE) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made?.write_all(b"*\n")?,
        }
        own.make(Path::new(NOTES)).map_err(no_folder(SHOWN_NOTES))
    }
}

/// A link, or a file, in the place of a folder gets words of its own.
fn no_folder(name: &str) -> impl Fn(io::Error) -> io::Error {
    move |error| {
        if error.kind() != io::ErrorKind::NotADirectory {
            return error;
        }
        let message = format!("{name} is a link, or no folder; remove it, and it is made anew");
        io::Error::new(error.kind(), message)
    }
}

fn lock(folder: &Folder) -> io::Result<Option<FolderLock>> {
    lock_held(folder, PATIENCE).map_err(|error| match error {
        LockError::Io(error) => error,
        busy @ LockError::Busy(_) => io::Error::new(io::ErrorKind::WouldBlock, busy),
    })
}

/// A note; nothing where it is cut short.
fn note(folder: &Folder, name: &str) -> io::Result<Option<Recorded>> {
    Ok(serde_json::from_slice(&folder.read(Path::new(name))?).ok())
}

/// The names of the notes, oldest first.
fn names(folder: &Folder) -> io::Result<Vec<String>> {
    let entries = folder.entries()?.into_iter();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.name.into_string().ok()).collect();
    names.retain(|name| number(name).is_some());
    tiny_sort::stable::sort(&mut names);
    Ok(names)
}

fn number(name: &str) -> Option<u64> {
    name.strip_suffix(".json")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Journal, MOST, MOST_BYTES, Recorded};

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
        let notes = root.path().join(".incident/undo");
        assert_eq!(std::fs::read_dir(&notes).unwrap().count(), MOST);
        let (name, last) = journal.last().unwrap().unwrap();
        assert_eq!(last, note("54"));
        let before = journal.last_before(Some(&name)).unwrap().unwrap();
        assert_eq!(before, ("00000054.json".to_owned(), note("53")));
        let all = journal.all().unwrap();
        assert_eq!(all.len(), MOST);
        assert_eq!(all[MOST - 2..], [before, (name.clone(), note("54"))]);
        journal.remove(&name).unwrap();
        assert_eq!(journal.last().unwrap().unwrap().1, note("53"));
        std::fs::write(notes.join("00000099.json"), "{\"said").unwrap();
        assert_eq!(journal.last().unwrap().unwrap().1, note("53"), "half a note is none");
        assert!(root.path().join(".incident/.gitignore").exists());
    }

    #[test]
    fn large_changes_push_out_older_ones() {
        let root = tempfile::tempdir().unwrap();
        let journal = Journal::of(root.path());
        let large = |said: &str, bytes: u64| Recorded {
            before: "x".repeat(usize::try_from(bytes).unwrap()),
            ..note(said)
        };
        let said = || -> Vec<String> {
            journal.all().unwrap().into_iter().map(|(_, note)| note.said).collect()
        };
        for number in 0..5 {
            journal.push(&large(&number.to_string(), MOST_BYTES / 3)).unwrap();
        }
        assert_eq!(said(), ["3", "4"]);
        journal.push(&note("small")).unwrap();
        assert_eq!(said(), ["3", "4", "small"]);
        journal.push(&large("all", MOST_BYTES)).unwrap();
        assert_eq!(said(), ["all"], "the last one can always be taken back");
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere() {
        use std::os::unix::fs::symlink;
        let top = tempfile::tempdir().unwrap();
        let elsewhere = top.path().join("elsewhere");
        std::fs::create_dir_all(elsewhere.join("undo")).unwrap();
        let put = |text: &str| std::fs::write(elsewhere.join("undo/00000001.json"), text).unwrap();
        put(&serde_json::to_string(&note("theirs")).unwrap());
        for (name, folder, link, to) in [
            ("a", "a", "a/.incident", "../elsewhere"),
            ("b", "b/.incident", "b/.incident/undo", "../../elsewhere/undo"),
        ] {
            std::fs::create_dir_all(top.path().join(folder)).unwrap();
            symlink(to, top.path().join(link)).unwrap();
            let journal = Journal::of(&top.path().join(name));
            let error = journal.push(&note("x")).unwrap_err().to_string();
            let shown = link.strip_prefix(name).unwrap().trim_start_matches('/');
            let expected = format!("{shown} is a link, or no folder; remove it");
            assert!(error.contains(&expected), "{error}");
            assert!(journal.last().is_err() && journal.all().is_err());
            assert!(journal.remove("00000001.json").is_err());
        }
        assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 1);
        assert_eq!(std::fs::read_dir(elsewhere.join("undo")).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn its_gitignore_is_not_written_through_a_link() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join(".incident")).unwrap();
        let link = root.path().join(".incident/.gitignore");
        std::os::unix::fs::symlink("../written", link).unwrap();
        Journal::of(root.path()).push(&note("x")).unwrap();
        assert!(!root.path().join("written").exists());
    }
}
