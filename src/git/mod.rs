//! git2 behind plain types of our own.

mod changed;
mod snapshot;

use std::path::Path;

use git2::{Config, Repository};

pub use changed::{Changed, ChangedError, changed};
pub use snapshot::{GitError, Snapshot};

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
    let repository = Repository::discover(folder).and_then(|repository| repository.config());
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

#[cfg(test)]
mod tests {
    use super::{Author, author, place_in_repository};

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
