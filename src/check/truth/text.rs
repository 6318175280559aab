//! What a reader sees of a text, as sentences of tokens with their places in the source.

use std::ops::Range;

use super::prose::{self, Piece};
use super::sentence::{self, Sentence};
use super::spots::Spots;
use super::token::{Token, tokens};
use crate::source::{Outline, has_markup};

/// A text as its readers see it.
#[derive(Debug, Default)]
pub(in crate::check) struct Text {
    shown: String,
    lower: String,
    pieces: Vec<Piece>,
    blocks: Vec<Block>,
    tokens: Vec<Token>,
    /// Ranges of `tokens`, and what can begin in each of them.
    sentences: Vec<(Range<usize>, Spots)>,
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

    /// Reads Markdown that may have been parsed.
    pub(super) fn of_outline(source: &str, outline: &Outline) -> Self {
        match &outline.steps {
            Some(steps) => Self::new(prose::of_steps(source, steps)),
            None => Self::markdown(source),
        }
    }

    /// Reads a line of plain text.
    pub(super) fn plain(source: &str) -> Self {
        Self::new(prose::plain(source))
    }

    /// Reads a line that may have inline Markdown.
    pub(super) fn line(source: &str) -> Self {
        if has_markup(source) { Self::markdown(source) } else { Self::plain(source) }
    }

    fn new(prose: prose::Prose) -> Self {
        let prose::Prose { shown, pieces, blocks, hidden } = prose;
        let lower = shown.to_ascii_lowercase();
        let tokens = tokens(&shown, &lower, &hidden);
        let sentences = sentence::split(&tokens, &lower, &shown);
        Self { shown, lower, pieces, blocks, tokens: tokens.all, sentences }
    }

    /// The sentences, in order.
    pub(in crate::check) fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        (0..self.sentences.len()).map(|index| Sentence::new(self, index))
    }

    /// The sentences in which statements of this kind can begin, in order.
    pub(in crate::check) fn sentences_with(
        &self,
        kind: Spots,
    ) -> impl Iterator<Item = Sentence<'_>> {
        let with = self.sentences.iter().enumerate();
        let with = with.filter(move |(_, (_, spots))| spots.meets(kind));
        with.map(|(index, _)| Sentence::new(self, index))
    }

    /// The sentence with this number.
    pub(in crate::check) fn sentence(&self, index: usize) -> Option<Sentence<'_>> {
        (index < self.sentences.len()).then(|| Sentence::new(self, index))
    }

    /// The last sentence that starts before a byte of the shown text.
    pub(super) fn sentence_before(&self, byte: usize) -> Option<Sentence<'_>> {
        let starts_before = |(range, _): &(Range<usize>, Spots)| {
            self.tokens.get(range.start).is_some_and(|token| token.start < byte)
        };
        let after = self.sentences.partition_point(starts_before);
        self.sentence(after.checked_sub(1)?)
    }

    pub(super) fn tokens_of(&self, sentence: usize) -> &[Token] {
        self.sentences
            .get(sentence)
            .and_then(|(range, _)| self.tokens.get(range.clone()))
            .unwrap_or_default()
    }

    pub(super) fn spots_of(&self, sentence: usize) -> Spots {
        self.sentences.get(sentence).map(|(_, spots)| *spots).unwrap_or_default()
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

    pub(super) fn lower_byte(&self, at: usize) -> u8 {
        self.lower.as_bytes().get(at).copied().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::check::truth::clock::clocks;
    use crate::check::truth::count::Counted;
    use crate::check::truth::date::days;
    use crate::check::truth::duration::durations;
    use crate::check::truth::loss::claims;
    use proptest::prelude::*;

    /// Everything that the parsers find in a text, as places in the source.
    fn places(source: &str) -> Vec<std::ops::Range<usize>> {
        let text = Text::markdown(source);
        let noun = Counted::new("host nodes");
        let mut found = Vec::new();
        for sentence in text.sentences() {
            let mut add = |range| found.push(text.source(sentence.bytes(range)));
            durations(&sentence).into_iter().for_each(|stated| add(stated.range));
            clocks(&sentence).into_iter().for_each(|clock| add(clock.range));
            days(&sentence).into_iter().for_each(|day| add(day.range));
            noun.counts(&sentence).into_iter().for_each(|count| add(count.range.start..count.end));
            claims(&sentence).into_iter().for_each(|(_, range)| add(range));
        }
        found
    }

    #[test]
    fn places_are_those_of_the_words() {
        let source =
            "- took **47** minutes &amp; more\n- “9 h” at 10:50 *CET*, all 16 host\n  nodes\n";
        let words: Vec<&str> = places(source).into_iter().map(|at| &source[at]).collect();
        assert_eq!(
            words,
            ["47** minutes", "at 10:50 *CET", "all 16 host\n  nodes"]
                .map(|w| w.trim_start_matches("at ").trim_start_matches("all "))
        );
    }

    proptest! {
        /// Statements put together from the words that the parsers look for.
        #[test]
        fn no_text_panics(
            words in proptest::collection::vec(
                prop_oneof![
                    "[0-9:./, -]{1,9}",
                    Just("minutes".to_owned()), Just("hours and a half".to_owned()),
                    Just("Monday, 18th June".to_owned()), Just("between".to_owned()),
                    Just("twenty-two thousand".to_owned()), Just("p.m. (CET)".to_owned()),
                    Just("of host nodes".to_owned()), Just("no data was lost".to_owned()),
                    Just("**|`\"“\n- ".to_owned()), "\\PC{0,6}",
                ],
                0..24,
            )
        ) {
            let source = words.join(" ");
            for place in places(&source) {
                prop_assert!(source.get(place).is_some());
            }
        }
    }

    /// Much of anything takes about as long as as much of anything else.
    #[test]
    fn hostile_texts_take_linear_time() {
        const SIZE: usize = 1 << 16;
        for part in [
            "1",
            "1:",
            "1-",
            "1,111",
            "1.",
            "twenty-",
            "a hundred and ",
            "\"",
            "“",
            "`",
            "'",
            "~",
            "5 minutes to ",
            "10:00 to ",
            "18 June ",
            "Monday ",
            "16 host nodes ",
            "data was lost ",
            "- 5 min\n",
            "|a|b|c|\n|-|-|-|\n|1|2|3|\n\n",
            "> ",
            "[^1]: [a](b)\n\n",
            "(((",
            "h1m1",
        ] {
            let source = part.repeat(SIZE / part.len());
            let started = std::time::Instant::now();
            places(&source);
            let took = started.elapsed();
            println!("{part:?} {took:?}");
            assert!(took.as_secs() < 20, "{part:?} took {took:?}");
        }
    }
}
