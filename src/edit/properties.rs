//! Any sequence of changes on any valid file parses, holds what was asked for, and leaves every
//! other byte as it was.

use proptest::prelude::*;
use toml::{Table, Value as Plain};

use super::{Edit, EditError, Value, apply, tables_without};
use crate::source::{FieldIndex, FieldPath, Part, Segment, Span};

/// Texts that look like TOML, in every kind of string.
fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z #=\\[\\]']{0,12}".prop_map(|text| format!("\"{text}\"")),
        "[a-z #=\\[\\]\"]{0,12}".prop_map(|text| format!("'{text}'")),
        Just("\"\"\"\n[[timeline]]\n# resolved = 1\nstate = 2\n\"\"\"".to_owned()),
        Just("'''# x\n[roles]'''".to_owned()),
        Just("\"\\u00e4 \\\" \\\\ 🙂\"".to_owned()),
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => string(),
        1 => Just("2024-05-02T10:00:00".to_owned()),
        1 => Just("2024-05-02".to_owned()),
        1 => Just("{ at = 2024-05-02T10:00:00Z, about = true }".to_owned()),
        1 => Just("[\n  'a', # one\n  'b',\n]".to_owned()),
        1 => Just("17".to_owned())]
}

fn remark() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just(" # why"), 1 => Just("\t#why")]
}

/// What stands between lines.
fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        4 => Just(""),
        2 => Just("\n"),
        1 => Just("# a comment\n"),
        1 => Just("\n# a comment\n\n"),
        1 => Just("# resolved   =            # when it ended\n"),
        1 => Just("# [[action]]\n# status = \"open\"\n"),
        1 => Just("  \t\n")]
}

/// Lines of keys, a random selection of those given.
fn keys(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    let line = (value(), remark(), gap(), any::<bool>());
    let lines = proptest::collection::vec(line, names.len());
    let indent = prop_oneof![3 => Just(""), 1 => Just("  "), 1 => Just("\t")];
    let equals = prop_oneof![Just(" = "), Just("="), Just("   = ")];
    (lines, any::<bool>(), indent, equals).prop_map(move |(lines, is_aligned, indent, equals)| {
        let mut text = String::new();
        for (name, (value, remark, gap, is_there)) in names.iter().zip(lines) {
            if is_there {
                let name =
                    if is_aligned { format!("{name:<10} = ") } else { format!("{name}{equals}") };
                text.push_str(&format!("{indent}{name}{value}{remark}\n{gap}"));
            }
        }
        text
    })
}

fn section() -> impl Strategy<Value = String> {
    let entry = || keys(&["text", "at", "status", "end"]);
    let sub_table = prop_oneof![3 => Just(""), 1 => Just("[timeline.source]\nid = 1\n")];
    prop_oneof![
        2 => (gap(), remark(), entry(), sub_table).prop_map(|(gap, remark, keys, sub_table)| {
            format!("{gap}[[timeline]]{remark}\n{keys}{sub_table}")
        }),
        1 => (gap(), remark(), entry()).prop_map(|(gap, remark, keys)| format!("{gap}[[ update ]]{remark}\n{keys}")),
        1 => (gap(), entry()).prop_map(|(gap, keys)| format!("{gap}  [[action]]\n{keys}")),
        1 => (gap(), entry()).prop_map(|(gap, keys)| format!("{gap}[[impact]]\n{keys}"))]
}

/// A facts file in any manner of writing.
fn document() -> impl Strategy<Value = String> {
    let root = keys(&["title", "state", "tags", "started", "resolved", "severity"]);
    let inline = prop_oneof![
        3 => Just(""),
        1 => Just("link = [{ url = 'a' }, { url = 'b', title = \"c\" }] # links\n"),
        1 => Just("link = [\n  { url = 'a' }, # first\n  { url = 'b' }  # last\n]\n"),
        1 => Just("link = [\n\t{ url = 'a' },\n]\n"),
        1 => Just("link = []\n")];
    let counts = prop_oneof![Just(""), Just("[counts]\n\"host nodes\" = 17 # x\n")];
    let sections = proptest::collection::vec(section(), 0..6);
    let manner = (any::<bool>(), any::<bool>(), any::<bool>());
    (gap(), root, inline, counts, sections, gap(), manner).prop_map(
        |(top, root, inline, counts, sections, bottom, (has_mark, is_crlf, is_unended))| {
            let mut text = format!("{top}{root}{inline}{counts}{}{bottom}", sections.concat());
            if is_unended {
                text.truncate(text.trim_end_matches('\n').len());
            }
            if is_crlf {
                text = text.replace('\n', "\r\n");
            }
            if has_mark { format!("\u{feff}{text}") } else { text }
        },
    )
}

fn new_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{0,20}".prop_map(Value::from),
        Just(Value::from("two\nlines \"\"\" and '''\n")),
        Just("2024-05-02T10:40:00".parse::<Value>().unwrap()),
        Just("{ at = 2024-05-02T10:40:00, about = true }".parse::<Value>().unwrap()),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let array = prop::sample::select(&["timeline", "update", "action", "impact", "link"][..]);
    let key = prop::sample::select(&["state", "resolved", "severity", "published"][..]);
    let inner = prop::sample::select(&["status", "end", "text", "title"][..]);
    let item = (array.clone(), 0_usize..4, inner)
        .prop_map(|(array, index, key)| FieldPath::from(array).index(index).key(key));
    let path = prop_oneof![key.prop_map(FieldPath::from), item];
    prop_oneof![
        (array, proptest::option::of(0_usize..4), new_value()).prop_map(|(array, index, value)| {
            let fields = vec![
                ("at".to_owned(), "2024-05-02T10:00:00".parse().unwrap()),
                ("text".to_owned(), value),
            ];
            Edit::Insert { array: array.to_owned(), index, fields }
        }),
        (path.clone(), new_value()).prop_map(|(path, value)| Edit::Set { path, value }),
        path.prop_map(|path| Edit::Remove { path }),
    ]
}

