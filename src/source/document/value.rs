use std::borrow::Cow;

use toml::value::Datetime;

use crate::source::Span;

/// A value of a document and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct TomlItem<'d> {
    /// The value.
    pub value: TomlValue<'d>,
    /// Its bytes. Of a table with a header those of the header, and of several with the same
    /// header those of the first.
    pub span: Span,
}

/// A value of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum TomlValue<'d> {
    /// `"…"`, with what its escapes stand for.
    String(Cow<'d, str>),
    /// A whole number; nothing where it is none, or 64 bits do not hold it.
    Integer(Option<i64>),
    /// A number with a point or an exponent, which no key asks for; nothing where it is none.
    Float(Option<f64>),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, a time or both.
    Datetime(Datetime),
    /// `[…]`, or tables with the same header.
    Array(Vec<TomlItem<'d>>),
    /// `{…}`, or what stands below a header.
    Table(TomlTable<'d>),
}

/// Keys and their values; no key is there twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TomlTable<'d>(Vec<TomlEntry<'d>>);

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct TomlEntry<'d> {
    /// The key, with what its escapes stand for.
    pub key: Cow<'d, str>,
    /// The key's bytes; of one that stands in several headers, in the first.
    pub key_span: Span,
    /// The value.
    pub item: TomlItem<'d>,
}

impl<'d> TomlValue<'d> {
    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, where it is one and fits 64 bits.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => *number,
            _ => None,
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn as_array(&self) -> Option<&[TomlItem<'d>]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The keys and values of a table.
    #[must_use]
    pub const fn as_table(&self) -> Option<&TomlTable<'d>> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Whether it is a number that is none, or that 64 bits do not hold: a fault of the syntax.
    #[must_use]
    pub const fn is_no_number(&self) -> bool {
        matches!(self, Self::Integer(None) | Self::Float(None))
    }

    /// The type's name in the specification (TOML 1.1, "Key/Value Pair"), in lower case.
    #[must_use]
    pub const fn type_str(&self) -> &'static str {
        match self {
            Self::String(_) => "string",
            Self::Integer(_) => "integer",
            Self::Float(_) => "float",
            Self::Boolean(_) => "boolean",
            Self::Datetime(_) => "datetime",
            Self::Array(_) => "array",
            Self::Table(_) => "table",
        }
    }
}

impl<'d> TomlTable<'d> {
    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&TomlEntry<'d>> {
        self.0.iter().find(|entry| entry.key == key)
    }

    /// All entries.
    #[must_use]
    pub fn entries(&self) -> &[TomlEntry<'d>] {
        &self.0
    }
}

#[cfg(test)]
impl TomlTable<'_> {
    /// Puts the entries of all tables into the order of their keys.
    pub(super) fn sort(&mut self) {
        fn sort_within(value: &mut TomlValue<'_>) {
            match value {
                TomlValue::Array(items) => {
                    items.iter_mut().for_each(|item| sort_within(&mut item.value));
                }
                TomlValue::Table(table) => table.sort(),
                _ => {}
            }
        }
        self.0.sort_by(|a, b| a.key.cmp(&b.key));
        self.0.iter_mut().for_each(|entry| sort_within(&mut entry.item.value));
    }
}

impl<'d> FromIterator<TomlEntry<'d>> for TomlTable<'d> {
    fn from_iter<I: IntoIterator<Item = TomlEntry<'d>>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}
