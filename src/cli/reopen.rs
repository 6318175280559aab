use super::Outcome;
use super::commit::Commit;
use super::context::Context;
use super::error::CommandError;
use super::record::{self, Change, Target};
use super::workspace::Workspace;
use crate::edit::Edit;
use crate::io::IncidentFolder;
use crate::model::{Facts, State};
use crate::render::text::wrap;

/// Columns that are used at most.
const MEASURE: usize = 90;

/// Take a published report back to a draft, or mark an incident as ongoing again
///
/// Writes `state = "drafting"`: readers see the updates and not the report. `published` stays: it
/// says when the report first came out. With --ongoing the incident is not over, either:
/// `resolved` and `published` are removed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The incident: its id or an unambiguous part of it
    id: String,

    /// It is not over: take back its end, too
    #[arg(long)]
    ongoing: bool,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let folder = workspace.one(&args.id)?;
    let target = Target::open(&workspace, &folder)?;
    refuse(args, &target.incident.facts, &folder)?;
    let change = Change {
        folder: &folder,
        command: "reopen",
        action: None,
        said: if args.ongoing {
            format!("Reopened {}: it is going on again", folder.id)
        } else {
            format!("Reopened {}: it is a draft again", folder.id)
        },
        stamp: None,
        text: None,
        json: args.json,
        commit: args.commit,
    };
    record::record(&change, &workspace, context, |target| {
        refuse(args, &target.incident.facts, &folder)?;
        Ok(edits(args, &target.incident.facts))
    })?;
    for effect in effects(args, &target.incident.facts) {
        context.say(&wrap(effect, context.width.min(MEASURE), "", ""));
    }
    Ok(Outcome::Clean)
}

/// What is no draft to go back from, or goes on anyway.
fn refuse(args: &Args, facts: &Facts, folder: &IncidentFolder) -> Result<(), CommandError> {
    let id = &folder.id;
    match facts.state {
        State::Ongoing if facts.resolved.is_none() => {
            Err(CommandError::new(format!("{id} is going on; there is nothing to reopen")))
        }
        State::Drafting if !args.ongoing => {
            Err(CommandError::new(format!("{id} is a draft already"))
                .hint("--ongoing takes back its end, too"))
        }
        State::Ongoing if !args.ongoing => Err(CommandError::new(format!("{id} is not published"))
            .hint("it has an end and is \"ongoing\": --ongoing takes back its end")),
        _ => Ok(()),
    }
}

fn edits(args: &Args, facts: &Facts) -> Vec<Edit> {
    let state = if args.ongoing { State::Ongoing } else { State::Drafting };
    let mut edits = Vec::new();
    if facts.state != state {
        edits.push(Edit::set("state", state.name()));
    }
    let gone = [("resolved", facts.resolved), ("published", facts.published)];
    let gone = gone.into_iter().filter(|(_, moment)| args.ongoing && moment.is_some());
    edits.extend(gone.map(|(key, _)| Edit::remove(key)));
    edits
}

/// What it means for readers, and what is left to do.
fn effects(args: &Args, facts: &Facts) -> Vec<&'static str> {
    let mut effects = Vec::new();
    if facts.state == State::Published {
        effects.push(
            "From the next `incident render` on, readers see its updates and windows; the \
             report, the timeline and the measures are gone. What was sent stays sent.",
        );
    }
    if facts.state == State::Published && !args.ongoing {
        effects.push(
            "Before it is published again, say what changed in a [[correction]]: some have read \
             the first version.",
        );
    }
    if args.ongoing {
        if facts.updates.last().is_some_and(|update| update.status.is_final()) {
            effects.push(
                "Readers see the status of its last update, which says that it is over: \
                 `incident update` tells them otherwise.",
            );
        }
        if facts.impact.iter().any(|window| window.period.end.is_some()) {
            effects
                .push("Its windows keep their ends: add an [[impact]] for what is affected now.");
        }
    }
    effects
}
