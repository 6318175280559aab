//! Changes to tables that have lines of their own.

use std::ops::Range;

use toml_edit::{ArrayOfTables, Item, Table, Value};

use super::change::{EditError, Splice, shape};
use super::entry::{self, Style};
use super::{key_order, lines};
use crate::source::FieldPath;

/// The first item of an array of tables, at the end of the document.
pub(super) fn first_of_array(
    text: &str,
    root: &Table,
    array: &str,
    fields: &[(String, Value)],
) -> Splice {
    let style = Style { header_indent: String::new(), ..Style::of(text, root, root) };
    let block = entry::block(&style, array, fields);
    with_blank_lines(text, text.len(), &block, &style)
}

/// An item among those of an array of tables.
pub(super) fn in_array(
    text: &str,
    root: &Table,
    tables: &ArrayOfTables,
    array: &str,
    index: Option<usize>,
    fields: &[(String, Value)],
) -> Splice {
    let place = index.unwrap_or(usize::MAX).min(tables.len());
    let sibling = tables.get(place.saturating_sub(1)).unwrap_or(root);
    let header = lines::start(text, sibling.span().unwrap_or_default().start);
    let at = if place == 0 {
        lines::with_comments_above(text, header)
    } else {
        let below = lines::next(text, end_of(sibling));
        lines::with_comments_below(text, below)
    };
    let style = Style::of(text, sibling, root);
    let block = entry::block(&style, array, fields);
    let top = lines::with_comments_above(text, header);
    let is_dense =
        lines::before(text, top).is_some_and(|above| !lines::is_blank(lines::at(text, above)));
    if is_dense {
        joined(text, at, &block, &style)
    } else {
        with_blank_lines(text, at, &block, &style)
    }
}

/// A value for a key of a table.
pub(super) fn set(
    text: &str,
    root: &Table,
    owner: &Table,
    path: &FieldPath,
    key: &str,
    value: &Value,
) -> Result<Splice, EditError> {
    let newline = lines::newline(text);
    match owner.get(key) {
        None | Some(Item::None) => {
            let style = Style::of(text, owner, root);
            let at = place_of_new_key(text, root, owner, key);
            Ok(joined(text, at, &entry::line(&style, key, value), &style))
        }
        Some(Item::Value(old)) => {
            let range = old.span().unwrap_or_default();
            Ok(Splice { range, with: entry::literal(value, newline) })
        }
        Some(other) => Err(shape(path, other)),
    }
}

/// No more such key. A comment behind its value keeps the line.
pub(super) fn remove(
    text: &str,
    owner: &Table,
    path: &FieldPath,
    key: &str,
) -> Result<Splice, EditError> {
    let missing = || EditError::Missing { path: path.clone() };
    let (name, item) = owner.get_key_value(key).ok_or_else(missing)?;
    let Item::Value(value) = item else {
        return Err(shape(path, item));
    };
    let start = name.span().unwrap_or_default().start;
    let end = value.span().unwrap_or_default().end;
    let next = lines::next(text, end);
    let range = match text[end..next].find('#') {
        Some(comment) => start..end + comment,
        None => lines::start(text, start)..next,
    };
    Ok(Splice::delete(range))
}

/// The bytes of an item: a header's where it has one.
pub(super) fn extent(item: &Item) -> Option<Range<usize>> {
    match item {
        Item::None => None,
        Item::Value(value) => value.span(),
        Item::Table(table) => table.span().or_else(|| {
            let (name, _) = table.iter().next()?;
            table.key(name)?.span()
        }),
        Item::ArrayOfTables(tables) => tables.span(),
    }
}

/// Behind the last byte of a table, its sub-tables included.
fn end_of(table: &Table) -> usize {
    let own = table.span().map_or(0, |span| span.end);
    let ends = table.iter().map(|(_, item)| match item {
        Item::None => 0,
        Item::Value(value) => value.span().map_or(0, |span| span.end),
        Item::Table(inner) => end_of(inner),
        Item::ArrayOfTables(tables) => tables.iter().map(end_of).max().unwrap_or_default(),
    });
    ends.fold(own, usize::max)
}

