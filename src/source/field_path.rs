use std::borrow::Cow;
use std::fmt;

use smallvec::SmallVec;

/// One step of a [`FieldPath`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// A key of a table.
    Key(Cow<'static, str>),
    /// A place in an array, from 0.
    Index(usize),
}

/// Where a value stands in a TOML document: `timeline[2].at`.
///
/// Every value that is read gets one, in case something is to be said about it, so that a path
/// of the usual length takes no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(SmallVec<[Segment; 3]>);

impl FieldPath {
    /// The document itself.
    #[must_use]
    pub fn root() -> Self {
        Self(SmallVec::new())
    }

    /// This path and then `key`.
    #[must_use]
    pub fn key(&self, key: impl Into<Cow<'static, str>>) -> Self {
        self.with(Segment::Key(key.into()))
    }

    /// This path and then the element at `index`, from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// This path without its last step; nothing for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.iter().cloned().collect()))
    }

    /// The steps from the root.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    fn with(&self, segment: Segment) -> Self {
        let mut segments = SmallVec::new();
        for own in &self.0 {
            segments.push(own.clone());
        }
        segments.push(segment);
        Self(segments)
    }
}

impl<K: Into<Cow<'static, str>>> From<K> for FieldPath {
    /// A path of one key: no dots are read.
    fn from(key: K) -> Self {
        Self::root().key(key)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    if is_bare(key) {
                        f.write_str(key)?;
                    } else {
                        write!(f, "{key:?}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether TOML allows the key without quotes (TOML 1.0, "Keys").
fn is_bare(key: &str) -> bool {
    !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::FieldPath;

    #[test]
    fn reads_as_people_write_it() {
        let path = FieldPath::from("timeline").index(2).key("at");
        assert_eq!(path.to_string(), "timeline[2].at");
        let quoted = FieldPath::from("counts").key("host nodes");
        assert_eq!(quoted.to_string(), "counts.\"host nodes\"");
    }
}
