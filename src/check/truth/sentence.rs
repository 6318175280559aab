//! Sentences: ranges of tokens with helpers to look around in them.

use std::ops::Range;

use super::meaning::Meaning;
use super::spots::Spots;
use super::text::{BlockKind, Text};
use super::token::{Kind, Token, Tokens};
use super::word_list::Words;

/// A sentence of a text. Places in it are counted in tokens; what lies outside it is empty.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Sentence<'t> {
    pub(in crate::check) text: &'t Text,
    pub(in crate::check) index: usize,
    tokens: &'t [Token],
}

impl<'t> Sentence<'t> {
    pub(super) fn new(text: &'t Text, index: usize) -> Self {
        Self { text, index, tokens: text.tokens_of(index) }
    }

    pub(in crate::check) const fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The places where a statement of this kind can begin.
    pub(in crate::check) fn spots(&self, kind: Spots) -> impl Iterator<Item = usize> + use<'t> {
        let tokens = if self.has_spots(kind) { self.tokens } else { &[] };
        let can_begin = move |(at, token): (usize, &Token)| token.spots.meets(kind).then_some(at);
        tokens.iter().enumerate().filter_map(can_begin)
    }

    /// Whether there are such places.
    pub(in crate::check) fn has_spots(&self, kind: Spots) -> bool {
        self.text.spots_of(self.index).meets(kind)
    }

    pub(in crate::check) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// What a word means; nothing special where there is none.
    pub(in crate::check) fn meaning(&self, at: usize) -> Meaning {
        match self.kind(at) {
            Some(Kind::Word(meaning)) => meaning,
            _ => Meaning::Plain,
        }
    }

    /// The word in lower case, without an `'s`; empty where there is none.
    pub(in crate::check) fn word(&self, at: usize) -> &'t str {
        match self.tokens.get(at) {
            Some(Token { kind: Kind::Word(_), start, end, suffix, .. }) => {
                self.text.lower(*start..*end - usize::from(*suffix))
            }
            _ => "",
        }
    }

    /// The token as written.
    pub(in crate::check) fn shown(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| self.text.shown(token.start..token.end))
    }

    /// Whether one of the words stands at a place.
    pub(in crate::check) fn is(&self, at: usize, words: &Words) -> bool {
        let Some(Token { kind: Kind::Word(_), start, end, suffix, .. }) = self.tokens.get(at)
        else {
            return false;
        };
        let behind = end - usize::from(*suffix);
        let (first, last) =
            (self.text.lower_byte(*start), self.text.lower_byte(behind.saturating_sub(1)));
        words.may_have(first, last, behind - start) && words.has(self.word(at))
    }

    /// Whether the word at a place is one of these, which are sorted and in lower case.
    pub(super) fn is_one_of(&self, at: usize, names: &[String]) -> bool {
        let word = self.word(at);
        !word.is_empty() && names.binary_search_by(|name| name.as_str().cmp(word)).is_ok()
    }

    pub(in crate::check) fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.kind(at), Some(Kind::Mark(mark)) if marks.contains(&mark))
    }

    pub(in crate::check) fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// The places of a range that there are: one that is looked for before the first word has
    /// wrapped around to the largest number.
    pub(in crate::check) fn within(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.end.min(self.len())
    }

    /// Whether one of the words stands between two places.
    pub(in crate::check) fn has(&self, range: Range<usize>, words: &Words) -> bool {
        self.find(range, words).is_some()
    }

    /// The first place of one of the words between two places.
    pub(in crate::check) fn find(&self, range: Range<usize>, words: &Words) -> Option<usize> {
        self.within(range).find(|at| self.is(*at, words))
    }

    /// Whether these words follow each other at a place.
    pub(in crate::check) fn says(&self, at: usize, phrase: &[&str]) -> bool {
        let is_next = |(offset, word): (usize, &&str)| self.word(at.wrapping_add(offset)) == *word;
        phrase.iter().enumerate().all(is_next)
    }

    /// Whether these words follow each other anywhere between two places.
    pub(in crate::check) fn has_phrase(&self, range: Range<usize>, phrase: &[&str]) -> bool {
        let mut places = self.within(range.clone());
        places.any(|at| at + phrase.len() <= range.end && self.says(at, phrase))
    }

    /// The bytes of tokens in the shown text.
    pub(in crate::check) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let start = self.tokens.get(range.start).map_or(0, |token| token.start);
        let last = range.end.saturating_sub(1);
        start..self.tokens.get(last).map_or(start, |token| token.end)
    }

    /// Whether it opens a text, or a section of it that tells what happened.
    pub(super) fn opens_account(&self) -> bool {
        const TELLS: &Words = words!(
            "summary" "overview" "impact" "happened" "incident" "outage" "timeline"
        );
        match self.index.checked_sub(1).and_then(|before| self.text.sentence(before)) {
            None => true,
            Some(before) => {
                let block = self.text.block_at(before.bytes(0..1).start);
                let block = block.and_then(|block| self.text.blocks().get(block));
                block.is_some_and(|block| block.kind == BlockKind::Heading)
                    && before.has(0..before.len(), TELLS)
            }
        }
    }

    /// The sentence before this one in the same block.
    pub(in crate::check) fn previous(&self) -> Option<Self> {
        let before = self.text.sentence(self.index.checked_sub(1)?)?;
        let block = |sentence: &Self| self.text.block_at(sentence.bytes(0..1).start);
        (block(&before) == block(self)).then_some(before)
    }
}

