//! Claims that data was lost, or was not.

use std::ops::Range;

use super::sentence::Sentence;
use super::spots::Spots;
use super::topic::clause;
use super::word_list::Words;

/// What is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Claim {
    Lost,
    NotLost,
}

/// Words of what may be, may have been, or was kept from being.
const OPEN: &Words = words!(
    "risk" "risks" "could" "would" "might" "may" "can" "potential" "potentially" "possible"
    "possibility" "prevent" "prevents" "prevented" "preventing" "avoid" "avoided" "avoids"
    "avoiding" "protect" "protects" "against" "chance" "likely" "unlikely" "likelihood" "fear"
    "feared" "believe" "believed" "expect" "if" "whether" "should" "will" "case" "unless"
    "until" "suspected" "investigating" "checking" "danger" "threat" "guard" "ensure" "ensuring"
    "minimize" "minimise" "without" "scenario" "event" "any" "question" "appears" "seems"
    "confirm" "how" "mitigate" "reduce" "sure" "verify" "verifying" "checks" "concern"
    "concerned" "worst" "think" "aware" "evidence" "sign" "signs" "indication" "hope" "hoped"
    "hopefully" "hoping" "trust" "assume" "assumed" "presumably" "presume" "far" "know"
    "expected" "doubt"
);

const NO: &Words = words!(
    "no" "not" "never" "none" "without" "zero" "nothing" "nobody" "neither" "nor" "didn't"
    "wasn't" "weren't" "didn’t" "wasn’t" "weren’t" "haven't" "hasn't"
);

/// All claims of a sentence, with their tokens.
pub(in crate::check) fn claims(sentence: &Sentence<'_>) -> Vec<(Claim, Range<usize>)> {
    let ends_as_question = sentence.is_mark(sentence.len().wrapping_sub(1), &['?']);
    if ends_as_question {
        return Vec::new();
    }
    let (mut found, mut fates) = (Vec::new(), Vec::new());
    let mut from = 0;
    for at in sentence.spots(Spots::LOSS) {
        // "went through" is nearly always of something else
        let is_way = sentence.is(at, words!("through"));
        if at < from || is_way && !sentence.is(at.wrapping_sub(1), words!("it" "came")) {
            continue;
        }
        if let Some(range) = loss(sentence, at) {
            from = range.end.max(at + 1);
            found.extend(claim(sentence, range));
        } else {
            let told = fate(sentence, at).or_else(|| whereabouts(sentence, at));
            fates.extend(told.or_else(|| rescue(sentence, at)));
        }
    }
    // "All data is intact: none was lost" is said once.
    fates.retain(|(claim, _)| found.iter().all(|(said, _)| said != claim));
    found.extend(fates);
    found
}

/// "All data is safe", "all data could be recovered", "some data could not be restored".
fn fate(sentence: &Sentence<'_>, at: usize) -> Option<(Claim, Range<usize>)> {
    const BACK: usize = 8;
    const SAFE: &Words = words!("safe" "intact" "unharmed" "preserved");
    const SAVED: &Words = words!("recovered" "restored");
    const GONE: &Words = words!("gone" "destroyed" "irrecoverable" "unrecoverable");
    const WHOLE: &Words = words!("all" "your" "customer" "customers" "everyone" "the" "of");
    const PART: &Words = words!(
        "some" "most" "part" "not" "almost" "nearly" "until" "once" "after" "whether" "if" "and"
        "but" "no" "while" "before"
    );
    let data = (at.saturating_sub(BACK)..at).rev().find(|at| sentence.is(*at, words!("data")))?;
    if is_tried_on(sentence, data) {
        return None;
    }
    let is_plain = (data + 1..at).all(|at| sentence.is(at, LINKS));
    let mut start = data;
    while start > 0 && sentence.is(start - 1, WHOLE) {
        start -= 1;
    }
    let is_all = sentence.is(start, words!("all"));
    let is_other = sentence.has(clause(sentence, &(start..at)).start..at, PART)
        || sentence.has(at..sentence.len(), words!("if" "unless" "except" "but" "backups" "until"));
    if sentence.is(at, GONE) {
        let is_open = sentence.has(start..at, words!("could" "not"));
        let is_own = !sentence.has(at..sentence.len(), words!("if" "unless" "replica" "test"));
        return (is_plain && !is_open && is_own).then_some((Claim::Lost, data..at + 1));
    }
    let saved = sentence.is(at, SAVED);
    if saved && is_plain && sentence.has_phrase(data..at, &["could", "not", "be"]) {
        return Some((Claim::Lost, data..at + 1));
    }
    // "every machine came up with its data intact"
    let is_with = sentence.is(data.wrapping_sub(1), words!("their" "its"))
        && sentence.is(data.wrapping_sub(2), words!("with"))
        && sentence.has(0..data, words!("all" "every" "each"))
        && !sentence.has(0..data, PART);
    if is_with && is_plain && sentence.is(at, SAFE) {
        return Some((Claim::NotLost, data - 2..at + 1));
    }
    let is_kept = (saved && is_all) || (sentence.is(at, SAFE) && start < data);
    (is_kept && is_plain && !is_other).then_some((Claim::NotLost, start..at + 1))
}

