use crate::check::rule::rule;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};

rule! {
    /// Finds images without a text that can be read instead.
    ///
    /// ## Why
    ///
    /// Whoever has the page read aloud, or reads the email, gets that text and nothing else. In
    /// a report, an image is evidence: say what it shows.
    ///
    /// ## Fails
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// 2024-05-02-checkout-failed/orders.png
    /// 2024-05-02-checkout-failed/report.md
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// ![](orders.png)
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// 2024-05-02-checkout-failed/orders.png
    /// 2024-05-02-checkout-failed/report.md
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// ![Orders an hour, none from 10:00 to 10:40](orders.png)
    /// ```
    "image-alt", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    for text in markdown_texts(subject, findings) {
        for image in &text.outline.references {
            if image.is_image && image.text.trim().is_empty() {
                text.finding(findings, image.span, "the image has no text to read instead")
                    .help("say between the square brackets what it shows");
            }
        }
    }
}
