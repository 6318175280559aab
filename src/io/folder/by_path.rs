use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::{Entry, Kind, parts};
use crate::io::lock::LOCK_FILE;

/// Reads on into the room that a vector has left.
pub(super) fn read_more(file: &mut File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let room = bytes.capacity() - bytes.len();
    io::copy(&mut file.take(room as u64), bytes).map(|count| count as usize)
}

/// A folder, by its path.
#[derive(Debug)]
pub(in crate::io) struct Folder(PathBuf);

impl Folder {
    /// A folder by its path, which may have links in it.
    pub(in crate::io) fn open(path: &Path) -> io::Result<Self> {
        if fs::metadata(path)?.is_dir() {
            Ok(Self(path.to_owned()))
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    /// A folder below it; the folder itself where the path is empty.
    pub(in crate::io) fn below(&self, path: &Path) -> io::Result<Self> {
        let mut current = Self(self.0.clone());
        for name in parts(path)? {
            current = current.own_folder(name)?;
        }
        Ok(current)
    }

    /// A folder below it, made with those above it where it is not there.
    pub(in crate::io) fn make(&self, path: &Path) -> io::Result<Self> {
        let mut current = Self(self.0.clone());
        for name in parts(path)? {
            current = current.make_own(name)?;
        }
        Ok(current)
    }

    /// A folder in it, made where it is not there.
    pub(in crate::io) fn make_own(&self, name: &OsStr) -> io::Result<Self> {
        match self.make_new(name, 0) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.own_folder(name),
        }
    }

    /// Makes a folder in it where nothing has its name.
    pub(in crate::io) fn make_new(&self, name: &OsStr, _mode: u32) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    fn own_folder(&self, name: &OsStr) -> io::Result<Self> {
        match self.kind(name)? {
            Kind::Folder => Ok(Self(self.0.join(name))),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    /// No system but Linux opens a file some folders below in one step and through no link.
    pub(super) const fn file_at_once(&self, _: &Path) -> Option<File> {
        None
    }

    pub(super) fn own_file(&self, name: &OsStr) -> io::Result<File> {
        match self.kind(name)? {
            Kind::Link => Err(io::Error::other("it is a symbolic link")),
            _ => File::open(self.0.join(name)),
        }
    }

    /// Makes a file in it where nothing has its name, for writing.
    pub(in crate::io) fn create_new(&self, name: &OsStr, _mode: u32) -> io::Result<File> {
        File::create_new(self.0.join(name))
    }

    /// Opens a file in it, made where it is not there, to write at its end.
    pub(in crate::io) fn append(&self, name: &OsStr) -> io::Result<File> {
        File::options().create(true).append(true).open(self.0.join(name))
    }

    /// Moves what is in it into a folder, in place of what has the name there.
    pub(in crate::io) fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(name), to.0.join(new))
    }

    /// Gives a file in it a name that nothing has.
    pub(in crate::io) fn rename_new(&self, name: &OsStr, new: &OsStr) -> io::Result<()> {
        fs::hard_link(self.0.join(name), self.0.join(new))?;
        self.remove_file(name)
    }

    /// Nothing here is private in another way than what it lies in.
    pub(in crate::io) const fn make_readable(&self) -> io::Result<()> {
        Ok(())
    }

    /// Removes a file or link in it.
    pub(in crate::io) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// Removes an empty folder in it.
    pub(in crate::io) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    /// What something in it is.
    pub(in crate::io) fn kind(&self, name: &OsStr) -> io::Result<Kind> {
        Ok(kind(fs::symlink_metadata(self.0.join(name))?.file_type()))
    }

    /// How many bytes a file in it has.
    pub(in crate::io) fn size(&self, name: &OsStr) -> io::Result<u64> {
        Ok(fs::symlink_metadata(self.0.join(name))?.len())
    }

    /// What is in it, in no order.
    pub(in crate::io) fn entries(&self) -> io::Result<Vec<Entry>> {
        fs::read_dir(&self.0)?
            .map(|entry| {
                let entry = entry?;
                Ok(Entry { name: entry.file_name(), kind: kind(entry.file_type()?) })
            })
            .collect()
    }

    /// Folders are not made durable here.
    pub(in crate::io) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// A file that stands in for the folder, to be locked: folders cannot be.
    pub(in crate::io) fn handle(&self) -> io::Result<File> {
        self.append(OsStr::new(LOCK_FILE))
    }
}

fn kind(of: fs::FileType) -> Kind {
    if of.is_symlink() {
        Kind::Link
    } else if of.is_dir() {
        Kind::Folder
    } else if of.is_file() {
        Kind::File
    } else {
        Kind::Other
    }
}
