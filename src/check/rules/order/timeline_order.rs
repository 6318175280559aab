use super::ascending::disorder;
use crate::check::rule::rule;
use crate::check::rules::times::when;
use crate::check::subject::{Findings, Subject};
use crate::model::State;

rule! {
    /// Finds timeline entries that stand behind later ones.
    ///
    /// ## Why
    ///
    /// Readers get the timeline in the order of the file, because entries without a known time
    /// keep their place in it. An entry out of order is most often a time in the wrong zone or
    /// on the wrong day. While the incident is ongoing, entries may come as they come.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:12:00
    /// text = "An alarm reports a full queue"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:02:00
    /// text = "The queue runs full"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// state = "drafting"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:02:00
    /// text = "The queue runs full"
    ///
    /// [[timeline]]
    /// at = "unknown"
    /// text = "Support gets the first call"
    ///
    /// [[timeline]]
    /// at = 2024-05-02T10:12:00
    /// text = "An alarm reports a full queue"
    /// ```
    "timeline-order", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    if facts.state == State::Ongoing {
        return;
    }
    let timeline = &facts.timeline;
    for (index, above) in disorder(timeline.iter().map(|entry| &entry.at)) {
        let (time, other) = (&timeline[index].at, &timeline[above].at);
        let message =
            format!("the entry {} stands behind the one {}", when(time, other), when(other, time));
        findings
            .at_field(subject.item("timeline", index).key("at"), message)
            .related_field(&subject.item("timeline", above).key("at"), "later, and above it")
            .help("check its date and zone, or move it up");
    }
}
