//! The site as clients of Statuspage's public API v2 read it, for example
//! <https://metastatuspage.com/api/v2/summary.json>: the same addresses, the same shapes.
//!
//! What Statuspage has and facts do not is said in `docs/site.md`. Nothing here depends on the
//! present but what is open, upcoming or affected now.

mod components;
mod incidents;
mod shapes;

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use serde::Serialize;

use super::components::Standing;
use super::ids::id;
use super::{Rank, Site, Summary};
use crate::measure::Status;
use crate::render::OutputFile;
use components::Components;
use shapes::{
    ComponentList, IncidentList, MaintenanceList, Page, StatusFile, StatusObject, SummaryFile,
};

/// Incidents and maintenance in the lists of all, as on Statuspage.
const MOST_LISTED: usize = 50;

/// A value as JSON, ending with a line break. `<` stands in texts only, and is escaped there, so
/// that no server that gets the type of the file wrong makes a page of it.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default().replace('<', "\\u003c");
    text.push('\n');
    text
}

/// What all files of one rendering share.
struct Api<'s> {
    site: &'s Site<'s>,
    page: Page<'s>,
    components: Components<'s>,
}

impl Api<'_> {
    fn incidents<'l>(&'l self, listed: &[&'l Summary]) -> IncidentList<'l> {
        IncidentList {
            page: &self.page,
            incidents: listed.iter().map(|one| self.incident(one)).collect(),
        }
    }

    fn maintenances<'l>(&'l self, listed: &[&'l Summary]) -> MaintenanceList<'l> {
        MaintenanceList {
            page: &self.page,
            scheduled_maintenances: listed.iter().map(|one| self.maintenance(one)).collect(),
        }
    }
}

impl Site<'_> {
    /// The files below `api/v2/`. `summaries` are sorted, newest first.
    pub(super) fn api(&self, summaries: &[&Summary], is_internal: bool) -> Vec<OutputFile> {
        let (api, status) = self.api_shared(summaries, is_internal);
        let (works, incidents): (Vec<&Summary>, Vec<&Summary>) =
            summaries.iter().copied().partition(|summary| summary.is_maintenance);

        let open: Vec<&Summary> = incidents.iter().copied().filter(|one| one.is_open).collect();
        let upcoming = self.upcoming(&works);
        let active: Vec<&Summary> =
            works.iter().copied().filter(|one| one.is_going_on(self.now)).collect();
        let current: Vec<&Summary> = active.iter().chain(&upcoming).copied().collect();
        let summary = SummaryFile {
            page: &api.page,
            components: api.components.list(),
            incidents: api.incidents(&open).incidents,
            scheduled_maintenances: api.maintenances(&current).scheduled_maintenances,
            status: &status,
        };
        let newest = |list: &[&Summary]| list.len().min(MOST_LISTED);
        let file = |name: &str, text: String| OutputFile::text(format!("api/v2/{name}.json"), text);
        let component_list = ComponentList { page: &api.page, components: api.components.list() };
        let incidents = &incidents[..newest(&incidents)];
        let works = &works[..newest(&works)];
        vec![
            file("status", json(&StatusFile { page: &api.page, status: &status })),
            file("summary", json(&summary)),
            file("components", json(&component_list)),
            file("incidents", json(&api.incidents(incidents))),
            file("incidents/unresolved", json(&api.incidents(&open))),
            file("scheduled-maintenances", json(&api.maintenances(works))),
            file("scheduled-maintenances/upcoming", json(&api.maintenances(&upcoming))),
            file("scheduled-maintenances/active", json(&api.maintenances(&active))),
        ]
    }

    /// All of the incidents given in one object, in the form of `summary.json`, which has what is
    /// going on alone.
    #[must_use]
    pub fn statuspage(&self, summaries: &[Summary]) -> String {
        let mut listed: Vec<&Summary> = summaries.iter().collect();
        tiny_sort::stable::sort_by(&mut listed, |a, b| {
            Rank::compare((Rank::of(a), &a.id), (Rank::of(b), &b.id))
        });
        let is_internal = listed.iter().any(|summary| summary.is_internal);
        let (api, status) = self.api_shared(&listed, is_internal);
        let (works, incidents): (Vec<&Summary>, Vec<&Summary>) =
            listed.into_iter().partition(|summary| summary.is_maintenance);
        json(&SummaryFile {
            page: &api.page,
            components: api.components.list(),
            incidents: api.incidents(&incidents).incidents,
            scheduled_maintenances: api.maintenances(&works).scheduled_maintenances,
            status: &status,
        })
    }

    /// What all files share, and the state of things. `summaries` are sorted, newest first.
    fn api_shared<'s>(
        &'s self,
        summaries: &[&'s Summary],
        is_internal: bool,
    ) -> (Api<'s>, StatusObject) {
        let standings = self.standings(summaries);
        let page = self.api_page(summaries, is_internal);
        let status = status(summaries, standings.values().copied(), self.now);
        let components = self.api_components(summaries, &standings, &page.id);
        (Api { site: self, page, components }, status)
    }

    fn api_page(&self, summaries: &[&Summary], is_internal: bool) -> Page<'_> {
        let base_url = self.config.base_url.as_deref();
        let changed = summaries.iter().filter_map(|summary| summary.changed()).max();
        Page {
            id: id("page", &[base_url.unwrap_or(&self.config.title)]),
            name: self.marked_title(is_internal),
            url: base_url,
            time_zone: &self.config.timezone,
            updated_at: instant(changed.unwrap_or_default()),
        }
    }

    /// Announced work, soonest first.
    pub(super) fn upcoming<'s>(&self, summaries: &[&'s Summary]) -> Vec<&'s Summary> {
        let mut upcoming: Vec<&Summary> =
            summaries.iter().filter(|summary| summary.is_upcoming(self.now)).copied().collect();
        tiny_sort::stable::sort_by_key(&mut upcoming, |summary| {
            let from = summary.scheduled_start.as_ref().and_then(|when| when.from);
            (from.is_none(), from)
        });
        upcoming
    }
}

/// The worst of what is going on, in Statuspage's words for it.
fn status(
    summaries: &[&Summary],
    standings: impl Iterator<Item = Standing>,
    now: DateTime<FixedOffset>,
) -> StatusObject {
    let ongoing: Vec<&&Summary> =
        summaries.iter().filter(|summary| summary.is_going_on(now)).collect();
    let worst = Standing::worst(standings);
    let (indicator, description) = match worst {
        Some(Standing::Window(Status::Major)) => ("critical", "Major Service Outage"),
        Some(Standing::Window(Status::Partial)) => ("major", "Partial System Outage"),
        Some(Standing::Window(Status::Degraded)) => ("minor", "Partially Degraded Service"),
        _ if ongoing.iter().any(|one| !one.is_maintenance) => ("minor", "Minor Service Outage"),
        _ if !ongoing.is_empty() || worst.is_some() => ("maintenance", "Service Under Maintenance"),
        _ => ("none", "All Systems Operational"),
    };
    StatusObject { indicator, description }
}

/// Statuspage's form of a time, in UTC.
fn instant(at: DateTime<FixedOffset>) -> String {
    at.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Millis, true)
}