/// Words that a full stop shortens.
const SHORTENED: &Words = words!(
    "approx" "ca" "vs" "e.g" "i.e" "g" "e" "no" "nr" "mr" "mrs" "ms" "dr" "st" "incl" "est"
    "max" "jan" "feb" "mar" "apr" "jun" "jul" "aug" "sep" "sept" "oct" "nov" "dec" "mon" "tue"
    "tues" "wed" "thu" "thurs" "fri" "sat" "sun" "min" "mins" "hr" "hrs" "sec" "secs"
);

/// Tokens in the longest sentence; what people write is shorter, and rules look at a sentence
/// as a whole for each number in it.
const LONGEST: usize = 240;

/// Cuts tokens into sentences: at line ends, semicolons, and at what ends a sentence when
/// white space and no lower-case word follows. With each comes what can begin in it.
pub(super) fn split(tokens: &Tokens, lower: &str, shown: &str) -> Vec<(Range<usize>, Spots)> {
    let Tokens { all, stops } = tokens;
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut add = |range: Range<usize>| {
        let tokens = &all[range.clone()];
        if tokens.iter().any(|token| !matches!(token.kind, Kind::Mark(_))) {
            let spots = tokens.iter().fold(Spots::default(), |spots, token| spots.and(token.spots));
            sentences.push((range, spots));
        }
    };
    let last = all.len().checked_sub(1).filter(|last| stops.last() != Some(last));
    for stop in stops.iter().copied().chain(last) {
        while stop - start > LONGEST {
            add(start..start + LONGEST + 1);
            start += LONGEST + 1;
        }
        let next = all.get(stop + 1);
        let is_line_end = all[stop].kind == Kind::Mark('\n');
        let ends = is_line_end
            || all[stop].kind == Kind::Mark(';')
            || stop - start == LONGEST
            || next.is_none_or(|next| !next.glued && !goes_on(all, stop, next, lower, shown));
        if ends {
            add(start..if is_line_end { stop } else { stop + 1 });
            start = stop + 1;
        }
    }
    sentences
}

/// Whether a sentence goes on behind the full stop at `at`.
fn goes_on(tokens: &[Token], at: usize, next: &Token, lower: &str, shown: &str) -> bool {
    let first = shown[next.start..].chars().next();
    if first.is_some_and(char::is_lowercase) {
        return true;
    }
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return false;
    };
    let word = &lower[before.start..before.end];
    let is_digit = first.is_some_and(|first| first.is_ascii_digit());
    if word == "m" && before.glued {
        // "9 p.m. UTC" goes on, "9 p.m. Customers" does not.
        let following = &shown[next.start..next.end];
        if following == "(" {
            return true;
        }
        let is_zone = || {
            const FIRST: &Words = words!(
                "pacific" "mountain" "central" "eastern" "greenwich" "british" "coordinated"
                "australian"
            );
            const SECOND: &Words = words!(
                "time" "standard" "daylight" "european" "mean" "summer" "universal" "eastern"
            );
            let second = tokens.get(at + 2).map_or("", |second| &lower[second.start..second.end]);
            FIRST.has(&lower[next.start..next.end]) && SECOND.has(second)
        };
        // "4:42 a.m. New York time"
        let is_place = || {
            const LONGEST: usize = 4;
            let names = tokens[at + 1..].iter().take(LONGEST);
            let mut words = names.map(|token| &shown[token.start..token.end]);
            let end = words.find(|word| !word.starts_with(char::is_uppercase));
            end == Some("time") && following.starts_with(char::is_uppercase)
        };
        let is_letters = following.bytes().all(|byte| byte.is_ascii_uppercase());
        return (following.len() <= 5 && is_letters) || is_zone() || is_place();
    }
    let precedes_names =
        || matches!(word, "approx" | "ca" | "vs" | "g" | "e" | "mr" | "mrs" | "dr");
    (is_digit || precedes_names()) && SHORTENED.has(word)
}

#[cfg(test)]
mod tests {
    use crate::check::truth::Text;

    fn sentences(text: &str) -> Vec<String> {
        let text = Text::plain(text);
        let shown = |sentence: super::Sentence<'_>| {
            text.shown(sentence.bytes(0..sentence.len())).to_owned()
        };
        text.sentences().map(shown).collect()
    }

    #[test]
    fn ends_where_a_reader_stops() {
        assert_eq!(sentences("It fell. Then it rose."), ["It fell.", "Then it rose."]);
        assert_eq!(sentences("At 9 p.m. PST it fell."), ["At 9 p.m. PST it fell."]);
        assert_eq!(sentences("At 9 p.m. New York time"), ["At 9 p.m. New York time"]);
        assert_eq!(sentences("It fell at 9 p.m. Then not."), ["It fell at 9 p.m.", "Then not."]);
        assert_eq!(
            sentences("It took approx. 30 min. More."),
            ["It took approx. 30 min.", "More."]
        );
        assert_eq!(sentences("After 1.5 h; then"), ["After 1.5 h;", "then"]);
    }
}
