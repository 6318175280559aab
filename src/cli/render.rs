use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, FixedOffset};
use clap_complete::engine::ArgValueCompleter;

use super::base::Base;
use super::context::Context;
use super::error::CommandError;
use super::pass::{Checked, Terms};
use super::show::audience;
use super::workspace::Workspace;
use super::{Outcome, check, complete, content, when};
use crate::config::{Config, Target, Updates};
use crate::diagnostic::Finding;
use crate::diagnostic::emit::{self, Concealed, HumanOptions};
use crate::io::{self, OutputError, OutputTree, Written};
use crate::load::Loaded;
use crate::model::Audience;
use crate::render::site::{Site, Summary};
use crate::render::{OutputFile, TemplateError, Templates};
use crate::render::{blog, email};
use crate::view::View;

/// Findings shown before the rest is only counted: with a broken workspace the first ones count.
const MOST_SHOWN: usize = 20;

/// Publish incidents as a status site, emails and blog posts
///
/// Everything is checked first: with a single error nothing is written, and the last good
/// output stays where it is. Files that an earlier run wrote and this one does not are
/// removed; files that `incident` did not write are never touched.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write only what belongs to these incidents; removes nothing [default: all]
    #[arg(value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents_and_paths))]
    incidents: Vec<String>,

    /// What to make: site, email or blog; may be given several times [default: as configured]
    #[arg(long = "to", value_name = "TARGET", value_parser = target)]
    targets: Vec<Target>,

    /// Where to put it, in a folder a target [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// For whom: public, customers or internal [default: public; customers for email]
    #[arg(long, value_name = "WHO", value_parser = audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Option<Audience>,

    /// Mails for updates too: latest, all, or the number of one [default: as configured]
    #[arg(long = "update", value_name = "WHICH", value_parser = updates)]
    updates: Option<Updates>,

    /// Let mail programs wrap the texts of messages: format=flowed, as in RFC 3676
    #[arg(long)]
    flowed: bool,

    /// What counts as now: a day or an instant; the same files and the same now give the same
    /// bytes
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::instant)]
    now: Option<DateTime<FixedOffset>>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let mut workspace = Workspace::open(context)?;
    let levels = workspace.levels();
    let now = args.now.unwrap_or(context.now);
    let chosen = workspace.select(&args.incidents)?;
    let targets = match args.targets.as_slice() {
        [] => workspace.config.output.targets.clone(),
        named => named.to_vec(),
    };
    args.fit(&targets, &workspace.config)?;
    // The site lists all incidents; mails and posts stand for themselves.
    let needed = if targets.contains(&Target::Site) { &workspace.folders } else { &chosen };
    let terms = Terms { levels: &levels, today: now.date_naive(), base: &Base::default() };
    // What is wrong with the incidents is told before anything that is wrong with the rest.
    let refuse = |error| {
        let (checked, _) = workspace.check_each(needed, terms, |_, _| ());
        blocked(checked, &workspace, context).ok_or(error)
    };
    let templates = match templates(&workspace) {
        Ok(templates) => templates,
        Err(error) => return refuse(error),
    };
    // Whoever names a folder knows where it leads to; the configuration may be anybody's.
    let (base, dir) = match &args.out {
        Some(out) => (out.as_path(), ""),
        None => (workspace.root.as_path(), workspace.config.output.dir.as_str()),
    };
    let ids = chosen.iter().map(|folder| folder.id.clone()).collect();
    let run = Run::new(&workspace, &templates, args, ids, now).open(&targets, base, Path::new(dir));
    let run = match run {
        Ok(run) => run,
        Err(error) => return refuse(error),
    };
    // Incidents are rendered as they are read, and forgotten: what is wrong with one of the last
    // throws away what was made of the first.
    let (checked, made) = workspace
        .check_each(needed, terms, |loaded, found| run.incident(loaded, found).transpose());
    if let Some(outcome) = blocked(checked, &workspace, context) {
        run.abandon();
        return Ok(outcome);
    }
    let summaries = made.into_iter().flatten().collect::<Result<Vec<_>, _>>()?;
    for (target, folder, written) in run.commit(&summaries)? {
        report(context, target, &folder, written);
    }
    Ok(Outcome::Clean)
}

