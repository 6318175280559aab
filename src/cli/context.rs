use std::io::IsTerminal as _;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::Global;
use super::error::CommandError;
use crate::io;
use crate::source::inert;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What commands know of the world they run in.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// The root named by `--root` or `INCIDENT_ROOT`.
    pub(super) root: Option<PathBuf>,
    /// The folder it was started in.
    pub(super) folder: PathBuf,
    /// Whether standard output takes colours.
    pub(super) color: bool,
    /// Whether standard error takes colours.
    pub(super) color_err: bool,
    /// Columns of the terminal.
    pub(super) width: usize,
    /// Whether questions can be asked.
    pub(super) interactive: bool,
    /// Whether the terminal knows no commands, such as the one of an editor.
    pub(super) is_dumb: bool,
    /// The instant it was started.
    pub(super) now: DateTime<FixedOffset>,
    /// Where GitHub Actions wants a summary of the step: `GITHUB_STEP_SUMMARY`.
    pub(super) step_summary: Option<PathBuf>,
    /// The command that edits a text: `VISUAL`, or `EDITOR`.
    pub(super) editor: Option<String>,
    /// Whether nothing is said that is no error.
    pub(super) quiet: bool,
    verbose: bool,
}

impl Context {
    pub(super) fn new(global: &Global) -> Result<Self, CommandError> {
        let folder = std::env::current_dir().map_err(|error| {
            CommandError::new("the current folder cannot be entered").because(error)
        })?;
        Ok(Self {
            root: global.root.clone(),
            folder,
            color: wants_color(global.color, std::io::stdout().is_terminal()),
            color_err: wants_color(global.color, std::io::stderr().is_terminal()),
            width: io::width(),
            interactive: io::is_interactive(),
            is_dumb: is_dumb(),
            now: io::now(),
            step_summary: step_summary(),
            editor: editor(),
            quiet: global.quiet,
            verbose: global.verbose,
        })
    }

    /// The same as if started in another folder.
    pub(super) fn started_in(&self, folder: PathBuf) -> Self {
        Self { folder, ..self.clone() }
    }

    /// The same as if `--root` had named this workspace.
    pub(super) fn rooted_at(&self, root: PathBuf) -> Self {
        Self { root: Some(root), ..self.clone() }
    }

    /// Says something about the work on standard error, unless told to be quiet.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            io::say(&inert(text));
        }
    }

    /// Says something only those who asked for more want to know.
    pub(super) fn detail(&self, text: &str) {
        if self.verbose {
            io::say(&inert(text));
        }
    }
}

/// `NO_COLOR` (no-color.org) and `CLICOLOR_FORCE` (bixense.com/clicolors) count where they are
/// set to something.
#[expect(clippy::disallowed_methods, reason = "the one place that reads them")]
fn wants_color(choice: ColorChoice, is_terminal: bool) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if is_set("NO_COLOR") => false,
        ColorChoice::Auto if is_set("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => {
            is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
fn step_summary() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads it")]
fn is_dumb() -> bool {
    cfg!(unix) && std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

/// A dumb terminal shows no editor that wants a screen: `EDITOR` is the one for it, as in git.
#[expect(clippy::disallowed_methods, reason = "the one place that reads them")]
fn editor() -> Option<String> {
    let set = |name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    if is_dumb() { set("EDITOR") } else { set("VISUAL").or_else(|| set("EDITOR")) }
}
