//! Statements about another incident: one that is linked, compared, still to come, or of others.

use std::ops::Range;

use super::meaning::Meaning;
use super::number::number;
use super::sentence::Sentence;
use super::token::Kind;
use super::topic::{INCIDENT, clause, names_incident, names_service, names_trouble};
use super::word_list::Words;
use super::{Account, Passage};
use crate::check::rules::destination::linked;
use crate::check::subject::Subject;
use crate::source::{Outline, Span};

/// A sentence, and what tells whose incident it is about.
#[derive(Clone, Copy)]
pub(super) struct Mention<'t> {
    pub(super) subject: &'t Subject<'t>,
    pub(super) account: &'t Account,
    pub(super) passage: &'t Passage,
    /// What the text is made of, where it was parsed.
    pub(super) outline: Option<&'t Outline>,
    pub(super) sentence: &'t Sentence<'t>,
}

impl Mention<'_> {
    /// Whether what stands in `range` is said of another incident.
    pub(super) fn is_of_another(&self, range: &Range<usize>) -> bool {
        self.is_mentioned(range)
            || is_unrelated(self.sentence)
            || is_to_come(self.sentence, range)
            || self.is_of_another_year(range)
            || self.is_of_others(range)
            || self.follows_another()
    }

    /// "For our colleagues in Toronto, it began at 4:00": told on the clocks of another place.
    pub(super) fn is_on_other_clocks(&self) -> bool {
        let sentence = self.sentence;
        let opens = sentence.is(0, words!("for" "in" "over"));
        let comma = (0..sentence.len()).find(|at| sentence.is_mark(*at, &[',']));
        let opening = 0..comma.filter(|_| opens).unwrap_or(0);
        let is_place = |at: usize| sentence.is(at, words!("in")) && self.is_foreign_name(at + 1);
        opening.into_iter().any(is_place)
    }

    /// Whether another incident is linked or compared around a place.
    fn is_mentioned(&self, range: &Range<usize>) -> bool {
        self.is_linked(clause(self.sentence, range), range) || is_compared(self.sentence, range)
    }

    /// "the outage of [12 April](../2024-04-12-gateway)", "the [outage of 12 April](https://…)".
    fn is_linked(&self, within: Range<usize>, range: &Range<usize>) -> bool {
        let Self { subject, passage, sentence, .. } = *self;
        let links = self.outline.map(|outline| &outline.references).into_iter().flatten();
        let source = |tokens: Range<usize>| {
            let bytes = passage.source(sentence.bytes(tokens));
            Span::new(bytes.start, bytes.end)
        };
        let mut links = links.filter(|link| !link.is_image).peekable();
        if links.peek().is_none() || within.is_empty() {
            return false;
        }
        let (around, own) = (source(within), source(range.clone()));
        links.any(|link| {
            let other = linked(&link.destination, subject);
            let is_other = other.is_some_and(|other| other.id != subject.incident.id.as_str());
            let is_name = || {
                let mut words = link.text.split(|c: char| !c.is_alphanumeric());
                link.span.contains(own) && words.any(|word| INCIDENT.has(&word.to_lowercase()))
            };
            link.span.meets(around) && (is_other || is_name())
        })
    }

    /// "The outage of [12 April](…) had the same cause. It had begun at 14:00."
    fn follows_another(&self) -> bool {
        let Some(before) = self.sentence.previous() else { return false };
        let refers = self.sentence.is(0, words!("it" "that" "this" "there" "then" "both" "they"));
        if !refers || !names_incident(&before, 0..before.len()) {
            return false;
        }
        let mention = Mention { sentence: &before, ..*self };
        let all = 0..before.len();
        mention.is_linked(all.clone(), &all)
            || is_unrelated(&before)
            || self.account.is_of_another_day(self.subject, &before) && has_comparison(&before, all)
    }

    /// "Facebook was down for six hours in 2021".
    fn is_of_another_year(&self, range: &Range<usize>) -> bool {
        let Some((first, last)) = self.account.times(self.subject).days() else { return false };
        let years = chrono::Datelike::year(&first)..=chrono::Datelike::year(&last);
        let is_year = |at: usize| {
            let is_bare = year(self.sentence, at);
            let is_led = self.sentence.is(at.wrapping_sub(1), words!("in" "of" "since"));
            is_led && is_bare.is_some_and(|year| !years.contains(&year))
        };
        (0..self.sentence.len()).any(|at| !range.contains(&at) && is_year(at))
    }

    /// "the competitor's checkout", "Fastly's outage", "when Facebook was down".
    fn is_of_others(&self, range: &Range<usize>) -> bool {
        let own = clause(self.sentence, range);
        own.clone().any(|at| self.is_owner(at) || self.is_foreign_subject(at))
    }

    /// Whether a word names somebody else as the owner of what follows.
    fn is_owner(&self, at: usize) -> bool {
        const PARTIES: &Words = words!(
            "competitor" "vendor" "provider" "supplier" "carrier" "bank" "partner" "neighbour"
            "neighbor" "office" "landlord" "contractor" "registrar" "isp" "agency"
        );
        const NEAR: usize = 4;
        let sentence = self.sentence;
        let shown = sentence.shown(at);
        let owns = shown.ends_with("'s") || shown.ends_with("’s");
        let thing = at + 1..at + 1 + NEAR;
        let is_outage = names_incident(sentence, thing.clone());
        // "the vendor's engineer joined" is told of this incident.
        let is_service = names_service(sentence, thing, self.account.names(self.subject));
        owns && (sentence.is(at, PARTIES) && (is_service || is_outage)
            || self.is_foreign_name(at) && is_outage)
    }

    /// "when Facebook was down".
    fn is_foreign_subject(&self, at: usize) -> bool {
        const JOINTS: &Words = words!("when" "while" "as" "after" "since" "before" "where");
        self.sentence.is(at.wrapping_sub(1), JOINTS)
            && self.sentence.is(at + 1, words!("was" "were" "went" "had" "suffered"))
            && self.is_foreign_name(at)
    }

    /// Whether a word with a capital letter names nothing of the workspace.
    fn is_foreign_name(&self, at: usize) -> bool {
        const OWN: &Words = words!(
            "today" "yesterday" "our" "this" "last" "it" "that" "there" "here" "i" "customers"
            "users" "tonight" "everyone" "nobody" "everything"
        );
        let Self { subject, account, sentence, .. } = *self;
        let word = sentence.word(at);
        let is_title = |title: &str| {
            let mut words = title.split(|c: char| !c.is_alphanumeric());
            words.any(|own| own.eq_ignore_ascii_case(word))
        };
        let mut components = subject.config.components.iter();
        matches!(sentence.kind(at), Some(Kind::Word(Meaning::Plain)))
            && sentence.shown(at).starts_with(char::is_uppercase)
            && !sentence.is(at, OWN)
            && !names_service(sentence, at..at + 1, account.names(subject))
            && !names_incident(sentence, at..at + 1)
            && !is_title(&subject.config.title)
            && !components.any(|component| is_title(&component.name))
    }
}

