//! What differs between a commit and the work tree.
//!
//! libgit2 compares one file after the other. In a workspace of thousands of incidents nearly all
//! are as they were, and the index alone shows it: what is left to libgit2 is the rest.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use git2::{DiffOptions, Index, IndexEntry, IndexTime, ObjectType, Oid, Repository, Tree};
use rayon::prelude::*;

use super::folders::Folder;
use super::index_file::IndexFile;
use super::stamp::{Above, Stamp};

/// Places of a work tree that may differ from a tree, and what the index has there.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    /// Paths from the work tree's root; those of folders end with a slash.
    places: Vec<Vec<u8>>,
    /// Nothing where libgit2 has to read the index itself.
    index: Option<IndexFile>,
    /// The trees right in the folder that was looked at, sorted by name.
    pub(super) trees: Vec<(Vec<u8>, Oid)>,
}

impl Doubt {
    /// Doubts places as well, of which nothing is known.
    pub(super) fn extend(&mut self, places: impl IntoIterator<Item = Vec<u8>>) {
        self.places.extend(places);
    }

    /// Gives libgit2 the entries that it needs, so that it does not read all of them.
    fn hand_over(&self, repository: &Repository) -> Result<(), git2::Error> {
        let Some(file) = &self.index else { return Ok(()) };
        let places = self.places.iter().map(|place| place.strip_suffix(b"/").unwrap_or(place));
        // Attributes count as the index has them where they are gone from the disk (gitattributes).
        let attributes = file.entries.iter().filter(|e| e.path.ends_with(b".gitattributes"));
        let mut index = Index::new()?;
        for entry in places.flat_map(|place| file.at(place)).chain(attributes) {
            index.add(&as_of_no_time(entry, file.stamp))?;
        }
        repository.set_index(&mut index)
    }
}

/// An entry for an index that has no time of its own: where the file's age proves nothing, its
/// content counts.
fn as_of_no_time(entry: &IndexEntry, index: Stamp) -> IndexEntry {
    let is_proof = index.is_younger_than(entry);
    IndexEntry {
        mtime: if is_proof { entry.mtime } else { IndexTime::new(0, 0) },
        path: entry.path.clone(),
        ..*entry
    }
}

/// Paths of the files at or below the places that differ between a tree and the work tree, from
/// the work tree's root; `untracked` ones too, but not ignored ones. Renames are two paths.
pub(super) fn differing(
    repository: &Repository,
    tree: &Tree<'_>,
    doubt: &Doubt,
    untracked: bool,
) -> Result<BTreeSet<String>, git2::Error> {
    if doubt.places.is_empty() {
        return Ok(BTreeSet::new());
    }
    doubt.hand_over(repository)?;
    let mut options = DiffOptions::new();
    options
        .include_untracked(untracked)
        .recurse_untracked_dirs(untracked)
        .include_typechange(true)
        .ignore_submodules(true)
        .skip_binary_check(true)
        .disable_pathspec_match(true);
    for place in &doubt.places {
        options.pathspec(place.as_slice());
    }
    let diff = repository.diff_tree_to_workdir_with_index(Some(tree), Some(&mut options))?;
    Ok(diff
        .deltas()
        .flat_map(|delta| [delta.old_file().path_bytes(), delta.new_file().path_bytes()])
        .flatten()
        .map(|path| String::from_utf8_lossy(path).into_owned())
        .collect())
}

/// The folders right in `below` that may differ between a tree and the work tree. In all others
/// the index has what the tree has, each file is the one that the index took in, and there is no
/// other.
pub(super) fn doubtful(
    repository: &Repository,
    tree: &Tree<'_>,
    below: &Path,
) -> Result<Doubt, git2::Error> {
    let Some(work_tree) = repository.workdir() else { return Ok(Doubt::default()) };
    let (prefix, in_tree) = (prefix(below), trees_in(repository, tree, below)?);
    let on_disk = Above::open(&work_tree.join(below));
    let Some((index, (on_disk, mut names))) = readable_index(repository).zip(on_disk) else {
        return Ok(Doubt { places: vec![prefix], index: None, trees: in_tree });
    };
    let folders = Folder::all(&mut names, &in_tree, &index, &prefix);
    let doubtful = folders.par_iter().filter(|folder| !folder.is_same(&on_disk, index.stamp));
    let places = doubtful.map(|folder| [&prefix, folder.name, b"/"].concat()).collect();
    Ok(Doubt { places, index: Some(index), trees: in_tree })
}

