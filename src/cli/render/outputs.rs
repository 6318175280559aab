//! The folders that outputs go to: every target is staged before the first is put in place.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::path::{Path, PathBuf};

use super::record::File;
use crate::cli::content;
use crate::cli::error::CommandError;
use crate::config::Target;
use crate::io::{Committed, Digest, Output, OutputError, OutputTree, Record, RecordPlace, Written};
use crate::model::Audience;
use crate::render::{Content, OutputFile};
use crate::source::{IncidentSource, clean};

/// Folders of outputs being replaced; without a commit everything stays as it was.
pub(super) struct Outputs<'r> {
    root: &'r Path,
    folders: Vec<Folder>,
    chosen: Chosen,
}

/// Incidents whose own outputs are made, if not all.
#[derive(Clone)]
pub(super) struct Chosen(pub(super) Option<BTreeSet<String>>);

impl Chosen {
    pub(super) const fn are_all(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.0.as_ref().is_none_or(|chosen| chosen.contains(id))
    }
}

/// What is made, and where it is staged.
struct Folder {
    target: Target,
    path: PathBuf,
    tree: OutputTree,
    record: RecordPlace,
}

/// Outputs that are ready to be put in place.
#[derive(Default)]
pub(super) struct Staged {
    pub(super) paths: Vec<String>,
    /// Digests of the paths and the bytes of files of the workspace that they are copies of.
    pub(super) copied: Vec<(u128, u128)>,
}

/// Outputs that are in place.
pub(super) struct Placed {
    pub(super) target: Target,
    pub(super) folder: PathBuf,
    pub(super) record: RecordPlace,
    pub(super) written: Written,
    /// All of its files, by path.
    pub(super) files: BTreeMap<String, Output>,
    /// Files that should be gone, and that somebody has changed.
    pub(super) left: Vec<String>,
}

impl<'r> Outputs<'r> {
    /// Opens the folders of all targets in a folder below another, which links may lead to. Of
    /// incidents that are not `chosen` nothing is made, and what is there of them stays: it has to be
    /// for the same readers. `audience` is what was asked for.
    pub(super) fn open(
        root: &'r Path,
        (base, dir): (&Path, &Path),
        targets: &[Target],
        audience: Option<Audience>,
        chosen: Chosen,
    ) -> Result<Self, CommandError> {
        let mut outputs = Self { root, folders: Vec::new(), chosen };
        for target in targets {
            let below = dir.join(target.name());
            let path = base.join(&below);
            let mut tree = OutputTree::open(base, &below).map_err(output_error)?;
            tree.made_for(readers(*target, audience).name());
            if !outputs.chosen.are_all() {
                if tree.has_other_readers() {
                    return Err(for_others(&path));
                }
                tree.keep_others(BTreeSet::new());
            }
            let record = RecordPlace::open(base, &record_path(&below)).map_err(|error| {
                CommandError::new(format!("{} cannot be opened again", path.display()))
                    .because(error)
                    .hint("something else changes the folder; try again")
            })?;
            outputs.folders.push(Folder { target: *target, path, tree, record });
        }
        Ok(outputs)
    }

    /// The targets and their places among the folders.
    pub(super) fn targets(&self) -> impl Iterator<Item = (usize, Target)> {
        self.folders.iter().map(|folder| folder.target).enumerate()
    }

    pub(super) const fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// What the last runs have left to tell of these folders.
    pub(super) fn records(&self) -> Vec<Option<Record>> {
        self.folders.iter().map(|folder| folder.record.read()).collect()
    }

    /// Lets files of an earlier run go, unless they are made again.
    pub(super) fn release(&mut self, place: usize, paths: BTreeSet<String>) {
        if let Some(folder) = self.folders.get_mut(place) {
            folder.tree.keep_others(paths);
        }
    }

    /// The folder of a target that earlier runs have made files in.
    pub(super) fn with_files(&self, place: usize) -> Option<&Path> {
        let folder = self.folders.get(place).filter(|folder| folder.tree.has_files())?;
        Some(&folder.path)
    }

