//! The list of the files that a run wrote into a folder of outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::write::sync_folder;

/// Names what the last run wrote, with a checksum each.
const NAME: &str = ".incident-manifest";
const HEADER: &str = "# Written by `incident render`; it removes only files listed here.";

/// Files with their checksums: two of a file while one run's takes the place of another's.
pub(super) type Sums = BTreeMap<String, Vec<u64>>;

/// Where the list of a folder is.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// Reads a line a file: checksum, space, path. A list that cannot be read has nothing in it, and
/// a path that leaves the folder is not believed.
pub(super) fn read(folder: &Path) -> Sums {
    let text = fs::read_to_string(path(folder)).unwrap_or_default();
    let listed = text
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(sum, path)| Some((path, u64::from_str_radix(sum, 16).ok()?)))
        .filter(|(path, _)| {
            !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        });
    let mut sums = Sums::new();
    for (path, sum) in listed {
        sums.entry(path.to_owned()).or_default().push(sum);
    }
    sums
}

/// Lists files, by way of a folder beside them; a killed run leaves nothing that is not in it.
pub(super) fn write<'f>(
    folder: &Path,
    stage: &Path,
    files: impl Iterator<Item = (&'f str, u64)>,
) -> io::Result<()> {
    let files: BTreeSet<(&str, u64)> = files.collect();
    let mut text = format!("{HEADER}\n");
    for (path, sum) in files {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{sum:016x} {path}");
    }
    let staged = path(stage);
    let mut file = fs::File::create(&staged)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&staged, path(folder))?;
    sync_folder(folder)
}

/// Tells an unchanged file from a changed one; no defence against anybody.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
