/// Lets through the words that it was made of, and few others, by three of their letters and
/// their length.
#[derive(Debug)]
pub(super) struct Sieve([u8; SLOTS / 8]);

/// Three letters, and four lengths.
const SLOTS: usize = 1 << (3 * LETTER + 2);
/// Bits of a letter.
const LETTER: usize = 5;

impl Sieve {
    /// Lets nothing through.
    pub(super) const EMPTY: Self = Self([0; SLOTS / 8]);

    /// Lets a word through, too.
    pub(super) const fn with(mut self, word: &str) -> Self {
        let slot = slot(word.as_bytes());
        self.0[slot / 8] |= 1 << (slot % 8);
        self
    }

    /// Lets some words through, too.
    pub(super) const fn with_all(mut self, words: &[&str]) -> Self {
        let mut index = 0;
        while index < words.len() {
            self = self.with(words[index]);
            index += 1;
        }
        self
    }

    /// Whether a word may be one of those; it is not empty, and in the same case.
    pub(super) const fn lets_through(&self, word: &[u8]) -> bool {
        let slot = slot(word);
        self.0[slot / 8] & (1 << (slot % 8)) != 0
    }
}

/// A number below [`SLOTS`] for a word, from its first, second and last letter and its length.
const fn slot(word: &[u8]) -> usize {
    let last = word.len() - 1;
    let second = if last > 0 { 1 } else { 0 };
    letter(word[0])
        | letter(word[second]) << LETTER
        | letter(word[last]) << (2 * LETTER)
        | (last & 3) << (3 * LETTER)
}

const fn letter(byte: u8) -> usize {
    (byte & 0x1f) as usize
}
