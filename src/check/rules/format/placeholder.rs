use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::check::truth::{Kind, Passage, Sentence};
use crate::model::State;

rule! {
    /// Finds what a template or a draft left to be filled in, where readers see it.
    ///
    /// ## Why
    ///
    /// "Duration: TBD" in a published report says that nobody read it before it went out. `TODO`,
    /// `FIXME`, `TBA`, `TBC`, `TBD` in capitals, dates and times in letters such as `YYYY-MM-DD`
    /// and `HH:mm`, and "lorem ipsum" are found in published incidents. Code, quotations and what
    /// only insiders read are left alone.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// TODO: how many orders were lost?
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A comment, `TODO: close the file`, had stood in the code for years.
    ///
    /// ## Notes
    ///
    /// TODO: tell the vendor.
    /// ```
    "placeholder", Format, Error, check
}

const PLACEHOLDERS: [&str; 10] = [
    "FIXME",
    "HH:MM",
    "HH:mm",
    "Lorem ipsum",
    "TBA",
    "TBC",
    "TBD",
    "TODO",
    "YYYY-MM-DD",
    "lorem ipsum",
];

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if subject.incident.facts.state != State::Published {
        return;
    }
    let account = findings.account();
    for passage in account.passages.iter().filter(|passage| may_have_one(passage)) {
        for sentence in passage.text.sentences() {
            let range = sentence.bytes(0..sentence.len());
            let said = passage.text.shown(range.clone());
            for (at, placeholder) in found(said) {
                let start = range.start + at;
                let place = start..start + placeholder.len();
                // Code and quotations are shown to readers, but are no words of the sentence.
                if !has_word_at(&sentence, start)
                    || !findings.is_seen_outside(passage, place.clone())
                {
                    continue;
                }
                let message = format!("\"{placeholder}\" is left from a draft");
                findings
                    .at_passage(passage, place, message)
                    .help("fill it in, or say that it is not known; as code it may stay");
            }
        }
    }
}

/// Whether a placeholder stands anywhere in a passage, in one look for all of them.
fn may_have_one(passage: &Passage) -> bool {
    // Of this kind, the finder compares many bytes at once.
    static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(PLACEHOLDERS).ok()
    });
    let end = passage.text.blocks().last().map_or(0, |block| block.end);
    ANY.as_ref().is_none_or(|any| any.is_match(passage.text.shown(0..end)))
}

fn has_word_at(sentence: &Sentence<'_>, byte: usize) -> bool {
    (0..sentence.len()).any(|at| {
        matches!(sentence.kind(at), Some(Kind::Word(_))) && sentence.bytes(at..at + 1).start == byte
    })
}

/// The placeholders of a sentence that stand there as whole words.
fn found(said: &str) -> Vec<(usize, &'static str)> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
    let is_whole = |at: usize, length: usize| {
        !said[..at].ends_with(joins) && !said[at + length..].starts_with(joins)
    };
    PLACEHOLDERS
        .iter()
        .flat_map(|word| said.match_indices(word).map(|(at, _)| (at, *word)))
        .filter(|(at, word)| is_whole(*at, word.len()))
        .collect()
}
