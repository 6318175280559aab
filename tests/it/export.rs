//! `incident export`, and what comes back from it.

use proptest::prelude::*;
use serde_json::Value;

use crate::import_statuspage::shop;
use crate::support::{REPORT, Workspace};

/// Times in the manner of each precision.
const VAGUE: &str = r#"title = "=HYPERLINK(\"https://example.com\", \"x\")"
state = "drafting"
severity = "minor"
timezone = "Europe/Zurich"
components = ["checkout"]
started = { after = 2024-05-02T10:00:00, before = 2024-05-02T12:00:00 }
detected = "unknown"
mitigated = { at = 2024-05-02T12:30:00, about = true }
resolved = 2024-05-03
"#;

fn table(
    workspace: &Workspace,
    arguments: &[&str],
) -> Vec<std::collections::HashMap<String, String>> {
    let run = workspace.run([&["export", "csv"], arguments].concat()).code(0);
    csv::Reader::from_reader(run.stdout.as_bytes()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_table_tells_how_sure_its_times_are() {
    let workspace = Workspace::sound().incident("2024-05-02-vague", VAGUE, REPORT);
    let [sound, vague] = table(&workspace, &[]).try_into().unwrap();
    for (column, expected) in [
        ("id", "2024-05-02-checkout"),
        ("severity", "major"),
        ("components", "checkout"),
        ("started", "2024-05-02T10:00:00+02:00"),
        ("started_precision", "exact"),
        ("started_latest", ""),
        ("seconds_to_detect", "300"),
        ("seconds_to_resolve", "2400"),
        ("actions_open", "0"),
        ("actions_done", "1"),
    ] {
        assert_eq!(sound[column], expected, "{column}");
    }
    for (column, expected) in [
        ("title", "'=HYPERLINK(\"https://example.com\", \"x\")"),
        ("started", "2024-05-02T10:00:00+02:00"),
        ("started_precision", "between"),
        ("started_latest", "2024-05-02T12:00:00+02:00"),
        ("detected", ""),
        ("detected_precision", "unknown"),
        ("mitigated_precision", "about"),
        ("resolved_precision", "day"),
        ("resolved", "2024-05-03T00:00:00+02:00"),
        ("resolved_latest", "2024-05-04T00:00:00+02:00"),
        ("seconds_to_resolve", ""),
        ("actions_open", ""),
    ] {
        assert_eq!(vague[column], expected, "{column}");
    }
    assert_eq!(table(&workspace, &["vague"]).len(), 1);
    assert_eq!(table(&workspace, &["vague", "--audience", "internal"])[0]["actions_open"], "0");
}

#[test]
fn what_the_form_cannot_hold_is_told_unless_quiet() {
    let workspace = Workspace::sound().incident("2024-05-02-vague", VAGUE, REPORT);
    let run = workspace.run(["export", "statuspage"]).code(0);
    for told in [
        "\n  times that are vague or unknown: 2, of 1 incident\n",
        "\n  actions: 1, of 1 incident\n",
        "\n  reports (the summary's first paragraph is told): 1, of 1 incident\n",
    ] {
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    let run = workspace.run(["export", "csv"]).code(0);
    assert!(run.stderr.contains("\n  updates: 1, of 1 incident"), "{}", run.stderr);
    assert_eq!(workspace.run(["export", "statuspage", "--quiet"]).code(0).stderr, "");
}

#[test]
fn what_cannot_be_read_is_told_and_is_a_finding() {
    let workspace = Workspace::sound().incident("2024-05-03-x", "title = ", "");
    for form in ["csv", "statuspage"] {
        let run = workspace.run(["export", form]).code(1);
        assert!(run.stderr.contains("Some of 2024-05-03-x could not be read"), "{}", run.stderr);
        workspace.run(["export", form, "checkout"]).code(0);
        workspace.run(["export", form, "nowhere"]).code(2);
    }
}

#[test]
fn the_json_is_that_of_the_site() {
    let workspace = Workspace::sound();
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
    let site: Value =
        serde_json::from_str(&workspace.read("public/site/api/v2/incidents.json")).unwrap();
    let run = workspace.run(["export", "statuspage", "--now", "2024-06-01"]).code(0);
    let exported: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(exported["incidents"], site["incidents"]);
    assert_eq!(exported["page"], site["page"]);
}

#[test]
fn a_published_report_comes_back_as_a_draft_with_its_lead() {
    let workspace = Workspace::sound();
    let exported = workspace.run(["export", "statuspage"]).code(0).stdout;
    let other = Workspace::new().file("in.json", exported);
    other.run(["import", "statuspage", "in.json"]).code(0);
    let folder = "incidents/2024-05-02-checkout-failed-for-card-payments";
    assert_eq!(other.read(&format!("{folder}/report.md")), "## Summary\n\nCard payments failed.\n");
    assert!(other.read(&format!("{folder}/facts.toml")).contains("state      = \"drafting\"\n"));
}

/// A few words of Markdown, as people write them.
fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Mail is late",
        "**All** of it waits",
        "a queue of `orders` grew",
        "see [the list](https://example.com/a)",
        "naïve 🙂 words",
        "it takes 5 < 10 minutes & more",
        "the host <db> is slow",
    ]);
    let joints = prop::sample::select(vec![". ", "\n\n", "\\\n", "; "]);
    prop::collection::vec((words, joints), 1..5).prop_map(|parts| {
        let text: String =
            parts.into_iter().map(|(words, joint)| format!("{words}{joint}")).collect();
        text.trim_end_matches(['\n', '\\', ' ']).replace("<db>", "\\<db>")
    })
}

