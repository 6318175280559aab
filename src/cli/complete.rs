//! What a shell offers behind TAB: ids and words that the workspace at hand and the facts' format
//! know. A workspace that cannot be read offers nothing, and says nothing: somebody is typing.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_complete::CompleteEnv;
use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter as _};

use super::impact::OPERATIONAL;
use super::workspace::Workspace;
use super::{Cli, action};
use crate::check;
use crate::io;
use crate::model::{Audience, ImpactStatus, State, TimelineKind, UpdateStatus};

/// Set by the scripts of `incident completions`, to the shell's name.
pub(super) const VARIABLE: &str = "INCIDENT_COMPLETE";

/// Answers a shell that asks what a word can become; `false` where none asks.
pub(super) fn answer() -> Result<bool, clap::Error> {
    let folder = std::env::current_dir().ok();
    CompleteEnv::with_factory(Cli::command)
        .var(VARIABLE)
        .try_complete(std::env::args_os(), folder.as_deref())
}

/// Ids of incidents, newest first.
pub(super) fn incidents(current: &OsStr) -> Vec<CompletionCandidate> {
    let folders = root().and_then(|root| io::folders(&root).ok()).unwrap_or_default();
    let mut ids: Vec<String> = folders.into_iter().map(|folder| folder.id).collect();
    tiny_sort::stable::sort_by(&mut ids, |a, b| b.cmp(a));
    offered(current, ids)
}

/// Ids of incidents, and paths.
pub(super) fn incidents_and_paths(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut found = incidents(current);
    found.extend(PathCompleter::any().complete(current));
    found
}

/// Ids of actions that are open, of the newest incidents first; with `--in` on the line, of the
/// incidents that it can mean.
pub(super) fn open_actions(current: &OsStr) -> Vec<CompletionCandidate> {
    let Some(root) = root() else { return Vec::new() };
    let mut folders = io::folders(&root).unwrap_or_default();
    let within = option(std::env::args_os(), &["--in", "-i"]);
    if let Some(within) = within.as_deref().and_then(OsStr::to_str) {
        folders.retain(|folder| folder.id.contains(within));
    }
    folders.reverse();
    let ids = action::open_ids(&Workspace::with(root, folders));
    offered(current, ids)
}

/// Ids of components that are in use.
pub(super) fn components(current: &OsStr) -> Vec<CompletionCandidate> {
    let config = root().map(|root| Workspace::config_at(&root)).unwrap_or_default();
    let in_use = config.components.into_iter().filter(|component| component.retired.is_none());
    offered(current, in_use.map(|component| component.id))
}

/// Ids of severities.
pub(super) fn severities(current: &OsStr) -> Vec<CompletionCandidate> {
    let config = root().map(|root| Workspace::config_at(&root)).unwrap_or_default();
    offered(current, config.severities.into_iter().map(|severity| severity.id))
}

/// Ids of rules.
pub(super) fn rules(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, check::all().map(|rule| rule.id.to_owned()))
}

/// Ids of rules with each of their levels: `dead-link=off`.
pub(super) fn rule_levels(current: &OsStr) -> Vec<CompletionCandidate> {
    let levels = |rule: &'static str| {
        ["off", "warning", "error"].into_iter().map(move |level| format!("{rule}={level}"))
    };
    offered(current, check::all().flat_map(|rule| levels(rule.id)))
}

/// Statuses of updates.
pub(super) fn statuses(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, names(UpdateStatus::ALL))
}

/// How a component can be.
pub(super) fn impacts(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, names(ImpactStatus::ALL).chain([OPERATIONAL.to_owned()]))
}

/// Kinds of timeline entries.
pub(super) fn kinds(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, names(TimelineKind::ALL))
}

/// Audiences.
pub(super) fn audiences(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, names(&Audience::ALL))
}

/// States of incidents.
pub(super) fn states(current: &OsStr) -> Vec<CompletionCandidate> {
    offered(current, names(State::ALL))
}

fn names<T>(words: &[(&'static str, T)]) -> impl Iterator<Item = String> {
    words.iter().map(|(name, _)| (*name).to_owned())
}

/// Words that begin with what was typed; where none does, those that have it in them, for an id
/// is known by its words rather than by its date.
fn offered(current: &OsStr, words: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let Some(typed) = current.to_str() else { return Vec::new() };
    let (begin, others): (Vec<String>, Vec<String>) = words
        .into_iter()
        .filter(|word| word.contains(typed))
        .partition(|word| word.starts_with(typed));
    let chosen = if begin.is_empty() { others } else { begin };
    chosen.into_iter().map(CompletionCandidate::new).collect()
}

/// The workspace that the command line being typed is about.
#[expect(clippy::disallowed_methods, reason = "clap asks before there is a context")]
fn root() -> Option<PathBuf> {
    let named = option(std::env::args_os(), &["--root"])
        .or_else(|| std::env::var_os("INCIDENT_ROOT").filter(|root| !root.is_empty()));
    let folder = std::env::current_dir().ok()?;
    io::find_root(named.as_deref().map(Path::new), &folder).ok()
}

/// The value of an option among words of a command line.
fn option(words: impl IntoIterator<Item = OsString>, names: &[&str]) -> Option<OsString> {
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let Some(text) = word.to_str() else { continue };
        if names.contains(&text) {
            return words.next();
        }
        let value = names.iter().find_map(|name| text.strip_prefix(name)?.strip_prefix('='));
        if let Some(value) = value {
            return Some(value.into());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::ffi::{OsStr, OsString};

    use super::{offered, option};

    #[test]
    fn words_that_begin_so_come_before_those_that_have_it_in_them() {
        let offered = |typed: &str| -> Vec<OsString> {
            let words = ["2024-05-02-mail", "2024-05-01-checkout", "mailing"];
            let found = offered(OsStr::new(typed), words.map(str::to_owned));
            found.iter().map(|candidate| candidate.get_value().to_owned()).collect()
        };
        assert_eq!(offered(""), ["2024-05-02-mail", "2024-05-01-checkout", "mailing"]);
        assert_eq!(offered("mail"), ["mailing"]);
        assert_eq!(offered("check"), ["2024-05-01-checkout"]);
        assert!(offered("x").is_empty());
    }

    #[test]
    fn the_root_is_read_from_what_is_typed() {
        let root = |words: &[&str]| option(words.iter().map(OsString::from), &["--root", "-r"]);
        assert_eq!(root(&["incident", "--roots", "a"]), None);
        assert_eq!(root(&["incident", "--root", "a", "show"]), Some("a".into()));
        assert_eq!(root(&["incident", "show", "--root=a"]), Some("a".into()));
        assert_eq!(root(&["incident", "show", "-r", "a"]), Some("a".into()));
        assert_eq!(root(&["incident", "show", "--root"]), None);
    }
}
