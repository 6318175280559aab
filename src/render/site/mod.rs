//! The HTML status site.
//!
//! [`Site::incident`] renders one incident's page and keeps a [`Summary`]; [`Site::indexes`]
//! makes everything that lists incidents from summaries, so pages are never held in memory.
//! Rust decides what is shown, templates how.

mod api;
mod axis;
mod calendar;
mod component_page;
mod components;
mod entries;
mod feed;
mod history;
mod ids;
mod impact;
mod incident_page;
mod json_feed;
mod markup;
mod page;
mod parts;
mod past;
mod plot;
mod sections;
mod shown;
mod statistics;
mod status_page;
mod stored;
mod summary;
#[cfg(test)]
mod tests;
mod theme;
mod timeline;
mod windows;
mod words;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;

use crate::config::Config;
use crate::render::{OutputFile, TemplateError, Templates};
use crate::view::Zone;
use words::Words;

pub use parts::{Part, Rank};
pub use stored::StoredError;
pub use summary::{Actions, Announcement, Summary, When};

/// Days of the uptime bars, today included.
const DAYS: i64 = 90;

/// Renders the status site of a workspace.
#[derive(Debug)]
pub struct Site<'a> {
    config: &'a Config,
    templates: Templates,
    /// On the clocks of the workspace's zone.
    now: DateTime<FixedOffset>,
    zone: Zone,
    /// The first seconds of the days of the uptime bars, since 1970.
    days: Vec<i64>,
    words: Words,
    /// What templates know as `site`.
    shared: Value,
    /// What they know as `t`.
    t: Value,
}

impl<'a> Site<'a> {
    /// A site as of `now`. Days begin on the clocks of the workspace's zone.
    #[must_use]
    pub fn new(config: &'a Config, templates: &Templates, now: DateTime<FixedOffset>) -> Self {
        let strings = templates.strings(&config.language);
        let (shared, t) = (page::shared(config, &strings), strings.for_templates());
        let constants = context! { site => &shared, t => &t };
        let words = Words::new(strings, templates, &constants);
        let zone = Zone::named_or_utc(&config.timezone);
        let now = zone.at(&now);
        let days = (0..DAYS).rev().map(|back| first_second(&zone, now, back)).collect();
        let templates = templates.settled(&constants);
        Self { config, templates, now, zone, days, words, shared, t }
    }

    /// Everything that lists incidents: status page, history, feed, and what goes with them.
    ///
    /// # Errors
    ///
    /// A template of the workspace that cannot be used.
    pub fn indexes<'s>(
        &self,
        summaries: impl IntoIterator<Item = &'s Summary>,
    ) -> Result<Vec<OutputFile>, TemplateError> {
        let mut ordered: Vec<&Summary> = summaries.into_iter().collect();
        tiny_sort::stable::sort_by(&mut ordered, |a, b| {
            Rank::compare((Rank::of(a), &a.id), (Rank::of(b), &b.id))
        });
        let count = ordered.len();
        let mut files = Vec::new();
        for part in Part::all(count) {
            files.extend(self.part(part, &ordered[part.of(count)], count)?);
        }
        Ok(files)
    }

    /// Served for any address, however deep, so its links start at the site's address.
    fn not_found(&self, is_internal: bool) -> Result<OutputFile, TemplateError> {
        #[derive(Serialize)]
        struct NotFound<'s> {
            site: &'s Value,
            t: &'s Value,
            page: page::Page,
        }
        let root = self.config.base_url.as_deref().map_or_else(String::new, |base| {
            let host = base.find("://").map_or(0, |scheme| scheme + 3);
            let path = base[host..].find('/').map_or("", |path| &base[host + path..]);
            format!("{path}/")
        });
        let context = NotFound {
            site: &self.shared,
            t: &self.t,
            page: page::Page {
                title: format!("{} – {}", self.words.word("not_found.title"), self.config.title),
                description: None,
                root,
                path: "404.html".to_owned(),
                current: "",
                is_internal,
                is_draft: false,
                is_article: false,
            },
        };
        let html = self.templates.render("site/404.html", &context)?;
        Ok(OutputFile::text("404.html", html))
    }

    fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// The first second of the days that the uptime bars show.
    fn first_second(&self) -> i64 {
        self.first_second_of(DAYS)
    }

    /// The first second of the last days, today included.
    fn first_second_of(&self, days: i64) -> i64 {
        first_second(&self.zone, self.now, days - 1)
    }
}

/// The first second of the day that was so many days before `now`, since 1970.
fn first_second(zone: &Zone, now: DateTime<FixedOffset>, days_back: i64) -> i64 {
    zone.start_of(now.date_naive() - TimeDelta::days(days_back)).timestamp()
}
