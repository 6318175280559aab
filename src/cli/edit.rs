use std::collections::BTreeSet;
use std::path::PathBuf;

use super::at::Stamp;
use super::commit::{self, Commit, Message};
use super::context::Context;
use super::error::CommandError;
use super::meanwhile::Meanwhile;
use super::record::{self, Change};
use super::review::{self, Review};
use super::told::ToldLine;
use super::workspace::Workspace;
use super::{Outcome, ask, ongoing};
use crate::check::Levels;
use crate::config::FILE_NAME;
use crate::diagnostic::Finding;
use crate::edit::Edit;
use crate::io::{self, IncidentFolder, Journal, Recorded};
use crate::model::{Audience, Bound, Zone};
use crate::source::FileFault;
use crate::view::View;

const FACTS: &str = "facts.toml";

/// The rule that asks for a correction.
const ASKS_FOR_CORRECTION: &str = "changed-after-publication";

/// Write the report in your editor, and have it checked
///
/// Opens report.md in $VISUAL or $EDITOR, and checks the incident when the editor is closed. Where
/// there are errors, it offers to open it again; what was saved stays in any case. Without ID, the
/// only report that is not published yet is meant.
///
/// Where readers see a difference in a published report, a [[correction]] is offered, which tells
/// them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The incident: its id or an unambiguous part of it
    id: Option<String>,

    /// Open facts.toml instead
    #[arg(long)]
    facts: bool,

    /// Open report.md and facts.toml
    #[arg(long, conflicts_with = "facts")]
    both: bool,

    /// What readers of a published report are told of the change; else it is asked for
    #[arg(long, value_name = "TEXT")]
    correction: Option<String>,

    #[command(flatten)]
    commit: Commit,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let mut workspace = Workspace::open(context)?;
    let levels = workspace.levels();
    let folder = match &args.id {
        Some(name) => workspace.one(name)?,
        None => ongoing::the_only_unpublished(&workspace)?,
    };
    let session = Session { args, workspace, levels, folder, context };
    session.run().map_err(|error| error.unrecorded(args.correction.clone()))
}

/// What has been changed so far.
#[derive(Default)]
struct Done {
    /// Names of files.
    changed: BTreeSet<&'static str>,
    /// What readers are told.
    correction: Option<String>,
}

/// The work on one incident.
struct Session<'s> {
    args: &'s Args,
    workspace: Workspace,
    levels: Levels,
    folder: IncidentFolder,
    context: &'s Context,
}

