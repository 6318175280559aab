/// Lets through the words that it was made of, in either case, and few others: by three of their
/// letters and their length.
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
    pub(super) const fn add(&mut self, word: &[u8]) {
        let slot = slot(word);
        self.0[slot / 8] |= 1 << (slot % 8);
    }

    /// Lets words through, too, that have a space before and behind each.
    pub(super) const fn add_all(&mut self, words: &str) {
        let (_, mut rest) = words.as_bytes().split_at(1);
        let mut length = 0;
        while length < rest.len() {
            if rest[length] == b' ' {
                let (word, behind) = rest.split_at(length);
                self.add(word);
                (_, rest) = behind.split_at(1);
                length = 0;
            } else {
                length += 1;
            }
        }
    }

    /// Whether a word may be one of those.
    #[inline]
    pub(super) const fn lets_through(&self, word: &[u8]) -> bool {
        let slot = slot(word);
        self.0[slot / 8] & (1 << (slot % 8)) != 0
    }
}

/// A number below [`SLOTS`] for a word, from its first, second and last letter and its length.
#[inline]
const fn slot(word: &[u8]) -> usize {
    let Some(end) = word.len().checked_sub(1) else { return 0 };
    // No branch on the length, which nothing foretells.
    letter(word[0])
        | letter(word[(end > 0) as usize]) << LETTER
        | letter(word[end]) << (2 * LETTER)
        | (word.len() & 3) << (3 * LETTER)
}

/// The same for a letter in either case.
const fn letter(byte: u8) -> usize {
    (byte & 0x1f) as usize
}
