use crate::check::rule::rule;
use crate::check::rules::markdown_texts::{MarkdownText, markdown_texts};
use crate::check::subject::{Findings, Subject};
use crate::source::{Definition, Span};

rule! {
    /// Finds definitions of links and footnotes that nothing refers to.
    ///
    /// ## Why
    ///
    /// Readers never see them. Either the reference was lost in an edit, or the definition has
    /// stayed behind.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue.
    ///
    /// [docs]: https://example.com/full
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue, as [its makers say][docs].
    ///
    /// [docs]: https://example.com/full
    /// ```
    "unused-definition", Format, Warning, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject) {
        let outline = &text.outline;
        for definition in &outline.link_definitions {
            if !is_mentioned(&text, definition) && !is_comment(text.slice(definition.span)) {
                let message = format!("nothing refers to the link `[{}]`", definition.label);
                text.finding(findings, definition.span, message).help("refer to it or remove it");
            }
        }
        for note in &outline.footnote_definitions {
            let is_used = outline
                .footnote_uses
                .iter()
                .any(|used| used.label.to_lowercase() == note.label.to_lowercase());
            if !is_used {
                let message = format!("nothing refers to the footnote `[^{}]`", note.label);
                text.finding(findings, first_line(&text, note.span), message)
                    .help("refer to it or remove it");
            }
        }
    }
}

/// Whether the label stands in brackets anywhere else: as a reference, or where one was meant.
fn is_mentioned(text: &MarkdownText<'_>, definition: &Definition) -> bool {
    let folded = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let bracketed = format!("[{}]", folded(&definition.label));
    let before = folded(&text.text[..definition.span.start]);
    let after = folded(&text.text[definition.span.end..]);
    before.contains(&bracketed) || after.contains(&bracketed)
}

/// Whether it is the habit of writing comments as links to nowhere: `[//]: # (to do)`.
fn is_comment(definition: &str) -> bool {
    let destination = definition.split_once("]:").map_or("", |(_, rest)| rest.trim_start());
    ["#", "<>", "<#>"].contains(&destination.split_whitespace().next().unwrap_or_default())
}

fn first_line(text: &MarkdownText<'_>, span: Span) -> Span {
    let length = text.slice(span).lines().next().map_or(0, str::len);
    Span::new(span.start, span.start + length)
}
