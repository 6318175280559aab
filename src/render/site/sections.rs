//! The report's sections, joined by what the facts hold.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use minijinja::value::Value;

use super::impact::{Impact, impact};
use super::markup::{Place, headed_blocks, safe};
use super::shown::{list, shown};
use super::timeline::{Timeline, timeline};
use super::words::{Badge, Words};
use crate::render::Strings;
use crate::view::{self, View};

/// A section of the page.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) key: &'static str,
    pub(super) anchor: String,
    pub(super) heading: String,
    /// Empty where the facts say it all.
    pub(super) html: Value,
    pub(super) timeline: Option<Arc<Timeline>>,
    pub(super) impact: Option<Arc<Impact>>,
    /// [`Action`]s.
    pub(super) actions: Value,
}

shown!(Section { key, anchor, heading, html, timeline, impact, actions });

/// A preventive measure.
#[derive(Debug)]
pub(super) struct Action {
    title: String,
    kind: String,
    status: Badge,
    due: Option<String>,
    done: Option<String>,
    link: Option<String>,
    owner: Option<String>,
}

shown!(Action { title, kind, status, due, done, link, owner });

/// The keys of standard sections in their usual order.
const USUAL: [&str; 6] =
    ["summary", "timeline", "impact", "root-cause", "resolution", "preventive-measures"];

/// The sections with something in them, and the prose of the summary as HTML.
pub(super) fn sections(
    words: &Words,
    view: &View,
    now: DateTime<FixedOffset>,
    attachments: &[String],
) -> (Vec<Section>, Option<String>) {
    let mut summary = None;
    let mut sections: Vec<Section> = Vec::with_capacity(view.sections.len() + 3);
    for (index, section) in view.sections.iter().enumerate() {
        let prefix = format!("s{index}_");
        let place = Place { heading: 3, prefix: &prefix, attachments, base: Some(""), words };
        let html = headed_blocks(&section.markdown, &section.headings, &place);
        if section.key == "summary" && summary.is_none() {
            summary = Some(html.clone());
        }
        sections.push(Section {
            key: section.key,
            anchor: section.anchor.clone(),
            heading: section.heading.clone(),
            html: safe(html),
            timeline: None,
            impact: None,
            actions: list::<Action>([]),
        });
    }
    let place = Place { heading: 6, prefix: "t_", attachments, base: Some(""), words };
    if let Some(timeline) = timeline(view, &place) {
        of_key(words, &view.sections, &mut sections, "timeline").timeline =
            Some(Arc::new(timeline));
    }
    if let Some(impact) = impact(words, view, now) {
        of_key(words, &view.sections, &mut sections, "impact").impact = Some(Arc::new(impact));
    }
    if !view.actions.is_empty() {
        let actions = list(view.actions.iter().map(|one| action(words, one)));
        of_key(words, &view.sections, &mut sections, "preventive-measures").actions = actions;
    }
    sections.retain(|section| {
        section.timeline.is_some()
            || section.impact.is_some()
            || section.actions.is_true()
            || section.html.as_str().is_some_and(|html| !html.trim().is_empty())
    });
    (sections, summary)
}

fn action(words: &Words, action: &view::Action) -> Action {
    Action {
        title: action.title.clone(),
        kind: if action.kind.is_empty() {
            String::new()
        } else {
            words.word(&format!("actions.{}", action.kind)).to_owned()
        },
        status: words.action_badge(action.status),
        due: action.due.clone().filter(|_| action.status == "open"),
        done: action.done.clone(),
        link: action.link.clone(),
        owner: action.owner.clone(),
    }
}

/// The first section with this key, put where it usually stands if the author has none.
fn of_key<'s>(
    words: &Strings,
    written: &[view::Section],
    sections: &'s mut Vec<Section>,
    key: &'static str,
) -> &'s mut Section {
    let place = match sections.iter().position(|section| section.key == key) {
        Some(place) => place,
        None => {
            let place = usual_place(sections, rank(key));
            let section = Section {
                key,
                anchor: free_anchor(written, key),
                heading: words.word(&format!("sections.{key}")).to_owned(),
                html: safe(""),
                timeline: None,
                impact: None,
                actions: list::<Action>([]),
            };
            sections.insert(place, section);
            place
        }
    };
    &mut sections[place]
}

fn rank(key: &str) -> Option<usize> {
    USUAL.iter().position(|usual| *usual == key)
}

/// The anchor of a section that the author did not write: its key, or a name that no heading has.
fn free_anchor(written: &[view::Section], key: &str) -> String {
    let has_key = |anchor: &str| anchor == key;
    let is_taken = written.iter().any(|section| {
        has_key(&section.anchor) || section.headings.iter().any(|one| has_key(&one.anchor))
    });
    if is_taken { format!("{}_", key.replace('-', "_")) } else { key.to_owned() }
}

/// Before the first standard section that usually comes later, else after the last standard
/// one, so that closing words of the author's own stay last.
fn usual_place(sections: &[Section], wanted: Option<usize>) -> usize {
    let ranks: Vec<Option<usize>> = sections.iter().map(|section| rank(section.key)).collect();
    ranks
        .iter()
        .position(|rank| rank.is_some() && *rank > wanted)
        .or_else(|| ranks.iter().rposition(|rank| rank.is_some()).map(|last| last + 1))
        .unwrap_or(sections.len())
}

#[cfg(test)]
mod tests {
    use super::{Action, Section, list, of_key, safe};

    fn order(keys: &[&'static str], wanted: &'static str) -> Vec<&'static str> {
        let mut sections: Vec<Section> = keys
            .iter()
            .map(|key| Section {
                key,
                anchor: String::new(),
                heading: String::new(),
                html: safe(""),
                timeline: None,
                impact: None,
                actions: list::<Action>([]),
            })
            .collect();
        let words = crate::render::Templates::new(Vec::new()).unwrap().strings("en");
        of_key(&words, &[], &mut sections, wanted);
        sections.iter().map(|section| section.key).collect()
    }

    #[test]
    fn missing_sections_stand_where_they_usually_do() {
        assert_eq!(
            order(&["summary", "", "impact", ""], "timeline"),
            ["summary", "", "timeline", "impact", ""]
        );
        assert_eq!(
            order(&["summary", "resolution", ""], "preventive-measures"),
            ["summary", "resolution", "preventive-measures", ""]
        );
        assert_eq!(order(&["", ""], "timeline"), ["", "", "timeline"]);
        assert_eq!(order(&["impact"], "impact"), ["impact"]);
    }
}
