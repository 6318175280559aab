//! One emitter per output format; each returns the whole text.

mod conceal;
mod concise;
mod human;
mod json;

use std::collections::HashMap;

use super::{Finding, Level};
use crate::source::LineIndex;

pub use conceal::Concealed;
pub use concise::concise;
pub use human::{HumanOptions, human};
pub use json::{JSON_VERSION, json};

/// The texts that findings point into, by path from the workspace root.
#[derive(Debug, Default)]
pub struct Sources<'s>(HashMap<&'s str, &'s str>);

impl<'s> Sources<'s> {
    /// Adds a file.
    pub fn insert(&mut self, path: &'s str, text: &'s str) {
        self.0.insert(path, text);
    }

    /// A file's text; empty where it is not there.
    #[must_use]
    pub fn text(&self, path: &str) -> &'s str {
        self.0.get(path).copied().unwrap_or_default()
    }
}

/// How many findings of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Findings that fail the run.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
}

impl Counts {
    /// Counts findings by level.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
        Self { errors, warnings: findings.len() - errors }
    }
}

/// Line indexes made when a file is first needed.
struct Indexes<'i, 's> {
    sources: &'i Sources<'s>,
    made: HashMap<&'i str, LineIndex<'s>>,
}

impl<'i, 's> Indexes<'i, 's> {
    fn new(sources: &'i Sources<'s>) -> Self {
        Self { sources, made: HashMap::new() }
    }

    fn of(&mut self, path: &'i str) -> &LineIndex<'s> {
        self.made.entry(path).or_insert_with(|| LineIndex::new(self.sources.text(path)))
    }
}
