use clap::CommandFactory as _;
use clap_complete::Shell;

use super::error::CommandError;
use super::{Cli, Outcome};
use crate::io;

/// Print a shell's completion script
///
/// For bash, put it where bash-completion looks:
/// incident completions bash > ~/.local/share/bash-completion/completions/incident
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<Outcome, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "incident", &mut script);
    io::print(&script)?;
    Ok(Outcome::Clean)
}
