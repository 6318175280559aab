/// A list of words, asked about for nearly every word of a text, of which nearly none is in it.
#[derive(Debug)]
pub(in crate::check) struct Words {
    list: &'static [&'static str],
    /// Bits for the first letters and the lengths of those in it.
    likely: [u64; SLOTS / 64],
}

/// Bits of a first letter.
const LETTER: usize = 5;
/// First letters, each with eight lengths.
const SLOTS: usize = 1 << (LETTER + 3);

impl Words {
    pub(in crate::check) const fn new(list: &'static [&'static str]) -> Self {
        let mut likely = [0; SLOTS / 64];
        let mut index = 0;
        while index < list.len() {
            let word = list[index].as_bytes();
            let slot = slot(word[0], word.len());
            likely[slot / 64] |= 1 << (slot % 64);
            index += 1;
        }
        Self { list, likely }
    }

    /// Whether a word is in the list.
    #[inline]
    pub(in crate::check) fn has(&self, word: &str) -> bool {
        let first = word.as_bytes().first();
        first.is_some_and(|first| self.may_have(*first, word.len())) && self.list.contains(&word)
    }

    /// Whether a word of this length may be in the list.
    #[inline]
    pub(super) const fn may_have(&self, first: u8, length: usize) -> bool {
        let slot = slot(first, length);
        self.likely[slot / 64] & (1 << (slot % 64)) != 0
    }

    pub(super) const fn list(&self) -> &'static [&'static str] {
        self.list
    }
}

/// A number below [`SLOTS`] for a word.
#[inline]
const fn slot(first: u8, length: usize) -> usize {
    (first & 0x1f) as usize | (length & 7) << LETTER
}

#[cfg(test)]
mod tests {
    use super::Words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn has_what_is_in_the_list(word in "[a-dA-D1é-]{0,3}") {
            const LIST: &[&str] = &["a", "ab", "b", "cab", "é", "d-d", "1a"];
            prop_assert_eq!(Words::new(LIST).has(&word), LIST.contains(&word.as_str()));
        }
    }
}
