//! Three versions of a facts.toml made one: its parts are merged, not its lines.

mod choice;
mod order;
#[cfg(test)]
mod tests;
mod when;

use std::collections::HashMap;

use super::align;
use super::layout::{Block, BlockKind, blocks};
use choice::{Piece, choose};
use toml::value::Datetime;

/// Lists whose items have a time, and the key that holds it.
const TIMED: [(&str, &str); 4] =
    [("timeline", "at"), ("update", "at"), ("correction", "at"), ("impact", "start")];

/// How conflicts are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    /// Characters of a marker; git's are seven unless an attribute says otherwise.
    pub size: usize,
    /// What our side is called, in one line.
    pub ours: String,
    /// What their side is called, in one line.
    pub theirs: String,
}

/// What came of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text, with git's conflict markers where both sides changed the same thing.
    pub text: String,
    /// How many places have conflict markers.
    pub conflicts: usize,
}

/// Merges what two sides made of a facts.toml, given as base, ours and theirs: what either added,
/// changed or removed is taken, down to single keys. Lists that both sides kept in the order of
/// time stay so. Everything else is left byte for byte.
///
/// `seconds` tells the instant of a date-time, in seconds since 1970, offset or not.
///
/// Nothing where it cannot be sure: a version that is no sound TOML, or a result that would not
/// be; both sides having moved things; mixed line ends.
#[must_use]
pub fn merge(
    [base, ours, theirs]: [&str; 3],
    markers: &Markers,
    seconds: &dyn Fn(&Datetime) -> Option<i64>,
) -> Option<Merged> {
    let trivial = if base == ours || ours == theirs {
        Some(theirs)
    } else {
        (base == theirs).then_some(ours)
    };
    if let Some(text) = trivial {
        return Some(Merged { text: text.to_owned(), conflicts: 0 });
    }
    let ends = LineEnds::of([base, ours, theirs])?;
    let [base, ours, theirs] = [base, ours, theirs].map(|text| ends.unified(text));
    if [&base, &ours, &theirs].iter().any(|text| !is_toml(text)) {
        return None;
    }
    let sides = Sides::new(blocks(&base)?, blocks(&ours)?, blocks(&theirs)?)?;
    let pieces = sides.merged(seconds)?;
    let conflicts = pieces.iter().filter(|piece| matches!(piece, Piece::Conflict { .. })).count();
    let text: String = pieces.iter().map(|piece| piece.text(markers)).collect();
    if conflicts == 0 && !is_toml(&text) {
        return None;
    }
    Some(Merged { text: ends.restored(text), conflicts })
}

fn is_toml(text: &str) -> bool {
    toml::de::DeTable::parse(text).is_ok()
}

/// How lines end, and whether the last one does.
struct LineEnds {
    /// Whether lines of the result end with CR LF; nothing where all versions agree.
    crlf: Option<bool>,
    has_last: bool,
}

impl LineEnds {
    fn of(texts: [&str; 3]) -> Option<Self> {
        let crlf = texts.map(|text| text.contains("\r\n"));
        let is_pure = |text: &str| {
            let pairs = text.matches("\r\n").count();
            pairs == 0 || pairs == text.matches('\n').count()
        };
        let agree = crlf[0] == crlf[1] && crlf[1] == crlf[2];
        if !agree && !texts.into_iter().all(is_pure) {
            return None;
        }
        let ended = texts.map(|text| text.is_empty() || text.ends_with('\n'));
        Some(Self { crlf: (!agree).then(|| three_way(crlf)), has_last: three_way(ended) })
    }

    fn unified(&self, text: &str) -> String {
        let mut text =
            if self.crlf.is_some() { text.replace("\r\n", "\n") } else { text.to_owned() };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(if text.contains("\r\n") { "\r\n" } else { "\n" });
        }
        text
    }

    fn restored(&self, mut text: String) -> String {
        if !self.has_last {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        if self.crlf == Some(true) { text.replace('\n', "\r\n") } else { text }
    }
}

/// The value that one side changed, or that both have.
fn three_way([base, ours, theirs]: [bool; 3]) -> bool {
    if base == ours { theirs } else { ours }
}

/// The blocks of each version by number: a block has the same one in all of them.
struct Sides {
    base: Vec<Block>,
    ours: Numbered,
    theirs: Numbered,
}

struct Numbered {
    order: Vec<usize>,
    blocks: HashMap<usize, Block>,
}

impl Sides {
    fn new(base: Vec<Block>, ours: Vec<Block>, theirs: Vec<Block>) -> Option<Self> {
        let mut next = base.len();
        let mut number = || {
            next += 1;
            next - 1
        };
        let our_numbers: Vec<usize> = align::origins(&base, &ours)?
            .into_iter()
            .map(|origin| origin.unwrap_or_else(&mut number))
            .collect();
        let mut added: Vec<usize> =
            (0..ours.len()).filter(|index| our_numbers[*index] >= base.len()).collect();
        let mut their_numbers = Vec::new();
        for (origin, block) in align::origins(&base, &theirs)?.into_iter().zip(&theirs) {
            let same = || added.iter().position(|own| align::is_same_addition(&ours[*own], block));
            their_numbers.push(match origin {
                Some(origin) => origin,
                None => match same() {
                    Some(place) => our_numbers[added.remove(place)],
                    None => number(),
                },
            });
        }
        let ours = Numbered::new(our_numbers, ours);
        let theirs = Numbered::new(their_numbers, theirs);
        Some(Self { base, ours, theirs })
    }

    fn merged(&self, seconds: &dyn Fn(&Datetime) -> Option<i64>) -> Option<Vec<Piece>> {
        let base: Vec<usize> = (0..self.base.len()).collect();
        let mut order = order::merged(&base, &self.ours.order, &self.theirs.order)?;
        for (list, key) in TIMED {
            let kind = BlockKind::Item(list.to_owned());
            let time = |block: &Block| {
                (block.kind == kind).then(|| when::of(block, list, key, seconds)).flatten()
            };
            let is_ascending = |side: &Numbered| {
                order::is_ascending(side.order.iter().map(|number| time(&side.blocks[number])))
            };
            if is_ascending(&self.ours) && is_ascending(&self.theirs) {
                let kind_of = |number: &usize| self.either(*number).map(|block| &block.kind);
                let time_of = |number: &usize| self.either(*number).and_then(time);
                order = order::by_time(order, &Some(&kind), kind_of, time_of);
            }
        }
        let mut pieces = Vec::new();
        for number in order {
            let (ours, theirs) = (self.ours.blocks.get(&number), self.theirs.blocks.get(&number));
            pieces.extend(choose(self.base.get(number), ours, theirs)?);
        }
        Some(pieces)
    }

    /// The block as the side has it that changed it.
    fn either(&self, number: usize) -> Option<&Block> {
        let (ours, theirs) = (self.ours.blocks.get(&number), self.theirs.blocks.get(&number));
        if ours == self.base.get(number) { theirs.or(ours) } else { ours.or(theirs) }
    }
}

impl Numbered {
    fn new(order: Vec<usize>, blocks: Vec<Block>) -> Self {
        Self { blocks: order.iter().copied().zip(blocks).collect(), order }
    }
}
