use crate::check::rule::rule;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds links whose text does not say where they lead.
    ///
    /// ## Why
    ///
    /// Whoever has a page read aloud often jumps from link to link and hears nothing but their
    /// texts (WCAG 2.2, success criterion 2.4.4); in an email links are numbered notes. "Here" is
    /// the same for each of them. The words are English ones.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// What the vendor says is [here](https://example.com/announcement).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// The vendor has [announced it](https://example.com/announcement).
    /// ```
    "link-text", Format, Warning, check
}

/// Texts that say nothing, in lower case.
const EMPTY: [&str; 14] = [
    "click here",
    "details here",
    "here",
    "info",
    "link",
    "more",
    "more here",
    "read here",
    "read more",
    "see here",
    "the link",
    "this",
    "this link",
    "this page",
];

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject, findings) {
        for link in text.outline.references.iter().filter(|reference| !reference.is_image) {
            let said = link.text.trim().trim_end_matches(['.', '!', ':', '…', '»', '>']).trim_end();
            if EMPTY.contains(&said.to_lowercase().as_str()) {
                let message = format!("the link's text, \"{said}\", does not say where it leads");
                text.finding(findings, link.span, message)
                    .help("name what is there: the words of the sentence that tell it");
            }
        }
    }
}
