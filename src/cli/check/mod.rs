mod fix;
mod report;
mod scope;

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::context::Context;
use super::error::CommandError;
use super::pass::Terms;
use super::workspace::Workspace;
use super::{Outcome, complete, when};
use crate::check::{self, Levels};
use crate::diagnostic::Level;
use crate::diagnostic::emit::Concealed;
use crate::fields::closest;
use fix::Mended;
use report::{Format, Report};
use scope::Scope;

pub(super) use fix::print_diff;
pub(super) use report::{counted, outcome, summary};

const EXAMPLES: &str = "\
Examples:
  incident check
  incident check --changed origin/main --format github
  incident check card --fix";

/// Find every fault in the workspace's incidents
///
/// Exits with 1 where a finding is an error. Warnings are shown and do not fail the run,
/// unless --deny-warnings is given. Levels are set per rule in incident.toml under [rules],
/// or with --rule.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Incidents by id, part of an id, or path [default: all]
    #[arg(value_name = "PATH|ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents_and_paths))]
    incidents: Vec<String>,

    /// How findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// Set a rule's level for this run: RULE=off, RULE=warning or RULE=error
    #[arg(long = "rule", value_name = "RULE=LEVEL", value_parser = rule_level)]
    #[arg(add = ArgValueCompleter::new(complete::rule_levels))]
    rules: Vec<(&'static str, Option<Level>)>,

    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,

    /// Exit with 0 whatever is found; 2 still means that the check could not run
    #[arg(long, conflicts_with = "deny_warnings")]
    exit_zero: bool,

    /// Mend what can be mended without changing what the files mean, and report the rest
    #[arg(long, group = "mend", conflicts_with = "stdin_filename")]
    fix: bool,

    /// Print what --fix would change as a unified diff, and write nothing
    #[arg(long, group = "mend")]
    diff: bool,

    /// With --fix or --diff, mend too what takes a guess at what was meant
    #[arg(long, requires = "mend")]
    unsafe_fixes: bool,

    /// Check only incidents that differ from where this branch left BASE, committed or not; all
    /// of them where incident.toml or templates/ do [default BASE: origin/HEAD, or main or
    /// master at origin or here]
    #[arg(long, value_name = "BASE", num_args = 0..=1, default_missing_value = "")]
    changed: Option<String>,

    /// Take standard input for the text of this file, and report on its incident only
    #[arg(long, value_name = "PATH", conflicts_with_all = ["incidents", "changed"])]
    stdin_filename: Option<PathBuf>,

    /// What counts as now, for rules about deadlines: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let (mut workspace, scope) = Scope::open(args, context)?;
    let today = workspace.now(args.now, &context.now).date_naive();
    let check = |workspace: &mut Workspace| {
        let levels = levels(workspace, args);
        let terms = Terms { levels: &levels, today, base: &scope.base };
        let mut checked = workspace.check_each(&scope.folders, terms, context);
        scope.limit(&mut checked.findings);
        checked
    };
    let (mut checked, mended) = if args.fix || args.diff {
        fix::mend(&mut workspace, args, check)
    } else {
        (check(&mut workspace), Mended::default())
    };
    if args.diff {
        mended.print_diff(context)?;
        mended.say("Would fix", context);
        if mended.is_empty() {
            context.say("There is nothing to fix.");
        }
    } else {
        mended.write(&workspace)?;
        mended.say("Fixed", context);
        let mut findings = std::mem::take(&mut checked.findings);
        let sources = checked.sources(&workspace);
        let concealed = Concealed::of(&mut findings, &sources);
        let report = Report {
            findings: &findings,
            incidents: checked.incidents,
            uncompared: &checked.uncompared,
            deny_warnings: args.deny_warnings,
        };
        report.print(args.format, concealed.over(sources), &workspace.root, context)?;
        checked.findings = findings;
    }
    if args.exit_zero {
        Ok(Outcome::Clean)
    } else if args.diff && !mended.is_empty() {
        Ok(Outcome::Findings)
    } else {
        Ok(outcome(&checked.findings, args.deny_warnings))
    }
}

fn levels(workspace: &mut Workspace, args: &Args) -> Levels {
    let mut levels = workspace.levels();
    for (rule, level) in &args.rules {
        if let Some(rule) = check::find(rule) {
            levels.set(rule, *level);
        }
    }
    levels
}

fn rule_level(text: &str) -> Result<(&'static str, Option<Level>), String> {
    let (id, level) = text.split_once('=').ok_or("write RULE=LEVEL")?;
    let rule =
        check::find(id).ok_or_else(|| match closest(id, check::all().map(|rule| rule.id)) {
            Some(near) => format!("no rule is called {id}; did you mean {near}?"),
            None => format!("no rule is called {id}; `incident explain` lists them"),
        })?;
    if rule.is_locked() {
        return Err(format!(
            "{id} cannot be switched off: what it finds cannot be read as it is meant"
        ));
    }
    let level = match level {
        "off" => None,
        "warning" => Some(Level::Warning),
        "error" => Some(Level::Error),
        _ => return Err("the level is off, warning or error".to_owned()),
    };
    Ok((rule.id, level))
}