    pub(super) fn target(&self, place: usize) -> Option<Target> {
        self.folders.get(place).map(|folder| folder.target)
    }

    /// A file of the last run as it is now, if nobody has changed it since.
    pub(super) fn unchanged(&self, place: usize, file: &File<'_>) -> Option<Output> {
        self.folders.get(place)?.tree.unchanged(file.path, file.output)
    }

    /// Leaves a file of the last run, which is unchanged, as it is.
    pub(super) fn keep(
        &self,
        place: usize,
        path: &str,
        output: Output,
    ) -> Result<(), CommandError> {
        let Some(folder) = self.folders.get(place) else { return Ok(()) };
        folder.tree.keep(path, output).map_err(output_error)
    }

    /// Stages files: those of an incident, as it was judged, or others.
    pub(super) fn put(
        &self,
        place: usize,
        files: Vec<OutputFile>,
        judged: Option<&IncidentSource>,
    ) -> Result<Staged, CommandError> {
        let mut staged = Staged::default();
        let Some(folder) = self.folders.get(place) else { return Ok(staged) };
        for file in files {
            let copied = match &file.content {
                Content::Copy(path) => Some(path.clone()),
                Content::Bytes(_) => None,
            };
            let bytes = content::bytes(self.root, file.content)?;
            if let Some(path) = copied {
                if judged.is_some_and(|source| !source.has_read(&path, &bytes)) {
                    return Err(CommandError::new(format!("{} cannot be published", clean(&path)))
                        .because("it has changed since it was checked")
                        .hint("run it again"));
                }
                staged.copied.push((Digest::of(&path), Digest::of(&bytes)));
            }
            folder.tree.put(&file.path, &bytes).map_err(output_error)?;
            staged.paths.push(file.path);
        }
        Ok(staged)
    }

    /// Puts everything in place. The records of what was there before go first.
    pub(super) fn commit(mut self) -> impl Iterator<Item = Result<Placed, CommandError>> {
        mem::take(&mut self.folders).into_iter().map(|Folder { target, path, tree, record }| {
            if tree.changes_anything() {
                record.remove().map_err(|error| {
                    CommandError::new("the record of the last outputs cannot be removed")
                        .because(error)
                        .hint("check the folder's permissions")
                })?;
            }
            let Committed { written, files, left } = tree.commit().map_err(output_error)?;
            Ok(Placed { target, folder: path, record, written, files, left })
        })
    }
}

impl Drop for Outputs<'_> {
    fn drop(&mut self) {
        // The first has made the folders that the others are in, so it goes last.
        while self.folders.pop().is_some() {}
    }
}

/// For whom a target's outputs are, where this was asked for.
pub(super) fn readers(target: Target, asked: Option<Audience>) -> Audience {
    asked.unwrap_or(match target {
        Target::Email => Audience::Customers,
        Target::Site | Target::Blog => Audience::Public,
    })
}

fn for_others(path: &Path) -> CommandError {
    let message = format!("{} has outputs that may be for other readers", path.display());
    CommandError::new(message)
        .hint("render all incidents for these readers, without ID")
        .hint("or choose another folder with --out")
}

/// Where the record of a folder of outputs is: beside it, as it is no output.
fn record_path(folder: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".incident-record-");
    name.push(folder.file_name().unwrap_or_default());
    folder.with_file_name(name)
}

fn output_error(error: OutputError) -> CommandError {
    let hint = match &error {
        OutputError::Foreign(_) => "move it away, or choose another folder with --out",
        OutputError::Clash(_) => "rename an attachment or an incident",
        OutputError::Link(_) => "replace the link with a folder",
        OutputError::Busy(..) => "wait until it has ended, or choose another folder with --out",
        OutputError::Io { .. } => "check the folder's permissions and the space on the disk",
    };
    CommandError::new("the output cannot be written").because(error).hint(hint)
}
