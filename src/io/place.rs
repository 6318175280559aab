//! Staged files moved to where they belong.

use std::fs;
use std::path::Path;

use super::OutputError;

/// Moves all files of a stage into a folder, each in one step. A folder that is not there yet
/// moves with all that is in it. `staged` are the files' paths, sorted.
pub(super) fn place<'p>(
    folder: &Path,
    stage: &Path,
    staged: impl IntoIterator<Item = &'p String>,
) -> Result<(), OutputError> {
    let mut moved: Option<&str> = None;
    for path in staged {
        // What is in a folder comes in one go.
        if moved.is_some_and(|moved| path.starts_with(moved)) {
            continue;
        }
        moved = missing_folder(folder, path)?;
        let what = moved.map_or(path.as_str(), |moved| moved.trim_end_matches('/'));
        let target = folder.join(what);
        fs::rename(stage.join(what), &target)
            .map_err(|source| OutputError::Io { path: target, source })?;
    }
    Ok(())
}

/// The outermost folder above a file that is not there, with the slash behind it. Links are
/// refused: nothing is written elsewhere.
fn missing_folder<'p>(folder: &Path, path: &'p str) -> Result<Option<&'p str>, OutputError> {
    for (end, _) in path.match_indices('/') {
        let current = folder.join(&path[..end]);
        match fs::symlink_metadata(&current) {
            Ok(found) if found.is_symlink() => return Err(OutputError::Link(current)),
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(OutputError::Foreign(current)),
            Err(_) => return Ok(Some(&path[..=end])),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{OutputError, place};

    fn staged(stage: &Path, paths: &[&str]) -> BTreeSet<String> {
        for path in paths {
            fs::create_dir_all(stage.join(path).parent().unwrap()).unwrap();
            fs::write(stage.join(path), path).unwrap();
        }
        paths.iter().map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn joins_folders_that_are_there_and_moves_the_others_whole() {
        let (folder, stage) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir_all(folder.path().join("a/b")).unwrap();
        fs::write(folder.path().join("a/b/mine.txt"), "keep").unwrap();
        let paths = ["a-b/x", "a/b/c/x", "a/b/c/y", "a/b/x", "a/bc/d/x", "a/x", "new/x", "x"];
        place(folder.path(), stage.path(), &staged(stage.path(), &paths)).unwrap();
        for path in paths {
            assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), path);
        }
        assert_eq!(fs::read_to_string(folder.path().join("a/b/mine.txt")).unwrap(), "keep");
    }

    #[test]
    fn a_file_where_a_folder_belongs_stays() {
        let (folder, stage) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(folder.path().join("a"), "mine").unwrap();
        let error = place(folder.path(), stage.path(), &staged(stage.path(), &["a/b/x"]));
        assert!(matches!(error, Err(OutputError::Foreign(_))), "{error:?}");
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "mine");
    }
}
