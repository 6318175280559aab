use std::collections::HashMap;

use super::{Markers, order};
use crate::edit::layout::{Block, Statement};

/// A stretch of the result.
pub(super) enum Piece {
    Text(String),
    /// What both sides changed, and not to the same.
    Conflict {
        ours: String,
        theirs: String,
    },
}

impl Piece {
    /// As it stands in the file, with git's markers around a conflict.
    pub(super) fn text(&self, markers: &Markers) -> String {
        let sign = |sign: &str| sign.repeat(markers.size);
        match self {
            Self::Text(text) => text.clone(),
            Self::Conflict { ours, theirs } => format!(
                "{} {}\n{ours}{}\n{theirs}{} {}\n",
                sign("<"),
                markers.ours,
                sign("="),
                sign(">"),
                markers.theirs
            ),
        }
    }
}

/// What becomes of a block. Nothing where its statements are in two new orders.
pub(super) fn choose(
    base: Option<&Block>,
    ours: Option<&Block>,
    theirs: Option<&Block>,
) -> Option<Vec<Piece>> {
    let text = |block: Option<&Block>| block.map(Block::text).unwrap_or_default();
    let content = |block: Option<&Block>| block.map(Block::content);
    Some(match (ours, theirs) {
        (Some(ours), Some(theirs)) => return statements(base, ours, theirs),
        (None, None) => Vec::new(),
        _ if base.is_none() => vec![Piece::Text(text(ours) + &text(theirs))],
        (one, other) if content(one.or(other)) == content(base) => Vec::new(),
        (ours, theirs) => vec![Piece::Conflict { ours: text(ours), theirs: text(theirs) }],
    })
}

fn statements(base: Option<&Block>, ours: &Block, theirs: &Block) -> Option<Vec<Piece>> {
    let keys = |block: &'_ Block| -> Vec<String> {
        block.statements.iter().map(|statement| statement.key.clone()).collect()
    };
    let (base_keys, our_keys, their_keys) =
        (base.map(keys).unwrap_or_default(), keys(ours), keys(theirs));
    let numbers: HashMap<&String, usize> = base_keys
        .iter()
        .chain(&our_keys)
        .chain(&their_keys)
        .enumerate()
        .map(|(number, key)| (key, number))
        .collect();
    let names: HashMap<usize, &String> =
        numbers.iter().map(|(key, number)| (*number, *key)).collect();
    let numbered =
        |keys: &[String]| -> Vec<usize> { keys.iter().map(|key| numbers[key]).collect() };
    let order = order::merged(&numbered(&base_keys), &numbered(&our_keys), &numbered(&their_keys))?;
    let mut pieces = Vec::new();
    for number in order {
        let key = names[&number];
        let was = base.and_then(|base| base.statement(key));
        pieces.extend(statement(was, ours.statement(key), theirs.statement(key)));
    }
    Some(pieces)
}

fn statement(
    base: Option<&Statement>,
    ours: Option<&Statement>,
    theirs: Option<&Statement>,
) -> Option<Piece> {
    let whole = |statement: Option<&Statement>| {
        statement.map(|s| [s.lead.as_str(), &s.text, &s.after].concat()).unwrap_or_default()
    };
    let conflict = || Some(Piece::Conflict { ours: whole(ours), theirs: whole(theirs) });
    match (ours, theirs) {
        (Some(our), Some(their)) => {
            let part = |part: fn(&Statement) -> &String| {
                one_of(base.map(part).map(String::as_str), part(our), part(their))
            };
            match (part(|s| &s.lead), part(|s| &s.text), part(|s| &s.after)) {
                (Some(lead), Some(text), Some(after)) => {
                    Some(Piece::Text([lead, text, after].concat()))
                }
                _ => conflict(),
            }
        }
        (None, None) => None,
        (one, other) if base.is_none() => Some(Piece::Text(whole(one) + &whole(other))),
        (one, other)
            if one.or(other).zip(base).is_some_and(|(left, base)| says_as_much(left, base)) =>
        {
            None
        }
        _ => conflict(),
    }
}

/// Whether a statement is as it was, with no comment more around it.
fn says_as_much(left: &Statement, base: &Statement) -> bool {
    let comments = |statement: &Statement| -> Vec<String> {
        let around = [statement.lead.as_str(), statement.after.as_str()];
        around.iter().flat_map(|text| text.lines()).map(|line| line.trim().to_owned()).collect()
    };
    let known = comments(base);
    left.text == base.text
        && comments(left).iter().all(|line| line.is_empty() || known.contains(line))
}

/// The text that one side changed, or that both have. Where only blank space differs, ours.
fn one_of<'t>(base: Option<&str>, ours: &'t str, theirs: &'t str) -> Option<&'t str> {
    if base == Some(ours) {
        Some(theirs)
    } else if base == Some(theirs) || ours.trim() == theirs.trim() {
        Some(ours)
    } else {
        None
    }
}
