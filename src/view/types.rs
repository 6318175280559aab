use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Duration, Time};
use crate::model::{Audience, UpdateStatus};

/// What one audience may see of one incident.
///
/// Texts called `markdown` are Markdown; all others are plain text. No text has control
/// characters in it.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// For whom: `public`, `customers` or `internal`.
    pub audience: &'static str,
    /// The incident's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `incident` or `maintenance`.
    pub kind: &'static str,
    /// `ongoing`, `drafting` or `published`.
    pub state: &'static str,
    /// Whether the report, the timeline and the actions are in this view.
    pub has_report: bool,
    /// Whether they are, and the report is not published: readers outside do not see them yet.
    pub is_draft: bool,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// What was affected, in the order of the facts.
    pub components: Vec<Component>,
    /// Who signs the report.
    pub byline: Option<String>,
    /// IANA name of the zone of its times.
    pub zone: String,
    /// Instants at which the zone's clocks changed meanwhile, on the new clocks.
    #[serde(skip)]
    pub clock_changes: Vec<DateTime<FixedOffset>>,
    /// When it began.
    pub started: Option<Time>,
    /// When it was noticed.
    pub detected: Option<Time>,
    /// When the worst was over.
    pub mitigated: Option<Time>,
    /// When it ended.
    pub resolved: Option<Time>,
    /// When the report came out.
    pub published: Option<Time>,
    /// Start of the announced window of a maintenance.
    pub scheduled_start: Option<Time>,
    /// End of the announced window of a maintenance.
    pub scheduled_end: Option<Time>,
    /// From start to end, or to now.
    pub duration: Option<Duration>,
    /// From start to detection.
    pub time_to_detect: Option<Duration>,
    /// From start to mitigation.
    pub time_to_mitigate: Option<Duration>,
    /// `none`, `some` or `unknown`.
    pub data_loss: Option<&'static str>,
    /// Status of the latest update, or what the facts say without one.
    pub status: &'static str,
    /// Whether it is still going on.
    pub is_open: bool,
    /// Windows of impact, by component, then start.
    pub windows: Vec<Window>,
    /// Time each component was affected, overlaps counted once.
    pub downtime: Vec<Downtime>,
    /// The report's sections, in the author's order.
    pub sections: Vec<Section>,
    /// What happened, in order.
    pub timeline: Vec<Entry>,
    /// What was announced, oldest first.
    pub updates: Vec<Update>,
    /// Preventive measures.
    pub actions: Vec<Action>,
    /// Changes made after publication, oldest first.
    pub corrections: Vec<Correction>,
    /// Sources and further reading.
    pub links: Vec<Link>,
    /// Names of attachments that the visible texts show or link to.
    pub attachments: Vec<String>,
    /// What only an internal view has.
    pub internal: Option<Internal>,
}

/// How bad an incident is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Severity {
    /// Its id.
    pub id: String,
    /// Its name for readers.
    pub name: String,
    /// From 0, the mildest.
    pub rank: usize,
}

/// Something that was affected.
#[derive(Clone, Debug, Serialize)]
pub struct Component {
    /// Its id, an alias resolved.
    pub id: String,
    /// Its name for readers.
    pub name: String,
    /// The name of its group.
    pub group: Option<String>,
}

/// A window of impact.
#[derive(Clone, Debug, Serialize)]
pub struct Window {
    /// Id of the component.
    pub component: String,
    /// Name of the component.
    pub component_name: String,
    /// A host, region or shard.
    pub resource: Option<String>,
    /// `degraded_performance`, `partial_outage`, `major_outage` or `under_maintenance`.
    pub status: &'static str,
    /// When it began.
    pub start: Time,
    /// When it ended; nothing while it lasts.
    pub end: Option<Time>,
    /// How long it was, or is so far.
    pub duration: Option<Duration>,
}

