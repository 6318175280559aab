use super::close::{self, Which};
use crate::cli::Outcome;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::model::ActionStatus;

/// Say that an action will not be done
///
/// Sets its `status`. Without ACTION, on a terminal, the open ones are offered.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    close::run(&args.which, ActionStatus::Dropped, context, |_| Ok(None))
}
