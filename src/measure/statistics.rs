use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};

use super::downtime::Month;
use super::{ImpactWindow, Lost, Median, Span, Took, downtime, spans_by_component};
use crate::config::{Config, UptimeWeights};
use crate::view::{View, Zone};

/// What statistics need of an incident.
#[derive(Clone, Debug)]
pub struct Case<'c> {
    /// Whether it is announced work; then only its downtime counts.
    pub is_maintenance: bool,
    /// The day it is listed on.
    pub day: Option<NaiveDate>,
    /// Id of its severity.
    pub severity: Option<&'c str>,
    /// Ids of its components.
    pub components: Vec<&'c str>,
    /// How long it took.
    pub took: Took,
    /// Its windows of impact.
    pub windows: &'c [ImpactWindow],
}

/// The day an incident is listed on: that of its start, or the best there is.
#[must_use]
pub fn day(view: &View) -> Option<NaiveDate> {
    let first = view.updates.first().map(|update| &update.at);
    [view.started.as_ref(), view.scheduled_start.as_ref(), first]
        .into_iter()
        .flatten()
        .find_map(|time| time.day.parse().ok())
        .or_else(|| view.id.get(..10)?.parse().ok())
}

impl<'c> Case<'c> {
    /// What a view says; its windows are given.
    #[must_use]
    pub fn of(view: &'c View, windows: &'c [ImpactWindow]) -> Self {
        Self {
            is_maintenance: view.kind == "maintenance",
            day: day(view),
            severity: view.severity.as_ref().map(|severity| severity.id.as_str()),
            components: view.components.iter().map(|component| component.id.as_str()).collect(),
            took: Took::of(view),
            windows,
        }
    }
}

/// Incidents that have something in common, in numbers.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// How many there are.
    pub incidents: usize,
    /// Weighed downtime of what they have in common.
    pub lost: Lost,
    /// Whether it may have been more: some window is known roughly only.
    pub may_be_longer: bool,
    /// Whether it still grows: some window lasts.
    pub goes_on: bool,
    took: Vec<Took>,
}

/// All incidents in numbers.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// All of them together; downtime is that of every component, added up.
    pub all: Group,
    /// Times that work was announced.
    pub maintenance: usize,
    /// By id, worst first, those without one last; only those that incidents have.
    pub severities: Vec<(Option<String>, Group)>,
    /// By id, the most downtime first; only those that incidents have.
    pub components: Vec<(String, Group)>,
    /// By the month's first day, those with an incident or downtime.
    pub months: BTreeMap<NaiveDate, Group>,
}

impl Group {
    /// The median of one of the lengths of time.
    #[must_use]
    pub fn median(&self, pick: fn(Took) -> Option<i64>) -> Median {
        Median::of(self.took.iter().filter_map(|took| pick(*took)).collect())
    }

    fn add(&mut self, case: &Case<'_>) {
        self.incidents += 1;
        self.took.push(case.took);
    }

    /// Notes that what a window took is not settled.
    fn mark(&mut self, window: &ImpactWindow) {
        self.may_be_longer |= window.is_vague;
        self.goes_on |= window.to.is_none();
    }

    fn lose(&mut self, lost: Lost) {
        self.lost = [self.lost, lost].into_iter().sum();
    }
}

