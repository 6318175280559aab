/// A list of words, asked about for nearly every word of a text, of which nearly none is in it.
#[derive(Debug)]
pub(in crate::check) struct Words {
    list: &'static [&'static str],
    /// Bits for the first and last letters and the lengths of those in it.
    likely: [u64; SLOTS / 64],
}

/// Bits of a letter.
const LETTER: usize = 5;
/// As many as fit into a line of a processor's cache.
const SLOTS: usize = 1 << (LETTER + 4);

impl Words {
    pub(in crate::check) const fn new(list: &'static [&'static str]) -> Self {
        let mut likely = [0; SLOTS / 64];
        let mut index = 0;
        while index < list.len() {
            let word = list[index].as_bytes();
            let slot = slot(word[0], word[word.len() - 1], word.len());
            likely[slot / 64] |= 1 << (slot % 64);
            index += 1;
        }
        Self { list, likely }
    }

    /// Whether a word is in the list.
    #[inline]
    pub(in crate::check) fn has(&self, word: &str) -> bool {
        let (Some(first), Some(last)) = (word.as_bytes().first(), word.as_bytes().last()) else {
            return false;
        };
        self.may_have(*first, *last, word.len()) && self.list.contains(&word)
    }

    /// Whether a word with these letters of this length may be in the list.
    #[inline]
    pub(super) const fn may_have(&self, first: u8, last: u8, length: usize) -> bool {
        let slot = slot(first, last, length);
        self.likely[slot / 64] & (1 << (slot % 64)) != 0
    }

    pub(super) const fn list(&self) -> &'static [&'static str] {
        self.list
    }
}

/// A number below [`SLOTS`] for a word.
#[inline]
const fn slot(first: u8, last: u8, length: usize) -> usize {
    (first as usize ^ length << 2) & 0x1f | ((last & 0xf) as usize) << LETTER
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
