use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{FieldPath, Span};

/// Which part of a field to point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key's own bytes.
    Key,
    /// The value's bytes.
    Value,
}

/// Where every field of a TOML document stands.
#[derive(Debug)]
pub struct FieldIndex(BTreeMap<FieldPath, Spans>);

#[derive(Clone, Copy, Debug)]
struct Spans {
    /// The key's bytes; those of the value where it is an item of an array.
    key: Span,
    value: Span,
}

impl FieldIndex {
    /// Reads a document, sound or not: what cannot be read is not in it.
    #[must_use]
    pub fn of(document: &str) -> Self {
        let (root, _) = DeTable::parse_recoverable(document);
        let mut index = Self(BTreeMap::new());
        index.table(&FieldPath::root(), root.get_ref());
        index
    }

    /// The bytes of a field. A field that is not there gives the nearest table around it that
    /// is: the last `[header]` or key on the way.
    #[must_use]
    pub fn locate(&self, path: &FieldPath, part: Part) -> Span {
        if let Some(spans) = self.0.get(path) {
            return if part == Part::Key { spans.key } else { spans.value };
        }
        let around = std::iter::successors(path.parent(), FieldPath::parent);
        around
            .filter_map(|path| self.0.get(&path))
            .map(|spans| spans.value)
            .next()
            .unwrap_or(Span::at(0))
    }

    fn table(&mut self, path: &FieldPath, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = path.key(key.get_ref().to_string());
            let spans = Spans { key: key.span().into(), value: value.span().into() };
            self.value(path, spans, value.get_ref());
        }
    }

    fn value(&mut self, path: FieldPath, spans: Spans, value: &DeValue<'_>) {
        match value {
            DeValue::Table(table) => self.table(&path, table),
            DeValue::Array(array) => {
                for (index, item) in array.iter().enumerate() {
                    let span = item.span().into();
                    self.value(path.index(index), Spans { key: span, value: span }, item.get_ref());
                }
            }
            _ => {}
        }
        self.0.insert(path, spans);
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldIndex, FieldPath, Part};

    const DOCUMENT: &str = "title = 'x'\n[[timeline]]\nat = 1\n[[timeline]]\nat = 22\n";

    fn found(path: &FieldPath, part: Part) -> &'static str {
        &DOCUMENT[FieldIndex::of(DOCUMENT).locate(path, part).range()]
    }

    #[test]
    fn finds_keys_and_values() {
        let at = FieldPath::from("timeline").index(1).key("at");
        assert_eq!(found(&at, Part::Value), "22");
        assert_eq!(found(&at, Part::Key), "at");
        assert_eq!(found(&FieldPath::from("title"), Part::Value), "'x'");
    }

    #[test]
    fn a_missing_field_gives_the_table_it_is_missing_from() {
        let text = FieldPath::from("timeline").index(1).key("text");
        assert_eq!(found(&text, Part::Value), "[[timeline]]");
        assert_eq!(found(&FieldPath::from("nothing"), Part::Value), "");
    }
}
