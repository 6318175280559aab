//! A table with a row for each incident, as CSV (RFC 4180).

use std::borrow::Cow;

use csv::Writer;

use crate::measure::Took;
use crate::view::{Time, View};

/// Columns before and behind the times.
const FIRST: [&str; 6] = ["id", "title", "kind", "state", "severity", "components"];
const TIMES: [&str; 4] = ["started", "detected", "mitigated", "resolved"];
const LAST: [&str; 6] = [
    "seconds_to_detect",
    "seconds_to_mitigate",
    "seconds_to_resolve",
    "actions_open",
    "actions_done",
    "actions_dropped",
];

/// A header and a row for each view.
///
/// Each time has three columns: itself in RFC 3339 (of one that is vague, the earliest that it can
/// be), how precisely it is known (`exact`, `about`, `day`, `between`, `unknown`, or nothing where
/// the facts say nothing), and of a `day` or a range the latest that it can be.
///
/// # Errors
///
/// None that can happen: the table is written to memory.
pub fn rows(views: &[View]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = Writer::from_writer(Vec::new());
    let times = TIMES
        .into_iter()
        .flat_map(|time| [time.to_owned(), format!("{time}_precision"), format!("{time}_latest")]);
    let first = FIRST.into_iter().map(str::to_owned);
    let last = LAST.into_iter().map(str::to_owned);
    writer.write_record(first.chain(times).chain(last))?;
    for view in views {
        writer.write_record(row(view).iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn row(view: &View) -> Vec<String> {
    let components: Vec<&str> =
        view.components.iter().map(|component| component.id.as_str()).collect();
    let severity = view.severity.as_ref().map(|severity| severity.id.clone());
    let mut row = vec![
        view.id.clone(),
        view.title.clone(),
        view.kind.to_owned(),
        view.state.to_owned(),
        severity.unwrap_or_default(),
        components.join(";"),
    ];
    for time in [&view.started, &view.detected, &view.mitigated, &view.resolved] {
        row.extend(time.as_ref().map(cells).unwrap_or_default());
    }
    let took = Took::of(view);
    for seconds in [took.detect, took.mitigate, took.resolve] {
        row.push(seconds.map(|seconds| seconds.to_string()).unwrap_or_default());
    }
    for status in ["open", "done", "dropped"] {
        let count = view.actions.iter().filter(|action| action.status == status).count();
        // Whoever may not see the actions is not told that there are none.
        row.push(if view.has_report { count.to_string() } else { String::new() });
    }
    row
}

/// The columns of a time.
fn cells(time: &Time) -> [String; 3] {
    let [from, to] = [time.from, time.to].map(|at| at.map(|at| at.to_rfc3339()));
    let latest = to.filter(|to| Some(to) != from.as_ref());
    [from.unwrap_or_default(), time.precision.to_owned(), latest.unwrap_or_default()]
}

/// A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").
fn harmless(cell: &str) -> Cow<'_, str> {
    let first = cell.trim_start_matches([' ', '\n', '\u{a0}', '\u{3000}']).chars().next();
    let formula = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    match first {
        Some(first) if formula.contains(&first) => Cow::Owned(format!("'{cell}")),
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_texts() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\u{ff1d}1", "\n=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["", "Checkout = down", "1-2", "a@b"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
