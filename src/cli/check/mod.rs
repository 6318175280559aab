mod report;

use chrono::{DateTime, FixedOffset};

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{Outcome, when};
use crate::check;
use crate::diagnostic::Level;
use crate::fields::closest;
use report::{Format, Report};

pub(super) use report::{outcome, summary};

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
    let findings = workspace.check(&loaded, &levels, today);
    let report =
        Report { findings: &findings, incidents: loaded.len(), deny_warnings: args.deny_warnings };
    report.print(args.format, workspace.sources(&loaded), &workspace.root, context)?;
    Ok(outcome(&findings, args.deny_warnings))
}

fn rule_level(text: &str) -> Result<(&'static str, Option<Level>), String> {
    let (id, level) = text.split_once('=').ok_or("write RULE=LEVEL")?;
    let rule =
        check::find(id).ok_or_else(|| match closest(id, check::all().map(|rule| rule.id)) {
            Some(near) => format!("no rule is called {id}; did you mean {near}?"),
            None => format!("no rule is called {id}; `incident explain` lists them"),
        })?;
    let level = match level {
        "off" => None,
        "warning" => Some(Level::Warning),
        "error" => Some(Level::Error),
        _ => return Err("the level is off, warning or error".to_owned()),
    };
    Ok((rule.id, level))
}
