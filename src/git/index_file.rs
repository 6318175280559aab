//! Git's index, read without libgit2, which hashes all of it and makes a map of its paths first.
//! Git itself does not look at the hash either (`index.skipHash` in git-config).

use std::collections::HashMap;
use std::path::Path;

use git2::{IndexEntry, IndexTime, Oid};

use super::stamp::Stamp;

/// What the file begins with.
const SIGNATURE: &[u8] = b"DIRC";
/// Bytes of a SHA-1 hash, such as the one that the file ends with.
const HASH: usize = 20;
/// An entry has a second word of flags.
const EXTENDED: u16 = 0x4000;

/// The index as it is on disk (gitformat-index, versions 2 to 4).
#[derive(Debug)]
pub(super) struct IndexFile {
    /// Sorted by path; a path with conflicts has several.
    pub(super) entries: Vec<IndexEntry>,
    /// What the file system said of the file before it was read.
    pub(super) stamp: Stamp,
    /// The extension `TREE`: names of trees that have been written.
    trees: Vec<u8>,
}

impl IndexFile {
    /// Reads an index; nothing where there is none, or one that only git or libgit2 understands.
    #[expect(clippy::disallowed_methods, reason = "as libgit2 it reads what belongs to git")]
    pub(super) fn read(path: &Path) -> Option<Self> {
        // Of an index that is written anew meanwhile, the older time is the safe one.
        let stamp = Stamp::of_file(path)?;
        let bytes = std::fs::read(path).ok()?;
        let (entries, trees) = parse(bytes.get(..bytes.len().checked_sub(HASH)?)?)?;
        Some(Self { entries, stamp, trees })
    }

    /// The entries at a path and below it.
    pub(super) fn at(&self, path: &[u8]) -> impl Iterator<Item = &IndexEntry> {
        let first = self.entries.partition_point(|entry| entry.path.as_slice() < path);
        let rest =
            self.entries[first..].iter().take_while(move |entry| entry.path.starts_with(path));
        rest.filter(move |entry| matches!(entry.path.get(path.len()), None | Some(b'/')))
    }

    /// The names of the trees right in a folder that have been written as the index has them.
    pub(super) fn trees_in(&self, folder: &[u8]) -> HashMap<&[u8], Oid> {
        let mut found = HashMap::new();
        // What cannot be read has not been written.
        let _ = written_trees(&self.trees, folder, &mut found);
        found
    }
}

/// The entries, and what the extension `TREE` holds.
fn parse(bytes: &[u8]) -> Option<(Vec<IndexEntry>, Vec<u8>)> {
    let mut rest = Bytes(bytes.strip_prefix(SIGNATURE)?);
    let version = rest.number()?;
    if !(2..=4).contains(&version) {
        return None;
    }
    let count = usize::try_from(rest.number()?).ok()?;
    // A wrong count must not reserve more than the file can hold.
    let mut entries: Vec<IndexEntry> = Vec::with_capacity(count.min(bytes.len() / HASH));
    for _ in 0..count {
        let before = entries.last().map_or(&[][..], |entry| &entry.path);
        let entry = rest.entry(version, before)?;
        entries.push(entry);
    }
    let mut trees = Vec::new();
    while !rest.0.is_empty() {
        let name = rest.take(4)?;
        let length = usize::try_from(rest.number()?).ok()?;
        let body = rest.take(length)?;
        match name {
            b"TREE" => trees = body.to_vec(),
            // What begins with another letter changes what the entries mean, such as a split index.
            [b'A'..=b'Z', ..] => {}
            _ => return None,
        }
    }
    let is_sorted = entries.is_sorted_by(|a, b| (&a.path, stage(a)) < (&b.path, stage(b)));
    is_sorted.then_some((entries, trees))
}

const fn stage(entry: &IndexEntry) -> u16 {
    entry.flags & 0x3000
}

/// What is still to be read.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// What stands before a byte, which is passed over.
    fn until(&mut self, end: u8) -> Option<&'b [u8]> {
        let at = memchr::memchr(end, self.0)?;
        let taken = self.take(at)?;
        self.take(1)?;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// A length as packs write it for offsets (gitformat-pack, "offset encoding").
    fn length(&mut self) -> Option<usize> {
        let mut length = 0_usize;
        loop {
            let byte = *self.take(1)?.first()?;
            length = length.checked_mul(128)?.checked_add(usize::from(byte & 0x7f))?;
            if byte & 0x80 == 0 {
                return Some(length);
            }
            length += 1;
        }
    }

    fn time(&mut self) -> Option<IndexTime> {
        Some(IndexTime::new(self.number()?.cast_signed(), self.number()?))
    }

    /// An entry whose path may begin as the one before.
    fn entry(&mut self, version: u32, before: &[u8]) -> Option<IndexEntry> {
        let began = self.0.len();
        let mut entry = IndexEntry {
            ctime: self.time()?,
            mtime: self.time()?,
            dev: self.number()?,
            ino: self.number()?,
            mode: self.number()?,
            uid: self.number()?,
            gid: self.number()?,
            file_size: self.number()?,
            id: Oid::from_bytes(self.take(HASH)?).ok()?,
            flags: self.short()?,
            flags_extended: 0,
            path: Vec::new(),
        };
        if entry.flags & EXTENDED != 0 {
            entry.flags_extended = self.short()?;
        }
        if version == 4 {
            let kept = before.len().checked_sub(self.length()?)?;
            entry.path = [&before[..kept], self.until(0)?].concat();
        } else {
            entry.path = self.until(0)?.to_vec();
            // One to eight zeros end the path; with them the length is a multiple of eight.
            let read = began - self.0.len();
            self.take(read.next_multiple_of(8) - read)?;
        }
        Some(entry)
    }
}

