use std::path::Path;

use git2::{ErrorClass, ErrorCode, Oid, Repository};

use super::differing::{differing, doubtful, git_path};
use super::open;
use super::snapshot::{Snapshot, place};

/// What is compared with where no base is named: the branch that others start from, as the
/// remote names it and as people do.
const BASES: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// What differs between the work tree and the commit where its branch left another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The commit's name.
    pub since: String,
    /// Files at the places asked for that were added, changed or removed, committed or not, from
    /// the folder asked in.
    pub paths: Vec<String>,
}

/// Why it cannot be told what has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangedError {
    /// The folder is in no work tree.
    #[error("this workspace is in no git repository with a work tree")]
    NoRepository,
    /// The repository belongs to another user (CVE-2022-24765).
    #[error("the repository belongs to another user, and git does not trust it")]
    Untrusted,
    /// A clone without some of its objects, which libgit2 refuses to open.
    #[error("this is a partial clone (extensions.partialClone), which libgit2 cannot read")]
    PartialClone,
    /// `HEAD` names a branch without commits.
    #[error("nothing has been committed yet")]
    NoCommit,
    /// No commit has the name.
    #[error("no commit here is called {name}")]
    NoBase {
        /// The name.
        name: String,
        /// Whether this is a shallow clone.
        shallow: bool,
    },
    /// None of the names has a commit that are tried where none is given.
    #[error("there is neither origin/HEAD nor a branch main or master to compare with")]
    NoDefaultBase {
        /// Whether this is a shallow clone.
        shallow: bool,
    },
    /// The histories do not meet in what is here of them.
    #[error("the commit where HEAD and {name} parted is not here")]
    NoMergeBase {
        /// The name of the base.
        name: String,
        /// Whether this is a shallow clone.
        shallow: bool,
    },
    /// An object that the comparison needs is not in the repository.
    #[error("an object of commit {commit} is not here: {message}")]
    MissingObject {
        /// The commit.
        commit: String,
        /// What libgit2 says.
        message: String,
    },
    /// Anything else, in libgit2's words.
    #[error("{0}")]
    Other(String),
}

impl ChangedError {
    /// The command that mends it, or what else to do.
    #[must_use]
    pub fn next_step(&self) -> String {
        const UNSHALLOW: &str = "this clone is shallow: `git fetch --unshallow origin` fetches the rest (actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0)";
        match self {
            Self::NoRepository => "name the incidents instead, or check all of them".to_owned(),
            Self::Untrusted => {
                "`git config --global --add safe.directory \"$PWD\"` at its root trusts it".to_owned()
            }
            Self::PartialClone => "`git fetch --refetch --no-filter origin && git config --unset extensions.partialClone` makes it a full one (actions/checkout: no `filter`)".to_owned(),
            Self::NoCommit => "commit first, or check all incidents".to_owned(),
            Self::NoBase { name, .. } if name.starts_with("origin/") => {
                let branch = name.trim_start_matches("origin/");
                format!("`git fetch origin {branch}:refs/remotes/{name}` fetches it")
            }
            Self::NoBase { shallow: true, .. } | Self::NoMergeBase { shallow: true, .. } => UNSHALLOW.to_owned(),
            Self::NoBase { .. } => "`git branch --all` lists the branches; write --changed=BASE, and incidents before it".to_owned(),
            Self::NoDefaultBase { shallow } => {
                let fetch = "`git fetch origin '+refs/heads/*:refs/remotes/origin/*'` fetches the branches; --changed=BASE names one";
                if *shallow { format!("{fetch}; {UNSHALLOW}") } else { fetch.to_owned() }
            }
            Self::NoMergeBase { .. } => "the two have no history in common; name another base with --changed=BASE".to_owned(),
            Self::MissingObject { commit, .. } => {
                format!("`git ls-tree -r -t {commit}` fetches what a partial clone left out")
            }
            Self::Other(_) => "name the incidents instead, or check all of them".to_owned(),
        }
    }
}

