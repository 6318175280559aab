use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

use super::folder::{Folder, Temporary};

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

/// Writes a file where there is none, whole or not at all, and says whether it did.
///
/// # Errors
///
/// Whatever the operating system says, other than that the file is there already.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = NamedTempFile::with_prefix_in(".incident-", folder)?;
    temporary.write_all(bytes)?;
    keep_permissions(fs::metadata(path).ok(), temporary.as_file())?;
    temporary.as_file().sync_all()?;
    match temporary.persist_noclobber(path) {
        Ok(_) => sync_folder(folder).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

/// Writes a file whole or not at all, and only where it still holds what it was read as; says
/// whether it did. Of a link, what it leads to is written.
///
/// # Errors
///
/// Whatever the operating system says; the old file then stands as it was.
pub fn rewrite(path: &Path, before: &[u8], after: &[u8]) -> io::Result<bool> {
    let path = path.canonicalize()?;
    if fs::read(&path)? != before {
        return Ok(false);
    }
    write_file(&path, after).map(|()| true)
}

/// The bytes of a file that a user named.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// Adds to the end of a file, which is made where there is none.
///
/// # Errors
///
/// Whatever the operating system says.
pub fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::options().create(true).append(true).open(path)?.write_all(bytes)
}

/// Makes a folder with files in it, whole or not at all.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] where something has its name, and whatever the operating
/// system says; nothing is left behind then.
pub fn create_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let parent = folder.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent)?;
    let staged = tempfile::Builder::new().prefix(".incident-").tempdir_in(parent)?;
    for (name, bytes) in files {
        let mut file = File::create_new(staged.path().join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    make_readable(staged.path())?;
    sync_folder(staged.path())?;
    // Claims the name first: a rename onto an empty folder would succeed silently.
    fs::create_dir(folder)?;
    if let Err(error) = fs::rename(staged.path(), folder) {
        fs::remove_dir(folder)?;
        return Err(error);
    }
    let _renamed_away = staged.keep();
    sync_folder(parent)
}

/// Makes the entries of a folder durable. Not every file system can; those that cannot say so
/// with an error that changes nothing.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
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

#[cfg(unix)]
fn make_readable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_readable(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{create_folder, write_file};

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
        let path = folder.path().join("incident");
        let files = [("a".to_owned(), b"1".to_vec())];
        create_folder(&path, &files).unwrap();
        let error = create_folder(&path, &files).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no stage is left");
        assert_eq!(std::fs::read(path.join("a")).unwrap(), b"1");
    }
}
