//! The picture of the impact windows: one bar a resource.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use minijinja::value::Value;

use super::axis::Axis;
use super::shown::{list, shown};
use super::words::status_name;
use crate::render::Strings;
use crate::view::{Time, View, Window};

/// Size of the drawing and its parts, in CSS pixels at its natural size.
const WIDTH: f64 = 760.0;
const MARGIN: f64 = 18.0;
const LETTER: f64 = 6.7;
const LONGEST_LABEL: usize = 28;
const LANE: f64 = 17.0;
/// Rows from which on they are drawn closer together.
const MANY_ROWS: usize = 40;

/// What the template draws.
#[derive(Debug)]
pub(super) struct Picture {
    title: String,
    description: String,
    width: f64,
    height: f64,
    /// Top and bottom of the plot.
    top: f64,
    bottom: f64,
    label_x: f64,
    left: f64,
    right: f64,
    row_height: f64,
    is_dense: bool,
    /// [`TickMark`]s.
    ticks: Value,
    /// [`Lane`]s.
    lanes: Value,
    /// [`Event`]s.
    events: Value,
    /// [`StatusName`]s of those that occur, for the legend.
    statuses: Value,
    has_vague: bool,
}

shown!(Picture {
    title,
    description,
    width,
    height,
    top,
    bottom,
    label_x,
    left,
    right,
    row_height,
    is_dense,
    ticks,
    lanes,
    events,
    statuses,
    has_vague,
});

#[derive(Debug)]
struct StatusName {
    name: &'static str,
    label: String,
}

shown!(StatusName { name, label });

#[derive(Debug)]
struct TickMark {
    x: f64,
    label: String,
    day: Option<String>,
}

shown!(TickMark { x, label, day });

/// One resource.
#[derive(Debug)]
struct Lane {
    label: String,
    name: String,
    text_y: f64,
    y: f64,
    /// [`Bar`]s.
    bars: Value,
}

shown!(Lane { label, name, text_y, y, bars });

#[derive(Debug)]
struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    status: &'static str,
    /// The window may have lasted here, or not.
    is_possible: bool,
    /// Its end is approximate, or it still lasts.
    end: &'static str,
    title: String,
}

shown!(Bar { x, y, width, height, status, is_possible, end, title });

/// Something that happened to the whole incident.
#[derive(Debug)]
struct Event {
    x: f64,
    label: String,
    label_x: f64,
    label_y: f64,
    anchor: &'static str,
    is_vague: bool,
}

shown!(Event { x, label, label_x, label_y, anchor, is_vague });

/// The picture of windows that are sorted by their start.
pub(super) fn picture(
    words: &Strings,
    view: &View,
    windows: &[&Window],
    has_components: bool,
    now: DateTime<FixedOffset>,
) -> Option<Picture> {
    let last = |window: &Window| match &window.end {
        Some(end) => end.to,
        None => Some(now),
    };
    let happened = [
        ("started", &view.started),
        ("detected", &view.detected),
        ("mitigated", &view.mitigated),
        ("resolved", &view.resolved),
    ];
    let from = windows.iter().filter_map(|window| window.start.from);
    let to = windows.iter().filter_map(|window| last(window));
    let marks = || happened.iter().filter_map(|(_, time)| time.as_ref());
    let first = from.chain(marks().filter_map(|time| time.from)).min()?;
    let last_of_all = to.chain(marks().filter_map(|time| time.to)).max()?;
    let axis = Axis::over(first, last_of_all, &view.clock_changes);

    // One lane a resource, in the order in which they were affected.
    let mut order: Vec<(&str, Option<&str>)> = Vec::new();
    let mut by_lane: BTreeMap<(&str, Option<&str>), Vec<&Window>> = BTreeMap::new();
    for &window in windows {
        let key = (window.component_name.as_str(), window.resource.as_deref());
        by_lane
            .entry(key)
            .or_insert_with(|| {
                order.push(key);
                Vec::new()
            })
            .push(window);
    }
    let name = |(component, resource): (&str, Option<&str>)| match resource {
        Some(resource) if has_components => format!("{component} · {resource}"),
        Some(resource) => resource.to_owned(),
        None => component.to_owned(),
    };
    let longest = order
        .iter()
        .map(|&key| name(key).chars().count())
        .max()
        .unwrap_or_default()
        .min(LONGEST_LABEL);
    let left = round(longest as f64 * LETTER + 14.0);
    let right = WIDTH - MARGIN;
    let x = |at| round(left + axis.position(at) * (right - left));

    let events = events(words, &happened, x, (left, right), axis.spans_days());
    let lanes_of_events = events.iter().map(|event| event.label_y).fold(0.0_f64, f64::max);
    let is_dense = order.len() > MANY_ROWS;
    // A tall picture has its times at the top too.
    let top = lanes_of_events + if is_dense { 28.0 } else { 8.0 };
    let row_height = if is_dense { 15.0 } else { 25.0 };
    let bar_height = if is_dense { 9.0 } else { 13.0 };
    let mut has_vague = false;
    let lanes: Vec<Lane> = order
        .iter()
        .enumerate()
        .map(|(index, key)| {
            let y = top + 4.0 + index as f64 * row_height;
            let bar_y = y + (row_height - bar_height) / 2.0;
            let whole = name(*key);
            let bars: Vec<Bar> = by_lane
                .get(key)
                .into_iter()
                .flatten()
                .flat_map(|window| bars(words, window, last(window), x, bar_y, bar_height))
                .collect();
            has_vague |= bars.iter().any(|bar| bar.is_possible || bar.end == "vague");
            Lane {
                label: shortened(&whole),
                text_y: round(y + row_height / 2.0 + 4.0),
                y,
                bars: list(bars),
                name: whole,
            }
        })
        .collect();
    let bottom = top + 8.0 + lanes.len() as f64 * row_height;
    let ticks = list(axis.ticks(&words.time).into_iter().map(|tick| TickMark {
        x: round(left + axis.place(tick.at) * (right - left)),
        label: tick.label,
        day: tick.day,
    }));
    Some(Picture {
        title: words.fill("impact.title", &[("title", &view.title)]),
        description: description(words, view, order.len(), windows.len()),
        width: WIDTH,
        height: bottom + 44.0,
        top,
        bottom,
        label_x: left - 10.0,
        left,
        right,
        row_height,
        is_dense,
        ticks,
        events: list(events),
        statuses: list(statuses(words, windows)),
        has_vague,
        lanes: list(lanes),
    })
}

