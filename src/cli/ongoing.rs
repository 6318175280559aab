//! Which incidents are going on, without reading all of a large workspace.

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use super::error::CommandError;
use super::workspace::{Workspace, newest};
use crate::io::IncidentFolder;
use crate::model::{Facts, IncidentKind, State};
use crate::source::FileFault;

/// Bytes of a facts file that are looked at first; `state` is among its first lines.
const HEAD: usize = 2048;

/// The incidents that are going on: `state` is "ongoing", there is no `resolved`, and work that
/// was announced has begun.
pub(super) fn ongoing(workspace: &Workspace, now: &DateTime<FixedOffset>) -> Vec<IncidentFolder> {
    those_open(workspace, |facts| is_ongoing(facts, now))
}

/// The incidents with such facts, of those whose `state` is "ongoing".
pub(super) fn those_open(
    workspace: &Workspace,
    is: impl Fn(&Facts) -> bool,
) -> Vec<IncidentFolder> {
    let may_be = |state: Option<&str>| !matches!(state, Some("drafting" | "published"));
    those(workspace, may_be, is)
}

/// The incidents with such facts, of those whose files begin with such a state.
fn those(
    workspace: &Workspace,
    may_be: impl Fn(Option<&str>) -> bool + Sync,
    is: impl Fn(&Facts) -> bool,
) -> Vec<IncidentFolder> {
    let incidents = workspace.incidents();
    let candidates: Vec<IncidentFolder> = workspace
        .folders
        .par_iter()
        .filter(|folder| {
            let head = incidents.facts_head(folder, HEAD);
            head.is_none_or(|head| may_be(plain_state(&head)))
        })
        .cloned()
        .collect();
    let loaded = workspace.load(&candidates);
    let are = loaded.iter().map(|loaded| match &loaded.incident {
        Some(incident) => is(&incident.facts),
        // What cannot be read at the moment may say so: nobody's text goes elsewhere meanwhile.
        None => loaded.source.facts.fault != Some(FileFault::Missing),
    });
    candidates.into_iter().zip(are).filter(|(_, is)| *is).map(|(folder, _)| folder).collect()
}

/// The only one that is going on. `named` is what stands before an incident's id on the command
/// line, for hints: "--in".
pub(super) fn the_only(
    workspace: &Workspace,
    now: &DateTime<FixedOffset>,
    named: &str,
) -> Result<IncidentFolder, CommandError> {
    match ongoing(workspace, now).as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let error = CommandError::new("no incident is going on");
            let error = match last(workspace, now) {
                Some(id) => error.hint(format!("{named} {id} names the last one")),
                None => error,
            };
            Err(error.hint("`incident new TITLE` starts one, and `incident list` shows all"))
        }
        several => {
            let message = format!("{} incidents are going on; which one?", several.len());
            let ids = newest(several);
            Err(CommandError::new(message).hint(format!("name it with {named}: {ids}")))
        }
    }
}

/// The id with the last date that is not to come: actions, for one, are often recorded once an
/// incident is over.
fn last<'w>(workspace: &'w Workspace, now: &DateTime<FixedOffset>) -> Option<&'w str> {
    let today = now.format("%Y-%m-%d").to_string();
    let mut ids = workspace.folders.iter().rev().map(|folder| folder.id.as_str());
    ids.find(|id| id.get(..today.len()).is_some_and(|date| date <= today.as_str()))
}

/// The only one whose report is not published yet.
pub(super) fn the_only_unpublished(workspace: &Workspace) -> Result<IncidentFolder, CommandError> {
    let may_be = |state: Option<&str>| state != Some("published");
    let found = those(workspace, may_be, |facts| facts.state != State::Published);
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(CommandError::new("every report is published; which one?")
            .hint("name it by its id or a part of it; `incident list` shows the ids")),
        several => {
            Err(CommandError::new(format!("{} reports are drafts; which one?", several.len()))
                .hint(format!("name one: {}", newest(several))))
        }
    }
}

/// Whether facts say that it is not over.
pub(super) fn is_open(facts: &Facts) -> bool {
    facts.state == State::Ongoing && facts.resolved.is_none()
}

/// Whether facts say that it is going on.
pub(super) fn is_ongoing(facts: &Facts, now: &DateTime<FixedOffset>) -> bool {
    let has_begun = match facts.kind {
        IncidentKind::Incident => true,
        IncidentKind::Maintenance => {
            facts.started.and_then(|moment| moment.earliest()).is_some_and(|start| start <= *now)
        }
    };
    is_open(facts) && has_begun
}

