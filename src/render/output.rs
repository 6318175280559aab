/// A file to be written below a target's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the target's folder, with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What an output file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of a file of the workspace, by its path from the root.
    Copy(String),
}

impl OutputFile {
    /// A file with a text in it.
    #[must_use]
    pub fn text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), content: Content::Bytes(text.into_bytes()) }
    }

    /// A copy of an attachment, put into `folder`.
    #[must_use]
    pub fn attachment(folder: &str, incident: &str, name: &str) -> Self {
        Self {
            path: format!("{folder}/{name}"),
            content: Content::Copy(format!("incidents/{incident}/{name}")),
        }
    }
}
