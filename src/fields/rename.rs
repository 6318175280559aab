//! Where a key's name stands, so that another can be written in its place.

use crate::source::{Span, TomlItem, TomlTable, TomlValue};

/// How a value stands in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Behind its key.
    Inline,
    /// Below `[key]`.
    Table,
    /// Below each `[[key]]`.
    Tables,
}

/// How a value of a document's root stands there, and where its name does; nothing where the name
/// stands in other places too, such as `[key.inner]`, or not as itself.
pub(super) fn names(name: &str, key: Span, value: &TomlItem<'_>) -> Option<(Shape, Vec<Span>)> {
    if is_inline(value) {
        return Some((Shape::Inline, vec![key]));
    }
    match &value.value {
        TomlValue::Array(items) => {
            let names: Option<Vec<Span>> =
                items.iter().map(|item| in_header(name, item, "[[".len())).collect();
            Some((Shape::Tables, names?))
        }
        _ => Some((Shape::Table, vec![in_header(name, value, "[".len())?])),
    }
}

/// The name in a header with so many brackets at each end, above nothing but values of their keys.
fn in_header(name: &str, item: &TomlItem<'_>, brackets: usize) -> Option<Span> {
    let header = item.span;
    let TomlValue::Table(inner) = &item.value else { return None };
    // A name in quotes, with spaces around it or with dots takes more room.
    let is_bare = header.end - header.start == name.len() + 2 * brackets;
    let is_whole = inner.entries().iter().all(|entry| is_inline(&entry.item));
    (is_bare && is_whole).then(|| Span::new(header.start + brackets, header.end - brackets))
}

/// Whether all of a value stands behind its key.
fn is_inline(value: &TomlItem<'_>) -> bool {
    match &value.value {
        TomlValue::Table(table) => {
            is_in(table, value.span) && table.entries().iter().all(|entry| is_inline(&entry.item))
        }
        TomlValue::Array(items) => items.iter().all(is_inline),
        _ => true,
    }
}

/// Whether a table has keys, and all within its own braces. Those of a table with a header stand
/// behind that; of one without keys it cannot be told.
fn is_in(table: &TomlTable<'_>, braces: Span) -> bool {
    let entries = table.entries();
    !entries.is_empty() && entries.iter().all(|entry| braces.contains(entry.key_span))
}

#[cfg(test)]
mod tests {
    use super::{Shape, names};
    use crate::fields::{Sink, parse};

    fn found(document: &str) -> Option<(Shape, Vec<&str>)> {
        let root = parse(document, &Sink::new("facts.toml"));
        let found = root.entry("acton")?;
        let (shape, spans) = names("acton", found.key_span, &found.item)?;
        Some((shape, spans.iter().map(|span| &document[span.range()]).collect()))
    }

    #[test]
    fn a_name_is_found_in_each_header() {
        let many =
            "[[acton]]\na = 1\n[other]\n[[acton]] # b\n[[acton]]\nat = { b = [{ c = 1 }] }\n";
        assert_eq!(found(many), Some((Shape::Tables, vec!["acton"; 3])));
        assert_eq!(found("[acton]\na = 1\n"), Some((Shape::Table, vec!["acton"])));
        assert_eq!(found("[acton]\n"), Some((Shape::Table, vec!["acton"])));
    }

    #[test]
    fn a_name_before_its_value_is_found_there() {
        for document in
            ["acton = 1", "acton = { a = 1 }", "acton = [{ a = 1 }, { b = 2 }]", "acton = []"]
        {
            assert_eq!(found(document), Some((Shape::Inline, vec!["acton"])), "{document}");
        }
    }

    #[test]
    fn a_name_that_stands_elsewhere_too_is_left_alone() {
        for document in [
            "[[acton]]\n[acton.b]\nc = 1\n",
            "[[acton]]\n[[acton.b]]\nc = 1\n",
            "[[acton]]\n[acton.b]\n",
            "[acton]\n[acton.b]\nc = 1\n",
            "[acton.b]\nc = 1\n",
            "acton.b = 1\nacton.c = 2\n",
            "[[acton]]\nb.c = 1\n",
            "[[ acton ]]\n",
            "[[\"acton\"]]\n",
            "[[\"act\\u006fn\"]]\n",
            "acton = {}\n",
        ] {
            assert_eq!(found(document), None, "{document}");
        }
    }
}
