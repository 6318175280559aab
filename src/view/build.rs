use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::types::{Component, Downtime, Severity, Update, View, Window};
use super::{Duration, Time, clean};
use crate::config::Config;
use crate::model::{
    Audience, Bound, DataLoss, Facts, Impact, Incident, IncidentKind, Moment, State, between,
    merged,
};

impl View {
    /// What `audience` may see of `incident`. `now` ends the windows that still last.
    #[must_use]
    pub fn new(
        incident: &Incident,
        audience: Audience,
        config: &Config,
        now: DateTime<FixedOffset>,
    ) -> Self {
        Door { incident, facts: &incident.facts, audience, config, now, previews: false }.view()
    }

    /// What `audience` would see of `incident` if its report were published now: for the
    /// people who write it, never for a file that gets out.
    #[must_use]
    pub fn preview(
        incident: &Incident,
        audience: Audience,
        config: &Config,
        now: DateTime<FixedOffset>,
    ) -> Self {
        Door { incident, facts: &incident.facts, audience, config, now, previews: true }.view()
    }
}

/// Decides what gets through.
pub(super) struct Door<'d> {
    pub(super) incident: &'d Incident,
    pub(super) facts: &'d Facts,
    pub(super) audience: Audience,
    config: &'d Config,
    now: DateTime<FixedOffset>,
    /// Whether a report that is not published is shown as if it were.
    previews: bool,
}

