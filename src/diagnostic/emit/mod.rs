//! One emitter per output format; each returns the whole text.

mod conceal;
mod concise;
mod diff;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod inert;
mod json;
mod junit;
mod sarif;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::Finding;
use crate::source::LineIndex;

pub use conceal::Concealed;
pub use concise::concise;
pub use diff::{diff, shown_diff};
pub use github::{github, github_summary};
pub use gitlab::gitlab;
pub use human::{HumanOptions, human};
pub use inert::to_json;
pub use json::{JSON_VERSION, json};
pub use junit::junit;
pub use sarif::{RuleText, sarif};

/// The texts that findings point into, by path from the workspace root.
#[derive(Debug, Default)]
pub struct Sources<'s> {
    texts: HashMap<&'s str, &'s str>,
    /// Files without a text: of many, nearly all.
    others: Vec<&'s str>,
    base: String,
}

impl<'s> Sources<'s> {
    /// Adds a file.
    pub fn insert(&mut self, path: &'s str, text: &'s str) {
        if text.is_empty() {
            self.others.push(path);
        } else {
            self.texts.insert(path, text);
        }
    }

    /// With the path of the workspace's root in its repository, as git writes it: the hosts
    /// of repositories count paths from there.
    #[must_use]
    pub fn below(mut self, base: &str) -> Self {
        base.trim_end_matches('/').clone_into(&mut self.base);
        self
    }

    /// A file's text; empty where it is not there.
    #[must_use]
    pub fn text(&self, path: &str) -> &'s str {
        self.texts.get(path).copied().unwrap_or_default()
    }

    /// A file's path from the root of the repository.
    fn in_repository<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if self.base.is_empty() { path.into() } else { format!("{}/{path}", self.base).into() }
    }

    /// Every file that was looked at or has a finding, sorted.
    fn files<'f>(&'f self, findings: &'f [Finding]) -> BTreeSet<&'f str> {
        let found = findings.iter().map(|finding| finding.file.as_str());
        self.texts.keys().copied().chain(self.others.iter().copied()).chain(found).collect()
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
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
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
