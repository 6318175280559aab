use std::fs;
use std::io::{self, Write as _};
use std::process::Command;

/// Opens a text in an editor and gives back what was saved. `editor` is a command with its
/// options, as in `$EDITOR`; a shell splits it, as git does.
///
/// # Errors
///
/// An editor that cannot be run or ends with a failure, and what the operating system says about
/// the temporary file.
pub fn edit_text(editor: &str, text: &str) -> io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("incident-").suffix(".md").tempfile()?;
    file.write_all(text.as_bytes())?;
    let status = Command::new("sh")
        .args(["-c", &format!("{editor} \"$@\""), editor])
        .arg(file.path())
        .status()?;
    if !status.success() {
        return Err(io::Error::other(format!("{editor} ended with {status}")));
    }
    // Editors that replace the file leave the handle with the old one.
    let bytes = fs::read(file.path())?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
