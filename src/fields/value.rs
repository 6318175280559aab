use std::fmt;

use crate::source::{FieldPath, Span};

/// A value with the place it came from.
#[derive(Clone, Copy, Debug)]
pub struct Value<'t, T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
    /// Its field.
    pub path: ValuePath<'t>,
}

/// The field of a value in a table. Nothing is to be said about most values, so that it is
/// written out where something is.
#[derive(Clone, Copy, Debug)]
pub struct ValuePath<'t> {
    pub(super) table: &'t FieldPath,
    pub(super) key: &'t str,
    /// The place of the value in a list.
    pub(super) index: Option<usize>,
}

impl ValuePath<'_> {
    /// All of it, from the root.
    #[must_use]
    pub fn from_root(self) -> FieldPath {
        let path = self.table.key(self.key.to_owned());
        self.index.map_or_else(|| path.clone(), |index| path.index(index))
    }
}

impl fmt::Display for ValuePath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from_root().fmt(f)
    }
}
