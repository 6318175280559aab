use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::check::rule::rule;
use crate::check::rules::destination::Destination;
use crate::check::rules::markdown_texts::markdown_texts;
use crate::check::subject::{Findings, Other, Subject};
use crate::fields::closest;
use crate::model::StandardSection;
use crate::view::fragment;

rule! {
    /// Finds links to files, places and incidents that are not there.
    ///
    /// ## Why
    ///
    /// Outputs can lead to pages elsewhere, to the headings of the report, to the files beside it
    /// and, by `../` and its id, to another incident. A link to anything else is dropped, and
    /// readers look for what it promised.
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
    /// A full queue, [as in April](../2024-04-01-queue-is-fulll/).
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
    let anchors = LazyCell::new(|| anchors(subject));
    for text in markdown_texts(subject, findings) {
        for link in text.outline.references.iter().filter(|reference| !reference.is_image) {
            let (message, help) = match Destination::of(&link.destination, attachments) {
                Destination::Path(path) => (path_message(path), path_help(path, attachments)),
                Destination::Fragment(name) if !is_anchor(name, &anchors) => (
                    format!("no heading makes the anchor `#{name}`"),
                    match closest(name, anchors.iter().map(String::as_str)) {
                        Some(anchor) => format!("did you mean `#{anchor}`?"),
                        None => "an anchor is its heading in lower case, with hyphens".to_owned(),
                    },
                ),
                Destination::Incident(other) if subject.others.get(&other.id) == Other::Missing => {
                    (
                        format!("there is no incident `{}`", other.id),
                        "`incident list` shows the ids of those that are there".to_owned(),
                    )
                }
                _ => continue,
            };
            text.finding(findings, link.span, message).help(help);
        }
    }
}

/// The anchors of the report's headings, and of the sections that facts make without one.
fn anchors(subject: &Subject<'_>) -> HashSet<String> {
    let mut anchors = HashSet::new();
    let mut times_used: HashMap<String, usize> = HashMap::new();
    for heading in &subject.outline.headings {
        let name = fragment(&heading.text);
        let number = times_used.entry(name.clone()).or_default();
        *number += 1;
        anchors.insert(if *number == 1 { name } else { format!("{name}-{number}") });
    }
    let from_facts =
        [StandardSection::Timeline, StandardSection::Impact, StandardSection::PreventiveMeasures];
    anchors.extend(from_facts.map(|section| fragment(section.heading())));
    anchors
}

/// Whether a fragment leads somewhere; `#` alone leads to the top of the page. An encoded one
/// is left to its author.
fn is_anchor(name: &str, anchors: &HashSet<String>) -> bool {
    name.is_empty() || name.contains('%') || anchors.contains(name)
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
