//! TOML documents as values with their places.

mod sound;
mod value;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

pub use sound::sound_toml;
pub use value::{TomlEntry, TomlItem, TomlTable, TomlValue};

/// What can be read of a document, and each fault of its syntax. Numbers that are none are told
/// from others by their values, not by a fault.
#[must_use]
pub fn recovered_toml(document: &str) -> (TomlTable<'_>, Vec<Error>) {
    let (table, faults) = DeTable::parse_recoverable(document);
    (table_of(table.into_inner()), faults)
}

fn table_of(table: DeTable<'_>) -> TomlTable<'_> {
    let entry = |(key, value): (Spanned<_>, _)| {
        let key_span = key.span().into();
        TomlEntry { key: key.into_inner(), key_span, item: item_of(value) }
    };
    table.into_iter().map(entry).collect()
}

fn item_of(value: Spanned<DeValue<'_>>) -> TomlItem<'_> {
    let span = value.span().into();
    let value = match value.into_inner() {
        DeValue::String(text) => TomlValue::String(text),
        DeValue::Integer(number) => {
            TomlValue::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok())
        }
        DeValue::Float(number) => TomlValue::Float(number.as_str().parse().ok()),
        DeValue::Boolean(is) => TomlValue::Boolean(is),
        DeValue::Datetime(time) => TomlValue::Datetime(time),
        DeValue::Array(items) => TomlValue::Array(items.into_iter().map(item_of).collect()),
        DeValue::Table(table) => TomlValue::Table(table_of(table)),
    };
    TomlItem { value, span }
}
