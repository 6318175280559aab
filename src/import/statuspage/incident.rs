use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::object::Object;
use super::windows::{Statement, windows};
use crate::import::{Loss, Named, Told, Update, body, report};
use crate::model::{Bound, IncidentKind, UpdateStatus};

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
    let announced = Announced::read(object, is_maintenance, &mut losses);
    let times = Times::read(object, &announced, &mut losses)?;
    let report = report(object, announced.report, &mut losses);
    let is_monitored =
        announced.updates.iter().any(|update| update.status == UpdateStatus::Monitoring);
    if object.has("monitoring_at") && !is_monitored {
        losses.push(Loss::new("monitoring_at", "no update tells of it"));
    }
    let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
    let url = object.line("shortlink").filter(is_web);
    if url.is_none() && object.has("shortlink") {
        losses.push(Loss::new("shortlink", "it is no web address"));
    }
    let mut components = components(object, groups);
    let windows = windows(&announced.statements, &mut components, times.resolved, times.is_over);
    tiny_sort::stable::sort(&mut losses);
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
        started: Bound::At(times.started),
        is_over: times.is_over,
        resolved: times.resolved.map(Bound::At),
        scheduled: times.scheduled,
        components,
        windows,
        updates: announced.updates,
        report,
        url,
        losses,
    })
}

/// When it was.
struct Times {
    started: DateTime<FixedOffset>,
    is_over: bool,
    resolved: Option<DateTime<FixedOffset>>,
    scheduled: Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)>,
}

impl Times {
    fn read(
        object: &Object<'_>,
        announced: &Announced,
        losses: &mut Vec<Loss>,
    ) -> Result<Self, String> {
        let keys = ["started_at", "scheduled_for", "created_at"];
        let [begun, scheduled_for, created] = keys.map(|key| object.time(key, losses));
        let started =
            [begun, scheduled_for, created, announced.first].into_iter().flatten().next().ok_or(
                "nothing tells when it began: no `started_at`, no `created_at`, no update",
            )?;
        let resolved = object.time("resolved_at", losses);
        let status = object.text("status");
        let is_over =
            resolved.is_some() || matches!(status, Some("resolved" | "completed" | "postmortem"));
        if object.has("status") && !is_known(status) {
            let taken = if is_over { "over, for `resolved_at` says so" } else { "going on" };
            let why = format!("an unknown status; the incident is taken to be {taken}");
            losses.push(Loss::new("status", why));
        }
        let scheduled_until = object.time("scheduled_until", losses);
        if scheduled_until.is_some() != scheduled_for.is_some() {
            losses.push(Loss::new("scheduled_for", "a window needs both of its ends"));
        }
        Ok(Self {
            started,
            is_over,
            resolved: resolved.or(announced.ended.filter(|_| is_over)),
            scheduled: scheduled_for.zip(scheduled_until),
        })
    }
}

/// Whether a status is one that the service has for incidents.
fn is_known(status: Option<&str>) -> bool {
    let is = |word| word == "postmortem" || UpdateStatus::ALL.iter().any(|(name, _)| *name == word);
    status.is_some_and(is)
}

/// The post-mortem: the management API has it beside the updates.
fn report(
    object: &Object<'_>,
    announced: Option<String>,
    losses: &mut Vec<Loss>,
) -> Option<String> {
    let report = announced.or_else(|| report::sections(object.text("postmortem_body")?, losses));
    if report.is_some() {
        // Its own date comes with `incident publish`.
        losses.retain(|loss| loss.field != "postmortem_published_at");
    }
    report
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
    /// When the first update was made, be it without a text.
    first: Option<DateTime<FixedOffset>>,
    /// When the last one said that it is over, be it without a text.
    ended: Option<DateTime<FixedOffset>>,
}

impl Announced {
    fn read(object: &Object<'_>, is_maintenance: bool, losses: &mut Vec<Loss>) -> Self {
        let mut announced = Self::default();
        for (at, update) in in_order(object, losses) {
            announced.add(at, &update, is_maintenance, losses);
        }
        announced
    }

    fn add(
        &mut self,
        at: DateTime<FixedOffset>,
        update: &Object<'_>,
        is_maintenance: bool,
        losses: &mut Vec<Loss>,
    ) {
        let text = update.text("body").unwrap_or_default();
        let word = update.text("status").unwrap_or_default();
        if word == "postmortem" {
            if self.report.is_some() {
                losses.push(Loss::new("incident_updates[]", "an earlier post-mortem"));
            }
            self.report = report::sections(text, losses).or(self.report.take());
            return;
        }
        let known = UpdateStatus::ALL.iter().find(|(name, _)| *name == word);
        let status = known.map_or_else(|| self.status(is_maintenance), |(_, status)| *status);
        if known.is_none() {
            let why = format!("an unknown status; \"{}\" is taken for it", status.name());
            losses.push(Loss::new("incident_updates[].status", why));
        }
        self.first = self.first.or(Some(at));
        if status.is_final() {
            self.ended = Some(at);
        }
        // What is only announced affects nothing yet.
        if status != UpdateStatus::Scheduled {
            self.statements.extend(Statement::all(update, at));
        }
        let text = body::with_line_breaks(&body::markdown(text, losses));
        if text.trim().is_empty() {
            losses.push(Loss::new("incident_updates[]", "an update without a text"));
        } else {
            self.updates.push(Update { at, status, text });
        }
    }

    /// The status up to now.
    fn status(&self, is_maintenance: bool) -> UpdateStatus {
        match self.updates.last() {
            Some(update) => update.status,
            None if is_maintenance => UpdateStatus::Scheduled,
            None => UpdateStatus::Investigating,
        }
    }
}

/// The updates with their times, oldest first.
fn in_order<'o>(
    object: &Object<'o>,
    losses: &mut Vec<Loss>,
) -> Vec<(DateTime<FixedOffset>, Object<'o>)> {
    let mut timed = Vec::new();
    for update in object.objects("incident_updates") {
        let mut faults = Vec::new();
        let times = ["display_at", "created_at", "updated_at"];
        let at = times.into_iter().find_map(|key| update.time(key, &mut faults));
        let settings = update.others(&KNOWN_OF_UPDATE).map(|key| Loss::new(key, SETTING));
        losses.extend(
            settings
                .chain(faults)
                .map(|Loss { field, why }| Loss::new(format!("incident_updates[].{field}"), why)),
        );
        match at {
            Some(at) => timed.push((at, update)),
            None => losses.push(Loss::new("incident_updates[]", "an update without a time")),
        }
    }
    // The file has the newest first, and several of one second in that order.
    timed.reverse();
    tiny_sort::stable::sort_by_key(&mut timed, |(at, _)| *at);
    timed
}