/// The bytes of the values that stand in the lines below a table's own header.
fn own_values(table: &Table) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = table.iter().flat_map(|(_, item)| own_spans(item)).collect();
    tiny_sort::stable::sort_by_key(&mut spans, |span| span.start);
    spans
}

fn own_spans(item: &Item) -> Vec<Range<usize>> {
    match item {
        Item::Value(value) => value.span().into_iter().collect(),
        Item::Table(inner) if inner.is_dotted() => own_values(inner),
        _ => Vec::new(),
    }
}

/// Where a line with a new key goes: below its commented-out place in a scaffold, else behind
/// the key that comes before it in the documented order, else behind the table's last one.
fn place_of_new_key(text: &str, root: &Table, owner: &Table, key: &str) -> usize {
    let values = own_values(owner);
    let is_root = owner.span().is_none_or(|span| span.is_empty());
    let start = match owner.span() {
        Some(header) if !is_root => lines::next(text, header.end),
        _ => lines::first(text),
    };
    let end = headers(root)
        .into_iter()
        .filter(|header| *header >= start)
        .min()
        .map_or(text.len(), |header| lines::start(text, header));
    if let Some(at) = below_placeholder(text, start..end, &values, key) {
        return at;
    }
    let predecessor = is_root
        .then(|| {
            let known = key_order::before(key).filter_map(|known| root.get(known));
            known.flat_map(|item| own_spans(item).into_iter().last()).next()
        })
        .flatten();
    match predecessor.or_else(|| values.last().cloned()) {
        Some(value) => lines::next(text, value.end),
        None if is_root => end,
        None => start,
    }
}

/// Starts of all headers.
fn headers(table: &Table) -> Vec<usize> {
    let mut found = Vec::new();
    for (_, item) in table {
        let inner: Vec<&Table> = match item {
            Item::Table(inner) => vec![inner],
            Item::ArrayOfTables(tables) => tables.iter().collect(),
            _ => Vec::new(),
        };
        for table in inner {
            found.extend(table.span().filter(|_| !table.is_dotted()).map(|span| span.start));
            found.extend(headers(table));
        }
    }
    found
}

/// Below a line like `# resolved =` that is no part of a commented-out table.
fn below_placeholder(
    text: &str,
    region: Range<usize>,
    values: &[Range<usize>],
    key: &str,
) -> Option<usize> {
    let mut start = region.start;
    while start < region.end {
        let next = lines::next(text, start);
        let is_inside = values.iter().any(|value| value.start < start && start < value.end);
        if let Some(comment) = lines::at(text, start).trim_start().strip_prefix('#')
            && !is_inside
        {
            let comment = comment.trim_start_matches(['#', ' ', '\t']);
            if comment.starts_with('[') {
                return None;
            }
            let rest = comment.strip_prefix(key).map(str::trim_start);
            if rest.is_some_and(|rest| rest.starts_with('=')) {
                return Some(next);
            }
        }
        start = next;
    }
    None
}

/// Lines put at the start of a line or at the end of the text; a last line that is not ended
/// stays so.
fn joined(text: &str, at: usize, added: &str, style: &Style) -> Splice {
    let with = if is_unended(text, at) {
        format!("{}{}", style.newline, added.trim_end_matches(['\r', '\n']))
    } else {
        added.to_owned()
    };
    Splice::insert(at, with)
}

/// As [`joined`], with a blank line on either side where there are lines.
fn with_blank_lines(text: &str, at: usize, added: &str, style: &Style) -> Splice {
    let newline = style.newline;
    let Splice { range, mut with } = joined(text, at, added, style);
    let above =
        if is_unended(text, at) { Some(lines::start(text, at)) } else { lines::before(text, at) };
    if above.is_some_and(|above| !lines::is_blank(lines::at(text, above))) {
        with.insert_str(0, newline);
    }
    if at < text.len() && !lines::is_blank(lines::at(text, at)) {
        with.push_str(newline);
    }
    Splice { range, with }
}

fn is_unended(text: &str, at: usize) -> bool {
    at == text.len() && at > lines::first(text) && !text.ends_with('\n')
}
