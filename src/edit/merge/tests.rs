use proptest::prelude::*;
use toml::value::{Datetime, Offset};

use super::{Markers, Merged};

/// Clocks an hour before UTC.
fn seconds(at: &Datetime) -> Option<i64> {
    let date = at.date?;
    let day =
        chrono::NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let time = at.time.map_or((0, 0), |time| (time.hour.into(), time.minute.into()));
    let minutes = match at.offset {
        Some(Offset::Z) => 0,
        Some(Offset::Custom { minutes }) => i64::from(minutes),
        None => 60,
    };
    Some(day.and_hms_opt(time.0, time.1, 0)?.and_utc().timestamp() - minutes * 60)
}

fn merge(
    base: &str,
    ours: &str,
    theirs: &str,
    seconds: &dyn Fn(&Datetime) -> Option<i64>,
) -> Option<Merged> {
    let markers = Markers { size: 7, ours: "ours".to_owned(), theirs: "theirs".to_owned() };
    super::merge([base, ours, theirs], &markers, seconds)
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    let forth = merge(base, ours, theirs, &seconds).expect("three sound files");
    let back = merge(base, theirs, ours, &seconds).expect("three sound files");
    assert_eq!(forth.conflicts, back.conflicts);
    forth
}

#[track_caller]
fn clean(base: &str, ours: &str, theirs: &str, expected: &str) {
    let merged = merged(base, ours, theirs);
    assert_eq!(merged.text, expected);
    assert_eq!(merged.conflicts, 0);
}

const BASE: &str = "\
title = \"Down\"      # what people see
state = \"ongoing\"
severity = \"minor\"

[[timeline]]
at = 2024-05-02T10:00:00
text = \"a\"

[[update]]
at = 2024-05-02T10:05:00
status = \"investigating\"
text = \"u\"

# end
";

fn entry(at: &str, text: &str) -> String {
    format!("\n# by hand\n[[timeline]]\nat   = {at} # sure\ntext = '{text}'\n")
}

fn with_entries(entries: &str) -> String {
    BASE.replace("text = \"a\"\n", &format!("text = \"a\"\n{entries}"))
}

#[test]
fn what_both_sides_appended_is_kept_in_the_order_of_time() {
    let (early, late) = (entry("2024-05-02T10:10:00", "b"), entry("2024-05-02T10:20:00", "c"));
    let expected = with_entries(&(early.clone() + &late));
    clean(BASE, &with_entries(&early), &with_entries(&late), &expected);
    clean(BASE, &with_entries(&late), &with_entries(&early), &expected);
}

#[test]
fn times_are_instants() {
    let early = entry("{ at = 2024-05-02T09:10:00Z, about = true }", "b");
    let late = entry("2024-05-02T10:20:00", "c");
    let unknown = entry("\"unknown\"", "d");
    let expected = with_entries(&(early.clone() + &late + &unknown));
    clean(BASE, &with_entries(&(late + &unknown)), &with_entries(&early), &expected);
}

#[test]
fn the_same_entry_of_both_sides_is_one() {
    let (one, two) = (entry("2024-05-02T10:10:00", "b"), entry("2024-05-02T10:11:00", "c"));
    let both = with_entries(&(one.clone() + &two));
    clean(BASE, &with_entries(&one), &both, &both);
}

#[test]
fn different_keys_are_both_taken() {
    let ours = BASE.replace("\"ongoing\"", "\"drafting\" # done");
    let theirs = BASE
        .replace("\"minor\"", "\"major\"")
        .replace("\n[[timeline]]", "resolved = 2024-05-02T11:00:00\n\n[[timeline]]");
    let expected = theirs.replace("\"ongoing\"", "\"drafting\" # done");
    clean(BASE, &ours, &theirs, &expected);
}

#[test]
fn keys_within_one_entry_are_both_taken() {
    let ours = BASE.replace("text = \"a\"", "text = \"A\"");
    let theirs = BASE.replace("text = \"a\"", "text = \"a\"\naudience = \"public\"");
    clean(BASE, &ours, &theirs, &theirs.replace("text = \"a\"", "text = \"A\""));
}

