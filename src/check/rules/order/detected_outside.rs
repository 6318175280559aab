use crate::check::rule::rule;
use crate::check::rules::times::{sound_end, surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::model::{Facts, Moment, TimelineKind};
use crate::source::FieldPath;

rule! {
    /// Finds an incident that was detected before it started or after it ended.
    ///
    /// ## Why
    ///
    /// The time to detect is counted from start to detection. If an alarm came first, the
    /// incident had started by then. If the incident was noticed only after it was over, say so
    /// with a timeline entry of the kind `detection`, and the rule is content.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T11:00:00
    /// detected = 2024-05-02T10:50:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// detected = 2024-05-02T10:50:00
    /// resolved = 2024-05-02T10:40:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// detected = 2024-05-02T10:12:00
    /// resolved = 2024-05-02T10:40:00
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// detected = 2024-05-03T08:00:00
    /// resolved = 2024-05-02T10:40:00
    ///
    /// [[timeline]]
    /// at = 2024-05-03T08:00:00
    /// text = "Support reads the complaints of the night"
    /// kind = "detection"
    /// ```
    "detected-outside", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(detected) = &facts.detected else {
        return;
    };
    if let Some(started) = facts.started.as_ref().filter(|start| surely_before(detected, start)) {
        let message = format!(
            "detected {}, before the incident started {}",
            when(detected, started),
            when(started, detected)
        );
        findings
            .at_field(FieldPath::from("detected"), message)
            .related_field(&FieldPath::from("started"), "started here")
            .help("if it was noticed then, it had started: move `started` back; if not, check the zone");
    }
    if let Some(resolved) = sound_end(facts).filter(|end| surely_before(end, detected))
        && !is_told_in_timeline(facts, resolved)
    {
        let message = format!(
            "detected {}, after the incident was resolved {}",
            when(detected, resolved),
            when(resolved, detected)
        );
        findings
            .at_field(FieldPath::from("detected"), message)
            .related_field(&FieldPath::from("resolved"), "resolved here")
            .help(
                "if it was noticed only later, log that in the timeline with kind = \"detection\"",
            );
    }
}

/// Whether the timeline, too, has the incident detected after its end.
fn is_told_in_timeline(facts: &Facts, resolved: &Moment) -> bool {
    let mut detections =
        facts.timeline.iter().filter(|entry| entry.kind == Some(TimelineKind::Detection));
    detections.any(|entry| surely_before(resolved, &entry.at))
}
