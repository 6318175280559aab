use std::ops::RangeInclusive;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use git2::{ObjectType, Oid, Repository, Sort};

use super::history::{instant, is_unborn, subject};
use super::open;
use super::snapshot::GitError;

/// Commits older than the window that are looked at before the walk ends: clocks of committers
/// are not all right, so that a commit may seem older than its parent.
const MOST_OLDER: usize = 1_000;

/// Something that happened in a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When: of a commit, the committer's time; of a tag, the tagger's, or its commit's.
    pub at: DateTime<FixedOffset>,
    /// What it is.
    pub kind: HappeningKind,
    /// Short name of the commit.
    pub commit: String,
    /// The first line of its message.
    pub subject: String,
}

/// Kinds of what happens in a repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HappeningKind {
    /// A commit with one parent or none.
    Commit,
    /// A commit with several parents.
    Merge,
    /// A tag; its name.
    Tag(String),
}

/// The commits of the checked-out branch and the tags of the repository at `path` whose time is
/// in a window, oldest first.
///
/// # Errors
///
/// No repository there, or objects that are missing.
pub fn happened(
    path: &Path,
    window: &RangeInclusive<DateTime<FixedOffset>>,
) -> Result<Vec<Happening>, GitError> {
    let failed = |source| GitError { what: path.display().to_string(), source };
    let repository = open(path).map_err(failed)?;
    let mut found = commits(&repository, window).map_err(failed)?;
    // Of one second, what is an ancestor comes first.
    found.reverse();
    found.extend(tags(&repository, window).map_err(failed)?);
    tiny_sort::stable::sort_by(&mut found, |a, b| (a.at, &a.kind).cmp(&(b.at, &b.kind)));
    Ok(found)
}

fn commits(
    repository: &Repository,
    window: &RangeInclusive<DateTime<FixedOffset>>,
) -> Result<Vec<Happening>, git2::Error> {
    let mut found = Vec::new();
    if is_unborn(repository)? {
        return Ok(found);
    }
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TIME)?;
    walk.push_head()?;
    let mut older = 0;
    for id in walk {
        let commit = repository.find_commit(id?)?;
        let at = instant(commit.time());
        if window.contains(&at) {
            let is_merge = commit.parent_count() > 1;
            found.push(Happening {
                at,
                kind: if is_merge { HappeningKind::Merge } else { HappeningKind::Commit },
                commit: short_name(repository, commit.id())?,
                subject: subject(&commit),
            });
        }
        older = if at < *window.start() { older + 1 } else { 0 };
        if older == MOST_OLDER {
            break;
        }
    }
    Ok(found)
}

fn tags(
    repository: &Repository,
    window: &RangeInclusive<DateTime<FixedOffset>>,
) -> Result<Vec<Happening>, git2::Error> {
    let mut named: Vec<(String, Oid)> = Vec::new();
    repository.tag_foreach(|id, name| {
        let name = String::from_utf8_lossy(name);
        named.push((name.trim_start_matches("refs/tags/").to_owned(), id));
        true
    })?;
    let mut found = Vec::new();
    for (name, id) in named {
        let object = repository.find_object(id, None)?;
        // A tag may be of a tree or a file.
        let Ok(commit) = object.peel_to_commit() else { continue };
        let tag =
            if object.kind() == Some(ObjectType::Tag) { object.peel_to_tag().ok() } else { None };
        let message = tag.as_ref().and_then(|tag| tag.message_bytes());
        let first = message.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let first = first.as_deref().and_then(|message| message.trim_start().lines().next());
        let tagger = tag.as_ref().and_then(git2::Tag::tagger);
        let at = instant(tagger.map_or_else(|| commit.time(), |tagger| tagger.when()));
        if window.contains(&at) {
            found.push(Happening {
                at,
                kind: HappeningKind::Tag(name),
                commit: short_name(repository, commit.id())?,
                subject: first.map_or_else(|| subject(&commit), str::to_owned),
            });
        }
    }
    Ok(found)
}

/// As short as the repository's size and configuration allow.
fn short_name(repository: &Repository, id: Oid) -> Result<String, git2::Error> {
    let short = repository.find_object(id, None)?.short_id()?;
    Ok(String::from_utf8_lossy(&short).into_owned())
}
