//! What the facts say about the impact: a picture, and a table that says the same.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use minijinja::value::Value;

use super::markup::{Moment, zone_words};
use super::shown::{list, shown};
use super::windows::{Picture, picture};
use super::words::{Badge, Words};
use crate::view::{Time, View, Window};

/// Rows beyond which the table hides behind a summary.
const MANY_ROWS: usize = 8;

/// What the facts say about the impact.
#[derive(Debug)]
pub(super) struct Impact {
    pub(super) picture: Option<Arc<Picture>>,
    /// [`Row`]s.
    pub(super) rows: Value,
    /// "17 windows of impact", above the table.
    pub(super) count: String,
    /// Zone of all clock times in the table, where it is one.
    pub(super) zone: Option<String>,
    /// The one day of all windows, said once.
    pub(super) date: Option<String>,
    pub(super) has_resources: bool,
    pub(super) has_components: bool,
    pub(super) has_durations: bool,
    /// Whether the table hides behind a summary.
    pub(super) is_long: bool,
    /// [`Total`]s.
    pub(super) totals: Value,
}

shown!(Impact {
    picture,
    rows,
    count,
    zone,
    date,
    has_resources,
    has_components,
    has_durations,
    is_long,
    totals,
});

/// A window in the table.
#[derive(Debug)]
pub(super) struct Row {
    component: String,
    resource: String,
    status: Badge,
    start: Arc<Cell>,
    end: Option<Arc<Cell>>,
    duration: String,
}

shown!(Row { component, resource, status, start, end, duration });

#[derive(Debug)]
pub(super) struct Cell {
    text: String,
    time: Arc<Moment>,
}

shown!(Cell { text, time });

/// Time one component was affected.
#[derive(Debug)]
pub(super) struct Total {
    component: String,
    duration: String,
    windows: usize,
}

shown!(Total { component, duration, windows });

/// Picture and table; nothing where there are no windows.
pub(super) fn impact(words: &Words, view: &View, now: DateTime<FixedOffset>) -> Option<Impact> {
    if view.windows.is_empty() {
        return None;
    }
    let mut windows: Vec<&Window> = view.windows.iter().collect();
    tiny_sort::stable::sort_by_key(&mut windows, |window| {
        (window.start.from.is_none(), window.start.from, &window.component_name, &window.resource)
    });
    let times: Vec<&Time> = windows
        .iter()
        .flat_map(|window| std::iter::once(&window.start).chain(&window.end))
        .collect();
    let date = same(times.iter().map(|time| time.date.as_str()));
    let has_clocks = times.iter().all(|time| !time.clock.is_empty());
    let zone = same(times.iter().map(|time| zone_words(time).unwrap_or_default()));
    let is_short = has_clocks && date.is_some() && zone.is_some();
    let components: Vec<&str> =
        windows.iter().map(|window| window.component_name.as_str()).collect();
    let has_components = same(components.iter().copied()).is_none()
        || windows.iter().any(|window| window.resource.is_none());
    let cell = |time: &Time| {
        let text = match (is_short, has_clocks && zone.is_some()) {
            (true, _) => time.clock.clone(),
            (false, true) => format!("{}, {}", time.date, time.clock),
            (false, false) => time.text.clone(),
        };
        Arc::new(Cell { text, time: Arc::new(Moment::of(time)) })
    };
    let rows = list(windows.iter().map(|window| Row {
        component: window.component_name.clone(),
        resource: window.resource.clone().unwrap_or_default(),
        status: words.badge(window.status),
        start: cell(&window.start),
        end: window.end.as_ref().map(cell),
        duration:
            window.duration.as_ref().map_or_else(String::new, |duration| duration.text.clone()),
    }));
    Some(Impact {
        picture: picture(words, view, &windows, has_components, now).map(Arc::new),
        rows,
        count: words.counted("impact.windows", windows.len()),
        zone: zone.filter(|_| has_clocks).map(str::to_owned),
        date: date.filter(|_| is_short).map(str::to_owned),
        has_resources: windows.iter().any(|window| window.resource.is_some()),
        has_components,
        has_durations: windows.iter().any(|window| window.duration.is_some()),
        is_long: windows.len() > MANY_ROWS,
        totals: list(view.downtime.iter().map(|total| Total {
            component: total.component_name.clone(),
            duration: total.duration.text.clone(),
            windows: total.windows,
        })),
    })
}

/// The value that all have, if it is one and not empty.
fn same<'v>(mut values: impl Iterator<Item = &'v str>) -> Option<&'v str> {
    let first = values.next().filter(|value| !value.is_empty())?;
    values.all(|value| value == first).then_some(first)
}
