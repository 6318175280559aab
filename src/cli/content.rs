//! What goes into an output file; the last gate before it is published.

use std::path::Path;

use super::error::CommandError;
use crate::io;
use crate::render::Content;
use crate::source::{ActiveContent, active_content, clean};

/// Why a file of the workspace cannot be published.
#[derive(Debug, thiserror::Error)]
pub(super) enum CopyError {
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    #[error("{0}")]
    Active(ActiveContent),
}

/// The bytes of an output file. Copies are of files that act on nobody.
pub(super) fn bytes(root: &Path, content: Content) -> Result<Vec<u8>, CommandError> {
    match content {
        Content::Bytes(bytes) => Ok(bytes),
        Content::Copy(path) => copy(root, &path).map_err(|error| {
            CommandError::new(format!("{} cannot be published: {error}", clean(&path)))
                .hint(error.help())
        }),
    }
}

/// The bytes of a file of the workspace, if they may be published.
pub(super) fn copy(root: &Path, path: &str) -> Result<Vec<u8>, CopyError> {
    let bytes = io::read_own(root, path)?;
    match active_content(path, &bytes) {
        None => Ok(bytes),
        Some(active) => Err(CopyError::Active(active)),
    }
}

impl CopyError {
    /// What to do next.
    pub(super) const fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "name a file of the workspace that can be read",
            Self::Active(active) => active.help(),
        }
    }
}
