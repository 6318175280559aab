//! What readers see for the closed sets of words that facts use.

use serde::Serialize;

use crate::render::Strings;

/// A label with a tone; the tone gives colour and shape, the label says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Badge {
    pub(super) label: String,
    /// `ok`, `note`, `mild`, `warn`, `bad` or `quiet`.
    pub(super) tone: &'static str,
}

/// The status of an update that leaves it as it was.
pub(super) const SAME_STATUS: &str = "update";

/// The badge of an update's or an impact window's status.
pub(super) fn badge(words: &Strings, status: &str) -> Badge {
    Badge { label: status_name(words, status).to_owned(), tone: tone(status) }
}

/// The name of an update's or an impact window's status.
pub(super) fn status_name<'w>(words: &'w Strings, status: &str) -> &'w str {
    words.word(&format!("status.{status}"))
}

fn tone(status: &str) -> &'static str {
    match status {
        "investigating" | "major_outage" => "bad",
        "identified" | "partial_outage" => "warn",
        "degraded_performance" | "affected" => "mild",
        "monitoring" | "scheduled" | "in_progress" | "verifying" | "under_maintenance" => "note",
        "resolved" | "completed" | "operational" => "ok",
        _ => "quiet",
    }
}

/// How far a preventive measure is.
pub(super) fn action_status(words: &Strings, status: &str) -> Badge {
    let tone = match status {
        "done" => "ok",
        "dropped" => "quiet",
        _ => "note",
    };
    Badge { label: words.word(&format!("actions.{status}")).to_owned(), tone }
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
