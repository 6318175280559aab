use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::model::IncidentKind;
use crate::source::FieldPath;

rule! {
    /// Finds announced windows that end before they start, or that an incident has.
    ///
    /// ## Why
    ///
    /// `scheduled` is the window that was announced for maintenance; calendars show it. Nobody
    /// announces an incident.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-02T01:00:00 }
    /// ```
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-03T01:00:00 }
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "New room for the queue"
    /// kind = "maintenance"
    /// scheduled = { start = 2024-05-02T23:00:00, end = 2024-05-03T01:00:00 }
    /// ```
    "scheduled-window", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(scheduled) = &facts.scheduled else {
        return;
    };
    let field = FieldPath::from("scheduled");
    // A kind that could not be read is taken for an incident.
    if facts.kind == IncidentKind::Incident && subject.facts_are_whole {
        findings
            .at_key(field.clone(), "an incident has no announced window")
            .help("write kind = \"maintenance\", or remove `scheduled`");
    }
    let start = &scheduled.start;
    if let Some(end) = scheduled.end.as_ref().filter(|end| surely_before(end, start)) {
        let message = format!(
            "the announced window ends {}, before it starts {}",
            when(end, start),
            when(start, end)
        );
        findings
            .at_field(field.key("end"), message)
            .related_field(&field.key("start"), "it starts here")
            .help("check both dates: past midnight, the end is on the next day");
    }
}
