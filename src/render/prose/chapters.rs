use crate::view::{Heading, View};

/// Keys of the standard sections in their usual order.
const USUAL_ORDER: [&str; 6] =
    ["summary", "timeline", "impact", "root-cause", "resolution", "preventive-measures"];

/// A heading with what stands below it: prose, facts, or first prose and then facts.
pub(in crate::render) struct Chapter<'v> {
    /// Key of the standard section; empty for others.
    pub(in crate::render) key: &'static str,
    pub(in crate::render) heading: &'v str,
    /// For links to it; empty where the author did not write the heading.
    pub(in crate::render) anchor: &'v str,
    pub(in crate::render) prose: &'v str,
    /// Of the prose.
    pub(in crate::render) headings: &'v [Heading],
    pub(in crate::render) facts: Option<Facts>,
}

/// What the facts add to a section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Facts {
    Timeline,
    Windows,
    Measures,
}

/// The sections in the author's order. Facts join the section they belong to; where there is
/// none, they have one of their own in its usual place. A section with nothing in it is left out.
pub(in crate::render) fn chapters(view: &View) -> Vec<Chapter<'_>> {
    let mut chapters: Vec<Chapter<'_>> = view
        .sections
        .iter()
        .map(|section| Chapter {
            key: section.key,
            heading: &section.heading,
            anchor: &section.anchor,
            prose: section.markdown.trim(),
            headings: &section.headings,
            facts: None,
        })
        .collect();
    let facts = [
        ("timeline", "Timeline", Facts::Timeline, view.timeline.is_empty()),
        ("impact", "Impact", Facts::Windows, view.windows.is_empty()),
        ("preventive-measures", "Preventive measures", Facts::Measures, view.actions.is_empty()),
    ];
    for (key, heading, facts, is_empty) in facts {
        if is_empty {
            continue;
        }
        match chapters.iter_mut().find(|chapter| chapter.key == key) {
            Some(chapter) => chapter.facts = Some(facts),
            None => {
                let place = usual_place(&chapters, key);
                let chapter = Chapter {
                    key,
                    heading,
                    anchor: "",
                    prose: "",
                    headings: &[],
                    facts: Some(facts),
                };
                chapters.insert(place, chapter);
            }
        }
    }
    chapters.retain(|chapter| !chapter.prose.is_empty() || chapter.facts.is_some());
    chapters
}

/// Behind the last section that usually comes before it, or else before the first that usually
/// comes after it.
fn usual_place(chapters: &[Chapter<'_>], key: &str) -> usize {
    let rank = |key: &str| USUAL_ORDER.iter().position(|usual| *usual == key);
    let mine = rank(key);
    let before = chapters
        .iter()
        .rposition(|chapter| rank(chapter.key).is_some_and(|theirs| Some(theirs) < mine));
    match before {
        Some(before) => before + 1,
        None => chapters
            .iter()
            .position(|chapter| rank(chapter.key).is_some_and(|theirs| Some(theirs) > mine))
            .unwrap_or(chapters.len()),
    }
}
