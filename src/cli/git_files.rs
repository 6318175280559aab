//! The files in which a workspace tells git about itself.

use std::path::Path;

use super::context::Context;
use super::error::CommandError;
use crate::config::{Output, Target};
use crate::git::{self, Tracking};
use crate::io::{self, UpdateError};

/// The file that tells git what to leave alone.
pub(super) const IGNORE: &str = ".gitignore";

/// Adds a line to a file of the workspace where it is not there yet, and says whether it was
/// added. The rest of the file stays as it is.
pub(super) fn add_line(root: &Path, name: &str, line: &str) -> Result<bool, CommandError> {
    let by_hand = || format!("add this line to the file yourself: {line}");
    let failed = || CommandError::new(format!("{name} cannot be written")).hint(by_hand());
    let root = root.canonicalize().map_err(|error| failed().because(error))?;
    let text = format!("{line}\n");
    if io::write_new(&root, name, text.as_bytes()).map_err(|error| failed().because(error))? {
        return Ok(true);
    }
    let updated = io::update_file(&root, name, |before| {
        let has_line = before.lines().any(|known| known.trim() == line);
        let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        if has_line { Err(()) } else { Ok(format!("{before}{end}{text}")) }
    });
    match updated {
        Ok(_) => Ok(true),
        Err(UpdateError::Refused(())) => Ok(false),
        Err(UpdateError::LeavesWorkspace) => {
            Err(CommandError::new(format!("{name} is a link that leads out of the workspace"))
                .hint(by_hand()))
        }
        Err(error) => Err(failed().because(error)),
    }
}

/// Keeps the folder of outputs out of the repository that the workspace lies in, if it lies in
/// one, and says whether a line was added for that. What git ignores or tracks there already
/// stays so.
pub(super) fn ignore_output(
    root: &Path,
    output: &Output,
    context: &Context,
) -> Result<bool, CommandError> {
    let folder = &output.dir;
    let is_in_repository = git::place_in_repository(&context.folder.join(root)).is_some();
    // No line can name a folder whose name ends one.
    if !is_in_repository || folder.contains(char::is_control) {
        return Ok(false);
    }
    let targets = Target::ALL.map(|(name, _)| format!("{folder}/{name}/"));
    match git::tracking(root, folder, &targets) {
        Tracking::Ignored => {
            context.say(&format!("git ignores {folder}/ already."));
            Ok(false)
        }
        Tracking::Tracked => {
            context.say(&format!("git tracks files in {folder}/, so {IGNORE} does not name it."));
            Ok(false)
        }
        Tracking::Untracked => add_line(root, IGNORE, &format!("/{}/", pattern(folder))),
    }
}

/// A path as a pattern that means nothing else (gitignore(5), "Pattern format").
fn pattern(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for character in path.chars() {
        if matches!(character, '\\' | '*' | '?' | '[') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
