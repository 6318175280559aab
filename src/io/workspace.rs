use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use crate::source::{
    ActiveContent, FileFault, FileSource, IncidentSource, MAX_BYTES, TextError, active_content,
    is_svg,
};

/// The file that marks a workspace's root.
pub(super) const CONFIG: &str = "incident.toml";
/// The folder that holds the incidents.
pub(super) const INCIDENTS: &str = "incidents";
/// The folder that holds templates of its own.
pub(super) const TEMPLATES: &str = "templates";

/// Why there is no workspace to work in.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// No `incident.toml` here or above.
    #[error("no incident.toml in {0} or any folder above it")]
    NotFound(PathBuf),
    /// The folder that was named has none.
    #[error("{0} holds no incident.toml")]
    NotARoot(PathBuf),
    /// The folder cannot be entered.
    #[error("cannot enter {path}")]
    Unreachable {
        /// The folder.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
}

/// The workspace's root: the folder named, or the nearest one at or above `from` that holds
/// `incident.toml`. Symbolic links are resolved.
///
/// # Errors
///
/// See [`RootError`].
pub fn find_root(named: Option<&Path>, from: &Path) -> Result<PathBuf, RootError> {
    let enter = |path: &Path| {
        path.canonicalize()
            .map_err(|source| RootError::Unreachable { path: path.to_owned(), source })
    };
    if let Some(named) = named {
        let root = enter(named)?;
        let marked = fs::symlink_metadata(root.join(CONFIG)).is_ok();
        return if marked { Ok(root) } else { Err(RootError::NotARoot(named.to_owned())) };
    }
    let start = enter(from)?;
    start
        .ancestors()
        .find(|folder| fs::symlink_metadata(folder.join(CONFIG)).is_ok())
        .map(Path::to_owned)
        .ok_or_else(|| RootError::NotFound(from.to_owned()))
}

/// Reads `incident.toml`.
#[must_use]
pub fn read_config(root: &Path) -> FileSource {
    read_text(root, root, CONFIG)
}

/// A folder that holds an incident.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IncidentFolder {
    /// Its name.
    pub id: String,
    /// Its path from the root, with `/` between its parts.
    pub path: String,
}

/// The incident folders, sorted by id. Hidden folders are passed over.
///
/// # Errors
///
/// What the operating system says about `incidents/`; a workspace without one has none.
pub fn folders(root: &Path) -> io::Result<Vec<IncidentFolder>> {
    let entries = match fs::read_dir(root.join(INCIDENTS)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry?;
        let id = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        let is_folder = kind.is_dir() || (kind.is_symlink() && entry.path().is_dir());
        if is_folder && !id.starts_with('.') {
            folders.push(IncidentFolder { path: format!("{INCIDENTS}/{id}"), id });
        }
    }
    folders.sort();
    Ok(folders)
}

/// Reads one incident's files. What cannot be read is said in the [`FileSource`]s.
#[must_use]
pub fn read_incident(root: &Path, folder: &IncidentFolder) -> IncidentSource {
    let path = root.join(&folder.path);
    let facts = format!("{}/facts.toml", folder.path);
    let report = format!("{}/report.md", folder.path);
    if leaves(root, &path) {
        let outside = |path| FileSource::faulty(path, FileFault::LeavesWorkspace);
        return IncidentSource {
            id: folder.id.clone(),
            folder: folder.path.clone(),
            facts: outside(facts),
            report: outside(report),
            ..IncidentSource::default()
        };
    }
    let attachments = attachments(root, &path);
    IncidentSource {
        id: folder.id.clone(),
        folder: folder.path.clone(),
        facts: read_text(root, &path, "facts.toml"),
        report: read_text(root, &path, "report.md"),
        active: active(&path, &attachments),
        attachments,
    }
}

/// The first bytes of an incident's facts, up to `most`; nothing where they cannot be read.
#[must_use]
pub fn read_facts_head(root: &Path, folder: &IncidentFolder, most: usize) -> Option<Vec<u8>> {
    let file = fs::File::open(root.join(&folder.path).join("facts.toml")).ok()?;
    let mut head = Vec::with_capacity(most);
    file.take(u64::try_from(most).ok()?).read_to_end(&mut head).ok()?;
    Some(head)
}

/// The bytes of a file of the workspace, by its path from the root.
///
/// # Errors
///
/// What the operating system says, and [`io::ErrorKind::PermissionDenied`] for a file that
/// lies outside the workspace.
pub fn read_inside(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let path = root.join(path);
    if leaves(root, &path) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    fs::read(path)
}

/// The workspace's own templates: names from `templates/`, with `/` between their parts.
///
/// # Errors
///
/// What the operating system says about a folder or file in `templates/`.
pub fn overrides(root: &Path) -> io::Result<Vec<(String, String)>> {
    let base = root.join(TEMPLATES);
    let mut found = Vec::new();
    let mut open = vec![base.clone()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = entry?.path();
            let hidden =
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden || leaves(root, &path) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else if let Ok(relative) = path.strip_prefix(&base) {
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                found.push((parts.join("/"), fs::read_to_string(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a path leads out of the workspace once links are followed. What is not there does
/// not.
fn leaves(root: &Path, path: &Path) -> bool {
    // The root is real: where nothing below it is a link, nothing has to be followed.
    let below = path.strip_prefix(root).unwrap_or(Path::new("..")).components();
    let mut current = root.to_owned();
    let is_plain = below.into_iter().all(|part| {
        current.push(part);
        matches!(part, Component::Normal(_))
            && fs::symlink_metadata(&current).is_ok_and(|found| !found.is_symlink())
    });
    if is_plain {
        return false;
    }
    path.canonicalize().is_ok_and(|real| !real.starts_with(root))
}

fn read_text(root: &Path, folder: &Path, name: &str) -> FileSource {
    let path = folder.join(name);
    let shown = shown(root, &path);
    match fault(root, &path) {
        Some(fault) => FileSource::faulty(shown, fault),
        None => match fs::read(&path) {
            Ok(bytes) => FileSource::from_bytes(shown, bytes),
            Err(error) => FileSource::faulty(shown, FileFault::Unreadable(error.to_string())),
        },
    }
}

fn fault(root: &Path, path: &Path) -> Option<FileFault> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(FileFault::Missing),
        Err(error) => return Some(FileFault::Unreadable(error.to_string())),
    };
    let found = if found.is_symlink() {
        if leaves(root, path) {
            return Some(FileFault::LeavesWorkspace);
        }
        match fs::metadata(path) {
            Ok(found) => found,
            Err(_) => return Some(FileFault::DanglingLink),
        }
    } else {
        found
    };
    if !found.is_file() {
        return Some(FileFault::NotAFile);
    }
    let bytes = usize::try_from(found.len()).unwrap_or(usize::MAX);
    (bytes > MAX_BYTES).then_some(FileFault::Text(TextError::TooLarge { bytes }))
}

/// Regular files beside facts and report that are not hidden, sorted.
fn attachments(root: &Path, folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && name != "facts.toml" && name != "report.md")
        .filter(|name| {
            let path = folder.join(name);
            path.is_file() && !leaves(root, &path)
        })
        .collect();
    names.sort();
    names
}

/// Attachments that must not be published. One that cannot be read cannot be published either.
fn active(folder: &Path, attachments: &[String]) -> BTreeMap<String, ActiveContent> {
    let judged = attachments.iter().filter_map(|name| {
        let is_read = is_svg(name);
        let bytes = if is_read { fs::read(folder.join(name)).ok()? } else { Vec::new() };
        Some((name.clone(), active_content(name, &bytes)?))
    });
    judged.collect()
}

fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
