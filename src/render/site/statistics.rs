//! The statistics page: how long it takes, how often it happens, and what is done about it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};
use minijinja::value::Value;
use serde::Serialize;

use super::components;
use super::page::Page;
use super::plot::{Column, Columns};
use super::words::length;
use super::{Site, Summary};
use crate::measure::{self, Case, Group, Lost};
use crate::render::{OutputFile, Strings, TemplateError};

/// Months of the plots and of their table.
const MOST_MONTHS: u32 = 12;

/// What `site/stats.html` gets.
#[derive(Serialize)]
struct Statistics<'s> {
    site: &'s Value,
    t: &'s Value,
    page: Page,
    incidents: usize,
    maintenance: usize,
    times: Vec<Median>,
    actions: Actions,
    plots: Vec<Columns>,
    months: Vec<PeriodRow>,
    years: Vec<PeriodRow>,
    severities: Vec<Row>,
    components: Vec<Row>,
}

/// The middle of how long incidents took to come so far.
#[derive(Serialize)]
struct Median {
    /// `detect`, `mitigate` or `resolve`.
    name: &'static str,
    text: String,
    /// How many incidents it is of.
    of: usize,
}

#[derive(Serialize, Default)]
struct Actions {
    open: usize,
    done: usize,
    dropped: usize,
    total: usize,
    /// Done of open and done, of a hundred.
    share: usize,
}

/// A month or a year.
#[derive(Serialize)]
struct PeriodRow {
    label: String,
    iso: String,
    incidents: usize,
    downtime: String,
}

/// A severity or a component.
#[derive(Serialize)]
struct Row {
    name: String,
    href: Option<String>,
    incidents: usize,
    downtime: String,
    /// Of its incidents.
    resolve: Option<String>,
    /// Length of its bar, of a hundred: incidents for severities, downtime for components.
    bar: f64,
}

impl Site<'_> {
    /// `summaries` are sorted, newest first.
    pub(super) fn statistics(
        &self,
        summaries: &[&Summary],
        is_internal: bool,
    ) -> Result<OutputFile, TemplateError> {
        let cases: Vec<Case<'_>> = summaries.iter().map(|summary| summary.case()).collect();
        let numbers = measure::Statistics::of(&cases, self.config, self.now);
        let months = self.months(&numbers.months);
        let context = Statistics {
            site: &self.shared,
            t: &self.t,
            page: Page {
                title: format!("{} – {}", self.words.word("stats.title"), self.config.title),
                description: None,
                root: "../".to_owned(),
                path: "stats/index.html".to_owned(),
                current: "stats",
                is_internal,
                is_draft: false,
                is_article: false,
            },
            maintenance: numbers.maintenance,
            times: times(&self.words, &numbers.all),
            actions: actions(summaries),
            plots: plots(&self.words, &months),
            months: months.iter().rev().map(|month| month.row(&self.words)).collect(),
            years: years(&self.words, &numbers.months),
            severities: self.severities(&numbers.severities),
            components: self.component_rows(&numbers.components),
            incidents: numbers.all.incidents,
        };
        let html = self.templates.render("site/stats.html", &context)?;
        Ok(OutputFile::text("stats/index.html", html))
    }

    /// The last months up to this one, oldest first; none where nothing ever happened.
    fn months(&self, groups: &BTreeMap<NaiveDate, Group>) -> Vec<Month> {
        let Some(this) = self.today().with_day(1).filter(|_| !groups.is_empty()) else {
            return Vec::new();
        };
        let mut months: Vec<Month> = (0..MOST_MONTHS)
            .map_while(|back| this.checked_sub_months(Months::new(back)))
            .map(|month| {
                let group = groups.get(&month);
                Month {
                    month,
                    incidents: group.map_or(0, |group| group.incidents),
                    seconds: group.map_or(0, |group| group.lost.seconds()),
                    may_be_longer: group.is_some_and(|group| group.may_be_longer),
                }
            })
            .collect();
        months.reverse();
        months
    }

    fn severities(&self, groups: &[(Option<String>, Group)]) -> Vec<Row> {
        let most = groups.iter().map(|(_, group)| group.incidents).max().unwrap_or_default();
        let name = |id: &str| {
            let severity = self.config.severities.iter().find(|severity| severity.id == id);
            severity.map_or_else(|| id.to_owned(), |severity| severity.name.clone())
        };
        groups
            .iter()
            .map(|(id, group)| {
                let none = || self.words.word("stats.no_severity").to_owned();
                let bar = share(group.incidents as f64, most as f64);
                self.row(group, id.as_deref().map_or_else(none, name), None, bar)
            })
            .collect()
    }

    fn component_rows(&self, groups: &[(String, Group)]) -> Vec<Row> {
        let most = groups.iter().map(|(_, group)| group.lost.seconds()).max().unwrap_or_default();
        groups
            .iter()
            .filter_map(|(id, group)| {
                let name = self.config.component(id)?.name.clone();
                let href = format!("../{}", components::href(id));
                let bar = share(group.lost.seconds() as f64, most as f64);
                Some(self.row(group, name, Some(href), bar))
            })
            .collect()
    }

    fn row(&self, group: &Group, name: String, href: Option<String>, bar: f64) -> Row {
        let resolve = group.median(|took| took.resolve).seconds;
        Row {
            name,
            href,
            incidents: group.incidents,
            downtime: downtime(&self.words, group.lost.seconds(), group.may_be_longer),
            resolve: resolve.map(|middle| length(&self.words, middle)),
            bar,
        }
    }
}

