use std::collections::BTreeSet;

use super::moment::{name, zone};
use crate::view::{Entry, Time, View};

/// What happened, by day.
pub(in crate::render) struct Timeline<'v> {
    /// What has to be said first; empty where all is plain.
    pub(in crate::render) note: &'static str,
    pub(in crate::render) days: Vec<Day<'v>>,
    /// Whether there is any time in it. If not, there is one day, without heading and labels.
    pub(in crate::render) is_timed: bool,
}

/// What happened on one day, or in one range of days.
pub(in crate::render) struct Day<'v> {
    /// The day and the zone of its clocks; empty where the day is not known.
    pub(in crate::render) heading: String,
    /// Time of day, entry, and where the entry comes from. The time may be empty.
    pub(in crate::render) entries: Vec<(String, &'v Entry, &'v str)>,
}

/// The timeline for readers: each day under a heading that names the zone of its times.
pub(in crate::render) fn timeline(view: &View) -> Timeline<'_> {
    let sources = view.internal.as_ref().map(|internal| &internal.sources);
    let entries = view.timeline.iter().enumerate().map(|(index, entry)| {
        let source = sources.and_then(|sources| sources.get(index));
        (entry, source.map_or("", String::as_str))
    });
    let is_known = |entry: &Entry| entry.at.precision != "unknown";
    let is_timed = view.timeline.iter().any(is_known);
    let has_gaps = !view.timeline.iter().all(is_known);
    let note = match (is_timed, view.timeline.len()) {
        (true, _) if has_gaps => {
            "Entries without a time of their own happened in this order; when exactly is not known."
        }
        (true, _) | (false, 0) => "",
        (false, 1) => "When this happened is not known.",
        (false, _) => "This is the order of events; their times are not known.",
    };
    let mut days: Vec<Vec<(&Entry, &str)>> = Vec::new();
    let mut date = None;
    for (entry, source) in entries {
        let continues = date == Some(entry.at.date.as_str()) || !is_known(entry);
        match days.last_mut().filter(|_| continues) {
            Some(day) => day.push((entry, source)),
            None => {
                date = Some(entry.at.date.as_str());
                days.push(vec![(entry, source)]);
            }
        }
    }
    let mut told = None;
    let days = days.into_iter().map(|entries| day(entries, is_timed, &mut told)).collect();
    Timeline { note, days, is_timed }
}

/// `told` is the zone that the last heading has named: the offset stands with its first mention.
fn day<'v>(
    entries: Vec<(&'v Entry, &'v str)>,
    label_unknown: bool,
    told: &mut Option<&'v str>,
) -> Day<'v> {
    let zones: BTreeSet<&str> = entries.iter().filter_map(|(entry, _)| zone(&entry.at)).collect();
    let one_zone = zones.first().copied().filter(|_| zones.len() == 1);
    let date = entries.first().map_or("", |(entry, _)| &entry.at.date);
    let heading = match one_zone {
        Some(zone) if *told == Some(zone) => format!("{date}, {}", name(zone)),
        Some(zone) => format!("{date}, {zone}"),
        None => date.to_owned(),
    };
    *told = one_zone.or(*told);
    let has_clocks = entries.iter().any(|(entry, _)| !clock(&entry.at, one_zone).is_empty());
    let has_gaps =
        label_unknown && entries.iter().any(|(entry, _)| entry.at.precision == "unknown");
    let label = |index: usize, time: &Time| match (clock(time, one_zone), time.precision) {
        (_, "unknown") if !label_unknown => String::new(),
        (_, "unknown") if index == 0 => "first".to_owned(),
        (_, "unknown") => "then".to_owned(),
        (clock, "day") if clock.is_empty() && (has_clocks || has_gaps) => "that day".to_owned(),
        (clock, _) if clock.is_empty() && (has_clocks || has_gaps) => "some time".to_owned(),
        (clock, _) => clock,
    };
    Day {
        heading,
        entries: entries
            .into_iter()
            .enumerate()
            .map(|(index, (entry, source))| (label(index, &entry.at), entry, source))
            .collect(),
    }
}

/// The time of day; with its zone, where the heading does not name that.
fn clock(time: &Time, told: Option<&str>) -> String {
    match zone(time) {
        Some(zone) if told == Some(zone) => time.clock.clone(),
        Some(zone) => format!("{} {zone}", time.clock),
        None if time.precision == "unknown" || time.clock.is_empty() => String::new(),
        None => time.text.clone(),
    }
}
