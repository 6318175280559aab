use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use git2::{Commit, DiffFindOptions, DiffOptions, Oid, Repository, Sort, Time, Tree};

use super::snapshot::{GitError, discover, place};

/// A commit that changed a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its full name.
    pub commit: String,
    /// Who wrote it.
    pub author: String,
    /// When it was written, on the author's clocks.
    pub at: DateTime<FixedOffset>,
    /// The first line of its message.
    pub subject: String,
    /// The folder's path then, from the folder asked in.
    pub folder: String,
    /// The commit before it, and the folder's path there; nothing where the folder was new.
    pub before: Option<(String, String)>,
}

/// The commits that changed a folder below `root`, newest first. A folder that was renamed is
/// followed: the one whose file `mark` became this one's. Of a merge, only what neither of its
/// parents had counts.
///
/// # Errors
///
/// A folder outside of a repository, a repository that cannot be read, or objects that are
/// missing.
pub fn history(root: &Path, folder: &str, mark: &str) -> Result<Vec<Revision>, GitError> {
    let failed = |source| GitError { what: format!("the history of {folder}"), source };
    let Some(repository) = discover(root)? else {
        return Err(failed(git2::Error::from_str("it is in no git repository")));
    };
    let prefix = place(&repository, root)
        .ok_or_else(|| failed(git2::Error::from_str("it is in no work tree")))?;
    let walk = Walk { repository: &repository, prefix, mark };
    walk.revisions(folder).map_err(failed)
}

struct Walk<'r> {
    repository: &'r Repository,
    prefix: PathBuf,
    mark: &'r str,
}

impl Walk<'_> {
    fn revisions(&self, folder: &str) -> Result<Vec<Revision>, git2::Error> {
        if is_unborn(self.repository)? {
            return Ok(Vec::new());
        }
        let mut walk = self.repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push_head()?;
        let mut folder = folder.to_owned();
        let mut revisions = Vec::new();
        for id in walk {
            let commit = self.repository.find_commit(id?)?;
            let Some(now) = self.entry(&commit, &folder)? else { continue };
            let mut parents = Vec::new();
            for parent in commit.parents() {
                let there = self.entry(&parent, &folder)?;
                parents.push((parent, there));
            }
            if parents.iter().any(|(_, there)| *there == Some(now)) {
                continue;
            }
            let known = parents.iter().find(|(_, there)| there.is_some());
            let before = match (known, parents.first()) {
                (Some((parent, _)), _) => Some((parent.id().to_string(), folder.clone())),
                (None, Some((parent, _))) => self
                    .renamed_from(parent, &commit, &folder)?
                    .map(|old| (parent.id().to_string(), old)),
                (None, None) => None,
            };
            let is_start = before.is_none();
            let earlier = before.as_ref().map_or_else(|| folder.clone(), |(_, old)| old.clone());
            revisions.push(revision(&commit, folder, before));
            folder = earlier;
            if is_start && commit.parent_count() < 2 {
                break;
            }
        }
        Ok(revisions)
    }

    /// The folder's tree in a commit.
    fn entry(&self, commit: &Commit<'_>, folder: &str) -> Result<Option<Oid>, git2::Error> {
        match commit.tree()?.get_path(&self.prefix.join(folder)) {
            Ok(entry) => Ok(Some(entry.id())),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn renamed_from(
        &self,
        parent: &Commit<'_>,
        commit: &Commit<'_>,
        folder: &str,
    ) -> Result<Option<String>, git2::Error> {
        let new = self.prefix.join(folder).join(self.mark);
        let diff = self.diff(&parent.tree()?, &commit.tree()?)?;
        let old = diff.deltas().find_map(|delta| {
            let is_ours = delta.status() == git2::Delta::Renamed
                && delta.new_file().path() == Some(new.as_path());
            let old = delta.old_file().path().filter(|_| is_ours)?;
            if old.file_name()?.to_str()? != self.mark {
                return None;
            }
            let folder = old.parent()?.strip_prefix(&self.prefix).ok()?;
            let parts: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
            Some(parts.join("/"))
        });
        Ok(old)
    }

    fn diff(&self, old: &Tree<'_>, new: &Tree<'_>) -> Result<git2::Diff<'_>, git2::Error> {
        let mut options = DiffOptions::new();
        if !self.prefix.as_os_str().is_empty() {
            options.disable_pathspec_match(true).pathspec(&self.prefix);
        }
        let mut diff =
            self.repository.diff_tree_to_tree(Some(old), Some(new), Some(&mut options))?;
        diff.find_similar(Some(DiffFindOptions::new().renames(true)))?;
        Ok(diff)
    }
}

/// Whether nothing was committed yet.
pub(super) fn is_unborn(repository: &Repository) -> Result<bool, git2::Error> {
    match repository.head() {
        Ok(_) => Ok(false),
        Err(error) if error.code() == git2::ErrorCode::UnbornBranch => Ok(true),
        Err(error) => Err(error),
    }
}

fn revision(commit: &Commit<'_>, folder: String, before: Option<(String, String)>) -> Revision {
    let author = commit.author();
    Revision {
        commit: commit.id().to_string(),
        author: String::from_utf8_lossy(author.name_bytes()).into_owned(),
        at: instant(author.when()),
        subject: subject(commit),
        folder,
        before,
    }
}

pub(super) fn subject(commit: &Commit<'_>) -> String {
    let subject = commit.summary_bytes().unwrap_or_default();
    String::from_utf8_lossy(subject).into_owned()
}

/// A time of git's: seconds since 1970 and minutes from UTC. An offset that no clock has is UTC.
pub(super) fn instant(time: Time) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp(time.seconds(), 0).unwrap_or_default();
    let offset = FixedOffset::east_opt(time.offset_minutes().saturating_mul(60));
    offset.map_or_else(|| utc.fixed_offset(), |offset| utc.with_timezone(&offset))
}