/// The index, where its paths are told apart as their bytes are.
fn readable_index(repository: &Repository) -> Option<IndexFile> {
    let ignores_case =
        repository.config().is_ok_and(|config| config.get_bool("core.ignorecase") == Ok(true));
    if ignores_case { None } else { IndexFile::read(&repository.path().join("index")) }
}

/// A path as git writes it.
pub(super) fn git_path(path: &Path) -> Vec<u8> {
    path.iter().map(OsStr::as_encoded_bytes).collect::<Vec<_>>().join(&b'/')
}

/// What the paths of all that is in a folder begin with.
fn prefix(folder: &Path) -> Vec<u8> {
    [git_path(folder), b"/".to_vec()].concat()
}

/// The trees right in a folder of a tree, sorted by name.
fn trees_in(
    repository: &Repository,
    tree: &Tree<'_>,
    folder: &Path,
) -> Result<Vec<(Vec<u8>, Oid)>, git2::Error> {
    let Some(entry) = tree.get_path(folder).ok().filter(|e| e.kind() == Some(ObjectType::Tree))
    else {
        return Ok(Vec::new());
    };
    let tree = repository.find_tree(entry.id())?;
    let folders = tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Tree));
    let mut trees: Vec<_> =
        folders.map(|entry| (entry.name_bytes().to_vec(), entry.id())).collect();
    // Git's order is another one: it sorts folders as if they ended with a slash.
    tiny_sort::stable::sort_by(&mut trees, |(a, _), (b, _)| a.cmp(b));
    Ok(trees)
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "these files are there to be changed in all ways")]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;
    use std::time::SystemTime;

    use git2::{IndexAddOption, Repository, Signature};
    use proptest::prelude::*;

    use super::{Doubt, differing, doubtful};

    #[derive(Clone, Debug)]
    enum Step {
        /// Writes text of one length, so that sizes tell nothing.
        Write(String, u8),
        /// Writes it and sets the clock of the file back to what it was.
        Forge(String, u8),
        Remove(String),
        Link(String),
        Run(String, bool),
        Move(String, String),
        Assume(String),
        Conflict(String),
        /// Of the index's format.
        Version(u32),
        /// Writes attributes by which line ends count for nothing, or removes them.
        Attributes(bool),
        Stage,
        Commit,
    }

    fn path() -> impl Strategy<Value = String> {
        let file = prop_oneof![
            4 => Just("facts.toml"),
            2 => Just("report.md"),
            1 => Just("x.png"),
            1 => Just("ignored.log"),
            1 => Just("deep/er.txt"),
        ];
        (0..3_u8, file).prop_map(|(folder, file)| format!("ops/incidents/{folder}/{file}"))
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => (path(), 0..3_u8).prop_map(|(path, text)| Step::Write(path, text)),
            2 => (path(), 0..3_u8).prop_map(|(path, text)| Step::Forge(path, text)),
            2 => path().prop_map(Step::Remove),
            1 => path().prop_map(Step::Link),
            1 => (path(), any::<bool>()).prop_map(|(path, can)| Step::Run(path, can)),
            1 => (path(), path()).prop_map(|(from, to)| Step::Move(from, to)),
            1 => path().prop_map(Step::Assume),
            1 => path().prop_map(Step::Conflict),
            1 => (2..=4_u32).prop_map(Step::Version),
            2 => any::<bool>().prop_map(Step::Attributes),
            2 => Just(Step::Stage),
            2 => Just(Step::Commit),
        ]
    }

    /// Some steps cannot be taken, as to remove what is not there: they change nothing.
    fn take(repository: &Repository, step: Step) {
        let root = repository.workdir().unwrap();
        let write = |path: &Path, text: u8| {
            let _ = fs::create_dir_all(path.parent().unwrap());
            let text = if text == 2 { "text\r\n".to_owned() } else { format!("text {text}") };
            fs::write(path, text).is_ok()
        };
        match step {
            Step::Write(path, text) => {
                write(&root.join(path), text);
            }
            Step::Forge(path, text) => {
                let path = root.join(path);
                let was = fs::metadata(&path).and_then(|found| found.modified());
                if write(&path, text) {
                    let file = fs::File::open(&path).unwrap();
                    file.set_modified(was.unwrap_or(SystemTime::UNIX_EPOCH)).unwrap();
                }
            }
            Step::Remove(path) => {
                let _ = fs::remove_file(root.join(path));
            }
            Step::Link(path) => {
                let _ = symlink("facts.toml", root.join(path));
            }
            Step::Run(path, can) => {
                let mode = if can { 0o755 } else { 0o644 };
                let _ = fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode));
            }
            Step::Move(from, to) => {
                let _ = fs::rename(root.join(from), root.join(to));
            }
            Step::Assume(path) => {
                let mut index = repository.index().unwrap();
                if let Some(mut entry) = index.get_path(Path::new(&path), 0) {
                    entry.flags |= 0x8000;
                    index.add(&entry).unwrap();
                    index.write().unwrap();
                }
            }
            Step::Conflict(path) => {
                let mut index = repository.index().unwrap();
                if let Some(mut entry) = index.get_path(Path::new(&path), 0) {
                    index.remove(Path::new(&path), 0).unwrap();
                    for stage in 1..=3 {
                        entry.flags = entry.flags & !0x3000 | stage << 12;
                        index.add(&entry).unwrap();
                    }
                    index.write().unwrap();
                }
            }
            Step::Version(version) => {
                let mut index = repository.index().unwrap();
                index.set_version(version).unwrap();
                index.write().unwrap();
            }
            Step::Attributes(true) => {
                fs::write(root.join("ops/.gitattributes"), "* text eol=crlf\n").unwrap();
            }
            Step::Attributes(false) => {
                let _ = fs::remove_file(root.join("ops/.gitattributes"));
            }
            Step::Stage => stage(repository),
            Step::Commit => {
                stage(repository);
                commit(repository);
            }
        }
    }

    fn stage(repository: &Repository) {
        let mut index = repository.index().unwrap();
        index.add_all(["*"], IndexAddOption::DEFAULT, None).unwrap();
        index.update_all(["*"], None).unwrap();
        index.write().unwrap();
    }

    fn commit(repository: &Repository) {
        let mut index = repository.index().unwrap();
        // With conflicts there is no tree.
        let Ok(tree) = index.write_tree() else { return };
        // The index keeps the names of its trees.
        index.write().unwrap();
        let tree = repository.find_tree(tree).unwrap();
        let author = Signature::now("A", "a@example.com").unwrap();
        let parent = repository.head().ok().map(|head| head.peel_to_commit().unwrap());
        let parents: Vec<_> = parent.iter().collect();
        repository.commit(Some("HEAD"), &author, &author, "All", &tree, &parents).unwrap();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Against libgit2 looking at all.
        #[test]
        fn nothing_that_differs_is_passed_over(
            steps in proptest::collection::vec((step(), prop::bool::weighted(0.2)), 1..25)
        ) {
            let folder = tempfile::tempdir().unwrap();
            let repository = Repository::init(folder.path()).unwrap();
            fs::write(folder.path().join(".gitignore"), "*.log\n").unwrap();
            fs::create_dir_all(folder.path().join("ops/incidents")).unwrap();
            take(&repository, Step::Attributes(true));
            for number in 0..3 {
                let path = format!("ops/incidents/{number}/facts.toml");
                take(&repository, Step::Write(path, number));
            }
            take(&repository, Step::Commit);
            let base = repository.head().unwrap().peel_to_tree().unwrap();
            for (step, waits) in steps {
                take(&repository, step);
                if waits {
                    // Past the tick in which an index proves nothing.
                    std::thread::sleep(std::time::Duration::from_millis(12));
                }
                let repository = Repository::open(folder.path()).unwrap();
                let below = Path::new("ops/incidents");
                let doubt = doubtful(&repository, &base, below).unwrap();
                let mut all = Doubt::default();
                all.extend([b"ops/incidents/".to_vec()]);
                for untracked in [true, false] {
                    let few = differing(&repository, &base, &doubt, untracked).unwrap();
                    let repository = Repository::open(folder.path()).unwrap();
                    let all = differing(&repository, &base, &all, untracked).unwrap();
                    prop_assert_eq!(few, all);
                }
            }
        }
    }

    #[test]
    fn what_is_as_it_was_is_not_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init(folder.path()).unwrap();
        for number in 0..3 {
            take(&repository, Step::Write(format!("ops/incidents/{number}/facts.toml"), 0));
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
        take(&repository, Step::Commit);
        take(&repository, Step::Write("ops/incidents/1/facts.toml".to_owned(), 1));
        let base = repository.head().unwrap().peel_to_tree().unwrap();
        let doubt = doubtful(&repository, &base, Path::new("ops/incidents")).unwrap();
        assert_eq!(doubt.places, [b"ops/incidents/1/".to_vec()]);
    }
}