/// "we recovered all data", "we were able to recover all data".
fn rescue(sentence: &Sentence<'_>, at: usize) -> Option<(Claim, Range<usize>)> {
    const WHOLE: &Words = words!("of" "the" "your" "our" "customer" "their" "customers");
    let before = at.wrapping_sub(1);
    let is_able = sentence.is(at, words!("recover" "restore"))
        && sentence.is(before, words!("to"))
        && sentence.is(before.wrapping_sub(1), words!("able" "managed"));
    let is_done =
        sentence.is(at, words!("recovered" "restored")) && sentence.is(before, words!("we"));
    let all = at + 1;
    let mut data = all + 1;
    while sentence.is(data, WHOLE) {
        data += 1;
    }
    let is_all = sentence.is(all, words!("all")) && sentence.is(data, words!("data"));
    let is_open = || sentence.has(0..sentence.len(), OPEN);
    let is_other = || sentence.has(data..sentence.len(), words!("except" "but" "if" "only" "from"));
    ((is_able || is_done) && is_all && !is_open() && !is_other() && !is_tried_on(sentence, data))
        .then_some((Claim::NotLost, at..data + 1))
}

/// "Not a byte went missing", "every order made it through", "all data survived".
fn whereabouts(sentence: &Sentence<'_>, at: usize) -> Option<(Claim, Range<usize>)> {
    const MISSING: &Words = words!("missing" "vanished" "disappeared" "lost");
    const SAVED: &Words = words!("recovered" "restored" "salvaged" "rescued");
    const KINDS: &Words = words!(
        "byte" "bit" "record" "records" "row" "rows" "data" "order" "orders" "message" "messages"
        "file" "files" "transaction" "transactions" "document" "documents" "upload" "uploads"
        "mail" "mails" "email" "emails" "entry" "entries" "write" "writes"
    );
    const BACK: usize = 5;
    const FAR: usize = 10;
    const FINAL: usize = 4;
    const EXCEPT: &Words = words!("except" "but" "if" "until" "apart" "save" "yet" "until");
    let start = at.saturating_sub(BACK);
    // "all orders could be recovered"
    let is_open = |word: usize| {
        let is_able = sentence.is(word, words!("could")) && sentence.is(word + 1, words!("be"));
        sentence.is(word, OPEN) && !is_able
    };
    let is_told = || {
        sentence.has(start..at, KINDS)
            && !sentence.within(0..sentence.len()).any(is_open)
            && !sentence.has(0..sentence.len(), EXCEPT)
    };
    let all = sentence.find(start..at, words!("all" "every" "each"));
    let all = all.filter(|all| {
        !sentence.is(all.wrapping_sub(1), words!("nearly" "almost" "not" "virtually"))
    });
    let none = sentence.find(start..at, words!("not" "no"));
    let is_single = none.is_some_and(|no| {
        sentence.is(no, words!("no")) || sentence.is(no + 1, words!("a" "one" "single"))
    });
    let is_through =
        sentence.is(at, words!("through")) && sentence.has(start..at, words!("made" "came"));
    let is_saved =
        sentence.is(at, SAVED) && sentence.is(at.wrapping_sub(1), words!("be" "been" "were" "was"));
    let is_kept = sentence.is(at, words!("survived")) || is_through || is_saved;
    // "The records of some payments are gone and cannot be brought back."
    let is_for_good = sentence.is(at, words!("gone"))
        && (sentence.has(at..at + FINAL, words!("cannot" "forever"))
            || sentence.says(at + 1, &["for", "good"]));
    let kind = || sentence.find(at.saturating_sub(FAR)..at, KINDS);
    if let Some(kind) = (is_for_good && none.is_none()).then(kind).flatten() {
        return Some((Claim::Lost, kind..at + 1));
    }
    // "Nothing was lost."
    let nothing = at.wrapping_sub(2);
    let is_nothing = sentence.is(at, words!("lost"))
        && sentence.says(nothing, &["nothing", "was"])
        && (at + 1 >= sentence.len() || sentence.is_mark(at + 1, &['.', ',', ':', '–']));
    if is_nothing {
        return Some((Claim::NotLost, nothing..at + 1));
    }
    match (all, none) {
        (Some(all), None) if is_kept && is_told() => Some((Claim::NotLost, all..at + 1)),
        (None, Some(no)) if is_single && sentence.is(at, MISSING) && is_told() => {
            Some((Claim::NotLost, no..at + 1))
        }
        _ => None,
    }
}

