use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds headings of a level that the report has no place for.
    ///
    /// ## Why
    ///
    /// Screen readers and tables of contents show headings as a tree. The title of the page is
    /// its root and comes from `facts.toml`; sections are `##`, their parts `###`. A second root
    /// or a level that was left out breaks the tree.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// #### The queue
    ///
    /// It was full.
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// Nobody could pay.
    ///
    /// # Root cause
    ///
    /// A full queue.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// ### The queue
    ///
    /// It was full.
    /// ```
    "heading-level", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut above = None;
    for heading in &subject.outline.headings {
        let deepest = above.map_or(2, |(level, _)| level + 1);
        if heading.level == 1 {
            findings
                .in_report(
                    heading.span,
                    "a report has no heading of level 1: its title is in facts.toml",
                )
                .help("write `##` for a section, or remove the title");
        } else if heading.level > deepest {
            let message = match above {
                Some((level, _)) => {
                    format!("a heading of level {} follows one of level {level}", heading.level)
                }
                None => format!("the first heading is of level {}, not 2", heading.level),
            };
            let entry = findings.in_report(heading.span, message).help(format!(
                "write it with {deepest} number signs: `{}`",
                "#".repeat(deepest.into())
            ));
            if let Some((_, span)) = above {
                entry.related_report(span, "the heading above it");
            }
        }
        above = Some((heading.level, heading.span));
    }
}
