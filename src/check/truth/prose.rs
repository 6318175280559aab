//! The prose of a Markdown text: what is code, raw HTML, a quotation or struck out is hidden.

use std::ops::Range;

use pulldown_cmark::TagEnd;

use super::quotations::quotations;
use super::text::{Block, BlockKind};
use crate::source::{Step, Steps, has_byte, has_markup};

/// Shown text, cut into blocks that end with a line feed.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) shown: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) blocks: Vec<Block>,
    /// What is seen and no prose, in order and apart.
    pub(super) hidden: Vec<Range<usize>>,
}

/// Shown bytes and the source bytes that they come from.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) shown: Range<usize>,
    pub(super) source: Range<usize>,
}

impl Piece {
    /// Whether both are the same bytes; an entity, for example, is not.
    fn is_direct(&self) -> bool {
        self.shown.len() == self.source.len()
    }

    pub(super) fn source_of(&self, byte: usize) -> usize {
        match byte.checked_sub(self.shown.start) {
            Some(offset) if self.is_direct() => (self.source.start + offset).min(self.source.end),
            _ => self.source.start,
        }
    }

    pub(super) fn source_end_of(&self, byte: usize) -> usize {
        match byte.checked_sub(self.shown.start) {
            Some(offset) if self.is_direct() => (self.source.start + offset).min(self.source.end),
            _ => self.source.end,
        }
    }
}

/// A text without markup; every line is a block.
pub(super) fn plain(source: &str) -> Prose {
    let mut prose = Prose::with_room(source.len() + 1);
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let words = line.trim_end();
        prose.show(words, at..at + words.len());
        prose.close(BlockKind::Paragraph);
        at += line.len();
    }
    prose
}

/// The prose of a Markdown text.
pub(super) fn markdown(source: &str) -> Prose {
    if is_line(source) {
        return plain(source.trim_ascii_end());
    }
    of_steps(source, &Steps::of(source))
}

/// Whether a Markdown text is no more than one line of words.
fn is_line(source: &str) -> bool {
    let line = source.trim_ascii_end();
    line.starts_with(|first: char| first.is_ascii_alphabetic())
        && line.len() == source.trim_end().len()
        && !has_markup(line)
        && !has_byte(line, |byte| matches!(byte, b'\n' | b'\r'))
}

/// The prose of a Markdown text that the parser has told of.
pub(super) fn of_steps(source: &str, steps: &Steps) -> Prose {
    let mut walk = Walk { prose: Prose::with_room(source.len() + 1), ..Walk::default() };
    for (step, span) in steps.iter() {
        walk.step(source, step, span.range());
    }
    walk.prose.close(BlockKind::Paragraph);
    walk.prose
}

impl Prose {
    /// With room for as many bytes.
    fn with_room(bytes: usize) -> Self {
        Self { shown: String::with_capacity(bytes), ..Self::default() }
    }

    fn show(&mut self, words: &str, source: Range<usize>) {
        let start = self.shown.len();
        self.shown.push_str(words);
        self.pieces.push(Piece { shown: start..self.shown.len(), source });
    }

    fn hide(&mut self, words: &str, source: Range<usize>) {
        let start = self.shown.len();
        self.show(words, source);
        if start < self.shown.len() {
            self.hidden.push(start..self.shown.len());
        }
    }

    /// Adds what another prose shows; its blocks are forgotten.
    fn append(&mut self, other: &Self) {
        let by = self.shown.len();
        self.shown.push_str(&other.shown);
        let moved = |range: &Range<usize>| range.start + by..range.end + by;
        self.pieces.extend(
            other
                .pieces
                .iter()
                .map(|piece| Piece { shown: moved(&piece.shown), source: piece.source.clone() }),
        );
        self.hidden.extend(other.hidden.iter().map(moved));
    }

    /// Ends the block that is open, if anything is in it.
    fn close(&mut self, kind: BlockKind) {
        let start = self.blocks.last().map_or(0, |block| block.end + 1);
        if start < self.shown.len() {
            self.hide_quotations(start);
            self.blocks.push(Block { kind, start, end: self.shown.len() });
            self.shown.push('\n');
        }
    }

    /// Takes everything from a byte on away.
    fn drop_from(&mut self, length: usize) {
        self.shown.truncate(length);
        self.pieces.truncate(self.pieces.partition_point(|piece| piece.shown.end <= length));
        self.blocks.truncate(self.blocks.partition_point(|block| block.end < length));
        self.hidden.truncate(self.hidden.partition_point(|range| range.end <= length));
    }

