use std::collections::BTreeMap;

use super::align;
use super::layout::{Block, BlockKind, Statement, blocks};

/// A key, or an item of a list, that one version of a facts.toml holds and another does not, or
/// not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path: `resolved`, `timeline[2].text`, `timeline[2]`. Numbers count from 0, in the
    /// newer version where it has the item.
    pub field: String,
    /// What it was: a text without its quotes, anything else as it was written; of an item, its
    /// values. Nothing where it was not there.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
}

/// What a newer version of a facts.toml says that an older one does not, in the order of the
/// newer; what is gone comes last. Comments and the order of keys do not count. Nothing where a
/// version cannot be taken apart.
#[must_use]
pub fn changes(old: &str, new: &str) -> Option<Vec<Change>> {
    let (old, new) = (blocks(old)?, blocks(new)?);
    let origins = align::origins(&old, &new)?;
    let (old_names, new_names) = (names(&old), names(&new));
    let mut changes = Vec::new();
    for ((block, name), origin) in new.iter().zip(&new_names).zip(&origins) {
        match (origin, &block.kind) {
            (None, BlockKind::Item(_)) => {
                changes.push(Change { field: name.clone(), was: None, is: Some(values(block)) });
            }
            (None, _) => compare(None, Some(block), name, &mut changes),
            (Some(origin), _) => compare(Some(&old[*origin]), Some(block), name, &mut changes),
        }
    }
    for (index, (block, name)) in old.iter().zip(&old_names).enumerate() {
        match &block.kind {
            _ if origins.contains(&Some(index)) => {}
            BlockKind::Item(_) => {
                changes.push(Change { field: name.clone(), was: Some(values(block)), is: None });
            }
            _ => compare(Some(block), None, name, &mut changes),
        }
    }
    Some(changes)
}

/// The path of each block.
fn names(blocks: &[Block]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for block in blocks {
        names.push(match &block.kind {
            BlockKind::Top => String::new(),
            BlockKind::Table(path) => path.clone(),
            BlockKind::Item(path) => {
                let count = counts.entry(path).or_default();
                *count += 1;
                format!("{path}[{}]", *count - 1)
            }
        });
    }
    names
}

fn compare(old: Option<&Block>, new: Option<&Block>, name: &str, changes: &mut Vec<Change>) {
    let statements = |block: Option<&Block>| -> Vec<Statement> {
        let all = block.map(|block| block.statements.clone()).unwrap_or_default();
        all.into_iter().filter(|statement| !statement.value.is_empty()).collect()
    };
    let find = |block: Option<&Block>, key: &str| {
        block.and_then(|block| block.statement(key)).map(|statement| value(&statement.value))
    };
    let mut add = |key: &str| {
        let (was, is) = (find(old, key), find(new, key));
        if was != is {
            changes.push(Change { field: field(name, key), was, is });
        }
    };
    for statement in statements(new) {
        add(&statement.key);
    }
    for statement in statements(old) {
        if new.is_none_or(|new| new.statement(&statement.key).is_none()) {
            add(&statement.key);
        }
    }
}

/// The path of a key in a block; one of a table within an item carries that table's header.
fn field(block: &str, key: &str) -> String {
    let inner = key.strip_prefix('[').and_then(|rest| rest.split_once("] "));
    let key = match inner {
        Some((table, key)) => {
            let (_, own) = table.split_once('.').unwrap_or((table, table));
            format!("{own}.{key}")
        }
        None => key.to_owned(),
    };
    if block.is_empty() { key } else { format!("{block}.{key}") }
}

/// The values of an item, in one line.
fn values(block: &Block) -> String {
    let values = block.statements.iter().filter(|statement| !statement.value.is_empty());
    values.map(|statement| value(&statement.value)).collect::<Vec<_>>().join(" \u{b7} ")
}

/// A text without its quotes, anything else in one line.
fn value(literal: &str) -> String {
    let parsed: Option<toml::Table> = toml::from_str(&format!("value = {literal}")).ok();
    let text = parsed.as_ref().and_then(|table| table.get("value")?.as_str());
    text.map_or_else(
        || literal.split_whitespace().collect::<Vec<_>>().join(" "),
        |text| text.trim().to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Change, changes};

    const OLD: &str = "\
title = \"Down\" # a
state = \"ongoing\"
[counts]
hosts = 3
[[timeline]]
at = 2024-05-02T10:00:00
text = \"a\"
[[timeline]]
at = { at = 2024-05-02T10:05:00, about = true }
text = \"gone\"
";

    const NEW: &str = "\
# b
state = 'ongoing'
title = \"Up\"
resolved = 2024-05-02T11:00:00
[[timeline]]
at = 2024-05-02T09:00:00
text = \"first\"
audience = \"public\"
[[timeline]]
at = 2024-05-02T10:00:00
text = \"\"\"
a
b\"\"\"
";

    #[test]
    fn keys_and_items_that_differ_are_told_and_nothing_else() {
        let change = |field: &str, was: Option<&str>, is: Option<&str>| Change {
            field: field.to_owned(),
            was: was.map(str::to_owned),
            is: is.map(str::to_owned),
        };
        assert_eq!(
            changes(OLD, NEW).unwrap(),
            [
                change("title", Some("Down"), Some("Up")),
                change("resolved", None, Some("2024-05-02T11:00:00")),
                change("timeline[0]", None, Some("2024-05-02T09:00:00 \u{b7} first \u{b7} public")),
                change("timeline[1].text", Some("a"), Some("a\nb")),
                change("counts.hosts", Some("3"), None),
                change(
                    "timeline[1]",
                    Some("{ at = 2024-05-02T10:05:00, about = true } \u{b7} gone"),
                    None
                ),
            ]
        );
        assert!(changes(OLD, OLD).unwrap().is_empty());
        assert!(changes(OLD, "a = 1\na = 2").is_none());
    }
}
