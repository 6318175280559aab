//! What `done` and `drop` share: which action is meant, and its new status.

use chrono::NaiveDate;
use clap_complete::engine::ArgValueCompleter;

use super::day;
use super::known::{self, Known};
use crate::cli::at::Stamp;
use crate::cli::commit::Commit;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::list::cut;
use crate::cli::record::{self, Change, Target};
use crate::cli::workspace::Workspace;
use crate::cli::{Outcome, ask, complete};
use crate::edit::{Edit, Value};
use crate::model::{ActionStatus, Bound};
use crate::source::FieldPath;

/// Actions named in an error.
const MOST_NAMED: usize = 8;

/// Which action.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The action: its id or a part that no other open action has
    #[arg(add = ArgValueCompleter::new(complete::open_actions))]
    action: Option<String>,

    /// The incident it belongs to: its id or an unambiguous part of it
    #[arg(long = "in", short = 'i', value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    incident: Option<String>,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

/// Gives an open action a status, with the day that `day` works out from today's.
pub(super) fn run(
    which: &Which,
    status: ActionStatus,
    context: &Context,
    day: impl Fn(NaiveDate) -> Result<Option<NaiveDate>, CommandError>,
) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open_for(which.incident.as_deref(), context)?;
    let folders = match &which.incident {
        Some(name) => vec![workspace.one(name)?],
        None => workspace.folders.clone(),
    };
    let found = known::of(&workspace, &folders);
    let actions: Vec<&Known> = found.incidents.iter().flat_map(|(_, actions)| actions).collect();
    let Known { folder, id, action } = match &which.action {
        Some(name) => called(name, &actions)?,
        None => asked(&actions, context)?,
    };
    let target = Target::open(&workspace, folder)?;
    let zone = target.zone();
    let day = day(zone.at(&context.now).date_naive())?;
    let as_of = day.map_or(String::new(), |day| format!(" on {}", day::said(day)));
    let what = match status {
        ActionStatus::Done => "Done",
        ActionStatus::Dropped => "Dropped",
        ActionStatus::Open => "Open",
    };
    let change = Change {
        folder,
        command: if status == ActionStatus::Done { "action done" } else { "action drop" },
        action: Some(id),
        said: format!("{what}{as_of}: {id} in {}, {}", folder.id, action.title.trim()),
        stamp: day.map(|day| Stamp { bound: Bound::on(day, zone), is_about: false }),
        text: None,
        json: which.json,
        commit: which.commit,
    };
    record::record(&change, &workspace, context, |target| edits(target, id, status, day))?;
    Ok(Outcome::Clean)
}

fn edits(
    target: &Target,
    id: &str,
    status: ActionStatus,
    day: Option<NaiveDate>,
) -> Result<Vec<Edit>, CommandError> {
    let actions = &target.incident.facts.actions;
    let place = known::ids(actions)
        .iter()
        .zip(actions)
        .position(|(known, action)| known == id && action.status == ActionStatus::Open)
        .ok_or_else(|| {
            CommandError::new(format!("somebody has changed the action {id}"))
                .hint("`incident action list` shows how it stands")
        })?;
    let item = FieldPath::from("action").index(target.kept.index("action", place));
    let mut edits = vec![Edit::set(item.clone().key("status"), status.name())];
    // A date of digits always is TOML.
    let written = |day: NaiveDate| day.to_string().parse().unwrap_or_else(|_| Value::from(""));
    edits.extend(day.map(|day| Edit::set(item.key("done"), written(day))));
    Ok(edits)
}

/// The one open action that a name means: a whole id before parts of others.
fn called<'k>(name: &str, actions: &[&'k Known]) -> Result<&'k Known, CommandError> {
    let matching = |matches: &dyn Fn(&Known) -> bool| -> Vec<&'k Known> {
        actions.iter().copied().filter(|known| matches(known)).collect()
    };
    let is_open = |known: &Known| known.action.status == ActionStatus::Open;
    let exact = matching(&|known| is_open(known) && known.id == name);
    let open = if exact.is_empty() {
        matching(&|known| is_open(known) && known.id.contains(name))
    } else {
        exact
    };
    match open.as_slice() {
        [only] => Ok(only),
        [] => match matching(&|known| known.id == name).first() {
            Some(closed) => Err(already_closed(closed)),
            None => Err(unknown(name, actions)),
        },
        several => {
            let names: Vec<String> = several
                .iter()
                .take(MOST_NAMED)
                .map(|known| format!("{} in {}", known.id, known.folder.id))
                .collect();
            let more = if names.len() < several.len() { ", \u{2026}" } else { "" };
            Err(CommandError::new(format!("\"{name}\" names {} open actions", several.len()))
                .hint(format!("{}{more}", names.join(", ")))
                .hint("write more of the action's id, or name the incident with --in"))
        }
    }
}

fn already_closed(known: &Known) -> CommandError {
    let since = known.action.done.map_or(String::new(), |day| format!(" since {}", day::said(day)));
    let (id, status) = (&known.id, known.action.status.name());
    CommandError::new(format!("{id} in {} is {status} already{since}", known.folder.id))
}

fn unknown(name: &str, actions: &[&Known]) -> CommandError {
    let open = actions.iter().filter(|known| known.action.status == ActionStatus::Open);
    let hint = match crate::fields::closest(name, open.map(|known| known.id.as_str())) {
        Some(id) => format!("did you mean {id}?"),
        None => "`incident action list --open` shows their ids".to_owned(),
    };
    CommandError::new(format!("no open action is called \"{name}\"")).hint(hint)
}

/// The open action that somebody chooses.
fn asked<'k>(actions: &[&'k Known], context: &Context) -> Result<&'k Known, CommandError> {
    let open: Vec<&'k Known> =
        actions.iter().copied().filter(|known| known.action.status == ActionStatus::Open).collect();
    if !context.interactive {
        return Err(CommandError::new("ACTION is missing")
            .hint("`incident action list --open` shows their ids"));
    }
    if open.is_empty() {
        return Err(CommandError::new("there is no open action")
            .hint("`incident action add TITLE` adds one"));
    }
    let lines: Vec<String> = open
        .iter()
        .map(|known| {
            let line = format!("{}  {}", known.action.title.trim(), known.folder.id);
            cut(&crate::source::inert(&line), context.width.saturating_sub(4))
        })
        .collect();
    Ok(open[ask::one("Which action?", &lines, 0, context)?])
}
