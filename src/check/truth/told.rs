//! The moments of the facts that a few words mean: "the first alert", "we rolled it back".

use std::ops::Range;

use super::account::Account;
use super::concepts::Concepts;
use super::moments::Role;
use super::sentence::Sentence;
use super::topic::{
    INCIDENT, TROUBLE, is_another_time, is_elsewhere, is_hypothetical, is_part, names_incident,
    names_service, names_trouble,
};
use super::verbs::{begins, breaks, is_reported, notices, recovers};
use super::word_list::Words;
use crate::check::subject::Subject;
use crate::model::Moment;
use crate::source::FieldPath;

/// A moment that words mean.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) at: Moment,
    /// Where the facts have it, and what they tell there: "started", "An alarm rings".
    pub(super) source: Option<(FieldPath, String)>,
}

/// What kind of key moment words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Start,
    Detection,
    End,
}

/// The moments that the words of a clause or a noun may mean; none where they tell no single one.
pub(super) fn told(
    subject: &Subject<'_>,
    account: &Account,
    sentence: &Sentence<'_>,
    range: Range<usize>,
) -> Vec<Told> {
    const SET_ASIDE: &Words = words!(
        "last" "next" "another" "previous" "again" "every" "each" "no" "not"
        "never" "without" "usually" "normally" "still" "final"
    );
    let is_other = sentence.has(range.clone(), SET_ASIDE)
        || is_hypothetical(sentence, range.clone())
        || is_another_time(sentence, range.clone());
    if range.is_empty() || is_other {
        return Vec::new();
    }
    let concepts = plain(Concepts::of(sentence, range.clone()));
    let steps = account.steps(subject);
    let close: Vec<_> = steps.iter().filter(|step| step.is_like(&concepts).1).collect();
    let turn = turn(sentence, range, account.names(subject));
    let entry = match close.as_slice() {
        [only] if only.is_like(&concepts).0 || turn.is_none() => Some(*only),
        _ => None,
    };
    let mut found = Vec::new();
    if let Some(step) = entry {
        let text = subject.incident.facts.timeline.get(step.entry).map(|entry| entry.text.as_str());
        let field = subject.item("timeline", step.entry).key("at");
        let source = Some((field, shortened(text.unwrap_or_default())));
        found.push(Told { at: *step.at(), source });
    } else if !close.is_empty() && turn.is_none() {
        return found;
    }
    found.extend(turn.into_iter().flat_map(|turn| moments(subject, account, turn)));
    found
}

/// The first words of an entry.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 50;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}

/// Without the verbs that only say that it was.
fn plain(mut concepts: Concepts) -> Concepts {
    const LIGHT: [&str; 8] =
        ["arriv", "start", "finish", "follow", "land", "need", "spent", "pass"];
    if concepts.acts.iter().any(|act| !LIGHT.contains(&act.as_str())) {
        concepts.acts.retain(|act| !LIGHT.contains(&act.as_str()));
    }
    concepts
}

/// The key moment that words mean.
fn turn(sentence: &Sentence<'_>, range: Range<usize>, names: &[String]) -> Option<Turn> {
    const STARTS: &Words = words!("start" "onset" "beginning" "outset" "trigger");
    const NOTICES: &Words = words!(
        "alert" "alerts" "alarm" "page" "pager" "detection" "detected" "noticed" "noticing" "detecting"
    );
    const ENDS: &Words = words!(
        "recovery" "resolution" "restoration" "all-clear" "restored" "resolved" "recovered"
        "mitigated" "mitigation" "fixed" "recover" "well"
    );
    const REPORTS: &Words = words!("report" "reports" "complaint" "complaints" "ticket" "tickets");
    const FAILS: &Words = words!(
        "failing" "failed" "fail" "down" "error" "errors" "failure" "failures" "declined" "panic"
        "crash" "crashed" "panicked" "symptom" "symptoms" "went" "broke" "declines"
    );
    let has = |words: &Words| sentence.has(range.clone(), words);
    let any = |tells: &dyn Fn(usize) -> bool| sentence.within(range.clone()).any(tells);
    let is_first = has(words!("first" "initial"));
    if is_part(sentence, range.clone()) && !is_first {
        return None;
    }
    // "the new alarm was shipped" and "the status page" tell no alarm.
    let is_noticed = || {
        let is_page = |at: usize| {
            sentence.is(at, words!("page" "pages"))
                && sentence.is(at.wrapping_sub(1), words!("status" "web" "this" "home" "landing"))
        };
        has(NOTICES) && !has(words!("new")) && !any(&is_page)
    };
    if is_noticed()
        || any(&|at| notices(sentence, at) || is_reported(sentence, at))
        || (is_first && has(REPORTS))
    {
        return Some(Turn::Detection);
    }
    if is_elsewhere(sentence, range.clone()) {
        return None;
    }
    let is_ours =
        || names_trouble(sentence, range.clone()) || names_service(sentence, range.clone(), names);
    if has(ENDS)
        || any(&|at| recovers(sentence, at))
        || sentence.has_phrase(range.clone(), &["all", "clear"])
    {
        return Some(Turn::End);
    }
    let is_noun = any(&|at| sentence.is(at, INCIDENT)) && range.len() <= 3;
    let is_crash =
        range.len() <= 2 && has(words!("crash" "failure" "breakdown" "panic" "collapse"));
    if is_crash
        || has(STARTS) && (names_incident(sentence, range.clone()) || range.len() <= 3)
        || is_noun
        || (is_first && (has(FAILS) || has(TROUBLE)))
        || is_ours() && any(&|at| begins(sentence, at) || breaks(sentence, at))
        || is_ours() && has(FAILS)
    {
        return Some(Turn::Start);
    }
    None
}

/// The moments that a turn may mean.
fn moments(subject: &Subject<'_>, account: &Account, turn: Turn) -> Vec<Told> {
    let facts = &subject.incident.facts;
    let (keys, roles): (&[_], &[Role]) = match turn {
        Turn::Start => (&[("started", facts.started)], &[Role::Start, Role::Event]),
        Turn::Detection => (&[("detected", facts.detected)], &[Role::Detection, Role::Event]),
        Turn::End => (
            &[("mitigated", facts.mitigated), ("resolved", facts.resolved)],
            &[Role::End, Role::Event, Role::Window],
        ),
    };
    let key = keys.iter().filter_map(|(key, at)| {
        let source = Some((FieldPath::from(*key), format!("{key}")));
        Some(Told { at: (*at)?, source })
    });
    let known = account.moments(subject).iter().filter(|known| roles.contains(&known.role));
    key.chain(known.map(|known| Told { at: known.at, source: None })).collect()
}
