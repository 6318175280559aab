use chrono::{DateTime, NaiveTime, Utc};
use clap_complete::engine::ArgValueCompleter;
use serde::Serialize;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{Outcome, complete, when};
use crate::diagnostic::emit::to_json;
use crate::io;
use crate::measure;
use crate::model::{Audience, State};
use crate::source::inert;
use crate::view::View;

/// List incidents, newest first
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only incidents in this state
    #[arg(long, value_name = "STATE", value_parser = state)]
    #[arg(add = ArgValueCompleter::new(complete::states))]
    state: Option<State>,

    /// Only incidents that affected this component
    #[arg(long, value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::components))]
    component: Option<String>,

    /// What counts as now, for incidents that still last: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// An incident in a list. The form of `--json`.
#[derive(Serialize)]
struct Item<'v> {
    id: &'v str,
    title: &'v str,
    kind: &'v str,
    state: &'v str,
    status: &'v str,
    severity: Option<&'v str>,
    components: Vec<&'v str>,
    started: Option<&'v str>,
    resolved: Option<&'v str>,
    duration_seconds: Option<i64>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let wanted = args.component.as_deref().map(|id| workspace.component(id)).transpose()?;
    let loaded = workspace.load(&workspace.folders);
    let now = workspace.now(args.now, &context.now);
    let mut views: Vec<View> = loaded
        .iter()
        .filter_map(|loaded| loaded.incident.as_ref())
        .map(|incident| View::new(incident, Audience::Internal, &workspace.config, now))
        .filter(|view| args.state.is_none_or(|state| view.state == state.name()))
        .filter(|view| {
            wanted.is_none_or(|wanted| view.components.iter().any(|one| one.id == wanted.id))
        })
        .collect();
    tiny_sort::stable::sort_by(&mut views, |a, b| (began(b), &b.id).cmp(&(began(a), &a.id)));
    let text =
        if args.json { json(&views) } else { inert(&columns(&views, context.width)).into_owned() };
    io::print(text.as_bytes())?;
    let unread = loaded.iter().filter(|loaded| loaded.incident.is_none()).count();
    if unread > 0 {
        context.say(&format!("{unread} incidents could not be read; `incident check` says why"));
    }
    Ok(Outcome::Clean)
}

fn state(text: &str) -> Result<State, String> {
    State::ALL
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, state)| *state)
        .ok_or_else(|| "the state is ongoing, drafting or published".to_owned())
}

/// When it began or is to begin, or the best there is: in the order of the site's history.
fn began(view: &View) -> Option<DateTime<Utc>> {
    let first = view.updates.first().map(|update| &update.at);
    [view.started.as_ref(), view.scheduled_start.as_ref(), first]
        .into_iter()
        .flatten()
        .find_map(|time| Some(time.from?.to_utc()))
        .or_else(|| Some(measure::day(view)?.and_time(NaiveTime::MIN).and_utc()))
}

fn json(views: &[View]) -> String {
    let items: Vec<Item<'_>> = views
        .iter()
        .map(|view| Item {
            id: &view.id,
            title: &view.title,
            kind: view.kind,
            state: view.state,
            status: view.status,
            severity: view.severity.as_ref().map(|severity| severity.id.as_str()),
            components: view.components.iter().map(|component| component.id.as_str()).collect(),
            started: view.started.as_ref().map(|time| time.iso.as_str()),
            resolved: view.resolved.as_ref().map(|time| time.iso.as_str()),
            duration_seconds: view.duration.as_ref().map(|duration| duration.seconds),
        })
        .collect();
    to_json(&items)
}

/// Two lines an incident: what one types and scans, and its title below.
pub(super) fn columns(views: &[View], width: usize) -> String {
    let ids = views.iter().map(|view| view.id.width()).max().unwrap_or_default();
    let mut text = String::new();
    for view in views {
        let severity = view.severity.as_ref().map_or("", |severity| severity.name.as_str());
        let duration = view.duration.as_ref().map_or("", |duration| duration.short.as_str());
        let status = view.status.replace('_', " ");
        let line = format!(
            "{:<ids$}  {:<9}  {status:<13}  {severity:<8}  {duration}",
            view.id, view.state
        );
        text.push_str(&format!("{}\n", line.trim_end()));
        text.push_str(&format!("    {}\n", cut(&view.title, width.saturating_sub(4))));
    }
    text
}

/// The text, cut to a display width with an ellipsis where it is longer.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if kept.width() + character.width().unwrap_or(0) + 1 > width {
            break;
        }
        kept.push(character);
    }
    kept.trim_end().to_owned() + "\u{2026}"
}
