mod basis;
mod finish;
mod incidents;
mod lists;
mod outputs;
mod owners;
mod record;
mod survey;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use chrono::{DateTime, FixedOffset};
use clap_complete::engine::ArgValueCompleter;

use self::basis::Basis;
use self::finish::Ending;
use self::incidents::Renderer;
use self::outputs::{Chosen, Outputs, Placed};
use self::owners::Owners;
use self::record::Record;
use self::survey::{Survey, Surveyor};
use super::base::Base;
use super::context::Context;
use super::error::CommandError;
use super::others::States;
use super::pass::{Checked, Pass, Terms};
use super::progress::Progress;
use super::show::audience;
use super::workspace::Workspace;
use super::{Outcome, check, complete, when};
use crate::config::{self, Config, Target, Updates};
use crate::diagnostic::Finding;
use crate::diagnostic::emit::{self, Concealed, HumanOptions};
use crate::io::{self, IncidentFolder, Written};
use crate::model::Audience;
use crate::render::site::Site;
use crate::render::{TemplateError, Templates, email};

/// Findings shown before the rest is only counted: with a broken workspace the first ones count.
const MOST_SHOWN: usize = 20;

const EXAMPLES: &str = "\
Examples:
  incident render
  incident render card --to email --update latest";

/// Publish incidents as a status site, emails and blog posts
///
/// Everything is checked first, but not compared with git: with a single error nothing is
/// written, and the last good output stays where it is. Files that an earlier run wrote and this
/// one does not are removed; files that `incident` did not write are never touched. What depends
/// on nothing that changed since the last run is left as it is; the outcome is the same.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Write, and remove, only what belongs to these incidents [default: all]
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
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let mut workspace = Workspace::open(context)?;
    // Nothing is said of warnings.
    let levels = workspace.levels().for_errors();
    let workspace = workspace;
    let now = workspace.now(args.now, &context.now);
    let chosen = workspace.select(&args.incidents)?;
    let targets = args.targets(&workspace.config)?;
    // The site lists all incidents; mails and posts stand for themselves.
    let needed = if targets.contains(&Target::Site) { &workspace.folders } else { &chosen };
    let terms = Terms { levels: &levels, today: now.date_naive(), base: &Base::default() };
    let run = Run { args, context, workspace: &workspace, now, terms, needed };
    let ids = || chosen.iter().map(|folder| folder.id.clone()).collect();
    let ids = Chosen((!args.incidents.is_empty()).then(ids));
    match run.prepared(&targets, ids) {
        Ok((templates, outputs)) => run.render(&templates, outputs),
        // What is wrong with the incidents is told before anything that is wrong with the rest.
        Err(error) => {
            let checked = workspace.check_each(needed, terms, context);
            blocked(checked, &workspace, context).ok_or(error)
        }
    }
}

/// What is rendered, and on what terms.
struct Run<'r> {
    args: &'r Args,
    context: &'r Context,
    workspace: &'r Workspace,
    now: DateTime<FixedOffset>,
    terms: Terms<'r>,
    /// The incidents that are looked at.
    needed: &'r [IncidentFolder],
}

/// The workspace's own templates, and all of them, compiled.
struct AllTemplates {
    overrides: Vec<(String, String)>,
    compiled: Templates,
}

