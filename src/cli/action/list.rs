use chrono::NaiveDate;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::known::{self, Known};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::list::cut;
use crate::cli::workspace::Workspace;
use crate::cli::{Outcome, when};
use crate::diagnostic::emit::to_json;
use crate::io;
use crate::model::{ActionStatus, Incident};
use crate::source::inert;

/// Columns that an owner may take.
const OWNER_WIDTH: usize = 16;

/// List actions, those that are overdue first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only actions of these incidents: ids, parts of ids, or paths
    incidents: Vec<String>,

    /// Only open ones
    #[arg(long)]
    open: bool,

    /// Only open ones whose deadline has passed
    #[arg(long)]
    overdue: bool,

    /// Only those of this owner
    #[arg(long, value_name = "WHO")]
    owner: Option<String>,

    /// Only those of incidents that affected this component
    #[arg(long, value_name = "ID")]
    component: Option<String>,

    /// What counts as now, for what is overdue: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// An action in a list. The form of `--json`.
#[derive(Serialize)]
struct Item<'k> {
    incident: &'k str,
    id: &'k str,
    title: &'k str,
    kind: Option<&'k str>,
    owner: Option<&'k str>,
    due: Option<NaiveDate>,
    status: &'k str,
    /// Days since the deadline of an open one; nothing where it has not passed.
    days_overdue: Option<i64>,
    done: Option<NaiveDate>,
    audience: &'k str,
    link: Option<&'k str>,
}

/// What comes first: overdue, open, open without a deadline, dropped, done; then the day.
type Urgency = (u8, Option<NaiveDate>);

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let today = workspace.now(args.now, &context.now).date_naive();
    let found = known::of(&workspace, &workspace.select(&args.incidents)?);
    let mut listed: Vec<(&Incident, Vec<&Known>)> = Vec::new();
    for (incident, actions) in &found.incidents {
        let mut wanted: Vec<&Known> =
            actions.iter().filter(|known| args.wants(incident, known, today)).collect();
        tiny_sort::stable::sort_by_key(&mut wanted, |known| urgency(known, today));
        if !wanted.is_empty() {
            listed.push((incident, wanted));
        }
    }
    tiny_sort::stable::sort_by_key(&mut listed, |(_, actions)| urgency(actions[0], today));
    let text = if args.json {
        let actions = listed.iter().flat_map(|(_, actions)| actions);
        to_json(&actions.map(|known| item(known, today)).collect::<Vec<_>>())
    } else {
        listed.iter().map(|(incident, actions)| shown(incident, actions, today, context)).collect()
    };
    io::print(text.as_bytes())?;
    if !args.json {
        let actions: Vec<&Known> =
            listed.iter().flat_map(|(_, actions)| actions).copied().collect();
        context.say(&counted(&actions, today));
    }
    if found.unread > 0 {
        let unread = found.unread;
        context.say(&format!("{unread} incidents could not be read; `incident check` says why"));
    }
    Ok(Outcome::Clean)
}

impl Args {
    fn wants(&self, incident: &Incident, known: &Known, today: NaiveDate) -> bool {
        let facts = &incident.facts;
        let is_open = known.action.status == ActionStatus::Open;
        let component = self.component.as_ref();
        let affects = |id: &String| {
            facts.components.contains(id) || facts.impact.iter().any(|one| one.component == *id)
        };
        (is_open || !self.open)
            && (!self.overdue || days_overdue(known, today).is_some())
            && self.owner.as_ref().is_none_or(|owner| known.action.owner.as_ref() == Some(owner))
            && component.is_none_or(affects)
    }
}

/// The day of the deadline itself still counts.
fn days_overdue(known: &Known, today: NaiveDate) -> Option<i64> {
    let due = known.action.due.filter(|_| known.action.status == ActionStatus::Open)?;
    Some(today.signed_duration_since(due).num_days()).filter(|days| *days > 0)
}

fn urgency(known: &Known, today: NaiveDate) -> Urgency {
    let action = &known.action;
    match action.status {
        ActionStatus::Open if days_overdue(known, today).is_some() => (0, action.due),
        ActionStatus::Open if action.due.is_some() => (1, action.due),
        ActionStatus::Open => (2, None),
        ActionStatus::Dropped => (3, action.due),
        ActionStatus::Done => (4, action.done),
    }
}

fn item(known: &Known, today: NaiveDate) -> Item<'_> {
    let Known { folder, id, action } = known;
    Item {
        incident: &folder.id,
        id,
        title: &action.title,
        kind: action.kind.map(|kind| kind.name()),
        owner: action.owner.as_deref(),
        due: action.due,
        status: action.status.name(),
        days_overdue: days_overdue(known, today),
        done: action.done,
        audience: action.audience.name(),
        link: action.link.as_deref(),
    }
}

/// The incident, and below it two lines an action: what one scans and types, and its title.
fn shown(incident: &Incident, actions: &[&Known], today: NaiveDate, context: &Context) -> String {
    let (bold, red, reset) =
        if context.color { ("\u{1b}[1m", "\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "", "") };
    let owner = |known: &Known| {
        let owner = known.action.owner.as_deref().unwrap_or("nobody");
        cut(&inert(owner), OWNER_WIDTH)
    };
    let owners = actions.iter().map(|known| owner(known).width()).max().unwrap_or_default();
    let mut text = format!("{bold}{}{reset}\n", inert(&incident.id));
    for known in actions {
        let late = days_overdue(known, today);
        let (status, day) = match known.action.status {
            ActionStatus::Open if late.is_some() => ("overdue", known.action.due),
            ActionStatus::Done => ("done", known.action.done),
            status => (status.name(), known.action.due),
        };
        let (start, end) = if late.is_some() { (red, reset) } else { ("", "") };
        let day = day.map_or_else(|| "no date".to_owned(), |day| day.to_string());
        let owner = owner(known);
        let gap = " ".repeat(owners - owner.width());
        text.push_str(&format!("  {start}{status:<7}  {day:<10}{end}  {owner}{gap}  "));
        text.push_str(&format!("{}\n", inert(&known.id)));
        let title = cut(&inert(known.action.title.trim()), context.width.saturating_sub(11));
        text.push_str(&format!("           {title}\n"));
    }
    text
}

/// "2 overdue, 3 open, 1 done."
fn counted(actions: &[&Known], today: NaiveDate) -> String {
    let late = actions.iter().filter(|known| days_overdue(known, today).is_some()).count();
    let with = |status| actions.iter().filter(|known| known.action.status == status).count();
    let counts = [
        (late, "overdue"),
        (with(ActionStatus::Open) - late, "open"),
        (with(ActionStatus::Done), "done"),
        (with(ActionStatus::Dropped), "dropped"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if counts.is_empty() { "No actions.".to_owned() } else { counts.join(", ") + "." }
}
