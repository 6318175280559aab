use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::folder::{Folder, Stage, Temporary};
use super::inside::{Inside, InsideError};
use crate::source::MAX_BYTES;

/// Writes a file whole or not at all: temporary file, fsync, rename, fsync of the folder.
///
/// # Errors
///
/// Whatever the operating system says; the old file then stands as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = Folder::open(folder.unwrap_or_else(|| Path::new(".")))?;
    write_in(&folder, path.file_name().ok_or(io::ErrorKind::InvalidInput)?, bytes)
}

/// Like [`write_file`], in a folder that is held open.
pub(super) fn write_in(folder: &Folder, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = Temporary::new(folder, ".incident-")?;
    temporary.file().write_all(bytes)?;
    let old = folder.file(Path::new(name)).and_then(|old| old.metadata());
    keep_permissions(old.ok(), temporary.file())?;
    temporary.file().sync_all()?;
    temporary.persist(name)?;
    folder.sync()
}

/// What became of a file that was to be replaced.
#[derive(Debug)]
pub(super) enum Replaced {
    /// The new one stands.
    Whole,
    /// The new one stands, and the folder could not be made durable.
    Unconfirmed(io::Error),
    /// Somebody else has changed it, and theirs stands.
    NotAtAll,
}

/// Writes a file of a folder whole or not at all, and only where it still holds `before`, which is
/// looked at last. The temporary file's name begins with `prefix`.
pub(super) fn replace(
    folder: &Folder,
    name: &OsStr,
    before: &[u8],
    after: &[u8],
    prefix: &str,
) -> io::Result<Replaced> {
    let mut temporary = Temporary::new(folder, prefix)?;
    temporary.file().write_all(after)?;
    let old = folder.file(Path::new(name))?;
    keep_permissions(old.metadata().ok(), temporary.file())?;
    temporary.file().sync_all()?;
    if folder.read(Path::new(name))? != before {
        return Ok(Replaced::NotAtAll);
    }
    temporary.persist(name)?;
    Ok(folder.sync().map_or_else(Replaced::Unconfirmed, |()| Replaced::Whole))
}

/// Writes a file of a workspace, by its path from the root, where there is none: whole or not at
/// all. Says whether it did. Folders above it are made.
///
/// # Errors
///
/// A link that leads out of the workspace, and whatever else the operating system says, other than
/// that the file is there already.
pub fn write_new(root: &Path, path: &str, bytes: &[u8]) -> Result<bool, InsideError> {
    let (folder, name) = made_above(root, path)?;
    let mut temporary = Temporary::new(&folder, ".incident-")?;
    temporary.file().write_all(bytes)?;
    keep_permissions(None, temporary.file())?;
    temporary.file().sync_all()?;
    match temporary.persist_new(name) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        persisted => persisted?,
    }
    folder.sync()?;
    Ok(true)
}

/// The folder of a workspace that a path from the root leads to, made where it is not there, and
/// the path's last part.
fn made_above<'p>(root: &Path, path: &'p str) -> Result<(Folder, &'p OsStr), InsideError> {
    let path = Path::new(path);
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let above = path.parent().unwrap_or(Path::new(""));
    Ok((Inside::open(&root.canonicalize()?)?.make_folder(above)?, name))
}

/// The bytes of a file that a user named.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// The bytes of a file that a user named, to its end or to one byte behind `most`.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn read_file_up_to(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The Markdown files of a folder that a user named, by name, sorted; those that begin with `_` or
/// `.` are passed over. Of each, no more than a text may have is read, and nothing of what is no
/// regular file: opening that may lead elsewhere, or never end.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn markdown_files(folder: &Path) -> io::Result<Vec<(String, Option<Vec<u8>>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_text = name.ends_with(".md") && !name.starts_with(['_', '.']);
        if is_text {
            let is_file = entry.file_type()?.is_file();
            let bytes = is_file.then(|| read_file_up_to(&entry.path(), MAX_BYTES)).transpose()?;
            files.push((name, bytes));
        }
    }
    tiny_sort::stable::sort(&mut files);
    Ok(files)
}

/// Makes a folder that a user named, with those above it, where it is not there.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Adds to the end of a file, which is made where there is none.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::options().create(true).append(true).open(path)?.write_all(bytes)
}

/// What the names of folders in the making begin with.
pub(super) const STAGED: &str = ".incident-";

/// Makes a folder of a workspace, by its path from the root, with files in it: whole or not at all.
/// Folders above it are made.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] where something has its name, a link that leads out of the
/// workspace, and whatever else the operating system says; nothing is left behind then.
pub fn create_folder(
    root: &Path,
    path: &str,
    files: &[(String, Vec<u8>)],
) -> Result<(), InsideError> {
    let (above, name) = made_above(root, path)?;
    let stage = Stage::new(above, STAGED)?;
    for (name, bytes) in files {
        stage.write_new(Path::new(name), bytes)?.sync_all()?;
    }
    Ok(stage.keep_as(name)?)
}

/// A temporary file is private; the file it replaces may not have been.
#[cfg(unix)]
fn keep_permissions(old: Option<fs::Metadata>, file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = old.map_or(0o644, |old| old.permissions().mode() & 0o777);
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_permissions(_old: Option<fs::Metadata>, _file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{create_folder, write_file, write_new};

    #[test]
    fn replaces_a_file_and_leaves_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts.toml");
        write_file(&path, b"one").unwrap();
        write_file(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn never_writes_into_a_folder_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let files = [("a".to_owned(), b"1".to_vec())];
        create_folder(folder.path(), "all/x", &files).unwrap();
        let error = create_folder(folder.path(), "all/x", &files).unwrap_err();
        assert_eq!(std::io::Error::from(error).kind(), std::io::ErrorKind::AlreadyExists);
        let all = folder.path().join("all");
        assert_eq!(std::fs::read_dir(&all).unwrap().count(), 1, "no stage is left");
        assert_eq!(std::fs::read(all.join("x/a")).unwrap(), b"1");
    }

    #[test]
    fn a_file_that_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_new(folder.path(), "a/b/c", b"one").unwrap());
        assert!(!write_new(folder.path(), "a/b/c", b"two").unwrap());
        assert_eq!(std::fs::read(folder.path().join("a/b/c")).unwrap(), b"one");
        assert_eq!(std::fs::read_dir(folder.path().join("a/b")).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_inside_only() {
        use crate::io::InsideError;
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let top = tempfile::tempdir().unwrap();
        let root = top.path().join("ws");
        for folder in ["ws/data", "elsewhere"] {
            std::fs::create_dir_all(top.path().join(folder)).unwrap();
        }
        symlink("data", root.join("in")).unwrap();
        symlink("../elsewhere", root.join("out")).unwrap();
        let files = [("a".to_owned(), b"1".to_vec())];
        create_folder(&root, "in/x", &files).unwrap();
        assert!(write_new(&root, "in/y", b"1").unwrap());
        let mode =
            |path: &str| std::fs::metadata(root.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("data/x"), mode("data/y")), (0o755, 0o644));
        let error = create_folder(&root, "out/x", &files).unwrap_err();
        assert!(matches!(error, InsideError::Leaves), "{error}");
        assert!(matches!(write_new(&root, "out/y", b"1"), Err(InsideError::Leaves)));
        assert_eq!(std::fs::read_dir(top.path().join("elsewhere")).unwrap().count(), 0);
    }
}
