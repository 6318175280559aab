//! Notes and rows that tell one thing's window: "web-3: down 20:02, back 20:38".

use super::clock::{Clock, IntervalEnd};
use super::sentence::Sentence;
use super::stretches::{Stretch, only_component, only_named_in};
use super::text::BlockKind;
use super::token::Kind;
use super::topic::clause;
use super::word_list::Words;
use crate::check::subject::Subject;

/// What comes before the first time of a window, or heads the column of it.
const STARTS: &Words = words!(
    "down" "start" "started" "begin" "began" "from" "lost" "failed" "crashed" "panicked" "out"
    "onset" "since" "affected" "offline"
);

/// The same of its last.
const ENDS: &Words = words!(
    "back" "up" "end" "ended" "restored" "recovered" "recovery" "until" "till" "resolved"
    "healthy" "online" "to"
);

/// The window of which a note or a row tells an end at a time, and which end.
pub(in crate::check) fn listed(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
) -> Option<(Stretch, IntervalEnd)> {
    const LONGEST: usize = 9;
    let start = clock.range.start;
    let colon = (0..start.min(LONGEST)).find(|at| is_joint(sentence, *at))?;
    if let Some(listed) = enumerated(subject, sentence, clock, colon) {
        return Some(listed);
    }
    let side = column(sentence, start).or_else(|| {
        let mut lead = start.checked_sub(1)?;
        while sentence.is(lead, words!("at" "again")) {
            lead = lead.checked_sub(1)?;
        }
        side(sentence, lead..lead + 1)
    })?;
    let of = only_named_in(subject, sentence, 0..colon)
        .or_else(|| only_component(subject, sentence, 0..colon))?;
    Some((of, side))
}

/// "Recovery came region by region: eu-west-1 at 07:30, us-east-1 at 09:48".
fn enumerated(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
    colon: usize,
) -> Option<(Stretch, IntervalEnd)> {
    const LONGEST: usize = 9;
    let side = side(sentence, 0..colon)?;
    let own = clause(sentence, &clock.range);
    let is_bare = own.len() <= LONGEST && own.start > colon;
    let is_at = sentence.is(clock.range.start.wrapping_sub(1), words!("at"));
    let of = (is_bare && is_at).then(|| only_named_in(subject, sentence, own)).flatten()?;
    Some((of, side))
}

/// The window of the one resource that stands before an interval: "eu-west-1: 06:15–07:30".
pub(in crate::check) fn listed_interval(
    subject: &Subject<'_>,
    sentence: &Sentence<'_>,
    first: &Clock<'_>,
) -> Option<Stretch> {
    const LONGEST: usize = 9;
    let joint = first.range.start.checked_sub(1).filter(|joint| *joint <= LONGEST)?;
    let is_told = is_joint(sentence, joint) || sentence.is_mark(joint, &['(']);
    is_told.then(|| only_named_in(subject, sentence, 0..joint)).flatten()
}

/// Whether a mark stands between what a note is about and what it tells.
fn is_joint(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is_mark(at, &[':', '–', '—'])
}

/// Which end of a window these words tell.
fn side(sentence: &Sentence<'_>, range: std::ops::Range<usize>) -> Option<IntervalEnd> {
    match (sentence.has(range.clone(), STARTS), sentence.has(range, ENDS)) {
        (true, false) => Some(IntervalEnd::First),
        (false, true) => Some(IntervalEnd::Second),
        _ => None,
    }
}

/// What the heading of the column says in which a place of a row stands.
fn column(sentence: &Sentence<'_>, at: usize) -> Option<IntervalEnd> {
    let text = sentence.text;
    let own = text.block_at(sentence.bytes(0..1).start)?;
    let is_row =
        |block: &usize| text.blocks().get(*block).is_some_and(|block| block.kind == BlockKind::Row);
    let head = (0..=own).rev().take_while(is_row).last().filter(|head| *head < own)?;
    let head = text.sentence_before(text.blocks().get(head)?.end)?;
    let is_cell = |sentence: &Sentence<'_>, at: usize| sentence.kind(at) == Some(Kind::Mark(':'));
    let index = (0..at).filter(|at| is_cell(sentence, *at)).count();
    let joints = (0..head.len()).filter(|at| is_cell(&head, *at));
    let bounds: Vec<usize> = joints.chain([head.len()]).collect();
    let start = bounds.get(index.checked_sub(1)?)? + 1;
    side(&head, start..*bounds.get(index)?)
}
