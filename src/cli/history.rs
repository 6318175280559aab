use chrono::{DateTime, FixedOffset};
use clap_complete::engine::ArgValueCompleter;
use serde::Serialize;

use super::base;
use super::context::Context;
use super::error::CommandError;
use super::told::{self, ToldLine};
use super::workspace::Workspace;
use super::{Outcome, complete, when};
use crate::edit::{self, Change};
use crate::git::{self, GitError, Revision, Snapshot};
use crate::model::Audience;
use crate::render::text::wrap;
use crate::source::{IncidentSource, clean};
use crate::view::View;
use crate::{io, load};

/// Characters of a commit's name that are shown.
const SHORT: usize = 10;

/// Columns that are used at most.
const MEASURE: usize = 100;

/// See who changed an incident when: the facts, and what readers see
///
/// Reads the commits of this branch, newest first, and follows the folder through renames.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its id or an unambiguous part of it
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: String,

    /// What counts as now, where the incident still lasts: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,

    /// Print the revisions as JSON
    #[arg(long)]
    json: bool,
}

/// A commit and what it changed.
#[derive(Serialize)]
struct Item {
    commit: String,
    author: String,
    date: String,
    subject: String,
    folder: String,
    /// Names of files that were added, changed or removed.
    files: Vec<String>,
    /// What changed in the facts; nothing where a version of them cannot be taken apart.
    facts: Option<Vec<FactChange>>,
    /// What changed in what the public sees.
    public: Vec<ToldLine>,
}

#[derive(Serialize)]
struct FactChange {
    field: String,
    was: Option<String>,
    is: Option<String>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let folder = workspace.one(&args.id)?;
    let reader = Reader {
        workspace: &workspace,
        id: &folder.id,
        now: workspace.now(args.now, &context.now),
        width: context.width.min(MEASURE),
    };
    let revisions = git::history(&workspace.root, &folder.path, "facts.toml").map_err(unread)?;
    let mut items = Vec::new();
    for revision in revisions {
        items.push(reader.item(revision).map_err(unread)?);
    }
    let text = if args.json {
        // Strings and lists always serialise.
        serde_json::to_string_pretty(&items).unwrap_or_default() + "\n"
    } else {
        items
            .iter()
            .map(|item| item.shown(reader.width, context.color))
            .collect::<Vec<_>>()
            .join("\n")
    };
    io::print(text.as_bytes())?;
    if items.is_empty() {
        context.say(&format!("{} is in no commit of this branch yet.", folder.path));
    }
    Ok(Outcome::Clean)
}

fn unread(error: GitError) -> CommandError {
    CommandError::new("there is no history to read")
        .because(error)
        .hint("a shallow or partial clone holds a part of it: `git fetch --unshallow` or `git fetch --refetch` gets the rest")
}

struct Reader<'r> {
    workspace: &'r Workspace,
    id: &'r str,
    now: DateTime<FixedOffset>,
    width: usize,
}

impl Reader<'_> {
    fn item(&self, revision: Revision) -> Result<Item, GitError> {
        let new = self.version(&revision.commit, &revision.folder)?;
        let old = match &revision.before {
            Some((commit, folder)) => self.version(commit, folder)?,
            None => Version::default(),
        };
        let (old_view, new_view) = (self.view(&old), self.view(&new));
        Ok(Item {
            files: changed(&old.files, &new.files),
            facts: edit::changes(old.facts(), new.facts())
                .map(|changes| changes.into_iter().map(FactChange::from).collect()),
            // The width of the lines behind their signs.
            public: told::difference(
                old_view.as_ref(),
                new_view.as_ref(),
                self.width.saturating_sub(6),
            ),
            commit: revision.commit,
            author: clean(&revision.author).into_owned(),
            date: revision.at.to_rfc3339(),
            subject: clean(&revision.subject).into_owned(),
            folder: clean(&revision.folder).into_owned(),
        })
    }

    fn version(&self, commit: &str, folder: &str) -> Result<Version, GitError> {
        let Some(snapshot) = Snapshot::at(&self.workspace.root, commit)? else {
            return Ok(Version::default());
        };
        let files = snapshot.files(folder)?;
        let source = base::source(self.id, folder, &files);
        Ok(Version { files, source })
    }

    fn view(&self, version: &Version) -> Option<View> {
        let source = version.source.clone()?;
        let config = &self.workspace.config;
        let incident = load::incident(source, config).incident?;
        Some(View::new(&incident, Audience::Public, config, self.now))
    }
}

/// An incident's folder as a commit has it.
#[derive(Default)]
struct Version {
    files: Vec<(String, Vec<u8>)>,
    source: Option<IncidentSource>,
}

impl Version {
    fn facts(&self) -> &str {
        self.source.as_ref().map_or("", |source| source.facts.file.text.as_str())
    }
}

/// Names of the files that are not the same in both.
fn changed(old: &[(String, Vec<u8>)], new: &[(String, Vec<u8>)]) -> Vec<String> {
    let gone = old.iter().filter(|file| !new.iter().any(|(name, _)| *name == file.0));
    let come = new.iter().filter(|file| !old.contains(file));
    let mut names: Vec<String> =
        gone.chain(come).map(|(name, _)| clean(name).into_owned()).collect();
    tiny_sort::stable::sort(&mut names);
    names
}

impl From<Change> for FactChange {
    fn from(change: Change) -> Self {
        let cleaned = |text: String| clean(&text).into_owned();
        Self {
            field: cleaned(change.field),
            was: change.was.map(cleaned),
            is: change.is.map(cleaned),
        }
    }
}

impl Item {
    /// The revision as people read it, on lines of its own.
    fn shown(&self, width: usize, color: bool) -> String {
        let bold = |text: &str| {
            if color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
        };
        let commit = self.commit.get(..SHORT).unwrap_or(&self.commit);
        let date = self.date.get(..16).unwrap_or(&self.date).replace('T', " ");
        let offset = self.date.get(19..).unwrap_or_default();
        let head = format!("{commit}  {date} {offset}  {}", self.author);
        let mut lines = vec![bold(&wrap(&head, width, "", "    "))];
        lines.push(wrap(&self.subject, width, "  ", "  "));
        lines.push(wrap(&self.files.join(", "), width, "  ", "  "));
        match self.facts.as_deref() {
            None => {
                lines.push("  The facts cannot be compared: a version is no sound TOML.".to_owned())
            }
            Some([]) => {}
            Some(changes) => {
                lines.push("  Facts".to_owned());
                lines.extend(
                    changes.iter().map(|change| wrap(&change.shown(), width, "    ", "      ")),
                );
            }
        }
        if self.public.is_empty() {
            lines.push("  Readers see no difference.".to_owned());
        } else {
            lines.push("  What readers see".to_owned());
            lines.extend(self.public.iter().map(|line| line.shown("    ", color)));
        }
        lines.join("\n") + "\n"
    }
}

impl FactChange {
    fn shown(&self) -> String {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let field = &self.field;
        match (self.was.as_deref().map(one_line), self.is.as_deref().map(one_line)) {
            (Some(was), Some(is)) => format!("~ {field}: {was} \u{2192} {is}"),
            (None, Some(is)) => format!("+ {field}: {is}"),
            (Some(was), None) => format!("- {field}: {was}"),
            (None, None) => format!("~ {field}"),
        }
    }
}
