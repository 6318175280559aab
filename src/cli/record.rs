//! Changes to an incident's facts: worked out from the file as it is, written durably, noted for
//! `incident undo`, and confirmed in a line.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::at::{Clock, Stamp, ToCome};
use super::commit::{self, Commit, Message};
use super::context::Context;
use super::error::CommandError;
use super::list::cut;
use super::words;
use super::workspace::Workspace;
use crate::diagnostic::emit;
use crate::edit::{self, Edit, EditError};
use crate::io::{self, IncidentFolder, Journal, LockError, Recorded, UpdateError};
use crate::load::{self, Tense};
use crate::model::{Incident, Zone};
use crate::render::text::wrap;
use crate::source::{
    FieldPath, FileSource, IncidentSource, KeptItems, LineIndex, MAX_BYTES, inert, without_commands,
};

/// Columns of a line that says what was done: a long text is recognised by its beginning.
const MOST_SAID: usize = 240;

/// An incident as its facts say at the moment.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) incident: Incident,
    /// `facts.toml`, as read.
    pub(super) text: String,
    pub(super) kept: KeptItems,
    is_zone_sure: bool,
}

impl Target {
    fn new(workspace: &Workspace, folder: &IncidentFolder, facts: FileSource) -> Option<Self> {
        let text = facts.file.text.clone();
        let source = IncidentSource {
            id: folder.id.clone(),
            folder: folder.path.clone(),
            facts,
            ..IncidentSource::default()
        };
        let loaded = load::incident(source, &workspace.config);
        let timezone = Some(FieldPath::from("timezone"));
        let is_own = loaded.findings.iter().all(|finding| finding.field != timezone);
        let is_zone_sure = is_own && (workspace.is_configured() || names_zone(&text));
        Some(Self { incident: loaded.incident?, text, kept: loaded.kept, is_zone_sure })
    }

    /// Reads an incident that is to be changed.
    pub(super) fn open(
        workspace: &Workspace,
        folder: &IncidentFolder,
    ) -> Result<Self, CommandError> {
        let facts = workspace.incidents().read(folder).facts;
        Self::new(workspace, folder, facts).ok_or_else(|| {
            CommandError::new(format!("{}/facts.toml cannot be read", folder.path))
                .hint(format!("`incident check {}` says why", folder.id))
        })
    }

    /// The zone of its local times.
    pub(super) const fn zone(&self) -> &Zone {
        &self.incident.facts.zone
    }

    /// What times are read against.
    pub(super) const fn clock(&self, now: DateTime<FixedOffset>, is_forced: bool) -> Clock<'_> {
        let to_come = match is_forced {
            true => ToCome::Taken,
            false => ToCome::Refused("--force records it all the same"),
        };
        Clock { now, zone: self.zone(), tense: Tense::Past, to_come, flag: "--at" }
    }

    /// A time as it goes into the facts.
    pub(super) fn written(&self, stamp: &Stamp) -> edit::Value {
        stamp.value(self.zone(), self.is_zone_sure)
    }
}

/// Whether facts name a zone of their own.
fn names_zone(facts: &str) -> bool {
    let facts: Result<toml::Table, _> = facts.trim_start_matches('\u{feff}').parse();
    facts.is_ok_and(|facts| facts.contains_key("timezone"))
}

/// What is recorded, for people and programs. The form of `--json`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry<'e> {
    /// The version of this form.
    version: u8,
    /// The incident's id.
    incident: &'e str,
    /// The command.
    command: &'e str,
    /// The action's name, of commands about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'e str>,
    /// What was done, in one line.
    said: String,
    /// RFC 3339 or a date, where it is about a time.
    at: Option<String>,
    /// The text that was recorded, where there is one.
    text: Option<&'e str>,
    /// The file, from the root.
    file: String,
    /// What takes it back.
    undo: &'static str,
    /// The commit's short name; nothing where none was asked for or made.
    commit: Option<String>,
}

