mod answer;
mod faults;
mod preview;

use std::sync::{Arc, PoisonError, RwLock};

use clap_complete::engine::ArgValueCompleter;

use super::context::Context;
use super::error::CommandError;
use super::show::audience;
use super::workspace::Workspace;
use super::{Outcome, complete, when};
use crate::io::{self, Changed, Event, News, Server, WatchError, Watcher};
use crate::model::Audience;
use crate::render::preview::Annotator;
use preview::{Preview, Setting};

/// Preview the status site in a browser, up to date with every save
///
/// Pages come from memory and reload when a file changes; nothing is written. Reports that are
/// not published yet are shown as the audience would see them, and marked as drafts. What is
/// wrong with the files stands at the top of the pages. Only programs on this machine can
/// connect. Ctrl-C ends it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For whom: public, customers or internal
    #[arg(long, value_name = "WHO", default_value = "public", value_parser = audience)]
    #[arg(add = ArgValueCompleter::new(complete::audiences))]
    audience: Audience,

    /// The port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 7070)]
    port: u16,

    /// What counts as now: a day or an instant [default: the moment of each change]
    #[arg(long, visible_alias = "today", value_name = "WHEN", value_parser = when::read)]
    now: Option<when::When>,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let root = Workspace::open(context)?.root;
    // A configuration that goes away for a moment must not make it another workspace's preview.
    let context = context.rooted_at(root.clone());
    let mut watcher = Watcher::new(&root).map_err(watch_error)?;
    let server = Server::bind(args.port).map_err(|error| {
        CommandError::new(format!("cannot listen on port {}", args.port))
            .because(error)
            .hint("--port 0 takes any port that is free")
    })?;
    let address = server.address();
    let setting =
        Setting { context: &context, audience: args.audience, address: &address, now: args.now };
    let annotator = Annotator::new().map_err(|error| {
        CommandError::new("the preview's own templates cannot be used").because(error)
    })?;
    // Versions of two runs must differ too: pages of the last one reload when this one starts.
    let mut version = u64::try_from(context.now.timestamp()).unwrap_or_default();
    let all = Changed { is_partial: true, ..Changed::default() };
    let mut current = Arc::new(Preview::read(None, &all, &setting, version));
    let shown = Arc::new(RwLock::new(Arc::clone(&current)));
    let news = Arc::new(News::new(version));
    let served = Arc::clone(&shown);
    let answer = move |request: &io::Request| {
        let preview = Arc::clone(&served.read().unwrap_or_else(PoisonError::into_inner));
        answer::answer(&preview, &annotator, request)
    };
    server.start(answer, Arc::clone(&news));
    io::print(format!("{address}/\n").as_bytes())?;
    while let Event::Changed(changed) = watcher.wait().map_err(watch_error)? {
        version += 1;
        current = Arc::new(Preview::read(Some(&current), &changed, &setting, version));
        *shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&current);
        news.announce(version);
    }
    Ok(Outcome::Clean)
}

fn watch_error(error: WatchError) -> CommandError {
    let hint = match error {
        WatchError::Full => "on Linux, raise the sysctl fs.inotify.max_user_watches",
        WatchError::Refused(_) => "`incident render` writes the site without watching files",
    };
    CommandError::new("the workspace cannot be watched for changes").because(error).hint(hint)
}
