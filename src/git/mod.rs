//! git2 behind plain types of our own.

mod changed;
mod commit;
mod differing;
mod folders;
mod happened;
mod history;
mod index_file;
mod merge;
mod snapshot;
mod stamp;
mod tracking;

use std::path::Path;

use git2::{Commit, Config, Repository};

pub use changed::{Changed, ChangedError, changed};
pub use commit::{CommitError, Committed, commit};
pub use happened::{Happening, HappeningKind, happened};
pub use history::{Revision, history};
pub use merge::{MergedLines, merge_lines};
pub use snapshot::{GitError, Snapshot};
pub use tracking::{Tracking, tracking};

/// The repository that holds a folder. An object is taken for what its name says and not hashed
/// again each time that it is read: to look for damage is what `git fsck` is for.
fn open(folder: &Path) -> Result<Repository, git2::Error> {
    git2::opts::strict_hash_verification(false);
    Repository::discover(folder)
}

/// Who writes here, from git's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// `user.name`.
    pub name: String,
    /// `user.email`, where it is set.
    pub email: Option<String>,
}

/// The author that git would use in `folder`; nothing where git does not know one.
#[must_use]
pub fn author(folder: &Path) -> Option<Author> {
    let repository = open(folder).and_then(|repository| repository.config());
    let config = repository.or_else(|_| Config::open_default()).ok()?.snapshot().ok()?;
    let text = |key| config.get_str(key).ok().map(str::trim).filter(|text| !text.is_empty());
    Some(Author {
        name: text("user.name")?.to_owned(),
        email: text("user.email").map(str::to_owned),
    })
}

/// Where a folder lies in the work tree that holds it, with `/` between its parts: empty for
/// the work tree's own root, nothing outside of one. Looks for `.git`, a folder or, in a linked
/// work tree, a file, so that repositories count that libgit2 cannot open.
#[must_use]
pub fn place_in_repository(folder: &Path) -> Option<String> {
    let root = folder.ancestors().find(|above| above.join(".git").exists())?;
    let parts: Vec<_> =
        folder.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// The names of those who wrote the last commits that touched `folder`, out of the last `most`
/// of its repository; none outside of one.
#[must_use]
pub fn authors(folder: &Path, most: usize) -> Vec<String> {
    let mut names = names(folder, most).unwrap_or_default();
    tiny_sort::stable::sort(&mut names);
    names.dedup();
    names
}

fn names(folder: &Path, most: usize) -> Result<Vec<String>, git2::Error> {
    let repository = open(folder)?;
    let below = snapshot::place(&repository, folder).unwrap_or_default();
    let mut walk = repository.revwalk()?;
    walk.push_head()?;
    let mut names = Vec::new();
    for id in walk.take(most) {
        // A shallow clone ends somewhere: what was read counts.
        let Ok(commit) = id.and_then(|id| repository.find_commit(id)) else {
            break;
        };
        let name = commit.author().name().unwrap_or_default().trim().to_owned();
        if !name.is_empty() && !names.contains(&name) && touches(&commit, &below) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Whether a commit changed what is at `path`; it changes the whole of the repository.
fn touches(commit: &Commit<'_>, path: &Path) -> bool {
    if path.as_os_str().is_empty() {
        return true;
    }
    let entry = |commit: &Commit<'_>| {
        commit.tree().and_then(|tree| tree.get_path(path)).map(|entry| entry.id()).ok()
    };
    let before = commit.parent(0).ok().and_then(|parent| entry(&parent));
    entry(commit) != before
}

#[cfg(test)]
mod tests {
    use super::{Author, author, authors, place_in_repository};

    #[test]
    fn counts_paths_from_the_root_of_the_work_tree() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = folder.path().join("ops/post-mortems");
        std::fs::create_dir_all(&workspace).unwrap();
        assert_eq!(place_in_repository(&workspace), None);
        git2::Repository::init(folder.path()).unwrap();
        assert_eq!(place_in_repository(&workspace).as_deref(), Some("ops/post-mortems"));
        assert_eq!(place_in_repository(folder.path()).as_deref(), Some(""));
    }

    /// Commits a file under the name of an author.
    #[expect(clippy::disallowed_methods, reason = "nothing is lost with a test's file")]
    fn commit(repository: &git2::Repository, path: &str, author: &str) {
        let file = repository.workdir().unwrap().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, author).unwrap();
        let mut index = repository.index().unwrap();
        index.add_path(std::path::Path::new(path)).unwrap();
        let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
        let by = git2::Signature::now(author, "a@example.com").unwrap();
        let parent = repository.head().ok().map(|head| head.peel_to_commit().unwrap());
        let parents: Vec<_> = parent.iter().collect();
        repository.commit(Some("HEAD"), &by, &by, "x", &tree, &parents).unwrap();
    }

    #[test]
    fn names_those_who_wrote_to_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        assert!(authors(folder.path(), 9).is_empty(), "no repository");
        let repository = git2::Repository::init(folder.path()).unwrap();
        assert!(authors(folder.path(), 9).is_empty(), "no commit");
        commit(&repository, "ops/incident.toml", "Zoë Ångström");
        commit(&repository, "src/main.rs", "Jane Doe");
        assert_eq!(authors(folder.path(), 9), ["Jane Doe", "Zoë Ångström"]);
        assert_eq!(authors(&folder.path().join("ops"), 9), ["Zoë Ångström"]);
        assert_eq!(authors(folder.path(), 1), ["Jane Doe"]);
    }

    #[test]
    fn reads_the_repository_s_own_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let repository = git2::Repository::init(folder.path()).unwrap();
        let mut config = repository.config().unwrap();
        config.set_str("user.name", "Zoë Ångström").unwrap();
        config.set_str("user.email", "zoe@example.com").unwrap();
        let expected = Author {
            name: "Zoë Ångström".to_owned(),
            email: Some("zoe@example.com".to_owned()),
        };
        assert_eq!(author(folder.path()), Some(expected));
    }
}
