use std::borrow::Cow;

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

pub(in crate::check) fn check(folders: &[(&str, &str)]) -> Vec<Finding> {
    let mut names: Vec<(Cow<'_, str>, &str)> =
        folders.iter().map(|(id, path)| (folded(id), *path)).collect();
    // Those of one name stay in their order, and nearly all are in order already.
    tiny_sort::stable::sort_by(&mut names, |(a, _), (b, _)| a.cmp(b));
    let pairs = names.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let found = pairs.map(|pair| {
        let (other, path) = (pair[0].1, pair[1].1);
        let facts = format!("{path}/facts.toml");
        let message = format!("{path} and {other} are one folder where case does not count");
        Finding::error(RULE.id, &facts, Span::at(0), message).help("rename one of them")
    });
    found.collect()
}

/// A name as file systems compare it that do not tell case.
fn folded(id: &str) -> Cow<'_, str> {
    let is_plain = id.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_plain {
        return Cow::Borrowed(id);
    }
    Cow::Owned(id.nfc().flat_map(char::to_lowercase).collect())
}
