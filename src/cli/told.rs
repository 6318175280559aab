use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, Token};
use serde::Serialize;

use crate::render::terminal;
use crate::view::View;

/// A line that readers see in one of two versions of an incident, and not in the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ToldLine {
    /// Whether it is new; else it is gone.
    pub(super) is_new: bool,
    /// The line, as `incident show` has it.
    pub(super) text: String,
    /// Whether it stands behind a blank line.
    #[serde(skip)]
    pub(super) begins_block: bool,
}

/// What a newer view tells its readers that an older one does not, and what no more, line by line
/// at a width. Blank lines do not count, nor rules under headings and in tables.
pub(super) fn difference(old: Option<&View>, new: Option<&View>, width: usize) -> Vec<ToldLine> {
    let text = |view: Option<&View>| {
        view.map_or_else(String::new, |v| terminal::incident(v, width, false))
    };
    let (old, new) = (text(old), text(new));
    let lines = InternedInput::new(old.as_str(), new.as_str());
    let diff = Diff::compute(Algorithm::Histogram, &lines);
    let told = |tokens: &[Token], range: Range<u32>, is_new: bool| {
        let line = |at: usize| Some(lines.interner[*tokens.get(at)?].trim_end());
        let of_line = |at| {
            let text = line(at)?.to_owned();
            let begins_block = at.checked_sub(1).and_then(line).is_some_and(str::is_empty);
            Some(ToldLine { is_new, text, begins_block })
        };
        range.map(|at| at as usize).filter_map(of_line).collect::<Vec<_>>()
    };
    diff.hunks()
        .flat_map(|hunk| {
            let mut changed = told(&lines.before, hunk.before, false);
            changed.extend(told(&lines.after, hunk.after, true));
            changed
        })
        .filter(|line| !line.text.chars().all(|sign| matches!(sign, '\u{2500}' | '-' | ' ')))
        .collect()
}

impl ToldLine {
    /// The line behind a plus or a minus sign, green or red.
    pub(super) fn shown(&self, indent: &str, color: bool) -> String {
        let (sign, code) = if self.is_new { ('+', "32") } else { ('-', "31") };
        let line = format!("{indent}{sign} {}", self.text);
        if color { format!("\u{1b}[{code}m{line}\u{1b}[0m") } else { line }
    }
}
