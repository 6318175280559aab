use crate::check::rule::rule;
use crate::check::rules::markdown_texts::{MarkdownText, markdown_texts};
use crate::check::subject::{Findings, Subject};
use crate::fields::closest;
use crate::source::{Definition, Span};

rule! {
    /// Finds links and footnotes whose definition is missing.
    ///
    /// ## Why
    ///
    /// Readers see `[the log][1]` and `[^1]` as they are typed, brackets and all.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue.[^1]
    /// ```
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue, as [its makers say][docs].
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue, as [its makers say][docs].[^1]
    ///
    /// [docs]: https://example.com/full
    ///
    /// [^1]: It holds a million orders.
    /// ```
    "broken-reference", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject, findings) {
        for reference in &text.outline.broken_references {
            if is_something_else(&text, reference.span) {
                continue;
            }
            let (kind, wanted) = match reference.label.strip_prefix('^') {
                Some(_) => ("footnote", "the note"),
                None => ("link", "https://…"),
            };
            let label = &reference.label;
            let help = match closest(label, labels(&text, kind).iter().map(String::as_str)) {
                Some(near) => format!("did you mean `[{near}]`?"),
                None => format!("define it in a line of its own: `[{label}]: {wanted}`"),
            };
            text.finding(
                findings,
                reference.span,
                format!("the {kind} `[{label}]` is not defined"),
            )
            .help(help);
        }
    }
}

/// The labels that are defined, as references write them.
fn labels(text: &MarkdownText<'_>, kind: &str) -> Vec<String> {
    let outline = &text.outline;
    if kind == "footnote" {
        let notes = outline.footnote_definitions.iter();
        notes.map(|Definition { label, .. }| format!("^{label}")).collect()
    } else {
        outline.link_definitions.iter().map(|definition| definition.label.clone()).collect()
    }
}

/// Whether it is code that was not marked as such: `queue[0][1]`, `[^a-z]+`.
fn is_something_else(text: &MarkdownText<'_>, span: Span) -> bool {
    let before = text.text[..span.start].chars().next_back();
    let after = text.text[span.end..].chars().next();
    let is_footnote = text.slice(span).starts_with("[^");
    if is_footnote {
        after.is_some_and(|next| matches!(next, '+' | '*' | '{' | '('))
    } else {
        before.is_some_and(|last| last.is_alphanumeric() || matches!(last, '_' | ']' | ')'))
    }
}