/// The state that facts which begin like this have, if a plain line of the top level says so.
fn plain_state(head: &[u8]) -> Option<&'static str> {
    // The last character may be cut in half.
    let head = std::str::from_utf8(head)
        .or_else(|error| std::str::from_utf8(&head[..error.valid_up_to()]))
        .ok()?;
    for line in head.lines().map(str::trim_start).filter(|line| !line.starts_with('#')) {
        let rest = line.strip_prefix("state").map_or("", str::trim_start);
        if let Some(value) = rest.strip_prefix('=') {
            return State::ALL.iter().map(|(name, _)| *name).find(|name| is_text(value, name));
        }
        // The key in another form, a table, or what may go on over several lines.
        let is_other_key = rest.starts_with('.') || line.starts_with(['"', '\'']);
        let is_open = line.contains(['[', '{']) || line.contains("\"\"\"") || line.contains("'''");
        if is_other_key || is_open {
            return None;
        }
    }
    None
}

/// Whether a value, with what may stand behind it on its line, is a word in quotes.
fn is_text(value: &str, word: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| {
        let rest = value.trim_start().strip_prefix(quote).and_then(|rest| rest.strip_prefix(word));
        let rest = rest.and_then(|rest| rest.strip_prefix(quote)).map(str::trim_start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('#'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain_state;
    use crate::config::Config;
    use crate::load;
    use crate::model::State;
    use crate::source::{FileSource, IncidentSource};

    #[test]
    fn only_a_plain_line_is_believed() {
        for (head, expected) in [
            ("title = \"x\"\nstate = \"published\"\n", Some("published")),
            ("state='drafting' # soon\n", Some("drafting")),
            ("state = \"ongoing\"\n", Some("ongoing")),
            ("# of [x]\nstate = \"drafting\"\n", Some("drafting")),
            ("title = \"x\"\n", None),
            ("title = \"\"\"\nstate = \"published\"\n\"\"\"\n", None),
            ("[roles]\nstate = \"published\"\n", None),
            ("scheduled = {\nstate = \"published\" }\n", None),
            ("# state = \"published\"\n", None),
            ("statement = \"published\"\n", None),
            ("state = \"published\\u0020\"\n", None),
            ("state = \"drafting too\"\n", None),
        ] {
            assert_eq!(plain_state(head.as_bytes()), expected, "{head}");
        }
        assert_eq!(plain_state(b"title = \"\xe4\"\nstate = \"published\"\n"), None);
    }

    /// Lines of facts, some of them broken.
    fn line() -> impl Strategy<Value = String> {
        let values = [
            "\"ongoing\"",
            "\"ongoing\" # x",
            "\"published\"",
            "'drafting'",
            "\"\"\"published\"\"\"",
            "\"publishedly\"",
            "\"drafting",
            "{ state = \"published\" }",
        ];
        let keys = [
            "state",
            "state",
            "state",
            "\"state\"",
            " state",
            "state.of",
            "state .of",
            "roles.state",
        ];
        let others = [
            "title = \"x\"",
            "title = \"\"\"",
            "title = '''",
            "\"\"\"",
            "'''",
            "tags = [",
            "]",
            "scheduled = {",
            "}",
            "counts = { \"a }\" = 1,",
            "# a comment { [ \"\"\"",
            "[roles]",
            "",
        ];
        let select = |words: &[&'static str]| prop::sample::select(words.to_vec());
        let state = (select(&keys), select(&[" = ", "="]), select(&values));
        prop_oneof![
            state.prop_map(|(key, sign, value)| format!("{key}{sign}{value}")),
            select(&others).prop_map(str::to_owned),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Against reading all of it.
        #[test]
        fn one_that_is_going_on_is_never_ruled_out(
            lines in prop::collection::vec(line(), 1..6),
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let text = lines.join(end);
            let facts = FileSource::from_bytes("facts.toml".to_owned(), text.clone().into_bytes());
            let source = IncidentSource { facts, ..IncidentSource::default() };
            let loaded = load::incident(source, &Config::default());
            if loaded.incident.is_some_and(|incident| incident.facts.state == State::Ongoing) {
                let state = plain_state(text.as_bytes());
                prop_assert!(matches!(state, None | Some("ongoing")), "{}", text);
            }
        }
    }
}
