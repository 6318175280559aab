//! All incidents by year and month.

use chrono::Datelike as _;
use minijinja::value::Value;
use serde::Serialize;

use super::page::Page;
use super::past::href;
use super::words::{Badge, Words};
use super::{Site, Summary};
use crate::render::{OutputFile, TemplateError};

/// Incidents on one page.
pub(super) const PER_PAGE: usize = 100;

/// How many pages so many incidents take; without any there is an empty one.
pub(super) fn pages(incidents: usize) -> usize {
    incidents.div_ceil(PER_PAGE).max(1)
}

/// What `site/history.html` gets.
#[derive(Serialize)]
struct HistoryPage<'s> {
    site: &'s Value,
    t: &'s Value,
    page: Page,
    years: Vec<Year>,
    total: usize,
    number: usize,
    pages: usize,
    /// Addresses from this page.
    newer: Option<String>,
    older: Option<String>,
}

#[derive(Serialize)]
struct Year {
    /// "2019"; empty for incidents without any date.
    label: String,
    months: Vec<Month>,
}

#[derive(Serialize)]
struct Month {
    label: String,
    /// For ids and `<time datetime>`.
    iso: String,
    incidents: Vec<Row>,
}

#[derive(Serialize)]
pub(super) struct Row {
    title: String,
    href: String,
    date: String,
    iso: String,
    status: Badge,
    is_maintenance: bool,
    is_published: bool,
    is_draft: bool,
    severity: Option<String>,
    duration: Option<String>,
    components: Vec<String>,
}

impl Site<'_> {
    /// A page of the history, from 1, and the incidents on it, newest first.
    pub(super) fn history_page(
        &self,
        summaries: &[&Summary],
        number: usize,
        total: usize,
        is_internal: bool,
    ) -> Result<OutputFile, TemplateError> {
        let pages = pages(total);
        let root = if number == 1 { "../" } else { "../../" };
        let path = path(number);
        let link = |to: usize| format!("{root}{}", self::path(to));
        let title = match number {
            1 => self.words.word("history.title").to_owned(),
            _ => self.words.fill("history.page", &[("number", &number.to_string())]),
        };
        let context = HistoryPage {
            site: &self.shared,
            t: &self.t,
            page: Page {
                title: format!("{title} – {}", self.config.title),
                description: None,
                root: root.to_owned(),
                path: path.clone(),
                current: "history",
                is_internal,
                is_draft: false,
                is_article: false,
            },
            years: years(&self.words, summaries, root),
            total,
            number,
            pages,
            newer: (number > 1).then(|| link(number - 1)),
            older: (number < pages).then(|| link(number + 1)),
        };
        let html = self.templates.render("site/history.html", &context)?;
        Ok(OutputFile::text(path, html))
    }
}

fn path(number: usize) -> String {
    match number {
        1 => "history/index.html".to_owned(),
        _ => format!("history/{number}/index.html"),
    }
}

fn years(words: &Words, summaries: &[&Summary], root: &str) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for summary in summaries {
        let day = summary.day();
        let year = day.map_or_else(String::new, |day| day.year().to_string());
        let iso = day.map_or_else(String::new, |day| day.format("%Y-%m").to_string());
        if years.last().is_none_or(|last| last.label != year) {
            years.push(Year { label: year, months: Vec::new() });
        }
        let Some(months) = years.last_mut().map(|year| &mut year.months) else {
            continue;
        };
        if months.last().is_none_or(|last| last.iso != iso) {
            months.push(Month {
                label: day.map_or_else(String::new, |day| words.time.month_year(day)),
                iso,
                incidents: Vec::new(),
            });
        }
        if let Some(month) = months.last_mut() {
            month.incidents.push(row(words, summary, root));
        }
    }
    years
}

/// An incident as lists of the past show it.
pub(super) fn row(words: &Words, summary: &Summary, root: &str) -> Row {
    let when = summary.started.as_ref().or(summary.scheduled_start.as_ref());
    let day = summary.day();
    let date = match when {
        // The day it is listed on is that of an update or of its folder, not of its start.
        Some(when) if when.date.is_empty() => words.time.unknown_clock.clone(),
        Some(when) => when.date.clone(),
        None => day.map_or_else(String::new, |day| words.time.date(day)),
    };
    let duration = summary.duration.as_ref().map(|duration| match summary.is_open {
        true => words.fill("index.so_far", &[("duration", duration)]),
        false => duration.clone(),
    });
    Row {
        title: summary.title.clone(),
        href: format!("{root}{}", href(summary)),
        date,
        iso: match when {
            Some(when) if when.is_vague => String::new(),
            _ => day.map_or_else(String::new, |day| day.to_string()),
        },
        status: words.badge(summary.said_status()),
        is_maintenance: summary.is_maintenance,
        is_published: summary.is_published,
        is_draft: summary.is_draft,
        severity: summary.severity.as_ref().map(|severity| severity.name.clone()),
        duration,
        components: summary.components.iter().map(|(_, name)| name.clone()).collect(),
    }
}
