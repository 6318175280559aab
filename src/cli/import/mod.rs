use clap::Subcommand;

use super::Outcome;
use super::context::Context;
use super::error::CommandError;

mod components;
mod cstate;
mod facts;
mod file;
mod git;
mod plan;
mod report;
mod statuspage;
mod take;

/// Take over incidents from other tools, or facts from elsewhere
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    Statuspage(statuspage::Args),
    Cstate(cstate::Args),
    Git(git::Args),
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    match &args.source {
        Source::Statuspage(args) => statuspage::run(args, context),
        Source::Cstate(args) => cstate::run(args, context),
        Source::Git(args) => git::run(args, context),
    }
}
