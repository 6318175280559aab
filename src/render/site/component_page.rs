//! A page for each component: its state, its uptime, and what happened to it.

use std::collections::BTreeMap;

use minijinja::value::Value;
use serde::Serialize;

use super::components::{BAR_LENGTH, Bar, Standing, Uptime};
use super::history::{Row, row};
use super::markup::segment;
use super::page::Page;
use super::words::Badge;
use super::{DAYS, Site, Summary};
use crate::config::{self, UptimeWeights};
use crate::measure::{Span, lost, spans_by_component, worst_of};
use crate::render::{OutputFile, TemplateError};

/// From a component's page to the site's root.
const ROOT: &str = "../../";

/// Incidents on one page; the history has all.
const MOST_ROWS: usize = 100;

/// The last days over which uptime is told.
const RANGES: [i64; 3] = [30, DAYS, 365];

/// What `site/component.html` gets.
#[derive(Serialize)]
struct ComponentPage<'s> {
    site: &'s Value,
    t: &'s Value,
    page: Page,
    component: Component<'s>,
    uptimes: Vec<Range>,
    bar: Bar,
    bar_length: usize,
    days: i64,
    incidents: List,
    maintenance: List,
}

#[derive(Serialize)]
struct Component<'s> {
    name: &'s str,
    group: Option<&'s str>,
    description: Option<&'s str>,
    state: Badge,
    /// Not in use since this day.
    retired: Option<String>,
}

/// Uptime over some days.
#[derive(Serialize)]
struct Range {
    days: i64,
    uptime: Uptime,
}

/// The newest of what happened.
#[derive(Serialize)]
struct List {
    rows: Vec<Row>,
    total: usize,
}

impl Site<'_> {
    /// `summaries` are sorted, newest first.
    pub(super) fn component_pages(
        &self,
        summaries: &[&Summary],
        is_internal: bool,
    ) -> Result<Vec<OutputFile>, TemplateError> {
        let standings = self.standings(summaries);
        let spans = spans_by_component(
            summaries.iter().flat_map(|summary| &summary.windows),
            self.now.timestamp(),
        );
        let mut told: BTreeMap<&str, Vec<&Summary>> = BTreeMap::new();
        for summary in summaries {
            for (id, _) in &summary.components {
                told.entry(id).or_default().push(summary);
            }
        }
        self.config
            .components
            .iter()
            .map(|component| {
                let id = component.id.as_str();
                let told = told.get(id).map(Vec::as_slice).unwrap_or_default();
                let spans = spans.get(id).map(Vec::as_slice).unwrap_or_default();
                let state = Standing::badge(&self.words, standings.get(id).copied());
                self.component_page(component, state, spans, told, is_internal)
            })
            .collect()
    }

    fn component_page(
        &self,
        component: &config::Component,
        state: Badge,
        spans: &[Span],
        told: &[&Summary],
        is_internal: bool,
    ) -> Result<OutputFile, TemplateError> {
        let id = component.id.as_str();
        let vague = vaguely_ended(id, told, self.config.site.uptime);
        let uptimes: Vec<Range> =
            RANGES.into_iter().map(|days| self.range(days, spans, &vague)).collect();
        let since = self.first_second();
        let worst = worst_of(spans, since, self.now.timestamp());
        let shown = self.range(DAYS, spans, &vague).uptime;
        let (works, incidents): (Vec<&Summary>, Vec<&Summary>) =
            told.iter().copied().partition(|summary| summary.is_maintenance);
        let context = ComponentPage {
            site: &self.shared,
            t: &self.t,
            page: Page {
                title: format!("{} – {}", component.name, self.config.title),
                description: component.description.clone(),
                root: ROOT.to_owned(),
                path: format!("components/{}/index.html", segment(id)),
                current: "",
                is_internal,
                is_draft: false,
                is_article: false,
            },
            component: Component {
                name: &component.name,
                group: component.group.as_deref(),
                description: component.description.as_deref(),
                state,
                retired: component
                    .retired
                    .filter(|day| *day <= self.today())
                    .map(|day| self.words.time.date(day)),
            },
            uptimes,
            bar: self.bar(&worst, &shown),
            bar_length: BAR_LENGTH,
            days: DAYS,
            incidents: self.list(&incidents),
            maintenance: self.list(&works),
        };
        let html = self.templates.render("site/component.html", &context)?;
        Ok(OutputFile::text(format!("components/{id}/index.html"), html))
    }

    fn range(&self, days: i64, spans: &[Span], vague: &[Option<i64>]) -> Range {
        let (since, now) = (self.first_second_of(days), self.now.timestamp());
        let lost = lost(&worst_of(spans, since, now), self.config.site.uptime);
        let is_at_most = vague.iter().any(|latest| latest.is_none_or(|latest| latest > since));
        let text = self.words.percent(&lost.uptime(now - since));
        Range { days, uptime: Uptime { text, is_at_most } }
    }

    fn list(&self, told: &[&Summary]) -> List {
        List {
            rows: told
                .iter()
                .take(MOST_ROWS)
                .map(|summary| row(&self.words, summary, ROOT))
                .collect(),
            total: told.len(),
        }
    }
}

/// When outages of unknown length may have ended at the latest.
fn vaguely_ended(id: &str, told: &[&Summary], weights: UptimeWeights) -> Vec<Option<i64>> {
    told.iter()
        .flat_map(|summary| &summary.windows)
        .filter(|window| window.component == id && window.is_vague)
        .filter(|window| window.status.weight(weights) > 0)
        .map(|window| window.latest)
        .collect()
}
