use super::audience::Authors;
use super::registry::Levels;
use super::rules;
use super::subject::{Findings, Readings, Subject};
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::model::Incident;
use crate::source::SourceFile;

/// What the rules that are on find in one incident.
#[must_use]
pub fn incident(subject: &Subject<'_>, levels: &Levels) -> Vec<Finding> {
    let mut found = Vec::new();
    let readings = Readings::default();
    for rule in levels.on() {
        if let Some(check) = rule.check {
            check(subject, &mut Findings::new(rule.id, subject, &readings, &mut found));
        }
    }
    found
}

/// What can only be seen with all incidents in view: `folders` are their ids and paths,
/// `deleted` the paths of published ones that are gone.
#[must_use]
pub fn workspace(folders: &[(&str, &str)], deleted: &[String]) -> Vec<Finding> {
    let mut found = rules::format::duplicate_id::check(folders);
    let gone =
        deleted.iter().map(|path| rules::publication::withdrawn_after_publication::deleted(path));
    found.extend(gone);
    found
}

/// Whether customers read something else of a published incident than before.
#[must_use]
pub fn reads_otherwise(was: &Incident, is: &Incident, config: &Config) -> bool {
    rules::publication::changed_after_publication::reads_otherwise(was, is, config)
}

/// What a key of the configuration, which is at `file` and had another value in `was`, changes in
/// the published incidents of these ids, sorted; nothing where there are none.
#[must_use]
pub fn reconfigured(
    file: &SourceFile,
    key: &'static str,
    was: &Config,
    ids: &[&str],
) -> Option<Finding> {
    rules::publication::changed_after_publication::reconfigured(file, key, was, ids)
}

/// What can only be seen in the configuration: in its file itself, and in what was read of it.
/// Readers are to see none of the `authors`.
#[must_use]
pub fn configuration(file: &SourceFile, config: &Config, authors: &Authors) -> Vec<Finding> {
    let mut found = rules::audience::secret::in_file(file);
    found.extend(rules::audience::site_texts::leaks(file, config, authors));
    found.extend(rules::boilerplate::dead_links(file, config));
    found
}
