use super::Chosen;
use super::losses::Losses;
use crate::cli::Outcome;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::io;
use crate::render::spreadsheet;
use crate::view::View;

/// Print a table with a row for each incident, for spreadsheets and reports
///
/// CSV (RFC 4180) in UTF-8 with a header. Times are in RFC 3339 with their offset; beside each, a
/// column says how precisely it is known, and one has the latest that it can be. An empty cell
/// means that the facts say nothing. Cells that a spreadsheet would take for a formula begin with
/// an apostrophe.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  incident export csv > incidents.csv
  incident export csv --audience internal 2024-05")]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    chosen: Chosen,
}

pub(in crate::cli) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let exported = args.chosen.views(context)?;
    let table = spreadsheet::rows(&exported.views)
        .map_err(|error| CommandError::new("the table cannot be written").because(error))?;
    io::print(&table)?;
    let mut lost = Losses::default();
    exported.views.iter().for_each(|view| count(view, &mut lost));
    Ok(exported.report(&lost.0, context))
}

/// What the table has no column for.
fn count(view: &View, lost: &mut Losses) {
    lost.of_any(view);
    lost.add("updates", view.updates.len());
    lost.add("windows of impact", view.windows.len());
    lost.add("sections of reports", view.sections.len());
    let scheduled = [&view.scheduled_start, &view.scheduled_end].into_iter().flatten().count();
    lost.add("ends of announced windows", scheduled);
}
