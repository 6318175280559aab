use std::ops::RangeInclusive;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, TimeDelta};
use clap_complete::engine::ArgValueCompleter;

use crate::cli::at::{self, Stamp};
use crate::cli::commit::Commit;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::record::{self, Change, Target};
use crate::cli::words::on_one_line;
use crate::cli::workspace::Workspace;
use crate::cli::{Outcome, complete, log, ongoing};
use crate::edit::{self, Edit, Value};
use crate::git::{Happening, HappeningKind, happened};
use crate::io;
use crate::model::{Bound, Moment, Zone};
use crate::source::clean;
use crate::view::Time;

/// What came before an incident may have caused it.
const BEFORE: TimeDelta = TimeDelta::hours(24);

/// What was put right last is often committed after it is over.
const AFTER: TimeDelta = TimeDelta::hours(2);

/// Propose what happened in a git repository as timeline entries
///
/// Commits and merges of the branch that is checked out in REPO, and its tags, from a day before
/// the incident started to two hours after it was resolved. They are printed as TOML, or added
/// to the timeline with --append. They are internal; what the timeline has already is left out.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The folder of a git repository
    repo: PathBuf,

    /// The incident: its id or an unambiguous part of it [default: the one that is going on]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    id: Option<String>,

    /// Only what happened from then on, written as for `incident log --at`
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,

    /// Only what happened up to then
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,

    /// Add the entries to the timeline
    #[arg(long)]
    append: bool,

    #[command(flatten)]
    commit: Commit,

    /// With --append: confirm as JSON, for programs
    #[arg(long, requires = "append")]
    json: bool,
}

pub(in crate::cli) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let folder = match &args.id {
        Some(name) => workspace.one(name)?,
        None => ongoing::the_only(&workspace, &context.now, "incident import git REPO")?,
    };
    let target = Target::open(&workspace, &folder)?;
    let window = window(args, &target, context)?;
    let found = happened(&context.folder.join(&args.repo), &window).map_err(|error| {
        CommandError::new(format!("{} cannot be read", args.repo.display()))
            .because(error)
            .hint("REPO is the folder of a git repository; clone what is elsewhere")
    })?;
    let number = entries(&found, &target).len();
    let known = match found.len() - number {
        0 => String::new(),
        known => format!(", where {known} are already"),
    };
    let of = format!(
        "from {} between {} and {}",
        args.repo.display(),
        told(*window.start(), target.zone()),
        told(*window.end(), target.zone()),
    );
    if number == 0 {
        context.say(&format!("Nothing to add to {}{known}, {of}.", folder.id));
        return Ok(Outcome::Clean);
    }
    let entries = if number == 1 { "1 entry".to_owned() } else { format!("{number} entries") };
    if !args.append {
        io::print(proposed(&found, &target)?.as_bytes())?;
        context.say(&format!("{entries} {of}. --append adds them to {}{known}.", folder.id));
        return Ok(Outcome::Clean);
    }
    let change = Change {
        folder: &folder,
        command: "import git",
        action: None,
        said: format!("Added {entries} to {}{known}, {of}", folder.id),
        stamp: None,
        text: None,
        json: args.json,
        commit: args.commit,
    };
    record::record(&change, &workspace, context, |target| Ok(edits(&found, target)))?;
    Ok(Outcome::Clean)
}

/// From a day before its start to two hours after its end, where the flags do not say otherwise.
fn window(
    args: &Args,
    target: &Target,
    context: &Context,
) -> Result<RangeInclusive<DateTime<FixedOffset>>, CommandError> {
    let facts = &target.incident.facts;
    let clock = target.clock(context.now, true);
    let since = match &args.since {
        Some(text) => at::bound("--since", text, &clock)?.earliest(),
        None => {
            facts.started.as_ref().and_then(Moment::earliest).ok_or_else(|| {
                CommandError::new("nobody knows when it started").hint("give --since")
            })? - BEFORE
        }
    };
    let until = match &args.until {
        Some(text) => at::bound("--until", text, &clock)?.latest(),
        None => match facts.resolved.as_ref().and_then(Moment::latest) {
            Some(resolved) => (resolved + AFTER).min(context.now),
            None => context.now,
        },
    };
    if since > until {
        let (since, until) = (told(since, target.zone()), told(until, target.zone()));
        return Err(CommandError::new(format!("--until, {until}, is before --since, {since}"))
            .hint("give both"));
    }
    Ok(since..=until)
}

fn told(at: DateTime<FixedOffset>, zone: &Zone) -> String {
    Time::new(&Moment::Exactly(Bound::At(zone.at(&at))), zone).text
}

/// An entry of the timeline.
struct Entry {
    stamp: Stamp,
    text: String,
    source: String,
}

/// What the timeline does not have yet.
fn entries(found: &[Happening], target: &Target) -> Vec<Entry> {
    let timeline = &target.incident.facts.timeline;
    let is_there = |entry: &Entry| {
        let source = Some(entry.source.as_str());
        timeline.iter().any(|own| own.text == entry.text && own.source.as_deref() == source)
    };
    found
        .iter()
        .map(|happening| Entry {
            stamp: Stamp { bound: Bound::At(target.zone().at(&happening.at)), is_about: false },
            text: text(happening),
            source: format!("git:{}", clean(&happening.commit)),
        })
        .filter(|entry| !is_there(entry))
        .collect()
}

fn text(happening: &Happening) -> String {
    let what = match &happening.kind {
        HappeningKind::Commit => "Committed".to_owned(),
        HappeningKind::Merge => "Merged".to_owned(),
        HappeningKind::Tag(name) => format!("Tagged {name}"),
    };
    on_one_line(&clean(&format!("{what}: {}", happening.subject)).replace('\t', " "))
}

fn fields(entry: &Entry, target: &Target) -> Vec<(String, Value)> {
    vec![
        ("at".to_owned(), target.written(&entry.stamp)),
        ("text".to_owned(), entry.text.as_str().into()),
        ("source".to_owned(), entry.source.as_str().into()),
    ]
}

/// The entries as a piece of a facts.toml.
fn proposed(found: &[Happening], target: &Target) -> Result<String, CommandError> {
    let append = |entry| Edit::append("timeline", fields(entry, target));
    let edits: Vec<Edit> = entries(found, target).iter().map(append).collect();
    edit::apply("", &edits)
        .map_err(|error| CommandError::new("the entries cannot be written").because(error))
}

/// The last first, so that the places of the others stay true; what goes to the end in order.
fn edits(found: &[Happening], target: &Target) -> Vec<Edit> {
    let insert = |entry: &Entry| Edit::Insert {
        array: "timeline".to_owned(),
        index: log::place(target, &entry.stamp),
        fields: fields(entry, target),
    };
    let edits: Vec<Edit> = entries(found, target).iter().map(insert).collect();
    let is_inside = |edit: &Edit| matches!(edit, Edit::Insert { index: Some(_), .. });
    let (inside, at_end): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(is_inside);
    inside.into_iter().rev().chain(at_end).collect()
}