    /// Hides what stands in quotation marks, from a byte on.
    fn hide_quotations(&mut self, from: usize) {
        let found = quotations(&self.shown[from..]);
        if found.is_empty() {
            return;
        }
        let first = self.hidden.partition_point(|range| range.start < from);
        let mut all = self.hidden.split_off(first);
        all.extend(found.into_iter().map(|range| range.start + from..range.end + from));
        all.sort_by_key(|range| range.start);
        for range in all {
            match self.hidden.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => self.hidden.push(range),
            }
        }
    }
}

#[derive(Default)]
struct Walk {
    prose: Prose,
    /// Code, quotes and the like that are open.
    silent: usize,
    /// Shown length at the start of the footnote that is open, and whether it cites.
    footnote: Option<(usize, bool)>,
    lists: usize,
    /// Numbers of the lists that are open.
    open_lists: Vec<usize>,
    quotes: Vec<bool>,
    table: Option<Table>,
}

/// A table that is being read: the prose of its cells.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<Prose>>,
    /// What was read before the cell that is open.
    outer: Prose,
}

impl Walk {
    fn step(&mut self, source: &str, step: &Step, range: Range<usize>) {
        match step {
            Step::Start(tag) => self.start(*tag, range),
            Step::End(tag) => self.end(*tag),
            _ if self.silent > 0 => {}
            Step::Source => self.prose.show(source.get(range.clone()).unwrap_or_default(), range),
            // A text of other length than its source would point beside its words.
            Step::Text(text) => self.prose.show(text, shrink(source, text, range)),
            Step::Code(code) => self.prose.hide(code, range),
            Step::SoftBreak => self.prose.show(" ", range),
            Step::HardBreak => self.prose.show("\n", range),
        }
    }

    fn block(&self) -> BlockKind {
        self.open_lists.last().map_or(BlockKind::Paragraph, |list| BlockKind::Item(*list))
    }

    fn start(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.prose.close(self.block());
                self.silent += 1;
            }
            TagEnd::Strikethrough | TagEnd::Image => self.silent += 1,
            TagEnd::Link => {
                if let Some((_, cites)) = &mut self.footnote {
                    *cites = true;
                }
            }
            // An alert is the author's own word, any other quote is somebody else's.
            TagEnd::BlockQuote(alert) => {
                self.prose.close(self.block());
                self.quotes.push(alert.is_none());
                self.silent += usize::from(alert.is_none());
            }
            TagEnd::List(_) => {
                self.prose.close(self.block());
                self.lists += 1;
                self.open_lists.push(self.lists);
            }
            TagEnd::FootnoteDefinition => self.footnote = Some((self.prose.shown.len(), false)),
            TagEnd::Table => {
                self.prose.close(self.block());
                self.table = Some(Table::default());
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.table.get_or_insert_default().rows.push(Vec::new());
            }
            TagEnd::TableCell => {
                let cell = Prose::with_room(range.len());
                let outer = std::mem::replace(&mut self.prose, cell);
                self.table.get_or_insert_default().outer = outer;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.silent -= 1,
            TagEnd::Strikethrough | TagEnd::Image => self.silent -= 1,
            TagEnd::BlockQuote(_) => {
                self.prose.close(self.block());
                self.silent -= usize::from(self.quotes.pop().unwrap_or_default());
            }
            TagEnd::List(_) => {
                self.prose.close(self.block());
                self.open_lists.pop();
            }
            TagEnd::Item | TagEnd::Paragraph => self.prose.close(self.block()),
            TagEnd::Heading(_) => self.prose.close(BlockKind::Heading),
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    let cell = std::mem::replace(&mut self.prose, std::mem::take(&mut table.outer));
                    if let Some(row) = table.rows.last_mut() {
                        row.push(cell);
                    }
                }
            }
            TagEnd::Table => {
                let table = self.table.take().unwrap_or_default();
                self.rows(table.rows);
            }
            TagEnd::FootnoteDefinition => {
                self.prose.close(self.block());
                if let Some((start, true)) = self.footnote.take() {
                    self.prose.drop_from(start);
                }
            }
            _ => {}
        }
    }
}