/// A year at a place: four digits.
fn year(sentence: &Sentence<'_>, at: usize) -> Option<i32> {
    let found = number(sentence, at).filter(|found| found.end == at + 1 && found.decimals == 0)?;
    #[expect(clippy::cast_possible_truncation, reason = "checked")]
    let year = (1990.0..2100.0).contains(&found.value).then_some(found.value as i32)?;
    (sentence.shown(at).len() == 4).then_some(year)
}

/// "this is not related to the outage on 12 April", "had nothing to do with this".
fn is_unrelated(sentence: &Sentence<'_>) -> bool {
    const PHRASES: [&[&str]; 3] =
        [&["not", "related", "to"], &["not", "connected", "to"], &["nothing", "to", "do", "with"]];
    const NEAR: usize = 3;
    let is_it = |at: usize| {
        sentence.has(at..at + NEAR, words!("this" "it" "that" "ours"))
            || names_trouble(sentence, at..at + NEAR)
    };
    let is_told = |phrase: &&[&str]| {
        (0..sentence.len()).any(|at| sentence.says(at, phrase) && is_it(at + phrase.len()))
    };
    sentence.has(0..sentence.len(), words!("unrelated")) || PHRASES.iter().any(is_told)
}

/// Whether the incident that is named around a day is one of a comparison.
fn is_compared(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const REACH: usize = 6;
    const LEADS: &Words = words!("since" "unlike" "like" "than" "with" "to" "in" "as");
    const BETWEEN: &Words = words!(
        "the" "our" "an" "a" "of" "on" "from" "in" "that" "big" "large" "major" "api" "payment"
    );
    // A day in the name of an incident: "the outage of 12 April", "the April 12 incident".
    let behind = range.end..range.end + 3;
    let start = range.start.saturating_sub(REACH);
    let noun = (start..range.start).rev().find(|at| sentence.is(*at, INCIDENT));
    let is_joined = |noun: usize| (noun + 1..range.start).all(|at| sentence.is(at, BETWEEN));
    let noun = noun.filter(|noun| is_joined(*noun));
    if noun.is_none() && !sentence.has(behind, INCIDENT) {
        return false;
    }
    let head = noun.unwrap_or(range.start);
    let is_between =
        |at: usize| sentence.is(at, BETWEEN) && !sentence.is(at.wrapping_sub(1), words!("as"));
    let lead = (0..head).rev().find(|at| !is_between(*at));
    let is_led = lead.is_some_and(|lead| match sentence.word(lead) {
        "with" | "to" => sentence.is(
            lead.wrapping_sub(1),
            words!("compared" "related" "similar" "identical" "comparison" "contrast" "linked"),
        ),
        "in" => sentence.is(lead.wrapping_sub(1), words!("as")),
        "as" => sentence.is(lead + 1, words!("in" "with" "on")),
        _ => sentence.is(lead, LEADS),
    });
    let is_here = sentence.has(range.end..sentence.len(), words!("below" "above" "here"));
    let is_reference = sentence.is(0, words!("see" "cf" "compare")) && !is_here;
    let is_quoted = sentence.is(range.end, words!("said" "says" "taught" "told" "showed"));
    is_led || is_reference || is_quoted || has_comparison(sentence, range.start..sentence.len())
}

