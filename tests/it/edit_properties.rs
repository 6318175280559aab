//! Any sequence of changes on any valid file parses, holds what was asked for, and leaves every
//! other byte as it was.

use incident::edit::{Edit, EditError, Value, apply, tables_without};
use incident::source::FieldPath;
use proptest::prelude::*;

use crate::fuzz_replay::checks::edit::{judged, means_something};

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_change_what_they_say_and_no_other_byte(
        document in document(),
        edits in proptest::collection::vec(edit(), 1..5),
    ) {
        let mut text = document;
        for edit in edits {
            let is_possible = means_something(&text, &edit);
            match judged(&text, &edit) {
                Ok(after) => {
                    let has_line_end = text.contains('\n');
                    prop_assert!(!has_line_end || after.contains("\r\n") == text.contains("\r\n"));
                    text = after;
                }
                Err(EditError::Missing { .. }) => prop_assert!(!is_possible, "{edit:?}\n{text}"),
                Err(error) => prop_assert!(false, "{error}: {edit:?}\n{text}"),
            }
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,60}", edit in edit()) {
        let _ = apply(&text, std::slice::from_ref(&edit));
        let _ = tables_without(&text, "impact", "end");
    }
}
