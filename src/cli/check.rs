use chrono::{DateTime, FixedOffset};

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{Outcome, when};
use crate::check;
use crate::diagnostic::emit::{self, Concealed, Counts, HumanOptions};
use crate::diagnostic::{Finding, Level};
use crate::fields::closest;
use crate::io;

/// Findings shown in the human format before the rest is only counted.
const MOST_SHOWN: usize = 100;

/// Find every fault in the workspace's incidents
///
/// Exits with 1 where a finding is an error. Warnings are shown and do not fail the run,
/// unless --deny-warnings is given. Levels are set per rule in incident.toml under [rules],
/// or with --rule.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Incidents by id, part of an id, or path [default: all]
    #[arg(value_name = "PATH|ID")]
    incidents: Vec<String>,

    /// How findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// Set a rule's level for this run: RULE=off, RULE=warning or RULE=error
    #[arg(long = "rule", value_name = "RULE=LEVEL", value_parser = rule_level)]
    rules: Vec<(&'static str, Option<Level>)>,

    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,

    /// What counts as now, for rules about deadlines: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::instant)]
    now: Option<DateTime<FixedOffset>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Source lines with the place marked
    Human,
    /// PATH:LINE:COLUMN: LEVEL[RULE] MESSAGE
    Concise,
    /// One JSON document
    Json,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let mut workspace = Workspace::open(context)?;
    let mut levels = workspace.levels();
    for (rule, level) in &args.rules {
        if let Some(rule) = check::find(rule) {
            levels.set(rule, *level);
        }
    }
    let loaded = workspace.load(&workspace.select(&args.incidents)?);
    let today = args.now.unwrap_or(context.now).date_naive();
    let mut findings = workspace.check(&loaded, &levels, today);
    let sources = workspace.sources(&loaded);
    let concealed = Concealed::of(&mut findings, &sources);
    let sources = concealed.over(sources);
    let text = match args.format {
        Format::Human => emit::human(
            &findings,
            &sources,
            HumanOptions { color: context.color, width: context.width, most: MOST_SHOWN },
        ),
        Format::Concise => emit::concise(&findings, &sources),
        Format::Json => emit::json(&findings, &sources),
    };
    io::print(text.as_bytes())?;
    if args.format != Format::Json {
        context.say(&summary(&findings, loaded.len()));
    }
    Ok(outcome(&findings, args.deny_warnings))
}

/// What the findings mean for the exit code.
pub(super) fn outcome(findings: &[Finding], deny_warnings: bool) -> Outcome {
    let counts = Counts::of(findings);
    if counts.errors > 0 || (deny_warnings && counts.warnings > 0) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// "2 errors and 1 warning in 11 incidents".
pub(super) fn summary(findings: &[Finding], incidents: usize) -> String {
    let Counts { errors, warnings } = Counts::of(findings);
    let incidents = counted(incidents, "incident");
    match (errors, warnings) {
        (0, 0) => format!("No faults found in {incidents}."),
        (errors, 0) => format!("{} in {incidents}.", counted(errors, "error")),
        (0, warnings) => format!("{} in {incidents}.", counted(warnings, "warning")),
        (errors, warnings) => format!(
            "{} and {} in {incidents}.",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn rule_level(text: &str) -> Result<(&'static str, Option<Level>), String> {
    let (id, level) = text.split_once('=').ok_or("write RULE=LEVEL")?;
    let rule =
        check::find(id).ok_or_else(|| match closest(id, check::all().map(|rule| rule.id)) {
            Some(near) => format!("no rule is called {id}; did you mean {near}?"),
            None => format!("no rule is called {id}; `incident explain` lists them"),
        })?;
    if rule.is_locked() {
        return Err(format!("{id} cannot be switched off: what it finds cannot be read"));
    }
    let level = match level {
        "off" => None,
        "warning" => Some(Level::Warning),
        "error" => Some(Level::Error),
        _ => return Err("the level is off, warning or error".to_owned()),
    };
    Ok((rule.id, level))
}
