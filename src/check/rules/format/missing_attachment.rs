use crate::check::rule::rule;
use crate::check::rules::destination::Destination;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};
use crate::fields::closest;

rule! {
    /// Finds images that are not among the files of the incident.
    ///
    /// ## Why
    ///
    /// A page shows the images that lie beside the report and no others: an image on another
    /// server tells that server who reads the page, and is gone when the server is. Readers get
    /// a link in its place.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// ![Orders an hour, none from 10:00 to 10:40](orders.png)
    /// ```
    ///
    /// ```markdown report
    /// ## Impact
    ///
    /// ![Orders an hour, none from 10:00 to 10:40](https://example.com/orders.png)
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
    "missing-attachment", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let attachments = &subject.incident.attachments;
    for text in markdown_texts(subject, findings) {
        for image in text.outline.references.iter().filter(|reference| reference.is_image) {
            let destination = image.destination.trim();
            let (message, help) = match Destination::of(destination, attachments) {
                Destination::Web => (
                    "the image is on another server and will not be loaded".to_owned(),
                    "put a copy into the incident's folder and refer to that".to_owned(),
                ),
                Destination::Path("") => {
                    ("the image names no file".to_owned(), "write the file's name".to_owned())
                }
                Destination::Path(_) | Destination::Incident(_) => (
                    format!("there is no `{destination}` beside the report"),
                    match closest(destination, attachments.iter().map(String::as_str)) {
                        Some(name) => format!("did you mean `{name}`?"),
                        None => "put the image into the incident's folder".to_owned(),
                    },
                ),
                Destination::Mail | Destination::Fragment(_) => (
                    format!("`{destination}` is no image"),
                    "name a file in the incident's folder".to_owned(),
                ),
                // Another rule speaks of schemes.
                Destination::Attachment | Destination::Scheme(_) => continue,
            };
            text.finding(findings, image.span, message).help(help);
        }
    }
}