impl Door<'_> {
    fn view(&self) -> View {
        let facts = self.facts;
        let updates = self.updates();
        let sections = self.sections();
        let corrections = self.corrections();
        let timeline = self.timeline();
        let attachments = self.attachments(&sections, &updates, &corrections, &timeline);
        let (scheduled_start, scheduled_end) = self.scheduled();
        View {
            audience: self.audience.name(),
            id: self.incident.id.clone(),
            title: text(&facts.title),
            kind: facts.kind.name(),
            state: facts.state.name(),
            has_report: self.has_report(),
            is_draft: self.has_report() && !self.is_published(),
            severity: self.severity(),
            components: self.listed().into_iter().map(|id| self.component(id)).collect(),
            byline: self.reported(facts.byline.as_deref().map(text)),
            zone: facts.zone.name().to_owned(),
            clock_changes: self.clock_changes(),
            started: self.time(facts.started.as_ref()),
            detected: self.time(facts.detected.as_ref()),
            mitigated: self.time(facts.mitigated.as_ref()),
            resolved: self.time(facts.resolved.as_ref()),
            published: self.reported(self.time(facts.published.as_ref())),
            scheduled_start,
            scheduled_end,
            duration: self.duration(),
            time_to_detect: self.since_start(facts.detected.as_ref()),
            time_to_mitigate: self.since_start(facts.mitigated.as_ref()),
            data_loss: self.reported(facts.data_loss.map(DataLoss::name)),
            status: self.status(&updates),
            is_open: self.is_open(),
            windows: self.windows(),
            downtime: self.downtime(),
            sections,
            timeline,
            updates,
            actions: self.actions(),
            corrections,
            links: self.links(),
            attachments,
            internal: self.internal(),
        }
    }

    pub(super) fn sees(&self, audience: Audience) -> bool {
        audience.may_be_shown_to(self.audience)
    }

    /// Until the report is published, readers outside see updates and windows only.
    pub(super) fn has_report(&self) -> bool {
        self.previews || self.audience == Audience::Internal || self.is_published()
    }

    fn is_published(&self) -> bool {
        self.facts.state == State::Published
    }

    fn reported<T>(&self, part: Option<T>) -> Option<T> {
        part.filter(|_| self.has_report())
    }

    fn time(&self, moment: Option<&Moment>) -> Option<Time> {
        moment.map(|moment| Time::new(moment, &self.facts.zone))
    }

    fn clock_changes(&self) -> Vec<DateTime<FixedOffset>> {
        let facts = self.facts;
        let starts = facts.impact.iter().map(|impact| &impact.period.start).chain(&facts.started);
        let ends = facts
            .impact
            .iter()
            .map(|impact| impact.period.end.as_ref())
            .chain([facts.resolved.as_ref()]);
        let first = starts.filter_map(Moment::earliest).min();
        let last = ends.map(|end| end.map_or(Some(self.now), Moment::latest)).max().flatten();
        match (first, last) {
            (Some(first), Some(last)) => facts.zone.changes(&first, &last),
            _ => Vec::new(),
        }
    }

    fn is_open(&self) -> bool {
        self.facts.resolved.is_none() && self.facts.state == State::Ongoing
    }

    fn severity(&self) -> Option<Severity> {
        let id = self.facts.severity.as_deref()?;
        let rank = self.config.severities.iter().position(|severity| severity.id == id)?;
        Some(Severity { id: text(id), name: text(&self.config.severities[rank].name), rank })
    }

    /// Ids of the components listed, each once: an id and its alias are one.
    fn listed(&self) -> Vec<&str> {
        let mut seen = HashSet::with_capacity(self.facts.components.len());
        let ids = self.facts.components.iter().map(|id| self.canonical(id));
        ids.filter(|id| seen.insert(*id)).collect()
    }

    /// What a component goes by, whichever of its ids is written.
    fn canonical<'i>(&'i self, id: &'i str) -> &'i str {
        self.config.component(id).map_or(id, |component| &component.id)
    }

    fn component(&self, id: &str) -> Component {
        match self.config.component(id) {
            Some(component) => Component {
                id: text(&component.id),
                name: text(&component.name),
                group: component.group.as_deref().map(text),
            },
            None => Component { id: text(id), name: text(id), group: None },
        }
    }

    fn scheduled(&self) -> (Option<Time>, Option<Time>) {
        match &self.facts.scheduled {
            Some(period) => (self.time(Some(&period.start)), self.time(period.end.as_ref())),
            None => (None, None),
        }
    }

    fn duration(&self) -> Option<Duration> {
        match &self.facts.resolved {
            Some(resolved) => self.since_start(Some(resolved)),
            None if self.is_open() => {
                Duration::so_far(between(self.facts.started.as_ref()?, &self.now_moment())?)
            }
            None => None,
        }
    }

    fn now_moment(&self) -> Moment {
        Moment::Exactly(Bound::At(self.now))
    }

    fn since_start(&self, end: Option<&Moment>) -> Option<Duration> {
        Duration::of(between(self.facts.started.as_ref()?, end?)?)
    }

    fn status(&self, updates: &[Update]) -> &'static str {
        let over = match self.facts.kind {
            IncidentKind::Incident => "resolved",
            IncidentKind::Maintenance => "completed",
        };
        let is_maintenance = self.facts.kind == IncidentKind::Maintenance;
        match updates.last().map(|update| update.status) {
            _ if self.facts.resolved.is_some() => over,
            None | Some("scheduled") if is_maintenance && self.is_open() && self.has_begun() => {
                "in_progress"
            }
            Some(status) => status,
            None if is_maintenance => "scheduled",
            None if self.is_open() => "investigating",
            None => over,
        }
    }

    /// Whether it has a start that may have come.
    fn has_begun(&self) -> bool {
        let started = self.facts.started.as_ref();
        started.is_some_and(|start| start.earliest().is_none_or(|earliest| earliest <= self.now))
    }

    fn windows(&self) -> Vec<Window> {
        let mut impacts: Vec<&Impact> = self.facts.impact.iter().collect();
        let listed = self.listed();
        impacts.sort_by_cached_key(|impact| {
            let component = self.canonical(&impact.component);
            let order = listed.iter().position(|id| *id == component);
            (order.unwrap_or(usize::MAX), impact.resource.clone(), impact.period.start.earliest())
        });
        impacts.into_iter().map(|impact| self.window(impact)).collect()
    }

    fn window(&self, impact: &Impact) -> Window {
        let component = self.component(&impact.component);
        let start = &impact.period.start;
        let end = self.end(impact);
        let duration = match end {
            Some(end) => between(start, end).and_then(Duration::of),
            None if self.is_open() => between(start, &self.now_moment()).and_then(Duration::so_far),
            None => None,
        };
        Window {
            component: component.id,
            component_name: component.name,
            resource: impact.resource.as_deref().map(text),
            status: impact.status.name(),
            start: Time::new(start, &self.facts.zone),
            end: self.time(impact.period.end.as_ref().or(self.facts.resolved.as_ref())),
            duration,
        }
    }

    /// When a window ended; nothing while it lasts. One without an end of its own is over when the
    /// incident is.
    fn end<'m>(&'m self, impact: &'m Impact) -> Option<&'m Moment> {
        const UNKNOWN: &Moment = &Moment::Unknown;
        let ended = || self.facts.resolved.as_ref().unwrap_or(UNKNOWN);
        impact.period.end.as_ref().or_else(|| (!self.is_open()).then(ended))
    }

    fn downtime(&self) -> Vec<Downtime> {
        let mut by_component: BTreeMap<String, (String, Vec<&Impact>)> = BTreeMap::new();
        for impact in &self.facts.impact {
            let Component { id, name, .. } = self.component(&impact.component);
            by_component.entry(id).or_insert((name, Vec::new())).1.push(impact);
        }
        let total = |(component, (component_name, impacts)): (String, (String, Vec<&Impact>))| {
            let windows = impacts.iter().map(|impact| (&impact.period.start, self.end(impact)));
            let lasts = impacts.iter().any(|impact| self.end(impact).is_none());
            let said = if lasts { Duration::so_far } else { Duration::of };
            Some(Downtime {
                component_name,
                component,
                windows: impacts.len(),
                duration: said(merged(windows, self.now))?,
            })
        };
        by_component
            .into_iter()
            .filter_map(total)
            .filter(|total| total.duration.seconds > 0)
            .collect()
    }
}

pub(super) fn text(text: &str) -> String {
    clean(text).into_owned()
}
