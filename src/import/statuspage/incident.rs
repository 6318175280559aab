use std::collections::HashMap;

use super::object::Object;
use super::windows::{Statement, windows};
use crate::import::{Loss, Named, Told, Update, body, report};
use crate::model::{IncidentKind, UpdateStatus};

/// Keys of an incident that are held, or that hold nothing of it: names, counters, when the
/// service last touched them.
const KNOWN: [&str; 19] = [
    "backfilled",
    "components",
    "created_at",
    "id",
    "impact",
    "incident_updates",
    "monitoring_at",
    "name",
    "page_id",
    "postmortem_body",
    "postmortem_body_last_updated_at",
    "resolved_at",
    "scheduled_for",
    "scheduled_until",
    "shortlink",
    "started_at",
    "status",
    "updated_at",
    "postmortem_ignored",
];

/// The same of an update.
const KNOWN_OF_UPDATE: [&str; 10] = [
    "affected_components",
    "body",
    "created_at",
    "deliver_notifications",
    "display_at",
    "id",
    "incident_id",
    "status",
    "updated_at",
    "wants_twitter_update",
];

const SETTING: &str = "facts have no place for it";

/// Reads an incident, or says why it is none.
pub(super) fn read(
    object: &Object<'_>,
    place: &str,
    is_scheduled: bool,
    groups: &HashMap<String, String>,
) -> Result<Told, String> {
    let mut losses: Vec<Loss> = object.others(&KNOWN).map(|key| Loss::new(key, SETTING)).collect();
    let title = object.line("name").ok_or("it has no `name`")?;
    let is_maintenance =
        is_scheduled || object.has("scheduled_for") || object.text("impact") == Some("maintenance");
    let mut announced = announced(object, is_maintenance, &mut losses);
    let times = ["started_at", "scheduled_for", "created_at"];
    let [begun, scheduled_for, created] = times.map(|key| object.time(key, &mut losses));
    let first = announced.updates.first().map(|update| update.at);
    let started = begun
        .or(scheduled_for)
        .or(created)
        .or(first)
        .ok_or("nothing tells when it began: no `started_at`, no `created_at`, no update")?;
    let status = object.text("status");
    let resolved = object.time("resolved_at", &mut losses);
    let is_over =
        resolved.is_some() || matches!(status, Some("resolved" | "completed" | "postmortem"));
    let last = announced.updates.iter().rev().find(|update| update.status.is_final());
    let resolved = resolved.or(last.filter(|_| is_over).map(|update| update.at));
    let scheduled_until = object.time("scheduled_until", &mut losses);
    if scheduled_until.is_some() != scheduled_for.is_some() {
        losses.push(Loss::new("scheduled_for", "a window needs both of its ends"));
    }
    if let Some(text) = object.text("postmortem_body").filter(|_| announced.report.is_none()) {
        announced.report = report::sections(text);
    }
    if announced.report.is_some() && object.has("postmortem_published_at") {
        losses.retain(|loss| loss.field != "postmortem_published_at");
    }
    let monitored =
        announced.updates.iter().any(|update| update.status == UpdateStatus::Monitoring);
    if object.has("monitoring_at") && !monitored {
        losses.push(Loss::new("monitoring_at", "no update tells of it"));
    }
    let mut components = components(object, groups);
    let windows = windows(&announced.statements, &mut components, resolved, is_over);
    losses.sort();
    losses.dedup();
    Ok(Told {
        place: place.to_owned(),
        origin: object.id(),
        title,
        kind: match is_maintenance {
            true => IncidentKind::Maintenance,
            false => IncidentKind::Incident,
        },
        impact: object.line("impact"),
        started,
        is_over,
        resolved,
        scheduled: scheduled_for.zip(scheduled_until),
        components,
        windows,
        updates: announced.updates,
        report: announced.report,
        url: object.line("shortlink"),
        losses,
    })
}

fn components(object: &Object<'_>, groups: &HashMap<String, String>) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for component in object.objects("components").filter(|component| !component.is_group()) {
        let Some(name) = component.line("name") else { continue };
        let group = component.text("group_id").and_then(|id| groups.get(id)).cloned();
        let component = Named { id: component.id(), name, group };
        if !named.contains(&component) {
            named.push(component);
        }
    }
    named
}

/// What an incident's updates tell.
#[derive(Default)]
struct Announced {
    updates: Vec<Update>,
    statements: Vec<Statement>,
    report: Option<String>,
}

fn announced(object: &Object<'_>, is_maintenance: bool, losses: &mut Vec<Loss>) -> Announced {
    let mut told = Vec::new();
    for update in object.objects("incident_updates") {
        let own = update.others(&KNOWN_OF_UPDATE).map(|key| (key, SETTING.to_owned()));
        let mut faults = Vec::new();
        let times = ["display_at", "created_at", "updated_at"];
        let at = times.into_iter().find_map(|key| update.time(key, &mut faults));
        let faults = faults.into_iter().map(|loss: Loss| (loss.field, loss.why));
        let all = own.chain(faults);
        losses.extend(all.map(|(key, why)| Loss::new(format!("incident_updates[].{key}"), why)));
        match at {
            Some(at) => told.push((at, update)),
            None => losses.push(Loss::new("incident_updates[]", "an update without a time")),
        }
    }
    // The file has the newest first, and several of one second in that order.
    told.reverse();
    told.sort_by_key(|(at, _)| *at);
    let mut announced = Announced::default();
    for (at, update) in told {
        let text = update.text("body").unwrap_or_default();
        let word = update.text("status").unwrap_or_default();
        if word == "postmortem" {
            if announced.report.is_some() {
                losses.push(Loss::new("incident_updates[]", "an earlier post-mortem"));
            }
            announced.report = report::sections(text).or(announced.report);
            continue;
        }
        let known = UpdateStatus::ALL.iter().find(|(name, _)| *name == word);
        let before = announced.updates.last().map(|update: &Update| update.status);
        let first = match is_maintenance {
            true => UpdateStatus::Scheduled,
            false => UpdateStatus::Investigating,
        };
        let status = known.map(|(_, status)| *status).or(before).unwrap_or(first);
        if known.is_none() {
            let why = format!("an unknown status; \"{}\" is taken for it", status.name());
            losses.push(Loss::new("incident_updates[].status", why));
        }
        // What is only announced affects nothing yet.
        if status != UpdateStatus::Scheduled {
            announced.statements.extend(Statement::all(&update, at));
        }
        let text = body::with_line_breaks(&body::markdown(text));
        if text.trim().is_empty() {
            losses.push(Loss::new("incident_updates[]", "an update without a text"));
            continue;
        }
        announced.updates.push(Update { at, status, text });
    }
    announced
}
