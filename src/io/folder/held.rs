use std::ffi::{CStr, OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawMode};
#[cfg(target_os = "linux")]
use rustix::fs::{RawDir, SeekFrom};
use rustix::io::Errno;

use super::{Entry, Kind, parts};

/// Reads on into the room that a vector has left, which nobody has to clear for that.
pub(super) fn read_more(file: &mut File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    Ok(rustix::io::read(file, rustix::buffer::spare_capacity(bytes))?)
}

/// A folder that is held open.
#[derive(Debug)]
pub(in crate::io) struct Folder(OwnedFd);

const LISTED: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Without `NONBLOCK` a pipe would wait for a writer.
const READ: OFlags =
    OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK);

impl Folder {
    /// Opens a folder by its path, which may have links in it.
    pub(in crate::io) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(rustix::fs::openat(CWD, path, LISTED, Mode::empty())?))
    }

    /// A folder below it; the folder itself where the path is empty.
    pub(in crate::io) fn below(&self, path: &Path) -> io::Result<Self> {
        let mut current = None;
        for name in parts(path)? {
            current = Some(current.as_ref().unwrap_or(self).own_folder(name)?);
        }
        current.map_or_else(|| Ok(Self(self.0.try_clone()?)), Ok)
    }

    /// A folder below it, made with those above it where it is not there.
    pub(in crate::io) fn make(&self, path: &Path) -> io::Result<Self> {
        let mut current = Self(self.0.try_clone()?);
        for name in parts(path)? {
            current = match current.own_folder(name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => current.make_own(name)?,
                found => found?,
            };
        }
        Ok(current)
    }

    /// A folder in it that is probably not there, made if so.
    pub(in crate::io) fn make_own(&self, name: &OsStr) -> io::Result<Self> {
        match self.make_new(name, 0o777) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.own_folder(name),
        }
    }

    /// Makes a folder in it where nothing has its name. The process's mask cuts `mode`.
    pub(in crate::io) fn make_new(&self, name: &OsStr, mode: u32) -> io::Result<()> {
        Ok(rustix::fs::mkdirat(&self.0, name, Mode::from_raw_mode(mode as RawMode))?)
    }

    fn own_folder(&self, name: &OsStr) -> io::Result<Self> {
        let flags = LISTED.union(OFlags::NOFOLLOW);
        match rustix::fs::openat(&self.0, name, flags, Mode::empty()) {
            // Systems have different errors for a link; it is no folder.
            Err(Errno::LOOP | Errno::MLINK) => Err(Errno::NOTDIR.into()),
            opened => Ok(Self(opened?)),
        }
    }

    pub(super) fn own_file(&self, name: &OsStr) -> io::Result<File> {
        match rustix::fs::openat(&self.0, name, READ, Mode::empty()) {
            Err(Errno::LOOP | Errno::MLINK) => Err(io::Error::other("it is a symbolic link")),
            opened => Ok(opened?.into()),
        }
    }

    /// Opens a file some folders below it in one step and through no link (`openat2`). Not every
    /// system and sandbox has that: without a file, the way step by step says what is wrong.
    #[cfg(target_os = "linux")]
    pub(super) fn file_at_once(&self, path: &Path) -> Option<File> {
        use rustix::fs::ResolveFlags;
        let inside = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        rustix::fs::openat2(&self.0, path, READ, Mode::empty(), inside).ok().map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) const fn file_at_once(&self, _: &Path) -> Option<File> {
        None
    }

    /// Makes a file in it where nothing has its name, for writing.
    pub(in crate::io) fn create_new(&self, name: &OsStr, mode: u32) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(mode as RawMode))?.into())
    }

    /// Opens a file in it, made where it is not there, to write at its end.
    pub(in crate::io) fn append(&self, name: &OsStr) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::APPEND;
        let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        Ok(rustix::fs::openat(&self.0, name, flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// Moves what is in it into a folder, in place of what has the name there.
    pub(in crate::io) fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, name, &to.0, new)?)
    }

    /// Gives a file in it a name that nothing has.
    pub(in crate::io) fn rename_new(&self, name: &OsStr, new: &OsStr) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        {
            use rustix::fs::RenameFlags;
            match rustix::fs::renameat_with(&self.0, name, &self.0, new, RenameFlags::NOREPLACE) {
                // Not every file system can; a second name does instead.
                Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
                renamed => return Ok(renamed?),
            }
        }
        rustix::fs::linkat(&self.0, name, &self.0, new, AtFlags::empty())?;
        self.remove_file(name)
    }

    /// Lets everybody look into it.
    pub(in crate::io) fn make_readable(&self) -> io::Result<()> {
        Ok(rustix::fs::fchmod(&self.0, Mode::from_raw_mode(0o755))?)
    }

    /// Removes a file or link in it.
    pub(in crate::io) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty folder in it.
    pub(in crate::io) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// What something in it is.
    pub(in crate::io) fn kind(&self, name: &OsStr) -> io::Result<Kind> {
        let found = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(kind(FileType::from_raw_mode(found.st_mode)))
    }

    /// How many bytes a file in it has.
    pub(in crate::io) fn size(&self, name: &OsStr) -> io::Result<u64> {
        let found = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(u64::try_from(found.st_size).unwrap_or_default())
    }

    /// What is in it, in no order. Two threads must not list one open folder at once.
    pub(in crate::io) fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        self.list(|name, kind| {
            let name = OsStr::from_bytes(name.to_bytes());
            if name == "." || name == ".." {
                return;
            }
            // Not every file system tells the type along with the name.
            let kind = match kind {
                FileType::Unknown => self.kind(name).unwrap_or(Kind::Other),
                known => self::kind(known),
            };
            entries.push(Entry { name: OsString::from(name), kind });
        })?;
        Ok(entries)
    }

    /// Shows each entry, `.` and `..` among them. `Dir` would open the folder once more.
    #[cfg(target_os = "linux")]
    fn list(&self, mut each: impl FnMut(&CStr, FileType)) -> rustix::io::Result<()> {
        /// Bytes that the kernel fills at once: names of a few hundred files.
        const ROOM: usize = 8 * 1024;
        let mut room = Vec::with_capacity(ROOM);
        rustix::fs::seek(&self.0, SeekFrom::Start(0))?;
        let mut entries = RawDir::new(&self.0, room.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            each(entry.file_name(), entry.file_type());
        }
        Ok(())
    }

    #[cfg(not(target_os = "linux"))]
    fn list(&self, mut each: impl FnMut(&CStr, FileType)) -> rustix::io::Result<()> {
        for entry in rustix::fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            each(entry.file_name(), entry.file_type());
        }
        Ok(())
    }

    /// Makes its entries durable. Not every file system can; those that cannot say so with an
    /// error that changes nothing.
    pub(in crate::io) fn sync(&self) -> io::Result<()> {
        match rustix::fs::fsync(&self.0) {
            Err(rustix::io::Errno::INVAL) => Ok(()),
            synced => Ok(synced?),
        }
    }

    /// The folder as a file, to be locked.
    pub(in crate::io) fn handle(&self) -> io::Result<File> {
        Ok(self.0.try_clone()?.into())
    }
}

fn kind(of: FileType) -> Kind {
    match of {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    }
}
