//! What the file system says of files without their being read. Without inodes, as elsewhere than
//! on Unix, nothing can be told of a file that is not read.

use git2::{IndexEntry, IndexTime};

#[cfg(unix)]
pub(super) use by_inode::stamps_by_folder;

/// What the file system says of a regular file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamp {
    /// Seconds and nanoseconds.
    modified: (i32, u32),
    changed: (i32, u32),
    inode: u32,
    size: u32,
    mode: u32,
}

/// Marks of an entry whose file is not compared, or not the only one of its path: assume-valid
/// and the stage (gitformat-index, "Index entry").
const SPECIAL: u16 = 0xb000;

impl Stamp {
    /// Whether this is the file that the index took in. One as young as the index may have been
    /// written again within the same tick of the clock (gitformat-index, racy git).
    pub(super) fn is_of(self, entry: &IndexEntry, index: Self) -> bool {
        entry.flags & SPECIAL == 0
            && entry.flags_extended == 0
            && (entry.mode, entry.file_size, entry.ino) == (self.mode, self.size, self.inode)
            && (parts(entry.mtime), parts(entry.ctime)) == (self.modified, self.changed)
            && index.is_younger_than(entry)
    }

    /// Whether an index of this age proves something of its entry.
    pub(super) fn is_younger_than(self, entry: &IndexEntry) -> bool {
        parts(entry.mtime) < self.modified
    }
}

fn parts(time: IndexTime) -> (i32, u32) {
    (time.seconds(), time.nanoseconds())
}

/// The name and the stamp of a file.
pub(super) type StampedFile = (Vec<u8>, Stamp);

/// The files of a folder, by its name; nothing for one that holds anything else.
pub(super) type StampedFolder = (Vec<u8>, Option<Vec<StampedFile>>);

#[cfg(unix)]
mod by_inode {
    use std::path::Path;

    use rayon::prelude::*;
    use rustix::fd::OwnedFd;
    use rustix::ffi::{CStr, CString};
    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat};

    use super::{Stamp, StampedFile, StampedFolder};

    const LISTED: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

    impl Stamp {
        /// The stamp of a regular file; nothing where it is none.
        pub(in crate::git) fn of_file(path: &Path) -> Option<Self> {
            Self::of(&rustix::fs::statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW).ok()?)
        }

        // The index keeps the low 32 bits of everything, and systems differ in the types.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            clippy::cast_sign_loss,
            clippy::unnecessary_cast
        )]
        fn of(found: &Stat) -> Option<Self> {
            let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
            is_file.then_some(Self {
                modified: (found.st_mtime as i32, found.st_mtime_nsec as u32),
                changed: (found.st_ctime as i32, found.st_ctime_nsec as u32),
                inode: found.st_ino as u32,
                size: found.st_size as u32,
                // Git knows two modes of files: one that the owner may run, and one for all others.
                mode: if found.st_mode & 0o100 == 0 { 0o100_644 } else { 0o100_755 },
            })
        }
    }

    /// The folders in a folder; anything else in it is one that does not hold files alone.
    pub(in crate::git) fn stamps_by_folder(folder: &Path) -> Vec<StampedFolder> {
        let listed = || {
            let above = rustix::fs::openat(CWD, folder, LISTED, Mode::empty())?;
            Ok::<_, rustix::io::Errno>((names(Dir::read_from(&above)?)?, above))
        };
        let Ok((names, above)) = listed() else { return Vec::new() };
        let stamped = |name: CString| {
            let files = stamps(&above, &name);
            (name.into_bytes(), files)
        };
        names.into_par_iter().map(stamped).collect()
    }

    fn names(mut folder: Dir) -> rustix::io::Result<Vec<CString>> {
        let mut names = Vec::new();
        while let Some(entry) = folder.read() {
            let entry = entry?;
            if !is_dots(entry.file_name()) {
                names.push(entry.file_name().to_owned());
            }
        }
        Ok(names)
    }

    fn stamps(above: &OwnedFd, name: &CStr) -> Option<Vec<StampedFile>> {
        let flags = LISTED.union(OFlags::NOFOLLOW);
        let folder = rustix::fs::openat(above, name, flags, Mode::empty()).ok()?;
        let mut folder = Dir::new(folder).ok()?;
        let mut files = Vec::new();
        while let Some(entry) = folder.read() {
            let entry = entry.ok()?;
            let name = entry.file_name();
            if is_dots(name) {
                continue;
            }
            let found = rustix::fs::statat(folder.fd().ok()?, name, AtFlags::SYMLINK_NOFOLLOW);
            files.push((name.to_bytes().to_vec(), Stamp::of(&found.ok()?)?));
        }
        Some(files)
    }

    fn is_dots(name: &CStr) -> bool {
        matches!(name.to_bytes(), b"." | b"..")
    }
}

#[cfg(not(unix))]
impl Stamp {
    pub(super) const fn of_file(_: &std::path::Path) -> Option<Self> {
        None
    }
}

#[cfg(not(unix))]
pub(super) const fn stamps_by_folder(_: &std::path::Path) -> Vec<StampedFolder> {
    Vec::new()
}
