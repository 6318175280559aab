//! `incident action`: preventive measures across incidents.

mod add;
mod close;
mod day;
mod done;
mod drop;
mod known;
mod list;

use clap::Subcommand;

use super::Outcome;
use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use crate::model::ActionStatus;

/// Preventive measures: what is to be done so that it does not happen again
///
/// An action is an [[action]] in an incident's facts.toml. It is named by its `id`; one that has
/// none goes by the words of its title.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Add(add::Args),
    Done(done::Args),
    Drop(drop::Args),
    List(list::Args),
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    match &args.command {
        Action::Add(args) => add::run(args, context),
        Action::Done(args) => done::run(args, context),
        Action::Drop(args) => drop::run(args, context),
        Action::List(args) => list::run(args, context),
    }
}

/// The ids of a workspace's open actions, by incident.
pub(super) fn open_ids(workspace: &Workspace) -> Vec<String> {
    let incidents = known::of(workspace, &workspace.folders).incidents;
    let actions = incidents.into_iter().flat_map(|(_, actions)| actions);
    let open = actions.filter(|known| known.action.status == ActionStatus::Open);
    open.map(|known| known.id).collect()
}