/// "test data", "the data of the staging site".
fn is_tried_on(sentence: &Sentence<'_>, data: usize) -> bool {
    const NEAR: usize = 4;
    const TRIED: &Words = words!("test" "staging" "synthetic" "sample" "demo" "dummy" "sandbox");
    sentence.has(data.saturating_sub(1)..data + NEAR, TRIED)
}

/// "no data was lost on the API", "most customers lost no data": what is claimed of a part.
fn is_of_part(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const MOST: &Words = words!("most" "some" "nearly" "almost" "many" "several" "majority");
    let behind = range.end;
    let is_narrow = sentence.is(behind, words!("on" "for" "of" "outside" "from" "by"))
        && !sentence.is(behind + 1, words!("any" "all" "our" "your" "customers" "anyone"));
    let is_for = sentence.is(0, words!("for" "of" "on")) && range.start > 1;
    let all = 0..sentence.len();
    let is_known = sentence.has_phrase(all.clone(), &["as", "far", "as"]);
    is_narrow || is_for || is_known || sentence.has(all, MOST)
}

/// Words between data and what became of it.
const LINKS: &Words = words!(
    "is" "was" "are" "were" "has" "have" "been" "remained" "remains" "stayed" "could" "be" "not"
    "fully" "completely" "successfully" "now" "permanently" "kept" "perfectly"
);

#[cfg(test)]
pub(super) fn starts(sentence: &Sentence<'_>, at: usize) -> bool {
    loss(sentence, at).is_some()
}

/// The words of a loss of data around a verb or noun: "data was lost", "lost data", "data loss".
fn loss(sentence: &Sentence<'_>, at: usize) -> Option<Range<usize>> {
    const BACK: usize = 8;
    const AHEAD: usize = 4;
    /// "lost about ten minutes of data"
    const OBJECT: usize = 6;
    let data = words!("data");
    // What is data by another name, where it is said to have been lost.
    let things = words!(
        "records" "rows" "messages" "files" "writes" "documents" "transactions" "orders"
        "uploads" "emails" "mails" "entries" "packages" "settings" "snapshots"
    );
    let finally = words!("permanently" "irrevocably" "irretrievably" "irreversibly");
    let were = at.wrapping_sub(1 + usize::from(sentence.is(at.wrapping_sub(1), finally)));
    if sentence.is(at, words!("lost"))
        && sentence.is(were, words!("were"))
        && sentence.is(were.wrapping_sub(1), things)
        && !sentence.is(at + 1, words!("in" "among" "on" "to" "amid"))
        && !sentence.has(at.saturating_sub(BACK)..were, NO)
    {
        return Some(were - 1..at + 1);
    }
    match sentence.word(at) {
        "loss" if sentence.is(at.wrapping_sub(1), data) => Some(at - 1..at + 1),
        "loss" if sentence.is(at + 1, words!("of")) => {
            let noun = sentence.find(at + 2..at + 2 + AHEAD, data)?;
            Some(at..noun + 1)
        }
        "lost" | "lose" | "losing" | "loses" => {
            let before = (at.saturating_sub(BACK)..at).rev().find(|noun| {
                sentence.is(*noun, data)
                    && !(*noun + 1..at).any(|between| sentence.is_mark(between, &[',', ';', '(']))
                    && !sentence.is(
                        noun + 1,
                        words!(
                            "center" "centre" "centers" "loss" "plane" "link" "connection"
                        ),
                    )
            });
            if let Some(noun) = before.filter(|_| sentence.word(at) == "lost") {
                let start =
                    if sentence.is(noun.wrapping_sub(1), words!("no" "some" "customer" "user")) {
                        noun - 1
                    } else {
                        noun
                    };
                return Some(start..at + 1);
            }
            let noun = sentence.find(at + 1..at + 1 + OBJECT, data)?;
            let is_other = sentence.is(
                noun + 1,
                words!(
                    "center" "centre" "centers" "connection" "connectivity" "plane" "link"
                ),
            );
            (!is_other).then_some(at..noun + 1)
        }
        _ => None,
    }
}

