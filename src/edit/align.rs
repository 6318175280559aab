use std::collections::HashMap;

use super::layout::{Block, BlockKind};

/// Pairs that are compared before the search for what has become of a block is given up.
const MAX_PAIRS: usize = 250_000;

/// For each block of a side, the block of the base that it was: the same one, or the one that
/// it is most like. Nothing where too much has changed to say.
pub(super) fn origins(base: &[Block], side: &[Block]) -> Option<Vec<Option<usize>>> {
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, block) in base.iter().enumerate().rev() {
        same.entry(identity(block)).or_default().push(index);
    }
    let mut origins: Vec<Option<usize>> =
        side.iter().map(|block| same.get_mut(&identity(block)).and_then(Vec::pop)).collect();
    let left: Vec<usize> =
        (0..base.len()).filter(|index| !origins.contains(&Some(*index))).collect();
    let new: Vec<usize> = (0..side.len()).filter(|index| origins[*index].is_none()).collect();
    if left.len().saturating_mul(new.len()) > MAX_PAIRS {
        return None;
    }
    let mut pairs: Vec<(usize, usize, usize)> = left
        .iter()
        .flat_map(|old| new.iter().map(move |new| (*old, *new)))
        .map(|(old, new)| (likeness(&base[old], &side[new]), old, new))
        .filter(|(likeness, _, _)| *likeness > 0)
        .collect();
    tiny_sort::stable::sort_by_key(&mut pairs, |(likeness, old, new)| {
        (std::cmp::Reverse(*likeness), *old, *new)
    });
    for (_, old, new) in pairs {
        if origins[new].is_none() && !origins.contains(&Some(old)) {
            origins[new] = Some(old);
        }
    }
    Some(origins)
}

/// Whether two blocks that both sides added are one and the same.
pub(super) fn is_same_addition(ours: &Block, theirs: &Block) -> bool {
    let id = |block: &Block| block.statement("id").map(|id| id.text.trim().to_owned());
    ours.kind == theirs.kind
        && (matches!(ours.kind, BlockKind::Table(_))
            || ours.content() == theirs.content()
            || id(ours).is_some_and(|ours| Some(ours) == id(theirs)))
}

/// What finds a block again: its own name where it is there once, else all that it says.
fn identity(block: &Block) -> String {
    match &block.kind {
        BlockKind::Top => String::new(),
        BlockKind::Table(path) => format!("[{path}]"),
        BlockKind::Item(_) => block.content(),
    }
}

/// How many statements two items of a list have in common; nothing where that is less than
/// half of them, as with two entries of the same kind and audience.
fn likeness(old: &Block, new: &Block) -> usize {
    if old.kind != new.kind || !matches!(old.kind, BlockKind::Item(_)) {
        return 0;
    }
    let says = |block: &Block, key: &str| block.statement(key).map(|s| s.text.trim().to_owned());
    let names_it = ["id", "title", "text", "at", "start", "url"];
    let is_named_alike =
        names_it.iter().any(|key| says(old, key).is_some() && says(old, key) == says(new, key));
    let alike = old.statements[1..]
        .iter()
        .filter(|statement| says(new, &statement.key).as_deref() == Some(statement.text.trim()))
        .count();
    let most = old.statements.len().max(new.statements.len()) - 1;
    if is_named_alike && alike * 2 >= most { alike } else { 0 }
}
