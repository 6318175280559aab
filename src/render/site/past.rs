//! Past incidents by day or month. One incident may be told several times, each time on the
//! day it was told: as it happened, in updates with a title of their own, and as a report.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};
use minijinja::value::Value;
use serde::Serialize;

use super::markup::{safe, segment};
use super::words::{Badge, Words};
use super::{Announcement, Site, Summary, When};
use crate::config::History;

/// Days or months with what was told in them.
#[derive(Debug, Serialize)]
pub(super) struct Past {
    pub(super) by_month: bool,
    pub(super) periods: Vec<Period>,
}

/// A day or a month.
#[derive(Debug, Serialize)]
pub(super) struct Period {
    /// "Monday, 18 February 2019" or "February 2019".
    label: String,
    /// For `<time datetime>`.
    iso: String,
    items: Vec<Item>,
    lasting: Lasting,
}

/// Incidents that lasted in a period in which nothing is told of them.
#[derive(Debug, Serialize)]
struct Lasting {
    named: Vec<Link>,
    are_more: bool,
}

#[derive(Debug, Serialize)]
struct Link {
    title: String,
    href: String,
}

/// One telling.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    /// `incident`, `update` or `report`.
    kind: &'static str,
    title: String,
    href: String,
    status: Badge,
    severity: Option<String>,
    severity_level: &'static str,
    is_maintenance: bool,
    time: Option<ListTime>,
    /// The announced window, of maintenance.
    window: Option<ListSpan>,
    components: Vec<String>,
    duration: Option<String>,
    is_draft: bool,
    updates: Vec<ListUpdate>,
    html: Option<Value>,
    /// The incident's title, where this telling has another.
    about: Option<String>,
}

/// A time in a list.
#[derive(Debug, Serialize)]
pub(super) struct ListTime {
    text: String,
    iso: String,
    is_vague: bool,
}

/// From when to when, in a list.
#[derive(Debug, Serialize)]
pub(super) struct ListSpan {
    start: ListTime,
    end: Option<ListTime>,
    /// Whether the day stands in the first text only.
    is_on_one_day: bool,
}

/// An update in a list.
#[derive(Debug, Serialize)]
pub(super) struct ListUpdate {
    status: Badge,
    title: Option<String>,
    time: ListTime,
    href: String,
    html: Value,
}

impl ListTime {
    pub(super) fn of(when: &When) -> Self {
        Self { text: when.text.clone(), iso: when.iso.clone(), is_vague: when.is_vague }
    }
}

impl ListSpan {
    /// The announced window.
    pub(super) fn announced(summary: &Summary) -> Option<Self> {
        let mut start = ListTime::of(summary.scheduled_start.as_ref()?);
        let mut end = summary.scheduled_end.as_ref().map(ListTime::of);
        end = end.filter(|end| end.text != start.text);
        let mut is_on_one_day = false;
        if let (Some(end), Some((from, to))) = (&mut end, &summary.scheduled) {
            is_on_one_day = *to != end.text;
            start.text.clone_from(from);
            end.text.clone_from(to);
        }
        Some(Self { start, end, is_on_one_day })
    }
}

impl ListUpdate {
    pub(super) fn of(words: &Words, summary: &Summary, update: &Announcement) -> Self {
        Self {
            status: words.badge(update.label()),
            title: update.title.clone(),
            time: ListTime::of(&update.at),
            href: format!("{}#update_{}", href(summary), update.id),
            html: safe(update.html.as_str()),
        }
    }
}

/// The address of an incident's page, from the site's root.
pub(super) fn href(summary: &Summary) -> String {
    format!("incidents/{}/index.html", segment(&summary.id))
}

/// A telling before it is shown.
struct Telling<'s> {
    day: NaiveDate,
    at: Option<i64>,
    summary: &'s Summary,
    what: What<'s>,
}

/// Which telling it is.
#[derive(Clone, Copy)]
enum What<'s> {
    /// As it happened, with the updates that have no title of their own.
    Incident,
    /// An update with a title of its own.
    Update(&'s Announcement),
    /// The published report.
    Report,
}

/// An incident and when it certainly lasted, in seconds since 1970.
struct Lasted<'s> {
    summary: &'s Summary,
    stretches: Vec<(i64, i64)>,
}

