use crate::check::rule::rule;
use crate::check::rules::times::{sound_end, surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds an incident whose worst was over before it started or after it ended.
    ///
    /// ## Why
    ///
    /// `mitigated` is when the worst was over, `resolved` when all of it was. Each is used for a
    /// duration that readers see.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// mitigated = 2024-05-02T11:30:00
    /// resolved = 2024-05-02T10:40:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// mitigated = 2024-05-02T10:30:00
    /// resolved = 2024-05-02T10:40:00
    /// ```
    "mitigated-outside", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(mitigated) = &facts.mitigated else {
        return;
    };
    if let Some(started) = facts.started.as_ref().filter(|start| surely_before(mitigated, start)) {
        let message = format!(
            "mitigated {}, before the incident started {}",
            when(mitigated, started),
            when(started, mitigated)
        );
        findings
            .at_field(FieldPath::from("mitigated"), message)
            .related_field(&FieldPath::from("started"), "started here")
            .help("check the dates, and whether both times are in the zone of the incident");
    }
    if let Some(resolved) = sound_end(facts).filter(|end| surely_before(end, mitigated)) {
        let message = format!(
            "mitigated {}, after the incident was resolved {}",
            when(mitigated, resolved),
            when(resolved, mitigated)
        );
        findings
            .at_field(FieldPath::from("mitigated"), message)
            .related_field(&FieldPath::from("resolved"), "resolved here")
            .help("the later one is when all was over: it belongs in `resolved`");
    }
}