impl Run<'_> {
    /// Templates that can be used, and open folders for what is made with them.
    fn prepared(
        &self,
        targets: &[Target],
        chosen: Chosen,
    ) -> Result<(AllTemplates, Outputs<'_>), CommandError> {
        let root = &self.workspace.root;
        let overrides = io::overrides(root)
            .map_err(|error| CommandError::new("templates/ cannot be read").because(error))?;
        let compiled = Templates::new(overrides.clone()).map_err(template_error)?;
        // Whoever names a folder knows where it leads to; the configuration may be anybody's.
        let out = match &self.args.out {
            Some(out) => (out.as_path(), Path::new("")),
            None => (root.as_path(), Path::new(&self.workspace.config.output.dir)),
        };
        refuse_taken(root, &out.0.join(out.1))?;
        let outputs = Outputs::open(root, out, targets, self.args.audience, chosen)?;
        Ok((AllTemplates { overrides, compiled }, outputs))
    }

    fn render(
        &self,
        templates: &AllTemplates,
        mut outputs: Outputs<'_>,
    ) -> Result<Outcome, CommandError> {
        let states = States::new(self.workspace);
        let pass = Pass::new(self.workspace, self.terms, &states);
        let keys = self.keys(&outputs, &templates.overrides, pass.names());
        let files = outputs.records();
        let records = files.iter().zip(&keys);
        let records: Vec<Option<Record<'_>>> =
            records.map(|(file, key)| Record::read(file.as_ref()?.body(), *key)).collect();
        let owners = match outputs.chosen().are_all() {
            true => Vec::new(),
            false => self.owners(&files, &mut outputs),
        };
        let survey = self.survey(&outputs, &records, &pass, &states)?;
        let site = Site::new(&self.workspace.config, &templates.compiled, self.now);
        let renderer = Renderer {
            workspace: self.workspace,
            templates: &templates.compiled,
            site: &site,
            outputs: &outputs,
            survey: &survey,
            states: &states,
            audience: self.args.audience,
            email: self.args.email(&self.workspace.config),
            now: self.now,
            is_blocked: AtomicBool::new(false),
        };
        // Incidents are rendered as they are read, and forgotten: what is wrong with one of the
        // last throws away what was made of the first.
        let then = |loaded: &_, found: &[_], asked| renderer.incident(loaded, found, &asked);
        let progress = Progress::new("Rendering", survey.fresh.len(), self.context);
        let (mut checked, made) = pass.run(&survey.fresh, &progress, then);
        drop(progress);
        checked.incidents = self.needed.len();
        if let Some(outcome) = blocked(checked, self.workspace, self.context) {
            return Ok(outcome);
        }
        let made = made.into_iter().flatten().collect::<Result<Vec<_>, _>>()?;
        let ending = Ending {
            survey: &survey,
            made: &made,
            records: &records,
            keys: &keys,
            now: self.now.timestamp(),
            owners: &owners,
            updates: self.args.updates,
        };
        for placed in ending.finish(&site, outputs)? {
            report(self.context, &placed);
        }
        Ok(Outcome::Clean)
    }

    /// Whose the files of earlier runs are. Those of the chosen incidents go, unless they are made
    /// again.
    fn owners<'o>(
        &self,
        files: &'o [Option<io::Record>],
        outputs: &mut Outputs<'_>,
    ) -> Vec<Owners<'o>> {
        let targets: Vec<(usize, Target)> = outputs.targets().collect();
        let mut all = Vec::with_capacity(targets.len());
        for ((place, target), file) in targets.into_iter().zip(files) {
            let owners = file.as_ref().and_then(|file| Owners::read(file.body()));
            if let (None, Some(folder)) = (&owners, outputs.with_files(place)) {
                self.context.say(&format!(
                    "It is not known whose the files in {} are: those that are not made any more \
                     stay until all incidents are rendered.",
                    shown(folder, self.context).display()
                ));
            }
            let owners = owners.unwrap_or_default();
            let released = owners.of(outputs.chosen(), target);
            outputs.release(place, released);
            all.push(owners);
        }
        all
    }

    /// Of everything that the outputs of each target are made from, beside the incidents.
    fn keys(
        &self,
        outputs: &Outputs<'_>,
        overrides: &[(String, String)],
        names: &[String],
    ) -> Vec<u128> {
        let Self { args, workspace, now, .. } = *self;
        let basis = Basis { workspace, overrides, names, now, args };
        outputs.targets().map(|(_, target)| basis.key(target)).collect()
    }

    /// Which incidents are as the last runs left them.
    fn survey<'s>(
        &self,
        outputs: &Outputs<'_>,
        records: &'s [Option<Record<'s>>],
        pass: &Pass<'_>,
        states: &States<'_>,
    ) -> Result<Survey<'s>, CommandError> {
        let surveyor = Surveyor {
            workspace: self.workspace,
            incidents: self.workspace.incidents(),
            outputs,
            records,
            now: self.now.timestamp(),
        };
        let survey = surveyor.survey(self.needed, pass, states)?;
        let (fresh, all) = (survey.fresh.len(), self.needed.len());
        let said = format!("{fresh} of {all} incidents to render, the others are as they were");
        self.context.detail(&said);
        Ok(survey)
    }
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

fn report(context: &Context, placed: &Placed) {
    let Written { files, changed, removed } = placed.written;
    let gone = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    let folder = shown(&placed.folder, context);
    context.say(&format!(
        "{:<5} {} ({}, {changed} changed{gone})",
        placed.target.name(),
        folder.display(),
        check::counted(files, "file")
    ));
    for path in &placed.left {
        context.say(&format!(
            "warning: {} is of an earlier run, and was changed since: remove it, or it stays public",
            folder.join(path).display()
        ));
    }
}

fn shown<'f>(folder: &'f Path, context: &Context) -> &'f Path {
    folder.strip_prefix(&context.folder).unwrap_or(folder)
}

/// Refuses to write outputs among what a workspace is made of, by whatever path that is named.
fn refuse_taken(root: &Path, out: &Path) -> Result<(), CommandError> {
    let there = out.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let real = there.map_or_else(
        || out.to_owned(),
        |(above, real)| real.join(out.strip_prefix(above).unwrap_or(Path::new(""))),
    );
    let below = real.strip_prefix(root).unwrap_or(&real);
    if !config::is_taken(&below.to_string_lossy()) {
        return Ok(());
    }
    Err(CommandError::new(format!("{} is no place for outputs", out.display()))
        .hint("incidents, templates or what git keeps lie there; choose another folder with --out"))
}

impl Args {
    /// What to make. Runs wait for each other target by target, so all of them go in one order.
    fn targets(&self, config: &Config) -> Result<Vec<Target>, CommandError> {
        let mut targets = match self.targets.as_slice() {
            [] => config.output.targets.clone(),
            named => named.to_vec(),
        };
        tiny_sort::stable::sort(&mut targets);
        targets.dedup();
        self.fit(&targets, config)?;
        Ok(targets)
    }

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

    fn email(&self, config: &Config) -> email::Options {
        let updates = self.updates.unwrap_or(config.email.updates);
        email::Options { updates, is_flowed: self.flowed }
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

fn no_update(number: usize) -> CommandError {
    let message = format!("there is no update {number} to make a mail of");
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
