//! Strict reading of TOML tables that never stops at the first fault.
//!
//! A [`Table`] hands out values by key and remembers which keys were asked for;
//! [`Table::finish`] reports the rest as unknown. Every fault goes to one [`Sink`], so a wrong
//! value here hides nothing there.

mod conflict;
mod document;
mod nesting;
mod rename;
mod sink;
mod table;
mod value;

pub use conflict::conflicts;
pub use document::parse;
pub use sink::Sink;
pub use table::Table;
pub use value::{Value, ValuePath};

/// The rule of conflicts that git has left.
pub const CONFLICT_MARKER: &str = "conflict-marker";
/// The rule of TOML syntax faults.
pub const TOML_SYNTAX: &str = "toml-syntax";
/// The rule of keys that mean nothing.
pub const UNKNOWN_KEY: &str = "unknown-key";
/// The rule of values of another type than the key's.
pub const WRONG_TYPE: &str = "wrong-type";
/// The rule of values that have the right type and are not allowed.
pub const BAD_VALUE: &str = "bad-value";

/// The rule of keys that must be there.
pub const MISSING_KEY: &str = "missing-key";

/// The candidate most like `word`, where one is alike enough to be what was meant.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The one candidate that `word` is a slip of the fingers away from: a character or, in words
/// of five and more, two that are missing, too many, wrong or swapped.
pub fn meant<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let most = if word.chars().count() < 5 { 1 } else { 2 };
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(slips, candidate)| *slips <= most && slips * 2 < candidate.len())
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [(_, only)] => Some(only),
        [(first, best), (second, _), ..] if first < second => Some(best),
        _ => None,
    }
}

/// `a`, `b` or `c`, each quoted.
#[must_use]
pub fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let words = ["title", "tags", "timeline", "due", "done"];
        assert_eq!(meant("titel", words), Some("title"));
        assert_eq!(meant("tag", words), Some("tags"));
        assert_eq!(meant("timline", words), Some("timeline"));
        assert_eq!(meant("dne", words), None, "\"done\" and \"due\" are as near");
        assert_eq!(meant("subtitle", words), None);
        assert_eq!(meant("x", words), None);
    }
}
