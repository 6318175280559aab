use clap::Subcommand;

use super::Outcome;
use super::context::Context;
use super::error::CommandError;

mod git;

/// Take facts over from elsewhere
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, Subcommand)]
enum Source {
    Git(git::Args),
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    match &args.source {
        Source::Git(args) => git::run(args, context),
    }
}
