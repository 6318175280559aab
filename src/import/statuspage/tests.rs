use proptest::prelude::*;
use serde_json::{Value, json};

use super::statuspage;
use crate::import::Told;
use crate::model::{Bound, ImpactStatus, IncidentKind, UpdateStatus};
use crate::source::acts;

/// The only incident of a file, with these keys.
fn told(keys: Value) -> Told {
    let mut incident = json!({
        "id": "a1", "name": "Mail is late", "created_at": "2024-03-01T10:00:00.000Z",
        "incident_updates": [],
    });
    let Value::Object(keys) = keys else { panic!("an object") };
    incident.as_object_mut().unwrap().extend(keys);
    let page = statuspage(&json!([incident]).to_string()).unwrap();
    assert!(page.refused.is_empty(), "{:?}", page.refused);
    page.told.into_iter().next().unwrap()
}

/// An update at a minute past ten, with what it says about components.
fn update(minute: u32, status: &str, affected: &[(&str, &str)]) -> Value {
    let at = format!("2024-03-01T10:{minute:02}:00.000Z");
    let affected: Vec<Value> = affected
        .iter()
        .map(|(name, status)| json!({ "code": name, "name": name, "new_status": status }))
        .collect();
    json!({ "status": status, "body": "x", "display_at": at, "affected_components": affected })
}

#[test]
fn windows_are_as_updates_tell_them() {
    let updates = [
        update(40, "resolved", &[("api", "operational"), ("web", "partial_outage")]),
        update(30, "identified", &[("api", "degraded_performance"), ("web", "partial_outage")]),
        update(20, "identified", &[("api", "major_outage"), ("web", "operational")]),
        update(10, "investigating", &[("api", "major_outage"), ("dns", "no_such_status")]),
    ];
    let told = told(json!({
        "status": "resolved", "resolved_at": "2024-03-01T10:50:00Z", "incident_updates": updates,
        "components": [{ "id": "api", "name": "API" }],
    }));
    let names: Vec<&str> = told.components.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["API", "web"]);
    let windows: Vec<(usize, ImpactStatus, String, String)> = told
        .windows
        .iter()
        .map(|window| {
            let minute = |at: chrono::DateTime<chrono::FixedOffset>| at.format("%M").to_string();
            let end = window.end.map(minute).unwrap_or_default();
            (window.component, window.status, minute(window.start), end)
        })
        .collect();
    let window = |component, status, from: &str, to: &str| {
        (component, status, from.to_owned(), to.to_owned())
    };
    assert_eq!(
        windows,
        [
            window(0, ImpactStatus::MajorOutage, "10", "30"),
            window(0, ImpactStatus::DegradedPerformance, "30", "40"),
            window(1, ImpactStatus::PartialOutage, "30", "50"),
        ]
    );
}

#[test]
fn windows_of_what_goes_on_are_open() {
    let updates = [update(10, "investigating", &[("api", "major_outage")])];
    let told = told(json!({ "status": "investigating", "incident_updates": updates }));
    assert!(!told.is_over && told.windows[0].end.is_none());
}

#[test]
fn work_that_is_only_announced_affects_nothing() {
    let updates = [update(10, "scheduled", &[("api", "under_maintenance")])];
    let told = told(json!({
        "status": "scheduled", "scheduled_for": "2024-03-02T10:00:00Z",
        "scheduled_until": "2024-03-02T11:00:00Z", "incident_updates": updates,
    }));
    assert_eq!(told.kind, IncidentKind::Maintenance);
    assert_eq!(told.started.earliest().to_rfc3339(), "2024-03-02T10:00:00+00:00");
    assert!(told.windows.is_empty() && told.scheduled.is_some());
}

#[test]
fn a_status_that_is_unknown_is_that_of_before() {
    let updates = [update(20, "pondering", &[]), update(10, "identified", &[])];
    let told = told(json!({ "incident_updates": updates }));
    let statuses: Vec<UpdateStatus> = told.updates.iter().map(|update| update.status).collect();
    assert_eq!(statuses, [UpdateStatus::Identified; 2]);
    assert_eq!(told.losses[0].field, "incident_updates[].status");
}