impl Statistics {
    /// Counts incidents up to `now`; months begin on the clocks of the workspace's zone.
    /// Severities and components that the configuration does not know are left out of their lists.
    #[must_use]
    pub fn of(cases: &[Case<'_>], config: &Config, now: DateTime<FixedOffset>) -> Self {
        let windows = cases.iter().flat_map(|case| case.windows);
        let spans = spans_by_component(windows, now.timestamp());
        let incidents: Vec<&Case<'_>> = cases.iter().filter(|case| !case.is_maintenance).collect();
        let weights = config.site.uptime;
        let zone = Zone::named_or_utc(&config.timezone);
        let mut all = Group::default();
        for case in &incidents {
            all.add(case);
        }
        all.lose(spans.values().map(|spans| downtime::of(spans, weights)).sum());
        let windows = cases.iter().flat_map(|case| case.windows);
        let open: Vec<&ImpactWindow> =
            windows.filter(|window| is_left_open(window, weights)).collect();
        open.iter().for_each(|window| all.mark(window));
        let mut months = months(&incidents, &spans, weights, &zone);
        for window in &open {
            mark_months(&mut months, window, now.timestamp(), &zone);
        }
        Self {
            all,
            maintenance: cases.len() - incidents.len(),
            severities: severities(&incidents, config, now.timestamp()),
            components: components(&incidents, config, &spans, &open),
            months,
        }
    }
}

/// Whether what a window takes from the uptime is not settled: it may have been more, or will be.
fn is_left_open(window: &ImpactWindow, weights: UptimeWeights) -> bool {
    (window.is_vague || window.to.is_none()) && window.status.weight(weights) > 0
}

/// Marks the months, of those that are listed, in which a window may have lasted, and in which it
/// still does.
fn mark_months(
    months: &mut BTreeMap<NaiveDate, Group>,
    window: &ImpactWindow,
    now: i64,
    zone: &Zone,
) {
    let first_day = |at| Some(Month::of(at, zone)?.first_day);
    let last = window.latest.unwrap_or(now).max(window.earliest);
    if window.is_vague
        && let (Some(first), Some(last)) = (first_day(window.earliest), first_day(last))
    {
        months.range_mut(first..=last).for_each(|(_, group)| group.may_be_longer = true);
    }
    if window.to.is_none()
        && let Some(group) = first_day(now).and_then(|month| months.get_mut(&month))
    {
        group.goes_on = true;
    }
}

fn severities(incidents: &[&Case<'_>], config: &Config, now: i64) -> Vec<(Option<String>, Group)> {
    let weights = config.site.uptime;
    let mut groups: BTreeMap<Option<&str>, Group> = BTreeMap::new();
    for case in incidents {
        let spans = spans_by_component(case.windows, now);
        let group = groups.entry(case.severity).or_default();
        group.add(case);
        group.lose(spans.values().map(|spans| downtime::of(spans, weights)).sum());
        let open = case.windows.iter().filter(|window| is_left_open(window, weights));
        open.for_each(|window| group.mark(window));
    }
    let known = config.severities.iter().rev().map(|severity| Some(severity.id.as_str()));
    known
        .chain([None])
        .filter_map(|id| Some((id.map(str::to_owned), groups.remove(&id)?)))
        .collect()
}

fn components(
    incidents: &[&Case<'_>],
    config: &Config,
    spans: &BTreeMap<&str, Vec<Span>>,
    open: &[&ImpactWindow],
) -> Vec<(String, Group)> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    for case in incidents {
        for id in &case.components {
            groups.entry(id).or_default().add(case);
        }
    }
    let weights = config.site.uptime;
    for (id, group) in &mut groups {
        group.lose(spans.get(id).map(|spans| downtime::of(spans, weights)).unwrap_or_default());
    }
    for window in open {
        if let Some(group) = groups.get_mut(window.component.as_str()) {
            group.mark(window);
        }
    }
    let known = config.components.iter().map(|component| component.id.as_str());
    let mut known: Vec<(String, Group)> =
        known.filter_map(|id| Some((id.to_owned(), groups.remove(id)?))).collect();
    tiny_sort::stable::sort_by_key(&mut known, |(_, group)| {
        std::cmp::Reverse((group.lost.seconds(), group.incidents))
    });
    known
}

fn months(
    incidents: &[&Case<'_>],
    spans: &BTreeMap<&str, Vec<Span>>,
    weights: UptimeWeights,
    zone: &Zone,
) -> BTreeMap<NaiveDate, Group> {
    let mut months: BTreeMap<NaiveDate, Group> = BTreeMap::new();
    for case in incidents {
        if let Some(month) = case.day.and_then(|day| day.with_day(1)) {
            months.entry(month).or_default().add(case);
        }
    }
    for (month, lost) in spans.values().flat_map(|spans| downtime::by_month(spans, weights, zone)) {
        months.entry(month).or_default().lose(lost);
    }
    months
}
