use clap::ArgAction;
use clap_complete::engine::ArgValueCompleter;

use super::at::{self, Stamp};
use super::choice::one_of;
use super::commit::Commit;
use super::context::Context;
use super::error::CommandError;
use super::meant::Meant;
use super::record::{self, Change, Target};
use super::target::Addressed;
use super::words::Asked;
use super::{Outcome, complete, show, words};
use crate::edit::{Edit, Value};
use crate::model::{Audience, TimelineKind};

const EXAMPLES: &str = "\
Examples:
  incident log \"A new certificate is in place\"
  incident log \"An alarm rang\" --at \"10 min ago\" --public";

/// Note what happens, in one line, with the time
///
/// The line is added to the timeline of facts.toml, in order of time. With exactly one incident
/// going on, no ID is needed. Without TEXT, on a terminal, $VISUAL or $EDITOR opens; "-" reads
/// standard input.
///
/// The first word is an ID only if it is a whole id, begins with an id's date, or stands before
/// a text in quotes. Where it could be both, nothing is recorded and you are asked; --in leaves
/// no doubt.
#[derive(Debug, clap::Args)]
#[command(visible_alias = "l")]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// [ID] TEXT: what happened; - reads it from standard input
    #[arg(value_name = "TEXT", action = ArgAction::Append)]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    words: Vec<String>,

    /// The incident: its id or an unambiguous part of it
    #[arg(long = "in", short = 'i', value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: Option<String>,

    #[command(flatten)]
    when: at::When,

    /// trigger, detection, finding, action, recovery or communication
    #[arg(long, short, value_name = "KIND", value_parser = kind)]
    #[arg(add = ArgValueCompleter::new(complete::kinds))]
    kind: Option<TimelineKind>,

    /// Who may read it once the report is published: internal, customers or public
    #[arg(long, value_name = "WHO", value_parser = show::audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Option<Audience>,

    /// Everybody may read it: --audience public
    #[arg(long, short, conflicts_with = "audience")]
    public: bool,

    /// What readers outside see instead of TEXT
    #[arg(long, short, value_name = "TEXT", value_parser = words::line)]
    wording: Option<String>,

    /// Where it comes from, such as pagerduty:Q1XYZ; internal
    #[arg(long, value_name = "SOURCE", value_parser = words::line)]
    source: Option<String>,

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
    let stamp = args.when.stamp(target, context).map_err(unrecorded)?;
    let asked = Asked {
        name: "TEXT",
        question: "What happened, in one line?",
        about: &format!("What happened at {}, in one line.", stamp.said(target.zone())),
    };
    let text = words::on_one_line(&words::text(addressed.text.clone(), &asked, context)?);
    let fields = fields(args, &text);
    let change = Change {
        folder,
        command: "log",
        action: None,
        said: format!(
            "Logged{} {} in {}: {text}",
            args.audience().map_or(String::new(), |who| format!(" ({})", who.name())),
            stamp.said(target.zone()),
            folder.id,
        ),
        stamp: Some(stamp),
        text: Some(&text),
        json: args.json,
        commit: args.commit,
    };
    record::record(&change, workspace, context, |target| {
        let mut fields = fields.clone();
        fields.insert(0, ("at".to_owned(), target.written(&stamp)));
        let array = "timeline".to_owned();
        Ok(vec![Edit::Insert { array, index: place(target, &stamp), fields }])
    })?;
    Ok(Outcome::Clean)
}

impl Args {
    fn audience(&self) -> Option<Audience> {
        self.audience.or(self.public.then_some(Audience::Public))
    }
}

/// What goes below `at`, in the order of docs/facts.md.
fn fields(args: &Args, text: &str) -> Vec<(String, Value)> {
    let mut fields = vec![("text", text)];
    fields.extend(args.audience().map(|audience| ("audience", audience.name())));
    fields.extend(args.wording.as_deref().map(|wording| ("wording", wording)));
    fields.extend(args.kind.map(|kind| ("kind", kind.name())));
    fields.extend(args.source.as_deref().map(|source| ("source", source)));
    fields.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect()
}

/// The place behind the last entry that is not certainly later; the end where that is the last.
pub(super) fn place(target: &Target, stamp: &Stamp) -> Option<usize> {
    let timeline = &target.incident.facts.timeline;
    let at = stamp.bound.earliest();
    let is_later = |at_entry: Option<chrono::DateTime<chrono::FixedOffset>>| {
        at_entry.is_some_and(|entry| entry > at)
    };
    let later = timeline.iter().rev().take_while(|entry| is_later(entry.at.earliest())).count();
    (later > 0).then(|| target.kept.index("timeline", timeline.len() - later))
}

fn kind(text: &str) -> Result<TimelineKind, String> {
    one_of("kind", TimelineKind::ALL, text)
}
