use std::cell::LazyCell;

use percent_encoding::percent_decode_str;

use crate::check::anchors::Anchors;
use crate::check::others::Other;
use crate::check::rule::rule;
use crate::check::rules::destination::{Destination, linked};
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Subject};
use crate::fields::closest;
use crate::model::Audience;
use crate::source::IncidentLink;

rule! {
    /// Finds links to files, places and incidents that are not there.
    ///
    /// ## Why
    ///
    /// Outputs can lead to pages elsewhere, to the headings of the report, to the files beside it
    /// and, by `../` and its id or by its address on the site, to another incident and the headings
    /// of its report. A link to anything else is dropped or leads nowhere, and readers look for what
    /// it promised. One to a heading that its readers do not see leads nowhere and tells them of the
    /// heading. The boilerplate stands in many places, from which only a whole address leads on.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue: see [the log](queue.log).
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A full queue: see [why](#the-cause).
    ///
    /// ## Root cause
    ///
    /// A slow consumer.
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A full queue: see [why](#open-with-the-vendor).
    ///
    /// ## Open with the vendor
    ///
    /// Who pays.
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A full queue, [as in April](../2024-04-01-queue-is-fulll/).
    /// ```
    ///
    /// ```text folders
    /// 2024-04-01-queue-is-full
    /// 2024-05-02-checkout-failed
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A full queue, [as in April](../2024-04-01-queue-is-full/report.md#the-cause).
    /// ```
    ///
    /// ## Passes
    ///
    /// ```text folders
    /// 2024-05-02-checkout-failed/facts.toml
    /// 2024-05-02-checkout-failed/queue.log
    /// 2024-05-02-checkout-failed/report.md
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A full queue: see [the log](queue.log) and [why](#root-cause).
    ///
    /// ## Root cause
    ///
    /// A slow consumer, as [its makers say](https://example.com/slow).
    /// ```
    ///
    /// ```text folders
    /// 2024-04-01-queue-is-full
    /// 2024-05-02-checkout-failed
    /// ```
    ///
    /// ```markdown report
    /// ## Summary
    ///
    /// A full queue, [as in April](../2024-04-01-queue-is-full/report.md#summary).
    /// ```
    "dead-link", Format, Error, check
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let attachments = &subject.incident.attachments;
    let anchors = LazyCell::new(|| Anchors::of(subject.incident, subject.outline));
    for text in markdown_texts(subject, findings) {
        for link in text.outline.references.iter().filter(|reference| !reference.is_image) {
            let (message, help) = match Destination::of(&link.destination, attachments) {
                Destination::Path(path) => (path_message(path), path_help(path, attachments)),
                Destination::Fragment(name) => {
                    let readers = text.audience_at(subject, link.span);
                    match place_fault(&anchors, name, readers, "") {
                        Some(fault) => fault,
                        None => continue,
                    }
                }
                Destination::Incident(_) | Destination::Web => {
                    let readers = text.audience_at(subject, link.span);
                    let other = linked(&link.destination, subject);
                    match other.and_then(|other| incident_fault(subject, &other, readers)) {
                        Some(fault) => fault,
                        None => continue,
                    }
                }
                _ => continue,
            };
            text.finding(findings, link.span, message).help(help);
        }
    }
}

/// What is wrong with a link to another incident for those who read it, and what helps.
fn incident_fault(
    subject: &Subject<'_>,
    link: &IncidentLink<'_>,
    readers: Audience,
) -> Option<(String, String)> {
    // Asked for first, because who reads the anchors knows the state too.
    let has_place = !link.fragment.is_empty();
    let anchors = if has_place { subject.others.anchors(&link.id) } else { None };
    if subject.others.state(&link.id) == Other::Missing {
        return Some((
            format!("there is no incident `{}`", link.id),
            "`incident list` shows the ids of those that are there".to_owned(),
        ));
    }
    let anchors = anchors.filter(|anchors| !anchors.is_update(link.fragment, readers))?;
    if anchors.is_update(link.fragment, Audience::Internal) {
        let (name, id) = (link.fragment, &link.id);
        return Some((
            format!("not all who see this link may see what `#{name}` in {id} leads to"),
            "lead to an update that they see; the link tells them of this one".to_owned(),
        ));
    }
    place_fault(&anchors, link.fragment, readers, &format!(" in {}", link.id))
}

/// What is wrong with a fragment for those who read it, and what helps; `page` says where it leads
/// to. `#` alone leads to the top of the page. One that is escaped and no anchor is left to its
/// author.
fn place_fault(
    anchors: &Anchors,
    name: &str,
    readers: Audience,
    page: &str,
) -> Option<(String, String)> {
    let seen = anchors.for_readers(readers);
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    if name.is_empty() || seen.contains(&*decoded) {
        return None;
    }
    if anchors.all().contains(&*decoded) {
        return Some((
            format!("not all who see this link may see the heading of `#{name}`{page}"),
            "lead to a section that they see; the link tells them of the heading".to_owned(),
        ));
    }
    if name.contains('%') {
        return None;
    }
    let update = anchors.updates_for(readers).next().filter(|_| name.starts_with("update_"));
    let help = match (update, closest(name, seen.iter().map(String::as_str))) {
        (Some(update), _) => {
            format!("an update's anchor is its moment in UTC, such as `#{update}`")
        }
        (_, Some(anchor)) => format!("did you mean `#{anchor}`?"),
        _ => "an anchor is its heading in lower case, with hyphens for spaces".to_owned(),
    };
    Some((format!("no heading{page} makes the anchor `#{name}`"), help))
}

fn path_message(path: &str) -> String {
    if path.is_empty() {
        "the link leads nowhere".to_owned()
    } else {
        format!("the link leads to `{path}`, which is no file beside the report")
    }
}

fn path_help(path: &str, attachments: &[String]) -> String {
    if path.starts_with("www.") {
        return format!("write it in full: https://{path}");
    }
    match closest(path, attachments.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None if path.starts_with("../") => {
            "write ../ID/ for another incident, or the address in full".to_owned()
        }
        None => "put the file into the incident's folder, or write the address in full".to_owned(),
    }
}
