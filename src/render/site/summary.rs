//! What lists need of an incident.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::markup::{machine_time, span};
use super::stored;
use crate::measure::{self, Case, ImpactWindow, Took};
use crate::view::{Severity, Time, View};

/// A word of a closed set.
type Word = &'static str;

/// What lists need of an incident, and no more: pages are not held in memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The incident's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is announced work.
    pub is_maintenance: bool,
    /// Status of the latest update.
    #[serde(with = "stored::status")]
    pub status: Word,
    /// Whether it is announced work that nobody began while its window lasted.
    pub has_lapsed: bool,
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
    #[serde(with = "stored::day")]
    day: Option<NaiveDate>,
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
    /// From when to when it is announced; what both share stands in one of the two.
    pub scheduled: Option<(String, String)>,
    /// When its report was last corrected.
    pub corrected: Option<When>,
    /// How long it took, or has taken so far.
    pub duration: Option<String>,
    /// Seconds from start to detection, mitigation and end, where both are known exactly.
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

/// How many preventive measures are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actions {
    /// Still to do.
    pub open: usize,
    /// Done.
    pub done: usize,
    /// Given up.
    pub dropped: usize,
}

/// A moment as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// In full, with zone and offset.
    pub text: String,
    /// The day or days alone.
    pub date: String,
    /// For `<time datetime>`; empty for a range.
    pub iso: String,
    /// The day in the incident's zone.
    #[serde(with = "stored::day")]
    pub day: Option<NaiveDate>,
    /// The earliest reading.
    #[serde(with = "stored::instant")]
    pub from: Option<DateTime<FixedOffset>>,
    /// The latest reading.
    #[serde(with = "stored::instant")]
    pub to: Option<DateTime<FixedOffset>>,
    /// Whether it is known roughly only.
    pub is_vague: bool,
}

/// An update as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Its name within the incident.
    pub id: String,
    /// Its status.
    #[serde(with = "stored::status")]
    pub status: Word,
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
            iso: machine_time(time).to_owned(),
            day: time.day.parse().ok(),
            from: time.from,
            to: time.to,
            is_vague: !matches!(time.precision, "exact" | "day"),
        }
    }
}

impl Summary {
    /// All of a view that needs no rendering.
    pub(super) fn of(view: &View, now: DateTime<FixedOffset>) -> Self {
        let when = |time: &Option<Time>| time.as_ref().map(When::of);
        let mut summary = Self {
            id: view.id.clone(),
            title: view.title.clone(),
            is_maintenance: view.kind == "maintenance",
            status: view.status,
            has_lapsed: false,
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
            day: measure::day(view),
            started: when(&view.started),
            resolved: when(&view.resolved),
            published: when(&view.published),
            scheduled_start: when(&view.scheduled_start),
            scheduled_end: when(&view.scheduled_end),
            scheduled: view.scheduled_start.as_ref().zip(view.scheduled_end.as_ref()).map(span),
            corrected: view
                .corrections
                .iter()
                .map(|correction| &correction.at)
                .max_by_key(|at| at.from)
                .map(When::of),
            duration: view.duration.as_ref().map(|duration| duration.text.clone()),
            took: Took::of(view),
            actions: actions(view),
            byline: view.byline.clone(),
            updates: Vec::new(),
            windows: ImpactWindow::all(view, now.timestamp()),
            lead: None,
            feed_lead: None,
        };
        summary.has_lapsed =
            summary.is_open && summary.has_not_begun(now) && summary.window_is_over(now);
        summary
    }

    /// The status that people read.
    pub(super) const fn said_status(&self) -> &'static str {
        if self.has_lapsed { "not_begun" } else { self.status }
    }

    /// The day it is listed on: that of its start, or the best there is.
    #[must_use]
    pub const fn day(&self) -> Option<NaiveDate> {
        self.day
    }

    /// What statistics need of it.
    pub(super) fn case(&self) -> Case<'_> {
        Case {
            is_maintenance: self.is_maintenance,
            day: self.day(),
            severity: self.severity.as_ref().map(|severity| severity.id.as_str()),
            components: self.components.iter().map(|(id, _)| id.as_str()).collect(),
            took: self.took,
            windows: &self.windows,
        }
    }

    /// Its start, for sorting within a day.
    pub(super) fn began(&self) -> Option<i64> {
        let first = self.updates.first().map(|update| &update.at);
        [self.started.as_ref(), self.scheduled_start.as_ref(), first]
            .into_iter()
            .flatten()
            .find_map(|when| Some(when.from?.timestamp()))
    }

    /// When it certainly lasted, as a whole and in its windows of impact, up to now; in seconds
    /// since 1970.
    pub(super) fn stretches(&self, now: i64) -> Vec<(i64, i64)> {
        let second = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.timestamp());
        let end = match &self.resolved {
            Some(end) => second(end.from),
            None => self.is_open.then_some(now),
        };
        let whole = second(self.started.as_ref().and_then(|start| start.to)).zip(end);
        let windows = self.windows.iter().map(|window| (window.from, window.to.unwrap_or(now)));
        let is_forward = |(from, to): &(i64, i64)| from < to;
        whole
            .into_iter()
            .chain(windows)
            .map(|(from, to)| (from, to.min(now)))
            .filter(is_forward)
            .collect()
    }

    /// The moment from which it is over, with the last window of impact, in seconds since 1970;
    /// none while it is open, or a window is.
    pub(super) fn settled(&self) -> Option<i64> {
        if self.is_open {
            return None;
        }
        let mut windows = self.windows.iter();
        windows.try_fold(i64::MIN, |last, window| Some(last.max(window.from).max(window.to?)))
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

    /// Work that is announced and is yet to come.
    pub(super) fn is_upcoming(&self, now: DateTime<FixedOffset>) -> bool {
        self.is_open && self.has_not_begun(now) && !self.window_is_over(now)
    }

    /// What happens now. Work that nobody began while its window lasted does not.
    pub(super) fn is_going_on(&self, now: DateTime<FixedOffset>) -> bool {
        self.is_open && !self.has_not_begun(now)
    }

    /// Whether it is work that has not begun.
    fn has_not_begun(&self, now: DateTime<FixedOffset>) -> bool {
        let has_started =
            || self.started.as_ref().is_some_and(|when| when.from.is_none_or(|from| from <= now));
        self.is_maintenance && !matches!(self.status, "in_progress" | "verifying") && !has_started()
    }

    fn window_is_over(&self, now: DateTime<FixedOffset>) -> bool {
        let end = self.scheduled_end.as_ref().and_then(|when| when.to);
        end.is_some_and(|end| end <= now)
    }
}

fn actions(view: &View) -> Actions {
    let count = |status| view.actions.iter().filter(|action| action.status == status).count();
    Actions { open: count("open"), done: count("done"), dropped: count("dropped") }
}
