//! What differs between a commit and the work tree.
//!
//! libgit2 compares one file after the other. In a workspace of thousands of incidents nearly all
//! are as they were, and the index alone shows it: what is left to libgit2 is the rest.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use git2::{DiffOptions, Index, IndexEntry, ObjectType, Oid, Repository, Tree};
use rayon::prelude::*;

use super::stamp::{Stamp, StampedFile, stamps_by_folder};

/// Paths of the files at or below `places` that differ between a tree and the work tree, from the
/// work tree's root; `untracked` ones too, but not ignored ones. Renames are two paths.
pub(super) fn differing(
    repository: &Repository,
    tree: &Tree<'_>,
    places: &[Vec<u8>],
    untracked: bool,
) -> Result<BTreeSet<String>, git2::Error> {
    if places.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut options = DiffOptions::new();
    options
        .include_untracked(untracked)
        .recurse_untracked_dirs(untracked)
        .include_typechange(true)
        .ignore_submodules(true)
        .skip_binary_check(true)
        .disable_pathspec_match(true);
    for place in places {
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

/// Paths, with a slash at the end, of the folders right in `below` that may differ between a tree
/// and the work tree. In all others the index has what the tree has, each file is the one that
/// the index took in, and there is no other.
pub(super) fn doubtful(
    repository: &Repository,
    tree: &Tree<'_>,
    below: &Path,
) -> Result<Vec<Vec<u8>>, git2::Error> {
    let Some(work_tree) = repository.workdir() else { return Ok(Vec::new()) };
    let (mut on_disk, mut known) = (HashMap::new(), Ok(Known::default()));
    // libgit2 reads its index in one thread; the others look at the disk meanwhile.
    rayon::in_place_scope(|scope| {
        scope.spawn(|_| on_disk = stamps_by_folder(&work_tree.join(below)));
        known = Known::of(repository, tree, below);
    });
    let known = known?;
    let changed = on_disk.par_iter().filter(|(name, found)| !known.is_same(name, found.as_deref()));
    let mut doubtful: Vec<&[u8]> = changed.map(|(name, _)| name.as_slice()).collect();
    doubtful.extend(known.names().filter(|name| !on_disk.contains_key(*name)));
    let prefix = prefix(below);
    Ok(doubtful.iter().map(|name| [&prefix, *name, b"/"].concat()).collect())
}

/// What git knows of the folders in a folder, by name.
#[derive(Debug, Default)]
struct Known {
    in_tree: HashMap<Vec<u8>, Oid>,
    /// Paths are from the folder.
    in_index: HashMap<Vec<u8>, Vec<IndexEntry>>,
    /// The index itself.
    index: Option<Stamp>,
}

impl Known {
    fn of(repository: &Repository, tree: &Tree<'_>, below: &Path) -> Result<Self, git2::Error> {
        // Of an index that is written anew meanwhile, the older time is the safe one.
        let index = fs::symlink_metadata(repository.path().join("index")).ok();
        Ok(Self {
            index: index.as_ref().and_then(Stamp::of),
            in_tree: trees_in(repository, tree, below)?,
            in_index: entries_by_folder(&repository.index()?, &prefix(below)),
        })
    }

    fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.in_tree.keys().chain(self.in_index.keys()).map(Vec::as_slice)
    }

    /// Whether a folder with these files is surely as the tree has it.
    fn is_same(&self, name: &[u8], found: Option<&[StampedFile]>) -> bool {
        let (Some(found), Some(id), Some(files), Some(index)) =
            (found, self.in_tree.get(name), self.in_index.get(name), self.index)
        else {
            return false;
        };
        let is_known = |(name, stamp): &StampedFile| {
            let file = files.iter().find(|file| file.path == *name);
            file.is_some_and(|file| stamp.is_of(file, index))
        };
        found.len() == files.len() && found.iter().all(is_known) && as_tree(files) == Some(*id)
    }
}

/// A path as git writes it.
pub(super) fn git_path(path: &Path) -> Vec<u8> {
    path.iter().map(OsStr::as_encoded_bytes).collect::<Vec<_>>().join(&b'/')
}

/// What the paths of all that is in a folder begin with.
fn prefix(folder: &Path) -> Vec<u8> {
    [git_path(folder), b"/".to_vec()].concat()
}

/// The trees right in a folder of a tree, by name.
fn trees_in(
    repository: &Repository,
    tree: &Tree<'_>,
    folder: &Path,
) -> Result<HashMap<Vec<u8>, Oid>, git2::Error> {
    let Some(entry) = tree.get_path(folder).ok().filter(|e| e.kind() == Some(ObjectType::Tree))
    else {
        return Ok(HashMap::new());
    };
    let tree = repository.find_tree(entry.id())?;
    let folders = tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Tree));
    Ok(folders.map(|entry| (entry.name_bytes().to_vec(), entry.id())).collect())
}

/// What the index has in each folder below a prefix, by the folder's name; paths are from there.
fn entries_by_folder(index: &Index, prefix: &[u8]) -> HashMap<Vec<u8>, Vec<IndexEntry>> {
    let mut folders: HashMap<Vec<u8>, Vec<IndexEntry>> = HashMap::new();
    for mut entry in index.iter() {
        let Some(path) = entry.path.strip_prefix(prefix) else { continue };
        let Some(slash) = path.iter().position(|byte| *byte == b'/') else { continue };
        let (folder, file) = (path[..slash].to_vec(), path[slash + 1..].to_vec());
        entry.path = file;
        folders.entry(folder).or_default().push(entry);
    }
    folders
}

/// The name of the tree that the index's files of a folder make; nothing where one is not a plain
/// file right in it.
fn as_tree(files: &[IndexEntry]) -> Option<Oid> {
    /// Mode and name of a short file, and what is between them and the hash.
    const ENTRY: usize = 48;
    let mut tree = Vec::with_capacity(files.len() * ENTRY);
    for file in files {
        if file.path.contains(&b'/') {
            return None;
        }
        write!(tree, "{:o} ", file.mode).ok()?;
        tree.extend(&file.path);
        tree.push(0);
        tree.extend(file.id.as_bytes());
    }
    Oid::hash_object(ObjectType::Tree, &tree).ok()
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

    use super::{differing, doubtful};

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
            2 => Just(Step::Stage),
            2 => Just(Step::Commit),
        ]
    }

    /// Some steps cannot be taken, as to remove what is not there: they change nothing.
    fn take(repository: &Repository, step: Step) {
        let root = repository.workdir().unwrap();
        let write = |path: &Path, text: u8| {
            let _ = fs::create_dir_all(path.parent().unwrap());
            fs::write(path, format!("text {text}")).is_ok()
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
        let tree = repository.index().unwrap().write_tree().unwrap();
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
            for number in 0..3 {
                take(&repository, Step::Write(format!("ops/incidents/{number}/facts.toml"), 0));
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
                let places = doubtful(&repository, &base, below).unwrap();
                for untracked in [true, false] {
                    let few = differing(&repository, &base, &places, untracked).unwrap();
                    let all = [b"ops/incidents/".to_vec()];
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
        let places = doubtful(&repository, &base, Path::new("ops/incidents")).unwrap();
        assert_eq!(places, [b"ops/incidents/1/".to_vec()]);
    }
}
