//! Strict reading of TOML tables that never stops at the first fault.
//!
//! A [`Table`] hands out values by key and remembers which keys were asked for;
//! [`Table::finish`] reports the rest as unknown. Every fault goes to one [`Sink`], so a wrong
//! value here hides nothing there.

mod document;
mod table;

pub use document::parse;
pub use table::{Sink, Table, Value, integer};

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
