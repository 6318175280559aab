use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::StandardSection;

rule! {
    /// Finds standard sections that stand in another than the usual order.
    ///
    /// ## Why
    ///
    /// Whoever has read one report knows where to look in the next: first what happened, then
    /// when and to whom, why, what ended it, and what will be better. Sections of your own may
    /// stand anywhere.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Resolution
    ///
    /// The queue was given more room.
    ///
    /// ## Root cause
    ///
    /// A full queue.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue.
    ///
    /// ## Background {.public}
    ///
    /// How the shop is built.
    ///
    /// ## Resolution
    ///
    /// The queue was given more room.
    /// ```
    "section-order", Format, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut before: Option<(StandardSection, &str, _)> = None;
    for (section, place) in subject.incident.report.sections.iter().zip(&subject.outline.sections) {
        let Some(standard) = section.standard else {
            continue;
        };
        let span = subject.outline.headings[place.heading].span;
        if let Some((other, heading, other_span)) = before.filter(|(other, ..)| *other > standard) {
            let message =
                format!("\"{}\" stands behind \"{heading}\", not before it", section.heading);
            findings
                .in_report(span, message)
                .related_report(other_span, format!("{} comes later", other.heading()))
                .help(format!("the usual order is {}", usual_order()));
        }
        before = Some((standard, &section.heading, span));
    }
}

fn usual_order() -> String {
    StandardSection::ALL.map(|(_, heading, _)| heading).join(", ")
}
