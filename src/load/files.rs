use super::rules::UNREADABLE_FILE;
use crate::diagnostic::Finding;
use crate::source::{FileFault, FileSource, IncidentSource, MAX_BYTES, Span, TextError};

/// What is wrong with an incident's files as such.
pub(super) fn findings(source: &IncidentSource) -> Vec<Finding> {
    [&source.facts, &source.report].into_iter().filter_map(finding).collect()
}

/// What is wrong with a file as such.
#[must_use]
pub fn finding(source: &FileSource) -> Option<Finding> {
    let path = &source.file.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let whole = |message: String| Finding::error(UNREADABLE_FILE, path, Span::at(0), message);
    Some(match source.fault.as_ref()? {
        FileFault::Missing => whole(format!("{name} is missing")).help(
            "every incident folder holds facts.toml and report.md; `incident new` makes both",
        ),
        FileFault::NotAFile => whole(format!("{name} is not a file"))
            .help("move what has its name out of the way and write the file"),
        FileFault::DanglingLink => whole(format!("{name} is a symbolic link that leads nowhere"))
            .help("put the file itself into the folder"),
        FileFault::LeavesWorkspace => {
            let message =
                "is a symbolic link that leaves the workspace, or leads to what is hidden";
            whole(format!("{name} {message}"))
                .help("neither is read; put the file itself into the folder")
        }
        FileFault::Unreadable(reason) => {
            whole(format!("{name} cannot be read: {reason}")).help("check the file's permissions")
        }
        FileFault::Text(error) => text_finding(path, name, error),
    })
}

fn text_finding(path: &str, name: &str, error: &TextError) -> Finding {
    let at =
        |offset, message: String| Finding::error(UNREADABLE_FILE, path, Span::at(offset), message);
    match error {
        TextError::NotUtf8 { offset, byte } => at(
            *offset,
            format!("{name} is not UTF-8: byte 0x{byte:02x} at offset {offset} cannot stand there"),
        )
        .help("save the file as UTF-8"),
        TextError::Binary { offset } => {
            at(*offset, format!("{name} is not text: NUL byte at offset {offset}"))
                .help("attachments keep their own names; this file must be text")
        }
        TextError::TooLarge { bytes } => {
            let limit = MAX_BYTES / (1024 * 1024);
            at(0, format!("{name} has {bytes} bytes; at most {limit} MiB are read"))
                .help("keep logs and dumps as attachments beside it")
        }
    }
}
