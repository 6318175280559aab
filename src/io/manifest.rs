//! The list of the files that a run wrote into a folder of outputs.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

/// Names what the last run wrote, with a checksum each.
const NAME: &str = ".incident-manifest";
const HEADER: &str = "# Written by `incident render`; it removes only files listed here.";

/// Where the list of a folder is.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Reads a line a file: checksum, space, path. A list that cannot be read has nothing in it, and
/// a path that leaves the folder is not believed.
pub(super) fn read(folder: &Path) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(path(folder)).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(sum, path)| Some((path.to_owned(), u64::from_str_radix(sum, 16).ok()?)))
        .filter(|(path, _)| {
            !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        })
        .collect()
}

/// Lists files; of one that is given twice, the last.
pub(super) fn write<'f>(
    folder: &Path,
    files: impl Iterator<Item = (&'f str, u64)>,
) -> io::Result<()> {
    let files: BTreeMap<&str, u64> = files.collect();
    let mut text = format!("{HEADER}\n");
    for (path, sum) in files {
        text.push_str(&format!("{sum:016x} {path}\n"));
    }
    super::write_file(&path(folder), text.as_bytes())
}

/// Tells an unchanged file from a changed one; no defence against anybody.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
