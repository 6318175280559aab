//! What lists need of an incident.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::markup::machine_time;
use super::uptime::Status;
use crate::view::{Severity, Time, View};

/// What lists need of an incident, and no more: pages are not held in memory.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The incident's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is announced work.
    pub is_maintenance: bool,
    /// Status of the latest update.
    pub status: &'static str,
    /// Whether it is still going on, or still to come.
    pub is_open: bool,
    /// Whether it has a published report.
    pub is_published: bool,
    /// Whether its page shows a report that is not published.
    pub is_draft: bool,
    /// Whether the view it comes from is for people inside only.
    pub is_internal: bool,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// Id and name of each component it names.
    pub components: Vec<(String, String)>,
    /// When it began.
    pub started: Option<When>,
    /// When it ended.
    pub resolved: Option<When>,
    /// When its report came out.
    pub published: Option<When>,
    /// When the announced window opens.
    pub scheduled_start: Option<When>,
    /// When it closes.
    pub scheduled_end: Option<When>,
    /// When its report was last corrected.
    pub corrected: Option<When>,
    /// How long it took, or has taken so far.
    pub duration: Option<String>,
    /// Seconds from start to detection, mitigation and end, where both are known to a point.
    pub took: Took,
    /// Preventive measures that this audience sees.
    pub actions: Actions,
    /// Who signs the report.
    pub byline: Option<String>,
    /// What was announced, oldest first.
    pub updates: Vec<Announcement>,
    /// Windows of impact.
    pub windows: Vec<ImpactWindow>,
    /// First paragraph of the report's summary, as safe HTML for a page at the site's root.
    pub lead: Option<String>,
    /// The same with absolute addresses, where that differs.
    pub feed_lead: Option<String>,
}

/// How long after its start an incident came so far, in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// Until it was noticed.
    pub detect: Option<i64>,
    /// Until the worst was over.
    pub mitigate: Option<i64>,
    /// Until it ended.
    pub resolve: Option<i64>,
}

/// How many preventive measures are how far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Actions {
    /// Still to do.
    pub open: usize,
    /// Done.
    pub done: usize,
    /// Given up.
    pub dropped: usize,
}

/// A moment as lists show it.
#[derive(Clone, Debug)]
pub struct When {
    /// In full, with zone and offset.
    pub text: String,
    /// The day or days alone.
    pub date: String,
    /// For `<time datetime>`; empty for a range.
    pub iso: String,
    /// The day in the incident's zone.
    pub day: Option<NaiveDate>,
    /// The earliest reading.
    pub from: Option<DateTime<FixedOffset>>,
    /// The latest reading.
    pub to: Option<DateTime<FixedOffset>>,
    /// Whether it is known roughly only.
    pub is_vague: bool,
}

/// An update as lists show it.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// From 1, its name within the incident.
    pub number: usize,
    /// Its status.
    pub status: &'static str,
    /// Whether the update before it had the same status.
    pub is_same_status: bool,
    /// A title of its own.
    pub title: Option<String>,
    /// When.
    pub at: When,
    /// What it says, as safe HTML for a page at the site's root.
    pub html: String,
    /// The same with absolute addresses, where that differs.
    pub feed_html: Option<String>,
}

/// A window of impact, as far as it is certain: where that is nowhere, it ends before it begins.
#[derive(Clone, Debug)]
pub struct ImpactWindow {
    /// Id of the component.
    pub component: String,
    /// What was the matter.
    pub status: Status,
    /// Seconds since 1970.
    pub from: i64,
    /// Seconds since 1970; nothing while it lasts.
    pub to: Option<i64>,
    /// The latest second at which it can have ended; nothing while it lasts.
    pub latest: Option<i64>,
    /// Whether it may have lasted longer.
    pub is_vague: bool,
}

impl Announcement {
    /// Its status; `update` where that is what it was before.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        if self.is_same_status { "update" } else { self.status }
    }
}

impl When {
    pub(super) fn of(time: &Time) -> Self {
        Self {
            text: time.text.clone(),
            date: time.date.clone(),
            iso: machine_time(time),
            day: time.day.parse().ok(),
            from: time.from,
            to: time.to,
            is_vague: !matches!(time.precision, "exact" | "day"),
        }
    }
}