#[test]
fn what_one_side_removed_is_gone() {
    let entry = "[[timeline]]\nat = 2024-05-02T10:00:00\ntext = \"a\"\n\n";
    let ours = BASE.replace(entry, "");
    let theirs = BASE.replace("\"minor\"", "\"major\"");
    clean(BASE, &ours, &theirs, &theirs.replace(entry, ""));
    let merged = merged(BASE, &ours, &BASE.replace("text = \"a\"", "text = \"A\""));
    assert_eq!(merged.conflicts, 1, "{}", merged.text);
}

#[test]
fn a_key_changed_to_two_values_is_a_conflict_of_that_key() {
    let ours = BASE.replace("\"minor\"", "\"major\"");
    let theirs = BASE.replace("\"minor\"", "\"critical\"").replace("\"Down\"", "\"Up\"");
    let expected = theirs.replace(
        "severity = \"critical\"\n",
        "<<<<<<< ours\nseverity = \"major\"\n=======\nseverity = \"critical\"\n>>>>>>> theirs\n",
    );
    assert_eq!(merged(BASE, &ours, &theirs), Merged { text: expected, conflicts: 1 });
}

/// It went with the key that the other side removed.
#[test]
fn a_new_comment_at_a_key_that_is_gone_is_a_conflict() {
    let ours = BASE.replace("severity = \"minor\"\n", "# not sure yet\nseverity = \"minor\"\n");
    let theirs = BASE.replace("severity = \"minor\"\n", "");
    let merged = merged(BASE, &ours, &theirs);
    assert_eq!(merged.conflicts, 1, "{}", merged.text);
    assert!(merged.text.contains("# not sure yet\nseverity"), "{}", merged.text);
}

#[test]
fn line_ends_stay() {
    let (one, two) = (entry("2024-05-02T10:10:00", "b"), entry("2024-05-02T10:20:00", "c"));
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let expected = crlf(&with_entries(&(one.clone() + &two)));
    let (ours, theirs) = (with_entries(&one), with_entries(&two));
    clean(&crlf(BASE), &crlf(&ours), &crlf(&theirs), &expected);
    clean(BASE, &crlf(&ours), &theirs, &expected);
    assert!(merge(BASE, &crlf(&ours).replacen("\r\n", "\n", 1), &theirs, &seconds).is_none());
    let cut = |text: &str| text.trim_end().to_owned();
    clean(&cut(BASE), &cut(&ours), &cut(&theirs), &cut(&with_entries(&(one + &two))));
}

#[test]
fn what_is_no_toml_is_not_merged() {
    let theirs = BASE.replace("\"minor\"", "\"major\"");
    for broken in ["title = ", "a = 1\na = 2\n", "<<<<<<< ours\n"] {
        assert_eq!(merge(broken, BASE, &theirs, &seconds), None);
        assert_eq!(merge(BASE, broken, &theirs, &seconds), None);
        assert_eq!(merge(BASE, &theirs, broken, &seconds), None);
    }
}

#[test]
fn a_measure_that_both_sides_added_under_one_id_is_a_conflict() {
    let action = |title: &str| format!("{BASE}\n[[action]]\nid = \"x\"\ntitle = \"{title}\"\n");
    let merged = merged(BASE, &action("One"), &action("Two"));
    assert_eq!(merged.conflicts, 1);
    assert_eq!(merged.text.matches("[[action]]").count(), 1, "{}", merged.text);
}

/// A file of facts: some keys, and entries whose minutes are numbers in `entries`.
fn facts(keys: &[(usize, u8)], entries: &[(usize, u32, u8)]) -> String {
    let mut text = String::new();
    for (key, value) in keys {
        text.push_str(&format!("key{key} = {value} # k{key}\n"));
    }
    for (kind, minute, word) in entries {
        let kind = ["timeline", "update", "correction", "action"][kind % 4];
        text.push_str(&format!(
            "\n# of {word}\n[[{kind}]]\nat = 2024-05-02T10:{:02}:00\ntext = \"{kind} {word}\"\n",
            minute % 60
        ));
    }
    text
}

