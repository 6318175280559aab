use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;

use super::Outcome;
use super::check::print_diff;
use super::commit::{self, Commit, Message};
use super::context::Context;
use super::error::CommandError;
use super::record;
use super::workspace::Workspace;
use crate::diagnostic::emit;
use crate::io::{self, Journal, Recorded, UpdateError};

/// Take back the last change that a command recorded
///
/// Takes back what `log`, `update`, `impact`, `resolve`, `action`, `edit`, `publish`, `reopen` and
/// `import git --append` have written, one change at a time, from the last one backwards. A file that was changed since in
/// another way is left alone, and so is an incident that `new` made.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only show what would be taken back
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

/// What was taken back. The form of `--json`.
#[derive(Serialize)]
struct TakenBack<'r> {
    version: u8,
    command: &'static str,
    said: &'r str,
    file: &'r str,
    /// The commit's short name; nothing where none was asked for or made.
    commit: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let journal = Journal::of(&workspace.root);
    let Some((name, last)) = last(&journal, &workspace, context)? else {
        return Err(CommandError::new("there is nothing to take back")
            .hint("`incident undo` knows what commands recorded here; git knows the rest"));
    };
    let [after, before] = [&last.after, &last.before].map(String::as_bytes);
    let not_written = |error| record::not_written(&last.file, error);
    if args.dry_run {
        let now = match io::read_inside(&workspace.root, &last.file) {
            Err(error) if error.kind() == ErrorKind::NotFound && after.is_empty() => Vec::new(),
            read => read.map_err(UpdateError::Read).map_err(not_written)?,
        };
        if now != after {
            return Err(changed_since(&last));
        }
        print_diff(&diff(&last), context)?;
        return Ok(Outcome::Clean);
    }
    let changed = || changed_since(&last);
    let restored = io::restore_file(&workspace.root, &last.file, after, before, changed)
        .map_err(not_written)?;
    let forgotten = journal.remove(&name);
    // Git reads a file twice while it commits, which must not change in between.
    let lock = restored.filter(|_| args.commit.is_wanted);
    if let Err(error) = forgotten {
        context.say(&format!("It is taken back, but still noted as the last change: {error}"));
    }
    if !args.json {
        context.say(&format!("Taken back: {}", last.said));
    }
    let committed = if args.commit.is_wanted {
        let id = last.file.rsplit('/').nth(1).unwrap_or_default();
        let said = format!("Taken back: {}", last.said);
        let message = Message { id, done: "undo the last change", said: &said };
        commit::commit(&workspace, std::slice::from_ref(&last.file), &message, context)
    } else {
        Ok(None)
    };
    drop(lock);
    let confirmed = match args.json {
        true => confirm(&last, committed.as_ref().ok().cloned().flatten()),
        false => Ok(()),
    };
    committed.and(confirmed).map(|()| Outcome::Clean)
}

fn confirm(last: &Recorded, commit: Option<String>) -> Result<(), CommandError> {
    let Recorded { said, file, .. } = last;
    let taken = TakenBack { version: 1, command: "undo", said, file, commit };
    // Texts always serialise.
    let line = serde_json::to_string(&taken).unwrap_or_default() + "\n";
    record::print_confirmation(&line, "it is taken back")
}

/// The last change and its name, of an incident that is still there. Where that made the incident,
/// nothing is taken back: what was recorded before that is about another one.
fn last(
    journal: &Journal,
    workspace: &Workspace,
    context: &Context,
) -> Result<Option<(String, Recorded)>, CommandError> {
    let unread =
        |error: std::io::Error| CommandError::new("the last changes cannot be read").because(error);
    let mut before: Option<String> = None;
    loop {
        let last = journal.last_before(before.as_deref()).map_err(unread)?;
        let Some((name, made)) = last else { return Ok(None) };
        let file = Path::new(&made.file);
        let folder = workspace.folders.iter().find(|folder| file.starts_with(&folder.path));
        let is_new = made.before.is_empty() && file.ends_with("facts.toml");
        match folder {
            Some(folder) if is_new => {
                return Err(CommandError::new(format!("the last change made {}", folder.path))
                    .hint("`incident undo` removes no incident; remove the folder yourself")
                    .hint("it goes on with the change before once the folder is gone"));
            }
            Some(_) => return Ok(Some((name, made))),
            None if is_new => journal.remove(&name).map_err(unread)?,
            // It can be taken back once the folder has its name again.
            None => {
                context.say(&format!("Passed over, for {} is not there: {}", made.file, made.said));
            }
        }
        before = Some(name);
    }
}

fn changed_since(last: &Recorded) -> CommandError {
    CommandError::new(format!("{} was changed since; nothing was taken back", last.file))
        .hint(format!("the last change was: {}", last.said))
        .hint(format!("to take it back by hand, make these changes:\n{}", diff(last)))
}

/// What taking it back does to the file.
fn diff(last: &Recorded) -> String {
    emit::diff(&last.file, &last.after, &last.before)
}
