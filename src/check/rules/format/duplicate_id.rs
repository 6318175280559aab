use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::check::rule::rule;
use crate::diagnostic::Finding;
use crate::source::Span;

rule! {
    /// Finds two incident folders whose names some file systems and web servers take for one.
    ///
    /// ## Why
    ///
    /// `2024-05-02-API` and `2024-05-02-api` are two folders on Linux and one on macOS and
    /// Windows: a clone there loses an incident, and a page overwrites the other.
    ///
    /// ## Fails
    ///
    /// ```text folders
    /// 2024-05-02-API
    /// 2024-05-02-api
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-api
    /// 2024-05-02-api-again
    /// ```
    "duplicate-id", Format, Error
}

pub(in crate::check) fn check(folders: &[(String, String)]) -> Vec<Finding> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut found = Vec::new();
    for (id, path) in folders {
        let folded: String = id.nfc().flat_map(char::to_lowercase).collect();
        if let Some(other) = seen.insert(folded, path) {
            let facts = format!("{path}/facts.toml");
            let message = format!("{path} and {other} are one folder where case does not count");
            found.push(
                Finding::error(RULE.id, &facts, Span::at(0), message).help("rename one of them"),
            );
        }
    }
    found
}
