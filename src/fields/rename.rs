//! Where a key's name stands, so that another can be written in its place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::Span;

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
pub(super) fn names(
    name: &str,
    key: Span,
    value: &Spanned<DeValue<'_>>,
) -> Option<(Shape, Vec<Span>)> {
    if is_inline(value) {
        return Some((Shape::Inline, vec![key]));
    }
    match value.get_ref() {
        DeValue::Array(items) => {
            let names: Option<Vec<Span>> =
                items.iter().map(|item| in_header(name, item, "[[".len())).collect();
            Some((Shape::Tables, names?))
        }
        _ => Some((Shape::Table, vec![in_header(name, value, "[".len())?])),
    }
}

/// The name in a header with so many brackets at each end, above nothing but values of their keys.
fn in_header(name: &str, item: &Spanned<DeValue<'_>>, brackets: usize) -> Option<Span> {
    let header: Span = item.span().into();
    let inner = item.get_ref().as_table()?;
    // A name in quotes, with spaces around it or with dots takes more room.
    let is_bare = header.end - header.start == name.len() + 2 * brackets;
    let is_whole = inner.values().all(is_inline);
    (is_bare && is_whole).then(|| Span::new(header.start + brackets, header.end - brackets))
}

/// Whether all of a value stands behind its key.
fn is_inline(value: &Spanned<DeValue<'_>>) -> bool {
    match value.get_ref() {
        DeValue::Table(table) => is_in(table, value.span().into()) && table.values().all(is_inline),
        DeValue::Array(items) => items.iter().all(is_inline),
        _ => true,
    }
}

/// Whether a table has keys, and all within its own braces. Those of a table with a header stand
/// behind that; of one without keys it cannot be told.
fn is_in(table: &DeTable<'_>, braces: Span) -> bool {
    !table.is_empty() && table.keys().all(|key| braces.contains(key.span().into()))
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::{Shape, names};

    fn found(document: &str) -> Option<(Shape, Vec<&str>)> {
        let (root, _) = DeTable::parse_recoverable(document);
        let (key, value) = root.get_ref().get_key_value("acton")?;
        let (shape, spans) = names("acton", key.span().into(), value)?;
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
