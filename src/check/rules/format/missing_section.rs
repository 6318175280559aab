use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, Facts, IncidentKind, StandardSection, State};
use crate::source::{FieldPath, Span};

rule! {
    /// Finds published reports that lack one of the six standard sections.
    ///
    /// ## Why
    ///
    /// Readers come with the same questions each time: what happened, when, to whom, why, what
    /// ended it, and what will keep it from happening again. A report that leaves one of them
    /// out looks as if it hid the answer.
    ///
    /// Timeline, Impact and Preventive measures need no section where the facts answer by
    /// themselves, with timeline entries, impact windows or actions that readers outside may
    /// see. Announced work needs a Summary only.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// For forty minutes, nobody could pay.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "published"
    ///
    /// [[impact]]
    /// component = "checkout"
    /// status = "major_outage"
    /// start = 2024-05-02T10:00:00
    /// end = 2024-05-02T10:40:00
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:12:00
    /// text = "An alarm reports a full queue"
    /// audience = "public"
    ///
    /// [[action]]
    /// title = "Alarm before the queue is full"
    /// audience = "public"
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// For forty minutes, nobody could pay.
    ///
    /// ## Root cause
    ///
    /// A full queue.
    ///
    /// ## Resolution
    ///
    /// The queue was given more room.
    /// ```
    "missing-section", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    if facts.state != State::Published || subject.source.report.fault.is_some() {
        return;
    }
    for (_, heading, section) in StandardSection::ALL {
        let is_there = subject.incident.report.standard(section).is_some();
        if is_there || !is_wanted(section, subject) {
            continue;
        }
        findings
            .in_report(Span::at(0), format!("the published report has no section \"{heading}\""))
            .related_field(&FieldPath::from("state"), "published here")
            .help(help(section, heading));
    }
}

/// Whether readers miss the section. Where facts could not be read, they might have answered.
fn is_wanted(section: StandardSection, subject: &Subject<'_>) -> bool {
    let facts = &subject.incident.facts;
    section == StandardSection::Summary
        || subject.facts_are_whole
            && facts.kind == IncidentKind::Incident
            && !facts_answer(section, facts)
}

/// Whether the facts put something for readers outside under a section.
pub(super) fn facts_answer(section: StandardSection, facts: &Facts) -> bool {
    let outside = |audience: Audience| audience.may_be_shown_to(Audience::Customers);
    match section {
        StandardSection::Timeline => facts.timeline.iter().any(|entry| outside(entry.audience)),
        StandardSection::Impact => !facts.impact.is_empty(),
        StandardSection::PreventiveMeasures => {
            facts.actions.iter().any(|action| outside(action.audience))
        }
        StandardSection::Summary | StandardSection::RootCause | StandardSection::Resolution => {
            false
        }
    }
}

fn help(section: StandardSection, heading: &str) -> String {
    let facts = match section {
        StandardSection::Timeline => ", or give timeline entries `audience = \"public\"`",
        StandardSection::Impact => ", or write [[impact]] windows",
        StandardSection::PreventiveMeasures => ", or give actions `audience = \"public\"`",
        StandardSection::Summary | StandardSection::RootCause | StandardSection::Resolution => "",
    };
    format!(
        "write it under `## {heading}`{facts}; house headings are mapped in [sections] of incident.toml"
    )
}
