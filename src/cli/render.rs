use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, FixedOffset};
use clap_complete::engine::ArgValueCompleter;
use rayon::prelude::*;

use super::base::Base;
use super::context::Context;
use super::error::CommandError;
use super::show::audience;
use super::workspace::Workspace;
use super::{Outcome, check, complete, content, when};
use crate::config::{Config, Target, Updates};
use crate::diagnostic::emit::{self, Concealed, HumanOptions};
use crate::io::{self, OutputError, OutputTree, Written};
use crate::load::Loaded;
use crate::model::Audience;
use crate::render::email;
use crate::render::{OutputFile, TemplateError, Templates};
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
    let loaded = workspace.load(needed);
    let mut findings = workspace.check(&loaded, &levels, now.date_naive(), &Base::default());
    if check::outcome(&findings, false) == Outcome::Findings {
        let sources = workspace.sources(&loaded);
        let concealed = Concealed::of(&mut findings, &sources);
        let errors: Vec<_> = findings
            .into_iter()
            .filter(|finding| finding.level == crate::diagnostic::Level::Error)
            .collect();
        let options =
            HumanOptions { color: context.color_err, width: context.width, most: MOST_SHOWN };
        let shown = emit::human(&errors, &concealed.over(sources), options);
        io::say(&format!("{shown}{} Nothing was written.", check::summary(&errors, loaded.len())));
        return Ok(Outcome::Findings);
    }
    let overrides = io::overrides(&workspace.root)
        .map_err(|error| CommandError::new("templates/ cannot be read").because(error))?;
    let templates = Templates::new(overrides).map_err(template_error)?;
    let out = args.out.clone().unwrap_or_else(|| workspace.root.join(&workspace.config.output.dir));
    let run = Run {
        workspace: &workspace,
        templates: &templates,
        loaded: &loaded,
        chosen: chosen.into_iter().map(|folder| folder.id).collect(),
        partial: !args.incidents.is_empty(),
        audience: args.audience,
        updates: args.updates,
        is_flowed: args.flowed,
        now,
    };
    // Every target is rendered before the first is put in place.
    let mut trees = Vec::new();
    for target in targets {
        let folder = out.join(target.name());
        trees.push((target, folder.clone(), run.render(target, &folder)?));
    }
    for (target, folder, tree) in trees {
        let written = tree.commit().map_err(output_error)?;
        report(context, target, &folder, written);
    }
    Ok(Outcome::Clean)
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
    loaded: &'r [Loaded],
    chosen: Vec<String>,
    partial: bool,
    audience: Option<Audience>,
    updates: Option<Updates>,
    is_flowed: bool,
    now: DateTime<FixedOffset>,
}

impl Run<'_> {
    fn render(&self, target: Target, folder: &Path) -> Result<OutputTree, CommandError> {
        let mut tree = OutputTree::open(folder).map_err(output_error)?;
        if self.partial {
            tree.keep_others();
        }
        match target {
            Target::Site => self.site(&tree)?,
            Target::Email => self.email(&tree)?,
            Target::Blog => self.each(&tree, Audience::Public, |view| {
                crate::render::blog::incident(view, &self.workspace.config, self.templates)
            })?,
        }
        Ok(tree)
    }

    fn view(&self, loaded: &Loaded, default: Audience) -> Option<View> {
        let incident = loaded.incident.as_ref()?;
        let audience = self.audience.unwrap_or(default);
        Some(View::new(incident, audience, &self.workspace.config, self.now))
    }

    /// Renders the incidents chosen, each for itself.
    fn each(
        &self,
        tree: &OutputTree,
        default: Audience,
        render: impl Fn(&View) -> Result<Vec<OutputFile>, TemplateError> + Sync,
    ) -> Result<(), CommandError> {
        self.loaded.par_iter().try_for_each(|loaded| {
            let Some(view) = self.view(loaded, default).filter(|view| self.is_chosen(&view.id))
            else {
                return Ok(());
            };
            self.put(tree, render(&view).map_err(template_error)?)
        })
    }

    fn email(&self, tree: &OutputTree) -> Result<(), CommandError> {
        let config = &self.workspace.config;
        let updates = self.updates.unwrap_or(config.email.updates);
        let options = email::Options { updates, is_flowed: self.is_flowed };
        let has_any = AtomicBool::new(false);
        self.each(tree, Audience::Customers, |view| {
            has_any.fetch_or(email::has_update(view, updates), Ordering::Relaxed);
            email::incident(view, config, self.templates, options)
        })?;
        match self.updates {
            Some(updates) if !has_any.into_inner() => Err(no_update(updates)),
            _ => Ok(()),
        }
    }

    /// Renders the pages of the incidents chosen, and the pages that list all of them.
    fn site(&self, tree: &OutputTree) -> Result<(), CommandError> {
        let site = crate::render::site::Site::new(&self.workspace.config, self.templates, self.now);
        let summaries: Vec<_> = self
            .loaded
            .par_iter()
            .filter_map(|loaded| self.view(loaded, Audience::Public))
            .map(|view| {
                let (summary, files) = site.incident(&view).map_err(template_error)?;
                if self.is_chosen(&view.id) {
                    self.put(tree, files)?;
                }
                Ok(summary)
            })
            .collect::<Result<_, CommandError>>()?;
        self.put(tree, site.indexes(&summaries).map_err(template_error)?)
    }

    fn is_chosen(&self, id: &str) -> bool {
        !self.partial || self.chosen.iter().any(|chosen| chosen == id)
    }

    fn put(&self, tree: &OutputTree, files: Vec<OutputFile>) -> Result<(), CommandError> {
        for file in files {
            let bytes = content::bytes(&self.workspace.root, file.content)?;
            tree.put(&file.path, &bytes).map_err(output_error)?;
        }
        Ok(())
    }
}
