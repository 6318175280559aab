use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds impact windows that end before they start.
    ///
    /// ## Why
    ///
    /// Such a window counts for nothing: the outage it stands for is missing from the downtime
    /// and from the picture. Around midnight, the end belongs to the next day.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T23:40:00
    /// end = 2024-05-02T00:20:00
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T23:40:00
    /// end = 2024-05-03T00:20:00
    /// ```
    "window-backwards", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for (index, impact) in subject.incident.facts.impact.iter().enumerate() {
        let start = &impact.period.start;
        let Some(end) = impact.period.end.as_ref().filter(|end| surely_before(end, start)) else {
            continue;
        };
        let item = subject.item("impact", index);
        let message =
            format!("the window ends {}, before it starts {}", when(end, start), when(start, end));
        findings
            .at_field(item.key("end"), message)
            .related_field(&item.key("start"), "it starts here")
            .help("check both dates: past midnight, the end is on the next day");
    }
}