fn read(text: &str) -> Table {
    toml::from_str(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").as_str())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn plain(value: &Value) -> Plain {
    let table = read(&format!("v = {value}"));
    table["v"].clone()
}

/// The table that holds the last key of a path.
fn owner<'t>(table: &'t mut Table, path: &FieldPath) -> Option<(&'t mut Table, String)> {
    match path.segments() {
        [Segment::Key(key)] => Some((table, key.to_string())),
        [Segment::Key(array), Segment::Index(index), Segment::Key(key)] => {
            let item = table.get_mut(array.as_ref())?.as_array_mut()?.get_mut(*index)?;
            Some((item.as_table_mut()?, key.to_string()))
        }
        _ => None,
    }
}

/// The change as it is meant; nothing where it names what is not there.
fn meant(before: &Table, edit: &Edit) -> Option<Table> {
    let mut after = before.clone();
    match edit {
        Edit::Insert { array, index, fields } => {
            let item = fields.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
            let items = after.entry(array.clone()).or_insert_with(|| Plain::Array(Vec::new()));
            let items = items.as_array_mut()?;
            let place = index.unwrap_or(usize::MAX).min(items.len());
            items.insert(place, Plain::Table(item));
        }
        Edit::Set { path, value } => {
            let (owner, key) = owner(&mut after, path)?;
            owner.insert(key, plain(value));
        }
        Edit::Remove { path } => {
            let (owner, key) = owner(&mut after, path)?;
            owner.remove(&key)?;
        }
    }
    Some(after)
}

/// Bytes of `before` that are neither in the common beginning nor in the common end.
fn changed(before: &str, after: &str) -> usize {
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let most = before.len().min(after.len());
    let head = (0..most).take_while(|at| before[*at] == after[*at]).count();
    let tail = (1..=most - head)
        .take_while(|back| before[before.len() - back] == after[after.len() - back])
        .count();
    before.len() - head - tail
}

/// The most bytes that an edit may touch: those of the value it replaces, or of the line or
/// member it removes.
fn most_changed(before: &Table, edit: &Edit, text: &str) -> usize {
    let path = match edit {
        // An array over several lines gets its comma before a comment.
        Edit::Insert { array, .. } if array == "link" => return " # first".len() + 2,
        Edit::Insert { .. } => return 0,
        Edit::Set { path, .. } | Edit::Remove { path } => path,
    };
    let mut copy = before.clone();
    let is_there = owner(&mut copy, path).is_some_and(|(owner, key)| owner.contains_key(&key));
    let span = value_span(text, path);
    match edit {
        Edit::Set { .. } if is_there => span.end - span.start,
        Edit::Set { .. } => 0,
        _ => span.end - span.start + "\tseverity    = \r\n".len() + 2,
    }
}

fn value_span(text: &str, path: &FieldPath) -> Span {
    let index = FieldIndex::of(&text.replace('\u{feff}', "   "));
    index.locate(path, Part::Value)
}

/// Comments outside of the value that an edit replaces or removes.
fn comments(text: &str, edit: &Edit) -> usize {
    let span = match edit {
        Edit::Set { path, .. } | Edit::Remove { path } => value_span(text, path),
        Edit::Insert { .. } => Span::at(0),
    };
    let all = crate::source::toml_comments(text);
    all.iter().filter(|found| !span.range().contains(&found.span.start)).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_change_what_they_say_and_no_other_byte(
        document in document(),
        edits in proptest::collection::vec(edit(), 1..5),
    ) {
        let mut text = document;
        for edit in edits {
            let before = read(&text);
            let Some(expected) = meant(&before, &edit) else {
                let is_refused = matches!(apply(&text, &[edit]), Err(EditError::Missing { .. }));
                prop_assert!(is_refused);
                continue;
            };
            let after = match apply(&text, std::slice::from_ref(&edit)) {
                Ok(after) => after,
                Err(error) => return Err(TestCaseError::fail(format!("{error}: {edit:?}\n{text}"))),
            };
            prop_assert_eq!(read(&after), expected, "{:?}\n{}\n{}", edit, text, after);
            let most = most_changed(&before, &edit, &text);
            prop_assert!(changed(&text, &after) <= most, "{:?}\n{}\n{}", edit, text, after);
            prop_assert_eq!(comments(&after, &edit), comments(&text, &edit));
            prop_assert_eq!(after.contains("\r\n"), text.contains("\r\n") || (!text.contains('\n') && after.contains("\r\n")));
            prop_assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
            text = after;
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,60}", edit in edit()) {
        let _ = apply(&text, std::slice::from_ref(&edit));
        let _ = tables_without(&text, "impact", "end");
    }
}

#[test]
fn a_text_of_several_lines_leaves_an_inline_table() {
    let text = "link = [{ url = 'a', title = \"\"\"\ntwo # lines\n\"\"\" }] # links\n";
    let edit = Edit::Remove { path: FieldPath::from("link").index(0).key("title") };
    assert_eq!(apply(text, &[edit]).unwrap(), "link = [{ url = 'a' }] # links\n");
}

#[test]
fn open_items_are_found_in_both_forms() {
    let blocks = "[[impact]]\nend = 1\n[[impact]]\nstart = 1\n";
    assert_eq!(tables_without(blocks, "impact", "end").unwrap(), [1]);
    let inline = "impact = [{ start = 1 }, { end = 2 }]\n";
    assert_eq!(tables_without(inline, "impact", "end").unwrap(), [0]);
    assert!(tables_without("", "impact", "end").unwrap().is_empty());
}
