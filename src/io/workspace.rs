use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::folder::{Entry, Folder, Kind, read_bytes, read_regular};
use super::inside::{Inside, InsideError};
use crate::source::{
    ActiveContent, FileFault, FileSource, IncidentSource, MAX_ATTACHED, MAX_BYTES, SourceFile,
    TextError, active_content, attached_text, is_svg,
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
    read_text(root, CONFIG)
}

/// A folder that holds an incident.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IncidentFolder {
    /// Its name.
    pub id: String,
    /// Its path from the root, with `/` between its parts.
    pub path: String,
}

impl IncidentFolder {
    fn new(id: String) -> Self {
        Self { path: format!("{INCIDENTS}/{id}"), id }
    }
}

/// The incident folders, sorted by id. Hidden folders are passed over.
///
/// # Errors
///
/// See [`InsideError`], about `incidents/`; a workspace without one has none.
pub fn folders(root: &Path) -> Result<Vec<IncidentFolder>, InsideError> {
    let held = match Inside::open(root)?.folder(Path::new(INCIDENTS)) {
        Ok(held) => held,
        Err(InsideError::Missing) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let entries = held.entries()?;
    let mut folders = Vec::with_capacity(entries.len());
    for Entry { name, kind } in entries {
        let is_folder = match kind {
            Kind::Folder => true,
            Kind::Link => root.join(INCIDENTS).join(&name).is_dir(),
            Kind::File | Kind::Other => false,
        };
        if is_folder && !name.as_encoded_bytes().starts_with(b".") {
            folders.push(IncidentFolder::new(name.to_string_lossy().into_owned()));
        }
    }
    tiny_sort::stable::sort(&mut folders);
    Ok(folders)
}

/// The incident folder of this very id, found without a look at the others; nothing where there is
/// none, or where links lead to it.
#[must_use]
pub fn folder(root: &Path, id: &str) -> Option<IncidentFolder> {
    let is_name = !id.starts_with('.') && Path::new(id).file_name() == Some(OsStr::new(id));
    let incidents = Folder::open(root).and_then(|root| root.below(Path::new(INCIDENTS)));
    if !is_name || !matches!(incidents.ok()?.kind(OsStr::new(id)), Ok(Kind::Folder)) {
        return None;
    }
    // Some file systems take other names for the same, such as one in capitals.
    let real = root.join(INCIDENTS).join(id).canonicalize().ok()?;
    (real.file_name() == Some(OsStr::new(id))).then(|| IncidentFolder::new(id.to_owned()))
}

/// A workspace's incidents, whose folder is held open while they are read.
#[derive(Debug)]
pub struct Incidents(Result<Inside, FileFault>);

impl Incidents {
    /// Those of the workspace at a root, whose path has no links in it.
    #[must_use]
    pub fn open(root: &Path) -> Self {
        Self(Inside::open(root).map_err(|error| fault(error.into())))
    }

    /// Reads one incident's files. What cannot be read is said in the [`FileSource`]s.
    #[must_use]
    pub fn read(&self, folder: &IncidentFolder) -> IncidentSource {
        let path = Path::new(&folder.path);
        let opened = self.0.as_ref().map_err(FileFault::clone).and_then(|inside| {
            let held = inside.folder(path).map_err(fault)?;
            Ok((inside, held))
        });
        let (attachments, (active, texts), [facts, report]) = match opened {
            Ok((inside, held)) => {
                let attachments = attachments(&held);
                let judged = judged(&held, &folder.path, &attachments);
                let own = ["facts.toml", "report.md"].map(|name| {
                    let file = inside.file_of(&held, path, OsStr::new(name));
                    text(format!("{}/{name}", folder.path), file)
                });
                (attachments, judged, own)
            }
            Err(fault) => {
                let own = ["facts.toml", "report.md"].map(|name| {
                    FileSource::faulty(format!("{}/{name}", folder.path), fault.clone())
                });
                (Vec::new(), (BTreeMap::new(), BTreeMap::new()), own)
            }
        };
        IncidentSource {
            id: folder.id.clone(),
            folder: folder.path.clone(),
            facts,
            report,
            attachments,
            active,
            texts,
        }
    }

    /// The first bytes of an incident's facts, up to `most`; nothing where they cannot be read.
    #[must_use]
    pub fn facts_head(&self, folder: &IncidentFolder, most: usize) -> Option<Vec<u8>> {
        let inside = self.0.as_ref().ok()?;
        let file = inside.file(&Path::new(&folder.path).join("facts.toml")).ok()?;
        let mut head = Vec::with_capacity(most);
        file.take(u64::try_from(most).ok()?).read_to_end(&mut head).ok()?;
        Some(head)
    }
}

/// A path from the root as it is without links, with `/` between its parts; nothing where nothing
/// has it, or where it leads out of the workspace. The root's own path has no links in it.
#[must_use]
pub fn without_links(root: &Path, path: &str) -> Option<String> {
    let real = root.join(path).canonicalize().ok()?;
    let parts = real.strip_prefix(root).ok()?.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Whether what has a path from the root is a symbolic link itself.
#[must_use]
pub fn is_link(root: &Path, path: &str) -> bool {
    root.join(path).is_symlink()
}

/// The bytes of a file of the workspace, by its path from the root.
///
/// # Errors
///
/// What the operating system says, and [`io::ErrorKind::PermissionDenied`] for a file that
/// lies outside the workspace.
pub fn read_inside(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    read_regular(Inside::open(root)?.file(Path::new(path))?)
}

/// The bytes of a file of the workspace itself, by its path from the root: links may lead to its
/// folder, but it is none.
///
/// # Errors
///
/// As of [`read_inside`], and for a symbolic link.
pub fn read_own(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let path = Path::new(path);
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let folder = Inside::open(root)?.folder(path.parent().unwrap_or(Path::new("")))?;
    folder.read(Path::new(name))
}

/// The workspace's own templates: names from `templates/`, with `/` between their parts. A folder
/// that links lead to more than once is read once.
///
/// # Errors
///
/// What the operating system says about a folder or file in `templates/`.
pub fn overrides(root: &Path) -> io::Result<Vec<(String, String)>> {
    let inside = Inside::open(root)?;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![PathBuf::from(TEMPLATES)];
    while let Some(path) = open.pop() {
        let is_new = root.join(&path).canonicalize().is_ok_and(|real| seen.insert(real));
        let folder = match inside.folder(&path) {
            Ok(folder) if is_new => folder,
            Err(InsideError::Io(error)) => return Err(error),
            Ok(_) | Err(_) => continue,
        };
        for entry in folder.entries()? {
            let path = path.join(&entry.name);
            if entry.name.to_string_lossy().starts_with('.') {
                continue;
            }
            match entry.kind {
                Kind::Folder => open.push(path),
                Kind::Link if root.join(&path).is_dir() => open.push(path),
                _ => match inside.file_of(&folder, path.parent().unwrap_or(&path), &entry.name) {
                    Ok(file) => found.push((shown(&path), text_of(file)?)),
                    Err(InsideError::Leaves | InsideError::Missing) => {}
                    Err(error) => return Err(error.into()),
                },
            }
        }
    }
    tiny_sort::stable::sort(&mut found);
    Ok(found)
}

fn text_of(file: File) -> io::Result<String> {
    String::from_utf8(read_regular(file)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn read_text(root: &Path, name: &str) -> FileSource {
    let file = Inside::open(root).map_err(InsideError::from);
    text(name.to_owned(), file.and_then(|inside| inside.file(Path::new(name))))
}

/// A text, or why there is none.
fn text(path: String, file: Result<File, InsideError>) -> FileSource {
    let read = |file: File| {
        let found = file.metadata()?;
        if !found.is_file() {
            return Ok(Err(FileFault::NotAFile));
        }
        let bytes = usize::try_from(found.len()).unwrap_or(usize::MAX);
        if bytes > MAX_BYTES {
            return Ok(Err(FileFault::Text(TextError::TooLarge { bytes })));
        }
        read_bytes(file, bytes).map(Ok)
    };
    match file.and_then(|file| Ok(read(file)?)) {
        Ok(Ok(bytes)) => FileSource::from_bytes(path, bytes),
        Ok(Err(fault)) => FileSource::faulty(path, fault),
        Err(error) => FileSource::faulty(path, fault(error)),
    }
}

fn fault(error: InsideError) -> FileFault {
    match error {
        InsideError::Missing => FileFault::Missing,
        InsideError::Leaves => FileFault::LeavesWorkspace,
        InsideError::Dangling => FileFault::DanglingLink,
        InsideError::Io(error) => FileFault::Unreadable(error.to_string()),
    }
}

/// Regular files beside facts and report that are not hidden, sorted. What a symbolic link leads to
/// is none of them: it could be anybody's facts, or what git keeps of passwords.
fn attachments(folder: &Folder) -> Vec<String> {
    let entries = folder.entries().unwrap_or_default();
    let mut names: Vec<String> = entries
        .into_iter()
        .filter(|entry| entry.kind == Kind::File)
        .filter_map(|entry| entry.name.into_string().ok())
        .filter(|name| !name.starts_with('.') && name != "facts.toml" && name != "report.md")
        .collect();
    tiny_sort::stable::sort(&mut names);
    names
}

/// Attachments that must not be published, and those that are texts. One that cannot be read cannot
/// be published either.
fn judged(
    folder: &Folder,
    path: &str,
    attachments: &[String],
) -> (BTreeMap<String, ActiveContent>, BTreeMap<String, SourceFile>) {
    let (mut active, mut texts) = (BTreeMap::new(), BTreeMap::new());
    for name in attachments {
        let most = if is_svg(name) { u64::MAX } else { MAX_ATTACHED as u64 };
        let bytes = folder.head(Path::new(name), most).ok();
        if let Some(found) = active_content(name, bytes.as_deref().unwrap_or_default())
            && (bytes.is_some() || !is_svg(name))
        {
            active.insert(name.clone(), found);
        }
        if let Some(text) = bytes.and_then(|bytes| attached_text(&bytes)) {
            texts.insert(name.clone(), SourceFile { path: format!("{path}/{name}"), text });
        }
    }
    (active, texts)
}

fn shown(path: &Path) -> String {
    let relative = path.strip_prefix(TEMPLATES).unwrap_or(path);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;

    use super::{folder, folders};

    #[test]
    fn one_folder_is_found_by_its_whole_name_only() {
        let root = tempfile::tempdir().unwrap();
        let incidents = root.path().join("incidents");
        for name in ["2024-05-02-x", "2024-05-02-x-2", ".hidden"] {
            fs::create_dir_all(incidents.join(name)).unwrap();
        }
        fs::write(incidents.join("file"), "").unwrap();
        std::os::unix::fs::symlink("2024-05-02-x", incidents.join("link")).unwrap();
        let all = folders(root.path()).unwrap();
        let found = |name: &str| folder(root.path(), name);
        assert_eq!(found("2024-05-02-x").as_ref(), Some(&all[0]));
        assert_eq!(found("2024-05-02-x-2").as_ref(), Some(&all[1]));
        let others =
            ["2024-05-02", ".hidden", "file", "link", "", ".", "..", "2024-05-02-x/", "a/b"];
        for name in others {
            assert_eq!(found(name), None, "{name}");
        }
    }
}