impl Session<'_> {
    fn run(&self) -> Result<Outcome, CommandError> {
        let editor = self.editor()?;
        let before = self.review();
        if self.args.correction.is_some() && !before.is_published() {
            return Err(CommandError::new(format!("{} is not published", self.folder.id))
                .hint("only what was published is corrected; leave --correction out"));
        }
        let mut done = Done::default();
        let mut is_first = true;
        loop {
            let changed = self.edit(&editor)?;
            if is_first && changed.is_empty() {
                self.context.say("Nothing was changed.");
                return Ok(Outcome::Clean);
            }
            is_first = false;
            done.changed.extend(changed);
            if let Some(text) = self.correct(&before)? {
                done.changed.insert(FACTS);
                done.correction = Some(text);
            }
            let after = self.review();
            let mut findings = self.check(&after);
            after.show(&mut findings, &self.workspace, self.context);
            if !findings.iter().any(Finding::is_error) {
                return self.commit(&done).map(|()| Outcome::Clean);
            }
            // Whoever breaks the question off has had enough.
            if !ask::yes("Open it again?", true, self.context).unwrap_or(false) {
                let uncommitted =
                    if self.args.commit.is_wanted { ", and is not committed" } else { "" };
                self.context.say(&format!("What you saved stays as it is{uncommitted}."));
                return Ok(Outcome::Findings);
            }
        }
    }

    fn editor(&self) -> Result<String, CommandError> {
        let path = &self.folder.path;
        if !self.context.interactive {
            let files: Vec<_> = self.names().iter().map(|name| format!("{path}/{name}")).collect();
            return Err(CommandError::new("there is no terminal for an editor").hint(format!(
                "change {} in another way; `incident check {}` checks it",
                files.join(" and "),
                self.folder.id
            )));
        }
        let source = self.workspace.incidents().read(&self.folder);
        for file in [&source.facts, &source.report] {
            if matches!(file.fault, Some(FileFault::LeavesWorkspace)) {
                let path = &file.file.path;
                return Err(CommandError::new(format!("{path} leads out of the workspace"))
                    .hint("put the file itself into the incident's folder"));
            }
        }
        self.context.editor.clone().ok_or_else(|| {
            CommandError::new("no editor is known")
                .hint("VISUAL or EDITOR names it: EDITOR=vi incident edit")
        })
    }

    /// The names of the files that are opened.
    const fn names(&self) -> &'static [&'static str] {
        match (self.args.facts, self.args.both) {
            (true, _) => &[FACTS],
            (_, true) => &["report.md", FACTS],
            _ => &["report.md"],
        }
    }

    fn review(&self) -> Review {
        Review::open(&self.workspace, &self.folder)
    }

    /// What is wrong with the incident itself.
    fn check(&self, review: &Review) -> Vec<Finding> {
        let mut findings = review.check(&self.workspace, &self.levels, self.context);
        findings.retain(|finding| finding.file != FILE_NAME);
        findings
    }

    /// Opens the editor once, notes for `undo` what it has changed, and gives the names of the
    /// files.
    fn edit(&self, editor: &str) -> Result<Vec<&'static str>, CommandError> {
        let folder = self.workspace.root.join(&self.folder.path);
        let paths: Vec<PathBuf> = self.names().iter().map(|name| folder.join(name)).collect();
        let own = &self.folder.path;
        let path = |name| format!("{own}/{name}");
        let root = &self.workspace.root;
        let read = || self.names().iter().map(|name| io::read_inside(root, &path(name)).ok());
        let mut before: Vec<Option<Vec<u8>>> = read().collect();
        let watch = |name: &&str| Meanwhile::watch(&self.workspace, &format!("{own}/{name}"));
        let watched: Vec<Option<Meanwhile>> = self.names().iter().map(watch).collect();
        let zone = self.zone();
        let ended = io::open_editor(editor, &paths, &folder);
        let mut kept = Ok(());
        for (before, watched) in before.iter_mut().zip(watched) {
            let Some(watched) = watched else { continue };
            if let Some(others) = watched.others(&self.workspace) {
                let own = watched.keep(&others, &zone, &self.workspace, self.context);
                kept = kept.and(own);
                *before = Some(others.text.into_bytes());
            }
        }
        let mut changed = Vec::new();
        for ((name, before), after) in self.names().iter().zip(before).zip(read()) {
            if before != after {
                changed.push(*name);
                self.note(name, before, after);
            }
        }
        kept?;
        ended.map_err(|error| {
            CommandError::new("the editor did not end well; what it saved stays")
                .because(error)
                .hint("VISUAL or EDITOR names the editor")
        })?;
        Ok(changed)
    }

    /// Commits what was changed, where that is wanted.
    fn commit(&self, done: &Done) -> Result<(), CommandError> {
        if !self.args.commit.is_wanted {
            return Ok(());
        }
        let IncidentFolder { id, path } = &self.folder;
        let files: Vec<String> = done.changed.iter().map(|name| format!("{path}/{name}")).collect();
        let names = done.changed.iter().copied().collect::<Vec<_>>().join(" and ");
        let message = match &done.correction {
            Some(text) => {
                (format!("edit {text}"), format!("Edited {names} of {id}, corrected: {text}"))
            }
            None => (format!("edit {names}"), format!("Edited {names} of {id}")),
        };
        let message = Message { id, done: &message.0, said: &message.1 };
        commit::commit_folder(path, &files, &message, &self.workspace, self.context).map(|_| ())
    }

    /// The zone of the incident's local times.
    fn zone(&self) -> Zone {
        let review = self.review();
        let own = review.incident().map(|incident| incident.facts.zone.clone());
        own.unwrap_or_else(Zone::utc)
    }

    /// Notes a change for `undo`, which puts texts back.
    fn note(&self, name: &str, before: Option<Vec<u8>>, after: Option<Vec<u8>>) {
        let text = |bytes: Option<Vec<u8>>| bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let done = if after.is_some() { "Edited" } else { "Removed" };
        let said = format!("{done} {name} of {}", self.folder.id);
        // A file that the editor removed is noted as an empty one.
        let noted = match (text(before), text(Some(after.unwrap_or_default()))) {
            (Some(before), Some(after)) => Journal::of(&self.workspace.root)
                .push(&Recorded {
                    said: said.clone(),
                    when: io::now().to_rfc3339(),
                    file: format!("{}/{name}", self.folder.path),
                    before,
                    after,
                })
                .is_ok(),
            _ => false,
        };
        record::say_done(&said, None, noted, self.context);
    }

    /// Offers a correction where readers see another report than before; gives the one that was
    /// made.
    fn correct(&self, before: &Review) -> Result<Option<String>, CommandError> {
        let after = self.review();
        let was_published = before.is_published() && after.is_published();
        let has_own = corrections(&after) > corrections(before);
        let is_wrong = self
            .check(&after)
            .iter()
            .any(|finding| finding.is_error() && finding.rule != ASKS_FOR_CORRECTION);
        if !was_published || has_own || is_wrong {
            return Ok(None);
        }
        let lines = review::difference(
            self.view(before).as_ref(),
            self.view(&after).as_ref(),
            self.context,
        );
        let correction = self.correction(&lines)?;
        if let Some(text) = &correction {
            self.record(text)?;
        }
        Ok(correction)
    }

    /// All that anybody outside sees.
    fn view(&self, review: &Review) -> Option<View> {
        review.view(Audience::Customers, &self.workspace, self.context)
    }

    /// What readers are told, if anything.
    fn correction(&self, lines: &[ToldLine]) -> Result<Option<String>, CommandError> {
        if lines.is_empty() {
            if self.args.correction.is_some() {
                self.context.say("Readers see no difference: no correction is added.");
            }
            return Ok(None);
        }
        if let Some(text) = &self.args.correction {
            return Ok(Some(text.trim().to_owned()));
        }
        io::say("Readers of the published report see a difference:");
        review::show_difference(lines, self.context);
        let question = "What was wrong? They are told (nothing: no correction)";
        let asked = ask::Line { question, default: None, check: &|_| Ok(()) };
        let text = ask::line(&asked, self.context).map_err(|_| {
            CommandError::new("no correction is added; what you saved stays")
                .hint(format!("`incident check {}` says whether it needs one", self.folder.id))
        })?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    fn record(&self, text: &str) -> Result<(), CommandError> {
        let at = |target: &record::Target| {
            // The work may have taken hours.
            let bound = Bound::At(target.zone().at(&io::now()));
            Stamp { bound, is_about: false }
        };
        let change = Change {
            folder: &self.folder,
            command: "edit",
            action: None,
            said: format!("Corrected {}: {text}", self.folder.id),
            stamp: None,
            text: Some(text),
            json: false,
            commit: Commit { is_wanted: false },
        };
        record::record(&change, &self.workspace, self.context, |target| {
            let fields = vec![
                ("at".to_owned(), target.written(&at(target))),
                ("text".to_owned(), text.into()),
            ];
            Ok(vec![Edit::append("correction", fields)])
        })
    }
}

/// How many corrections there are.
fn corrections(review: &Review) -> usize {
    review.incident().map_or(0, |incident| incident.facts.corrections.len())
}
