use chrono::NaiveDate;

use super::{
    ActionKind, ActionStatus, Audience, DataLoss, ImpactStatus, IncidentKind, Moment, State,
    TimelineKind, UpdateStatus, Zone,
};

/// What is known of an incident: the contents of `facts.toml`.
#[derive(Clone, Debug)]
pub struct Facts {
    /// One line that names it.
    pub title: String,
    /// Incident or maintenance.
    pub kind: IncidentKind,
    /// How far it is.
    pub state: State,
    /// Id of one of the configured severities.
    pub severity: Option<String>,
    /// The zone of all local times.
    pub zone: Zone,
    /// Ids of configured components.
    pub components: Vec<String>,
    /// Free words to find it by; internal.
    pub tags: Vec<String>,
    /// Who signs the published report; public.
    pub byline: Option<String>,
    /// When it began.
    pub started: Option<Moment>,
    /// When somebody or something noticed.
    pub detected: Option<Moment>,
    /// When the worst was over.
    pub mitigated: Option<Moment>,
    /// When it ended.
    pub resolved: Option<Moment>,
    /// When the report came out.
    pub published: Option<Moment>,
    /// Whether data was lost.
    pub data_loss: Option<DataLoss>,
    /// The announced window of a maintenance.
    pub scheduled: Option<Period>,
    /// Numbers that the prose may state, by noun.
    pub counts: Vec<(String, i64)>,
    /// Who did what during the incident; internal.
    pub roles: Vec<(String, String)>,
    /// Windows in which something was affected.
    pub impact: Vec<Impact>,
    /// What happened.
    pub timeline: Vec<TimelineEntry>,
    /// What was announced meanwhile.
    pub updates: Vec<Update>,
    /// Preventive measures.
    pub actions: Vec<Action>,
    /// Changes made after publication.
    pub corrections: Vec<Correction>,
    /// Further reading and sources.
    pub links: Vec<Link>,
}

/// A window with a start and perhaps an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// When it begins.
    pub start: Moment,
    /// When it ends; nothing while it lasts.
    pub end: Option<Moment>,
}

/// A window in which a component, or one resource of it, was affected.
#[derive(Clone, Debug)]
pub struct Impact {
    /// Id of a configured component.
    pub component: String,
    /// A host, region or shard.
    pub resource: Option<String>,
    /// How badly.
    pub status: ImpactStatus,
    /// When.
    pub period: Period,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    /// When.
    pub at: Moment,
    /// What, in the team's words.
    pub text: String,
    /// Who may know.
    pub audience: Audience,
    /// What is said instead of `text` outside the company.
    pub wording: Option<String>,
    /// What it is about.
    pub kind: Option<TimelineKind>,
    /// Where the entry comes from; internal.
    pub source: Option<String>,
}

/// Something that was announced.
#[derive(Clone, Debug)]
pub struct Update {
    /// When.
    pub at: Moment,
    /// What it announces.
    pub status: UpdateStatus,
    /// A title of its own.
    pub title: Option<String>,
    /// Markdown.
    pub text: String,
    /// Who may know; public unless it says otherwise.
    pub audience: Audience,
}

/// A preventive measure.
#[derive(Clone, Debug)]
pub struct Action {
    /// Names it within the incident.
    pub id: Option<String>,
    /// What will be done.
    pub title: String,
    /// What it does for the next time.
    pub kind: Option<ActionKind>,
    /// Who does it; internal.
    pub owner: Option<String>,
    /// The deadline.
    pub due: Option<NaiveDate>,
    /// How far it is.
    pub status: ActionStatus,
    /// When it was done.
    pub done: Option<NaiveDate>,
    /// Who may know.
    pub audience: Audience,
    /// Where it is tracked.
    pub link: Option<String>,
}

/// A change made after publication, shown to every reader.
#[derive(Clone, Debug)]
pub struct Correction {
    /// When.
    pub at: Moment,
    /// What was wrong, in Markdown.
    pub text: String,
}

/// Further reading, or the source of a fact.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is.
    pub title: String,
    /// Where it is, if it is anywhere.
    pub url: Option<String>,
    /// Who may know.
    pub audience: Audience,
}