/// Finds the trees right in a folder in the extension `TREE` (gitformat-index, "Cache tree"): each
/// comes before those in it.
fn written_trees<'e>(
    extension: &'e [u8],
    folder: &[u8],
    found: &mut HashMap<&'e [u8], Oid>,
) -> Option<()> {
    let mut rest = Bytes(extension);
    // The folders that what is read lies in: lengths of their paths, and trees still to come.
    let mut above: Vec<(usize, usize)> = Vec::new();
    let mut path: Vec<u8> = Vec::new();
    while !rest.0.is_empty() {
        while above.pop_if(|(_, left)| *left == 0).is_some() {}
        let parent = above.last_mut().map_or(0, |(length, left)| {
            *left -= 1;
            *length
        });
        path.truncate(parent);
        let is_in_folder = !above.is_empty() && path == folder;
        let name = rest.until(0)?;
        let (entries, trees) = (rest.until(b' ')?, rest.until(b'\n')?);
        // A negative number of entries: it is to be written again.
        if !entries.starts_with(b"-") {
            let id = Oid::from_bytes(rest.take(HASH)?).ok()?;
            if is_in_folder {
                found.insert(name, id);
            }
        }
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend(name);
        let trees: usize = std::str::from_utf8(trees).ok()?.parse().ok()?;
        if path == folder {
            // A wrong number must not reserve more than there can be.
            found.reserve(trees.min(rest.0.len() / HASH));
        }
        above.push((path.len(), trees));
    }
    Some(())
}

#[cfg(test)]
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "these files are there to be broken in all ways")]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use git2::{Index, IndexEntry};
    use proptest::prelude::*;

    use super::IndexFile;

    fn git(folder: &Path, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        assert!(command.args(arguments).output().unwrap().status.success(), "{arguments:?}");
    }

    /// A repository with files in several folders, all of them committed.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in
            ["a", "ops/incidents/1/facts.toml", "ops/incidents/1/x.png", "ops/incidents/1-2/y"]
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
            // So old that git need not look into it again.
            let file = fs::File::open(path).unwrap();
            file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        }
        git(folder.path(), &["init", "--quiet"]);
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "--message", "All"]);
        folder
    }

    fn read(repository: &Path) -> Option<IndexFile> {
        IndexFile::read(&repository.join(".git/index"))
    }

    fn shown<'e>(entries: impl IntoIterator<Item = &'e IndexEntry>) -> Vec<String> {
        entries.into_iter().map(|entry| format!("{entry:?}")).collect()
    }

    #[test]
    fn every_version_is_read_as_libgit2_reads_it() {
        let folder = repository();
        let root = folder.path();
        for version in ["2", "4", "3"] {
            if version == "3" {
                fs::write(root.join("b"), "").unwrap();
                git(root, &["update-index", "--index-version", "2"]);
                git(root, &["add", "--intent-to-add", "b"]);
            } else {
                git(root, &["update-index", "--index-version", version]);
            }
            let path = root.join(".git/index");
            assert_eq!(fs::read(&path).unwrap()[7].to_string(), version);
            let expected = Index::open(&path).unwrap().iter().collect::<Vec<_>>();
            assert_eq!(shown(&read(root).unwrap().entries), shown(&expected));
        }
    }

    #[test]
    fn trees_that_were_written_are_known_until_an_entry_changes() {
        let folder = repository();
        let known = || {
            let index = read(folder.path()).unwrap();
            let trees = index.trees_in(b"ops/incidents");
            let mut names: Vec<_> =
                trees.into_iter().map(|(name, id)| (name.to_vec(), id)).collect();
            names.sort_unstable();
            names
        };
        let repository = git2::Repository::open(folder.path()).unwrap();
        let head = repository.head().unwrap().peel_to_tree().unwrap();
        let tree = |name: &str| {
            let path = format!("ops/incidents/{name}");
            (name.as_bytes().to_vec(), head.get_path(Path::new(&path)).unwrap().id())
        };
        assert_eq!(known(), [tree("1"), tree("1-2")]);
        fs::write(folder.path().join("ops/incidents/1/x.png"), "changed").unwrap();
        git(folder.path(), &["add", "."]);
        assert_eq!(known(), [tree("1-2")]);
    }

    #[test]
    fn entries_at_a_path_are_not_those_of_longer_names() {
        let folder = repository();
        let index = read(folder.path()).unwrap();
        let at = |path: &str| -> Vec<String> {
            let entries = index.at(path.as_bytes());
            entries.map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect()
        };
        assert_eq!(at("ops/incidents/1"), ["ops/incidents/1/facts.toml", "ops/incidents/1/x.png"]);
        assert_eq!(at("a"), ["a"]);
        assert!(at("ops/inc").is_empty());
    }

    #[test]
    fn what_changes_the_meaning_of_entries_is_left_to_libgit2() {
        let folder = repository();
        assert!(read(folder.path()).is_some());
        git(folder.path(), &["update-index", "--split-index"]);
        assert!(read(folder.path()).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_index_or_none(at in 0..400_usize, byte: u8, cut in 0..400_usize) {
            thread_local!(static REPOSITORY: tempfile::TempDir = repository());
            REPOSITORY.with(|folder| {
                let mut bytes = fs::read(folder.path().join(".git/index")).unwrap();
                let length = bytes.len();
                bytes[at % length] = byte;
                let path = folder.path().join("broken");
                for bytes in [&bytes[..], &bytes[..length - cut % length]] {
                    fs::write(&path, bytes).unwrap();
                    if let Some(index) = IndexFile::read(&path) {
                        let _ = index.trees_in(b"ops/incidents");
                        let _ = index.at(b"ops").count();
                    }
                }
            });
        }
    }
}
