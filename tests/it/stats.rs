//! `incident stats`.

use serde_json::{Value, json};

use crate::support::{FACTS, REPORT, Workspace};

fn workspace() -> Workspace {
    let minor = FACTS
        .replace("severity = \"major\"", "severity = \"minor\"")
        .replace("2024-05-0", "2024-06-0")
        .replace("10:40:00", "11:20:00")
        .replace("detected = 2024-06-02T10:05:00\n", "");
    Workspace::sound().incident("2024-06-02-again", &minor, REPORT)
}

#[test]
fn the_table_fits_the_terminal() {
    let run = workspace().run(["stats"]).code(0);
    assert_eq!(
        run.stdout,
        "                Number   Detect Mitigate  Resolve Downtime\n\
         All incidents        2       5m      30m       1h       2h\n\
         Severity:\n\
         \x20 Major              1       5m      30m      40m      40m\n\
         \x20 Minor              1        -      30m   1h 20m   1h 20m\n\
         Component:\n\
         \x20 Checkout           2       5m      30m       1h       2h\n\
         Month:\n\
         \x20 2024-06            1        -      30m   1h 20m   1h 20m\n\
         \x20 2024-05            1       5m      30m      40m      40m\n"
    );
}

#[test]
fn programs_get_seconds_and_how_many_they_are_of() {
    let run = workspace().run(["stats", "--json"]).code(0);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(told["version"], 1);
    assert_eq!(told["maintenance"], 0);
    let expected = json!({
        "incidents": 2,
        "detect": { "median_seconds": 300, "of": 1 },
        "mitigate": { "median_seconds": 1_800, "of": 2 },
        "resolve": { "median_seconds": 3_600, "of": 2 },
        "downtime_seconds": 7_200,
        "downtime_may_be_longer": false,
    });
    assert_eq!(told["all"], expected);
    assert_eq!(told["severities"][0]["id"], "major");
    assert_eq!(told["components"][0]["name"], "Checkout");
    assert_eq!(told["months"][0]["id"], "2024-06");
    assert_eq!(told["months"][0]["detect"], json!({ "median_seconds": null, "of": 0 }));
}

#[test]
fn times_that_are_not_known_exactly_do_not_count() {
    let vague = FACTS.replace(
        "detected = 2024-05-02T10:05:00",
        "detected = { after = 2024-05-02T10:01:00, before = 2024-05-02T10:05:00 }",
    );
    let run = Workspace::new().incident("2024-05-02-a", &vague, REPORT).run(["stats", "--json"]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(told["all"]["detect"]["of"], 0);
    assert_eq!(told["all"]["resolve"]["of"], 1);
    let about = FACTS.replace(
        "started = 2024-05-02T10:00:00",
        "started = { at = 2024-05-02T10:00:00, about = true }",
    );
    let run = Workspace::new().incident("2024-05-02-a", &about, REPORT).run(["stats", "--json"]);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(told["all"]["detect"]["of"], 0);
    assert_eq!(told["all"]["resolve"]["of"], 0);
    assert_eq!(told["all"]["incidents"], 1);
}

#[test]
fn downtime_that_may_have_been_longer_says_so() {
    let vague = FACTS.replacen(
        "start = 2024-05-02T10:00:00",
        "start = { after = 2024-05-02T09:00:00, before = 2024-05-02T10:00:00 }",
        1,
    );
    let sound = FACTS.replace("2024-05", "2024-07").replace("2024-06", "2024-08");
    let workspace = Workspace::new().incident("2024-05-02-a", &vague, REPORT).incident(
        "2024-07-02-b",
        &sound,
        REPORT,
    );
    let now = ["--now", "2024-09-01"];
    let run = workspace.run([&["stats", "--json"], &now[..]].concat()).code(0);
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let least = |numbers: &Value| numbers["downtime_may_be_longer"].as_bool().unwrap();
    assert!(least(&told["all"]) && least(&told["severities"][0]) && least(&told["components"][0]));
    assert_eq!(told["months"][0]["id"], "2024-07");
    assert!(!least(&told["months"][0]) && least(&told["months"][1]), "{told:#}");
    let table = workspace.run([&["stats"], &now[..]].concat()).code(0).stdout;
    assert!(table.contains("\u{2265}40m\n") && table.contains(" 40m\n"), "{table}");
    workspace.run([&["render", "--to", "site"], &now[..]].concat()).code(0);
    let page = workspace.read("public/site/stats/index.html");
    assert!(page.contains("<td>at least 40 minutes</td>"), "{page}");
    assert!(page.contains("<td>40 minutes</td>"), "{page}");
}

#[test]
fn downtime_of_which_a_bound_is_unknown_is_not_passed_over() {
    let unknown = FACTS.replacen("end = 2024-05-02T10:40:00", "end = \"unknown\"", 1);
    let workspace = Workspace::new().incident("2024-05-02-a", &unknown, REPORT);
    let table = workspace.run(["stats"]).code(0).stdout;
    assert_eq!(table.matches(" unknown\n").count(), 4, "{table}");
    let told = workspace.run(["stats", "--json"]).code(0).stdout;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["all"]["downtime_seconds"], 0);
    assert_eq!(told["all"]["downtime_may_be_longer"], true);
}

