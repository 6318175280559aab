use std::collections::{BTreeSet, HashMap, HashSet};

use crate::source::{Definition, Outline, Span};

/// Which sections use which link and footnote definitions; found in one pass over the report,
/// however many there are of each.
pub(super) struct Definitions<'o> {
    outline: &'o Outline,
    /// Labels that each section puts into brackets, folded.
    labels: Vec<HashSet<String>>,
    /// Labels of the footnotes that each section refers to, folded.
    notes: Vec<HashSet<String>>,
    /// Places in the outline by folded label; labels are unique among links, not among notes.
    links_by_label: HashMap<String, usize>,
    notes_by_label: HashMap<String, Vec<usize>>,
}

impl<'o> Definitions<'o> {
    pub(super) fn new(markdown: &str, outline: &'o Outline) -> Self {
        let sections = &outline.sections;
        let labels = sections.iter().map(|section| bracketed(&markdown[section.body.range()]));
        let mut notes = vec![HashSet::new(); sections.len()];
        for used in &outline.footnote_uses {
            if let Some(section) = outline.section_at(used.span) {
                notes[section].insert(folded(&used.label));
            }
        }
        let mut notes_by_label: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, note) in outline.footnote_definitions.iter().enumerate() {
            notes_by_label.entry(folded(&note.label)).or_default().push(index);
        }
        let links = outline.link_definitions.iter().enumerate();
        Self {
            outline,
            labels: labels.collect(),
            notes,
            links_by_label: links.map(|(index, link)| (folded(&link.label), index)).collect(),
            notes_by_label,
        }
    }

    /// The footnotes in a section that nothing in it refers to.
    pub(super) fn unused_notes(&self, section: usize) -> impl Iterator<Item = &'o Definition> {
        let body = self.outline.sections[section].body;
        let notes = &self.outline.footnote_definitions;
        let first = notes.partition_point(|note| note.span.start < body.start);
        let within = notes[first..].iter().take_while(move |note| note.span.start < body.end);
        within.filter(move |note| {
            body.contains(note.span) && !self.notes[section].contains(&folded(&note.label))
        })
    }

    /// Definitions that a section uses and does not hold, links first.
    pub(super) fn used_from_elsewhere(&self, section: usize) -> Vec<&'o Definition> {
        let links = self.labels[section].iter().filter_map(|label| self.links_by_label.get(label));
        let notes = self.notes[section].iter().filter_map(|label| self.notes_by_label.get(label));
        // In the order of the report.
        let links: BTreeSet<usize> = links.copied().collect();
        let notes: BTreeSet<usize> = notes.flatten().copied().collect();
        let outline = self.outline;
        let links = links.into_iter().map(|index| &outline.link_definitions[index]);
        let notes = notes.into_iter().map(|index| &outline.footnote_definitions[index]);
        let body = outline.sections[section].body;
        links.chain(notes).filter(|definition| !holds(body, definition)).collect()
    }
}

fn holds(body: Span, definition: &Definition) -> bool {
    body.contains(definition.span)
}

/// What stands in brackets, folded: labels have no brackets in them that are not escaped
/// (CommonMark 0.31.2, section 4.7).
fn bracketed(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut start = None;
    let mut escaped = None;
    for at in memchr::memchr3_iter(b'[', b']', b'\\', text.as_bytes()) {
        match text.as_bytes()[at] {
            _ if escaped == Some(at) => {}
            b'\\' => escaped = Some(at + 1),
            b'[' => start = Some(at + 1),
            _ => found.extend(start.take().map(|start| folded(&text[start..at]))),
        }
    }
    found
}

/// A label as it is compared (CommonMark 0.31.2, section 4.7).
fn folded(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