/// The certain part of a window solid, around it what is only possible.
fn bars(
    words: &Strings,
    window: &Window,
    last: Option<DateTime<FixedOffset>>,
    x: impl Fn(DateTime<FixedOffset>) -> f64,
    y: f64,
    height: f64,
) -> Vec<Bar> {
    let (Some(earliest), Some(latest), Some(last)) = (window.start.from, window.start.to, last)
    else {
        return Vec::new();
    };
    let certain_end = window.end.as_ref().map_or(Some(last), |end| end.from).unwrap_or(last);
    let until = window.end.as_ref().map_or(words.word("impact.still"), |end| &end.text);
    let title = format!("{}: {} – {until}", status_name(words, window.status), window.start.text);
    let bar = |from, to, is_possible, end| Bar {
        x: x(from),
        y,
        // A short window on a long axis stays visible.
        width: round((x(to) - x(from)).max(3.0)),
        height,
        status: window.status,
        is_possible,
        end,
        title: title.clone(),
    };
    let mut bars = Vec::new();
    if earliest < latest || certain_end < last {
        bars.push(bar(earliest, last, true, ""));
    }
    if latest <= certain_end && (latest < certain_end || bars.is_empty()) {
        let end = match &window.end {
            None => "open",
            Some(end) if end.precision == "about" => "vague",
            Some(_) => "",
        };
        bars.push(bar(latest, certain_end, false, end));
    }
    bars
}

/// Labels of events share a line where they do not touch.
fn events(
    words: &Strings,
    happened: &[(&'static str, &Option<Time>)],
    x: impl Fn(DateTime<FixedOffset>) -> f64,
    (left, right): (f64, f64),
    with_day: bool,
) -> Vec<Event> {
    let mut placed: Vec<(f64, Event)> = happened
        .iter()
        .filter_map(|(word, time)| {
            // A range has no place of its own; a line at its start would say too much.
            let time = time.as_ref().filter(|time| time.precision != "between")?;
            let at = x(time.from?);
            let day = time.from.filter(|_| with_day).map(|from| from.date_naive());
            let day =
                day.map(|day| format!(" {}", words.time.day_month_short(day))).unwrap_or_default();
            let word = words.word(&format!("impact.{word}"));
            let label = match time.precision {
                "exact" | "about" if !time.clock.is_empty() => {
                    format!("{word}{day} {}", time.clock)
                }
                _ => format!("{word}{day}"),
            };
            Some((
                at,
                Event {
                    x: at,
                    label,
                    label_x: at,
                    label_y: 0.0,
                    anchor: "start",
                    is_vague: !time.is_exact(),
                },
            ))
        })
        .collect();
    tiny_sort::stable::sort_by(&mut placed, |(a, _), (b, _)| a.total_cmp(b));
    let mut ends: Vec<f64> = Vec::new();
    let mut events = Vec::new();
    for (at, mut event) in placed {
        let width = event.label.chars().count() as f64 * LETTER + 14.0;
        let (start, end) = if at + width > right + MARGIN {
            event.anchor = "end";
            event.label_x = round(at - 5.0);
            ((at - width).max(left - width), at)
        } else {
            event.label_x = round(at + 5.0);
            (at, at + width)
        };
        let lane = ends.iter().position(|taken| *taken <= start).unwrap_or_else(|| {
            ends.push(0.0);
            ends.len() - 1
        });
        if let Some(taken) = ends.get_mut(lane) {
            *taken = end;
        }
        event.label_y = 14.0 + lane as f64 * LANE;
        events.push(event);
    }
    events
}

fn statuses(words: &Strings, windows: &[&Window]) -> Vec<StatusName> {
    ["major_outage", "partial_outage", "degraded_performance", "under_maintenance"]
        .into_iter()
        .filter(|name| windows.iter().any(|window| window.status == *name))
        .map(|name| StatusName { name, label: status_name(words, name).to_owned() })
        .collect()
}

fn description(words: &Strings, view: &View, resources: usize, windows: usize) -> String {
    let windows = words.counted("impact.windows", windows);
    let resources = words.counted("impact.resources", resources);
    let mut text = words.fill("impact.order", &[("windows", &windows), ("resources", &resources)]);
    for (word, time) in [
        ("started", &view.started),
        ("detected", &view.detected),
        ("mitigated", &view.mitigated),
        ("resolved", &view.resolved),
    ] {
        if let Some(time) = time {
            let word = words.word(&format!("facts.{word}"));
            text.push_str(&format!(" {word}: {}.", time.text));
        }
    }
    text.push(' ');
    text.push_str(words.word("impact.same_data"));
    text
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_LABEL {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(LONGEST_LABEL - 1).collect();
    short.push('…');
    short
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
