use clap::CommandFactory as _;

use super::error::CommandError;
use super::{Cli, Outcome};
use crate::io;

/// Print a manual page
///
/// Read it at once with: incident man check | man -l -
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A command [default: the page of incident itself]
    command: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<Outcome, CommandError> {
    let mut root = Cli::command();
    root.build();
    let command = match &args.command {
        None => root,
        Some(name) => root.find_subcommand(name).cloned().ok_or_else(|| {
            CommandError::new(format!("no command is called \"{name}\""))
                .hint("`incident --help` lists the commands")
        })?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    io::print(&page)?;
    Ok(Outcome::Clean)
}