/// Two sides that each changed keys of a base, and added and removed entries.
fn versions() -> impl Strategy<Value = [String; 3]> {
    let keys = || proptest::collection::btree_map(0_usize..6, 0_u8..3, 0..5);
    let entries = || proptest::collection::vec((0_usize..4, 0_u32..60, 0_u8..200), 0..6);
    let side = move || (keys(), entries(), proptest::collection::vec(any::<bool>(), 6));
    (keys(), entries(), side(), side()).prop_map(|(keys, mut entries, ours, theirs)| {
        entries.sort_by_key(|entry| entry.1);
        let base_keys: Vec<_> = keys.iter().map(|(key, value)| (*key, *value)).collect();
        let side =
            |(changed, added, kept): (std::collections::BTreeMap<_, _>, Vec<_>, Vec<bool>)| {
                let mut all = keys.clone();
                all.extend(changed);
                let all: Vec<_> = all.into_iter().collect();
                let mut left: Vec<_> = entries
                    .iter()
                    .zip(kept)
                    .filter_map(|(entry, is_kept)| is_kept.then_some(*entry))
                    .chain(added)
                    .collect();
                left.sort_by_key(|entry| entry.1);
                facts(&all, &left)
            };
        [facts(&base_keys, &entries), side(ours), side(theirs)]
    })
}

/// The entries of a file, sorted.
fn entries(text: &str) -> Vec<String> {
    let entry = |text: &str| text.split("\n\n").next().unwrap().trim().to_owned();
    let mut found: Vec<String> = text.split("\n[[").skip(1).map(entry).collect();
    found.sort();
    found
}

/// The entry of the base that both sides changed, where one of them made this one of it.
fn changed_by_both(added: &str, [base, ours, theirs]: [&str; 3]) -> Option<String> {
    let is_gone = |old: &String| !entries(ours).contains(old) && !entries(theirs).contains(old);
    let has_a_line =
        |old: &String| old.lines().skip(1).any(|line| added.lines().any(|l| l == line));
    entries(base).into_iter().find(|old| is_gone(old) && has_a_line(old))
}

proptest! {
    #[test]
    fn a_side_that_changed_nothing_has_no_say([base, ours, _] in versions()) {
        let alone = Some(Merged { text: ours.clone(), conflicts: 0 });
        prop_assert_eq!(merge(&base, &ours, &base, &seconds), alone.clone());
        prop_assert_eq!(merge(&base, &base, &ours, &seconds), alone.clone());
        prop_assert_eq!(merge(&base, &ours, &ours, &seconds), alone);
    }

    #[test]
    fn entries_of_both_sides_are_there([base, ours, theirs] in versions()) {
        let forth = merge(&base, &ours, &theirs, &seconds);
        let back = merge(&base, &theirs, &ours, &seconds);
        prop_assert_eq!(forth.is_some(), back.is_some());
        if let (Some(forth), Some(back)) = (forth, back) {
            prop_assert_eq!(forth.conflicts, back.conflicts);
            for added in [&ours, &theirs].into_iter().flat_map(|side| entries(side)) {
                let is_kept = entries(&ours).contains(&added) && entries(&theirs).contains(&added);
                if is_kept || !entries(&base).contains(&added) {
                    // Of an entry that both sides changed, each line that one of them wrote.
                    let old =
                        changed_by_both(&added, [&base, &ours, &theirs]).filter(|_| !is_kept);
                    let written: Vec<&str> = match &old {
                        Some(old) => {
                            let is_new = |line: &&str| !old.lines().any(|known| known == *line);
                            added.lines().filter(is_new).collect()
                        }
                        None => vec![&added],
                    };
                    for text in [&forth.text, &back.text] {
                        for part in &written {
                            prop_assert!(text.contains(part), "{part} of {added} is not in\n{text}");
                        }
                    }
                }
            }
            if forth.conflicts == 0 {
                prop_assert_eq!(entries(&forth.text), entries(&back.text));
                prop_assert!(toml::from_str::<toml::Table>(&forth.text).is_ok());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(texts in proptest::array::uniform3("[\\[\\]a\"'=\\n\\r #.{},1]{0,40}")) {
        let _ = merge(&texts[0], &texts[1], &texts[2], &seconds);
    }
}
