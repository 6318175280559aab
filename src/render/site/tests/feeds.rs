use serde_json::Value;

use super::{Audience, OutputFile, Source, config, rendered, text};

const CONFIG: &str = r#"
title = "Example, Ltd; status"
base_url = "https://status.example.org/eu"
timezone = "Europe/Zurich"
[[group]]
name = "Core"
description = "What all need"
[[component]]
id = "api"
name = "API"
group = "Core"
[[component]]
id = "web"
name = "Web"
group = "Core"
[[component]]
id = "mail"
name = "Mail"
"#;

const OUTAGE: &str = r#"
title = "Errors"
severity = "major"
state = "ongoing"
components = ["api", "web"]
started = 2026-11-21T08:00:00Z
[[impact]]
component = "api"
status = "partial_outage"
start = 2026-11-21T08:00:00Z
[[update]]
at = 2026-11-21T08:10:00Z
status = "investigating"
text = "Looking\ninto *it* & more."
[[update]]
at = 2026-11-21T08:20:00Z
status = "investigating"
title = "Still looking"
text = "- one\n- two"
[[update]]
at = 2026-11-21T08:30:00Z
status = "monitoring"
text = "CANARY"
audience = "internal"
"#;

const WORK: &str = r#"
title = "A new switch, at last"
kind = "maintenance"
state = "ongoing"
components = ["mail"]
scheduled = { start = 2026-11-25T22:00:00Z, end = 2026-11-25T23:30:00Z }
[[update]]
at = 2026-11-20T09:00:00Z
status = "scheduled"
text = "Mail will be down; for ten minutes, or so."
"#;

const DONE: &str = r#"
title = "Slow mail"
state = "published"
severity = "minor"
components = ["mail"]
started = 2026-11-12T14:02:00Z
resolved = 2026-11-13T01:10:00Z
published = 2026-11-16T09:00:00Z
[[impact]]
component = "mail"
status = "degraded_performance"
start = 2026-11-12T14:02:00Z
end = 2026-11-13T01:00:00Z
[[update]]
at = 2026-11-12T14:20:00Z
status = "identified"
text = "We know."
[[update]]
at = 2026-11-13T01:10:00Z
status = "resolved"
text = "Over."
"#;

const NOW: &str = "2026-11-21T09:00:00Z";

fn source<'t>(id: &'t str, facts: &'t str) -> Source<'t> {
    Source { id, facts, report: "## Summary\n\nIt was *slow*.\n", attachments: &[] }
}

fn site_at(toml: &str, now: &str) -> Vec<OutputFile> {
    let sources = [
        source("2026-11-21-errors", OUTAGE),
        source("2026-11-25-switch", WORK),
        source("2026-11-12-slow-mail", DONE),
    ];
    rendered(&config(toml), Audience::Public, now, &sources)
}

fn json(files: &[OutputFile], path: &str) -> Value {
    serde_json::from_str(text(files, path)).unwrap()
}

#[test]
fn the_api_tells_what_is_going_on() {
    let files = site_at(CONFIG, NOW);
    let summary = json(&files, "api/v2/summary.json");
    assert_eq!(summary["status"]["indicator"], "major");
    assert_eq!(summary["page"]["url"], "https://status.example.org/eu");
    assert_eq!(summary["page"]["updated_at"], "2026-11-21T08:20:00.000Z");
    let components = summary["components"].as_array().unwrap();
    let told: Vec<(&str, &str, bool)> = components
        .iter()
        .map(|one| {
            let word = |key: &str| one[key].as_str().unwrap();
            (word("name"), word("status"), one["group"] == true)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Mail", "operational", false),
            ("Core", "partial_outage", true),
            ("API", "partial_outage", false),
            ("Web", "degraded_performance", false),
        ]
    );
    assert_eq!(components[1]["components"][0], components[2]["id"]);
    assert_eq!(components[2]["group_id"], components[1]["id"]);
    let incident = &summary["incidents"][0];
    assert_eq!(incident["status"], "investigating");
    assert_eq!(incident["impact"], "major");
    assert_eq!(incident["resolved_at"], Value::Null);
    assert_eq!(
        incident["shortlink"],
        "https://status.example.org/eu/incidents/2026-11-21-errors/index.html"
    );
    let updates = incident["incident_updates"].as_array().unwrap();
    assert_eq!(updates[0]["body"], "Still looking\n\n- one\n- two");
    assert_eq!(updates[1]["body"], "Looking into it & more.");
    assert_eq!(updates[1]["affected_components"][0]["new_status"], "partial_outage");
    assert_eq!(updates.len(), 2);
    let work = &summary["scheduled_maintenances"][0];
    assert_eq!(work["scheduled_for"], "2026-11-25T22:00:00.000Z");
    assert_eq!(work["status"], "scheduled");
    assert_eq!(work["impact"], "maintenance");
}

