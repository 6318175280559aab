use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::interrupt::without_interrupt;

/// Opens a text in an editor and gives back what was saved.
///
/// # Errors
///
/// As [`open_editor`], and what the operating system says about the temporary file.
pub fn edit_text(editor: &str, text: &str) -> io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("incident-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    open_editor(editor, &[file.path().to_owned()], Path::new("."))?;
    // Editors that replace the file leave the handle with the old one.
    let bytes = fs::read(file.path())?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
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
