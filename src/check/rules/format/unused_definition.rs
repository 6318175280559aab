use std::collections::{HashMap, HashSet};

use crate::check::rule::rule;
use crate::check::rules::markdown_texts::{MarkdownText, markdown_texts};
use crate::check::subject::{Findings, Subject};
use crate::source::Span;

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
    for text in markdown_texts(subject, findings) {
        let outline = &text.outline;
        let definitions = &outline.link_definitions;
        let times = if definitions.is_empty() { HashMap::new() } else { bracketed(&text.text) };
        for definition in definitions {
            // The one time is the definition's own.
            let is_alone = times.get(&folded(&definition.label)) == Some(&1);
            if is_alone && !is_comment(text.slice(definition.span)) {
                let message = format!("nothing refers to the link `[{}]`", definition.label);
                text.finding(findings, definition.span, message).help("refer to it or remove it");
            }
        }
        let used: HashSet<String> =
            outline.footnote_uses.iter().map(|used| folded(&used.label)).collect();
        for note in &outline.footnote_definitions {
            if !used.contains(&folded(&note.label)) {
                let message = format!("nothing refers to the footnote `[^{}]`", note.label);
                text.finding(findings, first_line(&text, note.span), message)
                    .help("refer to it or remove it");
            }
        }
    }
}

/// How often each text stands in square brackets.
fn bracketed(text: &str) -> HashMap<String, usize> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for part in text.split('[').skip(1) {
        if let Some((label, _)) = part.split_once(']') {
            *times.entry(folded(label)).or_default() += 1;
        }
    }
    times
}

/// A label as it is compared (CommonMark 0.31.2, section 4.7).
fn folded(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
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
