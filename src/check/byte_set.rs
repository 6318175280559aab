/// A set of bytes, asked about for each byte of a text.
#[derive(Debug)]
pub(super) struct ByteSet([bool; 256]);

impl ByteSet {
    /// The letters and digits of ASCII, and other bytes.
    pub(super) const fn letters_digits_and(others: &[u8]) -> Self {
        let mut bytes = [false; 256];
        let mut byte = 0;
        while byte < 128_u8 {
            bytes[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        let mut index = 0;
        while index < others.len() {
            bytes[others[index] as usize] = true;
            index += 1;
        }
        Self(bytes)
    }

    #[inline]
    pub(super) const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }

    /// Where the first byte of the set stands from `at` on, or the end.
    #[inline]
    pub(super) fn next(&self, bytes: &[u8], mut at: usize) -> usize {
        while bytes.get(at).is_some_and(|byte| !self.has(*byte)) {
            at += 1;
        }
        at
    }

    /// Where the run of bytes of the set from `at` on ends.
    #[inline]
    pub(super) fn run(&self, bytes: &[u8], mut at: usize) -> usize {
        while bytes.get(at).is_some_and(|byte| self.has(*byte)) {
            at += 1;
        }
        at
    }
}
