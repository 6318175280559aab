use twox_hash::xxhash3_128::Hasher;

/// Takes in bytes and tells the same from the changed; no defence against anybody.
#[derive(Default)]
pub struct Digest(Hasher);

impl Digest {
    /// Of nothing so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With these bytes, kept apart from what comes before and after them.
    #[must_use]
    pub fn with(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.add(bytes);
        self
    }

    /// Takes in these bytes, kept apart from what comes before and after them.
    pub fn add(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        self.0.write(&(bytes.len() as u64).to_le_bytes());
        self.0.write(bytes);
    }

    /// Of all that was taken in.
    #[must_use]
    pub fn finish(&self) -> u128 {
        self.0.finish_128()
    }

    /// Of these bytes alone.
    #[must_use]
    pub fn of(bytes: impl AsRef<[u8]>) -> u128 {
        Hasher::oneshot(bytes.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn texts_are_kept_apart() {
        let digest = |texts: &[&str]| {
            texts.iter().fold(Digest::new(), |digest, text| digest.with(text)).finish()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_ne!(digest(&["a", ""]), digest(&["a"]));
        assert_eq!(digest(&["a", "b"]), digest(&["a", "b"]));
    }
}
