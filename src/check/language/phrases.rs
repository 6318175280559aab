use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::anchors::Anchors;
use super::pattern::{Anchor, Pattern};
use super::reading::{Raw, Shown};
use super::wordings::WordingKind;
use crate::source::Span;

/// `data/language.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Data {
    /// Words for a person or a group, by the name that phrases use for any of them.
    sets: BTreeMap<String, Vec<String>>,
    blame: Vec<String>,
    empty_apology: Vec<String>,
    jargon: Vec<String>,
    weasel_amount: Vec<String>,
    weasel_time: Vec<String>,
    negations: HashSet<String>,
    error_of_a_program: HashSet<String>,
    telling: HashSet<String>,
    number_words: HashSet<String>,
    months: HashSet<String>,
    /// Words that texts are full of.
    common: HashSet<String>,
}

/// The phrases, ready to be looked for.
#[derive(Debug)]
pub(super) struct Phrases {
    patterns: Vec<Pattern>,
    /// The words that texts are searched for.
    anchors: Anchors,
    /// For each of them, the patterns that have it, by their place, and where.
    by_anchor: Vec<Vec<(usize, Anchor)>>,
    pub(super) negations: HashSet<String>,
    pub(super) error_of_a_program: HashSet<String>,
    pub(super) telling: HashSet<String>,
    pub(super) number_words: HashSet<String>,
    pub(super) months: HashSet<String>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let data: Data = toml::from_str(include_str!("../data/language.toml")).unwrap_or_default();
    Phrases::new(data)
});

/// The phrases; read once.
pub(super) fn phrases() -> &'static Phrases {
    &PHRASES
}

