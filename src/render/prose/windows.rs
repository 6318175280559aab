use std::collections::BTreeSet;

use super::moment::{Told, known, on, zone};
use super::words::capitalised;
use crate::view::{Downtime, Time, View, Window};

/// The windows of impact for readers.
pub(in crate::render) enum Windows {
    /// There is one; a sentence tells it.
    Sentence(String),
    /// There are several.
    Table {
        /// What holds for all of them: the day, the zone, what was affected. Empty or a sentence.
        caption: String,
        header: Vec<String>,
        rows: Vec<Vec<String>>,
        /// What they add up to, a sentence for each component that has several.
        totals: Vec<String>,
    },
}

/// The windows of impact; the view must have some.
pub(in crate::render) fn windows(view: &View) -> Windows {
    match view.windows.as_slice() {
        [only] => Windows::Sentence(sentence(view, only)),
        several => table(view, several),
    }
}

fn sentence(view: &View, window: &Window) -> String {
    let name = match &window.resource {
        Some(resource) => format!("{} ({resource})", window.component_name),
        None => window.component_name.clone(),
    };
    let state = match (window.status, window.end.is_none() && view.is_open) {
        ("under_maintenance", false) => "was under maintenance",
        ("under_maintenance", true) => "is under maintenance",
        ("degraded_performance", false) => "had degraded performance",
        ("degraded_performance", true) => "has had degraded performance",
        ("partial_outage", false) => "had a partial outage",
        ("partial_outage", true) => "has had a partial outage",
        (_, false) => "had a major outage",
        (_, true) => "has had a major outage",
    };
    let (start, end) = (known(Some(&window.start)), known(window.end.as_ref()));
    let when = match (start, end) {
        (Some(start), Some(end)) => Told::default()
            .span(start, end)
            .unwrap_or_else(|| format!("that began {} and ended {}", on(start), on(end))),
        (Some(start), None) => format!("that began {}", on(start)),
        (None, Some(end)) => format!("that ended {}", on(end)),
        (None, None) => String::new(),
    };
    let length = match &window.duration {
        Some(duration) if when.starts_with("that") => format!("; it lasted {}", duration.text),
        Some(duration) => format!(", for {}", duration.text),
        None => String::new(),
    };
    let when = if when.is_empty() { when } else { format!(" {when}") };
    format!("{}{when}{length}.", capitalised(&format!("{name} {state}")))
}

/// "major outage".
fn state(window: &Window) -> String {
    window.status.replace('_', " ")
}

/// What the times of all windows have in common.
struct Common<'w> {
    date: Option<&'w str>,
    zone: Option<&'w str>,
}

fn table(view: &View, windows: &[Window]) -> Windows {
    let several = |values: BTreeSet<&str>| values.len() > 1;
    let components: BTreeSet<&str> =
        windows.iter().map(|window| window.component_name.as_str()).collect();
    let has_resources = windows.iter().any(|window| window.resource.is_some());
    let has_components = several(components) || !has_resources;
    let has_states = several(windows.iter().map(|window| window.status).collect());
    let common = common(windows);

    let columns: [(&str, bool); 6] = [
        ("Component", has_components),
        ("Resource", has_resources),
        ("State", has_states),
        ("Start", true),
        ("End", true),
        ("Duration", windows.iter().any(|window| window.duration.is_some())),
    ];
    let shown = |cells: [String; 6]| -> Vec<String> {
        let cells = cells.into_iter().zip(columns);
        cells.filter(|(_, (_, shown))| *shown).map(|(cell, _)| cell).collect()
    };
    let rows = windows.iter().map(|window| {
        shown([
            window.component_name.clone(),
            window.resource.clone().unwrap_or_default(),
            state(window),
            cell(&window.start, &common),
            match &window.end {
                Some(end) => cell(end, &common),
                None if view.is_open => "not over".to_owned(),
                None => "not known".to_owned(),
            },
            window.duration.as_ref().map(|length| length.text.clone()).unwrap_or_default(),
        ])
    });
    Windows::Table {
        rows: rows.collect(),
        header: shown(columns.map(|(name, _)| name.to_owned())),
        caption: caption(windows, &common, has_components, has_states),
        totals: totals(view),
    }
}

fn times(windows: &[Window]) -> impl Iterator<Item = &Time> {
    windows
        .iter()
        .flat_map(|window| std::iter::once(&window.start).chain(&window.end))
        .filter(|time| time.precision != "unknown")
}

fn common(windows: &[Window]) -> Common<'_> {
    let zones: BTreeSet<Option<&str>> =
        times(windows).filter(|time| !time.clock.is_empty()).map(zone).collect();
    let dates: BTreeSet<&str> = times(windows).map(|time| time.date.as_str()).collect();
    let zone = zones.first().copied().flatten().filter(|_| zones.len() == 1);
    let all_have_clocks = times(windows).all(|time| !time.clock.is_empty());
    let date = dates.first().copied().filter(|_| dates.len() == 1);
    Common { date: date.filter(|_| zone.is_some() && all_have_clocks), zone }
}

/// A time without what the caption says for all.
fn cell(time: &Time, common: &Common<'_>) -> String {
    match (time.precision, common.date, common.zone) {
        ("unknown", ..) => "not known".to_owned(),
        (_, Some(_), _) => time.clock.clone(),
        (_, None, Some(told)) if zone(time) == Some(told) => {
            format!("{}, {}", time.date, time.clock)
        }
        _ => time.text.clone(),
    }
}

fn caption(
    windows: &[Window],
    common: &Common<'_>,
    has_components: bool,
    has_states: bool,
) -> String {
    let mut parts = Vec::new();
    if let Some(window) = windows.first() {
        if !has_components {
            parts.push(window.component_name.clone());
        }
        if !has_states {
            parts.push(state(window));
        }
    }
    parts.extend(common.date.map(str::to_owned));
    parts.extend(common.zone.map(|zone| format!("all times {zone}")));
    if parts.is_empty() { String::new() } else { format!("{}:", capitalised(&parts.join(", "))) }
}

/// Whether the windows of a component come to more than the time it was affected.
fn overlaps(view: &View, total: &Downtime) -> bool {
    let windows = view.windows.iter().filter(|window| window.component == total.component);
    let lengths = windows.filter_map(|window| window.duration.as_ref());
    lengths.map(|length| length.seconds).sum::<i64>() > total.duration.seconds
}

/// Nothing about a component of which some time is known to the day only: what its windows
/// certainly cover would pass for what they add up to.
fn totals(view: &View) -> Vec<String> {
    let is_point =
        |time: &Time| matches!(time.precision, "exact" | "about") && !time.clock.is_empty();
    let is_sharp = |window: &Window| {
        is_point(&window.start) && window.end.as_ref().map_or(view.is_open, is_point)
    };
    let vague: BTreeSet<&str> = view
        .windows
        .iter()
        .filter(|window| !is_sharp(window))
        .map(|window| window.component.as_str())
        .collect();
    view.downtime
        .iter()
        .filter(|total| total.windows > 1 && !vague.contains(total.component.as_str()))
        .map(|total| {
            let overlap = if overlaps(view, total) { "; some of these times overlap" } else { "" };
            format!(
                "Altogether, {} was affected for {}{overlap}.",
                total.component_name, total.duration.text
            )
        })
        .collect()
}
