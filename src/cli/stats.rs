use chrono::TimeDelta;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::context::Context;
use super::error::CommandError;
use super::list::cut;
use super::workspace::Workspace;
use super::{Outcome, when};
use crate::config::Config;
use crate::diagnostic::emit::to_json;
use crate::io;
use crate::measure::{Case, Group, ImpactWindow, Median, Statistics};
use crate::model::{Audience, Elapsed};
use crate::source::inert;
use crate::view::{Duration, View};

/// Columns of each number.
const COLUMN: usize = 9;

/// See how long incidents take to detect, to mitigate and to resolve, and what was down
///
/// By severity, component and month. Times are medians, counted from the start, of the incidents
/// whose facts know both ends exactly. Downtime is weighed like the site's uptime: a second of
/// partial outage counts half, and ≥ stands before it where it may have been longer.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What counts as now, where an incident still lasts: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// All of it. The form of `--json`.
#[derive(Serialize)]
struct Told {
    /// The version of this form.
    version: u8,
    /// Times that work was announced.
    maintenance: usize,
    all: Numbers,
    severities: Vec<Row>,
    components: Vec<Row>,
    months: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// Of a severity or component; `2024-05` of a month; nothing of incidents without severity.
    id: Option<String>,
    name: String,
    #[serde(flatten)]
    numbers: Numbers,
}

#[derive(Serialize)]
struct Numbers {
    incidents: usize,
    detect: Length,
    mitigate: Length,
    resolve: Length,
    downtime_seconds: i64,
    /// Whether it may have been more.
    downtime_may_be_longer: bool,
    #[serde(skip)]
    downtime_goes_on: bool,
}

#[derive(Serialize)]
struct Length {
    median_seconds: Option<i64>,
    /// How many incidents it is the median of.
    of: usize,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let loaded = workspace.load(&workspace.folders);
    let now = workspace.now(args.now, &context.now);
    let incidents: Vec<(View, Vec<ImpactWindow>)> = loaded
        .iter()
        .filter_map(|loaded| loaded.incident.as_ref())
        .map(|incident| View::new(incident, Audience::Internal, &workspace.config, now))
        .map(|view| {
            let windows = ImpactWindow::all(&view, now.timestamp());
            (view, windows)
        })
        .collect();
    let cases: Vec<Case<'_>> =
        incidents.iter().map(|(view, windows)| Case::of(view, windows)).collect();
    let told = told(&Statistics::of(&cases, &workspace.config, now), &workspace.config);
    let text = if args.json { to_json(&told) } else { inert(&told.shown(context)).into_owned() };
    io::print(text.as_bytes())?;
    let unread = loaded.len() - incidents.len();
    if unread > 0 {
        context.say(&format!("{unread} incidents could not be read; `incident check` says why"));
    }
    Ok(Outcome::Clean)
}

fn told(statistics: &Statistics, config: &Config) -> Told {
    let severity = |id: &str| {
        let known = config.severities.iter().find(|severity| severity.id == id);
        known.map_or_else(|| id.to_owned(), |severity| severity.name.clone())
    };
    let component = |id: &str| {
        config.component(id).map_or_else(|| id.to_owned(), |component| component.name.clone())
    };
    let row = |id: Option<String>, name, group: &Group| Row { id, name, numbers: group.into() };
    Told {
        version: 1,
        maintenance: statistics.maintenance,
        all: (&statistics.all).into(),
        severities: statistics
            .severities
            .iter()
            .map(|(id, group)| {
                let name = id.as_deref().map_or_else(|| "No severity".to_owned(), severity);
                row(id.clone(), name, group)
            })
            .collect(),
        components: statistics
            .components
            .iter()
            .map(|(id, group)| row(Some(id.clone()), component(id), group))
            .collect(),
        months: statistics
            .months
            .iter()
            .rev()
            .map(|(month, group)| {
                let id = month.format("%Y-%m").to_string();
                row(Some(id.clone()), id, group)
            })
            .collect(),
    }
}

impl From<&Group> for Numbers {
    fn from(group: &Group) -> Self {
        Self {
            incidents: group.incidents,
            detect: group.median(|took| took.detect).into(),
            mitigate: group.median(|took| took.mitigate).into(),
            resolve: group.median(|took| took.resolve).into(),
            downtime_seconds: group.lost.seconds(),
            downtime_may_be_longer: group.may_be_longer,
            downtime_goes_on: group.goes_on,
        }
    }
}

impl From<Median> for Length {
    fn from(median: Median) -> Self {
        Self { median_seconds: median.seconds, of: median.of }
    }
}

impl Told {
    /// A table, one part of it below the other.
    fn shown(&self, context: &Context) -> String {
        let parts = [
            ("Severity", &self.severities),
            ("Component", &self.components),
            ("Month", &self.months),
        ];
        let names = parts.iter().flat_map(|(_, rows)| rows.iter());
        let widest = names.map(|row| row.name.width() + 2).max().unwrap_or_default();
        let room = context.width.saturating_sub(5 * COLUMN + 2);
        let column = widest.max("All incidents".len()).min(room.max(12));
        let head = ["Number", "Detect", "Mitigate", "Resolve", "Downtime"].map(str::to_owned);
        let mut lines = vec![
            line("", &head, column).trim_end().to_owned(),
            line("All incidents", &self.all.cells(), column),
        ];
        for (title, rows) in parts.iter().filter(|(_, rows)| !rows.is_empty()) {
            lines.push(format!("{title}:"));
            for row in *rows {
                lines.push(line(&format!("  {}", row.name), &row.numbers.cells(), column));
            }
        }
        if self.maintenance > 0 {
            lines.push(format!("Maintenance: {}", self.maintenance));
        }
        lines.join("\n") + "\n"
    }
}

impl Numbers {
    fn cells(&self) -> [String; 5] {
        let length = |length: &Length| length.median_seconds.map_or("-".to_owned(), short);
        // What goes on is longer when it is read.
        let seconds = match self.downtime_seconds {
            seconds @ 60.. if self.downtime_goes_on => seconds - seconds % 60,
            seconds => seconds,
        };
        let downtime = match (seconds, self.downtime_may_be_longer) {
            (0, false) => "-".to_owned(),
            (seconds, false) => short(seconds),
            (0, true) => "unknown".to_owned(),
            (seconds, true) => format!("\u{2265}{}", short(seconds)),
        };
        let number = self.incidents.to_string();
        let [detect, mitigate, resolve] = [&self.detect, &self.mitigate, &self.resolve].map(length);
        [number, detect, mitigate, resolve, downtime]
    }
}

/// A name, filled up to its column, and numbers right of it.
fn line(name: &str, cells: &[String; 5], column: usize) -> String {
    let name = cut(name, column);
    let fill = " ".repeat(column.saturating_sub(name.width()));
    let cells: String = cells.iter().map(|cell| format!("{cell:>COLUMN$}")).collect();
    format!("{name}{fill}{cells}")
}

/// The two largest units that count: "2d 5h", "46m".
fn short(seconds: i64) -> String {
    let length = TimeDelta::seconds(seconds);
    let elapsed = Elapsed { least: length, most: length, about: false, may_be_longer: false };
    let text = Duration::of(elapsed).map_or_else(|| "0m".to_owned(), |length| length.short);
    text.split(' ').take(2).collect::<Vec<_>>().join(" ")
}
