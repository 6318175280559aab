//! Components with their current state and the bars of the last days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde::Serialize;

use super::markup::segment;
use super::words::{Badge, Words, length, status_name};
use super::{DAYS, Site, Summary};
use crate::config;
use crate::measure::{Day, Lost, Span, Status, by_day, lost, worst_of};

/// Components beyond which quiet groups are folded.
const MANY: usize = 16;

/// Distance between two days in the drawing, and the width of one.
const PITCH: usize = 10;

/// Length of a bar in the units of its drawing.
pub(super) const BAR_LENGTH: usize = PITCH * DAYS.unsigned_abs() as usize;

/// All components of the site.
#[derive(Debug, Serialize)]
pub(super) struct Components {
    pub(super) groups: Vec<Group>,
    /// Mean over all components; nothing where there are none.
    pub(super) uptime: Option<Uptime>,
    pub(super) days: i64,
    /// Length of a bar in the units of its drawing.
    pub(super) bar_length: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Group {
    /// Empty for components without a group.
    name: String,
    description: Option<String>,
    state: Badge,
    uptime: Uptime,
    bar: Bar,
    is_folded: bool,
    components: Vec<Component>,
}

#[derive(Debug, Serialize)]
struct Component {
    id: String,
    /// Its page, from the site's root.
    href: String,
    name: String,
    description: Option<String>,
    state: Badge,
    uptime: Uptime,
    bar: Bar,
}

/// A share of time.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Uptime {
    pub(super) text: String,
    /// Whether outages of unknown length took more from it.
    pub(super) is_at_most: bool,
}

/// The last days, of which only those are drawn on which something happened.
#[derive(Debug, Serialize)]
pub(super) struct Bar {
    /// For those who cannot see it.
    label: String,
    days: Vec<Mark>,
}

#[derive(Debug, Serialize)]
struct Mark {
    x: usize,
    status: &'static str,
    title: String,
}

/// The address of a component's page, from the site's root.
pub(super) fn href(id: &str) -> String {
    format!("components/{}/index.html", segment(id))
}

/// What is known of one component.
struct Record<'c> {
    component: &'c config::Component,
    worst: Vec<Span>,
    lost: Lost,
    is_vague: bool,
    state: Option<Standing>,
}

/// What is the matter now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// An open incident names it, without a window that says how badly.
    Affected,
    /// A window is open.
    Window(Status),
}

impl Standing {
    pub(super) fn badge(words: &Words, standing: Option<Self>) -> Badge {
        words.badge(match standing {
            None => "operational",
            Some(Self::Affected) => "affected",
            Some(Self::Window(status)) => status.name(),
        })
    }

    /// For the worst of several: announced work is milder than an incident of unknown size.
    const fn rank(self) -> u8 {
        match self {
            Self::Window(Status::Maintenance) => 0,
            Self::Affected => 1,
            Self::Window(Status::Degraded) => 2,
            Self::Window(Status::Partial) => 3,
            Self::Window(Status::Major) => 4,
        }
    }

    pub(super) fn worst(all: impl Iterator<Item = Self>) -> Option<Self> {
        all.max_by_key(|standing| standing.rank())
    }
}

