//! The YAML of front matter: a mapping whose values are texts and lists of texts, seldom more.

use std::str::Chars;

use serde_json::{Map, Value};
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::{Marker, TScalarStyle};

/// How deep a value can be nested.
const DEEPEST: usize = 16;

/// Why a text is no such mapping, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// From 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
    pub(super) message: String,
}

/// Reads a mapping. What is written plainly is a text unless it is true, false or nothing by the
/// core schema (YAML 1.2.2, section 10.3.2): numbers and times keep the form that they have.
pub(super) fn mapping(text: &str) -> Result<Map<String, Value>, Fault> {
    let mut reader = Reader { parser: Parser::new_from_str(text) };
    loop {
        let (event, at) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentStart => {}
            Event::MappingStart(..) => return reader.entries(1),
            Event::StreamEnd | Event::DocumentEnd => return Ok(Map::new()),
            Event::Scalar(text, ..) if text.is_empty() || text == "~" => return Ok(Map::new()),
            _ => return Err(fault(at, "expected keys with values")),
        }
    }
}

struct Reader<'t> {
    parser: Parser<Chars<'t>>,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<(Event, Marker), Fault> {
        self.parser.next_token().map_err(|error| fault(*error.marker(), error.info()))
    }

    /// The entries of a mapping that has begun.
    fn entries(&mut self, depth: usize) -> Result<Map<String, Value>, Fault> {
        let mut entries = Map::new();
        loop {
            let (event, at) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok(entries),
                Event::Scalar(key, ..) => key,
                _ => return Err(fault(at, "a key must be a text")),
            };
            let (event, value_at) = self.next()?;
            let value = self.value(event, value_at, depth)?;
            if entries.contains_key(&key) {
                return Err(fault(at, &format!("the key `{key}` is there twice")));
            }
            entries.insert(key, value);
        }
    }

    /// The value that begins with an event.
    fn value(&mut self, event: Event, at: Marker, depth: usize) -> Result<Value, Fault> {
        if depth > DEEPEST {
            return Err(fault(at, &format!("values are nested more than {DEEPEST} deep")));
        }
        match event {
            Event::Scalar(text, style, ..) => Ok(scalar(text, style)),
            Event::MappingStart(..) => self.entries(depth + 1).map(Value::Object),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => return Ok(Value::Array(items)),
                        (event, at) => items.push(self.value(event, at, depth + 1)?),
                    }
                }
            }
            Event::Alias(_) => Err(fault(at, "aliases are not read: write the value itself")),
            _ => Err(fault(at, "expected a value")),
        }
    }
}

fn scalar(text: String, style: TScalarStyle) -> Value {
    match (style, text.as_str()) {
        (TScalarStyle::Plain, "true" | "True" | "TRUE") => Value::Bool(true),
        (TScalarStyle::Plain, "false" | "False" | "FALSE") => Value::Bool(false),
        (TScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
        _ => Value::String(text),
    }
}

fn fault(at: Marker, message: &str) -> Fault {
    Fault { line: at.line(), column: at.col() + 1, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::mapping;

    fn read(text: &str) -> Result<serde_json::Value, String> {
        mapping(text)
            .map(Into::into)
            .map_err(|fault| format!("{}:{}: {}", fault.line, fault.column, fault.message))
    }

    #[test]
    fn texts_keep_the_form_that_they_have() {
        let text = "title: \"A: b\"\ndate: 2024-05-02 10:12:00\nversion: 1.10\nlong: >\n  a\n  b\n";
        let expected = json!({"title": "A: b", "date": "2024-05-02 10:12:00", "version": "1.10", "long": "a b\n"});
        assert_eq!(read(text), Ok(expected));
        let text =
            "resolved: true\nquoted: \"true\"\nnone: ~\nempty:\nlist: [a, 'b']\nin:\n  - c: d\n";
        let expected = json!({
            "resolved": true, "quoted": "true", "none": null, "empty": null, "list": ["a", "b"],
            "in": [{"c": "d"}],
        });
        assert_eq!(read(text), Ok(expected));
        for nothing in ["", "\n# a\n", "~\n"] {
            assert_eq!(read(nothing), Ok(json!({})));
        }
    }

    #[test]
    fn faults_have_places() {
        let deep = format!("a: {}\n", "[".repeat(40));
        for (text, expected) in [
            ("a: b\nc: [d\n", "3:1: while parsing"),
            ("a: b\na: c\n", "2:1: the key `a` is there twice"),
            ("- a\n", "1:1: expected keys with values"),
            ("a: &x b\nc: *x\n", "2:4: aliases are not read"),
            ("? [a]\n: b\n", "1:3: a key must be a text"),
            (&deep, "1:20: values are nested more than 16 deep"),
        ] {
            let found = read(text).unwrap_err();
            assert!(found.starts_with(expected), "{found}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "([a-b:\\-?,\\[\\]{}&*!|>'\"%@#~<.0é\t\r ]{0,8}\n?){0,8}") {
            let _ = read(&text);
        }

        #[test]
        fn what_is_written_is_read(
            entries in prop::collection::btree_map("[a-z]{1,8}", "[ -~é\n]{0,20}", 0..5),
        ) {
            let value = json!(entries);
            // JSON is YAML.
            prop_assert_eq!(read(&value.to_string()), Ok(value));
        }
    }
}
