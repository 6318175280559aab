use chrono::{DateTime, FixedOffset};

use super::components::Components;
use crate::cli::at::Stamp;
use crate::config::{Config, Severity};
use crate::edit::{self, EditError, Value};
use crate::import::{Loss, Told};
use crate::model::{Audience, Bound, IncidentKind, State, Zone};

/// What scaffolds begin with.
const SCHEMA: &str = "#:schema ../facts.schema.json";

/// What all incidents of an import have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct House<'h> {
    pub(super) config: &'h Config,
    pub(super) zone: &'h Zone,
    /// Who may read updates.
    pub(super) audience: Audience,
}

/// The title of the link that says where an incident was taken from, by which it is known again.
pub(super) fn origin(tool: &str, origin: &str) -> String {
    format!("{tool}: {origin}")
}

impl House<'_> {
    /// The text of an incident's `facts.toml`.
    pub(super) fn facts(
        &self,
        told: &mut Told,
        tool: &str,
        components: &mut Components<'_>,
    ) -> Result<String, EditError> {
        let mut ids = Vec::new();
        for named in &told.components {
            ids.push(components.id(named));
        }
        let mut fields = self.top(told);
        let mut listed = ids.clone();
        tiny_sort::stable::sort(&mut listed);
        listed.dedup();
        tiny_sort::stable::sort_by_key(&mut listed, |id| ids.iter().position(|other| other == id));
        if let Some(at) = fields.iter().position(|(key, _)| key == "started") {
            fields.insert(at, ("components".to_owned(), listed.into_iter().collect()));
        }
        let mut items: Vec<(&str, Vec<(String, Value)>)> = Vec::new();
        for window in &told.windows {
            let mut keys: Vec<(&str, Value)> = vec![
                ("component", ids[window.component].as_str().into()),
                ("status", window.status.name().into()),
                ("start", self.time(window.start)),
            ];
            keys.extend(window.end.map(|end| ("end", self.time(end))));
            items.push(("impact", owned(keys)));
        }
        for update in &told.updates {
            let mut keys: Vec<(&str, Value)> = vec![
                ("at", self.time(update.at)),
                ("status", update.status.name().into()),
                ("text", update.text.as_str().into()),
            ];
            if self.audience != Audience::Public {
                keys.push(("audience", self.audience.name().into()));
            }
            items.push(("update", owned(keys)));
        }
        if let Some(name) = &told.origin {
            let mut keys: Vec<(&str, Value)> = vec![("title", origin(tool, name).into())];
            keys.extend(told.url.as_deref().map(|url| ("url", url.into())));
            items.push(("link", owned(keys)));
        }
        edit::document(SCHEMA, &fields, &items)
    }

    fn top(&self, told: &mut Told) -> Vec<(String, Value)> {
        let state = if told.is_over { State::Drafting } else { State::Ongoing };
        let mut keys: Vec<(&str, Value)> = vec![
            ("title", told.title.as_str().into()),
            ("kind", told.kind.name().into()),
            ("state", state.name().into()),
        ];
        if let Some(severity) = self.severity(told) {
            keys.push(("severity", severity.id.as_str().into()));
        }
        keys.push(("timezone", self.zone.name().into()));
        keys.push(("started", self.bound(told.started)));
        match told.resolved {
            Some(resolved) => keys.push(("resolved", self.bound(resolved))),
            None if told.is_over => keys.push(("resolved", "unknown".into())),
            None => {}
        }
        if let Some((start, end)) = told.scheduled {
            let window = [("start", self.time(start)), ("end", self.time(end))];
            keys.push(("scheduled", window.into_iter().collect()));
        }
        owned(keys)
    }

    /// The workspace's severity for the other tool's word: the one with that id; else, as the
    /// site's API tells severities, the mildest for `minor`, the worst for `critical`, and the one
    /// between them for `major`. cState says `notice`, `down` and `disrupted`.
    fn severity(&self, told: &mut Told) -> Option<&Severity> {
        let word = told.impact.as_deref()?;
        if told.kind == IncidentKind::Maintenance || word == "none" {
            return None;
        }
        let all = &self.config.severities;
        let between = all.get(1..all.len().saturating_sub(1)).unwrap_or_default();
        let found = match (self.config.severity(word), word, between) {
            (Some(severity), ..) => Some(severity),
            (None, "minor" | "notice", _) => all.first(),
            (None, "critical" | "down", _) => all.last(),
            (None, "major" | "disrupted", [only]) => Some(only),
            _ => None,
        };
        if found.is_none() {
            let why = format!("no severity here stands for \"{word}\"");
            told.losses.push(Loss { field: "impact".to_owned(), why });
        }
        found
    }

    fn time(&self, at: DateTime<FixedOffset>) -> Value {
        self.bound(Bound::At(self.zone.at(&at)))
    }

    fn bound(&self, bound: Bound) -> Value {
        Stamp { bound, is_about: false }.value(self.zone, true)
    }
}

fn owned(keys: Vec<(&str, Value)>) -> Vec<(String, Value)> {
    keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
