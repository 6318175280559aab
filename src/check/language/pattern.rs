//! Patterns, each of which stands for several phrases.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::reading::{Reading, Step};
use super::wordings::WordingKind;

/// Phrases that differ in single words.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) kind: WordingKind,
    slots: Vec<Slot>,
    /// Terms with capitals are those terms in these capitals only: `GC`, not `gc`.
    is_exact: bool,
}

/// What may stand at a place of a pattern.
#[derive(Debug)]
struct Slot {
    /// Each in words.
    choices: Vec<Vec<String>>,
    is_optional: bool,
}

/// A word that texts are searched for: each phrase of its pattern has it, or another one of the
/// same slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    slot: usize,
    choice: usize,
    word: usize,
}

impl Pattern {
    /// Reads a pattern: `a|b` is either word, `{set}` any of a set, and `?` behind either means
    /// that it may be left out.
    pub(super) fn new(
        kind: WordingKind,
        pattern: &str,
        sets: &BTreeMap<String, Vec<String>>,
    ) -> Self {
        Self {
            kind,
            slots: pattern.split(' ').map(|word| Slot::new(word, sets)).collect(),
            is_exact: pattern.contains(|c: char| c.is_ascii_uppercase()),
        }
    }

    /// The words to search for, in lower case: of one slot that is not optional, with few choices
    /// that are long, and none of those words that texts are full of.
    pub(super) fn anchors(&self, common: &HashSet<String>) -> Vec<(String, Anchor)> {
        let cost = |slot: &Slot| {
            let words = || slot.choices.iter().map(|words| &words[longest(words)]);
            let is_common = words().any(|word| common.contains(word));
            let shortest = words().map(String::len).min();
            (slot.is_optional, is_common, slot.choices.len(), Reverse(shortest))
        };
        let slots = self.slots.iter().enumerate();
        let Some((slot, best)) = slots.min_by_key(|(_, slot)| cost(slot)) else {
            return Vec::new();
        };
        let anchor = |(choice, words): (usize, &Vec<String>)| {
            let word = longest(words);
            (words[word].to_lowercase(), Anchor { slot, choice, word })
        };
        best.choices.iter().enumerate().map(anchor).collect()
    }

    /// Whether what is written is an anchor's word.
    pub(super) fn is_anchor(&self, anchor: Anchor, written: &str) -> bool {
        let Anchor { slot, choice, word } = anchor;
        self.is(written.as_bytes(), &self.slots[slot].choices[choice][word])
    }

    /// Where phrases begin and where they end around an anchor that stands at `at`; nothing for a
    /// place that cannot be told.
    pub(super) fn around(
        &self,
        text: &impl Reading,
        anchor: Anchor,
        at: Range<usize>,
    ) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let words = &self.slots[anchor.slot].choices[anchor.choice];
        // Who did it comes first, and may be many: what they did is looked at before.
        match self.words_behind(text, &words[anchor.word + 1..], at.end) {
            Step::Other => {}
            Step::Markup => ends.push(None),
            Step::Word(end) => self.ends(text, anchor.slot + 1, end, &mut ends),
        }
        if !ends.is_empty() {
            match self.words_before(text, &words[..anchor.word], at.start) {
                Step::Other => {}
                Step::Markup => starts.push(None),
                Step::Word(start) => self.starts(text, anchor.slot, start, &mut starts),
            }
        }
        (starts, ends)
    }

    /// Where phrases begin whose slots from `slots` on begin at `at`.
    fn starts(&self, text: &impl Reading, slots: usize, at: usize, found: &mut Vec<Option<usize>>) {
        let Some(slot) = slots.checked_sub(1) else { return found.push(Some(at)) };
        let Slot { choices, is_optional } = &self.slots[slot];
        if *is_optional {
            self.starts(text, slot, at, found);
        }
        for words in choices {
            match self.words_before(text, words, at) {
                Step::Other => {}
                Step::Markup => return found.push(None),
                Step::Word(start) => self.starts(text, slot, start, found),
            }
        }
    }

    /// Where phrases end whose slots in front of `slot` end at `at`.
    fn ends(&self, text: &impl Reading, slot: usize, at: usize, found: &mut Vec<Option<usize>>) {
        let Some(Slot { choices, is_optional }) = self.slots.get(slot) else {
            return found.push(Some(at));
        };
        if *is_optional {
            self.ends(text, slot + 1, at, found);
        }
        for words in choices {
            match self.words_behind(text, words, at) {
                Step::Other => {}
                Step::Markup => return found.push(None),
                Step::Word(end) => self.ends(text, slot + 1, end, found),
            }
        }
    }

    fn words_before(&self, text: &impl Reading, words: &[String], mut at: usize) -> Step {
        for word in words.iter().rev() {
            match text.before(at, |written| self.is(written, word), word.len()) {
                Step::Word(start) => at = start,
                other => return other,
            }
        }
        Step::Word(at)
    }

    fn words_behind(&self, text: &impl Reading, words: &[String], mut at: usize) -> Step {
        for word in words {
            match text.behind(at, |written| self.is(written, word), word.len()) {
                Step::Word(end) => at = end,
                other => return other,
            }
        }
        Step::Word(at)
    }

    fn is(&self, written: &[u8], word: &str) -> bool {
        if self.is_exact {
            written == word.as_bytes()
        } else {
            written.eq_ignore_ascii_case(word.as_bytes())
        }
    }
}

impl Slot {
    fn new(word: &str, sets: &BTreeMap<String, Vec<String>>) -> Self {
        let (word, is_optional) = match word.strip_suffix('?') {
            Some(word) => (word, true),
            None => (word, false),
        };
        let words = |choice: &str| choice.split(' ').map(str::to_owned).collect();
        let set = word.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        let choices = match set {
            Some(name) => sets.get(name).into_iter().flatten().map(|text| words(text)).collect(),
            None => word.split('|').map(words).collect(),
        };
        Self { choices, is_optional }
    }
}

/// The last of the longest words.
fn longest(words: &[String]) -> usize {
    (0..words.len()).max_by_key(|word| words[*word].len()).unwrap_or_default()
}