/// Says what is wrong, if it keeps anything from being written.
fn blocked(mut checked: Checked, workspace: &Workspace, context: &Context) -> Option<Outcome> {
    let mut findings = std::mem::take(&mut checked.findings);
    let outcome = check::outcome(&findings, false);
    if outcome != Outcome::Findings {
        return None;
    }
    let sources = checked.sources(workspace);
    let concealed = Concealed::of(&mut findings, &sources);
    findings.retain(Finding::is_error);
    let options = HumanOptions { color: context.color_err, width: context.width, most: MOST_SHOWN };
    let shown = emit::human(&findings, &concealed.over(sources), options);
    let summary = check::summary(&findings, checked.incidents);
    io::say(&format!("{shown}{summary} Nothing was written."));
    Some(outcome)
}

fn templates(workspace: &Workspace) -> Result<Templates, CommandError> {
    let overrides = io::overrides(&workspace.root)
        .map_err(|error| CommandError::new("templates/ cannot be read").because(error))?;
    Templates::new(overrides).map_err(template_error)
}

fn report(context: &Context, target: Target, folder: &Path, written: Written) {
    let Written { files, changed, removed } = written;
    let gone = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    let shown = folder.strip_prefix(&context.folder).unwrap_or(folder);
    context.say(&format!(
        "{:<5} {} ({files} files, {changed} changed{gone})",
        target.name(),
        shown.display()
    ));
}

impl Args {
    /// Refuses flags that would do nothing.
    fn fit(&self, targets: &[Target], config: &Config) -> Result<(), CommandError> {
        let has_email = targets.contains(&Target::Email);
        for (flag, given) in [("--update", self.updates.is_some()), ("--flowed", self.flowed)] {
            if given && !has_email {
                let message = format!("{flag} is about emails, and none are made");
                return Err(CommandError::new(message).hint("add --to email"));
            }
        }
        if self.flowed && config.email.from.is_none() {
            let message = "--flowed is about .eml files, and nobody is named as their sender";
            return Err(CommandError::new(message).hint("set `from` in [email] of incident.toml"));
        }
        Ok(())
    }
}

fn updates(text: &str) -> Result<Updates, String> {
    match (text, text.parse()) {
        ("latest", _) => Ok(Updates::Latest),
        ("all", _) => Ok(Updates::All),
        (_, Ok(number)) if number > 0 => Ok(Updates::Only(number)),
        _ => Err("write latest, all, or the number of an update, from 1".to_owned()),
    }
}

fn no_update(updates: Updates) -> CommandError {
    let message = match updates {
        Updates::Only(number) => format!("there is no update {number} to make a mail of"),
        _ => "there is no update to make a mail of".to_owned(),
    };
    let hint = "the first [[update]] of facts.toml is number 1; readers outside get no mail of one \
                that is internal";
    CommandError::new(message).hint(hint)
}

fn target(text: &str) -> Result<Target, String> {
    Target::ALL
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, target)| *target)
        .ok_or_else(|| "the target is site, email or blog".to_owned())
}

fn template_error(error: TemplateError) -> CommandError {
    CommandError::new("a template cannot be used; nothing was written").because(error)
}

fn output_error(error: OutputError) -> CommandError {
    let hint = match &error {
        OutputError::Foreign(_) => "move it away, or choose another folder with --out",
        OutputError::Clash(_) => "rename an attachment or an incident",
        OutputError::Link(_) => "replace the link with a folder",
        OutputError::Io { .. } => "check the folder's permissions and the space on the disk",
    };
    CommandError::new("the output cannot be written").because(error).hint(hint)
}

/// One run of the command.
struct Run<'r> {
    workspace: &'r Workspace,
    templates: &'r Templates,
    site: Site<'r>,
    /// What is made, and where it is staged: every target before the first is put in place.
    outputs: Vec<Output>,
    chosen: BTreeSet<String>,
    partial: bool,
    audience: Option<Audience>,
    updates: Option<Updates>,
    email: email::Options,
    now: DateTime<FixedOffset>,
    has_update: AtomicBool,
    is_blocked: AtomicBool,
}

struct Output {
    target: Target,
    folder: PathBuf,
    tree: OutputTree,
}

