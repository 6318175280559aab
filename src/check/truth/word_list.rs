/// A list of words, asked about for nearly every word of a text, of which nearly none is in it.
#[derive(Debug)]
pub(in crate::check) struct Words {
    /// With a space before and behind each: a list of texts has a pointer for each of them, and
    /// five times the bytes.
    text: &'static str,
    /// Bits for the first and last letters and the lengths of those in it.
    likely: [u64; SLOTS / 64],
}

/// Bits of a letter.
const LETTER: usize = 5;
/// As many as fit into a line of a processor's cache.
const SLOTS: usize = 1 << (LETTER + 4);

impl Words {
    /// Of a text with a space before and behind each word.
    pub(in crate::check) const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut likely = [0; SLOTS / 64];
        let (mut start, mut at) = (1, 1);
        while at < bytes.len() {
            if bytes[at] == b' ' {
                let slot = slot(bytes[start], bytes[at - 1], at - start);
                likely[slot / 64] |= 1 << (slot % 64);
                start = at + 1;
            }
            at += 1;
        }
        Self { text, likely }
    }

    /// Whether a word is in the list.
    #[inline]
    pub(in crate::check) fn has(&self, word: &str) -> bool {
        let (Some(first), Some(last)) = (word.as_bytes().first(), word.as_bytes().last()) else {
            return false;
        };
        self.may_have(*first, *last, word.len()) && self.holds(*first, word.as_bytes())
    }

    /// Whether a word with these letters of this length may be in the list.
    #[inline]
    pub(super) const fn may_have(&self, first: u8, last: u8, length: usize) -> bool {
        let slot = slot(first, last, length);
        self.likely[slot / 64] & (1 << (slot % 64)) != 0
    }

    fn holds(&self, first: u8, word: &[u8]) -> bool {
        let text = self.text.as_bytes();
        memchr::memchr_iter(first, text).any(|at| {
            let end = at + word.len();
            at.checked_sub(1).is_some_and(|before| text[before] == b' ')
                && text.get(end) == Some(&b' ')
                && text[at..end] == *word
        })
    }

    /// All of them, with a space before and behind each.
    pub(super) const fn text(&self) -> &'static str {
        self.text
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
            let is_there = ["a", "ab", "b", "cab", "é", "d-d", "1a"].contains(&word.as_str());
            prop_assert_eq!(Words::new(" a ab b cab é d-d 1a ").has(&word), is_there);
        }
    }
}
