use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::interrupt::without_interrupt;

/// Opens a text in an editor and gives back what was saved, and how the editor ended.
///
/// # Errors
///
/// What the operating system says about the temporary file; where nothing can be read because the
/// editor failed, as [`open_editor`].
pub fn edit_text(editor: &str, text: &str) -> io::Result<(Vec<u8>, io::Result<()>)> {
    let mut file = tempfile::Builder::new().prefix("incident-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    let ended = open_editor(editor, &[file.path().to_owned()], Path::new("."));
    // Editors that replace the file leave the handle with the old one.
    match fs::read(file.path()) {
        Ok(saved) => Ok((saved, ended)),
        Err(error) => Err(ended.err().unwrap_or(error)),
    }
}

/// Opens files in an editor that is started in a folder, and waits for its end. `editor` is a
/// command with its options, as in `$EDITOR`; a shell splits it, as git does. Ctrl-C is the
/// editor's.
///
/// # Errors
///
/// An editor that cannot be run or ends with a failure.
pub fn open_editor(editor: &str, paths: &[PathBuf], folder: &Path) -> io::Result<()> {
    let mut command = Command::new("sh");
    // The shell, too, must outlive a ctrl-C; a signal that is caught is the editor's again.
    let script = format!("trap : INT; {editor} \"$@\"");
    command.args(["-c", &script, editor]).args(paths).current_dir(folder);
    let status = without_interrupt(|| command.status())??;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{editor} ended with {status}")))
    }
}