/// Time one component was affected.
#[derive(Clone, Debug, Serialize)]
pub struct Downtime {
    /// Id of the component.
    pub component: String,
    /// Name of the component.
    pub component_name: String,
    /// Number of windows.
    pub windows: usize,
    /// Their total, overlaps counted once.
    pub duration: Duration,
}

/// The prose under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Key of the standard section, such as `root-cause`; empty for others.
    pub key: &'static str,
    /// The heading.
    pub heading: String,
    /// Unique within the incident; for links to it.
    pub anchor: String,
    /// The prose.
    pub markdown: String,
    /// The headings in the prose that are in no list, quote or note.
    #[serde(skip)]
    pub headings: Vec<Heading>,
    /// Who may see it: `public`, `customers` or `internal`.
    pub audience: &'static str,
}

/// A heading within a section.
#[derive(Clone, Debug)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// Unique within the incident; for links to it.
    pub anchor: String,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// What, in one line of Markdown.
    pub markdown: String,
    /// `trigger`, `detection`, `finding`, `action`, `recovery`, `communication` or empty.
    pub kind: &'static str,
    /// Who may see it: `public`, `customers` or `internal`.
    pub audience: &'static str,
}

/// Something that was announced.
#[derive(Clone, Debug, Serialize)]
pub struct Update {
    /// When.
    pub at: Time,
    /// Its status, such as `investigating` or `in_progress`.
    pub status: &'static str,
    /// A title of its own.
    pub title: Option<String>,
    /// What it says.
    pub markdown: String,
    /// Its name within the incident, made of its moment: [`identities`](super::identities).
    pub id: String,
    /// From 1, in the order of the facts, for people who name it on the command line. It changes
    /// when another is entered before it.
    pub number: usize,
    /// Who may see it: `public`, `customers` or `internal`.
    pub audience: &'static str,
}

/// A preventive measure.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Names it within the incident.
    pub id: Option<String>,
    /// What will be done.
    pub title: String,
    /// `prevent`, `detect`, `mitigate`, `process` or empty.
    pub kind: &'static str,
    /// `open`, `done` or `dropped`.
    pub status: &'static str,
    /// Deadline, as "1 July 2018".
    pub due: Option<String>,
    /// When it was done.
    pub done: Option<String>,
    /// The day of its deadline.
    #[serde(skip)]
    pub due_on: Option<NaiveDate>,
    /// The day on which it was done.
    #[serde(skip)]
    pub done_on: Option<NaiveDate>,
    /// Where it is tracked, `http` or `https` only.
    pub link: Option<String>,
    /// Who does it; only in an internal view.
    pub owner: Option<String>,
    /// Who may see it: `public`, `customers` or `internal`.
    pub audience: &'static str,
}

/// A change made after publication.
#[derive(Clone, Debug, Serialize)]
pub struct Correction {
    /// Its name within the incident, made of its moment: [`identities`](super::identities).
    pub id: String,
    /// When.
    pub at: Time,
    /// What was wrong.
    pub markdown: String,
}

/// A source or further reading.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// What it is.
    pub title: String,
    /// Where it is, `http` or `https` only.
    pub url: Option<String>,
}

/// What never leaves the company.
#[derive(Clone, Debug, Serialize)]
pub struct Internal {
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Role and name.
    pub roles: Vec<(String, String)>,
    /// Source of each entry of the timeline, in its order; empty where there is none.
    pub sources: Vec<String>,
}

impl View {
    /// The prose of a standard section.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// Whether it is the same at any moment: nothing in it lasts until now.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        self.resolved.is_some() && self.windows.iter().all(|window| window.end.is_some())
    }

    /// Whether this view is for people inside only.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.audience == Audience::Internal.name()
    }
}

/// The status of this name that an update or an incident can have.
#[must_use]
pub fn status(name: &str) -> Option<&'static str> {
    UpdateStatus::ALL.iter().map(|(status, _)| *status).find(|status| *status == name)
}
