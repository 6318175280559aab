use crate::check::rule::rule;
use crate::check::rules::times::{surely_before, when};
use crate::check::subject::{Findings, Subject};
use crate::source::FieldPath;

rule! {
    /// Finds corrections from before the report came out.
    ///
    /// ## Why
    ///
    /// A correction tells readers of an earlier version what has changed. Before publication
    /// there were no readers, and the report itself is the place for the change.
    ///
    /// ## Fails
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// published = 2024-05-06
    ///
    /// [[correction]]
    /// at = 2024-05-03
    /// text = "It was forty minutes, not thirty."
    /// ```
    ///
    /// ## Passes
    ///
    /// ```toml facts
    /// title = "Checkout failed"
    /// published = 2024-05-06
    ///
    /// [[correction]]
    /// at = 2024-05-06T15:00:00
    /// text = "It was forty minutes, not thirty."
    /// ```
    "correction-too-early", Order, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let facts = &subject.incident.facts;
    let Some(published) = &facts.published else {
        return;
    };
    for (index, correction) in facts.corrections.iter().enumerate() {
        let at = &correction.at;
        if surely_before(at, published) {
            let message = format!(
                "corrected {}, before the report was published {}",
                when(at, published),
                when(published, at)
            );
            findings
                .at_field(subject.item("correction", index).key("at"), message)
                .related_field(&FieldPath::from("published"), "published here")
                .help("check both dates, or change the report and remove the correction");
        }
    }
}
