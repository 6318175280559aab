use std::path::Path;

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::io;
use crate::source::LineIndex;

/// The largest file of another tool that is read, in bytes. A page serves its newest fifty incidents.
const MOST: usize = 64 * 1024 * 1024;

/// The text of a file that somebody named, or of standard input for `-`.
pub(super) fn text(path: &Path, context: &Context) -> Result<String, CommandError> {
    let unread = |error| {
        CommandError::new(format!("{} cannot be read", name(path)))
            .because(error)
            .hint("name a file, or - for standard input")
    };
    let bytes = if path == Path::new("-") {
        io::read_input(MOST)
    } else {
        io::read_file_up_to(&context.folder.join(path), MOST)
    };
    let bytes = bytes.map_err(unread)?;
    if bytes.len() > MOST {
        let most = MOST / (1024 * 1024);
        return Err(CommandError::new(format!("{} is larger than {most} MiB", name(path)))
            .hint("import it in parts: what was taken before is not taken again"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let sound = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(&error.as_bytes()[..sound]).into_owned();
        let place = LineIndex::new(&text).position(sound);
        CommandError::new(format!(
            "{}:{}:{}: it is not UTF-8 text",
            name(path),
            place.line,
            place.column
        ))
        .hint("save it anew as UTF-8; JSON is nothing else (RFC 8259, section 8.1)")
    })
}

/// A file as messages name it.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
