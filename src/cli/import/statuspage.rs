use std::path::PathBuf;

use super::file;
use super::take::{self, Options, Source};
use crate::cli::Outcome;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::import::{self, PageError};

/// Take over incidents and maintenance from a Statuspage
///
/// FILE is what a page serves below /api/v2/: incidents.json, scheduled-maintenances.json or
/// summary.json; or a list from the management API, which has all incidents and not just the newest.
/// `incident export statuspage` writes the same form.
///
/// Each becomes a folder like those of `incident new`, one by one, each whole or not at all.
/// No report is published: what is over comes as a draft. What is there already stays as it is, and
/// running it again takes nothing twice. What facts have no place for is listed, and so is what
/// `incident check` finds.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  curl -sO https://status.example.com/api/v2/incidents.json
  incident import statuspage incidents.json --dry-run
  incident import statuspage incidents.json
  curl -s https://status.example.com/api/v2/scheduled-maintenances.json |
      incident import statuspage -")]
pub(in crate::cli) struct Args {
    /// The file, or - for standard input
    file: PathBuf,

    #[command(flatten)]
    options: Options,
}

pub(in crate::cli) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let from = file::name(&args.file);
    let page = import::statuspage(&file::text(&args.file, context)?).map_err(|error| {
        let place = match &error {
            PageError::Syntax { line, column, .. } => format!("{from}:{line}:{column}"),
            PageError::Shape => from.clone(),
        };
        CommandError::new(format!("{place}: {error}; nothing was written")).hint(
            "save what the page serves at /api/v2/incidents.json or \
             /api/v2/scheduled-maintenances.json",
        )
    })?;
    let source = Source {
        tool: "Statuspage",
        command: "import statuspage",
        from,
        zone: page.zone,
        told: page.told,
        refused: page.refused,
    };
    take::take(source, &args.options, context)
}
