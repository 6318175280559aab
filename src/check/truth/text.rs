//! What a reader sees of a text, as sentences of tokens with their places in the source.

use std::ops::Range;

use super::prose::{self, Piece};
use super::sentence::{self, Sentence};
use super::token::{Token, tokens};

/// A text as its readers see it.
#[derive(Debug, Default)]
pub(in crate::check) struct Text {
    shown: String,
    lower: String,
    pieces: Vec<Piece>,
    blocks: Vec<Block>,
    tokens: Vec<Token>,
    /// Ranges of `tokens`.
    sentences: Vec<Range<usize>>,
}

/// A paragraph, a heading, an item of a list or a row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct Block {
    /// What it is.
    pub(in crate::check) kind: BlockKind,
    /// Its first byte in the shown text.
    pub(in crate::check) start: usize,
    /// Behind its last byte.
    pub(in crate::check) end: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum BlockKind {
    Paragraph,
    Heading,
    /// An item of the list with this number.
    Item(usize),
    /// A row of a table.
    Row,
}

impl Text {
    /// Reads Markdown.
    pub(super) fn markdown(source: &str) -> Self {
        Self::new(prose::markdown(source))
    }

    /// Reads a line of plain text.
    pub(super) fn plain(source: &str) -> Self {
        Self::new(prose::plain(source))
    }

    /// Reads a line that may have inline Markdown.
    pub(super) fn line(source: &str) -> Self {
        let is_plain = !source.contains(['`', '*', '_', '[', '<', '&', '\\', '~']);
        if is_plain { Self::plain(source) } else { Self::markdown(source) }
    }

    fn new(prose: prose::Prose) -> Self {
        let prose::Prose { shown, pieces, blocks, hidden } = prose;
        let lower = shown.to_ascii_lowercase();
        let tokens = tokens(&shown, &lower, &hidden);
        let sentences = sentence::split(&tokens, &lower, &shown);
        Self { shown, lower, pieces, blocks, tokens, sentences }
    }

    /// The sentences, in order.
    pub(in crate::check) fn sentences(&self) -> impl DoubleEndedIterator<Item = Sentence<'_>> {
        (0..self.sentences.len()).map(|index| Sentence::new(self, index))
    }

    /// The sentence with this number.
    pub(in crate::check) fn sentence(&self, index: usize) -> Option<Sentence<'_>> {
        (index < self.sentences.len()).then(|| Sentence::new(self, index))
    }

    pub(super) fn tokens_of(&self, sentence: usize) -> &[Token] {
        self.sentences
            .get(sentence)
            .and_then(|range| self.tokens.get(range.clone()))
            .unwrap_or_default()
    }

    /// The blocks, in order.
    pub(in crate::check) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The block that holds a byte of the shown text.
    pub(in crate::check) fn block_at(&self, byte: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|block| block.start <= byte);
        after.checked_sub(1)
    }

    /// What is shown.
    pub(in crate::check) fn shown(&self, range: Range<usize>) -> &str {
        self.shown.get(range).unwrap_or_default()
    }

    pub(super) fn lower(&self, range: Range<usize>) -> &str {
        self.lower.get(range).unwrap_or_default()
    }

    /// Where shown bytes stand in the source.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.piece_at(range.start);
        let last = self.piece_at(range.end.saturating_sub(1));
        let (Some(start), Some(last)) = (start, last) else { return 0..0 };
        let from = start.source_of(range.start);
        let to = last.source_end_of(range.end);
        from..to.max(from)
    }

    fn piece_at(&self, byte: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.shown.start <= byte);
        self.pieces.get(after.checked_sub(1)?)
    }
}
