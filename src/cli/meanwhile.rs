//! What commands record in a file while an editor has it open: the editor, which read it before,
//! writes over it.

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{merge_file, record};
use crate::edit::{self, Markers};
use crate::io::{self, Journal};
use crate::model::Zone;

/// The facts of an incident from the moment on in which an editor opens them.
#[derive(Debug)]
pub(super) struct Meanwhile {
    file: String,
    before: String,
    /// The last change that was noted then.
    last: Option<String>,
}

impl Meanwhile {
    /// Begins to look; nothing where the file cannot be merged later, being no text.
    pub(super) fn watch(workspace: &Workspace, file: &str) -> Option<Self> {
        let before = String::from_utf8(io::read_inside(&workspace.root, file).ok()?).ok()?;
        let last = Journal::of(&workspace.root).last().ok()?.map(|(name, _)| name);
        Some(Self { file: file.to_owned(), before, last })
    }

    /// Puts what was recorded since back into the file as the editor has left it. Returns the
    /// text that the file would have without the editor, where that is not what it was.
    pub(super) fn keep(
        &self,
        workspace: &Workspace,
        zone: &Zone,
        context: &Context,
    ) -> Result<Option<String>, CommandError> {
        let recorded = Journal::of(&workspace.root).since(self.last.as_deref());
        let mut recorded = recorded.unwrap_or_default();
        recorded.retain(|change| change.file == self.file);
        let Some(last) = recorded.last() else { return Ok(None) };
        let lost = || {
            let said: Vec<&str> = recorded.iter().map(|change| change.said.as_str()).collect();
            CommandError::new(format!(
                "{} was written by commands and by your editor at once, and yours stands",
                self.file
            ))
            .hint(format!("see whether these are still in it: {}", said.join("; ")))
        };
        let updated = io::update_file(&workspace.root, &self.file, |edited| {
            // A merge with conflicts is not taken, so nobody sees their names.
            let markers = Markers { size: 7, ours: "recorded".into(), theirs: "edited".into() };
            let seconds = |at: &_| merge_file::seconds(at, zone);
            edit::merge([&self.before, &last.after, edited], &markers, &seconds)
                .filter(|merged| merged.conflicts == 0)
                .map(|merged| merged.text)
                .ok_or_else(lost)
        });
        let updated = updated.map_err(|error| record::not_written(&self.file, error))?;
        if updated.before != updated.after {
            for change in &recorded {
                context.say(&format!("Kept what was recorded meanwhile: {}", change.said));
            }
        }
        Ok(Some(last.after.clone()))
    }
}
