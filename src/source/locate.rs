use super::{FieldPath, Segment, Span, TomlTable, TomlValue, recovered_toml, sound_toml};

/// Which part of a field to point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key's own bytes.
    Key,
    /// The value's bytes.
    Value,
}

/// Where the fields of a TOML document stand.
#[derive(Debug)]
pub struct FieldIndex(Below);

/// A field.
#[derive(Debug)]
struct Field {
    /// The key's bytes; those of the value where it is an item of an array.
    key: Span,
    value: Span,
    below: Below,
}

/// What is in a field.
#[derive(Debug)]
enum Below {
    /// By key, sorted.
    Fields(Vec<(Box<str>, Field)>),
    Items(Vec<Field>),
    Nothing,
}

impl FieldIndex {
    /// Reads a document, sound or not: what cannot be read is not in it.
    #[must_use]
    pub fn of(document: &str) -> Self {
        let root = sound_toml(document).unwrap_or_else(|| recovered_toml(document).0);
        Self(Below::table(&root))
    }

    /// The bytes of a field. A field that is not there gives the nearest table around it that
    /// is: the last `[header]` or key on the way.
    #[must_use]
    pub fn locate(&self, path: &FieldPath, part: Part) -> Span {
        let (mut below, mut found) = (&self.0, None);
        for segment in path.segments() {
            let Some(field) = below.get(segment) else {
                return found.map_or(Span::at(0), |field: &Field| field.value);
            };
            (below, found) = (&field.below, Some(field));
        }
        found.map_or(Span::at(0), |field| if part == Part::Key { field.key } else { field.value })
    }
}

impl Below {
    fn table(table: &TomlTable<'_>) -> Self {
        let fields = table.entries().iter().map(|entry| {
            let (key, item) = (entry.key_span, &entry.item);
            let field = Field { key, value: item.span, below: Self::of(&item.value) };
            (entry.key.as_ref().into(), field)
        });
        let mut fields: Vec<_> = fields.collect();
        fields.sort_unstable_by(|(a, _): &(Box<str>, _), (b, _)| a.cmp(b));
        Self::Fields(fields)
    }

    fn of(value: &TomlValue<'_>) -> Self {
        match value {
            TomlValue::Table(table) => Self::table(table),
            TomlValue::Array(array) => {
                let items = array.iter().map(|item| {
                    let span = item.span;
                    Field { key: span, value: span, below: Self::of(&item.value) }
                });
                Self::Items(items.collect())
            }
            _ => Self::Nothing,
        }
    }

    fn get(&self, segment: &Segment) -> Option<&Field> {
        match (self, segment) {
            (Self::Fields(fields), Segment::Key(key)) => {
                let at = fields.binary_search_by(|(name, _)| (**name).cmp(key));
                at.ok().map(|at| &fields[at].1)
            }
            (Self::Items(items), Segment::Index(index)) => items.get(*index),
            _ => None,
        }
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
    fn an_item_has_no_key() {
        let document = "list = [ 1, 22 ]";
        let item = FieldPath::from("list").index(1);
        for part in [Part::Key, Part::Value] {
            assert_eq!(&document[FieldIndex::of(document).locate(&item, part).range()], "22");
        }
        let beyond = FieldIndex::of(document).locate(&item.key("x"), Part::Key);
        assert_eq!(&document[beyond.range()], "22");
    }

    #[test]
    fn a_missing_field_gives_the_table_it_is_missing_from() {
        let text = FieldPath::from("timeline").index(1).key("text");
        assert_eq!(found(&text, Part::Value), "[[timeline]]");
        assert_eq!(found(&FieldPath::from("nothing"), Part::Value), "");
    }
}
