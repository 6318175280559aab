use std::collections::HashSet;

use crate::model::{Audience, Incident, StandardSection};
use crate::source::Outline;
use crate::view;

/// The places on an incident's page that links can lead to, as each audience sees them once the
/// report is published.
#[derive(Debug)]
pub struct Anchors {
    /// Of headings, from the widest circle on.
    seen: [HashSet<String>; Audience::ALL.len()],
    /// The anchor of each update, which is a place on the site alone, and who may see it.
    updates: Vec<(String, Audience)>,
}

impl Anchors {
    /// Those of the report's headings, and of the sections that facts make without one.
    #[must_use]
    pub fn of(incident: &Incident, outline: &Outline) -> Self {
        Self {
            seen: Audience::ALL.map(|(_, readers)| seen_by(readers, incident, outline)),
            updates: updates(incident),
        }
    }

    pub(super) fn for_readers(&self, readers: Audience) -> &HashSet<String> {
        &self.seen[readers as usize]
    }

    /// Whether it is the place of an update that readers see, `update_20180618T101300Z`, or of all,
    /// `updates_`.
    pub(super) fn is_update(&self, name: &str, readers: Audience) -> bool {
        self.updates_for(readers).any(|update| name == update || name == "updates_")
    }

    /// The places of updates that readers see.
    pub(super) fn updates_for(&self, readers: Audience) -> impl Iterator<Item = &str> {
        let seen =
            self.updates.iter().filter(move |(_, audience)| audience.may_be_shown_to(readers));
        seen.map(|(anchor, _)| anchor.as_str())
    }

    /// Those that insiders see: all that there are.
    pub(super) const fn all(&self) -> &HashSet<String> {
        let [.., all] = &self.seen;
        all
    }
}

fn updates(incident: &Incident) -> Vec<(String, Audience)> {
    let updates = &incident.facts.updates;
    let ids = view::identities(updates.iter().map(|update| (&update.at, update.audience)));
    let anchors = ids.iter().map(|id| format!("update_{id}"));
    anchors.zip(updates.iter().map(|update| update.audience)).collect()
}

/// The anchors on a page for an audience: headings that it does not see take no name there.
fn seen_by(readers: Audience, incident: &Incident, outline: &Outline) -> HashSet<String> {
    let sections = &incident.report.sections;
    let mut names = view::AnchorNames::default();
    let mut anchors = HashSet::new();
    for (index, heading) in outline.headings.iter().enumerate() {
        let opened = outline.sections.partition_point(|section| section.heading <= index);
        // A heading before the first section is shown to nobody.
        let section = opened.checked_sub(1).and_then(|number| sections.get(number));
        if section.is_some_and(|section| section.audience.may_be_shown_to(readers)) {
            anchors.insert(names.name(&heading.text));
        }
    }
    let facts = &incident.facts;
    let sees = |audience: Audience| audience.may_be_shown_to(readers);
    let from_facts = [
        (StandardSection::Timeline, facts.timeline.iter().any(|entry| sees(entry.audience))),
        (StandardSection::Impact, !facts.impact.is_empty()),
        (StandardSection::PreventiveMeasures, facts.actions.iter().any(|one| sees(one.audience))),
    ];
    let is_written = |key| {
        sections.iter().any(|section| section.standard == Some(key) && sees(section.audience))
    };
    let made = from_facts.into_iter().filter(|(key, has_facts)| *has_facts && !is_written(*key));
    anchors.extend(made.map(|(section, _)| section.key().to_owned()));
    anchors
}