#[test]
fn the_api_lists_what_its_addresses_say() {
    let names = |path: &str, key: &str, now: &str| -> Vec<String> {
        let list = json(&site_at(CONFIG, now), &format!("api/v2/{path}.json"));
        let told = |one: &Value| format!("{}: {}", one["name"], one["status"]).replace('"', "");
        list[key].as_array().unwrap().iter().map(told).collect()
    };
    let all = ["Errors: investigating", "Slow mail: postmortem"];
    assert_eq!(names("incidents", "incidents", NOW), all);
    assert_eq!(names("incidents/unresolved", "incidents", NOW), all[..1]);
    let works = "scheduled_maintenances";
    let switch = ["A new switch, at last: scheduled"];
    assert_eq!(names("scheduled-maintenances", works, NOW), switch);
    assert_eq!(names("scheduled-maintenances/upcoming", works, NOW), switch);
    assert!(names("scheduled-maintenances/active", works, NOW).is_empty());
    let done = json(&site_at(CONFIG, NOW), "api/v2/incidents.json")["incidents"][1].clone();
    assert_eq!(done["resolved_at"], "2026-11-13T01:10:00.000Z");
    assert_eq!(done["incident_updates"][0]["status"], "postmortem");
    assert_eq!(done["incident_updates"][0]["body"], "It was slow.");
    assert_eq!(done["incident_updates"][1]["affected_components"][0]["new_status"], "operational");
}

#[test]
fn machines_read_no_present() {
    let without = |path: &str, now: &str| {
        let told = text(&site_at(CONFIG, now), path).to_owned();
        assert!(!told.contains("CANARY"), "{path}");
        told
    };
    for path in ["feed.json", "calendar.ics", "api/v2/incidents.json"] {
        assert_eq!(without(path, NOW), without(path, "2026-11-22T10:00:00Z"), "{path}");
    }
}

#[test]
fn without_an_address_nothing_is_linked() {
    let toml = CONFIG.replace("base_url = \"https://status.example.org/eu\"", "");
    let files = site_at(&toml, NOW);
    assert!(files.iter().all(|file| file.path != "feed.json"));
    assert!(!text(&files, "calendar.ics").contains("URL"));
    let summary = json(&files, "api/v2/summary.json");
    assert_eq!(summary["page"]["url"], Value::Null);
    assert_eq!(summary["incidents"][0]["shortlink"], Value::Null);
}

#[test]
fn the_calendar_has_the_announced_window() {
    let files = site_at(CONFIG, NOW);
    let calendar = text(&files, "calendar.ics");
    let unfolded = calendar.replace("\r\n ", "");
    for line in [
        "X-WR-CALNAME:Example\\, Ltd\\; status",
        "DTSTAMP:20261120T090000Z",
        "SEQUENCE:0",
        "DTSTART:20261125T220000Z",
        "DTEND:20261125T233000Z",
        "SUMMARY:A new switch\\, at last",
        "DESCRIPTION:Scheduled: Mail will be down\\; for ten minutes\\, or so.\\n\\nAffects Mail",
        "URL:https://status.example.org/eu/incidents/2026-11-25-switch/index.html",
    ] {
        assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{line} is not in\n{unfolded}");
    }
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1);
    assert!(calendar.lines().all(|line| line.len() <= 75));
}

#[test]
fn whole_days_stay_whole_days() {
    let facts = WORK
        .replace("2026-11-25T22:00:00Z", "2026-11-25")
        .replace("2026-11-25T23:30:00Z", "2026-11-26");
    let files =
        rendered(&config(CONFIG), Audience::Public, NOW, &[source("2026-11-25-switch", &facts)]);
    let calendar = text(&files, "calendar.ics");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20261125\r\n"), "{calendar}");
    assert!(calendar.contains("DTEND;VALUE=DATE:20261127\r\n"), "{calendar}");
}

#[test]
fn the_json_feed_has_what_the_atom_feed_has() {
    let files = site_at(CONFIG, NOW);
    let feed = json(&files, "feed.json");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://status.example.org/eu/feed.json");
    let atom = text(&files, "feed.atom");
    let items = feed["items"].as_array().unwrap();
    assert_eq!(items.len(), atom.matches("<entry>").count());
    for item in items {
        assert!(atom.contains(&format!("<id>{}</id>", item["id"].as_str().unwrap())), "{item}");
    }
    assert_eq!(items[0]["title"], "Still looking");
    assert_eq!(items[0]["tags"][0], "Update");
}
