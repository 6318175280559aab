//! The command line: one file per command, its arguments and its `run` together.

mod action;
mod arguments;
mod ask;
mod at;
mod base;
mod check;
mod choice;
mod circle;
mod commit;
mod complete;
mod completions;
mod content;
mod context;
mod edit;
mod error;
mod explain;
mod export;
mod git_files;
mod history;
mod impact;
mod import;
mod init;
mod list;
mod log;
mod man;
mod meant;
mod meanwhile;
mod merge_file;
mod new;
mod ongoing;
mod others;
mod pass;
mod progress;
mod publish;
mod reconfigured;
mod record;
mod render;
mod reopen;
mod resolve;
mod review;
mod schema;
mod serve;
mod show;
mod similar;
mod stats;
mod target;
mod told;
mod undo;
mod update;
mod version;
mod when;
mod words;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use context::{ColorChoice, Context};
use error::CommandError;

use crate::io;

/// Incident post-mortems as files in git: scaffolded, checked, and published as a status site,
/// customer emails and blog posts.
#[derive(Debug, Parser)]
#[command(name = "incident", version = version::text(), max_term_width = 100)]
#[command(propagate_version = false, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 clean, 1 findings, 2 could not run.")]
pub struct Cli {
    #[command(flatten)]
    global: Global,

    #[command(subcommand)]
    command: Command,
}

/// Where the help of a command lists what all commands take.
const EVERYWHERE: &str = "Options of every command";

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
struct Global {
    /// The workspace's root [default: the nearest folder with incident.toml]
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "DIR", env = "INCIDENT_ROOT", hide_env = true)]
    root: Option<PathBuf>,

    /// When to use colours: auto, always or never
    #[arg(
        long,
        global = true,
        help_heading = EVERYWHERE,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: ColorChoice,

    /// Say nothing on standard error that is not an error
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    quiet: bool,

    /// Say more about what is being done
    #[arg(short, long, global = true, help_heading = EVERYWHERE, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    New(new::Args),
    Log(log::Args),
    Impact(impact::Args),
    Update(update::Args),
    Resolve(resolve::Args),
    Edit(edit::Args),
    Publish(publish::Args),
    Reopen(reopen::Args),
    Action(action::Args),
    Undo(undo::Args),
    List(list::Args),
    Show(show::Args),
    History(history::Args),
    Stats(stats::Args),
    Import(import::Args),
    Export(export::Args),
    Check(check::Args),
    Explain(explain::Args),
    Render(render::Args),
    Serve(serve::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    MergeFile(merge_file::Args),
    Man(man::Args),
}

/// How a command that could run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// There are findings.
    Findings,
}

/// Parses the arguments, runs the command and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    match complete::answer() {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        // The shell is not one of those that `incident completions` has scripts for.
        Err(_) => return ExitCode::from(2),
    }
    let arguments = arguments::with_texts_apart(Cli::command, std::env::args_os());
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let context = match Context::new(&cli.global) {
        Ok(context) => context,
        Err(error) => return fail(&error, false),
    };
    match run(cli.command, &context) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => fail(&error, context.color_err),
    }
}

fn run(command: Command, context: &Context) -> Result<Outcome, CommandError> {
    match command {
        Command::Init(args) => init::run(&args, context),
        Command::New(args) => new::run(&args, context),
        Command::Log(args) => log::run(&args, context),
        Command::Impact(args) => impact::run(&args, context),
        Command::Update(args) => update::run(&args, context),
        Command::Resolve(args) => resolve::run(&args, context),
        Command::Edit(args) => edit::run(&args, context),
        Command::Publish(args) => publish::run(&args, context),
        Command::Reopen(args) => reopen::run(&args, context),
        Command::Action(args) => action::run(&args, context),
        Command::Undo(args) => undo::run(&args, context),
        Command::List(args) => list::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::History(args) => history::run(&args, context),
        Command::Stats(args) => stats::run(&args, context),
        Command::Import(args) => import::run(&args, context),
        Command::Export(args) => export::run(&args, context),
        Command::Check(args) => check::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::Render(args) => render::run(&args, context),
        Command::Serve(args) => serve::run(&args, context),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::MergeFile(args) => merge_file::run(&args, context),
        Command::Man(args) => man::run(&args),
    }
}

/// Shows what is wrong with the arguments, or the help that was asked for.
fn misused(error: &clap::Error) -> ExitCode {
    // Nobody can be told when even that fails.
    let _ = error.print();
    if error.use_stderr() {
        let arguments = || std::env::args_os().skip(1);
        let given_back = words::piped(arguments());
        let typed = || arguments::typed(&Cli::command(), arguments());
        if let Some(given_back) = given_back.or_else(typed) {
            io::say(given_back.trim_end());
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

fn fail(error: &CommandError, color: bool) -> ExitCode {
    io::say(error.shown(color).trim_end());
    ExitCode::from(error.code())
}
