use std::path::PathBuf;

use super::take::{self, Options, Source};
use crate::cli::Outcome;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::import::{self, Refused};
use crate::io;
use crate::model::Zone;
use crate::source::FileSource;

/// Where cState keeps incidents below its site.
const ISSUES: &str = "content/issues";

/// Take over incidents from a status page made with cState
///
/// DIR is the folder of the site, or the one with the Markdown files of its issues. An update is a
/// paragraph that ends with a `track` shortcode; text without a time goes into the report. Times
/// without an offset are in UTC, as Hugo takes them, or on the clocks of --timezone.
///
/// Each becomes a folder like those of `incident new`, one by one, each whole or not at all. No
/// report is published: what is over comes as a draft. What is there already stays as it is, and
/// running it again takes nothing twice.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  incident import cstate ../status-page --dry-run
  incident import cstate ../status-page/content/issues --timezone Europe/Zurich")]
pub(in crate::cli) struct Args {
    /// The site's folder, or that of its issues
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    #[command(flatten)]
    options: Options,
}

pub(in crate::cli) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let zone = args.options.timezone.as_deref().map_or_else(Zone::utc, Zone::named_or_utc);
    let shown = args.folder.display().to_string();
    let unread = |error| {
        CommandError::new(format!("{shown} cannot be read"))
            .because(error)
            .hint("DIR is the folder of a cState site, or its content/issues")
    };
    let folder = context.folder.join(&args.folder);
    let files = match io::markdown_files(&folder.join(ISSUES)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => io::markdown_files(&folder),
        files => files,
    };
    let mut source = Source {
        tool: "cState",
        command: "import cstate",
        from: shown.clone(),
        zone: None,
        told: Vec::new(),
        refused: Vec::new(),
    };
    for (name, bytes) in files.map_err(unread)? {
        let refused =
            |place: String, why: &str| Err(Refused { place, title: None, why: why.to_owned() });
        let read = match bytes.map(|bytes| FileSource::from_bytes(name.clone(), bytes)) {
            Some(FileSource { file, fault: None }) => {
                import::cstate(&file.path, &file.text, &zone, context.now)
            }
            Some(_) => refused(name, "it is no UTF-8 text of at most 4 MiB"),
            None => refused(name, "it is a link, a folder or the like, and no file"),
        };
        match read {
            Ok(told) => source.told.push(told),
            Err(refused) => source.refused.push(refused),
        }
    }
    take::take(source, &args.options, context)
}
