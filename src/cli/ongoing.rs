//! Which incidents are going on, without reading all of a large workspace.

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use super::error::CommandError;
use super::workspace::Workspace;
use crate::io::{self, IncidentFolder};
use crate::model::{Facts, IncidentKind, State};
use crate::source::FileFault;

/// Bytes of a facts file that are looked at first; `state` is among its first lines.
const HEAD: usize = 2048;

/// The incidents that are going on: `state` is "ongoing", there is no `resolved`, and work that
/// was announced has begun.
pub(super) fn ongoing(workspace: &Workspace, now: &DateTime<FixedOffset>) -> Vec<IncidentFolder> {
    let candidates: Vec<IncidentFolder> = workspace
        .folders
        .par_iter()
        .filter(|folder| {
            io::read_facts_head(&workspace.root, folder, HEAD)
                .is_none_or(|head| may_be_ongoing(&head))
        })
        .cloned()
        .collect();
    let loaded = workspace.load(&candidates);
    let is_going_on = loaded.iter().map(|loaded| match &loaded.incident {
        Some(incident) => is_ongoing(&incident.facts, now),
        // What cannot be read at the moment may say so: nobody's text goes elsewhere meanwhile.
        None => loaded.source.facts.fault != Some(FileFault::Missing),
    });
    candidates
        .into_iter()
        .zip(is_going_on)
        .filter(|(_, is)| *is)
        .map(|(folder, _)| folder)
        .collect()
}

/// The only one that is going on.
pub(super) fn the_only(
    workspace: &Workspace,
    now: &DateTime<FixedOffset>,
) -> Result<IncidentFolder, CommandError> {
    let mut found = ongoing(workspace, now);
    match (found.pop(), found.is_empty()) {
        (Some(folder), true) => Ok(folder),
        (Some(last), false) => {
            found.push(last);
            let ids: Vec<&str> = found.iter().rev().map(|folder| folder.id.as_str()).collect();
            Err(CommandError::new(format!("{} incidents are going on; which one?", ids.len()))
                .hint(format!("name it with --in: {}", ids.join(", "))))
        }
        (None, _) => Err(CommandError::new("no incident is going on").hint(
            "`incident new TITLE` starts one, --in ID names one that is over, and \
             `incident list` shows all",
        )),
    }
}

/// Whether facts say that it is going on.
pub(super) fn is_ongoing(facts: &Facts, now: &DateTime<FixedOffset>) -> bool {
    let has_begun = match facts.kind {
        IncidentKind::Incident => true,
        IncidentKind::Maintenance => {
            facts.started.and_then(|moment| moment.earliest()).is_some_and(|start| start <= *now)
        }
    };
    facts.state == State::Ongoing && facts.resolved.is_none() && has_begun
}

/// Whether facts that begin like this can be those of an ongoing incident. Only a plain line of
/// the top level that says otherwise is believed.
fn may_be_ongoing(head: &[u8]) -> bool {
    let Ok(head) = std::str::from_utf8(head).or_else(|error| {
        // The last character may be cut in half.
        std::str::from_utf8(&head[..error.valid_up_to()])
    }) else {
        return true;
    };
    for line in head.lines() {
        if line.contains("\"\"\"") || line.contains("'''") || line.trim_start().starts_with('[') {
            return true;
        }
        let value = line.strip_prefix("state").map(str::trim_start);
        if let Some(value) = value.and_then(|rest| rest.strip_prefix('=')) {
            let word = value.trim_start().trim_start_matches(['"', '\'']);
            return !word.starts_with("drafting") && !word.starts_with("published");
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::may_be_ongoing;

    #[test]
    fn only_a_plain_line_rules_it_out() {
        for (head, expected) in [
            ("title = \"x\"\nstate = \"published\"\n", false),
            ("state='drafting' # soon\n", false),
            ("state = \"ongoing\"\n", true),
            ("title = \"x\"\n", true),
            ("title = \"\"\"\nstate = \"published\"\n\"\"\"\n", true),
            ("[roles]\nstate = \"published\"\n", true),
            ("# state = \"published\"\n", true),
            ("statement = \"published\"\n", true),
        ] {
            assert_eq!(may_be_ongoing(head.as_bytes()), expected, "{head}");
        }
        assert!(may_be_ongoing(b"title = \"\xe4\"\nstate = \"published\"\n"));
    }
}