prop_compose! {
    fn facts()(
        title in "[A-Z][a-z]{2,8}( [a-z0-9]{1,8}){0,4}",
        severity in prop::sample::select(vec!["minor", "major", "critical"]),
        is_maintenance in any::<bool>(),
        is_over in any::<bool>(),
        minutes in prop::collection::btree_set(1..600_i64, 1..5),
        texts in prop::collection::vec(text(), 5),
        window in (1..600_i64, 1..600_i64),
        started in 1_700_000_000..1_750_000_000_i64,
    ) -> String {
        let at = |minute: i64| {
            chrono::DateTime::from_timestamp(started + minute * 60, 0).unwrap().to_rfc3339()
        };
        let last = *minutes.last().unwrap();
        let state = if is_over { "drafting" } else { "ongoing" };
        let kind = if is_maintenance { "maintenance" } else { "incident" };
        let mut facts = format!(
            "title = \"{title}\"\nkind = \"{kind}\"\nstate = \"{state}\"\n\
             components = [\"checkout\", \"gift-cards\"]\nstarted = {}\n", at(0)
        );
        if is_maintenance {
            facts += &format!("scheduled = {{ start = {}, end = {} }}\n", at(0), at(700));
        } else {
            facts += &format!("severity = \"{severity}\"\n");
        }
        if is_over {
            facts += &format!("resolved = {}\n", at(last));
        }
        let (from, to) = (window.0.min(last), (window.0 + window.1).min(last));
        if from < to {
            let end = if is_over { format!("end = {}\n", at(to)) } else { String::new() };
            facts += &format!(
                "[[impact]]\ncomponent = \"checkout\"\nstatus = \"major_outage\"\nstart = {}\n{end}",
                at(from)
            );
        }
        let statuses = match is_maintenance {
            true => ["in_progress", "in_progress", "verifying", "verifying", "verifying"],
            false => ["investigating", "identified", "identified", "monitoring", "monitoring"],
        };
        let end = if is_maintenance { "completed" } else { "resolved" };
        for (index, (minute, text)) in minutes.iter().zip(&texts).enumerate() {
            let status = if is_over && *minute == last { end } else { statuses[index] };
            facts += &format!(
                "[[update]]\nat = {}\nstatus = \"{status}\"\ntext = '''\n{text}'''\n", at(*minute)
            );
        }
        facts
    }
}

/// An export without what tells where it comes from, ids and addresses, and without when components
/// were first affected: windows come back as updates tell them.
fn held(export: &str) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                let own = ["id", "incident_id", "shortlink", "page", "url"];
                let of_component = ["created_at", "updated_at"];
                let is_component = map.contains_key("position");
                for key in own.into_iter().chain(of_component.into_iter().filter(|_| is_component))
                {
                    map.remove(key);
                }
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value: Value = serde_json::from_str(export).unwrap();
    strip(&mut value);
    value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_the_form_holds_comes_back(facts in facts()) {
        let now = ["--now", "2025-12-01"];
        let workspace = shop().incident("2024-05-02-first", &facts, "");
        let exported = workspace.run([&["export", "statuspage"], &now[..]].concat()).code(0).stdout;
        let other = shop().file("in.json", &exported);
        other.run(["import", "statuspage", "in.json"]).code(0);
        let again = other.run([&["export", "statuspage"], &now[..]].concat()).code(0).stdout;
        prop_assert_eq!(held(&exported), held(&again), "{}\n{:?}", facts, other.files("incidents"));
    }
}
