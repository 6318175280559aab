//! Feeds, calendar and API through real readers. They need packages that not every machine has,
//! so they are ignored until asked for: `cargo test --test it generators -- --ignored`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Workspace, repository, run_in};

/// Renders the site of a workspace and gives its folder.
fn site(root: &Path, out: &Path, now: &str) -> String {
    let out = out.to_str().unwrap();
    run_in(root, ["render", "--to", "site", "--now", now, "--out", out]).code(0);
    format!("{out}/site")
}

/// Runs a script of `tests/feeds` and gives what it prints.
fn read(program: &str, script: &str, site: &str) -> Value {
    let script = repository().join("tests/feeds").join(script);
    let output = Command::new(program).arg(script).arg(site).output().expect(program);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn each_site(check: impl Fn(&str)) {
    let out = tempfile::tempdir().unwrap();
    check(&site(repository(), &out.path().join("own"), "2026-04-15T12:00:00Z"));
    let example = repository().join("examples/status-page");
    check(&site(&example, &out.path().join("example"), "2025-03-18T12:00:00Z"));
}

#[test]
#[ignore = "needs the packages of tests/feeds; .ci/run installs and runs it"]
fn generators_feeds_are_read_by_feedparser_and_jsonfeed() {
    each_site(|site| {
        let got = read("python3", "read.py", site);
        assert_eq!(got["version"], "atom10");
        assert!(!got["atom"].as_array().unwrap().is_empty());
        assert_eq!(got["atom"], got["json"]);
    });
}

#[test]
#[ignore = "needs the packages of tests/feeds; .ci/run installs and runs it"]
fn generators_the_calendar_is_read_by_icalendar() {
    let title = "Łódź, 数据中心; \\\\n \\\"moves\\\": 🙂 and a title that is much longer than a line of a calendar";
    let facts = format!(
        "title = \"{title}\"\nkind = \"maintenance\"\nstate = \"ongoing\"\ncomponents = [\"checkout\"]\n\
         scheduled = {{ start = 2024-06-03T22:00:00+02:00, end = 2024-06-03T23:00:00+02:00 }}\n\
         [[update]]\nat = 2024-05-30T10:00:00Z\nstatus = \"scheduled\"\ntext = \"One, two; three.\\n\\n- a\\n- b\"\n"
    );
    let workspace = Workspace::sound().incident("2024-06-03-move", &facts, "");
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
    let got = read("python3", "read.py", workspace.path("public/site").to_str().unwrap());
    let event = &got["calendar"]["events"][0];
    assert_eq!(
        event["summary"],
        "Łódź, 数据中心; \\n \"moves\": 🙂 and a title that is much longer than a line of a calendar"
    );
    assert_eq!(event["description"], "Scheduled: One, two; three.\n\n- a\n- b\n\nAffects Checkout");
    assert_eq!(event["start"], "2024-06-03T20:00:00+00:00");
    assert_eq!(event["end"], "2024-06-03T21:00:00+00:00");
    assert_eq!(event["stamp"], "2024-05-30T10:00:00+00:00");
    each_site(|site| {
        let got = read("python3", "read.py", site);
        assert!(!got["calendar"]["events"].as_array().unwrap().is_empty());
    });
}

#[test]
#[ignore = "needs the packages of tests/feeds; .ci/run installs and runs it"]
fn generators_the_api_is_read_by_a_client_for_statuspage() {
    each_site(|site| {
        let got = read("node", "client.mjs", site);
        let incidents = got["Incidents"]["incidents"].as_array().unwrap();
        assert!(!incidents.is_empty());
        assert!(!got["Components"]["components"].as_array().unwrap().is_empty());
        assert_eq!(got["Summary"]["status"], got["Status"]["status"]);
        assert_eq!(got["Summary"]["incidents"], got["Unresolved"]["incidents"]);
    });
}
