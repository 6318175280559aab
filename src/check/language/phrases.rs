use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::anchors::Anchors;
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
}

/// A phrase that a rule looks for.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) kind: WordingKind,
    pub(super) text: String,
    /// Its longest word: texts without it do not have the phrase.
    anchor: Range<usize>,
    /// The words beside it; empty where there are none.
    before: Range<usize>,
    behind: Range<usize>,
}

/// The phrases, ready to be looked for.
#[derive(Debug)]
pub(super) struct Phrases {
    pub(super) phrases: Vec<Phrase>,
    /// The longest words of the phrases.
    anchors: Anchors,
    /// For each anchor, the phrases that have it.
    by_anchor: Vec<Anchored>,
    pub(super) negations: HashSet<String>,
    pub(super) error_of_a_program: HashSet<String>,
    pub(super) telling: HashSet<String>,
    pub(super) number_words: HashSet<String>,
    pub(super) months: HashSet<String>,
}

/// The phrases with one anchor.
#[derive(Debug, Default)]
struct Anchored {
    /// Their places in [`Phrases::phrases`].
    phrases: Vec<usize>,
    /// The words that they have before and behind it, in lower case, and as bits the kinds of
    /// those that have both.
    beside: Vec<((String, String), u8)>,
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
            phrases.extend(texts.into_iter().map(|text| Phrase::new(kind, text)));
        }
        let mut by_anchor: BTreeMap<String, Anchored> = BTreeMap::new();
        for (index, phrase) in phrases.iter().enumerate() {
            let anchored = by_anchor.entry(phrase.anchor().to_lowercase()).or_default();
            anchored.phrases.push(index);
            let beside = phrase.beside();
            match anchored.beside.iter_mut().find(|(own, _)| *own == beside) {
                Some((_, kinds)) => *kinds |= phrase.kind.bit(),
                None => anchored.beside.push((beside, phrase.kind.bit())),
            }
        }
        Self {
            anchors: Anchors::new(by_anchor.keys().cloned()),
            by_anchor: by_anchor.into_values().collect(),
            phrases,
            negations: data.negations,
            error_of_a_program: data.error_of_a_program,
            telling: data.telling,
            number_words: data.number_words,
            months: data.months,
        }
    }
}

impl Phrase {
    pub(super) fn new(kind: WordingKind, text: String) -> Self {
        let mut anchor = 0..0;
        let mut start = 0;
        for word in text.split(' ') {
            if word.len() >= anchor.len() {
                anchor = start..start + word.len();
            }
            start += word.len() + 1;
        }
        let before = text.get(..anchor.start.saturating_sub(1)).unwrap_or_default();
        let before = before.rfind(' ').map_or(0, |space| space + 1)..before.len();
        let start = (anchor.end + 1).min(text.len());
        let behind = text.get(start..).unwrap_or_default();
        let behind = start..behind.find(' ').map_or(text.len(), |space| start + space);
        Self { kind, text, anchor, before, behind }
    }

    /// Its longest word.
    pub(super) fn anchor(&self) -> &str {
        self.text.get(self.anchor.clone()).unwrap_or_default()
    }

    /// Where it stands around its anchor in a prose, if it does.
    fn around(&self, prose: &str, anchor: usize) -> Option<Span> {
        let start = anchor.checked_sub(self.anchor.start)?;
        let span = Span::new(start, start + self.text.len());
        prose.get(span.range())?.eq_ignore_ascii_case(&self.text).then_some(span)
    }

    /// The words before and behind its anchor, in lower case; empty where there are none.
    fn beside(&self) -> (String, String) {
        let word = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        (word(&self.before).to_ascii_lowercase(), word(&self.behind).to_ascii_lowercase())
    }
}

impl Anchored {
    /// The kinds of the phrases that may stand in Markdown between what is there before and
    /// behind the anchor.
    fn possible(&self, before: Beside<'_>, behind: Beside<'_>) -> u8 {
        let ends = |text: &[u8], own: &[u8]| {
            let start = text.len().checked_sub(own.len());
            start.is_some_and(|start| text[start..].eq_ignore_ascii_case(own))
        };
        let begins = |text: &[u8], own: &[u8]| {
            text.get(..own.len()).is_some_and(|text| text.eq_ignore_ascii_case(own))
        };
        let may_stand = |(own_before, own_behind): &(String, String)| {
            before.may_be(own_before.as_bytes(), ends)
                && behind.may_be(own_behind.as_bytes(), begins)
        };
        let kinds = self.beside.iter().filter(|(own, _)| may_stand(own)).map(|(_, kinds)| kinds);
        kinds.fold(0, |all, kinds| all | kinds)
    }
}

/// What Markdown has beside a word.
#[derive(Clone, Copy)]
enum Beside<'m> {
    /// A letter or digit that makes the word another one.
    Joined,
    /// A word behind white space, and all there is on that side.
    Word(&'m [u8]),
    /// A sign that is shown as it is, or nothing.
    End,
    /// Something that may be markup, and hide what readers see there.
    Markup,
}

