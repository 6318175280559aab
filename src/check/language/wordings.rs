use std::collections::{BTreeMap, HashSet};

use super::explained::{is_explained, stem};
use super::numbers::has_number_nearby;
use super::phrases::phrases;
use super::prose::Prose;
use crate::check::exposure::{Exposure, Part, Piece};
use crate::check::subject::{Place, Subject};
use crate::config::Words;
use crate::model::{Audience, StandardSection};
use crate::source::Span;

/// Words that a rule about language minds.
#[derive(Clone, Debug)]
pub(in crate::check) struct Wording {
    pub(in crate::check) kind: WordingKind,
    /// The text they stand in.
    pub(in crate::check) place: Place,
    /// Within the value of the field, or within the file of the report.
    pub(in crate::check) span: Span,
    /// As they are read.
    pub(in crate::check) shown: String,
}

/// What is the matter with words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) enum WordingKind {
    /// They find fault with people.
    Blame,
    /// They apologise without saying for what.
    EmptyApology,
    /// Customers do not understand them.
    Jargon,
    /// They say "some" where a number could stand.
    WeaselAmount,
    /// They say "brief" where a time could stand.
    WeaselTime,
}

impl WordingKind {
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// Whether the rule reads this text. The words of insiders among themselves may be jargon;
    /// blame is no better for them.
    fn reads(self, piece: &Piece) -> bool {
        let is_outside = piece.audience != Audience::Internal;
        let section = match piece.part {
            Part::Section(section) => section,
            _ => None,
        };
        match self {
            Self::Blame => true,
            Self::EmptyApology => is_outside,
            Self::Jargon => {
                let is_short = matches!(piece.part, Part::Title | Part::Update);
                is_outside && (is_short || section == Some(StandardSection::Summary))
            }
            Self::WeaselAmount | Self::WeaselTime => {
                let tells = [Some(StandardSection::Summary), Some(StandardSection::Impact)];
                is_outside && tells.contains(&section)
            }
        }
    }
}

/// All of them in an incident whose language is English.
pub(in crate::check) fn find(subject: &Subject<'_>, exposure: &Exposure) -> Vec<Wording> {
    let language = subject.config.language.to_ascii_lowercase();
    if language.split(['-', '_']).next() != Some("en") {
        return Vec::new();
    }
    let words = &subject.config.words;
    let own = Own::all(words);
    let mut wordings = Vec::new();
    for (number, kinds) in candidates(exposure, &own) {
        let Some((piece, text)) = exposure.piece(number) else {
            continue;
        };
        let prose = match (piece.place, &subject.outline.steps) {
            (Place::Report(start), Some(steps)) => {
                let section = Span::new(start, start + text.len());
                Prose::of_steps(text, steps.within(section))
            }
            _ => Prose::of(text),
        };
        let mut terms = HashSet::new();
        for (kind, span) in matches(&prose, &own) {
            let term = prose.text.get(span.range()).map(stem).unwrap_or_default();
            // A term is explained once, and asked about once.
            if kind == WordingKind::Jargon && !terms.insert(term.to_lowercase()) {
                continue;
            }
            let minds = kinds & kind.bit() != 0
                && kind.reads(piece)
                && !is_allowed(&prose, span, words)
                && is_meant(kind, &prose, span);
            let Some(source) = prose.source(span).filter(|_| minds) else { continue };
            wordings.push(Wording {
                kind,
                place: piece.place,
                span: piece.place.shifted(source),
                shown: prose.text.get(span.range()).unwrap_or_default().to_owned(),
            });
        }
    }
    wordings
}

/// A phrase that the workspace adds, in lower case.
struct Own<'w> {
    kind: WordingKind,
    text: &'w str,
}

impl<'w> Own<'w> {
    fn all(words: &'w Words) -> Vec<Self> {
        let lists = [
            (WordingKind::Blame, &words.blame),
            (WordingKind::EmptyApology, &words.empty_apology),
            (WordingKind::Jargon, &words.jargon),
            (WordingKind::WeaselAmount, &words.weasel),
        ];
        let own =
            |(kind, texts): (_, &'w Vec<String>)| texts.iter().map(move |text| Self { kind, text });
        lists.into_iter().flat_map(own).collect()
    }

    /// Its longest word: texts without it do not have the phrase.
    fn anchor(&self) -> &'w str {
        self.text.split(' ').max_by_key(|word| word.len()).unwrap_or_default()
    }
}

