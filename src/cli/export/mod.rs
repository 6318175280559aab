use std::collections::BTreeMap;

use clap::Subcommand;
use clap_complete::engine::ArgValueCompleter;

use super::context::Context;
use super::error::CommandError;
use super::workspace::Workspace;
use super::{Outcome, complete, show, when};
use crate::model::Audience;
use crate::view::View;

mod csv;
mod losses;
mod statuspage;

/// Give incidents to other tools
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    form: Form,
}

#[derive(Debug, Subcommand)]
enum Form {
    Statuspage(statuspage::Args),
    Csv(csv::Args),
}

/// Which incidents, and who may read what comes out.
#[derive(Debug, clap::Args)]
struct Chosen {
    /// Incidents: ids or unambiguous parts of them [default: all]
    #[arg(value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::incidents))]
    ids: Vec<String>,

    /// What this audience sees: public, customers or internal
    #[arg(long, value_name = "WHO", default_value = "public", value_parser = show::audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Audience,

    /// What counts as now, for incidents that still last: a day or an instant
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    match &args.form {
        Form::Statuspage(args) => statuspage::run(args, context),
        Form::Csv(args) => csv::run(args, context),
    }
}

/// What is to be exported.
struct Exported {
    workspace: Workspace,
    views: Vec<View>,
    /// Ids of incidents that could not be read, or not as a whole.
    faulty: Vec<String>,
}

impl Chosen {
    fn views(&self, context: &Context) -> Result<Exported, CommandError> {
        let workspace = Workspace::open(context)?;
        let folders = workspace.select(&self.ids)?;
        let now = workspace.now(self.now, &context.now);
        let loaded = workspace.load(&folders);
        let faulty = loaded
            .iter()
            .filter(|loaded| !loaded.facts_are_whole)
            .map(|loaded| loaded.source.id.clone())
            .collect();
        let incidents = loaded.iter().filter_map(|loaded| loaded.incident.as_ref());
        let views = incidents
            .map(|incident| View::new(incident, self.audience, &workspace.config, now))
            .collect();
        Ok(Exported { workspace, views, faulty })
    }
}

impl Exported {
    /// Says what the form cannot hold, and what of the incidents could not be read.
    fn report(&self, lost: &BTreeMap<&'static str, losses::Count>, context: &Context) -> Outcome {
        if !lost.is_empty() {
            context.say(&losses::said(lost));
        }
        match self.faulty.as_slice() {
            [] => Outcome::Clean,
            [one] => {
                context
                    .say(&format!("Some of {one} could not be read; `incident check` says what"));
                Outcome::Findings
            }
            [one, ..] => {
                context.say(&format!(
                    "Some of {} incidents could not be read, {one} among them; `incident check` \
                     says what",
                    self.faulty.len()
                ));
                Outcome::Findings
            }
        }
    }
}
