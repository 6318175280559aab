//! What is known of the folders in a folder: to the disk, to a tree, and to the index.

use std::ffi::{CStr, CString};
use std::io::Write as _;

use git2::{IndexEntry, ObjectType, Oid};

use super::index_file::IndexFile;
use super::stamp::{Above, Stamp};

/// A folder that the disk, the tree or the index has.
pub(super) struct Folder<'f> {
    pub(super) name: &'f [u8],
    /// Nothing where it is not on the disk.
    found: Option<&'f CStr>,
    tree: Option<Oid>,
    /// Its entries; paths are from the work tree's root.
    entries: &'f [IndexEntry],
    /// Bytes of the paths in front of the files' names.
    above: usize,
    /// The tree that the entries make, where it has been written.
    written: Option<Oid>,
}

impl<'f> Folder<'f> {
    /// All of them in the folder that `prefix` leads to, which ends with a slash; `on_disk` are
    /// the names of what is in it, and `in_tree` are sorted by name.
    pub(super) fn all(
        on_disk: &'f mut [CString],
        in_tree: &'f [(Vec<u8>, Oid)],
        index: &'f IndexFile,
        prefix: &[u8],
    ) -> Vec<Self> {
        on_disk.sort_unstable();
        let mut in_index = entries_by_folder(&index.entries, prefix);
        in_index.sort_unstable_by_key(|(name, _)| *name);
        let written = index.trees_in(&prefix[..prefix.len() - 1]);
        let mut all = Vec::with_capacity(on_disk.len());
        let mut on_disk = on_disk.iter().map(CString::as_c_str).peekable();
        let mut in_tree = in_tree.iter().peekable();
        let mut in_index = in_index.into_iter().peekable();
        loop {
            let names = [
                on_disk.peek().map(|name| name.to_bytes()),
                in_tree.peek().map(|(name, _)| name.as_slice()),
                in_index.peek().map(|(name, _)| *name),
            ];
            let Some(name) = names.into_iter().flatten().min() else { break };
            let found = on_disk.next_if(|other| other.to_bytes() == name);
            let tree = in_tree.next_if(|(other, _)| other == name);
            let entries = in_index.next_if(|(other, _)| *other == name);
            all.push(Self {
                name,
                found,
                tree: tree.map(|(_, id)| *id),
                entries: entries.map_or(&[], |(_, entries)| entries),
                above: prefix.len() + name.len() + 1,
                written: written.get(name).copied(),
            });
        }
        all
    }

    /// Whether it is surely as the tree has it: the index has what the tree has, each file is the
    /// one that the index took in, and there is no other.
    pub(super) fn is_same(&self, on_disk: &Above, index: Stamp) -> bool {
        let (Some(found), Some(tree)) = (self.found, self.tree) else { return false };
        let is_known = |name: &[u8], stamp: Stamp| {
            let entry = self.entries.iter().find(|entry| entry.path[self.above..] == *name);
            entry.is_some_and(|entry| stamp.is_of(entry, index))
        };
        self.written.or_else(|| as_tree(self.entries, self.above)) == Some(tree)
            && on_disk.known_files(found, is_known) == Some(self.entries.len())
    }
}

/// What the index has in each folder below a prefix.
fn entries_by_folder<'e>(
    entries: &'e [IndexEntry],
    prefix: &[u8],
) -> Vec<(&'e [u8], &'e [IndexEntry])> {
    let first = entries.partition_point(|entry| entry.path.as_slice() < prefix);
    let below = &entries[first..];
    let below = &below[..below.partition_point(|entry| entry.path.starts_with(prefix))];
    let above = prefix.len();
    let folders = below.chunk_by(|a, b| folder_of(a, above) == folder_of(b, above));
    folders.filter_map(|entries| Some((folder_of(entries.first()?, above)?, entries))).collect()
}

/// The name of the folder that an entry lies in behind so many bytes of its path.
fn folder_of(entry: &IndexEntry, above: usize) -> Option<&[u8]> {
    let path = &entry.path[above..];
    Some(&path[..memchr::memchr(b'/', path)?])
}

/// The name of the tree that a folder's entries make; nothing where one is not a plain file right
/// in it.
fn as_tree(entries: &[IndexEntry], above: usize) -> Option<Oid> {
    /// Mode and name of a short file, and what is between them and the hash.
    const ENTRY: usize = 48;
    let mut tree = Vec::with_capacity(entries.len() * ENTRY);
    for entry in entries {
        let name = &entry.path[above..];
        if name.contains(&b'/') {
            return None;
        }
        write!(tree, "{:o} ", entry.mode).ok()?;
        tree.extend(name);
        tree.push(0);
        tree.extend(entry.id.as_bytes());
    }
    Oid::hash_object(ObjectType::Tree, &tree).ok()
}
