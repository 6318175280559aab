//! Changes to arrays and tables within a line: `timeline = [{ at = … }]`.

use std::ops::Range;

use toml_edit::{Array, InlineTable, Item, Value};

use super::change::{EditError, Splice, shape};
use super::entry;
use super::lines;
use crate::source::FieldPath;

/// An item among those of an inline array.
pub(super) fn in_array(
    text: &str,
    items: &Array,
    index: Option<usize>,
    fields: &[(String, Value)],
) -> Result<Splice, EditError> {
    let mut table = InlineTable::new();
    for (key, value) in fields {
        table.insert(key, value.clone());
    }
    let item = entry::literal(&Value::InlineTable(table), "\n");
    let span = |index: usize| items.get(index).and_then(Value::span).unwrap_or_default();
    let place = index.unwrap_or(usize::MAX).min(items.len());
    if items.is_empty() {
        let open = items.span().unwrap_or_default().start + 1;
        return Ok(Splice::insert(open, item));
    }
    if place == 0 {
        let first = span(0).start;
        return Ok(Splice::insert(first, format!("{item}, ")));
    }
    Ok(behind(text, span(place - 1), items.span().unwrap_or_default(), &item))
}

/// An item behind another: on a line of its own where the other has one, below the comment on
/// the other's line.
fn behind(text: &str, other: Range<usize>, array: Range<usize>, item: &str) -> Splice {
    let start = lines::start(text, other.start);
    let indent = lines::indent(lines::at(text, start));
    let starts_line = start > array.start && start + indent.len() == other.start;
    let next = lines::next(text, other.end);
    let rest = &text[other.end..next];
    let (comma, remark) = match rest.trim_start_matches([' ', '\t']).strip_prefix(',') {
        Some(remark) => ("", remark.trim_start()),
        None => (",", rest.trim_start()),
    };
    let ends_line = remark.is_empty() || remark.starts_with('#');
    if !starts_line || !ends_line || next >= array.end {
        return Splice::insert(other.end, format!(", {item}"));
    }
    let newline = lines::newline(text);
    Splice { range: other.end..next, with: format!("{comma}{rest}{indent}{item},{newline}") }
}

/// A value for a key of an inline table.
pub(super) fn set(
    owner: &InlineTable,
    path: &FieldPath,
    key: &str,
    value: &Value,
) -> Result<Splice, EditError> {
    let value = entry::literal(value, "\n");
    match owner.get(key) {
        Some(Value::InlineTable(inner)) if inner.is_dotted() => {
            Err(shape(path, &Item::Value(Value::InlineTable(inner.clone()))))
        }
        Some(old) => Ok(Splice { range: old.span().unwrap_or_default(), with: value }),
        None => {
            let last = owner.iter().filter_map(|(_, value)| last_byte(value)).max();
            Ok(match last {
                Some(end) => Splice::insert(end, format!(", {key} = {value}")),
                None => {
                    let open = owner.span().unwrap_or_default().start + 1;
                    Splice::insert(open, format!(" {key} = {value} "))
                }
            })
        }
    }
}

/// No more such key. A line with a comment is left to a person.
pub(super) fn remove(
    text: &str,
    owner: &InlineTable,
    path: &FieldPath,
    key: &str,
) -> Result<Splice, EditError> {
    let missing = || EditError::Missing { path: path.clone() };
    let (name, value) = owner.get_key_value(key).ok_or_else(missing)?;
    let start = name.span().unwrap_or_default().start;
    let end = value.span().unwrap_or_default().end;
    let mut starts: Vec<usize> = owner
        .iter()
        .filter_map(|(name, _)| owner.get_key_value(name)?.0.span())
        .map(|span| span.start)
        .collect();
    starts.sort_unstable();
    let previous = owner.iter().filter_map(|(_, value)| last_byte(value)).filter(|at| *at < start);
    let range = match (starts.iter().find(|other| **other > start), previous.max()) {
        (Some(next), _) => start..*next,
        (None, Some(previous)) => previous..end,
        (None, None) => start..end,
    };
    let is_dotted = matches!(value, Item::Value(Value::InlineTable(inner)) if inner.is_dotted());
    // A comment beside the value would go with it.
    let has_comment = |beside: Range<usize>| text[beside].contains(['#', '\n']);
    let of_value = value.span().unwrap_or(range.clone());
    if is_dotted || has_comment(range.start..of_value.start) || has_comment(of_value.end..range.end)
    {
        return Err(shape(path, value));
    }
    Ok(Splice::delete(range))
}

/// Behind the last byte of a value, of one spread over dotted keys as well.
fn last_byte(value: &Value) -> Option<usize> {
    match value {
        Value::InlineTable(inner) if inner.is_dotted() => {
            inner.iter().filter_map(|(_, value)| last_byte(value)).max()
        }
        other => other.span().map(|span| span.end),
    }
}
