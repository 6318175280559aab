//! What somebody thought or said, and need not have been: "we assumed that it began at 9:30".

use std::ops::Range;

use super::sentence::Sentence;
use super::word_list::Words;

/// Whether what stands in `range` is told as a belief, or as the word of somebody.
pub(in crate::check) fn is_believed(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const RECORDS: &Words = words!(
        "log" "logs" "monitoring" "metrics" "records" "graphs" "data" "dashboards" "timeline" "traces"
    );
    const SOURCE: usize = 6;
    if sentence.says(0, &["according", "to"]) && !sentence.has(2..SOURCE, RECORDS) {
        return true;
    }
    let scope = scope(sentence, range.start);
    scope.clone().any(|at| is_belief(sentence, at) || is_hearsay(sentence, at))
        || is_premature(sentence, scope)
}

/// The words before a place, back to where another view begins: "we thought so, but in fact".
fn scope(sentence: &Sentence<'_>, end: usize) -> Range<usize> {
    const TURNS: &Words = words!(
        "but" "actually" "fact" "however" "while" "whereas" "although" "though" "yet" "really"
        "when"
    );
    // "We assumed, wrongly, that it began at 9:30"
    const GOES_ON: &Words = words!("that" "which" "wrongly" "mistakenly" "as" "at" "for");
    let turns = |at: &usize| {
        sentence.is(*at, TURNS)
            || sentence.is_mark(*at, &[';', ':'])
            || sentence.is_mark(*at, &[',']) && !sentence.is(at + 1, GOES_ON)
    };
    let start = (0..end).rev().find(turns).map_or(0, |at| at + 1);
    start..end
}

/// "we assumed", "our first estimate was that", "it seemed that", "it looked as if".
fn is_belief(sentence: &Sentence<'_>, at: usize) -> bool {
    const BELIEFS: &Words = words!(
        "thought" "assumed" "believed" "suspected" "guessed" "presumed" "supposed" "suggested"
        "mistakenly" "wrongly" "erroneously" "falsely" "supposedly" "allegedly" "apparently"
        "seemingly" "seemed" "suggest" "suggests" "misread" "misjudged"
    );
    const VIEWS: &Words =
        words!("estimate" "guess" "assumption" "theory" "hypothesis" "impression");
    let is_view = || {
        sentence.is(at, VIEWS)
            && (sentence.is(at + 1, words!("was" "that"))
                || sentence.says(at + 1, &["had", "been"]))
    };
    let is_look = || {
        sentence.is(at, words!("looked")) && sentence.is(at + 1, words!("as" "like"))
            || sentence.is(at, words!("appeared")) && sentence.is(at + 1, words!("that" "to" "as"))
            || sentence.is(at, words!("estimated")) && sentence.is(at + 1, words!("that"))
    };
    sentence.is(at, BELIEFS) || is_view() || is_look()
}

/// "one merchant reported that", "we said in the first update that".
fn is_hearsay(sentence: &Sentence<'_>, at: usize) -> bool {
    const SAID: &Words = words!("said" "reported" "claimed" "wrote" "told" "announced" "stated");
    const REACH: usize = 7;
    let near = at + 1..at + REACH;
    let ends = |at: &usize| sentence.is_mark(*at, &[',', ';', ':']);
    let mut near = near.take_while(|at| !ends(at));
    sentence.is(at, SAID) && near.any(|at| sentence.is(at, words!("that")))
}

/// "we prematurely declared it resolved at 10:45", "we closed it too early".
fn is_premature(sentence: &Sentence<'_>, scope: Range<usize>) -> bool {
    const EARLY: &Words = words!("prematurely" "premature");
    sentence.has(scope, EARLY)
        || sentence.has_phrase(0..sentence.len(), &["too", "early"])
        || sentence.has_phrase(0..sentence.len(), &["too", "soon"])
}
