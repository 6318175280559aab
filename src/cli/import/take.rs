use std::collections::HashSet;
use std::io::ErrorKind;

use clap_complete::engine::ArgValueCompleter;

use super::facts::{self, House};
use super::plan::{Draft, Plan};
use super::report::Report;
use crate::check::Levels;
use crate::cli::base::Base;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::others::States;
use crate::cli::pass::Terms;
use crate::cli::progress::Progress;
use crate::cli::workspace::Workspace;
use crate::cli::{Outcome, complete, new, show};
use crate::diagnostic::Finding;
use crate::import::{Refused, Told};
use crate::io::{self, InsideError, Journal, Recorded};
use crate::load::{self, Loaded};
use crate::model::{Audience, Link};
use crate::source::{FileSource, IncidentSource};

/// How incidents are taken over.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Show what would be made, and make nothing
    #[arg(long)]
    dry_run: bool,

    /// IANA name of the zone whose clocks times are written by [default: the workspace's]
    #[arg(long, value_name = "ZONE")]
    pub(super) timezone: Option<String>,

    /// Who may read updates and post-mortems, where the page was not for all: public, customers or internal
    #[arg(long, value_name = "WHO", default_value = "public", value_parser = show::audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Audience,

    /// Print what was done as JSON, for programs
    #[arg(long)]
    json: bool,
}

/// What another tool's file tells.
#[derive(Debug)]
pub(super) struct Source {
    /// The tool's name.
    pub(super) tool: &'static str,
    /// The command that takes it over.
    pub(super) command: &'static str,
    /// What people call the file.
    pub(super) from: String,
    /// The zone that it shows times in, where it says so.
    pub(super) zone: Option<String>,
    pub(super) told: Vec<Told>,
    pub(super) refused: Vec<Refused>,
}

/// Makes the incidents that a file tells of, one by one, and tells what became of each.
pub(super) fn take(
    source: Source,
    options: &Options,
    context: &Context,
) -> Result<Outcome, CommandError> {
    let mut workspace = Workspace::open(context)?;
    let has_faults = workspace.config_findings.iter().any(Finding::is_error);
    if workspace.config_file.fault.is_some() || has_faults {
        return Err(CommandError::new("incident.toml has faults; nothing was written")
            .hint("components and severities are looked up in it; `incident check` says more"));
    }
    let levels = workspace.levels();
    let zone = new::zone(options.timezone.as_deref(), &workspace)?;
    let Source { tool, command, from, told, refused, .. } = source;
    let house = House { config: &workspace.config, zone: &zone, audience: options.audience };
    let mut plan = Plan::new(told, refused, tool, house, &workspace)?;
    let mut failed = None;
    if !options.dry_run {
        io::sweep(&workspace.root, "incidents");
        failed = make(&mut plan, tool, &workspace, context);
        note(&plan, &from, &workspace, context);
    }
    let loaded: Vec<Loaded> =
        plan.drafts.iter().map(|draft| load::incident(draft.source(), &workspace.config)).collect();
    let findings = judged(&loaded, &levels, &workspace, context);
    let report = Report {
        command,
        from: &from,
        is_dry_run: options.dry_run,
        plan: &plan,
        loaded: &loaded,
        findings: &findings,
        other_zone: source
            .zone
            .filter(|theirs| options.timezone.is_none() && theirs != zone.name()),
    };
    let printed = report.print(options.json, &workspace, context);
    let is_done = !options.dry_run && !plan.drafts.is_empty();
    let printed = printed.map_err(|error| match is_done {
        true => error.hint("do not do it again: the incidents are made").after_work(),
        false => error,
    });
    match failed.map_or(printed, Err) {
        Err(error) => Err(error),
        Ok(()) if report.is_clean() => Ok(Outcome::Clean),
        Ok(()) => Ok(Outcome::Findings),
    }
}

