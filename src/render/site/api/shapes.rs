//! The objects of the API, with every key that Statuspage gives and in its order. What is
//! unknown is null.

use serde::Serialize;

/// The site.
#[derive(Serialize)]
pub(super) struct Page<'s> {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) url: Option<&'s str>,
    pub(super) time_zone: &'s str,
    pub(super) updated_at: String,
}

/// The worst of what is going on.
#[derive(Serialize)]
pub(super) struct StatusObject {
    /// `none`, `minor`, `major`, `critical` or `maintenance`.
    pub(super) indicator: &'static str,
    pub(super) description: &'static str,
}

/// A component, or a group of them.
#[derive(Clone, Serialize)]
pub(super) struct Component {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) status: &'static str,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    pub(super) position: usize,
    pub(super) description: Option<String>,
    pub(super) showcase: bool,
    pub(super) start_date: Option<String>,
    pub(super) group_id: Option<String>,
    pub(super) page_id: String,
    pub(super) group: bool,
    pub(super) only_show_if_degraded: bool,
    /// Ids of its members; only groups have this key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) components: Option<Vec<String>>,
}

/// An incident.
#[derive(Serialize)]
pub(super) struct Incident<'s> {
    pub(super) id: String,
    pub(super) name: &'s str,
    pub(super) status: &'static str,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    pub(super) monitoring_at: Option<String>,
    pub(super) resolved_at: Option<String>,
    /// `none`, `minor`, `major`, `critical` or `maintenance`.
    pub(super) impact: &'static str,
    pub(super) shortlink: Option<String>,
    pub(super) started_at: String,
    pub(super) page_id: &'s str,
    pub(super) incident_updates: Vec<IncidentUpdate>,
    pub(super) components: Vec<Component>,
    pub(super) reminder_intervals: Option<String>,
}

/// Announced work: an incident with a window.
#[derive(Serialize)]
pub(super) struct Maintenance<'s> {
    #[serde(flatten)]
    pub(super) incident: Incident<'s>,
    pub(super) scheduled_for: Option<String>,
    pub(super) scheduled_until: Option<String>,
}

/// Something that was announced.
#[derive(Serialize)]
pub(super) struct IncidentUpdate {
    pub(super) id: String,
    pub(super) status: &'static str,
    pub(super) body: String,
    pub(super) incident_id: String,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    pub(super) display_at: String,
    pub(super) affected_components: Option<Vec<AffectedComponent>>,
    pub(super) deliver_notifications: bool,
    pub(super) custom_tweet: Option<String>,
    pub(super) tweet_id: Option<String>,
}

/// What became of a component with an update.
#[derive(Serialize)]
pub(super) struct AffectedComponent {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) old_status: &'static str,
    pub(super) new_status: &'static str,
}

/// `status.json`.
#[derive(Serialize)]
pub(super) struct StatusFile<'s> {
    pub(super) page: &'s Page<'s>,
    pub(super) status: &'s StatusObject,
}

/// `summary.json`.
#[derive(Serialize)]
pub(super) struct SummaryFile<'s> {
    pub(super) page: &'s Page<'s>,
    pub(super) components: &'s [Component],
    pub(super) incidents: Vec<Incident<'s>>,
    pub(super) scheduled_maintenances: Vec<Maintenance<'s>>,
    pub(super) status: &'s StatusObject,
}

/// `components.json`.
#[derive(Serialize)]
pub(super) struct ComponentList<'s> {
    pub(super) page: &'s Page<'s>,
    pub(super) components: &'s [Component],
}

/// `incidents.json` and `incidents/unresolved.json`.
#[derive(Serialize)]
pub(super) struct IncidentList<'s> {
    pub(super) page: &'s Page<'s>,
    pub(super) incidents: Vec<Incident<'s>>,
}

/// `scheduled-maintenances.json` and those below it.
#[derive(Serialize)]
pub(super) struct MaintenanceList<'s> {
    pub(super) page: &'s Page<'s>,
    pub(super) scheduled_maintenances: Vec<Maintenance<'s>>,
}