/// A change that is to be recorded.
#[derive(Clone, Debug)]
pub(super) struct Change<'c> {
    pub(super) folder: &'c IncidentFolder,
    /// The command, as typed: "log".
    pub(super) command: &'c str,
    /// The action's name, of commands about one.
    pub(super) action: Option<&'c str>,
    /// What is done, in one line without a full stop.
    pub(super) said: String,
    pub(super) stamp: Option<Stamp>,
    /// The text that somebody typed; it is printed back where it cannot be recorded.
    pub(super) text: Option<&'c str>,
    /// Whether the confirmation is for a program.
    pub(super) json: bool,
    /// Whether it is committed to git.
    pub(super) commit: Commit,
}

/// Changes an incident's facts. `edits` works the changes out from the facts as they are while
/// nobody else can change them.
pub(super) fn record(
    change: &Change<'_>,
    workspace: &Workspace,
    context: &Context,
    edits: impl Fn(&Target) -> Result<Vec<Edit>, CommandError>,
) -> Result<(), CommandError> {
    record_with(change, &[], workspace, context, edits)
}

/// Like [`record`]; where it is committed, other files, by path from the root, are committed too.
pub(super) fn record_with(
    change: &Change<'_>,
    others: &[String],
    workspace: &Workspace,
    context: &Context,
    edits: impl Fn(&Target) -> Result<Vec<Edit>, CommandError>,
) -> Result<(), CommandError> {
    let file = format!("{}/facts.toml", change.folder.path);
    let updated = io::update_file(&workspace.root, &file, |text| {
        let facts = FileSource::from_bytes(file.clone(), text.as_bytes().to_vec());
        let target = Target::new(workspace, change.folder, facts)
            .ok_or_else(|| CommandError::new(format!("{file} cannot be read")))?;
        changed(&file, &target, &edits)
    });
    let updated = updated
        .map_err(|error| not_written(&file, error))
        .map_err(|error| error.unrecorded(change.text.map(str::to_owned)))?;
    let said = cut(&change.said, MOST_SAID);
    let noted = Journal::of(&workspace.root).push(&Recorded {
        said: said.clone(),
        when: context.now.to_rfc3339(),
        file: file.clone(),
        before: updated.before,
        after: updated.after,
    });
    if updated.lock.is_none() {
        context.say("This file system has no locks: two who record at once may see an error.");
    }
    // Git reads a file twice while it commits, which must not change in between.
    let lock = updated.lock.filter(|_| change.commit.is_wanted);
    if !change.json {
        // The text stands on lines of its own, below what was done with it.
        let text = change.text.map(words::on_one_line);
        let apart = text.as_deref().and_then(|text| {
            let head = change.said.strip_suffix(text)?.strip_suffix(": ")?;
            Some((head, Some(cut(text, MOST_SAID))))
        });
        let (head, text) = apart.unwrap_or((&said, None));
        say_done(head, text.as_deref(), noted.is_ok(), context);
    }
    let files = [std::slice::from_ref(&file), others].concat();
    let committed = committed(change, &files, workspace, context);
    drop(lock);
    if let Err(error) = noted {
        context.say(&format!("It is recorded, but `incident undo` cannot take it back: {error}"));
    }
    let confirmed = match change.json {
        true => confirm(change, file, committed.as_ref().ok().cloned().flatten()),
        false => Ok(()),
    };
    committed.and(confirmed)
}

/// Confirms on standard error what was done, within the columns of the terminal, with what takes it
/// back.
pub(super) fn say_done(head: &str, text: Option<&str>, can_undo: bool, context: &Context) {
    if context.quiet {
        return;
    }
    let undo = "(undo: incident undo)";
    // Made harmless before it is wrapped: what is typed could style the terminal.
    let lines = |text: &str, indent| wrap(&inert(text), context.width, indent, "  ");
    let mut said = lines(head, "");
    if let Some(text) = text {
        said = format!("{said}\n{}", lines(text, "  "));
    }
    if can_undo {
        let last = said.lines().last().unwrap_or_default().width();
        let fits = last + 1 + undo.width() <= context.width;
        said.push_str(if fits { " " } else { "\n  " });
        said.push_str(&match context.color_err {
            true => format!("\u{1b}[2m{undo}\u{1b}[0m"),
            false => undo.to_owned(),
        });
    }
    io::say(&without_commands(&said));
}

