use std::cell::OnceCell;

use super::registry::{Levels, all};
use super::rules;
use super::subject::{Findings, Subject};
use crate::diagnostic::Finding;

/// What the rules that are on find in one incident.
#[must_use]
pub fn incident(subject: &Subject<'_>, levels: &Levels) -> Vec<Finding> {
    let mut found = Vec::new();
    let account = OnceCell::new();
    for rule in all() {
        if let Some(check) = rule.check.filter(|_| levels.of(rule.id).is_some()) {
            check(subject, &mut Findings::new(rule.id, subject, &account, &mut found));
        }
    }
    found
}

/// What can only be seen with all incidents in view: `folders` are their ids and paths.
#[must_use]
pub fn workspace(folders: &[(String, String)]) -> Vec<Finding> {
    rules::format::duplicate_id::check(folders)
}
