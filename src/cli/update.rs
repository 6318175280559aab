use clap::ArgAction;
use clap_complete::engine::ArgValueCompleter;

use super::choice::one_of;
use super::commit::Commit;
use super::context::Context;
use super::error::CommandError;
use super::meant::Meant;
use super::record::{self, Change, Target};
use super::target::Addressed;
use super::words::Asked;
use super::{Outcome, ask, at, complete, show, words};
use crate::edit::{Edit, Value};
use crate::model::{Audience, IncidentKind, UpdateStatus};

const EXAMPLES: &str = "\
Examples:
  incident update -s investigating \"Card payments fail. We are looking into it.\"
  incident update -s monitoring \"A new certificate is in place.\" --at 23:55";

/// Announce how it stands: a status and a text that readers outside see at once
///
/// The update is added to facts.toml behind the others. Which words are the ID and which the
/// TEXT is told as by `incident log`. On a terminal, a missing status is asked for, and without
/// TEXT $VISUAL or $EDITOR opens; "-" reads standard input.
#[derive(Debug, clap::Args)]
#[command(visible_alias = "u")]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// [ID] TEXT: what readers are told, in Markdown; - reads it from standard input
    #[arg(value_name = "TEXT", action = ArgAction::Append)]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    words: Vec<String>,

    /// investigating, identified, monitoring or resolved; of maintenance: scheduled, in_progress,
    /// verifying or completed
    #[arg(long, short, value_name = "STATUS", value_parser = status)]
    #[arg(add = ArgValueCompleter::new(complete::statuses))]
    status: Option<UpdateStatus>,

    /// The incident: its id or an unambiguous part of it
    #[arg(long = "in", short = 'i', value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: Option<String>,

    #[command(flatten)]
    when: at::When,

    /// A title of its own
    #[arg(long, value_name = "TITLE", value_parser = words::line)]
    title: Option<String>,

    /// Who may read it: internal, customers or public [default: public]
    #[arg(long, value_name = "WHO", value_parser = show::audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Option<Audience>,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let addressed = open(args, context)?;
    let Addressed { workspace, folder, target, .. } = &addressed;
    let unrecorded = |error| addressed.unrecorded(error, context);
    let stamp = args.when.stamp(target, context).map_err(unrecorded)?;
    let status = status_of(args, target, context).map_err(unrecorded)?;
    let asked = Asked {
        name: "TEXT",
        question: "What are readers told?",
        about: &format!(
            "What readers are told, in Markdown. Status: {}, {}.",
            status.name(),
            stamp.said(target.zone())
        ),
    };
    let text = words::text(addressed.text.clone(), &asked, context)?;
    let audience = args.audience.unwrap_or(Audience::Public);
    let change = Change {
        folder,
        command: "update",
        action: None,
        said: format!(
            "Announced \"{}\" ({}) {} in {}: {}",
            status.name(),
            audience.name(),
            stamp.said(target.zone()),
            folder.id,
            words::on_one_line(&text),
        ),
        stamp: Some(stamp),
        text: Some(&text),
        json: args.json,
        commit: args.commit,
    };
    record::record(&change, workspace, context, |target| {
        let fields =
            fields(target.written(&stamp), status, args.title.as_deref(), &text, args.audience);
        Ok(vec![Edit::append("update", fields)])
    })?;
    if status.is_final() && target.incident.facts.resolved.is_none() {
        context.say("The incident itself is still open: `incident resolve` closes it.");
    }
    Ok(Outcome::Clean)
}

/// The incident and the text. A status among the words is most likely meant as one.
fn open(args: &Args, context: &Context) -> Result<Addressed, CommandError> {
    let meant = Meant::by(args.status);
    let addressed = Addressed::open(context, args.id.as_deref(), &args.words, meant);
    let Some((first, text)) = args.words.split_first().filter(|(first, text)| {
        let is_status = UpdateStatus::ALL.iter().any(|(name, _)| name == first);
        is_status && !text.is_empty() && args.status.is_none() && args.id.is_none()
    }) else {
        return addressed;
    };
    let hint = format!("\"{first}\" is a status: --status {first} \"{}\"", text.join(" "));
    let addressed = addressed.map_err(|error| error.hint(&hint))?;
    let is_text = addressed.text.as_ref().is_some_and(|text| text.starts_with(first.as_str()));
    if !is_text {
        return Ok(addressed);
    }
    let error = CommandError::new("--status is missing").hint(hint);
    Err(addressed.unrecorded(error, context))
}

/// An update as it is written, in the order of docs/facts.md.
pub(super) fn fields(
    at: Value,
    status: UpdateStatus,
    title: Option<&str>,
    text: &str,
    audience: Option<Audience>,
) -> Vec<(String, Value)> {
    let mut fields = vec![("at", at), ("status", status.name().into())];
    fields.extend(title.map(|title| ("title", title.into())));
    fields.push(("text", text.into()));
    fields.extend(audience.map(|audience| ("audience", audience.name().into())));
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The status given or chosen, which must be one of the incident's kind.
fn status_of(
    args: &Args,
    target: &Target,
    context: &Context,
) -> Result<UpdateStatus, CommandError> {
    let is_maintenance = target.incident.facts.kind == IncidentKind::Maintenance;
    let choices: Vec<(&str, UpdateStatus)> = UpdateStatus::ALL
        .iter()
        .filter(|(_, status)| status.is_maintenance() == is_maintenance)
        .copied()
        .collect();
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let hint = format!("--status takes one of: {}", names.join(", "));
    match args.status {
        Some(status) if choices.iter().any(|(_, choice)| *choice == status) => Ok(status),
        Some(status) => {
            let kind = target.incident.facts.kind.name();
            Err(CommandError::new(format!("\"{}\" is no status of {kind}", status.name()))
                .hint(hint))
        }
        None if context.interactive => {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let chosen = ask::one("How does it stand?", &names, 0, context)?;
            Ok(choices[chosen].1)
        }
        None => Err(CommandError::new("--status is missing").hint(hint)),
    }
}

fn status(text: &str) -> Result<UpdateStatus, String> {
    one_of("status", UpdateStatus::ALL, text)
}