/// What [`record`] would change, as a unified diff; nothing is written.
pub(super) fn diff(
    change: &Change<'_>,
    workspace: &Workspace,
    edits: impl Fn(&Target) -> Result<Vec<Edit>, CommandError>,
) -> Result<String, CommandError> {
    let file = format!("{}/facts.toml", change.folder.path);
    let target = Target::open(workspace, change.folder)?;
    Ok(emit::diff(&file, &target.text, &changed(&file, &target, edits)?))
}

/// The text of a file of facts with the changes. It can be read again.
fn changed(
    file: &str,
    target: &Target,
    edits: impl Fn(&Target) -> Result<Vec<Edit>, CommandError>,
) -> Result<String, CommandError> {
    let text = &target.text;
    let changed = edit::apply(text, &edits(target)?);
    let changed = changed.map_err(|error| cannot_edit(file, text, &error))?;
    if changed.len() > MAX_BYTES {
        return Err(CommandError::new(format!("{file} would be larger than 4 MiB"))
            .hint("put what is long into a file beside it, and name that in one line"));
    }
    Ok(changed)
}

/// The commit's short name, where one was asked for and made.
fn committed(
    change: &Change<'_>,
    files: &[String],
    workspace: &Workspace,
    context: &Context,
) -> Result<Option<String>, CommandError> {
    if !change.commit.is_wanted {
        return Ok(None);
    }
    let done = format!("{} {}", change.command, change.text.unwrap_or_default());
    let message = Message { id: &change.folder.id, done: done.trim(), said: &change.said };
    commit::commit(workspace, files, &message, context)
}

fn confirm(change: &Change<'_>, file: String, commit: Option<String>) -> Result<(), CommandError> {
    let entry = Entry {
        version: 1,
        incident: &change.folder.id,
        command: change.command,
        action: change.action,
        said: change.said.clone(),
        at: change.stamp.map(|stamp| stamp.iso()),
        text: change.text,
        file,
        undo: "incident undo",
        commit,
    };
    // Texts always serialise.
    print_confirmation(
        &(serde_json::to_string(&entry).unwrap_or_default() + "\n"),
        "it is recorded",
    )
}

/// Prints what tells a program that something is done: "it is recorded". Where that fails, it is
/// done all the same.
pub(super) fn print_confirmation(text: &str, done: &str) -> Result<(), CommandError> {
    io::print(text.as_bytes()).map_err(|error| {
        CommandError::new(format!("{done}, but the confirmation cannot be written"))
            .because(error)
            .hint("do not do it again; see where standard output goes")
            .after_work()
    })
}

fn cannot_edit(file: &str, text: &str, error: &EditError) -> CommandError {
    let place = error.span().map(|span| {
        let position = LineIndex::new(text).position(span.start);
        format!(":{}:{}", position.line, position.column)
    });
    let hint = match error {
        EditError::Syntax { .. } => "mend that line; `incident check` says more",
        EditError::Shape { .. } => "write it as in docs/facts.md, or change the file by hand",
        EditError::Missing { .. } => "somebody has changed the file; try again",
    };
    CommandError::new(format!("{file}{}: {error}", place.unwrap_or_default())).hint(hint)
}

/// Why a file was not changed, for people.
pub(super) fn not_written(file: &str, error: UpdateError<CommandError>) -> CommandError {
    let hint = match error {
        UpdateError::Refused(error) => return error,
        UpdateError::LeavesWorkspace => "put the file itself into the incident's folder",
        UpdateError::Lock(LockError::Busy(_)) => "try again; another `incident` is at work there",
        UpdateError::Lock(LockError::Io(_)) | UpdateError::Read(_) => {
            "check that the file is there and may be read"
        }
        UpdateError::NotText => "`incident check` says where",
        UpdateError::TooLarge => "move what is long into a file beside it",
        UpdateError::Restless => "close the program that writes it, and try again",
        UpdateError::Write(_) => {
            "check the disk's space and the folder's permissions, and try again"
        }
        UpdateError::Unconfirmed(_) => "look into the file before you try again",
    };
    let message = match error {
        UpdateError::Unconfirmed(_) => format!("{file} may be changed or not"),
        _ => format!("{file} cannot be changed"),
    };
    CommandError::new(message).because(error).hint(hint)
}