/// Every telling of an incident, on its own day.
fn tellings(summary: &Summary, by_month: bool) -> Vec<Telling<'_>> {
    let telling = |when: &When, what| {
        Some(Telling { day: when.day?, at: when.from.map(|from| from.timestamp()), summary, what })
    };
    let mut tellings: Vec<Telling<'_>> = summary
        .updates
        .iter()
        .filter(|update| update.title.is_some())
        .filter_map(|update| telling(&update.at, What::Update(update)))
        .collect();
    if let Some(published) = summary.published.as_ref().filter(|_| summary.is_published) {
        tellings.extend(telling(published, What::Report));
    }
    let has_plain_updates = summary.updates.iter().any(|update| update.title.is_none());
    if let Some(day) = summary.day()
        && (has_plain_updates
            || tellings
                .iter()
                .all(|told| period_of(told.day, by_month) != period_of(day, by_month)))
    {
        tellings.push(Telling { day, at: summary.began(), summary, what: What::Incident });
    }
    tellings
}

impl Site<'_> {
    /// The last days or months, without what the page shows elsewhere.
    /// The incident with this id has its report there, too: it is only named.
    pub(super) fn past(&self, summaries: &[&Summary], latest: Option<&str>) -> Past {
        let length = self.config.site.history_length.max(1);
        let by_month = self.config.site.history == History::Month;
        let periods = self.periods(by_month, length);
        let mut told: BTreeMap<NaiveDate, Vec<Telling<'_>>> = BTreeMap::new();
        if let (Some(first), Some(last)) = (periods.last(), periods.first()) {
            for telling in summaries
                .iter()
                .filter(|summary| !summary.is_going_on(self.now) && !summary.is_upcoming(self.now))
                .flat_map(|summary| tellings(summary, by_month))
            {
                let period = period_of(telling.day, by_month);
                if *first <= period && period <= *last {
                    told.entry(period).or_default().push(telling);
                }
            }
        }
        let is_quiet = told.is_empty();
        let lasting = self.lasting(summaries, periods.last().copied());
        let periods = periods
            .into_iter()
            .filter_map(|first| {
                let mut tellings = told.remove(&first).unwrap_or_default();
                tiny_sort::stable::sort_by(&mut tellings, |a, b| {
                    (b.day, b.at, &b.summary.id).cmp(&(a.day, a.at, &a.summary.id))
                });
                let items: Vec<Item> =
                    tellings.iter().map(|telling| self.item(telling, by_month, latest)).collect();
                let lasting = self.lasting_in(first, by_month, &lasting, &tellings);
                let is_listed =
                    !by_month || is_quiet || !items.is_empty() || !lasting.named.is_empty();
                is_listed.then(|| Period {
                    label: if by_month {
                        self.words.time.month_year(first)
                    } else {
                        self.words.time.weekday_date(first)
                    },
                    iso: first.format(if by_month { "%Y-%m" } else { "%Y-%m-%d" }).to_string(),
                    items,
                    lasting,
                })
            })
            .collect();
        Past { by_month, periods }
    }

    /// The incidents that lasted on a day or later.
    fn lasting<'s>(&self, summaries: &[&'s Summary], day: Option<NaiveDate>) -> Vec<Lasted<'s>> {
        let since = day.map_or(i64::MAX, |day| self.zone.start_of(day).timestamp());
        let now = self.now.timestamp();
        summaries
            .iter()
            .filter(|summary| !summary.is_maintenance || summary.is_going_on(self.now))
            .map(|summary| {
                let mut stretches = summary.stretches(now);
                if let Some(day) = summary.day().filter(|_| summary.is_going_on(self.now)) {
                    stretches.push((self.zone.start_of(day).timestamp(), now));
                }
                Lasted { summary, stretches }
            })
            .filter(|lasted| lasted.stretches.iter().any(|(_, to)| *to > since))
            .collect()
    }

    /// Those of them that lasted in a period without being told of in it.
    fn lasting_in(
        &self,
        first: NaiveDate,
        by_month: bool,
        lasting: &[Lasted<'_>],
        told: &[Telling<'_>],
    ) -> Lasting {
        const MOST: usize = 5;
        let next =
            if by_month { first.checked_add_months(Months::new(1)) } else { first.succ_opt() };
        let edge = |day| self.zone.start_of(day).timestamp();
        let (since, until) = (edge(first), next.map_or(i64::MAX, edge));
        let mut silent = lasting.iter().filter(|lasted| {
            lasted.stretches.iter().any(|(from, to)| *from < until && *to > since)
                && told.iter().all(|telling| telling.summary.id != lasted.summary.id)
        });
        let named = silent.by_ref().take(MOST);
        let named = named
            .map(|lasted| Link { title: lasted.summary.title.clone(), href: href(lasted.summary) });
        Lasting { named: named.collect(), are_more: silent.next().is_some() }
    }

    /// `latest` is the incident whose report the page tells above.
    fn item(&self, telling: &Telling<'_>, by_month: bool, latest: Option<&str>) -> Item {
        let words = &self.words;
        let summary = telling.summary;
        let lead = summary.lead.as_ref().filter(|_| latest != Some(&summary.id));
        let lead = lead.map(|lead| safe(format!("<p>{lead}</p>")));
        let status = words.badge(summary.said_status());
        let page = href(summary);
        match telling.what {
            What::Incident => {
                let mut plain =
                    summary.updates.iter().rev().filter(|update| update.title.is_none());
                // What nobody began has no end to tell; a month has room for the last word.
                let (updates, html) = match (summary.is_open, by_month) {
                    (true, _) => (Vec::new(), None),
                    (_, true) => (Vec::new(), plain.next().map(|update| update.html.clone())),
                    _ => {
                        (plain.map(|update| ListUpdate::of(words, summary, update)).collect(), None)
                    }
                };
                let lead = lead.filter(|_| updates.is_empty() && !summary.is_open);
                Item {
                    kind: "incident",
                    title: summary.title.clone(),
                    href: page,
                    status,
                    severity: summary.severity.as_ref().map(|severity| severity.name.clone()),
                    severity_level: self.severity_level(summary.severity.as_ref()),
                    is_maintenance: summary.is_maintenance,
                    time: summary.started.as_ref().map(ListTime::of),
                    window: ListSpan::announced(summary).filter(|_| summary.started.is_none()),
                    components: summary.components.iter().map(|(_, name)| name.clone()).collect(),
                    duration: summary.duration.clone().filter(|_| !summary.is_open),
                    is_draft: summary.is_draft,
                    html: html.map(safe).or(lead),
                    updates,
                    about: None,
                }
            }
            What::Update(update) => Item {
                kind: "update",
                title: update.title.clone().unwrap_or_default(),
                href: format!("{page}#update_{}", update.id),
                status: words.badge(update.label()),
                severity: None,
                severity_level: "low",
                is_maintenance: summary.is_maintenance,
                window: None,
                time: Some(ListTime::of(&update.at)),
                components: Vec::new(),
                duration: None,
                is_draft: false,
                updates: Vec::new(),
                html: Some(safe(update.html.as_str())),
                about: (update.title.as_deref() != Some(&summary.title))
                    .then(|| summary.title.clone()),
            },
            What::Report => Item {
                kind: "report",
                title: summary.title.clone(),
                href: page,
                status,
                severity: None,
                severity_level: "low",
                is_maintenance: summary.is_maintenance,
                window: None,
                time: summary.published.as_ref().map(ListTime::of),
                components: Vec::new(),
                duration: None,
                is_draft: false,
                updates: Vec::new(),
                html: lead,
                about: None,
            },
        }
    }

    /// First days of the last periods, newest first.
    fn periods(&self, by_month: bool, length: u32) -> Vec<NaiveDate> {
        let today = period_of(self.today(), by_month);
        (0..length)
            .map_while(|back| {
                if by_month {
                    today.checked_sub_months(Months::new(back))
                } else {
                    today.checked_sub_days(chrono::Days::new(u64::from(back)))
                }
            })
            .collect()
    }
}

fn period_of(day: NaiveDate, by_month: bool) -> NaiveDate {
    if by_month { day.with_day(1).unwrap_or(day) } else { day }
}
