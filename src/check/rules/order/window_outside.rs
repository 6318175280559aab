use crate::check::rule::rule;
use crate::check::rules::times::{sound_end, surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds impact windows that begin before the incident or last longer than it.
    ///
    /// ## Why
    ///
    /// If a component was affected, the incident had started and was not over. One of the two
    /// times is wrong, and with it a duration that readers see. A time that is "about" may be
    /// ten minutes off.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T10:40:00
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:00:00
    /// end = 2024-05-02T10:55:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// started = 2024-05-02T10:00:00
    /// resolved = 2024-05-02T10:40:00
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:00:00
    /// end = { at = 2024-05-02T10:45:00, about = true }
    /// ```
    "window-outside", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    for (index, impact) in facts.impact.iter().enumerate() {
        let field = |key| subject.item("impact", index).key(key);
        let start = &impact.period.start;
        if let Some(started) = facts.started.as_ref().filter(|begin| surely_before(start, begin)) {
            let message = format!(
                "the window starts {}, before the incident started {}",
                when(start, started),
                when(started, start)
            );
            findings
                .at_field(field("start"), message)
                .related_field(&FieldPath::from("started"), "the incident started here")
                .help("move `started` back, or check the window's date and zone");
        }
        // Both ends of a window may lie behind the end; its later one says enough.
        let (key, last, verb) = match &impact.period.end {
            Some(end) => ("end", end, "ends"),
            None => ("start", start, "starts"),
        };
        if let Some(resolved) = sound_end(facts).filter(|over| surely_before(over, last)) {
            let message = format!(
                "the window {verb} {}, after the incident was resolved {}",
                when(last, resolved),
                when(resolved, last)
            );
            findings
                .at_field(field(key), message)
                .related_field(&FieldPath::from("resolved"), "the incident was resolved here")
                .help("move `resolved` on, or check the window's date and zone");
        }
    }
}
