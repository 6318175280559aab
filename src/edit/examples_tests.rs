//! How changed files look.

use super::{Edit, EditError, Value, apply, tables_without};
use crate::source::FieldPath;

fn time(text: &str) -> Value {
    text.parse().unwrap()
}

fn entry(at: &str, text: &str) -> Edit {
    let fields = vec![("at".to_owned(), time(at)), ("text".to_owned(), text.into())];
    Edit::append("timeline", fields)
}

fn item(array: &'static str, index: usize, key: &'static str) -> FieldPath {
    FieldPath::from(array).index(index).key(key)
}

#[track_caller]
fn assert_edit(before: &str, edits: &[Edit], after: &str) {
    assert_eq!(apply(before, edits).unwrap(), after);
}

#[test]
fn an_entry_looks_like_its_neighbours() {
    assert_edit(
        "title    = \"x\"\r\n\r\n[[timeline]]\r\nat    = 2024-05-02\r\ntext  = 'a'  # sure\r\n# of a\r\n\r\n# Said\r\n[[update]]\r\n",
        &[entry("2024-05-03", "say \"b\"")],
        "title    = \"x\"\r\n\r\n[[timeline]]\r\nat    = 2024-05-02\r\ntext  = 'a'  # sure\r\n# of a\r\n\r\n[[timeline]]\r\nat   = 2024-05-03\r\ntext = 'say \"b\"'\r\n\r\n# Said\r\n[[update]]\r\n",
    );
    assert_edit(
        "title = \"x\"\n  [[timeline]]\n  at = 2024-05-02\n  text = \"a\"\n  [[update]]\n",
        &[entry("2024-05-03", "b")],
        "title = \"x\"\n  [[timeline]]\n  at = 2024-05-02\n  text = \"a\"\n  [[timeline]]\n  at = 2024-05-03\n  text = \"b\"\n  [[update]]\n",
    );
}

#[test]
fn the_first_entry_goes_to_the_end_and_leaves_the_last_line_as_it_is() {
    assert_edit(
        "\u{feff}title = \"x\"",
        &[entry("2024-05-03", "b")],
        "\u{feff}title = \"x\"\n\n[[timeline]]\nat = 2024-05-03\ntext = \"b\"",
    );
    assert_edit("", &[entry("2024-05-03", "b")], "[[timeline]]\nat = 2024-05-03\ntext = \"b\"\n");
}

#[test]
fn an_entry_between_others_takes_no_table_from_them() {
    let before =
        "[[timeline]]\nat = 1\n[timeline.source]\nid = 1\n\n# late\n[[timeline]]\nat = 3\n";
    let fields = vec![("at".to_owned(), Value::from(2))];
    let insert = |index| Edit::Insert {
        array: "timeline".to_owned(),
        index: Some(index),
        fields: fields.clone(),
    };
    assert_edit(
        before,
        &[insert(1)],
        "[[timeline]]\nat = 1\n[timeline.source]\nid = 1\n\n[[timeline]]\nat = 2\n\n# late\n[[timeline]]\nat = 3\n",
    );
    assert_edit(
        "\n# first\n[[timeline]]\nat = 1\n",
        &[insert(0)],
        "\n[[timeline]]\nat = 2\n\n# first\n[[timeline]]\nat = 1\n",
    );
}

#[test]
fn a_key_takes_the_place_that_a_scaffold_keeps_for_it() {
    assert_edit(
        "state      = \"ongoing\"  # then \"drafting\"\n# resolved   =     # when it ended\n# data_loss  = \"none\"\n\n[[impact]]\nstatus = \"x\"\n# end =\nstart = 1\n",
        &[
            Edit::set("resolved", time("2024-05-02T10:40:00")),
            Edit::set("state", "drafting"),
            Edit::set(item("impact", 0, "end"), time("2024-05-02T10:40:00")),
        ],
        "state      = \"drafting\"  # then \"drafting\"\n# resolved   =     # when it ended\nresolved   = 2024-05-02T10:40:00\n# data_loss  = \"none\"\n\n[[impact]]\nstatus = \"x\"\n# end =\nend = 2024-05-02T10:40:00\nstart = 1\n",
    );
    assert_edit(
        "title = \"x\"\nstarted = 2024-05-02\ntags = []\n# [[impact]]\n# resolved = 1\n",
        &[Edit::set("resolved", time("2024-05-03"))],
        "title = \"x\"\nstarted = 2024-05-02\nresolved = 2024-05-03\ntags = []\n# [[impact]]\n# resolved = 1\n",
    );
}

#[test]
fn a_removed_key_leaves_its_comment() {
    assert_edit(
        "a = 1\nresolved = 2024-05-03  # at last\npublished = 2024-05-04\n",
        &[Edit::remove("resolved"), Edit::remove("published")],
        "a = 1\n# at last\n",
    );
}

#[test]
fn inline_forms_are_kept() {
    assert_edit(
        "timeline = [{ at = 2024-05-02 }]\nimpact = [ { start = 1 } ] # x\n",
        &[
            entry("2024-05-03", "b\nc"),
            Edit::set(item("impact", 0, "end"), 2),
            Edit::remove(item("impact", 0, "start")),
        ],
        "timeline = [{ at = 2024-05-02 }, { at = 2024-05-03, text = \"\"\"\nb\nc\"\"\" }]\nimpact = [ { end = 2 } ] # x\n",
    );
    assert_edit(
        "timeline = [\n  { at = 1 },  # one\n  { at = 2 }  # two\n]\n",
        &[entry("2024-05-03", "b")],
        "timeline = [\n  { at = 1 },  # one\n  { at = 2 },  # two\n  { at = 2024-05-03, text = \"b\" },\n]\n",
    );
}

#[test]
fn what_cannot_be_changed_is_said() {
    let error = |text: &str, edit| apply(text, &[edit]).unwrap_err();
    let syntax = error("a = \n", entry("2024-05-03", "b"));
    assert!(matches!(syntax, EditError::Syntax { .. }), "{syntax}");
    assert_eq!(
        error("timeline.at = 1\n", entry("2024-05-03", "b")).to_string(),
        "`timeline` is written in a way that cannot be changed: it is spread over dotted keys"
    );
    let single = error("\ntimeline = 1\n", entry("2024-05-03", "b"));
    assert_eq!(single.span().unwrap().range(), 12..13);
    assert_eq!(
        error("[resolved]\nat = 1\n", Edit::set("resolved", 1)).to_string(),
        "`resolved` is written in a way that cannot be changed: it is a table"
    );
    assert_eq!(
        error("", Edit::set(item("action", 0, "status"), "done")).to_string(),
        "there is no `action[0].status`"
    );
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
