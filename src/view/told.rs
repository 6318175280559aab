//! What the report, the updates and the rest of the texts tell an audience.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::anchors::AnchorNames;
use super::build::{Door, text};
use super::moment::date;
use super::types::{Action, Correction, Entry, Heading, Internal, Link, Section, Update};
use super::{Time, clean, identities};
use crate::model::{self, Audience, TimelineKind};
use crate::source::{
    Outline, attachment, line_without_comments, may_have_headings, without_unshown,
};

impl Door<'_> {
    pub(super) fn sections(&self) -> Vec<Section> {
        if !self.has_report() {
            return Vec::new();
        }
        let mut anchors = AnchorNames::default();
        self.incident
            .report
            .sections
            .iter()
            .filter(|section| self.sees(section.audience))
            .map(|section| {
                let anchor = anchors.name(&section.heading);
                let markdown = markdown(&section.body);
                Section {
                    key: section.standard.map_or("", model::StandardSection::key),
                    heading: text(&section.heading),
                    anchor,
                    headings: headings(&markdown, &mut anchors),
                    markdown,
                    audience: section.audience.name(),
                }
            })
            .collect()
    }

    pub(super) fn timeline(&self) -> Vec<Entry> {
        if !self.has_report() {
            return Vec::new();
        }
        let outside = self.audience != Audience::Internal;
        self.facts
            .timeline
            .iter()
            .filter(|entry| self.sees(entry.audience))
            .map(|entry| Entry {
                at: Time::new(&entry.at, &self.facts.zone),
                markdown: {
                    let told = entry.wording.as_ref().filter(|_| outside).unwrap_or(&entry.text);
                    text(&line_without_comments(told))
                },
                kind: entry.kind.map_or("", TimelineKind::name),
                audience: entry.audience.name(),
            })
            .collect()
    }

    pub(super) fn updates(&self) -> Vec<Update> {
        let all = &self.facts.updates;
        // Of all of them, so that no audience has other names than the rest.
        let ids = identities(all.iter().map(|update| (&update.at, update.audience)));
        let mut updates: Vec<Update> = all
            .iter()
            .zip(ids)
            .enumerate()
            .filter(|(_, (update, _))| self.sees(update.audience))
            .map(|(index, (update, id))| Update {
                id,
                at: Time::new(&update.at, &self.facts.zone),
                status: update.status.name(),
                title: update.title.as_deref().map(text),
                markdown: markdown(&update.text),
                number: index + 1,
                audience: update.audience.name(),
            })
            .collect();
        tiny_sort::stable::sort_by_key(&mut updates, |update| update.at.from);
        updates
    }

    pub(super) fn actions(&self) -> Vec<Action> {
        if !self.has_report() {
            return Vec::new();
        }
        let inside = self.audience == Audience::Internal;
        let day = |day: Option<NaiveDate>| day.map(date);
        self.facts
            .actions
            .iter()
            .filter(|action| self.sees(action.audience))
            .map(|action| Action {
                id: action.id.as_deref().map(text),
                title: text(&action.title),
                kind: action.kind.map_or("", model::ActionKind::name),
                status: action.status.name(),
                due: day(action.due),
                done: day(action.done),
                due_on: action.due,
                done_on: action.done,
                link: action.link.as_deref().and_then(web_address),
                owner: action.owner.as_deref().filter(|_| inside).map(text),
                audience: action.audience.name(),
            })
            .collect()
    }

    pub(super) fn corrections(&self) -> Vec<Correction> {
        if !self.has_report() {
            return Vec::new();
        }
        let corrections = &self.facts.corrections;
        let ids = identities(corrections.iter().map(|each| (&each.at, Audience::Public)));
        corrections
            .iter()
            .zip(ids)
            .map(|(correction, id)| Correction {
                id,
                at: Time::new(&correction.at, &self.facts.zone),
                markdown: markdown(&correction.text),
            })
            .collect()
    }

    pub(super) fn links(&self) -> Vec<Link> {
        if !self.has_report() {
            return Vec::new();
        }
        self.facts
            .links
            .iter()
            .filter(|link| self.sees(link.audience))
            .map(|link| Link {
                title: text(&link.title),
                url: link.url.as_deref().and_then(web_address),
            })
            .collect()
    }

    /// Attachments that a visible text shows or links to; nobody outside gets the others.
    pub(super) fn attachments(
        &self,
        sections: &[Section],
        updates: &[Update],
        corrections: &[Correction],
        timeline: &[Entry],
    ) -> Vec<String> {
        if self.incident.attachments.is_empty() {
            return Vec::new();
        }
        let texts = sections
            .iter()
            .map(|section| &section.markdown)
            .chain(updates.iter().map(|update| &update.markdown))
            .chain(corrections.iter().map(|correction| &correction.markdown))
            .chain(timeline.iter().map(|entry| &entry.markdown));
        let all = &self.incident.attachments;
        let mentioned: BTreeSet<&str> = texts
            .flat_map(|markdown| Outline::of(markdown).references)
            .filter_map(|reference| attachment(&reference.destination, all))
            .collect();
        mentioned.into_iter().map(str::to_owned).collect()
    }

    pub(super) fn internal(&self) -> Option<Internal> {
        (self.audience == Audience::Internal).then(|| Internal {
            tags: self.facts.tags.iter().map(|tag| text(tag)).collect(),
            roles: self.facts.roles.iter().map(|(role, name)| (text(role), text(name))).collect(),
            sources: self
                .facts
                .timeline
                .iter()
                .map(|entry| entry.source.as_deref().map(text).unwrap_or_default())
                .collect(),
        })
    }
}

/// The address, where a browser would open it as a page and nothing else.
fn web_address(url: &str) -> Option<String> {
    let url = clean(url.trim());
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https").then(|| url.into_owned())
}

/// Markdown as outputs get it.
fn markdown(written: &str) -> String {
    without_unshown(&clean(written)).into_owned()
}

/// The headings of a text that can be linked to.
fn headings(markdown: &str, anchors: &mut AnchorNames) -> Vec<Heading> {
    if !may_have_headings(markdown) {
        return Vec::new();
    }
    let headings = Outline::of(markdown).headings.into_iter();
    headings
        .map(|heading| Heading { level: heading.level, anchor: anchors.name(&heading.text) })
        .collect()
}
