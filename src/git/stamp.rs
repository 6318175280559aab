//! What the file system says of files without their being read. Without inodes, as elsewhere than
//! on Unix, nothing can be told of a file that is not read.

use git2::{IndexEntry, IndexTime};

#[cfg(unix)]
pub(super) use by_inode::Above;

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

#[cfg(unix)]
mod by_inode {
    use std::path::Path;

    use rustix::fd::OwnedFd;
    use rustix::ffi::{CStr, CString};
    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat};

    use super::Stamp;

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

    /// A folder of folders, which is held open.
    pub(in crate::git) struct Above(OwnedFd);

    impl Above {
        /// Opens a folder, and lists the names in it, in no order.
        pub(in crate::git) fn open(folder: &Path) -> Option<(Self, Vec<CString>)> {
            let folder = rustix::fs::openat(CWD, folder, LISTED, Mode::empty()).ok()?;
            let mut names = Vec::new();
            for_each(&mut Dir::read_from(&folder).ok()?, |_, name| {
                names.push(name.to_owned());
                Some(())
            })?;
            Some((Self(folder), names))
        }

        /// How many files a folder in it holds, if it holds nothing else and all of them are known.
        pub(in crate::git) fn known_files(
            &self,
            name: &CStr,
            is_known: impl Fn(&[u8], Stamp) -> bool,
        ) -> Option<usize> {
            let flags = LISTED.union(OFlags::NOFOLLOW);
            let folder = rustix::fs::openat(&self.0, name, flags, Mode::empty()).ok()?;
            let mut count = 0;
            for_each(&mut Dir::new(folder).ok()?, |folder, name| {
                let found = rustix::fs::statat(folder.fd().ok()?, name, AtFlags::SYMLINK_NOFOLLOW);
                count += 1;
                is_known(name.to_bytes(), Stamp::of(&found.ok()?)?).then_some(())
            })?;
            Some(count)
        }
    }

    /// Looks at what is in a folder until something is amiss.
    fn for_each(folder: &mut Dir, mut look: impl FnMut(&Dir, &CStr) -> Option<()>) -> Option<()> {
        while let Some(entry) = folder.read() {
            let entry = entry.ok()?;
            if !is_dots(entry.file_name()) {
                look(folder, entry.file_name())?;
            }
        }
        Some(())
    }

    fn is_dots(name: &CStr) -> bool {
        matches!(name.to_bytes(), b"." | b"..")
    }
}

#[cfg(not(unix))]
pub(super) use unknown::Above;

#[cfg(not(unix))]
mod unknown {
    use std::ffi::{CStr, CString};
    use std::path::Path;

    use super::Stamp;

    impl Stamp {
        pub(in crate::git) const fn of_file(_: &Path) -> Option<Self> {
            None
        }
    }

    pub(in crate::git) struct Above;

    impl Above {
        pub(in crate::git) const fn open(_: &Path) -> Option<(Self, Vec<CString>)> {
            None
        }

        pub(in crate::git) fn known_files(
            &self,
            _: &CStr,
            _: impl Fn(&[u8], Stamp) -> bool,
        ) -> Option<usize> {
            None
        }
    }
}
