use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::model::{IncidentKind, TimelineKind};
use crate::source::FieldPath;

rule! {
    /// Finds timeline entries before the incident started that do not say why they are there.
    ///
    /// ## Why
    ///
    /// What came before the start matters if it led to the incident, was found out about it, or
    /// was said. The kinds `trigger`, `finding` and `communication` say so. Any other entry
    /// before the start has the wrong time, or the incident started earlier.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[timeline]]
    /// at = 2024-05-02T09:12:00
    /// text = "An alarm reports a full queue"
    /// kind = "detection"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    ///
    /// [[timeline]]
    /// at = 2024-05-02T09:12:00
    /// text = "Version 42 goes to production"
    /// kind = "trigger"
    /// ```
    "timeline-outside", Order, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    // Announced work is prepared before it starts.
    let Some(started) = facts.started.as_ref().filter(|_| facts.kind == IncidentKind::Incident)
    else {
        return;
    };
    for (index, entry) in facts.timeline.iter().enumerate() {
        if may_be_earlier(entry.kind) || !surely_before(&entry.at, started) {
            continue;
        }
        let message = format!(
            "the entry {} is before the incident started {}",
            when(&entry.at, started),
            when(started, &entry.at)
        );
        findings
            .at_field(subject.item("timeline", index).key("at"), message)
            .related_field(&FieldPath::from("started"), "started here")
            .help("check its date and zone; if it led to the incident, say kind = \"trigger\"");
    }
}

const fn may_be_earlier(kind: Option<TimelineKind>) -> bool {
    use TimelineKind::{Communication, Finding, Trigger};
    matches!(kind, Some(Trigger | Finding | Communication))
}
