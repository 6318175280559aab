//! Tables as aligned columns, or as blocks of lines where columns do not fit.

use pulldown_cmark::Alignment;

use super::chars::{strip_unstyled, width as display_width};
use super::wrap::{fill, hang, widest_unit};

/// What stands between two columns.
const GUTTER: &str = "  ";

/// A column that has to be made narrower than its text keeps at least these columns.
const READABLE: usize = 12;

/// Lays a table out in `width` columns (by display width).
///
/// The cells are plain text, such as that of [`render_inline`](super::render_inline); newlines in
/// them are kept, and ANSI styling takes no columns. If the table is too wide, the cells are wrapped
/// inside their columns; if the columns would then be too narrow to read, each row becomes a block
/// of `Header: cell` lines, with a blank line between rows. Ends without a newline.
#[must_use]
pub fn table(
    header: &[String],
    rows: &[Vec<String>],
    alignments: &[Alignment],
    width: usize,
) -> String {
    let clean = |row: &[String]| row.iter().map(|cell| strip_unstyled(cell).into_owned()).collect();
    let table = Table {
        alignments: alignments.to_vec(),
        header: clean(header),
        rows: rows.iter().map(|row| clean(row)).collect(),
    };
    table.lines(width).join("\n")
}

/// A table whose cells are clean text.
#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn lines(&self, width: usize) -> Vec<String> {
        match self.column_widths(width) {
            Some(widths) => self.columns(&widths),
            None => self.blocks(width),
        }
    }

    /// The rows that have text.
    fn shown_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        self.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()))
    }

    fn all_rows(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    /// For each column, the largest `measure` of its cells.
    fn measure(&self, measure: impl Fn(&str) -> usize) -> Vec<usize> {
        let mut largest = Vec::new();
        for row in self.all_rows() {
            largest.resize(largest.len().max(row.len()), 0);
            for (largest, cell) in largest.iter_mut().zip(row) {
                *largest = measure(cell).max(*largest);
            }
        }
        largest
    }

    /// The widths with which the columns fit and are readable. Only the widest are made narrower.
    fn column_widths(&self, width: usize) -> Option<Vec<usize>> {
        let natural = self.measure(|cell| cell.split('\n').map(display_width).max().unwrap_or(0));
        let gutters = GUTTER.len() * natural.len().saturating_sub(1);
        let available = width.checked_sub(gutters)?;
        if natural.iter().sum::<usize>() <= available {
            return Some(natural);
        }
        let words = self.measure(widest_unit);
        let least =
            natural.iter().zip(words).map(|(&natural, word)| word.max(natural.min(READABLE)));
        let least: Vec<_> = least.collect();
        let with_limit = |limit: usize| {
            let widths = natural.iter().zip(&least);
            widths.map(move |(&natural, &least)| natural.min(limit.max(least)))
        };
        (0..=available)
            .rev()
            .find(|&limit| with_limit(limit).sum::<usize>() <= available)
            .map(|limit| with_limit(limit).collect())
    }

    fn columns(&self, widths: &[usize]) -> Vec<String> {
        let mut lines = Vec::new();
        if self.header.iter().any(|cell| !cell.is_empty()) {
            self.push_row(&self.header, widths, &mut lines);
            let rules: Vec<_> = widths.iter().map(|&width| "-".repeat(width)).collect();
            lines.push(rules.join(GUTTER).trim_end().to_owned());
        }
        for row in self.shown_rows() {
            self.push_row(row, widths, &mut lines);
        }
        lines
    }

    fn push_row(&self, row: &[String], widths: &[usize], lines: &mut Vec<String>) {
        let cells = row.iter().zip(widths).map(|(cell, &width)| fill(cell, width, width));
        let cells: Vec<_> = cells.collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..height {
            let columns = cells.iter().zip(widths).enumerate().map(|(column, (cell, &width))| {
                let text = cell.get(index).map_or("", String::as_str);
                pad(text, width, self.alignments.get(column).copied())
            });
            let line = columns.collect::<Vec<_>>().join(GUTTER);
            lines.push(line.trim_end().to_owned());
        }
    }

    fn blocks(&self, width: usize) -> Vec<String> {
        if self.shown_rows().next().is_none() {
            let cells = self.header.iter().filter(|cell| !cell.is_empty());
            return cells.flat_map(|cell| hang(cell, width, "", GUTTER)).collect();
        }
        let mut lines = Vec::new();
        for row in self.shown_rows() {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            for column in 0..row.len().max(self.header.len()) {
                let header = self.header.get(column).map_or("", String::as_str);
                let cell = row.get(column).map_or("", String::as_str);
                match (header, cell) {
                    ("", "") => {}
                    ("", cell) => lines.extend(hang(cell, width, "", GUTTER)),
                    (header, cell) => {
                        let header = header.replace('\n', " ");
                        lines.extend(hang(&format!("{header}: {cell}"), width, "", GUTTER));
                    }
                }
            }
        }
        lines
    }
}

fn pad(text: &str, width: usize, alignment: Option<Alignment>) -> String {
    let space = width.saturating_sub(display_width(text));
    let left = match alignment {
        Some(Alignment::Right) => space,
        Some(Alignment::Center) => space / 2,
        Some(Alignment::Left | Alignment::None) | None => 0,
    };
    format!("{}{text}{}", " ".repeat(left), " ".repeat(space - left))
}
