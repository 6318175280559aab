//! Announced work before, in and behind its window.

use super::{Audience, Source, config, rendered, text};
use serde_json::Value;

const CONFIG: &str = "[[component]]\nid = \"mail\"\nname = \"Mail\"\n";

const WORK: &str = r#"
title = "A new switch"
kind = "maintenance"
components = ["mail"]
scheduled = { start = 2026-08-05T22:00:00Z, end = 2026-08-06T02:00:00Z }
"#;

/// The status page, the incident's page, and what the API says of the work: its status, whether it
/// is upcoming, whether it is active.
fn told(facts: &str, now: &str) -> (String, String, (String, bool, bool)) {
    let config = config(CONFIG);
    let source = Source { id: "2026-08-05-switch", facts, report: "", attachments: &[] };
    let files = rendered(&config, Audience::Public, now, &[source]);
    let listed = |name: &str| -> Vec<Value> {
        let list: Value = serde_json::from_str(text(&files, name)).unwrap();
        list["scheduled_maintenances"].as_array().unwrap().clone()
    };
    let all = listed("api/v2/scheduled-maintenances.json");
    let is_in =
        |name: &str| !listed(&format!("api/v2/scheduled-maintenances/{name}.json")).is_empty();
    let api = (all[0]["status"].as_str().unwrap().to_owned(), is_in("upcoming"), is_in("active"));
    let page = |path| text(&files, path).to_owned();
    (page("index.html"), page("incidents/2026-08-05-switch/index.html"), api)
}

#[test]
fn work_is_to_come_until_its_window_is_over() {
    let (status, _, api) = told(WORK, "2026-08-05T12:00:00Z");
    assert!(status.contains("<h2>Scheduled maintenance</h2>"), "{status}");
    assert_eq!(api, ("scheduled".to_owned(), true, false));
    let (status, _, api) = told(WORK, "2026-08-10T12:00:00Z");
    assert!(!status.contains("<h2>Scheduled maintenance</h2>"), "{status}");
    assert!(!status.contains("Maintenance in progress"), "{status}");
    assert_eq!(api, ("scheduled".to_owned(), false, false));
}

#[test]
fn work_that_nobody_began_is_not_scheduled_any_more() {
    let pill = "Not begun</span>";
    for (now, has_lapsed) in [("2026-08-06T01:59:00Z", false), ("2026-08-06T02:00:00Z", true)] {
        let (_, page, _) = told(WORK, now);
        assert_eq!(page.contains(pill), has_lapsed, "{page}");
        assert_eq!(page.contains("Scheduled</span>"), !has_lapsed, "{page}");
    }
    let begun = format!("{WORK}started = 2026-08-05T22:00:00Z\n");
    let (_, page, _) = told(&begun, "2026-08-10T12:00:00Z");
    assert!(!page.contains(pill) && page.contains("In progress</span>"), "{page}");
}

#[test]
fn work_that_has_begun_is_in_progress_everywhere() {
    let begun = format!("{WORK}started = 2026-08-05T22:00:00Z\n");
    let announced = format!(
        "{begun}[[update]]\nat = 2026-08-01T09:00:00Z\nstatus = \"scheduled\"\ntext = \"Soon.\"\n"
    );
    for facts in [begun, announced] {
        let (status, page, api) = told(&facts, "2026-08-05T23:00:00Z");
        assert!(status.contains("Maintenance in progress"), "{status}");
        let pill = "In progress</span>";
        assert!(status.contains(pill), "{status}");
        assert!(page.contains(pill), "{page}");
        assert_eq!(api, ("in_progress".to_owned(), false, true));
        let (_, page, api) = told(&facts, "2026-08-05T12:00:00Z");
        assert!(page.contains("Scheduled</span>"), "{page}");
        assert_eq!(api, ("scheduled".to_owned(), true, false));
    }
}

#[test]
fn work_that_is_over_is_told_on_its_day() {
    let done = format!(
        "{WORK}started = 2026-08-05T22:00:00Z\nresolved = 2026-08-05T23:00:00Z\n\
         [[update]]\nat = 2026-08-05T23:00:00Z\nstatus = \"completed\"\ntext = \"It is in.\"\n"
    );
    let done = done.replace("kind =", "state = \"drafting\"\nkind =");
    let (status, ..) = told(&done, "2026-08-10T12:00:00Z");
    assert!(!status.contains("<h2>Scheduled maintenance</h2>"), "{status}");
    let day = &status[status.find("Wednesday, 5 August 2026").unwrap()..];
    let day = &day[..day.find("Tuesday, 4").unwrap()];
    for said in ["A new switch</a>", "Completed</span>", "<span>Maintenance</span>", "It is in."] {
        assert!(day.contains(said), "{said}: {day}");
    }
    assert!(!day.contains("No incidents reported"), "{day}");
}

#[test]
fn work_in_progress_is_no_past() {
    let begun = format!("{WORK}started = 2026-08-05T22:00:00Z\n");
    let (status, ..) = told(&begun, "2026-08-05T23:00:00Z");
    let past = &status[status.find("Past incidents").unwrap()..];
    let today = &past[..past.find("Tuesday, 4").unwrap()];
    assert!(today.contains("Ongoing that day:"), "{today}");
    assert!(!today.contains("<article"), "{today}");
}

#[test]
fn a_window_says_once_what_its_ends_share() {
    let window = |end: &str| {
        let facts = WORK.replace("2026-08-06T02:00:00Z", end);
        let page = told(&facts, "2026-08-01T12:00:00Z").0;
        let meta = page.find("Scheduled</span>").unwrap();
        let text = &page[meta..meta + page[meta..].find("</p>").unwrap()];
        text.split("<time").map(|part| part[part.find('>').unwrap() + 1..].to_owned()).collect()
    };
    let ends: Vec<String> = window("2026-08-05T23:30:00Z");
    assert_eq!(ends[1..], ["5 August 2026, 22:00</time>–", "23:30 UTC</time></span>"]);
    let ends: Vec<String> = window("2026-08-06T02:00:00Z");
    let apart = ["5 August 2026, 22:00</time> – ", "6 August 2026, 02:00 UTC</time></span>"];
    assert_eq!(ends[1..], apart);
    let ends: Vec<String> = window("2026-08-06");
    assert_eq!(ends[1..], ["5 August 2026, 22:00 UTC</time> – ", "6 August 2026</time></span>"]);
}
