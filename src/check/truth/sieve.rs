/// Lets through the words that it was made of, and few others, by their first and last letters.
#[derive(Debug)]
pub(super) struct Sieve([u32; 26]);

impl Sieve {
    /// Lets nothing through.
    pub(super) const EMPTY: Self = Self([0; 26]);

    /// Lets a word through, too. It begins and ends with small letters of ASCII.
    pub(super) const fn with(mut self, word: &str) -> Self {
        let word = word.as_bytes();
        if let (Some(first), Some(last)) = (letter(word, 0), letter(word, word.len() - 1)) {
            self.0[first] |= 1 << last;
        }
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

    /// Whether a word may be one of those; `word` is not empty, and in lower case.
    pub(super) const fn lets_through(&self, word: &[u8]) -> bool {
        match (letter(word, 0), letter(word, word.len() - 1)) {
            (Some(first), Some(last)) => self.0[first] & (1 << last) != 0,
            _ => false,
        }
    }
}

/// The number of a small letter of a word, from 0.
const fn letter(word: &[u8], at: usize) -> Option<usize> {
    if word[at].is_ascii_lowercase() { Some((word[at] - b'a') as usize) } else { None }
}