#[test]
fn updates_of_one_second_keep_their_order() {
    let mut later = update(10, "identified", &[]);
    later["body"] = "later".into();
    let told = told(json!({ "incident_updates": [later, update(10, "investigating", &[])] }));
    assert_eq!(told.updates[1].text, "later");
}

#[test]
fn the_end_is_the_last_update_where_nothing_else_tells_it() {
    let updates = [update(40, "resolved", &[]), update(10, "investigating", &[])];
    let over = told(json!({ "status": "resolved", "incident_updates": updates }));
    assert_eq!(over.resolved.unwrap().earliest().format("%H:%M").to_string(), "10:40");
    let unknown = told(json!({ "status": "resolved" }));
    assert!(unknown.is_over && unknown.resolved.is_none());
}

#[test]
fn an_update_without_a_text_has_its_time() {
    let mut last = update(40, "resolved", &[]);
    last["body"] = "".into();
    let updates = [last, update(10, "investigating", &[("api", "major_outage")])];
    let told = told(json!({ "status": "resolved", "incident_updates": updates }));
    assert_eq!(told.resolved.unwrap().earliest().format("%H:%M").to_string(), "10:40");
    assert_eq!(told.windows[0].end.map(Bound::At), told.resolved);
    assert_eq!(told.updates.len(), 1);
    assert_eq!(told.losses[0].why, "an update without a text");
}

#[test]
fn an_unknown_status_of_an_incident_is_told() {
    let told_losses = |told: &Told| told.losses.iter().any(|loss| loss.field == "status");
    let cancelled = told(json!({ "status": "cancelled" }));
    assert!(told_losses(&cancelled) && !cancelled.is_over);
    let over = told(json!({ "status": "cancelled", "resolved_at": "2024-03-01T10:50:00Z" }));
    assert!(told_losses(&over) && over.is_over && over.resolved.is_some());
    for status in ["investigating", "in_progress", "completed", "postmortem"] {
        assert!(!told_losses(&told(json!({ "status": status }))), "{status}");
    }
}

#[test]
fn a_post_mortem_of_the_management_api_is_a_report() {
    let told = told(json!({
        "postmortem_body": "##### Cause\n\nA fan.", "postmortem_published_at": "2024-03-02T10:00:00Z",
    }));
    assert_eq!(told.report.as_deref(), Some("## Cause\n\nA fan.\n"));
    assert!(told.losses.is_empty(), "{:?}", told.losses);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "(\\PC|\\pC){0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "2024-03-01T10:00:00.000Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:60-23:59",
            "resolved",
            "postmortem",
            "# <b>\u{1b}",
            "operational",
            "major_outage",
            "critical",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let keys = prop::sample::select(vec![
            "id",
            "name",
            "status",
            "body",
            "impact",
            "created_at",
            "started_at",
            "resolved_at",
            "display_at",
            "incident_updates",
            "components",
            "affected_components",
            "new_status",
            "code",
            "group",
            "group_id",
            "scheduled_for",
            "scheduled_until",
            "postmortem_body",
            "shortlink",
            "page",
            "time_zone",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(keys, inner, 0..8).prop_map(|map| map
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_the_values_nothing_panics_or_acts(
        list in prop::collection::vec(value(), 0..4),
        components in value(),
    ) {
        let file = json!({ "incidents": list, "scheduled_maintenances": list, "components": components });
        let page = statuspage(&file.to_string()).unwrap();
        let names = page.told.iter().flat_map(|told| {
            let components = told.components.iter().map(|component| &component.name);
            let updates = told.updates.iter().map(|update| &update.text);
            components.chain(updates).chain([&told.title]).chain(&told.report).chain(&told.origin)
        });
        for text in names {
            prop_assert!(!text.contains(acts), "{text:?}");
        }
        prop_assert_eq!(page.told.len() + page.refused.len(), list.len() * 2);
    }

    #[test]
    fn whatever_the_text_nothing_panics(text in "[\\[\\]{}\":,a1 \n]{0,40}") {
        let _ = statuspage(&text);
    }
}
