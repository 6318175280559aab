use clap_complete::Shell;
use clap_complete::env::Shells;

use super::error::CommandError;
use super::{Outcome, complete};
use crate::io;

/// Zsh drops what does not begin with what was typed, unless it is told otherwise; see zshcompsys,
/// "matcher". A part of an id names an incident.
const ZSH_MATCHER: &str = "zstyle ':completion:*:*:incident:*' matcher 'l:|=* r:|=*'\n";

const EXAMPLES: &str = "\
Examples:
  bash:
    incident completions bash > ~/.local/share/bash-completion/completions/incident
  zsh, in ~/.zshrc behind compinit:
    source <(incident completions zsh)
  fish:
    incident completions fish > ~/.config/fish/completions/incident.fish";

/// Print a shell's completion script
///
/// The script asks `incident` itself, so that TAB knows the workspace's incidents, components
/// and severities as well as commands and options. A part of an incident's id is enough.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<Outcome, CommandError> {
    let shells = Shells::builtins();
    let shell = shells
        .completer(&args.shell.to_string())
        .ok_or_else(|| CommandError::new(format!("there are no completions for {}", args.shell)))?;
    let mut script = Vec::new();
    let name = "incident";
    shell.write_registration(complete::VARIABLE, name, name, name, &mut script)?;
    if args.shell == Shell::Zsh {
        script.extend_from_slice(ZSH_MATCHER.as_bytes());
    }
    io::print(&script)?;
    Ok(Outcome::Clean)
}