impl Site<'_> {
    /// What open windows say about each component now.
    pub(super) fn standings<'s>(&self, summaries: &[&'s Summary]) -> BTreeMap<&'s str, Standing> {
        let now = self.now.timestamp();
        let mut standings: BTreeMap<&str, Standing> = BTreeMap::new();
        let mut set = |component: &'s str, standing: Standing| {
            let entry = standings.entry(component).or_insert(standing);
            if standing.rank() > entry.rank() {
                *entry = standing;
            }
        };
        for summary in summaries {
            let windows = &summary.windows;
            for window in windows {
                if window.from <= now && window.to.is_none_or(|to| to > now) {
                    set(&window.component, Standing::Window(window.status));
                }
            }
            if !summary.is_going_on(self.now) {
                continue;
            }
            for (id, _) in &summary.components {
                if !windows.iter().any(|window| window.component == *id) {
                    set(
                        id,
                        if summary.is_maintenance {
                            Standing::Window(Status::Maintenance)
                        } else {
                            Standing::Affected
                        },
                    );
                }
            }
        }
        standings
    }

    pub(super) fn components(
        &self,
        summaries: &[&Summary],
        standings: &BTreeMap<&str, Standing>,
    ) -> Components {
        let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let mut vague: BTreeSet<&str> = BTreeSet::new();
        let now = self.now.timestamp();
        let since = self.first_second();
        let windows = summaries.iter().flat_map(|summary| &summary.windows);
        for window in windows.filter(|window| window.latest.is_none_or(|latest| latest > since)) {
            if window.is_vague && window.status.weight(self.config.site.uptime) > 0 {
                vague.insert(&window.component);
            }
            spans.entry(&window.component).or_default().push(Span {
                from: window.from,
                to: window.to.unwrap_or(now),
                status: window.status,
            });
        }
        let records: Vec<Record<'_>> = self
            .config
            .components
            .iter()
            .filter(|component| component.retired.is_none_or(|day| day > self.today()))
            .map(|component| {
                let id = component.id.as_str();
                let spans = spans.get(id).map(Vec::as_slice).unwrap_or_default();
                let worst = worst_of(spans, self.first_second(), now);
                Record {
                    component,
                    lost: lost(&worst, self.config.site.uptime),
                    worst,
                    is_vague: vague.contains(id),
                    state: standings.get(id).copied(),
                }
            })
            .collect();
        let total = records.len();
        let groups = self
            .group_names(&records)
            .into_iter()
            .filter_map(|name| self.group(name, &records, total > MANY))
            .collect();
        Components {
            groups,
            uptime: (total > 0).then(|| self.uptime(records.iter())),
            days: DAYS,
            bar_length: BAR_LENGTH,
        }
    }

    /// Components without a group, the configured groups, then groups nobody configured.
    fn group_names<'c>(&'c self, records: &[Record<'c>]) -> Vec<Option<&'c str>> {
        let configured = self.config.groups.iter().map(|group| group.name.as_str());
        let mut names: Vec<Option<&str>> =
            std::iter::once(None).chain(configured.map(Some)).collect();
        for record in records {
            let name = record.component.group.as_deref();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn group(&self, name: Option<&str>, records: &[Record<'_>], are_many: bool) -> Option<Group> {
        let members: Vec<&Record<'_>> =
            records.iter().filter(|record| record.component.group.as_deref() == name).collect();
        if members.is_empty() {
            return None;
        }
        let all: Vec<Span> =
            members.iter().flat_map(|record| record.worst.iter().copied()).collect();
        let worst = worst_of(&all, self.first_second(), self.now.timestamp());
        let state = Standing::worst(members.iter().filter_map(|record| record.state));
        let uptime = self.uptime(members.iter().copied());
        let configured = self.config.groups.iter().find(|group| Some(group.name.as_str()) == name);
        Some(Group {
            name: name.unwrap_or_default().to_owned(),
            description: configured.and_then(|group| group.description.clone()),
            state: Standing::badge(&self.words, state),
            bar: self.bar(&worst, &uptime),
            uptime,
            is_folded: name.is_some() && are_many && state.is_none(),
            components: members.iter().map(|record| self.component(record)).collect(),
        })
    }

    fn component(&self, record: &Record<'_>) -> Component {
        let uptime = self.uptime(std::iter::once(record));
        Component {
            id: record.component.id.clone(),
            href: href(&record.component.id),
            name: record.component.name.clone(),
            description: record.component.description.clone(),
            state: Standing::badge(&self.words, record.state),
            bar: self.bar(&record.worst, &uptime),
            uptime,
        }
    }

    /// The mean of several components.
    fn uptime<'r>(&self, records: impl ExactSizeIterator<Item = &'r Record<'r>> + Clone) -> Uptime {
        let seconds = self.now.timestamp() - self.first_second();
        let components = i64::try_from(records.len()).unwrap_or(i64::MAX);
        let lost: Lost = records.clone().map(|record| record.lost).sum();
        Uptime {
            text: self.words.percent(&lost.uptime(seconds.saturating_mul(components))),
            is_at_most: records.clone().any(|record| record.is_vague),
        }
    }

    pub(super) fn bar(&self, worst: &[Span], uptime: &Uptime) -> Bar {
        const NAMED: usize = 4;
        let days = by_day(worst, &self.days);
        let words: Vec<String> = days.iter().rev().map(|day| self.day_words(day)).collect();
        let at_most = self.words.fill("bar.at_most", &[("uptime", &uptime.text)]);
        let uptime = if uptime.is_at_most { &at_most } else { &uptime.text };
        let values = [("days", DAYS.to_string()), ("uptime", uptime.clone())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let mut label = self.words.fill("bar.label", &values);
        for words in words.iter().take(NAMED) {
            label.push_str("; ");
            label.push_str(words);
        }
        if words.len() > NAMED {
            label.push_str("; ");
            label.push_str(&self.words.counted("bar.more", words.len() - NAMED));
        }
        Bar {
            label,
            days: days
                .iter()
                .zip(words.into_iter().rev())
                .map(|(day, title)| Mark { x: day.index * PITCH, status: day.worst.name(), title })
                .collect(),
        }
    }

    fn day_words(&self, day: &Day) -> String {
        let index = i64::try_from(day.index).unwrap_or_default();
        let first = self.today() - TimeDelta::days(DAYS - 1);
        let values = [
            ("date", &*self.words.time.date(first + TimeDelta::days(index))),
            ("status", status_name(&self.words, day.worst.name())),
            ("duration", &length(&self.words, day.seconds)),
        ];
        self.words.fill("bar.day", &values)
    }
}
