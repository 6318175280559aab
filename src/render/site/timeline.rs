//! What happened when, by day.

use std::sync::Arc;

use minijinja::value::Value;

use super::markup::{Moment, Place, line, zone_words};
use super::shown::{list, shown};
use crate::render::Strings;
use crate::view::{Entry, Time, View};

/// The timeline of an incident.
#[derive(Debug)]
pub(super) struct Timeline {
    /// Zone of all its times, where it is one.
    pub(super) zone: Option<String>,
    /// [`Day`]s.
    pub(super) days: Value,
}

shown!(Timeline { zone, days });

/// Entries that share a day, or a range of days.
#[derive(Debug)]
pub(super) struct Day {
    /// Empty for entries whose day is unknown.
    pub(super) label: String,
    /// [`Line`]s.
    pub(super) entries: Value,
}

shown!(Day { label, entries });

/// Something that happened.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) time: Arc<Moment>,
    /// What stands on the rail: "20:10", "about 20:10", "time unknown".
    pub(super) clock: String,
    /// Zone words, where the timeline has several zones.
    pub(super) zone: Option<String>,
    pub(super) html: Value,
    pub(super) kind: &'static str,
    pub(super) kind_label: String,
    /// Only in an internal view.
    pub(super) source: Option<String>,
}

shown!(Line { time, clock, zone, html, kind, kind_label, source });

/// The timeline of a view; nothing where it has none.
pub(super) fn timeline(view: &View, place: &Place<'_>) -> Option<Timeline> {
    if view.timeline.is_empty() {
        return None;
    }
    let mut zones: Vec<&str> =
        view.timeline.iter().filter_map(|entry| zone_words(&entry.at)).collect();
    zones.dedup();
    let is_one_zone = zones.len() < 2;
    let sources = view.internal.as_ref().map(|internal| &internal.sources);
    let mut days: Vec<(&str, Vec<Line>)> = Vec::new();
    for (index, entry) in view.timeline.iter().enumerate() {
        let source = sources
            .and_then(|sources| sources.get(index))
            .filter(|source| !source.is_empty())
            .cloned();
        let line = self::entry(entry, !is_one_zone, source, place);
        // What has no day of its own happened between its neighbours.
        match days.last_mut() {
            Some((day, entries)) if entry.at.date.is_empty() || *day == entry.at.date => {
                entries.push(line);
            }
            _ => days.push((&entry.at.date, vec![line])),
        }
    }
    let day = |(label, entries): (&str, _)| Day { label: label.to_owned(), entries: list(entries) };
    Some(Timeline {
        zone: zones.first().filter(|_| is_one_zone).map(|&zone| zone.to_owned()),
        days: list(days.into_iter().map(day)),
    })
}

fn entry(entry: &Entry, with_zone: bool, source: Option<String>, place: &Place<'_>) -> Line {
    Line {
        time: Arc::new(Moment { is_vague: !entry.at.is_exact(), ..Moment::of(&entry.at) }),
        clock: clock(place.words, &entry.at),
        zone: zone_words(&entry.at).filter(|_| with_zone).map(str::to_owned),
        html: line(&entry.markdown, place),
        kind: entry.kind,
        kind_label: kind_label(place.words, entry.kind),
        source,
    }
}

fn kind_label(words: &Strings, kind: &str) -> String {
    if kind.is_empty() { String::new() } else { words.word(&format!("timeline.{kind}")).to_owned() }
}

/// The time without the day, which the heading says.
fn clock(words: &Strings, at: &Time) -> String {
    match (at.clock.is_empty(), at.precision) {
        (false, _) => at.clock.clone(),
        (true, "day") => words.word("timeline.that_day").to_owned(),
        (true, "about") => words.word("timeline.around_day").to_owned(),
        (true, _) => words.word("timeline.these_days").to_owned(),
    }
}
