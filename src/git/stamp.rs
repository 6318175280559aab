#![expect(
    clippy::disallowed_methods,
    reason = "as libgit2 it looks at a folder, and reads no file"
)]

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::Path;

use git2::{IndexEntry, IndexTime};
use rayon::prelude::*;

/// What the file system says of a regular file without its being read.
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
    /// The stamp of a regular file; nothing where it is none, or where the system gives no inode.
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        // The index keeps the low 32 bits of everything.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let time = |seconds: i64, nanoseconds: i64| (seconds as i32, nanoseconds as u32);
        #[allow(clippy::cast_possible_truncation)]
        metadata.is_file().then(|| Self {
            modified: time(metadata.mtime(), metadata.mtime_nsec()),
            changed: time(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino() as u32,
            size: metadata.len() as u32,
            // Git knows two modes of files: one that the owner may run, and one for all others.
            mode: if metadata.mode() & 0o100 == 0 { 0o100_644 } else { 0o100_755 },
        })
    }

    /// Without inodes nothing can be told of a file that is not read.
    #[cfg(not(unix))]
    pub(super) const fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether this is the file that the index took in. One as young as the index may have been
    /// written again within the same tick of the clock (gitformat-index, racy git).
    pub(super) fn is_of(self, entry: &IndexEntry, index: Self) -> bool {
        entry.flags & SPECIAL == 0
            && entry.flags_extended == 0
            && (entry.mode, entry.file_size, entry.ino) == (self.mode, self.size, self.inode)
            && (parts(entry.mtime), parts(entry.ctime)) == (self.modified, self.changed)
            && self.modified < index.modified
    }
}

fn parts(time: IndexTime) -> (i32, u32) {
    (time.seconds(), time.nanoseconds())
}

/// The name and the stamp of a file.
pub(super) type StampedFile = (Vec<u8>, Stamp);

/// The files of each folder in a folder; nothing for one that holds anything else.
pub(super) fn stamps_by_folder(folder: &Path) -> HashMap<Vec<u8>, Option<Vec<StampedFile>>> {
    let Ok(entries) = fs::read_dir(folder) else { return HashMap::new() };
    let folders: Vec<_> = entries.flatten().collect();
    folders.into_par_iter().map(|folder| (name(&folder), stamps(&folder.path()))).collect()
}

fn stamps(folder: &Path) -> Option<Vec<StampedFile>> {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        Some((name(&entry), Stamp::of(&entry.metadata().ok()?)?))
    };
    fs::read_dir(folder).ok()?.map(entry).collect()
}

fn name(entry: &fs::DirEntry) -> Vec<u8> {
    entry.file_name().into_encoded_bytes()
}