/// "had the same cause", "by comparison", "was shorter".
fn has_comparison(sentence: &Sentence<'_>, within: Range<usize>) -> bool {
    const ALIKE: &Words = words!(
        "cause" "bug" "fault" "kind" "root" "problem" "reason" "pattern" "error" "mistake"
        "component" "way" "sort" "type" "disk" "defect" "origin"
    );
    const MORE: &Words = words!("shorter" "longer" "worse" "smaller" "bigger" "milder");
    const NEAR: usize = 3;
    sentence.within(within).any(|at| {
        let is_same = sentence.is(at, words!("same")) && sentence.has(at + 1..at + 1 + NEAR, ALIKE);
        let is_more = sentence.is(at, MORE) && !sentence.is(at + 1, words!("than"));
        let is_aside = sentence.is(at, words!("comparison" "contrast"))
            && sentence.is(at.wrapping_sub(1), words!("by" "in"));
        is_same || is_more || is_aside
    })
}

/// "the next maintenance is on 8 June", "the certificate expires on 2 May 2025".
fn is_to_come(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    const EXPIRES: &Words = words!("expires" "expire" "renews" "reopens" "valid");
    const NEAR: usize = 4;
    let head = clause(sentence, range).start.min(range.start)..range.start;
    let is_next = |at: usize| {
        sentence.is(at, words!("next" "upcoming" "coming"))
            && sentence.has(at + 1..at + 1 + NEAR, INCIDENT)
    };
    (0..range.start).any(is_next) || sentence.has(head, EXPIRES)
}
