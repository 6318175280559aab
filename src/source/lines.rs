use super::Span;

/// Bytes between two places whose columns are known without counting from the line's start.
const STRIDE: usize = 1024;

/// A place as people and programs count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: usize,
    /// Column in UTF-16 code units, from 1: what editors and SARIF count.
    pub utf16: usize,
}

/// Turns byte offsets of one text into lines and columns; how long a line is does not matter.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// What lies before every [`STRIDE`]th byte.
    marks: Vec<Length>,
}

/// How long a stretch of text is.
#[derive(Clone, Copy, Debug, Default)]
struct Length {
    characters: usize,
    utf16: usize,
}

impl Length {
    /// Every character has one byte that continues no other; those of four bytes take two
    /// UTF-16 units (RFC 3629, section 3; RFC 2781, section 2.1).
    fn of(bytes: &[u8]) -> Self {
        let characters = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let pairs = bytes.iter().filter(|byte| **byte >= 0xf0).count();
        Self { characters, utf16: characters + pairs }
    }

    const fn and(self, more: Self) -> Self {
        Self { characters: self.characters + more.characters, utf16: self.utf16 + more.utf16 }
    }
}

impl<'t> LineIndex<'t> {
    /// Finds the line starts of `text`. A line ends with LF; a CR before it belongs to it.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(offset, _)| offset + 1));
        let mut marks = vec![Length::default()];
        let mut before = Length::default();
        for chunk in text.as_bytes().chunks_exact(STRIDE) {
            before = before.and(Length::of(chunk));
            marks.push(before);
        }
        Self { text, starts, marks }
    }

    /// The place of a byte offset; one behind the text or inside a character is moved back
    /// to the nearest place that exists. A byte order mark takes no column.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let mut start = self.starts[line - 1];
        if start == 0 && self.text[..offset].starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        let (from, to) = (self.before(start), self.before(offset));
        Position {
            line,
            column: to.characters - from.characters + 1,
            utf16: to.utf16 - from.utf16 + 1,
        }
    }

    /// The places of a span's first byte and of the byte behind its last.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        (self.position(span.start), self.position(span.end))
    }

    /// The line that holds a byte offset, without its line end.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> &'t str {
        let line = self.position(offset).line;
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        self.text[self.starts[line - 1]..end].trim_end_matches(['\r', '\n'])
    }

    fn before(&self, offset: usize) -> Length {
        let mark = offset / STRIDE;
        self.marks[mark].and(Length::of(&self.text.as_bytes()[mark * STRIDE..offset]))
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    fn at(text: &str, offset: usize) -> (usize, usize, usize) {
        let Position { line, column, utf16 } = LineIndex::new(text).position(offset);
        (line, column, utf16)
    }

    #[test]
    fn counts_lines_and_columns_from_one() {
        assert_eq!(at("", 0), (1, 1, 1));
        assert_eq!(at("ab\ncd", 3), (2, 1, 1));
        assert_eq!(at("ab\r\ncd", 5), (2, 2, 2));
        assert_eq!(at("a\tb", 2), (1, 3, 3), "a tab is one character");
    }

    #[test]
    fn counts_characters_and_utf16_units() {
        assert_eq!(at("ä🙂x", 6), (1, 3, 4), "two characters of six bytes come before x");
        assert_eq!(at("e\u{301}x", 3), (1, 3, 3), "a combining mark is a character");
        assert_eq!(at("時計x", 6), (1, 3, 3));
        assert_eq!(at("👩\u{200d}🚒x", 11), (1, 4, 6), "three characters joined to one sign");
    }

    #[test]
    fn clamps_offsets_that_do_not_exist() {
        assert_eq!(at("ab", 99), (1, 3, 3));
        assert_eq!(at("🙂", 2), (1, 1, 1));
        assert_eq!(at("\u{feff}ab", 3), (1, 1, 1));
        assert_eq!(at("\u{feff}ab", 4), (1, 2, 2));
        assert_eq!(at("\u{feff}ab", 1), (1, 1, 1));
    }

    #[test]
    fn agrees_with_counting_in_a_long_line() {
        let text = "x\n".to_owned() + &"aä時🙂".repeat(700);
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices().skip(2) {
            let before = &text[2..offset];
            let place = index.position(offset);
            assert_eq!(place.column, before.chars().count() + 1);
            assert_eq!(place.utf16, before.encode_utf16().count() + 1);
        }
    }

    #[test]
    fn gives_a_line_without_its_end() {
        let index = LineIndex::new("ab\r\ncd");
        assert_eq!(index.line_at(1), "ab");
        assert_eq!(index.line_at(3), "ab");
        assert_eq!(index.line_at(6), "cd");
    }
}