impl Walk {
    /// The rows of a table; of a table with one row, each cell with its heading: "Duration: 1 h".
    fn rows(&mut self, rows: Vec<Vec<Prose>>) {
        const WIDE: usize = 3;
        let lines: Vec<Vec<&Prose>> = match rows.as_slice() {
            [head, row] if head.len() >= WIDE => {
                head.iter().zip(row).map(|(head, cell)| vec![head, cell]).collect()
            }
            rows => rows.iter().map(|row| row.iter().collect()).collect(),
        };
        for line in lines {
            for (position, cell) in line.into_iter().enumerate() {
                if position > 0 {
                    self.prose.show(": ", 0..0);
                }
                self.prose.append(cell);
            }
            self.prose.close(BlockKind::Row);
        }
    }
}

/// Where the shown words stand within a longer piece of source, such as one with an escape.
fn shrink(source: &str, text: &str, range: Range<usize>) -> Range<usize> {
    let found = source.get(range.clone()).and_then(|slice| slice.find(text));
    found.map_or(range.clone(), |at| range.start + at..range.start + at + text.len())
}

#[cfg(test)]
mod tests {
    use super::{Prose, Range, is_line, markdown, of_steps, plain};
    use crate::source::Steps;
    use proptest::prelude::*;

    fn shown(source: &str) -> String {
        let prose = markdown(source);
        let mut text = prose.shown.clone();
        for range in prose.hidden.iter().rev() {
            text.replace_range(range.clone(), "_");
        }
        text
    }

    #[test]
    fn keeps_what_the_author_says() {
        assert_eq!(
            shown("It took **47** minutes,\n`9` or “10 h” or \"5\"."),
            "It took 47 minutes, _ or _ or _.\n"
        );
        assert_eq!(shown("> said\n\n> [!NOTE]\n> mine\n"), "mine\n");
        assert_eq!(shown("a ~~b~~ <b>c</b>\n\n```\nd\n```\n"), "a  c\n");
        assert_eq!(shown("x[^1]\n\n[^1]: See [y](z).\n[^2]: own\n"), "x\nown\n");
        assert_eq!(
            shown("| a | b |\n| - | - |\n| Duration | 5 min |\n"),
            "a: b\nDuration: 5 min\n"
        );
        assert_eq!(shown("its hosts' \"first\" 5\" disk"), "its hosts' _ 5\" disk\n");
    }

    #[test]
    fn pieces_point_at_their_bytes() {
        let source = "- a **b** &amp; c\\*d\n  - e\n";
        let prose = markdown(source);
        for piece in &prose.pieces {
            if piece.is_direct() && !piece.source.is_empty() {
                assert_eq!(&source[piece.source.clone()], &prose.shown[piece.shown.clone()]);
            }
        }
        assert_eq!(plain("a\r\nb\n").shown, "a\nb\n");
    }

    /// Where each byte that is shown stands in the source.
    fn places(prose: &Prose) -> Vec<Range<usize>> {
        let place = |at: usize| {
            let after = prose.pieces.partition_point(|piece| piece.shown.start <= at);
            let piece = &prose.pieces[after - 1];
            piece.source_of(at)..piece.source_end_of(at + 1)
        };
        (0..prose.shown.trim_end().len()).map(place).collect()
    }

    proptest! {
        #[test]
        fn a_line_is_what_the_parser_makes_of_it(text in "[a-c][a-c .:!|#>=+)\\]\\-\"“é\t\u{a0}\u{0}\n\r]{0,30}|[a-c]\\PC{0,20}\n?") {
            if is_line(&text) {
                let (line, parsed) = (markdown(&text), of_steps(&text, &Steps::of(&text)));
                prop_assert_eq!(places(&line), places(&parsed));
                prop_assert_eq!((line.shown, line.blocks), (parsed.shown, parsed.blocks));
                prop_assert_eq!(line.hidden, parsed.hidden);
            }
        }

        #[test]
        fn hidden_ranges_are_in_order(source in "[a\"“”„«»`>\\-\\[\\]^:|~*\n ]{0,40}") {
            let prose = markdown(&source);
            let mut end = 0;
            for range in &prose.hidden {
                prop_assert!(range.start >= end && prose.shown.get(range.clone()).is_some());
                end = range.end;
            }
            for piece in &prose.pieces {
                prop_assert!(source.get(piece.source.clone()).is_some());
            }
        }
    }
}
