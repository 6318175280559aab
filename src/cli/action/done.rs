use super::close::{self, Which};
use super::day;
use crate::cli::Outcome;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::model::ActionStatus;

/// Say that an action is done
///
/// Sets its `status`, and `done` to the day. Without ACTION, on a terminal, the open ones are
/// offered.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The day on which it was done: 2024-07-01 or yesterday [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,

    #[command(flatten)]
    which: Which,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    close::run(&args.which, ActionStatus::Done, context, |today| {
        args.on.as_deref().map_or(Ok(today), |text| day::past(text, today)).map(Some)
    })
}
