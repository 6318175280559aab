//! What others do to a file while an editor has it open: the editor, which read it before, writes
//! over it.

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{merge_file, record};
use crate::edit::{self, Markers};
use crate::git;
use crate::io::{self, Journal, Recorded, UpdateError};
use crate::model::Zone;

/// What conflict markers call the two versions.
const OTHERS: &str = "recorded meanwhile";
const EDITED: &str = "edited";

/// Characters of a conflict marker.
const MARKER: u16 = 7;

/// A file of an incident from the moment on in which an editor opens it.
#[derive(Debug)]
pub(super) struct Meanwhile {
    file: String,
    before: String,
    /// The changes of it that were noted then, oldest first, by their names in the journal.
    noted: Vec<(String, Recorded)>,
}

/// What others have done since.
#[derive(Debug)]
pub(super) struct Others {
    /// The text that the file would have without the editor.
    pub(super) text: String,
    recorded: Vec<String>,
    taken_back: Vec<String>,
}

impl Meanwhile {
    /// Begins to look; nothing where the file cannot be merged later, being no text.
    pub(super) fn watch(workspace: &Workspace, file: &str) -> Option<Self> {
        let before = String::from_utf8(io::read_inside(&workspace.root, file).ok()?).ok()?;
        let mut noted = Journal::of(&workspace.root).all().ok()?;
        noted.retain(|(_, change)| change.file == file);
        Some(Self { file: file.to_owned(), before, noted })
    }

    /// What others have done to the file since, if anything.
    pub(super) fn others(&self, workspace: &Workspace) -> Option<Others> {
        let now = Journal::of(&workspace.root).all().ok()?;
        // The oldest notes go where there are many; only what was taken back leaves a gap behind
        // older ones.
        let oldest = now.first().map(|(name, _)| name.as_str());
        let own = now.iter().map(|(_, change)| change).filter(|change| change.file == self.file);
        let recorded: Vec<&Recorded> =
            own.filter(|change| self.noted.iter().all(|(_, noted)| noted != *change)).collect();
        let is_gone = |noted: &Recorded| now.iter().all(|(_, change)| change != noted);
        let taken_back: Vec<&Recorded> = self
            .noted
            .iter()
            .filter(|(name, noted)| {
                oldest.is_none_or(|oldest| name.as_str() >= oldest) && is_gone(noted)
            })
            .map(|(_, noted)| noted)
            .collect();
        let last = recorded.last().map(|change| &change.after);
        let text = last.or_else(|| taken_back.first().map(|change| &change.before))?;
        let said =
            |changes: &[&Recorded]| changes.iter().map(|change| change.said.clone()).collect();
        Some(Others {
            text: text.clone(),
            recorded: said(&recorded),
            taken_back: said(&taken_back),
        })
    }

    /// Makes one of the file as the editor has left it and of what others have done. Where both
    /// changed the same, both versions stay, between conflict markers.
    pub(super) fn keep(
        &self,
        others: &Others,
        zone: &Zone,
        workspace: &Workspace,
        context: &Context,
    ) -> Result<(), CommandError> {
        let mut is_clean = true;
        let updated = io::update_file(&workspace.root, &self.file, |edited| {
            let (text, without_conflicts) = self.merged(&others.text, edited, zone)?;
            is_clean = without_conflicts;
            Ok(text)
        });
        let updated = updated.map_err(|error| self.not_kept(others, error))?;
        if updated.before != updated.after {
            others.say(context);
        }
        if !is_clean {
            context.say(&format!(
                "Both are in {} where they changed the same, between conflict markers.",
                self.file
            ));
        }
        Ok(())
    }

    /// The text of both, and whether it is without conflicts.
    fn merged(
        &self,
        others: &str,
        edited: &str,
        zone: &Zone,
    ) -> Result<(String, bool), CommandError> {
        let markers =
            Markers { size: usize::from(MARKER), ours: OTHERS.into(), theirs: EDITED.into() };
        let seconds = |at: &_| merge_file::seconds(at, zone);
        let texts = [self.before.as_str(), others, edited];
        let by_parts = match self.file.ends_with(".toml") {
            true => edit::merge(texts, &markers, &seconds),
            false => None,
        };
        if let Some(merged) = by_parts {
            return Ok((merged.text, merged.conflicts == 0));
        }
        let failed = || CommandError::new(format!("{} cannot be merged", self.file));
        let lines = git::merge_lines(texts.map(str::as_bytes), [OTHERS, EDITED], MARKER)
            .map_err(|error| failed().because(error))?;
        let text = String::from_utf8(lines.text).map_err(|error| failed().because(error))?;
        Ok((text, lines.is_clean))
    }

    fn not_kept(&self, others: &Others, error: UpdateError<CommandError>) -> CommandError {
        let done = [others.recorded.as_slice(), &others.taken_back].concat().join("; ");
        record::not_written(&self.file, error).hint(format!(
            "others changed it while your editor had it open, and yours stands: do that again ({done}), \
             or take yours back with `incident undo`"
        ))
    }
}

impl Others {
    fn say(&self, context: &Context) {
        for said in &self.recorded {
            context.say(&format!("Kept what was recorded meanwhile: {said}"));
        }
        for said in &self.taken_back {
            context.say(&format!("Kept what was taken back meanwhile: {said}"));
        }
    }
}
