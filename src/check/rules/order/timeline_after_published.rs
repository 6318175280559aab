use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds timeline entries later than the report that tells of them.
    ///
    /// ## Why
    ///
    /// A report cannot tell what happened after it came out. What was added since is a
    /// `[[correction]]`, and once there is one as late as the entry, the rule is content.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// published = 2024-05-06
    ///
    /// [[timeline]]
    /// at = 2024-06-02T10:12:00
    /// text = "An alarm reports a full queue"
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// published = 2024-05-06
    ///
    /// [[timeline]]
    /// at = 2024-05-08
    /// text = "The makers of the queue confirm the fault"
    ///
    /// [[correction]]
    /// at = 2024-05-08
    /// text = "The makers of the queue have confirmed the fault."
    /// ```
    "timeline-after-published", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(published) = &facts.published else {
        return;
    };
    for (index, entry) in facts.timeline.iter().enumerate() {
        let is_corrected =
            facts.corrections.iter().any(|correction| !surely_before(&correction.at, &entry.at));
        if is_corrected || !surely_before(published, &entry.at) {
            continue;
        }
        let message = format!(
            "the entry {} is later than the report, published {}",
            when(&entry.at, published),
            when(published, &entry.at)
        );
        findings
            .at_field(subject.item("timeline", index).key("at"), message)
            .related_field(&FieldPath::from("published"), "published here")
            .help("check its date and zone; what was added since needs a [[correction]]");
    }
}
