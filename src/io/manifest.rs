//! The list of the files that a run wrote into a folder of outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::Digest;
use super::folder::{Folder, Stage};

/// Names what the last run wrote, with a checksum each.
pub(super) const NAME: &str = ".incident-manifest";
const HEADER: &str = "# Written by `incident render`; it removes only files listed here.";

/// Files with their checksums: two of a file while one run's takes the place of another's.
pub(super) type Sums = BTreeMap<String, Vec<u64>>;

/// Begins the line that says for whom the files are.
const READERS: &str = "# For readers: ";

/// A list of files as it was read.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// For whom they are; nothing where that is not said of all of them.
    pub(super) readers: Option<String>,
    pub(super) sums: Sums,
}

/// Reads a line a file: checksum, space, path. A list that cannot be read has nothing in it, and
/// a path that leaves the folder is not believed.
pub(super) fn read(folder: &Folder) -> Manifest {
    let bytes = folder.read(Path::new(NAME)).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    let listed = text
        .split('\n')
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(sum, path)| Some((listed(path)?, u64::from_str_radix(sum, 16).ok()?)))
        .filter(|(path, _)| {
            !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        });
    let mut sums = Sums::new();
    for (path, sum) in listed {
        sums.entry(path).or_default().push(sum);
    }
    let readers = text.split('\n').find_map(|line| line.strip_prefix(READERS));
    Manifest { readers: readers.map(str::to_owned), sums }
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

/// Lists files, by way of the stage, so that a killed run leaves nothing that is not in it. Where
/// there are none there is no list, as in a folder that nothing was ever written into.
pub(super) fn write<'f>(
    stage: &Stage,
    readers: Option<&str>,
    files: impl Iterator<Item = (&'f str, u64)>,
) -> io::Result<()> {
    let files: BTreeSet<(&str, u64)> = files.collect();
    if files.is_empty() {
        return match stage.target().remove_file(OsStr::new(NAME)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.and_then(|()| stage.target().sync()),
        };
    }
    let readers = readers.map_or_else(String::new, |readers| format!("{READERS}{readers}\n"));
    let mut text = format!("{HEADER}\n{readers}");
    for (path, sum) in files {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{sum:016x} {}", listing(path));
    }
    let name = Path::new(NAME);
    stage.write_new(name, text.as_bytes())?.sync_all()?;
    stage.place(name, None)?;
    stage.target().sync()
}

/// Tells an unchanged file from a changed one; no defence against anybody.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    Digest::of(bytes) as u64
}
