//! How new keys and items are written: in the manner of the lines around them.

use toml_edit::{Item, Key, Table, Value};
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use super::lines;

/// The manner in which a table is written.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub(super) newline: &'static str,
    /// White space before a header.
    pub(super) header_indent: String,
    /// White space before a key.
    pub(super) key_indent: String,
    /// Bytes from the start of a key to its equals sign, where keys of several lengths share it.
    pub(super) column: Option<usize>,
}

impl Style {
    /// The manner of a table; of `root` where the table does not show one.
    pub(super) fn of(text: &str, table: &Table, root: &Table) -> Self {
        let header = table.span().filter(|span| !span.is_empty()).map(|span| span.start);
        let first_key = own_keys(table).map(|(start, _)| start).min();
        let indent_at = |offset: Option<usize>| {
            let line = offset.map(|offset| lines::at(text, lines::start(text, offset)));
            line.map(lines::indent).unwrap_or_default().to_owned()
        };
        Self {
            newline: lines::newline(text),
            header_indent: indent_at(header),
            key_indent: indent_at(first_key),
            column: column(text, table).or_else(|| column(text, root)).flatten(),
        }
    }
}

/// Start and length of the table's own plain keys.
fn own_keys(table: &Table) -> impl Iterator<Item = (usize, usize)> {
    table.iter().filter_map(|(name, _)| {
        let (key, item) = table.get_key_value(name)?;
        let span = key.span().filter(|_| matches!(item, Item::Value(_)))?;
        Some((span.start, span.len()))
    })
}

/// The column that the keys' equals signs share; `Some(None)` where they do not share one, and
/// nothing where there is too little to tell.
fn column(text: &str, table: &Table) -> Option<Option<usize>> {
    let keys: Vec<(usize, usize)> = own_keys(table)
        .filter_map(|(start, length)| {
            let gap = text[start + length..].find('=')?;
            Some((length, length + gap))
        })
        .collect();
    let (length, first) = *keys.first()?;
    let differ = keys.iter().any(|(other, _)| *other != length);
    if !differ {
        return (first > length + 1).then_some(Some(first));
    }
    let shared = keys.iter().filter(|(_, column)| *column == first).count();
    Some((shared * 2 > keys.len() && shared > 1).then_some(first))
}

/// An item of an array of tables with its header, each line ended.
pub(super) fn block(style: &Style, array: &str, fields: &[(String, Value)]) -> String {
    let newline = style.newline;
    let name = Key::new(array);
    let mut text = format!("{}[[{}]]{newline}", style.header_indent, name.display_repr());
    let names: Vec<String> =
        fields.iter().map(|(name, _)| Key::new(name).display_repr().into_owned()).collect();
    let longest = names.iter().map(String::len).max().unwrap_or_default();
    let width = if style.column.is_some() { longest } else { 0 };
    for (name, (_, value)) in names.iter().zip(fields) {
        let value = literal(value, newline);
        text.push_str(&format!("{}{name:<width$} = {value}{newline}", style.key_indent));
    }
    text
}

/// A line with a key and a value, ended.
pub(super) fn line(style: &Style, key: &str, value: &Value) -> String {
    let width = style.column.unwrap_or_default().saturating_sub(1);
    let key = Key::new(key);
    let name = key.display_repr();
    let Style { newline, key_indent, .. } = style;
    format!("{key_indent}{name:<width$} = {}{newline}", literal(value, newline))
}

/// A value as it is written. Line ends within a text follow the file's.
pub(super) fn literal(value: &Value, newline: &str) -> String {
    if let Some(line) = value.as_str().filter(|text| takes_escapes(text)) {
        return TomlStringBuilder::new(line).as_basic().to_toml_value();
    }
    let mut value = value.clone();
    value.decor_mut().clear();
    let text = value.to_string();
    if newline == "\n" { text } else { text.replace('\n', newline) }
}

/// Whether a line has both kinds of quotes: three quotes around it would be harder to read than
/// escapes.
fn takes_escapes(text: &str) -> bool {
    text.contains('\'') && text.contains(['"', '\\']) && !text.contains('\n')
}
