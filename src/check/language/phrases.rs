use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;

use super::wordings::WordingKind;

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
}

/// A phrase that a rule looks for.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) kind: WordingKind,
    pub(super) text: String,
}

/// The phrases, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    pub(super) phrases: Vec<Phrase>,
    pub(super) finder: Option<AhoCorasick>,
    /// For each anchor, the kinds of the phrases that have it, as bits.
    pub(super) anchor_kinds: Vec<u8>,
    pub(super) anchors: Option<AhoCorasick>,
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
        let mut phrases = Vec::new();
        for (kind, patterns) in lists {
            let texts: BTreeSet<String> =
                patterns.iter().flat_map(|pattern| expanded(pattern, &data.sets)).collect();
            phrases.extend(texts.into_iter().map(|text| Phrase { kind, text }));
        }
        let mut by_anchor: BTreeMap<String, u8> = BTreeMap::new();
        for phrase in &phrases {
            *by_anchor.entry(anchor(&phrase.text)).or_default() |= phrase.kind.bit();
        }
        Self {
            finder: finder(phrases.iter().map(|phrase| phrase.text.as_str())),
            anchors: finder(by_anchor.keys().map(String::as_str)),
            anchor_kinds: by_anchor.into_values().collect(),
            phrases,
            negations: data.negations,
            error_of_a_program: data.error_of_a_program,
            telling: data.telling,
            number_words: data.number_words,
            months: data.months,
        }
    }
}

fn finder<'p>(patterns: impl Iterator<Item = &'p str>) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(patterns)
        .ok()
}

/// The longest word of a phrase: texts without it do not have the phrase.
fn anchor(phrase: &str) -> String {
    phrase.split(' ').max_by_key(|word| word.len()).unwrap_or_default().to_lowercase()
}

/// The phrases that a pattern stands for: `a|b` is either word, `{set}` any of a set, and `?`
/// behind either means that it may be left out.
fn expanded(pattern: &str, sets: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut phrases = vec![String::new()];
    for word in pattern.split(' ') {
        let (word, is_optional) = match word.strip_suffix('?') {
            Some(word) => (word, true),
            None => (word, false),
        };
        let set = word.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        let choices: Vec<&str> = match set {
            Some(name) => sets.get(name).into_iter().flatten().map(String::as_str).collect(),
            None => word.split('|').collect(),
        };
        let mut longer: Vec<String> = if is_optional { phrases.clone() } else { Vec::new() };
        for phrase in &phrases {
            let join = |choice: &&str| format!("{phrase} {choice}").trim_start().to_owned();
            longer.extend(choices.iter().map(join));
        }
        phrases = longer;
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::{Data, anchor, expanded, phrases};

    #[test]
    fn the_phrases_can_be_read() {
        let data: Data = toml::from_str(include_str!("../data/language.toml")).expect("data");
        assert!(!data.blame.is_empty() && !data.weasel_time.is_empty());
        assert!(phrases().finder.is_some() && phrases().anchors.is_some());
        for phrase in &phrases().phrases {
            assert!(!phrase.text.contains(['{', '|', '?']), "{}", phrase.text);
        }
    }

    #[test]
    fn patterns_stand_for_several_phrases() {
        let sets = [("who".to_owned(), vec!["he".to_owned(), "the team".to_owned()])].into();
        let texts = expanded("{who} was|is very? late", &sets);
        assert_eq!(texts.len(), 8, "{texts:?}");
        assert!(texts.contains(&"the team is late".to_owned()), "{texts:?}");
        assert_eq!(anchor("for any inconvenience"), "inconvenience");
    }
}
