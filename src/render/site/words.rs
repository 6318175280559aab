//! What readers see for the closed sets of words that facts use.

use serde::Serialize;

/// A label with a tone; the tone gives colour and shape, the label says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Badge {
    pub(super) label: &'static str,
    /// `ok`, `note`, `mild`, `warn`, `bad` or `quiet`.
    pub(super) tone: &'static str,
}

/// The badge of an update's or an impact window's status.
pub(super) fn badge(status: &str) -> Badge {
    let (label, tone) = match status {
        "investigating" => ("Investigating", "bad"),
        "identified" => ("Identified", "warn"),
        "monitoring" => ("Monitoring", "note"),
        "resolved" => ("Resolved", "ok"),
        "scheduled" => ("Scheduled", "note"),
        "in_progress" => ("In progress", "note"),
        "verifying" => ("Verifying", "note"),
        "completed" => ("Completed", "ok"),
        "operational" => ("Operational", "ok"),
        "under_maintenance" => ("Under maintenance", "note"),
        "degraded_performance" => ("Degraded performance", "mild"),
        "partial_outage" => ("Partial outage", "warn"),
        "major_outage" => ("Major outage", "bad"),
        "affected" => ("Affected", "mild"),
        _ => ("Update", "quiet"),
    };
    Badge { label, tone }
}

/// The badge of an update that leaves the status as it was.
pub(super) const SAME_STATUS: Badge = Badge { label: "Update", tone: "quiet" };

/// What a timeline entry is about.
pub(super) fn entry_kind(kind: &str) -> &'static str {
    match kind {
        "trigger" => "Trigger",
        "detection" => "Detection",
        "finding" => "Finding",
        "action" => "Action",
        "recovery" => "Recovery",
        "communication" => "Communication",
        _ => "",
    }
}

/// What a preventive measure does.
pub(super) fn action_kind(kind: &str) -> &'static str {
    match kind {
        "prevent" => "Prevents",
        "detect" => "Detects",
        "mitigate" => "Mitigates",
        "process" => "Process",
        _ => "",
    }
}

/// How far a preventive measure is.
pub(super) fn action_status(status: &str) -> Badge {
    let (label, tone) = match status {
        "done" => ("Done", "ok"),
        "dropped" => ("Dropped", "quiet"),
        _ => ("Open", "note"),
    };
    Badge { label, tone }
}

/// Whether data was lost.
pub(super) fn data_loss(word: &str) -> &'static str {
    match word {
        "none" => "None",
        "some" => "Some data was lost",
        _ => "Not known yet",
    }
}

/// "1 incident", "2 incidents".
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// "1 hour 2 minutes" of seconds, for labels: the two largest units that count.
pub(super) fn length(seconds: i64) -> String {
    let units = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (if seconds < 60 { seconds } else { 0 }, "second"),
    ];
    let word = |(number, unit): (i64, &str)| {
        format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
    };
    let Some(first) = units.iter().position(|(number, _)| *number > 0) else {
        return "0 minutes".to_owned();
    };
    let second = units.get(first + 1).filter(|(number, _)| *number > 0);
    std::iter::once(units[first]).chain(second.copied()).map(word).collect::<Vec<_>>().join(" ")
}
