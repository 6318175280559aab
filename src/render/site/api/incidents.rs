//! Incidents and scheduled maintenance.

use super::shapes::{AffectedComponent, Incident, IncidentUpdate, Maintenance};
use super::{Api, instant};
use crate::measure::Status;
use crate::render::site::entries;
use crate::render::site::ids::id;
use crate::render::site::markup::plain;
use crate::render::site::past::href;
use crate::render::site::{Announcement, Summary, When};

impl Api<'_> {
    /// An incident. One with a published report is a `postmortem`, as on Statuspage.
    pub(super) fn incident<'s>(&'s self, summary: &'s Summary) -> Incident<'s> {
        let incident_id = id("incident", &[&summary.id]);
        let mut updates = self.updates(summary, &incident_id);
        updates.reverse();
        let started = summary.started.as_ref().or(summary.scheduled_start.as_ref());
        let created = summary.updates.first().map(|update| &update.at);
        let monitoring = summary.updates.iter().find(|update| update.status == "monitoring");
        let base_url = self.site.config.base_url.as_deref();
        Incident {
            name: &summary.title,
            status: self.status(summary),
            created_at: time(summary, created.or(started)),
            updated_at: summary.changed().map_or_else(|| time(summary, started), instant),
            monitoring_at: monitoring.map(|update| time(summary, Some(&update.at))),
            resolved_at: (!summary.is_open).then(|| {
                let last = summary.updates.last().map(|update| &update.at);
                time(summary, summary.resolved.as_ref().or(last))
            }),
            impact: self.impact(summary),
            shortlink: base_url.map(|base_url| format!("{base_url}/{}", href(summary))),
            started_at: time(summary, started),
            page_id: &self.page.id,
            incident_updates: updates,
            components: summary
                .components
                .iter()
                .map(|(component, name)| self.components.get(component, name))
                .collect(),
            reminder_intervals: None,
            id: incident_id,
        }
    }

    /// Announced work.
    pub(super) fn maintenance<'s>(&'s self, summary: &'s Summary) -> Maintenance<'s> {
        let edge = |when: &Option<When>| when.as_ref().and_then(|when| when.from).map(instant);
        Maintenance {
            incident: self.incident(summary),
            scheduled_for: edge(&summary.scheduled_start),
            scheduled_until: edge(&summary.scheduled_end),
        }
    }

    fn status(&self, summary: &Summary) -> &'static str {
        if summary.is_maintenance {
            match summary.status {
                _ if !summary.is_open => "completed",
                status => status,
            }
        } else if summary.is_published {
            "postmortem"
        } else {
            summary.status
        }
    }

    /// The severity in Statuspage's three degrees: the mildest, the worst, and those between.
    fn impact(&self, summary: &Summary) -> &'static str {
        let worst = self.site.config.severities.len().saturating_sub(1);
        match &summary.severity {
            _ if summary.is_maintenance => "maintenance",
            None => "none",
            Some(severity) if severity.rank == 0 => "minor",
            Some(severity) if severity.rank == worst => "critical",
            Some(_) => "major",
        }
    }

    /// Oldest first. A published report is the last of them.
    fn updates(&self, summary: &Summary, incident_id: &str) -> Vec<IncidentUpdate> {
        let mut before = None;
        let mut updates: Vec<IncidentUpdate> = summary
            .updates
            .iter()
            .map(|update| {
                let affected = affected(summary, before, &update.at);
                before = Some(&update.at);
                IncidentUpdate {
                    affected_components: affected,
                    ..self.update(summary, update, incident_id)
                }
            })
            .collect();
        if summary.is_published && !summary.is_maintenance {
            let at = time(summary, summary.published.as_ref());
            let lead = summary.lead.as_deref().map(plain);
            updates.push(IncidentUpdate {
                id: id("report", &[&summary.id]),
                status: "postmortem",
                body: lead.unwrap_or_else(|| summary.title.clone()),
                ..blank(incident_id, at)
            });
        }
        updates
    }

    fn update(
        &self,
        summary: &Summary,
        update: &Announcement,
        incident_id: &str,
    ) -> IncidentUpdate {
        let text = plain(&update.html);
        IncidentUpdate {
            id: id("update", &[&summary.id, &update.id]),
            status: update.status,
            body: match &update.title {
                Some(title) => format!("{title}\n\n{text}"),
                None => text,
            },
            ..blank(incident_id, time(summary, Some(&update.at)))
        }
    }
}

fn blank(incident_id: &str, at: String) -> IncidentUpdate {
    IncidentUpdate {
        id: String::new(),
        status: "",
        body: String::new(),
        incident_id: incident_id.to_owned(),
        created_at: at.clone(),
        updated_at: at.clone(),
        display_at: at,
        affected_components: None,
        deliver_notifications: true,
        custom_tweet: None,
        tweet_id: None,
    }
}

/// The best instant that the facts have.
fn time(summary: &Summary, when: Option<&When>) -> String {
    instant(entries::instant(summary, when).unwrap_or_else(|| summary.first_midnight()))
}

/// What the windows of the incident say about its components at one update and at the one
/// before it; nothing where an update has no time.
fn affected(
    summary: &Summary,
    before: Option<&When>,
    now: &When,
) -> Option<Vec<AffectedComponent>> {
    let now = now.from?.timestamp();
    let before = before.and_then(|when| when.from).map(|at| at.timestamp());
    let affected: Vec<AffectedComponent> = summary
        .components
        .iter()
        .map(|(component, name)| AffectedComponent {
            code: id("component", &[component]),
            name: name.clone(),
            old_status: before.map_or("operational", |at| status_at(summary, component, at)),
            new_status: status_at(summary, component, now),
        })
        .collect();
    (!affected.is_empty()).then_some(affected)
}

fn status_at(summary: &Summary, component: &str, at: i64) -> &'static str {
    summary
        .windows
        .iter()
        .filter(|window| window.component == component)
        .filter(|window| window.from <= at && window.to.is_none_or(|to| at < to))
        .map(|window| window.status)
        .max()
        .map_or("operational", Status::name)
}