/// Makes the folders. Where one cannot be made, what was to follow is no part of the plan any
/// more, and why is told.
fn make(
    plan: &mut Plan<'_>,
    tool: &str,
    workspace: &Workspace,
    context: &Context,
) -> Option<CommandError> {
    let progress = Progress::new("Importing", plan.drafts.len(), context);
    let mut made = Vec::with_capacity(plan.drafts.len());
    let mut failed = None;
    for draft in std::mem::take(&mut plan.drafts) {
        match draft.create(workspace) {
            Ok(()) => made.push(draft),
            Err(InsideError::Io(error)) if error.kind() == ErrorKind::AlreadyExists => {
                match draft.why_not(tool, workspace) {
                    None => plan.there.push(draft.id),
                    Some(why) => plan.refused.push(Refused {
                        place: draft.told.place,
                        title: Some(draft.told.title),
                        why,
                    }),
                }
            }
            Err(error) => {
                let error = CommandError::new(format!("incidents/{} cannot be made", draft.id))
                    .because(error)
                    .hint("run it again to go on: what was made is not made twice");
                failed = Some(if made.is_empty() { error } else { error.after_work() });
                break;
            }
        }
        progress.step();
    }
    plan.drafts = made;
    failed
}

impl Draft {
    fn files(&self) -> [(String, Vec<u8>); 2] {
        [("facts.toml", &self.facts), ("report.md", &self.report)]
            .map(|(name, text)| (name.to_owned(), text.clone().into_bytes()))
    }

    fn create(&self, workspace: &Workspace) -> Result<(), InsideError> {
        io::create_folder(&workspace.root, &format!("incidents/{}", self.id), &self.files())
    }

    /// Why it cannot be made where something has its name; nothing where another import of the same
    /// incident was faster.
    fn why_not(&self, tool: &str, workspace: &Workspace) -> Option<String> {
        let path = format!("incidents/{}", self.id);
        let Some(folder) = io::folder(&workspace.root, &self.id) else {
            let what = match io::is_link(&workspace.root, &path) {
                true => "is a symbolic link that leads to no incident",
                false => "is no folder",
            };
            return Some(format!("{path} {what}; it was left as it is"));
        };
        let there = workspace.incidents().read(&folder);
        let there = load::incident(there, &workspace.config).incident;
        let origin = self.told.origin.as_deref().map(|origin| facts::origin(tool, origin));
        let is_same = |link: &Link| Some(&link.title) == origin.as_ref();
        if there.is_some_and(|incident| incident.facts.links.iter().any(is_same)) {
            return None;
        }
        Some(format!("{path} is there since just now, made by somebody else; it was left as it is"))
    }

    /// Its files as if they had been read.
    fn source(&self) -> IncidentSource {
        let folder = format!("incidents/{}", self.id);
        let [facts, report] = self
            .files()
            .map(|(name, bytes)| FileSource::from_bytes(format!("{folder}/{name}"), bytes));
        IncidentSource { id: self.id.clone(), folder, facts, report, ..IncidentSource::default() }
    }
}

/// Notes that incidents were made, so that `incident undo` takes back nothing older by mistake.
fn note(plan: &Plan<'_>, from: &str, workspace: &Workspace, context: &Context) {
    let Some(last) = plan.drafts.last() else { return };
    let noted = Journal::of(&workspace.root).push(&Recorded {
        said: format!("Imported incidents from {from}"),
        when: context.now.to_rfc3339(),
        file: format!("incidents/{}/facts.toml", last.id),
        before: String::new(),
        after: last.facts.clone(),
    });
    if let Err(error) = noted {
        context.say(&format!("`incident undo` does not know of it: {error}"));
    }
}

/// What `incident check` finds in them.
fn judged(
    loaded: &[Loaded],
    levels: &Levels,
    workspace: &Workspace,
    context: &Context,
) -> Vec<Finding> {
    let today = workspace.now(None, &context.now).date_naive();
    let terms = Terms { levels, today, base: &Base::default() };
    let others = States::new(workspace);
    for loaded in loaded {
        others.know(&loaded.source.id, true);
    }
    let (mut findings, _) = workspace.check_among(&others, loaded, terms);
    let folders: HashSet<&str> =
        loaded.iter().map(|loaded| loaded.source.folder.as_str()).collect();
    findings.retain(|finding| {
        finding.file.rsplit_once('/').is_some_and(|(folder, _)| folders.contains(folder))
    });
    findings
}
