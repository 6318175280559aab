//! The list of the files that a run wrote into a folder of outputs.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::path::Path;

use super::folder::Folder;
use super::write::write_in;

/// Names what the last run wrote, with a checksum each.
pub(super) const NAME: &str = ".incident-manifest";
const HEADER: &str = "# Written by `incident render`; it removes only files listed here.";

/// Reads a line a file: checksum, space, path. A list that cannot be read has nothing in it, and
/// a path that leaves the folder is not believed.
pub(super) fn read(folder: &Folder) -> BTreeMap<String, u64> {
    let bytes = folder.read(Path::new(NAME)).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    text.split('\n')
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(sum, path)| Some((listed(path)?, u64::from_str_radix(sum, 16).ok()?)))
        .filter(|(path, _)| {
            !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        })
        .collect()
}

/// A path as a manifest lists it: in one line, for a name with a line break could list any file.
fn listing(path: &str) -> String {
    path.replace('\\', r"\\").replace('\n', r"\n")
}

/// The path that a manifest lists; nothing where it has an escape that is never written.
fn listed(listing: &str) -> Option<String> {
    let mut path = String::with_capacity(listing.len());
    let mut rest = listing.chars();
    while let Some(next) = rest.next() {
        path.push(match next {
            '\\' => match rest.next()? {
                'n' => '\n',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    Some(path)
}

/// Lists files; of one that is given twice, the last.
pub(super) fn write<'f>(
    folder: &Folder,
    files: impl Iterator<Item = (&'f str, u64)>,
) -> io::Result<()> {
    let files: BTreeMap<&str, u64> = files.collect();
    let mut text = format!("{HEADER}\n");
    for (path, sum) in files {
        text.push_str(&format!("{sum:016x} {}\n", listing(path)));
    }
    write_in(folder, OsStr::new(NAME), text.as_bytes())
}

/// Tells an unchanged file from a changed one; no defence against anybody.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
