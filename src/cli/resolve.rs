use clap_complete::engine::ArgValueCompleter;

use super::at::{self, Stamp};
use super::commit::Commit;
use super::context::Context;
use super::error::CommandError;
use super::record::{self, Change, Target};
use super::words::{self, Asked};
use super::workspace::Workspace;
use super::{Outcome, complete, ongoing, update};
use crate::edit::{self, Edit};
use crate::io::IncidentFolder;
use crate::model::{Audience, IncidentKind, State, Update, UpdateStatus};
use crate::source::FieldPath;

/// Close an incident: when it ended, windows that are open, and its state
///
/// Sets `resolved`, ends every window that has no end at the same time, and turns the state from
/// "ongoing" into "drafting". With exactly one incident going on, no ID is needed.
#[derive(Debug, clap::Args)]
#[command(visible_alias = "r")]
pub(super) struct Args {
    /// The incident: its id or an unambiguous part of it
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: Option<String>,

    /// The same as ID
    #[arg(long = "in", short = 'i', value_name = "ID", conflicts_with = "id")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    named: Option<String>,

    #[command(flatten)]
    when: at::When,

    /// Tell readers so, too: adds an update with this text; - reads it from standard input
    #[arg(long, short, value_name = "TEXT")]
    update: Option<String>,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let unrecorded = |error| words::unrecorded(error, args.update.clone(), context);
    let name = args.id.as_deref().or(args.named.as_deref());
    let workspace = Workspace::open_for(name, context).map_err(unrecorded)?;
    let folder = match name {
        Some(name) => workspace.one(name),
        None => ongoing::the_only(&workspace, &context.now, "--in"),
    };
    let folder = folder.map_err(unrecorded)?;
    let target = Target::open(&workspace, &folder).map_err(unrecorded)?;
    let stamp = args.when.stamp(&target, context).map_err(unrecorded)?;
    refuse(&target, &stamp, &folder).map_err(unrecorded)?;
    let update = args.update.clone().map(|text| told(text, context)).transpose()?;
    let windows = edit::tables_without(&target.text, "impact", "end").unwrap_or_default().len();
    let ended = match windows {
        0 => String::new(),
        1 => ", with the window that was open".to_owned(),
        several => format!(", with {several} windows that were open"),
    };
    let change = Change {
        folder: &folder,
        command: "resolve",
        action: None,
        said: format!("Resolved {} as of {}{ended}", folder.id, stamp.said(target.zone())),
        stamp: Some(stamp),
        text: update.as_deref(),
        json: args.json,
        commit: args.commit,
    };
    record::record(&change, &workspace, context, |target| {
        refuse(target, &stamp, &folder)?;
        Ok(edits(target, &stamp, update.as_deref()))
    })?;
    let status = final_status(target.incident.facts.kind);
    let is_told = |told: &Update| told.status == status && told.audience != Audience::Internal;
    if update.is_none() && !target.incident.facts.updates.iter().any(is_told) {
        context.say(&format!(
            "Readers are not told yet: `incident update --in {} -s {} TEXT` does it.",
            folder.id,
            status.name()
        ));
    }
    Ok(Outcome::Clean)
}

/// The text of the update.
fn told(text: String, context: &Context) -> Result<String, CommandError> {
    let asked = Asked { name: "--update", question: "", about: "" };
    words::text(Some(text), &asked, context)
}

/// An incident that is over, or an end before a beginning.
fn refuse(target: &Target, stamp: &Stamp, folder: &IncidentFolder) -> Result<(), CommandError> {
    let facts = &target.incident.facts;
    let said = stamp.said(target.zone());
    let mut open = facts.impact.iter().filter(|window| window.period.end.is_none());
    let has_late = open.any(|window| stamp.is_before(&window.period.start));
    let starts_later = facts.started.is_some_and(|started| stamp.is_before(&started));
    if facts.resolved.is_some() {
        Err(CommandError::new(format!("{} is resolved already", folder.id)).hint(
            "`incident undo` takes it back if it was the last change; else change `resolved` in \
             facts.toml",
        ))
    } else if starts_later {
        Err(CommandError::new(format!("{} had not started by {said}", folder.id))
            .hint("give a later --at, or put `started` right"))
    } else if has_late {
        Err(CommandError::new(format!("a window of {} had not started by {said}", folder.id))
            .hint("give a later --at, or end that window in facts.toml first"))
    } else {
        Ok(())
    }
}

/// What the last update says.
const fn final_status(kind: IncidentKind) -> UpdateStatus {
    match kind {
        IncidentKind::Incident => UpdateStatus::Resolved,
        IncidentKind::Maintenance => UpdateStatus::Completed,
    }
}

fn edits(target: &Target, stamp: &Stamp, update: Option<&str>) -> Vec<Edit> {
    let at = || target.written(stamp);
    let mut edits = vec![Edit::set("resolved", at())];
    if target.incident.facts.state == State::Ongoing {
        edits.push(Edit::set("state", State::Drafting.name()));
    }
    // The file was read a moment ago: it is TOML.
    let windows = edit::tables_without(&target.text, "impact", "end").unwrap_or_default();
    for window in windows {
        edits.push(Edit::set(FieldPath::from("impact").index(window).key("end"), at()));
    }
    let status = final_status(target.incident.facts.kind);
    edits.extend(
        update.map(|text| Edit::append("update", update::fields(at(), status, None, text, None))),
    );
    edits
}
