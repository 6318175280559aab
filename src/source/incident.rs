use std::collections::BTreeMap;

use super::{ActiveContent, SourceFile, TextError, attached_text};

/// The files of one incident as found on disk, sound or not.
#[derive(Clone, Debug, Default)]
pub struct IncidentSource {
    /// The folder's name.
    pub id: String,
    /// The folder's path from the workspace root, with `/` between its parts.
    pub folder: String,
    /// `facts.toml`.
    pub facts: FileSource,
    /// `report.md`.
    pub report: FileSource,
    /// Names of the other regular files beside them, sorted.
    pub attachments: Vec<String>,
    /// Those of them that must not be published, by name.
    pub active: BTreeMap<String, ActiveContent>,
    /// What is read of those of them that are texts, by name.
    pub texts: BTreeMap<String, SourceFile>,
}

impl IncidentSource {
    /// Whether what was read of the attachment at a path is what these bytes have.
    #[must_use]
    pub fn has_read(&self, path: &str, bytes: &[u8]) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        self.texts.get(name).map(|file| &file.text) == attached_text(bytes).as_ref()
    }

    /// Every text: facts, report and attachments.
    pub fn files(&self) -> impl Iterator<Item = &SourceFile> {
        [&self.facts.file, &self.report.file].into_iter().chain(self.texts.values())
    }
}

/// A file as found on disk.
#[derive(Clone, Debug, Default)]
pub struct FileSource {
    /// What could be read of it.
    pub file: SourceFile,
    /// Why it could not be read, or not all of it.
    pub fault: Option<FileFault>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is none.
    Missing,
    /// Something that is no file has its name: a folder, a socket.
    NotAFile,
    /// A symbolic link that leads nowhere.
    DanglingLink,
    /// A symbolic link that leads out of the workspace, or to what is hidden in it.
    LeavesWorkspace,
    /// The operating system's answer.
    Unreadable(String),
    /// It is no text.
    Text(TextError),
}

impl FileSource {
    /// A file from its bytes.
    #[must_use]
    pub fn from_bytes(path: String, bytes: Vec<u8>) -> Self {
        let (file, error) = SourceFile::from_bytes(path, bytes);
        Self { file, fault: error.map(FileFault::Text) }
    }

    /// A file that could not be read.
    #[must_use]
    pub fn faulty(path: String, fault: FileFault) -> Self {
        Self { file: SourceFile { path, text: String::new() }, fault: Some(fault) }
    }
}

/// Which items of each array of tables became values: an item that could not be read leaves a
/// gap, and fields must still be named by their place in the file.
#[derive(Clone, Debug, Default)]
pub struct KeptItems(Vec<(&'static str, Vec<usize>)>);

impl KeptItems {
    /// Notes that the next value under `key` is the item at `index` in the file.
    pub fn keep(&mut self, key: &'static str, index: usize) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, kept)) => kept.push(index),
            None => self.0.push((key, vec![index])),
        }
    }

    /// The place in the file of the value at `position`.
    #[must_use]
    pub fn index(&self, key: &str, position: usize) -> usize {
        let of_key = self.0.iter().find(|(known, _)| *known == key);
        of_key.and_then(|(_, kept)| kept.get(position)).copied().unwrap_or(position)
    }
}