/// The texts that may have a phrase, with the kinds of the phrases as bits.
fn candidates(exposure: &Exposure, own: &[Own<'_>]) -> BTreeMap<usize, u8> {
    let mut candidates: BTreeMap<usize, u8> = BTreeMap::new();
    let mut note = |kind: WordingKind, offset: usize| {
        if let Some(number) = exposure.piece_at(offset) {
            *candidates.entry(number).or_default() |= kind.bit();
        }
    };
    phrases().possible(exposure.all(), &mut note);
    if !own.is_empty() {
        let folded = exposure.all().to_ascii_lowercase();
        for phrase in own {
            for at in memchr::memmem::find_iter(folded.as_bytes(), phrase.anchor().as_bytes()) {
                note(phrase.kind, at);
            }
        }
    }
    candidates.retain(|number, kinds| {
        exposure.piece(*number).is_some_and(|(piece, _)| {
            let is_read = |kind: &WordingKind| kind.bit() & *kinds != 0 && kind.reads(piece);
            ALL.iter().any(is_read)
        })
    });
    candidates
}

const ALL: [WordingKind; 5] = [
    WordingKind::Blame,
    WordingKind::EmptyApology,
    WordingKind::Jargon,
    WordingKind::WeaselAmount,
    WordingKind::WeaselTime,
];

/// Every phrase in a prose as whole words; of those of one kind that overlap, the first and
/// longest.
fn matches(prose: &Prose, own: &[Own<'_>]) -> Vec<(WordingKind, Span)> {
    let mut found = phrases().stated(&prose.text);
    let folded = if own.is_empty() { String::new() } else { prose.text.to_ascii_lowercase() };
    for phrase in own {
        let hits = memchr::memmem::find_iter(folded.as_bytes(), phrase.text.as_bytes());
        found.extend(hits.map(|at| (phrase.kind, Span::new(at, at + phrase.text.len()))));
    }
    found.retain(|(_, span)| is_whole(&prose.text, *span) && !prose.is_quoted(*span));
    tiny_sort::stable::sort_by_key(&mut found, |(kind, span)| {
        (*kind, span.start, usize::MAX - span.end)
    });
    found.dedup_by(|later, earlier| later.0 == earlier.0 && later.1.start < earlier.1.end);
    found
}

fn is_whole(text: &str, span: Span) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let before = text.get(..span.start).and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    !before.is_some_and(joins) && !after.is_some_and(joins)
}

fn is_allowed(prose: &Prose, span: Span, words: &Words) -> bool {
    let around = |phrase: &String| {
        let block = prose.block(span);
        let text = prose.text.get(block.range()).unwrap_or_default().to_ascii_lowercase();
        let within = |at: usize| {
            let start = block.start + at;
            start <= span.start && span.end <= start + phrase.len()
        };
        text.match_indices(phrase.as_str()).any(|(at, _)| within(at))
    };
    words.allow.iter().any(around)
}

/// Whether the words around a phrase leave it what it is.
fn is_meant(kind: WordingKind, prose: &Prose, span: Span) -> bool {
    match kind {
        WordingKind::Blame => !is_negated(prose, span) && !is_of_a_program(prose, span),
        WordingKind::EmptyApology => {
            let rest = prose.text.get(span.end..).unwrap_or_default();
            !rest.starts_with(" of ")
        }
        WordingKind::Jargon => !is_explained(prose, span),
        WordingKind::WeaselAmount => {
            !has_number_nearby(prose, span, false)
                && !next_word(prose, span).is_some_and(|word| phrases().telling.contains(word))
        }
        WordingKind::WeaselTime => !has_number_nearby(prose, span, true),
    }
}

/// "This was not human error" finds fault with nobody.
fn is_negated(prose: &Prose, span: Span) -> bool {
    let block = prose.block(span);
    let before = prose.text.get(block.start..span.start).unwrap_or_default();
    let sentence = before.rsplit(['.', '!', '?', ';', ':']).next().unwrap_or_default();
    let words = sentence.split_whitespace().rev().take(5);
    let is_negation = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.ends_with("n't") || word.ends_with("n’t") || phrases().negations.contains(&word)
    };
    words.into_iter().any(is_negation)
}

/// A user error page is no error of users.
fn is_of_a_program(prose: &Prose, span: Span) -> bool {
    let is_error = prose.text.get(span.range()).is_some_and(|words| words.ends_with("error"));
    let next = next_word(prose, span);
    is_error && next.is_some_and(|word| phrases().error_of_a_program.contains(word))
}

/// The word right behind a phrase.
fn next_word(prose: &Prose, span: Span) -> Option<&str> {
    let rest = prose.text.get(span.end..)?.strip_prefix(' ')?;
    rest.split(|c: char| !c.is_alphabetic()).next()
}
