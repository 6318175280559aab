use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::check::rule::rule;
use crate::check::subject::{Findings, Subject};
use crate::model::{Audience, Section, StandardSection};

rule! {
    /// Finds sections that a report has twice.
    ///
    /// ## Why
    ///
    /// Two sections of one name are usually what a merge left behind, and readers cannot tell
    /// which one holds. Two headings that `incident.toml` maps to one standard section are the
    /// same section, too. A public section and an internal one of the same name are not: they
    /// have different readers.
    ///
    /// ## Fails
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue.
    ///
    /// ## Root Cause
    ///
    /// A slow consumer.
    /// ```
    ///
    /// ## Passes
    ///
    /// ```markdown report
    /// ## Root cause
    ///
    /// A full queue.
    ///
    /// ## Root cause {.internal}
    ///
    /// The consumer of OPS-1187.
    /// ```
    "duplicate-section", Format, Error, check
}

/// What makes two sections one.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    Standard(StandardSection, Audience),
    Own(String, Audience),
}

fn check(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for (section, place) in subject.incident.report.sections.iter().zip(&subject.outline.sections) {
        let span = subject.outline.headings[place.heading].span;
        let (first, other) = match seen.entry(name(section)) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert((span, &section.heading));
                continue;
            }
        };
        let message = match section.standard {
            Some(standard) if other.to_lowercase() != section.heading.to_lowercase() => format!(
                "\"{other}\" and \"{}\" both stand for the section {}",
                section.heading,
                standard.heading()
            ),
            _ => format!("the report has two sections \"{}\"", section.heading),
        };
        findings
            .in_report(span, message)
            .label("again")
            .related_report(first, "the first one")
            .help("join the two, or name them apart");
    }
}

fn name(section: &Section) -> Name {
    match section.standard {
        Some(standard) => Name::Standard(standard, section.audience),
        None => Name::Own(section.heading.to_lowercase(), section.audience),
    }
}