impl<'r> Run<'r> {
    fn new(
        workspace: &'r Workspace,
        templates: &'r Templates,
        args: &Args,
        chosen: BTreeSet<String>,
        now: DateTime<FixedOffset>,
    ) -> Self {
        let updates = args.updates.unwrap_or(workspace.config.email.updates);
        Self {
            workspace,
            templates,
            site: Site::new(&workspace.config, templates, now),
            outputs: Vec::new(),
            chosen,
            partial: !args.incidents.is_empty(),
            audience: args.audience,
            updates: args.updates,
            email: email::Options { updates, is_flowed: args.flowed },
            now,
            has_update: AtomicBool::new(false),
            is_blocked: AtomicBool::new(false),
        }
    }

    fn open(mut self, targets: &[Target], base: &Path, dir: &Path) -> Result<Self, CommandError> {
        for target in targets {
            let path = dir.join(target.name());
            let folder = base.join(&path);
            let mut tree = OutputTree::open(base, &path).map_err(output_error)?;
            if self.partial {
                tree.keep_others();
            }
            self.outputs.push(Output { target: *target, folder, tree });
        }
        Ok(self)
    }

    /// Renders one incident for every target; its summary, if it is listed anywhere. Behind a fault
    /// no more is rendered.
    fn incident(
        &self,
        loaded: &Loaded,
        found: &[Finding],
    ) -> Result<Option<Summary>, CommandError> {
        if found.iter().any(Finding::is_error) {
            self.is_blocked.store(true, Ordering::Relaxed);
        }
        if self.is_blocked.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let summary = self.rendered(loaded);
        if summary.is_err() {
            self.is_blocked.store(true, Ordering::Relaxed);
        }
        summary
    }

    fn rendered(&self, loaded: &Loaded) -> Result<Option<Summary>, CommandError> {
        let mut summary = None;
        for Output { target, tree, .. } in &self.outputs {
            let files = match target {
                Target::Site => {
                    let Some(view) = self.view(loaded, Audience::Public) else { continue };
                    let (listed, files) = self.site.incident(&view).map_err(template_error)?;
                    summary = Some(listed);
                    files
                }
                _ if !self.is_chosen(&loaded.source.id) => continue,
                Target::Email => {
                    let Some(view) = self.view(loaded, Audience::Customers) else { continue };
                    let has_update = email::has_update(&view, self.email.updates);
                    self.has_update.fetch_or(has_update, Ordering::Relaxed);
                    let config = &self.workspace.config;
                    email::incident(&view, config, self.templates, self.email)
                        .map_err(template_error)?
                }
                Target::Blog => {
                    let Some(view) = self.view(loaded, Audience::Public) else { continue };
                    blog::incident(&view, &self.workspace.config, self.templates)
                        .map_err(template_error)?
                }
            };
            if self.is_chosen(&loaded.source.id) {
                self.put(tree, files)?;
            }
        }
        Ok(summary)
    }

    fn view(&self, loaded: &Loaded, default: Audience) -> Option<View> {
        let incident = loaded.incident.as_ref()?;
        let audience = self.audience.unwrap_or(default);
        Some(View::new(incident, audience, &self.workspace.config, self.now))
    }

    /// Adds the pages that list incidents, and puts everything in place.
    fn commit(
        self,
        summaries: &[Summary],
    ) -> Result<Vec<(Target, PathBuf, Written)>, CommandError> {
        for Output { target, tree, .. } in &self.outputs {
            match target {
                Target::Site => {
                    self.put(tree, self.site.indexes(summaries).map_err(template_error)?)?;
                }
                Target::Email => {
                    let is_missing = !self.has_update.load(Ordering::Relaxed);
                    if let Some(updates) = self.updates.filter(|_| is_missing) {
                        return Err(no_update(updates));
                    }
                }
                Target::Blog => {}
            }
        }
        let commit = |Output { target, folder, tree }: Output| {
            let written = tree.commit().map_err(output_error)?;
            Ok((target, folder, written))
        };
        self.outputs.into_iter().map(commit).collect()
    }

    /// Leaves everything as it was.
    fn abandon(self) {
        // The first has made the folders that the others are in.
        for output in self.outputs.into_iter().rev() {
            output.tree.abandon();
        }
    }

    fn is_chosen(&self, id: &str) -> bool {
        !self.partial || self.chosen.contains(id)
    }

    fn put(&self, tree: &OutputTree, files: Vec<OutputFile>) -> Result<(), CommandError> {
        for file in files {
            let bytes = content::bytes(&self.workspace.root, file.content)?;
            tree.put(&file.path, &bytes).map_err(output_error)?;
        }
        Ok(())
    }
}
