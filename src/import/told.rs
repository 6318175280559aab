use chrono::{DateTime, FixedOffset};

use crate::model::{Bound, ImpactStatus, IncidentKind, UpdateStatus};

/// An incident as another tool tells it. Texts have no characters that act on a terminal.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Where it stands in the other tool's file: `incidents[3]`, or the file's name.
    pub place: String,
    /// What the other tool calls it for good; nothing where it does not.
    pub origin: Option<String>,
    /// One line that names it.
    pub title: String,
    /// Incident or maintenance.
    pub kind: IncidentKind,
    /// The other tool's word for how bad it was.
    pub impact: Option<String>,
    /// When it began.
    pub started: Bound,
    /// Whether it is over.
    pub is_over: bool,
    /// When it ended, where that is known.
    pub resolved: Option<Bound>,
    /// The announced window of maintenance.
    pub scheduled: Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)>,
    /// What it affected.
    pub components: Vec<Named>,
    /// When what was affected how, by the places of components in [`Told::components`].
    pub windows: Vec<Window>,
    /// What was announced, oldest first.
    pub updates: Vec<Update>,
    /// The post-mortem as sections under `##` headings.
    pub report: Option<String>,
    /// Where it is told there.
    pub url: Option<String>,
    /// What of it cannot be held.
    pub losses: Vec<Loss>,
}

/// A component as another tool names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Named {
    /// The other tool's id.
    pub id: Option<String>,
    /// Its name for readers.
    pub name: String,
    /// The name of its group.
    pub group: Option<String>,
}

/// A time in which a component was affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its place in [`Told::components`].
    pub component: usize,
    /// How badly.
    pub status: ImpactStatus,
    /// When it began.
    pub start: DateTime<FixedOffset>,
    /// When it ended; nothing while it lasts.
    pub end: Option<DateTime<FixedOffset>>,
}

/// Something that was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What it announced.
    pub status: UpdateStatus,
    /// Markdown without HTML.
    pub text: String,
}

/// Something that facts have no place for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The other tool's field, such as `incident_updates[].custom_tweet`.
    pub field: String,
    /// Why it is not held, or what was taken instead.
    pub why: String,
}

impl Loss {
    pub(super) fn new(field: impl Into<String>, why: impl Into<String>) -> Self {
        Self { field: field.into(), why: why.into() }
    }
}

/// Something in the other tool's file that is no incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub place: String,
    /// What it calls itself.
    pub title: Option<String>,
    /// Why.
    pub why: String,
}
