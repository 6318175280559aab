use super::Chosen;
use super::losses::{Losses, vague};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::{Outcome, new};
use crate::io;
use crate::render::Templates;
use crate::render::site::{Site, Summary};
use crate::view::View;

/// Print incidents as JSON in the form of Statuspage's public API
///
/// One object like summary.json, with all incidents and maintenance that are named, and not just
/// what is going on. The addresses, names and ids are those of the site's api/v2/ files.
/// `incident import statuspage` reads it.
///
/// What the form cannot hold is listed on standard error: vague times become the earliest that is
/// possible, a report its first paragraph, updates plain text.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  incident export statuspage > incidents.json
  incident export statuspage card-payments --audience customers")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    chosen: Chosen,
}

pub(in crate::cli) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let exported = args.chosen.views(context)?;
    let workspace = &exported.workspace;
    let templates = Templates::new(new::overrides(workspace)?).map_err(new::template_error)?;
    let now = workspace.now(args.chosen.now, &context.now);
    let site = Site::new(&workspace.config, &templates, now);
    let summaries: Vec<Summary> = exported.views.iter().map(|view| site.summary(view)).collect();
    io::print(site.statuspage(&summaries).as_bytes())?;
    let mut lost = Losses::default();
    exported.views.iter().for_each(|view| count(view, &mut lost));
    Ok(exported.report(&lost.0, context))
}

/// What the form has no place for.
fn count(view: &View, lost: &mut Losses) {
    lost.of_any(view);
    let edges = [&view.started, &view.resolved, &view.scheduled_start, &view.scheduled_end];
    let updates = view.updates.iter().map(|update| &update.at);
    lost.add("times that are vague or unknown", vague(edges.into_iter().flatten().chain(updates)));
    lost.add("times of detection", usize::from(view.detected.is_some()));
    lost.add("times of mitigation", usize::from(view.mitigated.is_some()));
    lost.add("windows of impact (updates tell how it was at their times)", view.windows.len());
    lost.add("actions", view.actions.len());
    let titles = view.updates.iter().filter(|update| update.title.is_some()).count();
    lost.add("titles of updates (their texts begin with them)", titles);
    let has_report = !view.sections.is_empty();
    lost.add("reports (the summary's first paragraph is told)", usize::from(has_report));
}
