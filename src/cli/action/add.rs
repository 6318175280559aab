use clap::ArgAction;
use clap_complete::engine::ArgValueCompleter;

use super::{day, known};
use crate::cli::choice::one_of;
use crate::cli::commit::Commit;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::meant::Meant;
use crate::cli::record::{self, Change};
use crate::cli::target::Addressed;
use crate::cli::words::{self, Asked};
use crate::cli::{Outcome, complete, show};
use crate::edit::{Edit, Value};
use crate::model::{ActionKind, Audience};

/// Note what is to be done, who does it, and until when
///
/// Which words are the ID and which the TITLE is told as by `incident log`. Without TITLE, on a
/// terminal, $VISUAL or $EDITOR opens; "-" reads standard input.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// [ID] TITLE: what will be done; - reads it from standard input
    #[arg(value_name = "TITLE", action = ArgAction::Append)]
    words: Vec<String>,

    /// The incident: its id or an unambiguous part of it
    #[arg(long = "in", short = 'i', value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: Option<String>,

    /// Who does it; internal
    #[arg(long, short, value_name = "WHO", value_parser = words::line)]
    owner: Option<String>,

    /// The deadline: 2024-07-01, friday, "2 weeks" or "3 months"
    #[arg(long, short, value_name = "DAY")]
    due: Option<String>,

    /// prevent, detect, mitigate or process
    #[arg(long, short, value_name = "KIND", value_parser = kind)]
    kind: Option<ActionKind>,

    /// Who may read it once the report is published: internal, customers or public
    #[arg(long, value_name = "WHO", value_parser = show::audience)]
    audience: Option<Audience>,

    /// Everybody may read it: --audience public
    #[arg(long, short, conflicts_with = "audience")]
    public: bool,

    /// Where it is tracked
    #[arg(long, value_name = "URL")]
    link: Option<String>,

    /// What it is called by commands [default: the title's first words]
    #[arg(long = "id", value_name = "ACTION")]
    name: Option<String>,

    #[command(flatten)]
    commit: Commit,

    /// Confirm as JSON, for programs
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let addressed = Addressed::open(context, args.id.as_deref(), &args.words, Meant::Ongoing)?;
    let Addressed { workspace, folder, target, .. } = &addressed;
    let unrecorded = |error| addressed.unrecorded(error, context);
    let today = target.zone().at(&context.now).date_naive();
    let due = args.due.as_deref().map(|due| day::to_come(due, today)).transpose();
    let due = due.map_err(unrecorded)?;
    let asked = Asked {
        name: "TITLE",
        question: "What will be done, in one line?",
        about: &format!("What will be done after {}, in one line.", folder.id),
    };
    let title = words::on_one_line(&words::text(addressed.text.clone(), &asked, context)?);
    let actions = &target.incident.facts.actions;
    let id = args.name.clone().unwrap_or_else(|| known::new_id(&title, actions));
    let details: Vec<String> = args
        .owner
        .iter()
        .cloned()
        .chain(due.map(|due| format!("due {}", day::said(due))))
        .collect();
    let details =
        if details.is_empty() { String::new() } else { format!(" ({})", details.join(", ")) };
    let change = Change {
        folder,
        command: "action add",
        action: Some(&id),
        said: format!("Added the action {id} to {}: {title}{details}", folder.id),
        stamp: None,
        text: Some(&title),
        json: args.json,
        commit: args.commit,
    };
    let fields = args.fields(&id, &title, due.map(|due| due.to_string()));
    record::record(&change, workspace, context, |target| {
        if known::ids(&target.incident.facts.actions).contains(&id) {
            return Err(CommandError::new(format!("{} has an action {id} already", folder.id))
                .hint("--id gives another name"));
        }
        Ok(vec![Edit::append("action", fields.clone())])
    })?;
    Ok(Outcome::Clean)
}

impl Args {
    /// The action as it is written, in the order of docs/facts.md.
    fn fields(&self, id: &str, title: &str, due: Option<String>) -> Vec<(String, Value)> {
        let audience = self.audience.or(self.public.then_some(Audience::Public));
        // A date of digits always is TOML.
        let due = due.map(|due| due.parse().unwrap_or_else(|_| Value::from(due)));
        let fields = [
            ("id", Some(Value::from(id))),
            ("title", Some(title.into())),
            ("kind", self.kind.map(|kind| kind.name().into())),
            ("owner", self.owner.as_deref().map(Value::from)),
            ("due", due),
            ("audience", audience.map(|audience| audience.name().into())),
            ("link", self.link.as_deref().map(Value::from)),
        ];
        fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
    }
}

fn kind(text: &str) -> Result<ActionKind, String> {
    one_of("kind", ActionKind::ALL, text)
}
