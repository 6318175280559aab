use unicode_width::UnicodeWidthStr as _;

use super::blocks::{Writer, paragraphs, wrapped};
use crate::render::prose::{self, Day, Windows};
use crate::render::text;
use crate::view::View;

/// Times up to this width stand in a column beside the text, longer ones on a line above it.
const TIME_COLUMN: usize = 13;

pub(super) fn timeline(writer: &mut Writer<'_>) -> String {
    let timeline = prose::timeline(writer.view);
    let mut blocks = vec![wrapped(timeline.note, writer.width)];
    for day in &timeline.days {
        blocks.push(wrapped(&day.heading, writer.width));
        blocks.push(if timeline.is_timed {
            entries(writer, day)
        } else {
            numbered_entries(writer, day)
        });
    }
    paragraphs(blocks)
}

fn entries(writer: &mut Writer<'_>, day: &Day<'_>) -> String {
    let labels = day.entries.iter().map(|(label, ..)| label.width());
    let column = labels.filter(|width| *width <= TIME_COLUMN).max().unwrap_or(2);
    let margin = " ".repeat(column + 2);
    let lines: Vec<String> = day
        .entries
        .iter()
        .map(|(label, entry, source)| {
            let text = with_source(writer.line(&entry.markdown), source);
            let width = label.width();
            if width == 0 {
                writer.item(&text)
            } else if width <= column {
                let space = " ".repeat(column + 2 - width);
                text::wrap(&text, writer.width, &format!("{label}{space}"), &margin)
            } else {
                let text = text::wrap(&text, writer.width, &margin, &margin);
                format!("{}\n{text}", wrapped(label, writer.width))
            }
        })
        .collect();
    lines.join("\n")
}

fn numbered_entries(writer: &mut Writer<'_>, day: &Day<'_>) -> String {
    let digits = day.entries.len().to_string().len();
    let margin = " ".repeat(digits + 2);
    let lines: Vec<String> = day
        .entries
        .iter()
        .enumerate()
        .map(|(index, (_, entry, source))| {
            let text = with_source(writer.line(&entry.markdown), source);
            let number = format!("{:>digits$}. ", index + 1);
            text::wrap(&text, writer.width, &number, &margin)
        })
        .collect();
    lines.join("\n")
}

fn with_source(text: String, source: &str) -> String {
    match source {
        "" => text,
        source => format!("{text} ({source})"),
    }
}

/// The windows of impact in a sentence, a table, or blocks where a table is too wide.
pub(super) fn windows(view: &View, width: usize) -> String {
    let (caption, header, rows, totals) = match prose::windows(view) {
        Windows::Sentence(sentence) => return wrapped(&sentence, width),
        Windows::Table { caption, header, rows, totals } => (caption, header, rows, totals),
    };
    let columns = (0..header.len()).map(|column| {
        let cells = std::iter::once(&header).chain(&rows);
        cells.map(|row| row[column].width()).max().unwrap_or(0) + 2
    });
    let body = if columns.sum::<usize>() <= width + 2 {
        text::table(&header, &rows, &[], width)
    } else {
        rows.iter().map(|row| block(&header, row, width)).collect::<Vec<_>>().join("\n\n")
    };
    let totals = totals.iter().map(|total| wrapped(total, width));
    let totals = totals.collect::<Vec<_>>().join("\n");
    paragraphs([wrapped(&caption, width), body, totals])
}

/// A row of a table that is too wide: what it is about, and its times indented below.
fn block(header: &[String], row: &[String], width: usize) -> String {
    let (about, times): (Vec<_>, Vec<_>) = header
        .iter()
        .zip(row)
        .filter(|(_, cell)| !cell.is_empty())
        .partition(|(name, _)| !["Start", "End", "Duration"].contains(&name.as_str()));
    let about: Vec<&str> = about.into_iter().map(|(_, cell)| cell.as_str()).collect();
    let about = wrapped(&about.join(", "), width);
    let times = times
        .into_iter()
        .map(|(name, cell)| text::wrap(&format!("{name}: {cell}"), width, "  ", "    "));
    std::iter::once(about).chain(times).collect::<Vec<_>>().join("\n")
}

pub(super) fn measures(writer: &mut Writer<'_>) -> String {
    let groups: Vec<String> = prose::measures(writer.view)
        .into_iter()
        .flat_map(|(intro, measures)| {
            let items: Vec<String> = measures
                .iter()
                .map(|measure| {
                    let note = match measure.note.as_str() {
                        "" => String::new(),
                        note => format!(" ({note})"),
                    };
                    let title = format!("{}{note}", measure.title);
                    let title = writer.numbered(&title, measure.link);
                    writer.item(&format!("{title}{}", measure.end))
                })
                .collect();
            [intro.to_owned(), items.join("\n")]
        })
        .collect();
    paragraphs(groups)
}

/// Who did what, and the words to find it by.
pub(super) fn internal(view: &View, width: usize) -> String {
    let items = prose::internal(view).map(|item| text::wrap(&item, width, "- ", "  "));
    items.collect::<Vec<_>>().join("\n")
}
