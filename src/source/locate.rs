use toml::de::{DeTable, DeValue};

use super::{FieldPath, Segment, Span};

/// Which part of a field to point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key's own bytes.
    Key,
    /// The value's bytes.
    Value,
}

/// The bytes of a field in a TOML document. A field that is not there gives the nearest
/// table around it that is: the last `[header]` or key on the way.
#[must_use]
pub fn locate(document: &str, path: &FieldPath, part: Part) -> Span {
    let (root, _) = DeTable::parse_recoverable(document);
    let mut place = Span::at(0);
    let mut table = Some(root.get_ref());
    let mut array = None;
    let last = path.segments().len().saturating_sub(1);
    for (depth, segment) in path.segments().iter().enumerate() {
        let value = match segment {
            Segment::Key(name) => {
                let Some((key, value)) = table.and_then(|table| table.get_key_value(name.as_str()))
                else {
                    return place;
                };
                let wants_key = part == Part::Key && depth == last;
                place = if wants_key { key.span() } else { value.span() }.into();
                value
            }
            Segment::Index(index) => {
                let Some(value) = array.and_then(|array: &toml::de::DeArray<'_>| array.get(*index))
                else {
                    return place;
                };
                place = value.span().into();
                value
            }
        };
        (table, array) = match value.get_ref() {
            DeValue::Table(inner) => (Some(inner), None),
            DeValue::Array(inner) => (None, Some(inner)),
            _ => (None, None),
        };
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, Part, locate};

    const DOCUMENT: &str = "title = 'x'\n[[timeline]]\nat = 1\n[[timeline]]\nat = 22\n";

    fn found(path: &FieldPath, part: Part) -> &'static str {
        &DOCUMENT[locate(DOCUMENT, path, part).range()]
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