impl Summary {
    /// All of a view that needs no rendering.
    pub(super) fn of(view: &View) -> Self {
        let when = |time: &Option<Time>| time.as_ref().map(When::of);
        Self {
            id: view.id.clone(),
            title: view.title.clone(),
            is_maintenance: view.kind == "maintenance",
            status: view.status,
            is_open: view.is_open,
            is_published: view.has_report && view.state == "published",
            is_draft: view.is_draft,
            is_internal: view.is_internal(),
            severity: view.severity.clone(),
            components: view
                .components
                .iter()
                .map(|component| (component.id.clone(), component.name.clone()))
                .collect(),
            started: when(&view.started),
            resolved: when(&view.resolved),
            published: when(&view.published),
            scheduled_start: when(&view.scheduled_start),
            scheduled_end: when(&view.scheduled_end),
            corrected: view
                .corrections
                .iter()
                .map(|correction| &correction.at)
                .max_by_key(|at| at.from)
                .map(When::of),
            duration: view.duration.as_ref().map(|duration| duration.text.clone()),
            took: Took {
                detect: since_start(view, &view.detected),
                mitigate: since_start(view, &view.mitigated),
                resolve: since_start(view, &view.resolved),
            },
            actions: actions(view),
            byline: view.byline.clone(),
            updates: Vec::new(),
            windows: windows(view),
            lead: None,
            feed_lead: None,
        }
    }

    /// The day it is listed on: that of its start, or the best there is.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let first = self.updates.first().map(|update| &update.at);
        [self.started.as_ref(), self.scheduled_start.as_ref(), first]
            .into_iter()
            .flatten()
            .find_map(|when| when.day)
            .or_else(|| self.id.get(..10)?.parse().ok())
    }

    /// Its start, for sorting within a day.
    pub(super) fn began(&self) -> Option<i64> {
        let first = self.updates.first().map(|update| &update.at);
        [self.started.as_ref(), self.scheduled_start.as_ref(), first]
            .into_iter()
            .flatten()
            .find_map(|when| Some(when.from?.timestamp()))
    }

    /// When the facts about it last changed, as far as they say. Never depends on the present.
    pub(super) fn changed(&self) -> Option<DateTime<FixedOffset>> {
        let times = [&self.started, &self.resolved, &self.published, &self.corrected];
        let updates = self.updates.iter().filter_map(|update| update.at.from);
        times.into_iter().flatten().filter_map(|when| when.from).chain(updates).max()
    }

    /// Midnight of the day it is listed on, for formats that ask for an instant.
    pub(super) fn first_midnight(&self) -> DateTime<FixedOffset> {
        let day = self.day().unwrap_or_default();
        day.and_time(chrono::NaiveTime::MIN).and_utc().fixed_offset()
    }

    /// Work that is announced and has not begun.
    pub(super) fn is_upcoming(&self, now: DateTime<FixedOffset>) -> bool {
        let has_started =
            || self.started.as_ref().is_some_and(|when| when.from.is_none_or(|from| from <= now));
        self.is_maintenance
            && self.is_open
            && !matches!(self.status, "in_progress" | "verifying")
            && !has_started()
    }
}

/// Statistics take no part of a range for the whole: what is known to a point only.
fn since_start(view: &View, end: &Option<Time>) -> Option<i64> {
    let point = |time: &Option<Time>| {
        let time = time.as_ref().filter(|time| time.from == time.to)?;
        Some(time.from?.timestamp())
    };
    let seconds = point(end)? - point(&view.started)?;
    (seconds >= 0).then_some(seconds)
}

fn actions(view: &View) -> Actions {
    let count = |status| view.actions.iter().filter(|action| action.status == status).count();
    Actions { open: count("open"), done: count("done"), dropped: count("dropped") }
}

/// A window counts for what it certainly covers, like the totals on the incident's page.
fn windows(view: &View) -> Vec<ImpactWindow> {
    let seconds = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.timestamp());
    view.windows
        .iter()
        .filter_map(|window| {
            let end = match &window.end {
                Some(end) => Some(end),
                None if view.is_open => None,
                // It is over, so its windows are.
                None => Some(view.resolved.as_ref()?),
            };
            Some(ImpactWindow {
                component: window.component.clone(),
                status: Status::named(window.status)?,
                from: seconds(window.start.to)?,
                to: match end {
                    Some(end) => Some(seconds(end.from)?),
                    None => None,
                },
                latest: end.and_then(|end| seconds(end.to)),
                is_vague: window.start.from != window.start.to
                    || end.is_some_and(|end| end.from != end.to),
            })
        })
        .collect()
}
