use crate::check::rule::rule;
use crate::check::rules::destination::Destination;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds links and images with addresses that are neither web nor mail.
    ///
    /// ## Why
    ///
    /// An address can run a script, open a program or name a place that only the author can
    /// reach. Outputs follow `http`, `https` and `mailto`, and drop the rest.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue: see [the log](file:///var/log/queue.log).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue: ask [operations](mailto:ops@example.com) or see
    /// [what its makers say](https://example.com/full).
    /// ```
    "link-scheme", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject, findings) {
        for reference in &text.outline.references {
            let destination = reference.destination.trim();
            let found = Destination::of(destination, &subject.incident.attachments);
            let Destination::Scheme(scheme) = found else {
                continue;
            };
            let message = match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" => format!("`{destination}` is no whole address"),
                _ => format!("outputs drop addresses that begin with `{scheme}:`"),
            };
            text.finding(findings, reference.span, message).help(
                "lead to https://…, http://…, mailto:…, a #heading or a file beside the report",
            );
        }
    }
}
