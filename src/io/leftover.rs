//! What earlier runs left in a folder of outputs, and that has to go.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, SystemTime};
use std::{fs, io};

use super::folder::{Folder, Kind, remove_all};
use super::inside::Inside;
use super::manifest::checksum;
use super::nonce::NONCE_LENGTH;
use super::output_tree::STAGE;
use super::write::STAGED;

/// Removes what a run that was killed has staged: nobody holds its lock any more.
pub(super) fn remove_stages(folder: &Folder) -> io::Result<()> {
    for entry in folder.entries()? {
        let is_stage = entry.name.as_encoded_bytes().starts_with(STAGE.as_bytes());
        if is_stage && entry.kind == Kind::Folder {
            remove_all(folder, &entry.name)?;
        }
    }
    Ok(())
}

/// How long what is staged may lie there before nobody is at work on it.
const ABANDONED: Duration = Duration::from_secs(60 * 60);

/// Removes folders that [`create_folder`](super::create_folder) has staged in a folder of a workspace
/// and that a killed process left there. What cannot be removed is hidden, and hurts nobody.
pub fn sweep(root: &Path, path: &str) {
    let Ok(folder) =
        Inside::open(root).map_err(Into::into).and_then(|inside| inside.folder(Path::new(path)))
    else {
        return;
    };
    let now = SystemTime::now();
    for entry in folder.entries().unwrap_or_default() {
        if entry.kind == Kind::Folder && is_staged(&entry.name) {
            let found = fs::symlink_metadata(root.join(path).join(&entry.name));
            let changed = found.and_then(|found| found.modified());
            if changed.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > ABANDONED)) {
                let _ = remove_all(&folder, &entry.name);
            }
        }
    }
}

fn is_staged(name: &OsStr) -> bool {
    let digits = name.to_str().and_then(|name| name.strip_prefix(STAGED));
    digits.is_some_and(|digits| {
        digits.len() == NONCE_LENGTH && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// What became of a file that was to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stale {
    /// It was there, and as it was written.
    Removed,
    /// It was not there any more.
    Gone,
    /// It was changed since, or cannot be read, and stays.
    Left,
}

/// Removes a file that is as it was written; empty folders above it go with it.
pub(super) fn remove_stale(folder: &Folder, path: &str, sums: &[u64]) -> io::Result<Stale> {
    let path = Path::new(path);
    let is_there = match folder.read(path) {
        Ok(bytes) if sums.contains(&checksum(&bytes)) => true,
        // A run that was killed can have removed it, and not yet the folders.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            false
        }
        _ => return Ok(Stale::Left),
    };
    if is_there {
        let (parent, name) = folder.above(path)?;
        parent.remove_file(name)?;
    }
    for empty in path.ancestors().skip(1) {
        match folder.above(empty).and_then(|(above, name)| above.remove_folder(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => break,
            _ => {}
        }
    }
    Ok(if is_there { Stale::Removed } else { Stale::Gone })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::sweep;

    #[test]
    fn what_a_killed_process_staged_goes_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let incidents = root.path().join("incidents");
        let hex = "0123456789abcdef0123456789abcdef";
        let made = |name: &str, minutes: u64| {
            let path = incidents.join(name);
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("facts.toml"), "").unwrap();
            let at = SystemTime::now() - Duration::from_secs(60 * minutes);
            File::open(path).unwrap().set_modified(at).unwrap();
        };
        made(&format!(".incident-{hex}"), 61);
        let kept = [
            (format!(".incident-{}", hex.replace('0', "1")), 30),
            (format!(".incident-{hex}0"), 90),
            (format!(".incident-{}", hex.replace('a', "g")), 90),
            (format!(".incident-stage-{hex}"), 90),
            (format!("incident-{hex}"), 90),
        ];
        kept.iter().for_each(|(name, minutes)| made(name, *minutes));
        let link = incidents.join(format!(".incident-{}", hex.replace('0', "2")));
        std::os::unix::fs::symlink(format!("incident-{hex}"), &link).unwrap();
        sweep(root.path(), "incidents");
        let names = fs::read_dir(&incidents).unwrap().count();
        assert_eq!(names, kept.len() + 1);
        assert!(!incidents.join(format!(".incident-{hex}")).exists());
        assert!(link.join("facts.toml").exists());
    }
}