impl<'m> Beside<'m> {
    fn before(markdown: &'m [u8]) -> Self {
        let trimmed = markdown.trim_ascii_end();
        // What ends with it may be an entity, and what that stands for a space.
        if trimmed.ends_with(b";") {
            return Self::Markup;
        }
        Self::of(trimmed.last(), trimmed, trimmed.len() < markdown.len())
    }

    fn behind(markdown: &'m [u8]) -> Self {
        let trimmed = markdown.trim_ascii_start();
        Self::of(trimmed.first(), trimmed, trimmed.len() < markdown.len())
    }

    const fn of(next: Option<&u8>, side: &'m [u8], is_apart: bool) -> Self {
        match next {
            Some(next) if !next.is_ascii_alphanumeric() => {
                if is_shown(*next) {
                    Self::End
                } else {
                    Self::Markup
                }
            }
            Some(_) if is_apart => Self::Word(side),
            Some(_) => Self::Joined,
            None => Self::End,
        }
    }

    /// Whether readers may see a phrase's own word there; every other one where it has none.
    fn may_be(self, own: &[u8], is: impl Fn(&[u8], &[u8]) -> bool) -> bool {
        match self {
            Self::Joined => false,
            Self::Word(side) => own.is_empty() || is(side, own),
            Self::End => own.is_empty(),
            Self::Markup => true,
        }
    }
}

/// Characters that prose shows as they are, wherever Markdown has them.
const fn is_shown(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b';' | b':' | b'?' | b'!' | b'\'' | b'"' | b'\0')
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

impl Phrases {
    /// Every phrase in a prose, whole words or not.
    pub(super) fn stated<'p>(&'p self, prose: &'p str) -> impl Iterator<Item = (&'p Phrase, Span)> {
        self.possible_at(prose).flat_map(move |(anchored, _, at)| {
            let phrases = anchored.phrases.iter().filter_map(|index| self.phrases.get(*index));
            phrases.filter_map(move |phrase| Some((phrase, phrase.around(prose, at)?)))
        })
    }

    /// Every place in Markdown where the anchor of phrases stands, and perhaps the phrases:
    /// their kinds as bits.
    pub(super) fn possible<'p>(
        &'p self,
        markdown: &'p str,
    ) -> impl Iterator<Item = (u8, usize)> + 'p {
        self.possible_at(markdown).map(|(_, kinds, at)| (kinds, at))
    }

    fn possible_at<'p>(
        &'p self,
        text: &'p str,
    ) -> impl Iterator<Item = (&'p Anchored, u8, usize)> + 'p {
        let bytes = text.as_bytes();
        self.anchors.find(text).filter_map(move |(anchor, at)| {
            let end = at + self.anchors.length(anchor);
            let before = Beside::before(bytes.get(..at).unwrap_or_default());
            let behind = Beside::behind(bytes.get(end..).unwrap_or_default());
            let anchored = self.by_anchor.get(anchor)?;
            let kinds = anchored.possible(before, behind);
            (kinds != 0).then_some((anchored, kinds, at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Data, Phrase, WordingKind, expanded, phrases};
    use crate::check::language::prose::Prose;
    use proptest::prelude::*;

    #[test]
    fn the_phrases_can_be_read() {
        let data: Data = toml::from_str(include_str!("../data/language.toml")).expect("data");
        assert!(!data.blame.is_empty() && !data.weasel_time.is_empty());
        for phrase in &phrases().phrases {
            assert!(!phrase.text.contains(['{', '|', '?']), "{}", phrase.text);
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
            for (phrase, span) in known.stated(&prose.text).filter(|(_, span)| {
                let joins = |c: char| c.is_alphanumeric();
                !prose.text[..span.start].ends_with(joins)
                    && !prose.text[span.end..].starts_with(joins)
            }) {
                let is_possible = known.possible(&markdown).any(|(kinds, _)| kinds & phrase.kind.bit() != 0);
                prop_assert!(is_possible, "{} in {markdown:?} {span:?}", phrase.text);
            }
        }
    }

    #[test]
    fn an_entity_may_be_a_space() {
        assert!(phrases().possible("human&nbsp;error").any(|(kinds, _)| kinds != 0));
    }

    #[test]
    fn patterns_stand_for_several_phrases() {
        let sets = [("who".to_owned(), vec!["he".to_owned(), "the team".to_owned()])].into();
        let texts = expanded("{who} was|is very? late", &sets);
        assert_eq!(texts.len(), 8, "{texts:?}");
        assert!(texts.contains(&"the team is late".to_owned()), "{texts:?}");
        let phrase = Phrase::new(WordingKind::Blame, "for any inconvenience".to_owned());
        assert_eq!(phrase.anchor(), "inconvenience");
        assert_eq!(&phrase.text[phrase.before.clone()], "any");
        assert_eq!(&phrase.text[phrase.behind.clone()], "");
    }
}
