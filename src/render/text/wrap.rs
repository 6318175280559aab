//! Filling lines with words, by display width.

use unicode_segmentation::UnicodeSegmentation;

use super::chars::{self, Part, RESET};
use super::glue::glued;

/// Inside the module, a space at which a line breaks only if it must: `text [1]`. Cannot come from
/// the Markdown, as control characters are removed from that.
pub(super) const GLUE: char = '\u{1f}';

/// Wraps plain text to `width` columns (by display width, indents included).
///
/// Newlines are kept; runs of spaces become one space. Words, and so URLs and paths, are never
/// broken, even if wider than the line; text in Chinese or Japanese breaks between characters.
/// ANSI styling takes no columns and ends at a line's end, to go on after the next indent; other
/// control characters are removed. No line ends with a space.
#[must_use]
pub fn wrap(text: &str, width: usize, initial_indent: &str, subsequent_indent: &str) -> String {
    hang(&chars::strip_unstyled(text), width, initial_indent, subsequent_indent).join("\n")
}

/// Like [`wrap`], for text that is clean already.
pub(super) fn hang(text: &str, width: usize, initial: &str, subsequent: &str) -> Vec<String> {
    let first = width.saturating_sub(chars::width(initial));
    let rest = width.saturating_sub(chars::width(subsequent));
    let lines = fill(text, first, rest).into_iter().enumerate();
    lines
        .map(|(index, line)| {
            let indent = if index == 0 { initial } else { subsequent };
            format!("{indent}{line}").trim_end().to_owned()
        })
        .collect()
}

/// Breaks text into lines of at most `first` and then `rest` columns.
pub(super) fn fill(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = Lines { available: first, rest, ..Lines::default() };
    let text = glued(text);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            lines.end();
        }
        for unit in units(line, rest) {
            lines.push(&unit);
        }
    }
    lines.end();
    lines.done
}

/// The columns of the widest part of the text that stays on one line.
pub(super) fn widest_unit(text: &str) -> usize {
    let units = text.split('\n').flat_map(|line| units(line, 0));
    units.map(|unit| unit.width).max().unwrap_or(0)
}

/// Text that stays on one line.
struct Unit<'a> {
    text: &'a str,
    width: usize,
    /// Whether a space stands before it, unless it starts a line.
    spaced: bool,
}

/// The units of a line; those that are too wide for `limit` columns are split where they are glued.
fn units(line: &str, limit: usize) -> impl Iterator<Item = Unit<'_>> {
    let words = line.split([' ', '\t']).filter(|word| !word.is_empty());
    let pieces = words.flat_map(|word| {
        let pieces = pieces(word).into_iter().enumerate();
        pieces.map(|(index, piece)| (piece, index == 0))
    });
    pieces.flat_map(move |(piece, spaced)| {
        let split = piece.contains(GLUE) && chars::width(piece) > limit;
        let parts = piece.split(move |c| split && c == GLUE).enumerate();
        parts.map(move |(index, text)| {
            let width = chars::width(text);
            Unit { text, width, spaced: width > 0 && (spaced || index > 0) }
        })
    })
}

/// The lines so far, and the one that is being filled.
#[derive(Default)]
struct Lines {
    available: usize,
    rest: usize,
    done: Vec<String>,
    line: String,
    width: usize,
    /// The ANSI styling in effect.
    styling: String,
}

impl Lines {
    fn push(&mut self, unit: &Unit<'_>) {
        let mut gap = usize::from(unit.spaced && self.width > 0);
        if self.width > 0 && unit.width > 0 && self.width + gap + unit.width > self.available {
            self.end();
            gap = 0;
        }
        if gap > 0 {
            self.line.push(' ');
        }
        self.width += gap + unit.width;
        for part in chars::parts(unit.text) {
            match part {
                Part::Text(text) => {
                    self.line.extend(text.chars().map(|c| if c == GLUE { ' ' } else { c }));
                }
                Part::Sgr(sgr) => {
                    self.line.push_str(sgr);
                    if sgr == RESET {
                        self.styling.clear();
                    } else {
                        self.styling.push_str(sgr);
                    }
                }
            }
        }
    }

    fn end(&mut self) {
        if !self.styling.is_empty() {
            self.line.push_str(RESET);
        }
        self.done.push(std::mem::replace(&mut self.line, self.styling.clone()));
        self.width = 0;
        self.available = self.rest;
    }
}

/// Splits a word where Chinese and Japanese may break, but not inside a URL or path.
fn pieces(word: &str) -> Vec<&str> {
    if !word.contains(is_cjk) {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut urls = url_starts(word).peekable();
    let mut in_url = is_path(word);
    let mut before = None;
    for (at, c) in shown_characters(word) {
        in_url = urls.next_if(|&url| url <= at).is_some() || (in_url && !is_cjk_sign(c));
        if let Some((previous, was_in_url)) = before
            && !(in_url && was_in_url)
            && may_break(previous, c)
        {
            pieces.push(&word[start..at]);
            start = at;
        }
        before = Some((c, in_url));
    }
    pieces.push(&word[start..]);
    pieces
}

/// The first `char` of each grapheme cluster, with its place in bytes; not those of ANSI styling.
fn shown_characters(word: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut end = 0;
    let texts = chars::parts(word).filter_map(move |part| {
        let (Part::Text(text) | Part::Sgr(text)) = part;
        end += text.len();
        matches!(part, Part::Text(_)).then_some((end - text.len(), text))
    });
    texts.flat_map(|(start, text)| {
        let graphemes = text.grapheme_indices(true);
        graphemes.filter_map(move |(at, grapheme)| Some((start + at, grapheme.chars().next()?)))
    })
}

fn url_starts(word: &str) -> impl Iterator<Item = usize> + '_ {
    word.match_indices("://").map(|(at, _)| {
        let scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        word[..at].trim_end_matches(scheme).len()
    })
}

fn is_path(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '[', '<', '"', '\'', '`', '*', '_']);
    ["/", "./", "../", "~/"].iter().any(|start| word.starts_with(start))
}

fn may_break(before: char, after: char) -> bool {
    let joins = |c: char| is_cjk(c) || c.is_alphanumeric();
    (is_cjk(before) || is_cjk(after))
        && joins(before)
        && joins(after)
        && !NOT_AT_LINE_END.contains(before)
        && !NOT_AT_LINE_START.contains(after)
}

/// Han, kana and their punctuation. Not Hangul: Korean has spaces between its words.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff9f}' | '\u{20000}'..='\u{3fffd}')
}

fn is_cjk_sign(c: char) -> bool {
    is_cjk(c) && !c.is_alphanumeric()
}

const NOT_AT_LINE_START: &str = "、。，．・：；？！）］｝」』】〉》〕〗〙〛ー～々〻ゝゞヽヾ\
    ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ";

const NOT_AT_LINE_END: &str = "（［｛「『【〈《〔〖〘〚";
