use crate::check::rule::rule;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};
use crate::source::without_comments;

rule! {
    /// Finds HTML in Markdown texts.
    ///
    /// ## Why
    ///
    /// Emails are plain text, and the site keeps only harmless tags: what HTML should do there is
    /// lost. Often it is no HTML at all: Markdown takes `<nil>` and `<hostname>` for tags, and
    /// readers see nothing of them. Comments are fine.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The consumer logged <nil> and stopped.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The consumer logged `<nil>` and stopped. <!-- See OPS-1187. -->
    /// ```
    "raw-html", Format, Warning, check
}

/// Longer tags are cut in messages.
const MOST_CHARACTERS: usize = 40;

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject, findings) {
        for span in &text.outline.html {
            let html = without_comments(text.slice(*span));
            let html = html.trim();
            // The opening tag stands for the pair.
            if html.starts_with("</") {
                continue;
            }
            let first_line = html.lines().next().unwrap_or_default();
            let shown: String = first_line.chars().take(MOST_CHARACTERS).collect();
            text.finding(
                findings,
                *span,
                format!("`{shown}` is HTML, which not every output shows"),
            )
            .help("write Markdown, or put the words between backticks if they are no HTML");
        }
    }
}