impl Phrases {
    fn new(data: Data) -> Self {
        let lists = [
            (WordingKind::Blame, &data.blame),
            (WordingKind::EmptyApology, &data.empty_apology),
            (WordingKind::Jargon, &data.jargon),
            (WordingKind::WeaselAmount, &data.weasel_amount),
            (WordingKind::WeaselTime, &data.weasel_time),
        ];
        let patterns = lists.into_iter().flat_map(|(kind, patterns)| {
            patterns.iter().map(move |pattern| (kind, pattern.as_str()))
        });
        let patterns: Vec<Pattern> =
            patterns.map(|(kind, pattern)| Pattern::new(kind, pattern, &data.sets)).collect();
        let mut by_anchor: BTreeMap<String, Vec<(usize, Anchor)>> = BTreeMap::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for (word, anchor) in pattern.anchors(&data.common) {
                by_anchor.entry(word).or_default().push((index, anchor));
            }
        }
        Self {
            patterns,
            anchors: Anchors::new(by_anchor.keys().cloned()),
            by_anchor: by_anchor.into_values().collect(),
            negations: data.negations,
            error_of_a_program: data.error_of_a_program,
            telling: data.telling,
            number_words: data.number_words,
            months: data.months,
        }
    }

    /// Every phrase in a prose, whole words or not.
    pub(super) fn stated(&self, prose: &str) -> Vec<(WordingKind, Span)> {
        let mut stated = Vec::new();
        self.anchored(prose, |pattern, anchor, at| {
            let (starts, ends) = pattern.around(&Shown(prose), anchor, at);
            for end in ends.iter().flatten() {
                let spans = starts.iter().flatten().map(|start| Span::new(*start, *end));
                stated.extend(spans.map(|span| (pattern.kind, span)));
            }
        });
        stated
    }

    /// Calls `note` with every place in Markdown where the anchor of phrases stands, and perhaps
    /// the phrases, and with their kind.
    pub(super) fn possible(&self, markdown: &str, mut note: impl FnMut(WordingKind, usize)) {
        self.anchored(markdown, |pattern, anchor, at| {
            let start = at.start;
            let (starts, _) = pattern.around(&Raw(markdown), anchor, at);
            if !starts.is_empty() {
                note(pattern.kind, start);
            }
        });
    }

    /// Calls `found` with every word of a text that is an anchor, and with its pattern.
    fn anchored(&self, text: &str, mut found: impl FnMut(&Pattern, Anchor, Range<usize>)) {
        self.anchors.find(text, |word, at| {
            let at = at..at + self.anchors.length(word);
            for (index, anchor) in self.by_anchor.get(word).into_iter().flatten() {
                let pattern = &self.patterns[*index];
                if pattern.is_anchor(*anchor, &text[at.clone()]) {
                    found(pattern, *anchor, at.clone());
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Data, Phrases, WordingKind, phrases};
    use crate::check::language::prose::Prose;
    use crate::source::Span;
    use proptest::prelude::*;

    fn data() -> Data {
        toml::from_str(include_str!("../data/language.toml")).expect("data")
    }

    fn is_possible(markdown: &str) -> bool {
        let mut is_possible = false;
        phrases().possible(markdown, |_, _| is_possible = true);
        is_possible
    }

    /// Every phrase that a pattern stands for, written out.
    fn expanded(pattern: &str, data: &Data) -> Vec<String> {
        let mut phrases = vec![String::new()];
        for word in pattern.split(' ') {
            let (word, is_optional) = match word.strip_suffix('?') {
                Some(word) => (word, true),
                None => (word, false),
            };
            let set = word.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let choices: Vec<&str> = match set {
                Some(name) => data.sets[name].iter().map(String::as_str).collect(),
                None => word.split('|').collect(),
            };
            let longer = phrases.iter().flat_map(|phrase| {
                choices.iter().map(move |choice| format!("{phrase} {choice}").trim().to_owned())
            });
            let longer: Vec<String> = longer.collect();
            phrases = if is_optional { [phrases, longer].concat() } else { longer };
        }
        phrases
    }

    #[test]
    fn the_phrases_can_be_read() {
        let data = data();
        assert!(!data.blame.is_empty() && !data.weasel_time.is_empty());
        let patterns = [&data.blame, &data.empty_apology, &data.jargon, &data.weasel_amount];
        for pattern in patterns.into_iter().chain([&data.weasel_time]).flatten() {
            for phrase in expanded(pattern, &data) {
                assert!(!phrase.contains(['{', '|', '?']), "{phrase}");
                let found = phrases().stated(&phrase);
                assert!(
                    found.iter().any(|(_, span)| span.range() == (0..phrase.len())),
                    "{phrase}"
                );
                assert!(is_possible(&phrase), "{phrase}");
            }
        }
    }

    proptest! {
        /// Markdown that is passed over has no phrase in its prose.
        #[test]
        fn what_readers_see_is_possible(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("human error"), Just("Some"), Just("human"), Just("error"), Just("brief"),
                    Just("any"), Just("inconvenience"), Just("for"), Just("should"), Just("have"),
                    Just("known"), Just(" "), Just("\n"), Just("\n\n"), Just("*"), Just("_"),
                    Just("a few of our"), Just("few"), Just("customers"), Just("team member"),
                    Just("team"), Just("member"), Just("forgot"), Just("to"), Just("GC pause"),
                    Just("[a](b)"), Just("[^n]"), Just("<!-- x -->"), Just("<b>"), Just("&nbsp;"),
                    Just("~~"), Just("`"), Just("> "), Just("- "), Just("1. "), Just("|"),
                    Just("\\"), Just("."), Just("("), Just("’s"), Just("-"), Just(":"),
                ],
                0..14,
            )
        ) {
            let markdown = parts.concat();
            let prose = Prose::of(&markdown);
            let known = phrases();
            for (kind, span) in known.stated(&prose.text).into_iter().filter(|(_, span)| {
                let joins = |c: char| c.is_alphanumeric();
                !prose.text[..span.start].ends_with(joins)
                    && !prose.text[span.end..].starts_with(joins)
            }) {
                let mut is_possible = false;
                known.possible(&markdown, |possible, _| is_possible |= possible == kind);
                prop_assert!(is_possible, "{kind:?} in {markdown:?} {span:?}");
            }
        }

        /// Against a search for every phrase.
        #[test]
        fn states_what_a_search_finds(
            words in proptest::collection::vec(
                proptest::sample::select(vec![
                    "he", "team", "member", "members", "Was", "is", "very", "late", "LATE", "absent",
                    "so", "OK", "ok", "-",
                ]),
                0..9,
            )
        ) {
            let sets = [("who".to_owned(), vec!["he".to_owned(), "team member".to_owned()])].into();
            let blame = ["{who} was|is very? late|absent", "so? late|is so", "OK so"];
            let blame = blame.map(str::to_owned).to_vec();
            let common = ["is", "was", "so"].map(str::to_owned).into();
            let data = Data { sets, blame, common, ..Data::default() };
            let prose = words.join(" ");
            let mut expected = BTreeSet::new();
            for pattern in &data.blame {
                for phrase in expanded(pattern, &data) {
                    let is_exact = phrase.contains("OK");
                    let is = |words: &str| {
                        words == phrase || !is_exact && words.eq_ignore_ascii_case(&phrase)
                    };
                    let ends = |at: usize| prose.get(at..at + phrase.len()).is_some_and(is);
                    let begins = |at: &usize| !prose[..*at].ends_with(char::is_alphanumeric);
                    expected.extend((0..prose.len()).filter(begins).filter(|at| ends(*at)).map(
                        |at| Span::new(at, at + phrase.len()),
                    ));
                }
            }
            let whole = |span: &Span| !prose[span.end..].starts_with(char::is_alphanumeric);
            let found = Phrases::new(data).stated(&prose).into_iter().map(|(kind, span)| {
                assert_eq!(kind, WordingKind::Blame);
                span
            });
            let found: BTreeSet<Span> = found.filter(whole).collect();
            expected.retain(whole);
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn an_entity_may_be_a_space() {
        assert!(is_possible("human&nbsp;error"));
    }
}
