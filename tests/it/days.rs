//! Days and months begin on the clocks of the workspace's zone, each by the offset of its own.

use serde_json::Value;

use crate::support::{CONFIG, Workspace};

const REPORT: &str = "## Summary\n\nIt was down.\n";

fn outage(start: &str, end: &str) -> String {
    format!(
        "title = \"Outage from {start}\"\nstate = \"drafting\"\nseverity = \"major\"\n\
         components = [\"checkout\"]\nstarted = {start}\nresolved = {end}\n\n\
         [[impact]]\ncomponent = \"checkout\"\nstatus = \"major_outage\"\n\
         start = {start}\nend = {end}\n"
    )
}

fn zurich() -> Workspace {
    Workspace::new().file("incident.toml", format!("timezone = \"Europe/Zurich\"\n{CONFIG}"))
}

/// The site as of an instant in winter.
fn page(workspace: &Workspace, now: &str, path: &str) -> String {
    workspace.run(["render", "--to", "site", "--now", now]).code(0);
    workspace.read(&format!("public/site/{path}"))
}

#[test]
fn a_summer_night_counts_in_its_own_month_when_it_is_winter() {
    let facts = outage("2026-07-01T00:10:00", "2026-07-01T00:40:00");
    let workspace = zurich().incident("2026-07-01-night", &facts, REPORT);
    let run = workspace.run(["stats", "--json", "--now", "2026-11-22T12:00:00+01:00"]).code(0);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let months = told["months"].as_array().unwrap();
    assert_eq!(months.len(), 1, "{told:#}");
    assert_eq!(months[0]["id"], "2026-07");
    assert_eq!(months[0]["downtime_seconds"], 1_800);
}

#[test]
fn bars_name_the_day_on_its_own_clocks() {
    let facts = outage("2026-09-10T00:10:00", "2026-09-10T00:40:00");
    let workspace = zurich().incident("2026-09-10-night", &facts, REPORT);
    let page = page(&workspace, "2026-11-22T12:00:00+01:00", "index.html");
    assert!(page.contains("10 September 2026: Major outage, 30 minutes"), "{page}");
    assert!(!page.contains("9 September 2026"), "{page}");
}

#[test]
fn the_day_on_which_clocks_are_put_back_has_25_hours() {
    let facts = outage("2026-10-24T23:00:00", "2026-10-27T01:00:00");
    let workspace = zurich().incident("2026-10-24-long-night", &facts, REPORT);
    let page = page(&workspace, "2026-11-22T12:00:00+01:00", "components/checkout/index.html");
    assert!(page.contains("24 October 2026: Major outage, 1 hour"), "{page}");
    assert!(page.contains("25 October 2026: Major outage, 1 day 1 hour"), "{page}");
    // 51 hours of 709.
    assert!(page.contains("92.80%"), "{page}");
}

#[test]
fn a_day_as_now_is_the_same_day_all_over_the_page() {
    let page = page(&zurich(), "2024-07-25", "index.html");
    assert!(page.contains("25 July 2024, 23:59 CEST"), "{page}");
    assert!(page.contains("Thursday, 25 July 2024"), "{page}");
    assert!(!page.contains("26 July 2024"), "{page}");
}

#[test]
fn an_instant_as_now_is_told_on_the_clocks_of_the_workspace() {
    let page = page(&zurich(), "2024-07-25T23:30:00Z", "index.html");
    assert!(page.contains("26 July 2024, 01:30 CEST"), "{page}");
    assert!(page.contains("Friday, 26 July 2024"), "{page}");
}
