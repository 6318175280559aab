use serde::Serialize;
use similar::{ChangeTag, TextDiff};

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
    let diff = TextDiff::from_lines(&old, &new);
    let mut is_behind_blank = false;
    diff.iter_all_changes()
        .map(|change| {
            let text = change.value().trim_end().to_owned();
            let begins_block = std::mem::replace(&mut is_behind_blank, text.is_empty());
            (
                change.tag(),
                ToldLine { is_new: change.tag() == ChangeTag::Insert, text, begins_block },
            )
        })
        .filter(|(tag, _)| *tag != ChangeTag::Equal)
        .map(|(_, line)| line)
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