/// "1 hour", "at least 1 hour", or "unknown" of what may have been any time.
fn downtime(words: &Strings, seconds: i64, may_be_longer: bool) -> String {
    if may_be_longer && seconds == 0 {
        return words.word("stats.unknown").to_owned();
    }
    let length = length(words, seconds);
    if may_be_longer { words.time.at_least(&length) } else { length }
}

/// Incidents and downtime of each year that has any, newest first.
fn years(words: &Strings, months: &BTreeMap<NaiveDate, Group>) -> Vec<PeriodRow> {
    let mut years: BTreeMap<i32, (usize, Lost, bool)> = BTreeMap::new();
    for (month, group) in months {
        let year = years.entry(month.year()).or_default();
        let lost = [year.1, group.lost].into_iter().sum();
        *year = (year.0 + group.incidents, lost, year.2 || group.may_be_longer);
    }
    years
        .into_iter()
        .rev()
        .map(|(year, (incidents, lost, may_be_longer))| PeriodRow {
            label: year.to_string(),
            iso: format!("{year:04}"),
            incidents,
            downtime: downtime(words, lost.seconds(), may_be_longer),
        })
        .collect()
}

/// A month in numbers.
struct Month {
    month: NaiveDate,
    incidents: usize,
    seconds: i64,
    may_be_longer: bool,
}

impl Month {
    fn label(&self, words: &Strings) -> String {
        words.time.month_year(self.month)
    }

    fn downtime(&self, words: &Strings) -> String {
        downtime(words, self.seconds, self.may_be_longer)
    }

    fn row(&self, words: &Strings) -> PeriodRow {
        PeriodRow {
            label: self.label(words),
            iso: self.month.format("%Y-%m").to_string(),
            incidents: self.incidents,
            downtime: self.downtime(words),
        }
    }

    fn column(&self, words: &Strings, is_first: bool, value: f64, said: &str) -> Column {
        Column {
            tick: words.time.month_short(self.month).to_owned(),
            year: (is_first || self.month.month() == 1).then(|| self.month.year().to_string()),
            value,
            title: words.fill("stats.column", &[("month", &self.label(words)), ("value", said)]),
        }
    }
}

/// Those that have something to draw.
fn plots(words: &Strings, months: &[Month]) -> Vec<Columns> {
    let incidents = months.iter().enumerate().map(|(index, month)| {
        let said = words.counted("stats.incidents", month.incidents);
        month.column(words, index == 0, month.incidents as f64, &said)
    });
    let hours = months.iter().enumerate().map(|(index, month)| {
        month.column(words, index == 0, month.seconds as f64 / 3_600.0, &month.downtime(words))
    });
    let plot = |id, title, columns: Vec<Column>| {
        let title = words.word(title).to_owned();
        let description = words.word("impact.same_data").to_owned();
        // An empty frame would say that there was none, where it may only be unknown.
        let has_any = columns.iter().any(|column| column.value > 0.0);
        has_any.then(|| Columns::new(id, title, description, columns))
    };
    let plots = [
        plot("incidents", "stats.incidents_by_month", incidents.collect()),
        plot("downtime", "stats.downtime_by_month", hours.collect()),
    ];
    plots.into_iter().flatten().collect()
}

/// Those that incidents tell.
fn times(words: &Strings, all: &Group) -> Vec<Median> {
    let named = |name, median: measure::Median| {
        Some(Median { name, of: median.of, text: length(words, median.seconds?) })
    };
    let times = [
        named("detect", all.median(|took| took.detect)),
        named("mitigate", all.median(|took| took.mitigate)),
        named("resolve", all.median(|took| took.resolve)),
    ];
    times.into_iter().flatten().collect()
}

fn actions(summaries: &[&Summary]) -> Actions {
    let mut actions = Actions::default();
    for summary in summaries {
        actions.open += summary.actions.open;
        actions.done += summary.actions.done;
        actions.dropped += summary.actions.dropped;
    }
    actions.total = actions.open + actions.done + actions.dropped;
    actions.share = actions.done * 100 / (actions.open + actions.done).max(1);
    actions
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole * 1000.0).round() / 10.0 } else { 0.0 }
}
