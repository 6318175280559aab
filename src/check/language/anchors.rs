//! Finds words in a text, many at once.

use std::ops::Range;

use crate::check::runs::Runs;
use crate::check::sieve::Sieve;

/// Words that are looked for, whatever their case; each begins with a letter or digit.
///
/// Nearly no word of a text is one of them, and most of the others do not go through the sieve.
/// Which of them a word can be is known from its first and its last letter and its length.
#[derive(Debug)]
pub(super) struct Anchors {
    words: Vec<Word>,
    sieve: Sieve,
    /// The words, as places in `words`, by their slots.
    slots: Vec<Vec<usize>>,
}

#[derive(Debug)]
struct Word {
    text: String,
    /// The length of its first run of letters and digits: of `split` in `split-brain`.
    first: usize,
}

impl Anchors {
    pub(super) fn new(words: impl Iterator<Item = String>) -> Self {
        let slots = vec![Vec::new(); SLOTS];
        let mut anchors = Self { words: Vec::new(), sieve: Sieve::EMPTY, slots };
        for (number, text) in words.enumerate() {
            let first = Runs::of_alphanumerics(&text).end(0);
            let run = &text.as_bytes()[..first];
            anchors.sieve.add(run);
            anchors.slots[slot(run)].push(number);
            anchors.words.push(Word { text, first });
        }
        anchors
    }

    /// Calls `found` with the number of every word that stands in a text, and where it begins.
    /// No letter or digit of ASCII stands before it.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let bytes = text.as_bytes();
        Runs::of_alphanumerics(text).for_each(|run| {
            if self.sieve.lets_through(&bytes[run.clone()]) {
                self.find_at(bytes, run, &mut found);
            }
        });
    }

    /// The words that begin with a run; few runs get here.
    #[inline(never)]
    fn find_at(&self, bytes: &[u8], run: Range<usize>, found: &mut impl FnMut(usize, usize)) {
        for number in &self.slots[slot(&bytes[run.clone()])] {
            let Word { text, first } = &self.words[*number];
            let written = bytes.get(run.start..run.start + text.len()).unwrap_or_default();
            if *first == run.len() && written.eq_ignore_ascii_case(text.as_bytes()) {
                found(*number, run.start);
            }
        }
    }

    /// The length of a word.
    pub(super) fn length(&self, number: usize) -> usize {
        self.words.get(number).map_or(0, |word| word.text.len())
    }
}

const SLOTS: usize = 1 << 12;

/// A number below [`SLOTS`] for a run; the same one in either case.
fn slot(run: &[u8]) -> usize {
    let letter = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default() & 0x1f);
    letter(run.first()) | letter(run.last()) << 5 | (run.len() & 3) << 10
}

#[cfg(test)]
mod tests {
    use super::Anchors;
    use proptest::prelude::*;

    proptest! {
        /// Against a search for each.
        #[test]
        fn finds_what_searches_find(text in "([a-cA-C -]|ab|é){0,30}") {
            let words = ["a", "ab", "abc", "a-b", "b", "ba", "ccc"];
            let anchors = Anchors::new(words.map(str::to_owned).into_iter());
            let mut found = Vec::new();
            anchors.find(&text, |number, at| found.push((number, at)));
            let folded = text.to_ascii_lowercase();
            let joins = |c: char| c.is_ascii_alphanumeric();
            let mut expected = Vec::new();
            for (number, word) in words.into_iter().enumerate() {
                for at in (0..text.len()).filter(|at| folded.get(*at..).is_some()) {
                    let is_there = folded[at..].starts_with(word) && !folded[..at].ends_with(joins);
                    let goes_on = folded[at..].chars().nth(word.len()).is_some_and(joins);
                    if is_there && (word.contains('-') || !goes_on) {
                        expected.push((number, at));
                    }
                }
            }
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
