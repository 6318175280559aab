//! What readers see for the closed sets of words that facts use.

use std::collections::BTreeMap;
use std::ops::Deref;

use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;

use super::shown::Field;
use crate::render::{Strings, Templates};

/// A label with a tone, as templates get it: `label`, `tone` and `pill`. The tone, one of `ok`,
/// `note`, `mild`, `warn`, `bad` and `quiet`, gives colour and shape; the label says it; `pill` is
/// what the macro of that name makes of both.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Badge(Value);

/// The status of an update that leaves it as it was.
pub(super) const SAME_STATUS: &str = "update";

/// The words of the site, and the badges made of them, once: most pages have a dozen.
#[derive(Debug)]
pub(super) struct Words {
    strings: Strings,
    statuses: BTreeMap<String, Badge>,
    actions: [(&'static str, Badge); 3],
    /// Of a status that is in neither.
    nameless: Badge,
}

impl Words {
    /// `context` is what the macros see.
    pub(super) fn new(strings: Strings, templates: &Templates, context: &Value) -> Self {
        let badge = |label: &str, tone: &'static str| Badge::new(label, tone, templates, context);
        let statuses = strings.section("status");
        let statuses = statuses.map(|(name, word)| (name.to_owned(), badge(word, tone(name))));
        let actions = [("open", "note"), ("done", "ok"), ("dropped", "quiet")];
        Self {
            statuses: statuses.collect(),
            actions: actions
                .map(|(name, tone)| (name, badge(strings.word(&format!("actions.{name}")), tone))),
            nameless: badge("", "quiet"),
            strings,
        }
    }

    /// The badge of an update's or an impact window's status.
    pub(super) fn badge(&self, status: &str) -> Badge {
        self.statuses.get(status).unwrap_or(&self.nameless).clone()
    }

    /// How far a preventive measure is.
    pub(super) fn action_badge(&self, status: &str) -> Badge {
        let known = self.actions.iter().find(|(name, _)| *name == status);
        known.map_or(&self.nameless, |(_, badge)| badge).clone()
    }
}

impl Deref for Words {
    type Target = Strings;

    fn deref(&self) -> &Strings {
        &self.strings
    }
}

impl Field for Badge {
    fn shown(&self) -> Value {
        self.0.clone()
    }
}

impl Badge {
    fn new(label: &str, tone: &'static str, templates: &Templates, context: &Value) -> Self {
        let badge = context! { label, tone };
        let pill = templates.call_macro("site/macros.html", "pill", context, &badge);
        Self(context! { label, tone, pill })
    }
}

/// The name of an update's or an impact window's status.
pub(super) fn status_name<'w>(words: &'w Strings, status: &str) -> &'w str {
    words.word(&format!("status.{status}"))
}

/// The tone of a status: see [`Badge`].
pub(super) fn tone(status: &str) -> &'static str {
    match status {
        "investigating" | "major_outage" => "bad",
        "identified" | "partial_outage" => "warn",
        "degraded_performance" | "affected" => "mild",
        "monitoring" | "scheduled" | "in_progress" | "verifying" | "under_maintenance" => "note",
        "resolved" | "completed" | "operational" => "ok",
        _ => "quiet",
    }
}

/// "1 hour 2 minutes" of seconds, for labels: the two largest units that count.
pub(super) fn length(words: &Strings, seconds: i64) -> String {
    let units = &words.time.units;
    let parts = [
        (seconds / 86_400, &units.day),
        (seconds / 3_600 % 24, &units.hour),
        (seconds / 60 % 60, &units.minute),
        (if seconds < 60 { seconds } else { 0 }, &units.second),
    ];
    let Some(first) = parts.iter().position(|(number, _)| *number > 0) else {
        return units.minute.of(0);
    };
    let next = parts.get(first + 1).filter(|(number, _)| *number > 0);
    let said: Vec<String> = std::iter::once(parts[first])
        .chain(next.copied())
        .map(|(number, unit)| unit.of(number))
        .collect();
    said.join(" ")
}
