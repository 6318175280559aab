//! The statistics page: how long it takes, how often it happens, and what is done about it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};
use minijinja::value::Value;
use serde::Serialize;

use super::components;
use super::downtime::{self, spans_by_component};
use super::page::Page;
use super::plot::{Column, Columns};
use super::uptime::{Lost, Span};
use super::words::length;
use super::{Site, Summary, Took};
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
    /// Nothing where no incident says so.
    text: Option<String>,
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

/// A row before it is words.
#[derive(Default)]
struct Tally {
    incidents: usize,
    lost: Lost,
    resolve: Vec<i64>,
}

impl Site<'_> {
    /// `summaries` are sorted, newest first.
    pub(super) fn statistics(
        &self,
        summaries: &[&Summary],
        is_internal: bool,
    ) -> Result<OutputFile, TemplateError> {
        let incidents: Vec<&Summary> =
            summaries.iter().copied().filter(|summary| !summary.is_maintenance).collect();
        let spans = spans_by_component(summaries, self.now.timestamp());
        let periods = self.numbers(&incidents, &spans);
        let months = self.months(&periods);
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
            maintenance: summaries.len() - incidents.len(),
            times: times(&self.words, &incidents),
            actions: actions(summaries),
            plots: plots(&self.words, &months),
            months: months.iter().rev().map(|month| month.row(&self.words)).collect(),
            years: years(&self.words, &periods),
            severities: self.severities(&incidents),
            components: self.component_rows(&incidents, &spans),
            incidents: incidents.len(),
        };
        let html = self.templates.render("site/stats.html", &context)?;
        Ok(OutputFile::text("stats/index.html", html))
    }

    /// Incidents and downtime of each month that has any.
    fn numbers(&self, incidents: &[&Summary], spans: &BTreeMap<&str, Vec<Span>>) -> Periods {
        let weights = self.config.site.uptime;
        let mut numbers = Periods::new();
        for month in incidents.iter().filter_map(|summary| summary.day()?.with_day(1)) {
            numbers.entry(month).or_default().0 += 1;
        }
        for (month, lost) in
            spans.values().flat_map(|spans| downtime::by_month(spans, weights, *self.now.offset()))
        {
            let entry = numbers.entry(month).or_default();
            entry.1 = [entry.1, lost].into_iter().sum();
        }
        numbers
    }

    /// The last months up to this one, oldest first; none where nothing ever happened.
    fn months(&self, periods: &Periods) -> Vec<Month> {
        let Some(this) = self.today().with_day(1).filter(|_| !periods.is_empty()) else {
            return Vec::new();
        };
        let mut months: Vec<Month> = (0..MOST_MONTHS)
            .map_while(|back| this.checked_sub_months(Months::new(back)))
            .map(|month| {
                let (incidents, lost) = periods.get(&month).copied().unwrap_or_default();
                Month { month, incidents, seconds: lost.seconds() }
            })
            .collect();
        months.reverse();
        months
    }

    /// From worst to mildest, then incidents without one.
    fn severities(&self, incidents: &[&Summary]) -> Vec<Row> {
        let mut tallies: BTreeMap<Option<&str>, Tally> = BTreeMap::new();
        let (now, weights) = (self.now.timestamp(), self.config.site.uptime);
        for summary in incidents {
            let severity = summary.severity.as_ref().map(|severity| severity.id.as_str());
            let spans = spans_by_component(&[summary], now);
            let lost = spans.values().map(|spans| downtime::of(spans, weights)).sum();
            tallies.entry(severity).or_default().add(summary, lost);
        }
        let most = tallies.values().map(|tally| tally.incidents).max().unwrap_or_default();
        let configured = self.config.severities.iter().rev();
        configured
            .map(|severity| (Some(severity.id.as_str()), severity.name.as_str()))
            .chain([(None, self.words.word("stats.no_severity"))])
            .filter_map(|(id, name)| {
                let tally = tallies.remove(&id)?;
                let bar = share(tally.incidents as f64, most as f64);
                Some(tally.row(&self.words, name, None, bar))
            })
            .collect()
    }

    /// The most downtime first; those that nothing happened to are left out.
    fn component_rows(
        &self,
        incidents: &[&Summary],
        spans: &BTreeMap<&str, Vec<Span>>,
    ) -> Vec<Row> {
        let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
        for summary in incidents {
            for (id, _) in &summary.components {
                tallies.entry(id).or_default().add(summary, Lost::default());
            }
        }
        let weights = self.config.site.uptime;
        for (id, tally) in &mut tallies {
            let spans = spans.get(id);
            tally.lost = spans.map(|spans| downtime::of(spans, weights)).unwrap_or_default();
        }
        let most = tallies.values().map(|tally| tally.lost.seconds()).max().unwrap_or_default();
        let mut rows: Vec<(i64, usize, Row)> = self
            .config
            .components
            .iter()
            .filter_map(|component| {
                let tally = tallies.remove(component.id.as_str())?;
                let (seconds, number) = (tally.lost.seconds(), tally.incidents);
                let href = format!("../{}", components::href(&component.id));
                let bar = share(seconds as f64, most as f64);
                Some((seconds, number, tally.row(&self.words, &component.name, Some(href), bar)))
            })
            .collect();
        rows.sort_by_key(|(seconds, incidents, _)| std::cmp::Reverse((*seconds, *incidents)));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }
}

