//! Staged files moved to where they belong.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::OutputError;
use super::folder::{Folder, Kind, Stage};

/// Moves all files of a stage into a folder, each in one step. A folder that is not there yet
/// moves with all that is in it. `staged` are the files' paths, sorted.
pub(super) fn place<'p>(
    folder: &Path,
    stage: &Stage,
    staged: impl IntoIterator<Item = &'p String>,
) -> Result<(), OutputError> {
    let mut moved: Option<&str> = None;
    for path in staged {
        // What is in a folder comes in one go.
        if moved.is_some_and(|moved| path.starts_with(moved)) {
            continue;
        }
        let (above, missing) = nearest(folder, stage.target(), path)?;
        let what = missing.map_or(path.as_str(), |missing| missing.trim_end_matches('/'));
        stage
            .place(Path::new(what), above.as_ref())
            .map_err(|source| OutputError::Io { path: folder.join(what), source })?;
        moved = missing;
    }
    Ok(())
}

/// The innermost folder above a file that is there, if not the one that is held, and the outermost
/// that is not, with the slash behind it. Links are refused: nothing is written elsewhere.
fn nearest<'p>(
    folder: &Path,
    held: &Folder,
    path: &'p str,
) -> Result<(Option<Folder>, Option<&'p str>), OutputError> {
    let mut current = None;
    let mut start = 0;
    for (end, _) in path.match_indices('/') {
        let above = current.as_ref().unwrap_or(held);
        let name = OsStr::new(&path[start..end]);
        let shown = || folder.join(&path[..end]);
        let failed = |source| OutputError::Io { path: shown(), source };
        match above.kind(name) {
            Ok(Kind::Folder) => current = Some(above.below(Path::new(name)).map_err(failed)?),
            Ok(Kind::Link) => return Err(OutputError::Link(shown())),
            Ok(_) => return Err(OutputError::Foreign(shown())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok((current, Some(&path[..=end])));
            }
            Err(error) => return Err(failed(error)),
        }
        start = end + 1;
    }
    Ok((current, None))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{OutputError, place};
    use crate::io::folder::{Folder, Stage};

    fn placed(folder: &Path, paths: &[&str]) -> Result<(), OutputError> {
        let stage = Stage::new(Folder::open(folder).unwrap(), ".stage-").unwrap();
        for path in paths {
            stage.write_new(Path::new(path), path.as_bytes()).unwrap();
        }
        let paths: BTreeSet<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        place(folder, &stage, &paths)
    }

    #[test]
    fn joins_folders_that_are_there_and_moves_the_others_whole() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        fs::write(folder.path().join("a/b/mine.txt"), "keep").unwrap();
        let paths = ["a-b/x", "a/b/c/x", "a/b/c/y", "a/b/x", "a/bc/d/x", "a/x", "new/x", "x"];
        placed(folder.path(), &paths).unwrap();
        for path in paths {
            assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), path);
        }
        assert_eq!(fs::read_to_string(folder.path().join("a/b/mine.txt")).unwrap(), "keep");
    }

    #[test]
    fn a_file_where_a_folder_belongs_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "mine").unwrap();
        let error = placed(folder.path(), &["a/b/x"]);
        assert!(matches!(error, Err(OutputError::Foreign(_))), "{error:?}");
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "mine");
    }
}
