//! When readers were first told: "our first update went out at 10:30".

use std::ops::Range;

use super::account::Account;
use super::clock::{Clock, ClockHedge};
use super::sentence::Sentence;
use super::times::{is_at, is_before};
use super::topic::{clause, is_another_time, is_hypothetical};
use super::word_list::Words;
use crate::check::subject::Subject;
use crate::model::{Moment, TimelineKind};

/// The first update, if a sentence puts it at a time that is no other's: its place among the
/// updates and when it was.
pub(in crate::check) fn first_update(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    clock: &Clock<'_>,
) -> Option<(usize, Moment)> {
    let facts = &subject.incident.facts;
    let updates = facts.updates.iter().enumerate();
    let (index, first) = updates.min_by_key(|(_, update)| update.at.earliest())?;
    let is_firm = !matches!(clock.hedge, ClockHedge::After) && !clock.is_open();
    let is_told = is_firm && tells_first(sentence, &clock.range);
    if !is_told {
        return None;
    }
    let announced = facts
        .timeline
        .iter()
        .filter(|entry| entry.kind.is_none_or(|kind| kind == TimelineKind::Communication));
    let mut announced =
        announced.map(|entry| entry.at).chain(facts.updates.iter().map(|update| update.at));
    if announced.any(|at| is_at(&facts.zone, &at, clock, account.offsets())) {
        return None;
    }
    let is_right = is_at(&facts.zone, &first.at, clock, account.offsets())
        || (clock.hedge == ClockHedge::By && is_before(&facts.zone, clock, &first.at));
    let is_known = first.at.earliest().is_some_and(|from| Some(from) == first.at.latest());
    (is_known && !is_right).then_some((index, first.at))
}

/// "we opened an incident on our status page at 10:30".
fn opens_page(sentence: &Sentence<'_>, time: &Range<usize>) -> bool {
    const OPENS: &Words = words!("opened" "posted" "created" "published" "raised" "declared" "put");
    const LATER: &Words = words!(
        "update" "updates" "updated" "again" "another" "second" "next" "last" "final" "resolved"
        "closed" "monitoring" "fix" "identified" "also" "then" "later" "workaround" "end" "had"
        "recovery" "back" "restored"
    );
    let head = 0..time.start;
    sentence.has(head.clone(), OPENS)
        && !sentence.has(0..sentence.len(), LATER)
        && !is_hypothetical(sentence, head.clone())
        && !is_another_time(sentence, head)
}

/// "a first notice was posted", "customers were first informed on the status page".
fn tells_first(sentence: &Sentence<'_>, time: &Range<usize>) -> bool {
    const NOTICES: &Words = words!("notice" "update" "announcement" "notification" "post" "page");
    const TOLD: &Words = words!(
        "posted" "published" "announced" "informed" "told" "sent" "issued" "out" "up" "appeared"
        "acknowledged" "communicated" "notified" "live" "updated"
    );
    const OTHERS: &Words = words!("vendor" "supplier" "provider" "engineer" "engineers" "on-call");
    // "our first message on the status page, saying that we knew, went up at 10:30"
    let is_page = sentence.has_phrase(0..time.start, &["status", "page"]);
    let own = if is_page { 0..time.start } else { clause(sentence, time) };
    // "First notice to customers: 10:30"
    const NOUN: usize = 3;
    let is_label = sentence.is(0, words!("first" "initial"))
        && sentence.is_mark(time.start.wrapping_sub(1), &[':', '–', '—'])
        && sentence.has(1..NOUN, NOTICES)
        && !sentence.is(1, words!("page"))
        && !sentence.has(0..time.start, OTHERS);
    if is_label {
        return true;
    }
    let Some(first) = sentence.find(own.clone(), words!("first" "initial")) else {
        return is_page && opens_page(sentence, time);
    };
    let is_notice = sentence.has(own.clone(), NOTICES);
    (is_notice || is_page && sentence.has(own.clone(), words!("message" "word")))
        && (sentence.has(own.clone(), TOLD) || sentence.is(first + 1, words!("status")))
        && !sentence.has(own.clone(), OTHERS)
        && !is_hypothetical(sentence, own.clone())
        && !is_another_time(sentence, own)
}