/// The files that differ between the work tree and the merge base of `HEAD` and `base`: committed,
/// staged, unstaged or untracked, but not ignored ones. Looked at are, in `folder`, the `places`
/// and the folders right below `below`. With them comes the folder as the merge base has it.
///
/// # Errors
///
/// See [`ChangedError`].
pub fn changed(
    folder: &Path,
    base: Option<&str>,
    places: &[&str],
    below: &str,
) -> Result<(Changed, Snapshot), ChangedError> {
    let repository = open(folder).map_err(not_opened)?;
    let prefix = place(&repository, folder).ok_or(ChangedError::NoRepository)?;
    let merge_base = merge_base(&repository, base)?;
    let folder = prefix.join(below);
    let differing = || {
        let tree = repository.find_commit(merge_base)?.tree()?;
        let mut doubt = doubtful(&repository, &tree, &folder)?;
        doubt.extend(places.iter().map(|place| git_path(&prefix.join(place))));
        Ok((self::differing(&repository, &tree, &doubt, true)?, doubt.trees, tree.id()))
    };
    let (paths, trees, tree) = differing().map_err(|error| missing(merge_base, &error))?;
    let below = |path: &String| {
        let path = Path::new(path).strip_prefix(&prefix).ok()?;
        Some(String::from_utf8_lossy(&git_path(path)).into_owned())
    };
    let paths = paths.iter().filter_map(below).collect();
    let snapshot = Snapshot::of(repository, tree, prefix).knowing(folder, trees);
    Ok((Changed { since: merge_base.to_string(), paths }, snapshot))
}

/// The commit where `HEAD` left the base.
fn merge_base(repository: &Repository, base: Option<&str>) -> Result<Oid, ChangedError> {
    let shallow = repository.is_shallow();
    let head = match repository.head() {
        Ok(head) => head.peel_to_commit().map_err(other)?,
        Err(error) if error.code() == ErrorCode::UnbornBranch => {
            return Err(ChangedError::NoCommit);
        }
        Err(error) => return Err(other(error)),
    };
    let (name, base) = self::base(repository, base, shallow)?;
    match repository.merge_base(head.id(), base) {
        Ok(commit) => Ok(commit),
        Err(error) if error.code() == ErrorCode::NotFound => {
            Err(ChangedError::NoMergeBase { name, shallow })
        }
        Err(error) => Err(other(error)),
    }
}

fn base(
    repository: &Repository,
    named: Option<&str>,
    shallow: bool,
) -> Result<(String, Oid), ChangedError> {
    let commit = |name: &str| {
        repository.revparse_single(name).and_then(|object| object.peel_to_commit()).ok()
    };
    match named {
        Some(name) => {
            let found = commit(name).map(|commit| (name.to_owned(), commit.id()));
            found.ok_or_else(|| ChangedError::NoBase { name: name.to_owned(), shallow })
        }
        None => BASES
            .iter()
            .find_map(|name| commit(name).map(|commit| (shown(name), commit.id())))
            .ok_or(ChangedError::NoDefaultBase { shallow }),
    }
}

/// A reference as people write it.
fn shown(reference: &str) -> String {
    reference.trim_start_matches("refs/remotes/").trim_start_matches("refs/heads/").to_owned()
}

fn not_opened(error: git2::Error) -> ChangedError {
    match error.code() {
        ErrorCode::NotFound => ChangedError::NoRepository,
        ErrorCode::Owner => ChangedError::Untrusted,
        _ if error.message().to_lowercase().contains("extensions.partialclone") => {
            ChangedError::PartialClone
        }
        _ => other(error),
    }
}

fn missing(commit: Oid, error: &git2::Error) -> ChangedError {
    let message = error.message().to_owned();
    if error.code() == ErrorCode::NotFound || error.class() == ErrorClass::Odb {
        ChangedError::MissingObject { commit: commit.to_string(), message }
    } else {
        ChangedError::Other(message)
    }
}

fn other(error: git2::Error) -> ChangedError {
    ChangedError::Other(error.message().to_owned())
}