#[test]
fn what_goes_on_is_told_without_seconds() {
    let ongoing = "title = \"Checkout fails\"\nstate = \"ongoing\"\ncomponents = [\"checkout\"]\n\
        started = 2024-05-02T10:00:00Z\n[[impact]]\ncomponent = \"checkout\"\n\
        status = \"major_outage\"\nstart = 2024-05-02T10:00:00Z\n";
    let over = ongoing
        .replace("2024-05-02", "2024-04-02")
        .replace("\"ongoing\"", "\"drafting\"\nresolved = 2024-04-02T10:20:05Z");
    let workspace = Workspace::new().incident("2024-05-02-a", ongoing, "");
    let workspace = workspace.incident("2024-04-02-b", &over, "");
    let stats = |now| workspace.run(["stats", "--now", now]).code(0).stdout;
    let table = stats("2024-05-02T10:12:07Z");
    let rows: Vec<&str> = table.lines().filter(|line| !line.ends_with(':')).skip(1).collect();
    let ends = ["     32m", "     32m", "     32m", "     12m", "  20m 5s"];
    for (row, end) in rows.iter().zip(ends) {
        assert!(row.ends_with(end), "{row} does not end with {end}");
    }
    assert_eq!(rows.len(), ends.len(), "{table}");
    assert!(stats("2024-05-02T10:00:07Z").contains(" 7s\n"), "less than a minute");
}

/// A window that has no end of its own is over when the incident is, on every page.
#[test]
fn a_window_without_an_end_lasts_as_long_as_the_incident() {
    let facts = FACTS.replacen("end = 2024-05-02T10:40:00", "", 1);
    let workspace = Workspace::new().incident("2024-05-02-a", &facts, REPORT);
    let now = ["--now", "2024-09-01"];
    let stats = workspace.run([&["stats", "--json"], &now[..]].concat()).code(0).stdout;
    let told: Value = serde_json::from_str(&stats).unwrap();
    assert_eq!(told["all"]["downtime_seconds"], 40 * 60);
    let show = ["show", "2024-05-02-a", "--json", "--audience", "public"];
    let view = workspace.run([&show[..], &now[..]].concat()).code(0).stdout;
    let view: Value = serde_json::from_str(&view).unwrap();
    assert_eq!(view["downtime"][0]["duration"]["seconds"], 40 * 60, "{view:#}");
    assert_eq!(view["windows"][0]["duration"]["seconds"], 40 * 60, "{view:#}");
    assert_eq!(view["windows"][0]["end"]["from"], view["resolved"]["from"], "{view:#}");
}

#[test]
fn an_empty_workspace_has_numbers() {
    let run = Workspace::new().run(["stats"]).code(0);
    assert!(run.stdout.contains("All incidents        0        -"), "{}", run.stdout);
}

/// The site's page and the terminal share their arithmetic; this holds them to it.
#[test]
fn the_site_says_the_same() {
    let workspace = workspace();
    workspace.run(["render", "--to", "site", "--now", "2024-07-01"]).code(0);
    let page = workspace.read("public/site/stats/index.html");
    assert!(page.contains("<strong>1 hour</strong>"), "{page}");
    assert!(page.contains("<td>2</td><td>2 hours</td>"), "{page}");
}
