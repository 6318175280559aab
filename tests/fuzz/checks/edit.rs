//! Changes to facts: what is read again is what was meant, and no other byte is touched.

use ::incident::edit::{Edit, EditError, Value, apply};
use ::incident::source::{FieldIndex, FieldPath, Part, Segment, Span, toml_comments};
use toml::{Table, Value as Plain};

const LISTS: [&str; 6] = ["timeline", "update", "action", "impact", "correction", "link"];
const KEYS: [&str; 5] = ["state", "resolved", "severity", "published", "title"];
const ITEM_KEYS: [&str; 5] = ["status", "end", "text", "title", "at"];

/// Two bytes choose the change; what stands before a NUL is the value, behind it the facts.
pub fn check(data: &[u8]) {
    let [kind, place, rest @ ..] = data else { return };
    let Ok(rest) = std::str::from_utf8(rest) else { return };
    let (value, text) = rest.split_once('\0').unwrap_or(("new", rest));
    let edit = chosen(*kind, *place, value);
    let _ = judged(text, &edit);
}

/// Makes a change, which is what it is meant to be or is refused.
///
/// # Errors
///
/// Those of [`apply`].
pub fn judged(text: &str, edit: &Edit) -> Result<String, EditError> {
    let made = apply(text, std::slice::from_ref(edit));
    match (read(text), &made) {
        (Some(before), Ok(after)) => {
            let meant = meant(&before, edit);
            assert!(meant.is_some(), "{edit:?} is no change of\n{text}");
            // As texts, for `nan` equals nothing, itself included.
            let [is, meant] = [read(after), meant].map(|values| format!("{values:?}"));
            assert_eq!(is, meant, "{edit:?}\n{text}\n{after}");
            is_nothing_else_touched(text, after, &before, edit);
        }
        (Some(_), Err(error)) => {
            assert!(!matches!(error, EditError::Syntax { .. }), "{error}\n{text}");
            let span = error.span().unwrap_or(Span::at(0));
            assert!(text.get(span.range()).is_some(), "{span:?}\n{text}");
        }
        (None, Ok(after)) => panic!("{edit:?} mends what is broken\n{text}\n{after}"),
        (None, Err(_)) => {}
    }
    made
}

/// Whether what a change is about is there.
#[allow(dead_code, reason = "for the properties, which are no fuzz target")]
pub fn means_something(text: &str, edit: &Edit) -> bool {
    read(text).is_some_and(|before| meant(&before, edit).is_some())
}

/// One of the changes that commands make.
pub(super) fn chosen(kind: u8, place: u8, value: &str) -> Edit {
    let index = usize::from(place >> 4);
    let path = if kind & 1 == 0 {
        FieldPath::from(KEYS[usize::from(place) % KEYS.len()])
    } else {
        let list = LISTS[usize::from(kind >> 4) % LISTS.len()];
        FieldPath::from(list).index(index).key(ITEM_KEYS[usize::from(place & 15) % ITEM_KEYS.len()])
    };
    match kind >> 1 & 3 {
        0 | 1 => Edit::Set { path, value: written(value) },
        2 => Edit::Remove { path },
        _ => Edit::Insert {
            array: LISTS[usize::from(kind >> 4) % LISTS.len()].to_owned(),
            index: (kind & 1 == 0).then_some(index),
            fields: vec![("at".to_owned(), written(value)), ("text".to_owned(), value.into())],
        },
    }
}

/// A date-time where it is one, else a text.
fn written(value: &str) -> Value {
    value.parse().ok().filter(Value::is_datetime).unwrap_or_else(|| value.into())
}

/// The values of a file; line ends in texts are those of the file.
fn read(text: &str) -> Option<Table> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let _: Table = toml::from_str(text).ok()?;
    toml::from_str(&text.replace("\r\n", "\n")).ok()
}

fn plain(value: &Value) -> Plain {
    let mut table = read(&format!("v = {value}")).expect("a value that was written");
    table.remove("v").expect("the key above")
}

/// The values as they are to be; nothing where the change is about something that is not there.
fn meant(before: &Table, edit: &Edit) -> Option<Table> {
    let mut after = before.clone();
    match edit {
        Edit::Insert { array, index, fields } => {
            let item = fields.iter().map(|(key, value)| (key.clone(), plain(value))).collect();
            let items = after.entry(array.clone()).or_insert_with(|| Plain::Array(Vec::new()));
            let items = items.as_array_mut()?;
            items.insert(index.unwrap_or(usize::MAX).min(items.len()), Plain::Table(item));
        }
        Edit::Set { path, value } => {
            let (owner, key) = owner(&mut after, path)?;
            owner.insert(key.to_owned(), plain(value));
        }
        Edit::Remove { path } => {
            let (owner, key) = owner(&mut after, path)?;
            owner.remove(key)?;
        }
    }
    Some(after)
}

/// The table that holds the last key of a path.
fn owner<'t, 'p>(table: &'t mut Table, path: &'p FieldPath) -> Option<(&'t mut Table, &'p str)> {
    match path.segments() {
        [Segment::Key(key)] => Some((table, key)),
        [Segment::Key(list), Segment::Index(index), Segment::Key(key)] => {
            let item = table.get_mut(&**list)?.as_array_mut()?.get_mut(*index)?;
            Some((item.as_table_mut()?, key))
        }
        _ => None,
    }
}

/// Bytes go with the value that is replaced, or with the key that is removed, and every comment
/// beside it stays.
fn is_nothing_else_touched(text: &str, after: &str, before: &Table, edit: &Edit) {
    let index = FieldIndex::of(&text.replace('\u{feff}', "   "));
    let gone = gone(text, after);
    let (most, old) = match edit {
        // The comma behind an item of an array in one line may move.
        Edit::Insert { array, .. } if !text.contains(&format!("[[{array}")) => return,
        Edit::Insert { .. } => (0, Span::at(0)),
        Edit::Set { path, .. } | Edit::Remove { path } => {
            let mut copy = before.clone();
            let is_there =
                owner(&mut copy, path).is_some_and(|(table, key)| table.contains_key(key));
            let value = if is_there { index.locate(path, Part::Value) } else { Span::at(0) };
            let key = match edit {
                Edit::Remove { .. } => index.locate(path, Part::Key).range().len(),
                _ => 0,
            };
            (key + value.range().len(), value)
        }
    };
    let is_said = |byte: &&u8| !b" \t\r\n=,".contains(byte);
    let most_said = gone.iter().filter(is_said).count();
    assert!(most_said <= most, "{edit:?} takes {most_said} bytes, not {most}\n{text}\n{after}");
    let kept = toml_comments(text);
    let kept = kept.iter().filter(|comment| !old.range().contains(&comment.span.start)).count();
    assert_eq!(toml_comments(after).len(), kept, "{edit:?}\n{text}\n{after}");
    assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
}

/// The bytes of `before` that are neither in the common beginning nor in the common end.
fn gone<'b>(before: &'b str, after: &str) -> &'b [u8] {
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let rest = (before[head..].iter().rev()).zip(after[head..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    &before[head..before.len() - tail]
}
