//! TOML: where the quick parser reads a document, the other finds no fault in it, and the same
//! values at the same places.

use std::collections::BTreeMap;

use ::incident::source::{TomlItem, TomlTable, TomlValue, recovered_toml, sound_toml};

/// Reads it with both.
pub fn check(data: &[u8]) {
    let Ok(document) = std::str::from_utf8(data) else { return };
    let Some(table) = sound_toml(document) else { return };
    let (expected, faults) = recovered_toml(document);
    assert_eq!(faults, [], "{document:?}");
    assert_eq!(sorted(&table), sorted(&expected), "{document:?}");
}

/// What is in a table, whatever the order of its keys; NaN, too, is equal to itself.
fn sorted(table: &TomlTable<'_>) -> String {
    let entry = |entry: &::incident::source::TomlEntry<'_>| {
        (entry.key.clone().into_owned(), (entry.key_span, written(&entry.item)))
    };
    let entries: BTreeMap<_, _> = table.entries().iter().map(entry).collect();
    format!("{entries:?}")
}

fn written(item: &TomlItem<'_>) -> String {
    let value = match &item.value {
        TomlValue::Table(table) => sorted(table),
        TomlValue::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        value => format!("{value:?}"),
    };
    format!("{:?} {} {value}", item.span, item.value.type_str())
}
