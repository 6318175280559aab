use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Repository, Tree};

use super::differing::{differing, doubtful, git_path};
use super::open;

/// Why history could not be read.
#[derive(Debug, thiserror::Error)]
#[error("git cannot read {what} ({source})")]
pub struct GitError {
    pub(super) what: String,
    pub(super) source: git2::Error,
}

/// A folder as a revision has it.
pub struct Snapshot {
    repository: Repository,
    tree: Oid,
    /// The folder, from the root of the work tree.
    prefix: PathBuf,
    /// A folder, from the root of the work tree, and the trees right in it, by name: they need not
    /// be looked for.
    known: (PathBuf, Vec<(Vec<u8>, Oid)>),
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("tree", &self.tree).field("prefix", &self.prefix).finish()
    }
}

impl Snapshot {
    /// `root` as the last commit has it; nothing outside of a repository, or where nothing was
    /// committed yet.
    ///
    /// # Errors
    ///
    /// A repository that cannot be read.
    pub fn head(root: &Path) -> Result<Option<Self>, GitError> {
        let Some(repository) = discover(root)? else { return Ok(None) };
        let Some(commit) = repository.head().ok().and_then(|head| head.peel_to_commit().ok())
        else {
            return Ok(None);
        };
        Self::new(root, commit.id())
    }

    /// `root` as a commit has it; nothing outside of a repository.
    ///
    /// # Errors
    ///
    /// A commit that is not there.
    pub fn at(root: &Path, commit: &str) -> Result<Option<Self>, GitError> {
        let id = Oid::from_str(commit)
            .map_err(|source| GitError { what: format!("commit {commit}"), source })?;
        Self::new(root, id)
    }

    fn new(root: &Path, commit: Oid) -> Result<Option<Self>, GitError> {
        let Some(repository) = discover(root)? else { return Ok(None) };
        let Some(prefix) = place(&repository, root) else { return Ok(None) };
        let tree = repository
            .find_commit(commit)
            .and_then(|commit| Ok(commit.tree()?.id()))
            .map_err(|source| GitError { what: format!("commit {commit}"), source })?;
        Ok(Some(Self::of(repository, tree, prefix)))
    }

    /// The folder at `prefix` of a tree.
    pub(super) fn of(repository: Repository, tree: Oid, prefix: PathBuf) -> Self {
        Self { repository, tree, prefix, known: <_>::default() }
    }

    /// The same, knowing the trees right in a folder, which are sorted by name.
    pub(super) fn knowing(self, folder: PathBuf, trees: Vec<(Vec<u8>, Oid)>) -> Self {
        Self { known: (folder, trees), ..self }
    }

    /// The tree at a path from the root of the work tree; nothing where there is none.
    fn tree_at(&self, path: &Path) -> Result<Option<Tree<'_>>, git2::Error> {
        let (folder, trees) = &self.known;
        let name = path.strip_prefix(folder).map(git_path).unwrap_or_default();
        if let Ok(at) = trees.binary_search_by(|(other, _)| other.cmp(&name)) {
            return self.repository.find_tree(trees[at].1).map(Some);
        }
        let tree = self.repository.find_tree(self.tree)?;
        let entry = tree.get_path(path).ok().filter(|e| e.kind() == Some(ObjectType::Tree));
        entry.map(|entry| self.repository.find_tree(entry.id())).transpose()
    }

    /// Names of the folders in `below` with a file that is not in the work tree as it is here.
    ///
    /// # Errors
    ///
    /// Objects that are missing, as in a partial clone.
    pub fn changed_folders(&self, below: &str) -> Result<BTreeSet<String>, GitError> {
        let base = self.prefix.join(below);
        let changed = || {
            let tree = self.repository.find_tree(self.tree)?;
            let doubt = doubtful(&self.repository, &tree, &base)?;
            differing(&self.repository, &tree, &doubt, false)
        };
        let paths =
            changed().map_err(|source| GitError { what: "what has changed".to_owned(), source })?;
        let folder = |path: &String| {
            let path = Path::new(path).strip_prefix(&base).ok()?;
            Some(path.iter().next()?.to_string_lossy().into_owned())
        };
        Ok(paths.iter().filter_map(folder).collect())
    }

    /// Names of the folders in `below`; none where it is not there.
    ///
    /// # Errors
    ///
    /// Objects that are missing, as in a partial clone.
    pub fn folders(&self, below: &str) -> Result<BTreeSet<String>, GitError> {
        let path = self.prefix.join(below);
        let failed = |source| GitError { what: path.display().to_string(), source };
        let Some(tree) = self.tree_at(&path).map_err(failed)? else { return Ok(BTreeSet::new()) };
        let folders = tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Tree));
        Ok(folders.map(|entry| String::from_utf8_lossy(entry.name_bytes()).into_owned()).collect())
    }

    /// The bytes of a file, where they are others than these; nothing where it is not there.
    ///
    /// # Errors
    ///
    /// Objects that are missing, as in a partial clone.
    pub fn other(&self, file: &str, than: &[u8]) -> Result<Option<Vec<u8>>, GitError> {
        let path = self.prefix.join(file);
        let read = || {
            let tree = self.repository.find_tree(self.tree)?;
            let Ok(entry) = tree.get_path(&path) else { return Ok(None) };
            // What has the same name has the same bytes, and need not be unpacked.
            if entry.kind() != Some(ObjectType::Blob)
                || entry.id() == Oid::hash_object(ObjectType::Blob, than)?
            {
                return Ok(None);
            }
            Ok(Some(self.repository.find_blob(entry.id())?.content().to_vec()))
        };
        read().map_err(|source| GitError { what: path.display().to_string(), source })
    }

    /// The files right in a folder, with name and bytes; none where the folder is not there.
    ///
    /// # Errors
    ///
    /// Objects that are missing, as in a partial clone.
    pub fn files(&self, folder: &str) -> Result<Vec<(String, Vec<u8>)>, GitError> {
        let path = self.prefix.join(folder);
        let failed = |source| GitError { what: path.display().to_string(), source };
        let Some(tree) = self.tree_at(&path).map_err(failed)? else { return Ok(Vec::new()) };
        let mut files = Vec::new();
        for entry in tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Blob)) {
            let blob = self.repository.find_blob(entry.id()).map_err(failed)?;
            let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
            files.push((name, blob.content().to_vec()));
        }
        Ok(files)
    }
}

/// The repository that holds a folder. One that libgit2 cannot open, such as a partial clone,
/// is an error, not none.
pub(super) fn discover(root: &Path) -> Result<Option<Repository>, GitError> {
    match open(root) {
        Ok(repository) => Ok(Some(repository)),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(source) => Err(GitError { what: "this repository".to_owned(), source }),
    }
}

/// Where a folder lies in the work tree; nothing in a bare repository.
pub(super) fn place(repository: &Repository, root: &Path) -> Option<PathBuf> {
    let top = repository.workdir()?.canonicalize().ok()?;
    Some(root.canonicalize().ok()?.strip_prefix(top).ok()?.to_owned())
}
