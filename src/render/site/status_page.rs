//! The status page.

use minijinja::value::Value;
use serde::Serialize;

use super::components::{Components, Standing};
use super::markup::safe;
use super::page::Page;
use super::past::{ListSpan, ListTime, ListUpdate, Past, href};
use super::words::{Badge, Words, tone};
use super::{Site, Summary};
use crate::measure::Status;
use crate::render::{OutputFile, TemplateError};
use crate::view::Time;

/// What `site/index.html` gets.
#[derive(Serialize)]
struct StatusPage<'s> {
    site: &'s Value,
    t: &'s Value,
    page: Page,
    banner: Banner,
    ongoing: Vec<Open>,
    maintenance: Vec<Maintenance>,
    components: Components,
    latest: Option<Latest>,
    past: Past,
    /// How many incidents the history holds.
    total: usize,
}

/// The worst of what is going on.
#[derive(Serialize)]
struct Banner {
    headline: String,
    tone: &'static str,
    detail: String,
    time: Instant,
}

/// When the page was made.
#[derive(Serialize)]
struct Instant {
    text: String,
    iso: String,
}

/// Something that is going on.
#[derive(Serialize)]
struct Open {
    title: String,
    href: String,
    is_maintenance: bool,
    status: Badge,
    severity: Option<String>,
    severity_level: &'static str,
    /// Of its edge: how bad it is, and where nobody said, how far.
    tone: &'static str,
    started: Option<ListTime>,
    duration: Option<String>,
    components: Vec<String>,
    updates: Vec<ListUpdate>,
}

/// Announced work that is to come.
#[derive(Serialize)]
struct Maintenance {
    title: String,
    href: String,
    status: Badge,
    window: Option<ListSpan>,
    components: Vec<String>,
    /// The latest word about it.
    update: Option<ListUpdate>,
}

/// The latest report.
#[derive(Serialize)]
struct Latest {
    title: String,
    href: String,
    lead: Option<Value>,
    published: Option<ListTime>,
    date: Option<String>,
    duration: Option<String>,
    severity: Option<String>,
    severity_level: &'static str,
    byline: Option<String>,
}

impl Site<'_> {
    /// `summaries` are sorted, newest first.
    pub(super) fn status_page(
        &self,
        summaries: &[&Summary],
        is_internal: bool,
    ) -> Result<OutputFile, TemplateError> {
        let standings = self.standings(summaries);
        let mut ongoing: Vec<&Summary> =
            summaries.iter().filter(|summary| summary.is_going_on(self.now)).copied().collect();
        tiny_sort::stable::sort_by_key(&mut ongoing, |summary| {
            let rank = summary.severity.as_ref().map(|severity| severity.rank);
            (summary.is_maintenance, std::cmp::Reverse(rank))
        });
        let upcoming = self.upcoming(summaries);
        let latest = latest(summaries);
        let context = StatusPage {
            site: &self.shared,
            t: &self.t,
            page: Page {
                title: self.config.title.clone(),
                description: self.config.site.description.clone(),
                root: String::new(),
                path: "index.html".to_owned(),
                current: "status",
                is_internal,
                is_draft: false,
                is_article: false,
            },
            banner: self.banner(&ongoing, standings.values().copied()),
            ongoing: ongoing.iter().map(|summary| self.open(summary)).collect(),
            maintenance: upcoming.iter().map(|summary| announced(&self.words, summary)).collect(),
            components: self.components(summaries, &standings),
            latest: latest.map(|summary| self.latest(summary)),
            past: self.past(summaries, latest.map(|summary| summary.id.as_str())),
            total: summaries.len(),
        };
        let html = self.templates.render("site/index.html", &context)?;
        Ok(OutputFile::text("index.html", html))
    }

    fn banner(&self, ongoing: &[&Summary], standings: impl Iterator<Item = Standing>) -> Banner {
        let incidents = ongoing.iter().filter(|summary| !summary.is_maintenance).count();
        let work = ongoing.len() - incidents;
        let worst = Standing::worst(standings);
        let (headline, tone) = match worst {
            Some(Standing::Window(Status::Major)) => ("major_outage", "bad"),
            Some(Standing::Window(Status::Partial)) => ("partial_outage", "warn"),
            Some(Standing::Window(Status::Degraded)) => ("degraded_performance", "mild"),
            _ if incidents > 0 => ("incident", "mild"),
            _ if work > 0 || worst.is_some() => ("under_maintenance", "note"),
            _ => ("ok", "ok"),
        };
        let mut parts = Vec::new();
        if incidents > 0 {
            parts.push(self.words.counted("banner.incidents", incidents));
        }
        if work > 0 {
            parts.push(self.words.counted("banner.maintenance", work));
        }
        let now = Time::instant(self.now, &self.config.timezone).in_words(&self.words.time);
        Banner {
            headline: self.words.word(&format!("banner.{headline}")).to_owned(),
            tone,
            detail: parts.join(", "),
            time: Instant { text: now.text, iso: now.iso },
        }
    }

    fn open(&self, summary: &Summary) -> Open {
        let status = summary.said_status();
        let level = self.severity_level(summary.severity.as_ref());
        Open {
            title: summary.title.clone(),
            href: href(summary),
            is_maintenance: summary.is_maintenance,
            status: self.words.badge(status),
            severity: summary.severity.as_ref().map(|severity| severity.name.clone()),
            severity_level: level,
            tone: match level {
                _ if summary.severity.is_none() => tone(status),
                "high" => "bad",
                "middle" => "warn",
                _ => "mild",
            },
            started: summary.started.as_ref().map(ListTime::of),
            duration: summary.duration.clone(),
            components: components(summary),
            updates: summary
                .updates
                .iter()
                .rev()
                .map(|update| ListUpdate::of(&self.words, summary, update))
                .collect(),
        }
    }

    fn latest(&self, summary: &Summary) -> Latest {
        Latest {
            title: summary.title.clone(),
            href: href(summary),
            lead: summary.lead.as_deref().map(safe),
            published: summary.published.as_ref().map(ListTime::of),
            date: summary.started.as_ref().map(|when| when.date.clone()),
            duration: summary.duration.clone(),
            severity: summary.severity.as_ref().map(|severity| severity.name.clone()),
            severity_level: self.severity_level(summary.severity.as_ref()),
            byline: summary.byline.clone(),
        }
    }
}

fn components(summary: &Summary) -> Vec<String> {
    summary.components.iter().map(|(_, name)| name.clone()).collect()
}

fn announced(words: &Words, summary: &Summary) -> Maintenance {
    Maintenance {
        title: summary.title.clone(),
        href: href(summary),
        status: words.badge(summary.said_status()),
        window: ListSpan::announced(summary),
        components: components(summary),
        update: summary.updates.last().map(|update| ListUpdate::of(words, summary, update)),
    }
}

fn latest<'s>(summaries: &[&'s Summary]) -> Option<&'s Summary> {
    let reports = summaries.iter().filter(|summary| summary.is_published);
    reports.filter(|summary| !summary.is_maintenance).copied().max_by_key(|summary| {
        let published = summary.published.as_ref().and_then(|when| when.from);
        (published, summary.day(), &summary.id)
    })
}
