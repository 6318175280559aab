//! Past incidents that look like one that is to be written down.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::context::Context;
use super::workspace::Workspace;
use crate::io::IncidentFolder;
use crate::load;
use crate::model::{Audience, IncidentKind};
use crate::render::text::wrap;
use crate::source::{FileSource, IncidentSource};
use crate::view::View;

/// Bytes of a facts file that are looked at: title, components and tags are among its first
/// lines.
const HEAD: usize = 2048;
/// Incidents shown.
const MOST: usize = 3;
/// Open actions shown of each.
const MOST_ACTIONS: usize = 3;
/// The part of what is known of the new incident that one of the past has to share.
const ENOUGH: f64 = 1.0 / 3.0;
/// Letters that tell words apart: "fails", "failed" and "failure" count as one, in most
/// languages.
const LETTERS: usize = 4;
/// Columns that are used at most.
const MEASURE: usize = 90;
/// Words of every title.
const STOP_WORDS: [&str; 16] = [
    "after", "and", "are", "before", "during", "for", "from", "has", "have", "into", "not", "our",
    "the", "was", "were", "with",
];

/// What is known of an incident before it is written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought<'s> {
    pub(super) title: &'s str,
    pub(super) components: &'s [String],
    pub(super) kind: IncidentKind,
}

/// What two incidents can have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Term {
    /// The beginning of a word of the title or of a tag.
    Word(String),
    /// The id of a component.
    Component(String),
}

/// The past incidents that look most like it, the likeliest first.
pub(super) fn find(sought: &Sought<'_>, workspace: &Workspace) -> Vec<IncidentFolder> {
    let incidents = workspace.incidents();
    let past: Vec<(usize, BTreeSet<Term>)> = workspace
        .folders
        .par_iter()
        .enumerate()
        .filter_map(|(index, folder)| {
            let head = incidents.facts_head(folder, HEAD)?;
            Some((index, terms_of(&head, sought.kind, workspace)?))
        })
        .collect();
    let terms = terms([sought.title], canonical(sought.components, workspace));
    let found = likeliest(&terms, &past);
    found.into_iter().map(|index| workspace.folders[index].clone()).collect()
}

/// Shows past incidents with what is still to be done after them.
pub(super) fn show(found: &[IncidentFolder], workspace: &Workspace, context: &Context) {
    let loaded = workspace.load(found);
    for incident in loaded.iter().filter_map(|loaded| loaded.incident.as_ref()) {
        let view = View::new(incident, Audience::Internal, &workspace.config, context.now);
        context.say(&told(&view, context.width.min(MEASURE)));
    }
}

/// The terms of a past incident of a kind, as far as the beginning of its file tells them.
fn terms_of(head: &[u8], kind: IncidentKind, workspace: &Workspace) -> Option<BTreeSet<Term>> {
    let tables = head.windows(2).position(|pair| pair == b"\n[").map_or(head.len(), |end| end + 1);
    let facts = FileSource::from_bytes(String::new(), head[..tables].to_vec());
    let source = IncidentSource { facts, ..IncidentSource::default() };
    let facts = load::incident(source, &workspace.config).incident?.facts;
    let texts = facts.tags.iter().chain([&facts.title]).map(String::as_str);
    (facts.kind == kind).then(|| terms(texts, canonical(&facts.components, workspace)))
}

/// Ids of components, those that have been renamed under their new ones.
fn canonical(components: &[String], workspace: &Workspace) -> Vec<String> {
    let id =
        |id: &String| workspace.config.component(id).map_or_else(|| id.clone(), |c| c.id.clone());
    components.iter().map(id).collect()
}

fn terms<'t>(texts: impl IntoIterator<Item = &'t str>, components: Vec<String>) -> BTreeSet<Term> {
    let texts: Vec<String> = texts.into_iter().map(str::to_lowercase).collect();
    let words = texts.iter().flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric()));
    words
        .filter(|word| word.chars().nth(2).is_some() && !STOP_WORDS.contains(word))
        .map(|word| Term::Word(word.chars().take(LETTERS).collect()))
        .chain(components.into_iter().map(Term::Component))
        .collect()
}

