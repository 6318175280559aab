use clap_complete::engine::ArgValueCompleter;

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{Outcome, complete, when};
use crate::diagnostic::emit::to_json;
use crate::io;
use crate::model::Audience;
use crate::render::terminal;
use crate::source::without_commands;
use crate::view::View;

/// Read an incident in the terminal
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The incident: its id or an unambiguous part of it
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: String,

    /// See what this audience sees: public, customers or internal
    #[arg(long, value_name = "WHO", default_value = "internal", value_parser = audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Audience,

    /// What counts as now, where the incident still lasts: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,

    /// Print the view as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let folder = workspace.one(&args.id)?;
    let loaded = workspace.load(std::slice::from_ref(&folder));
    let incident = loaded.iter().find_map(|loaded| loaded.incident.as_ref()).ok_or_else(|| {
        CommandError::new(format!("{} cannot be read", folder.path))
            .hint(format!("`incident check {}` says why", folder.id))
    })?;
    let view = View::new(
        incident,
        args.audience,
        &workspace.config,
        workspace.now(args.now, &context.now),
    );
    let text = if args.json {
        to_json(&view)
    } else {
        without_commands(&terminal::incident(&view, context.width, context.color)).into_owned()
    };
    io::print(text.as_bytes())?;
    if loaded.iter().any(|loaded| !loaded.findings.is_empty()) {
        context.say(&format!(
            "Some of it could not be read; `incident check {}` says what.",
            folder.id
        ));
    }
    Ok(Outcome::Clean)
}

/// Reads `--audience`.
pub(super) fn audience(text: &str) -> Result<Audience, String> {
    Audience::ALL
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, audience)| *audience)
        .ok_or_else(|| "the audience is public, customers or internal".to_owned())
}