impl Tally {
    fn add(&mut self, summary: &Summary, lost: Lost) {
        self.incidents += 1;
        self.lost = [self.lost, lost].into_iter().sum();
        self.resolve.extend(summary.took.resolve);
    }

    fn row(self, words: &Strings, name: &str, href: Option<String>, bar: f64) -> Row {
        Row {
            name: name.to_owned(),
            href,
            incidents: self.incidents,
            downtime: length(words, self.lost.seconds()),
            resolve: median(self.resolve).map(|middle| length(words, middle)),
            bar,
        }
    }
}

/// Incidents and downtime by month, which its first day names.
type Periods = BTreeMap<NaiveDate, (usize, Lost)>;

/// The same by year, newest first.
fn years(words: &Strings, periods: &Periods) -> Vec<PeriodRow> {
    let mut years: BTreeMap<i32, (usize, Lost)> = BTreeMap::new();
    for (month, (incidents, lost)) in periods {
        let year = years.entry(month.year()).or_default();
        *year = (year.0 + incidents, [year.1, *lost].into_iter().sum());
    }
    years
        .into_iter()
        .rev()
        .map(|(year, (incidents, lost))| PeriodRow {
            label: year.to_string(),
            iso: format!("{year:04}"),
            incidents,
            downtime: length(words, lost.seconds()),
        })
        .collect()
}

/// A month in numbers.
struct Month {
    month: NaiveDate,
    incidents: usize,
    seconds: i64,
}

impl Month {
    fn label(&self, words: &Strings) -> String {
        words.time.month_year(self.month)
    }

    fn row(&self, words: &Strings) -> PeriodRow {
        PeriodRow {
            label: self.label(words),
            iso: self.month.format("%Y-%m").to_string(),
            incidents: self.incidents,
            downtime: length(words, self.seconds),
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

fn plots(words: &Strings, months: &[Month]) -> Vec<Columns> {
    if months.is_empty() {
        return Vec::new();
    }
    let incidents = months.iter().enumerate().map(|(index, month)| {
        let said = words.counted("stats.incidents", month.incidents);
        month.column(words, index == 0, month.incidents as f64, &said)
    });
    let hours = months.iter().enumerate().map(|(index, month)| {
        month.column(
            words,
            index == 0,
            month.seconds as f64 / 3_600.0,
            &length(words, month.seconds),
        )
    });
    let description = words.word("impact.same_data");
    vec![
        Columns::new(
            "incidents",
            words.word("stats.incidents_by_month").to_owned(),
            description.to_owned(),
            incidents.collect(),
        ),
        Columns::new(
            "downtime",
            words.word("stats.downtime_by_month").to_owned(),
            description.to_owned(),
            hours.collect(),
        ),
    ]
}

fn times(words: &Strings, incidents: &[&Summary]) -> Vec<Median> {
    let of = |name, pick: fn(Took) -> Option<i64>| {
        let seconds: Vec<i64> = incidents.iter().filter_map(|summary| pick(summary.took)).collect();
        Median {
            name,
            of: seconds.len(),
            text: median(seconds).map(|middle| length(words, middle)),
        }
    };
    vec![
        of("detect", |took| took.detect),
        of("mitigate", |took| took.mitigate),
        of("resolve", |took| took.resolve),
    ]
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

/// The middle one, or the mean of the two in the middle.
fn median(mut numbers: Vec<i64>) -> Option<i64> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    match numbers.len() % 2 {
        0 => Some(numbers[middle - 1] + (upper - numbers[middle - 1]) / 2),
        _ => Some(upper),
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole * 1000.0).round() / 10.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(Vec::new()), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 5]), Some(5));
        assert_eq!(median(vec![9, 1, 5, 6]), Some(5));
    }
}