/// The past incidents that share a word and enough of the terms, by their indices. A term weighs
/// the more, the fewer past incidents have it (inverse document frequency).
fn likeliest(sought: &BTreeSet<Term>, past: &[(usize, BTreeSet<Term>)]) -> Vec<usize> {
    let mut frequencies: HashMap<&Term, u32> = HashMap::new();
    for term in past.iter().flat_map(|(_, terms)| terms) {
        *frequencies.entry(term).or_default() += 1;
    }
    let number = u32::try_from(past.len()).map_or(f64::MAX, f64::from);
    let weight = |term: &Term| {
        let frequency = frequencies.get(term).copied().unwrap_or(1);
        (number / f64::from(frequency)).ln_1p()
    };
    let whole: f64 = sought.iter().map(weight).sum();
    let mut found: Vec<(f64, usize)> = past
        .iter()
        .filter(|(_, terms)| terms.iter().any(|t| matches!(t, Term::Word(_)) && sought.contains(t)))
        .map(|(index, terms)| (sought.intersection(terms).map(weight).sum::<f64>(), *index))
        .filter(|(shared, _)| *shared > whole * ENOUGH)
        .collect();
    // Folders are sorted by date: of two that are as likely, the later one.
    tiny_sort::stable::sort_by(&mut found, |a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    found.into_iter().take(MOST).map(|(_, index)| index).collect()
}

/// A past incident in a few lines.
fn told(view: &View, width: usize) -> String {
    let day = view.started.as_ref().map_or("", |started| started.date.as_str());
    let when = match (view.is_open, day.is_empty()) {
        (true, true) => "This is going on".to_owned(),
        (true, false) => format!("This has been going on since {day}"),
        (false, true) => "This happened before".to_owned(),
        (false, false) => format!("This happened on {day}"),
    };
    let mut lines = vec![wrap(&format!("{when}: {}", view.title), width, "", "  ")];
    let mut known = vec![view.id.clone(), view.state.to_owned()];
    known.extend(view.duration.as_ref().map(|duration| duration.text.clone()));
    lines.push(wrap(&known.join(" \u{b7} "), width, "  ", "  "));
    let open: Vec<_> = view.actions.iter().filter(|action| action.status == "open").collect();
    for action in open.iter().take(MOST_ACTIONS) {
        let due = action.due.as_ref().map(|due| format!("due {due}"));
        let notes: Vec<String> = action.owner.clone().into_iter().chain(due).collect();
        let notes =
            if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        lines.push(wrap(&format!("{}{notes}", action.title), width, "  [ ] ", "      "));
    }
    if open.len() > MOST_ACTIONS {
        lines.push(format!("      and {} more to do", open.len() - MOST_ACTIONS));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{BTreeSet, Term, likeliest, terms};

    fn past(incidents: &[(&str, &str)]) -> Vec<(usize, BTreeSet<Term>)> {
        let of = |(title, component): &(&str, &str)| terms([*title], vec![(*component).to_owned()]);
        incidents.iter().map(of).enumerate().collect()
    }

    #[test]
    fn rare_words_count_more_than_common_ones() {
        let past = past(&[
            ("Checkout fails for card payments", "checkout"),
            ("Search fails", "search"),
            ("Login fails", "login"),
            ("Card payments failed again", "checkout"),
        ]);
        let like =
            |title, component: &str| likeliest(&terms([title], vec![component.to_owned()]), &past);
        assert_eq!(like("Payment by card is failing", "checkout"), [3, 0]);
        assert_eq!(like("Search index is stale", "search"), [1]);
        assert_eq!(like("Emails are late", "checkout"), [0; 0], "a component alone is not enough");
        assert_eq!(like("Mail gateway fails to start", "mail"), [0; 0], "nor a common word");
        assert_eq!(like("", ""), [0; 0]);
    }

    #[test]
    fn words_are_told_apart_by_their_beginnings() {
        let word = |text: &str| Term::Word(text.to_owned());
        let expected = [word("paym"), word("stör"), word("ipv6")].into();
        assert_eq!(terms(["Störungen, the \"payments\" of IPv6"], Vec::new()), expected);
    }
}