fn claim(sentence: &Sentence<'_>, range: Range<usize>) -> Option<(Claim, Range<usize>)> {
    let own = clause(sentence, &range);
    let own = own.start.min(range.start)..own.end.max(range.end);
    if let Some(claim) = answered(sentence, &range) {
        return Some((claim, range.start..range.end + 2));
    }
    let near = range.start.saturating_sub(8).max(own.start)..range.end;
    // "A backup that nobody has restored is data loss"
    let is_equated = (own.start..range.start).any(|at| {
        sentence.is(at, words!("is" "are" "means" "mean"))
            && sentence.has(range.clone(), words!("loss"))
    });
    if is_equated && sentence.has(own.start..range.start, words!("that" "which" "who" "a" "an")) {
        return None;
    }
    let no = near.clone().find(|at| sentence.is(*at, NO));
    let is_without = no.is_some_and(|at| sentence.is(at, words!("without")));
    let open = own.clone().any(|at| {
        let is_denied = (is_without && sentence.is(at, words!("without" "any")))
            || (no.is_some() && sentence.is(at, words!("any" "event")));
        sentence.is(at, OPEN) && !is_denied && !is_confirmed(sentence, at)
    });
    let comes_back = sentence.has(range.end..own.end, words!("recovered" "restored"));
    let is_infinitive = sentence.is(range.start, words!("lose" "loses" "losing"))
        && !sentence.has(near.clone(), words!("did" "didn't" "didn’t" "without"));
    if open || comes_back || is_infinitive {
        return None;
    }
    if no.is_some() && is_of_part(sentence, &range) {
        return None;
    }
    if let Some(no) = no {
        let start = range.start.min(no);
        return Some((Claim::NotLost, start..range.end));
    }
    let is_noun =
        sentence.is(range.start + 1, words!("loss")) || sentence.is(range.start, words!("loss"));
    // A noun claims only with a verb: "data loss occurred", "resulted in data loss".
    let is_said = !is_noun
        || sentence.has(
            own.clone(),
            words!(
                "occurred" "resulted" "caused" "led" "experienced" "suffered" "had" "was" "were"
                "happened" "saw" "incurred" "confirmed" "been"
            ),
        );
    is_said.then_some((Claim::Lost, range))
}

/// "we can confirm that", "we are happy to confirm".
fn is_confirmed(sentence: &Sentence<'_>, at: usize) -> bool {
    let confirm = if sentence.is(at, words!("can")) { at + 1 } else { at };
    let confirm = confirm + usize::from(sentence.is(confirm, words!("now" "also")));
    let before = confirm.wrapping_sub(1);
    let glad = sentence.is(before, words!("to"))
        && sentence.is(before.wrapping_sub(1), words!("happy" "glad" "pleased" "relieved"));
    let can = sentence.is(before, words!("can" "now" "also"));
    sentence.is(confirm, words!("confirm")) && (glad || can)
}

/// "Data loss: none".
fn answered(sentence: &Sentence<'_>, range: &Range<usize>) -> Option<Claim> {
    if !sentence.is_mark(range.end, &[':', '–', '-', '=']) {
        return None;
    }
    match sentence.word(range.end + 1) {
        "none" | "no" | "zero" => Some(Claim::NotLost),
        "yes" | "some" => Some(Claim::Lost),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, claims};
    use crate::check::truth::Text;

    fn found(text: &str) -> Vec<Claim> {
        let text = Text::plain(text);
        text.sentences().flat_map(|sentence| claims(&sentence)).map(|(claim, _)| claim).collect()
    }

    #[test]
    fn tells_claims_from_fears() {
        for lost in [
            "Some customer data was lost.",
            "We lost two hours of data.",
            "The crash resulted in data loss.",
            "Data loss: yes",
        ] {
            assert_eq!(found(lost), [Claim::Lost], "{lost}");
        }
        for kept in [
            "No data was lost.",
            "Every VM was restored, and none lost data.",
            "We failed over without data loss.",
            "We did not lose any data.",
            "There was no loss of customer data.",
            "Data loss: none",
        ] {
            assert_eq!(found(kept), [Claim::NotLost], "{kept}");
        }
        for open in [
            "There was a risk of data loss.",
            "Data could have been lost.",
            "Replication prevents data loss.",
            "Failures of SSDs would be less likely to lose data.",
            "Was any data lost?",
            "The data center lost power.",
            "Packet loss delayed our data feeds.",
        ] {
            assert!(found(open).is_empty(), "{open}");
        }
    }
}
