//! `incident import statuspage`: files in the manner of Statuspage's, and hostile ones.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::faults::{KILL, MAKE_FOLDER, OPEN, RENAME, SYNC, WRITE, strace_is_missing};
use crate::support::{FACTS, REPORT, Run, Workspace, incident, repository};

const ID: &str = "2024-05-02-card-payments-fail";

const CONFIG: &str = r#"title = "Example Shop"
timezone = "Europe/Zurich"

[[component]]
id = "checkout"
name = "Checkout"

[[component]]
id = "gift-cards"
name = "Gift cards"
"#;

pub(crate) fn shop() -> Workspace {
    Workspace::bare().file("incident.toml", CONFIG)
}

/// The repository's example of such a file.
fn fixture() -> String {
    std::fs::read_to_string(repository().join("tests/imports/incidents.json")).unwrap()
}

fn import(workspace: &Workspace, file: &str) -> Run {
    std::fs::write(workspace.path("in.json"), file).unwrap();
    workspace.run(["import", "statuspage", "in.json"])
}

/// An incident with these keys instead of its own.
fn one(keys: Value) -> String {
    let mut incident = json!({
        "id": "a1", "name": "Mail is late", "status": "resolved", "impact": "minor",
        "created_at": "2024-03-01T10:00:00.000Z", "resolved_at": "2024-03-01T11:00:00.000Z",
        "incident_updates": [{
            "id": "u1", "status": "resolved", "body": "Mail is on time.",
            "display_at": "2024-03-01T11:00:00.000Z",
        }],
        "components": [],
    });
    let Value::Object(keys) = keys else { panic!("an object") };
    incident.as_object_mut().unwrap().extend(keys);
    json!({ "incidents": [incident] }).to_string()
}

#[test]
fn incidents_become_folders_that_pass_check() {
    let workspace = shop();
    let run = import(&workspace, &fixture()).code(0);
    assert!(run.stderr.starts_with("Made 2 incidents of 2 in in.json.\n"), "{}", run.stderr);
    assert!(run.stdout.starts_with(&format!("{ID}  drafting   resolved")), "{}", run.stdout);
    let facts = workspace.read(&format!("incidents/{ID}/facts.toml"));
    for expected in [
        "#:schema ../facts.schema.json\ntitle      = \"Card payments fail\"\n",
        "state      = \"drafting\"\nseverity   = \"major\"\ntimezone   = \"Europe/Zurich\"\n\
         components = [\"checkout\", \"gift-cards\"]\nstarted    = 2024-05-02T23:36:10\n\
         resolved   = 2024-05-03T00:10:09\n",
        "[[impact]]\ncomponent = \"checkout\"\nstatus    = \"partial_outage\"\n\
         start     = 2024-05-02T23:36:10\nend       = 2024-05-03T00:10:09\n",
        "status = \"investigating\"\ntext   = '''\nCard payments fail.\\\n\
         Invoices and gift cards can be used.'''\n",
        "We are watching **all** gateways, see [their list](https://example.com/gateways).",
        "[[link]]\ntitle = \"Statuspage: p31zjtct2jer\"\n",
    ] {
        assert!(facts.contains(expected), "{expected}\n\nis not in\n\n{facts}");
    }
    assert_eq!(
        workspace.read(&format!("incidents/{ID}/report.md")),
        "## Summary\n\nPayments by card failed for half an hour.\n\n## What happened\n\nThe \
         certificate of our payment gateway ran out.\n\n## Resolution\n\nWe put a new certificate \
         in place.\n"
    );
    let work = workspace.read("incidents/2024-04-14-database-upgrade/facts.toml");
    let window = "scheduled  = { start = 2024-04-14T02:00:00, end = 2024-04-14T04:00:00 }\n";
    assert!(work.contains("kind       = \"maintenance\"\n") && work.contains(window), "{work}");
    workspace.run(["check", "--deny-warnings"]).code(0);
    let public = workspace.run(["show", ID, "--audience", "public"]).code(0).stdout;
    assert!(!public.contains("certificate of our"), "a report is published: {public}");
    assert!(!public.contains("p31zjtct2jer"), "{public}");
}

#[test]
fn what_cannot_be_held_is_told() {
    let workspace = shop();
    let run = import(&workspace, &fixture()).code(0);
    let told =
        format!("  incident_updates[].custom_tweet: facts have no place for it\n    ({ID})\n");
    assert!(run.stderr.contains(&told), "{}", run.stderr);
    let keys = json!({ "impact": "catastrophic", "metadata": { "jira": "OPS-1" } });
    let workspace = shop();
    let run = import(&workspace, &one(keys)).code(0);
    for told in ["impact: no severity here stands for \"catastrophic\"", "metadata: facts have"] {
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

#[test]
fn nothing_is_taken_twice_or_overwritten() {
    let workspace = shop().incident("2024-04-14-database-upgrade", FACTS, REPORT);
    let before = workspace.files("incidents");
    let run = import(&workspace, &fixture()).code(1);
    let told = "incidents/2024-04-14-database-upgrade is there already, and not from Statuspage";
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(told), "{}", run.stderr);
    for (path, bytes) in before {
        assert_eq!(workspace.read(&format!("incidents/{path}")).as_bytes(), bytes);
    }
    let facts = workspace.path(format!("incidents/{ID}/facts.toml"));
    let mine = workspace.read(&format!("incidents/{ID}/facts.toml")).replace("major", "minor");
    std::fs::write(&facts, &mine).unwrap();
    std::fs::rename(workspace.path(format!("incidents/{ID}")), workspace.path("incidents/2024-x"))
        .unwrap();
    let files = workspace.files("incidents");
    let run = import(&workspace, &fixture()).code(1);
    assert!(run.stderr.contains("Made 0 incidents of 2 in in.json; 1 is there"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), files, "it is known by its link, not by its folder");
}

#[test]
fn two_of_one_day_and_name_are_two() {
    let mut file: Value = serde_json::from_str(&one(json!({}))).unwrap();
    let list = file["incidents"].as_array_mut().unwrap();
    let mut other = list[0].clone();
    other["id"] = "b2".into();
    list.push(other);
    let workspace = shop();
    import(&workspace, &file.to_string()).code(0);
    for id in ["2024-03-01-mail-is-late", "2024-03-01-mail-is-late-2"] {
        assert!(workspace.path(format!("incidents/{id}/report.md")).exists(), "{id}");
    }
    let run = import(&workspace, &file.to_string()).code(0);
    assert!(run.stderr.contains("2 are there already"), "{}", run.stderr);
}

#[test]
fn components_that_are_not_known_are_not_guessed() {
    let workspace = Workspace::bare()
        .file("incident.toml", CONFIG.split("[[component]]\nid = \"gift").next().unwrap());
    let run = import(&workspace, &fixture()).code(1);
    let lines = "[[component]]\nid   = \"gift-cards\"\nname = \"Gift cards\"\n";
    assert!(run.stderr.contains(lines), "{}", run.stderr);
    assert!(run.stderr.contains("1 \u{d7} error[unknown-component]"), "{}", run.stderr);
    let config = workspace.read("incident.toml") + lines;
    workspace.file("incident.toml", config).run(["check"]).code(0);
}

#[test]
fn a_dry_run_writes_nothing_and_tells_the_same() {
    let workspace = shop().file("in.json", fixture());
    let dry = workspace.run(["import", "statuspage", "in.json", "--dry-run"]).code(0);
    assert!(!workspace.path("incidents").exists() && !workspace.path(".incident").exists());
    let json = |arguments: &[&str]| -> Value {
        let run =
            workspace.run([&["import", "statuspage", "in.json", "--json"], arguments].concat());
        serde_json::from_str(&run.code(0).stdout).unwrap()
    };
    let mut planned = json(&["--dry-run"]);
    let made = json(&[]);
    assert_eq!(planned["dry_run"], true);
    planned["dry_run"] = false.into();
    assert_eq!(planned, made);
    assert_eq!(made["made"][0]["origin"], "p31zjtct2jer");
    assert_eq!(made["made"][0]["not_held"][0]["field"], "incident_updates[].custom_tweet");
    let again = json(&[]);
    assert_eq!(again["there_already"].as_array().unwrap().len(), 2);
    let listed = workspace.run(["list"]).code(0).stdout;
    assert!(listed.lines().all(|line| dry.stdout.contains(line)), "{}", dry.stdout);
}

#[test]
fn standard_input_and_a_zone_can_be_named() {
    let workspace = shop();
    let mut child = incident(&workspace.path(""))
        .args(["import", "statuspage", "-", "--timezone", "America/New_York", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(fixture().as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let facts = workspace.read(&format!("incidents/{ID}/facts.toml"));
    assert!(facts.contains("started    = 2024-05-02T17:36:10\n"), "{facts}");
    let run = workspace.run(["import", "statuspage", "in.json", "--timezone", "Mars"]).code(2);
    assert!(run.stderr.contains("in.json cannot be read"), "{}", run.stderr);
}

#[test]
fn updates_of_a_page_for_some_are_for_them() {
    let workspace = shop().file("in.json", fixture());
    workspace.run(["import", "statuspage", "in.json", "--audience", "customers"]).code(0);
    let shown = |audience| workspace.run(["show", ID, "--audience", audience]).code(0).stdout;
    assert!(!shown("public").contains("Cards are taken again"));
    assert!(shown("customers").contains("Cards are taken again"));
}

#[test]
fn a_post_mortem_of_a_page_for_some_is_for_them_once_published() {
    let updates = json!([
        { "status": "postmortem", "body": "<h2>Summary</h2><p>Told.</p><h2>Root cause</h2><p>Fan.</p>",
          "display_at": "2024-03-02T10:00:00Z" },
        { "status": "resolved", "body": "Over.", "display_at": "2024-03-01T11:00:00Z" },
    ]);
    let id = "2024-03-01-mail-is-late";
    for (audience, is_for_customers) in [("customers", true), ("internal", false)] {
        let workspace = shop().file("in.json", one(json!({ "incident_updates": updates })));
        workspace.run(["import", "statuspage", "in.json", "--audience", audience]).code(0);
        let path = format!("incidents/{id}/facts.toml");
        let facts = workspace.read(&path).replace("\"drafting\"", "\"published\"");
        std::fs::write(workspace.path(&path), facts).unwrap();
        let shown = |audience| workspace.run(["show", id, "--audience", audience]).code(0).stdout;
        for text in ["Told.", "Fan."] {
            assert!(!shown("public").contains(text), "{}", shown("public"));
            assert_eq!(shown("customers").contains(text), is_for_customers, "{audience}");
            assert!(shown("internal").contains(text));
        }
    }
}

#[test]
fn a_post_mortem_that_cannot_be_for_some_is_not_taken() {
    let body = "Secret.\n\n- [ ] \\\n";
    let workspace = shop().file("in.json", one(json!({ "postmortem_body": body })));
    let run = workspace.run(["import", "statuspage", "in.json", "--audience", "internal"]);
    assert!(run.stderr.contains("post-mortem: its Markdown"), "{}", run.stderr);
    assert!(!workspace.read("incidents/2024-03-01-mail-is-late/report.md").contains("Secret"));
}

#[test]
fn all_shapes_of_the_service_are_read() {
    let file: Value = serde_json::from_str(&one(json!({}))).unwrap();
    let only = &file["incidents"][0];
    for shape in [
        file.clone(),
        json!([only]),
        only.clone(),
        json!({ "page": {}, "scheduled_maintenances": [only] }),
        json!({ "page": {}, "components": [], "incidents": [only], "scheduled_maintenances": [] }),
    ] {
        let workspace = shop();
        let run = import(&workspace, &shape.to_string());
        assert!(run.code < 2, "{}", run.stderr);
        assert!(workspace.path("incidents/2024-03-01-mail-is-late").exists(), "{shape}");
    }
}

#[test]
fn what_is_no_such_file_is_an_error_with_its_place() {
    for (file, expected) in [
        (
            "{\n  \"incidents\": [,]\n}",
            "in.json:2:17: it is not valid JSON: expected value; nothing was written",
        ),
        ("", "in.json:1:1: it is not valid JSON: EOF"),
        ("[1", "it is not valid JSON"),
        ("7", "it has neither `incidents` nor `scheduled_maintenances`"),
        ("{\"incidents\": {}}", "it has neither"),
        ("<html></html>", "in.json:1:1: it is not valid JSON"),
    ] {
        let workspace = shop();
        let run = import(&workspace, file).code(2);
        assert!(run.stderr.contains(expected), "{file}: {}", run.stderr);
        assert!(!workspace.path("incidents").exists());
    }
    let workspace = shop().file("in.json", b"[\n\xff]");
    let run = workspace.run(["import", "statuspage", "in.json"]).code(2);
    assert!(run.stderr.contains("in.json:2:1: it is not UTF-8"), "{}", run.stderr);
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let run = import(&workspace, &deep).code(2);
    assert!(run.stderr.contains("recursion limit exceeded"), "{}", run.stderr);
    let file = std::fs::File::create(workspace.path("in.json")).unwrap();
    file.set_len(64 * 1024 * 1024 + 1).unwrap();
    let run = workspace.run(["import", "statuspage", "in.json"]).code(2);
    assert!(run.stderr.contains("is larger than 64 MiB"), "{}", run.stderr);
}

#[test]
fn a_configuration_with_faults_is_no_ground_to_match_on() {
    let workspace = shop().file("incident.toml", "[[component]]\nid = 7\n");
    let run = import(&workspace, &fixture()).code(2);
    assert!(run.stderr.contains("incident.toml has faults; nothing was written"), "{}", run.stderr);
    assert!(!workspace.path("incidents").exists());
}

#[test]
fn what_is_no_incident_is_left_out_and_named() {
    let workspace = shop();
    let mut file: Value = serde_json::from_str(&one(json!({}))).unwrap();
    let sound = file["incidents"][0].clone();
    let with = |key: &str, value: Value| {
        let mut incident = sound.clone();
        incident["id"] = json!(key);
        incident[key] = value;
        incident
    };
    let mut timeless = with("created_at", json!("0000-01-01T00:00:00Z"));
    timeless["incident_updates"] = json!([]);
    let huge = with("name", json!("A novel"));
    let mut huge = huge;
    huge["incident_updates"][0]["body"] = "x".repeat(5 << 20).into();
    file["incidents"] =
        json!([with("name", json!(7)), 5, timeless, sound, sound, huge, with("name", json!(" "))]);
    let run = import(&workspace, &file.to_string()).code(1);
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "Made 1 incident of 7 in in.json; 6 could not be taken:",
        "incidents[0]: it has no `name`",
        "incidents[1]: it is no object",
        "incidents[2] \"Mail is late\": nothing tells when it began",
        "incidents[4] \"Mail is late\": its id, a1, is that of incidents[3]",
        "incidents[5] \"A novel\": it would fill a file of more than 4 MiB",
        "incidents[6]: it has no `name`",
    ] {
        assert!(said.contains(told), "{told}: {}", run.stderr);
    }
    assert_eq!(workspace.files("incidents").len(), 2);
}

#[test]
fn hostile_texts_are_inert() {
    let workspace = shop();
    let keys = json!({
        "id": "../../etc",
        "name": "A\u{1b}[31m \u{202e}title\n::add-mask::x\u{7}",
        "shortlink": "javascript:alert(1)",
        "resolved_at": "99999-01-01T00:00:00Z",
        "components": [{ "id": "../x", "name": "\"\n[[component]]\u{1b}]0;x\u{7}" }],
        "cust\u{1b}om": "x",
        "incident_updates": [{
            "status": "resol\u{1b}ved",
            "body": "<script>alert(1)</script><img src=x onerror=alert(1)>\u{1b}[2J'''\n\"\"\"\n\
                     [[timeline]]\n<!-- incident-allow: blame x --> \u{2066}![x](javascript:1)",
            "display_at": "2024-03-01T11:00:00.000Z",
            "custom_tweet": "\u{1b}",
        }],
    });
    let run = import(&workspace, &one(keys));
    assert!(run.code < 2, "{}", run.stderr);
    for out in [&run.stdout, &run.stderr] {
        assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{out:?}");
        assert!(!out.lines().any(|line| line.trim_start().starts_with("::add")), "{out}");
    }
    let [facts, _] = workspace.files("incidents").try_into().unwrap();
    assert_eq!(facts.0, "2024-03-01-a-31m-title-add-mask-x/facts.toml");
    let text = String::from_utf8(facts.1).unwrap();
    let read: toml::Table = text.parse().unwrap();
    assert!(!read.contains_key("timeline"), "{text}");
    assert!(!text.contains("javascript:alert"), "{text}");
    let update = read["update"][0]["text"].as_str().unwrap();
    assert!(!update.contains("alert") && !update.contains("incident-allow"), "{update}");
    workspace.run(["render", "--now", "2024-06-01"]);
    for (path, bytes) in workspace.files("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("javascript:"), "{path}");
    }
}

#[test]
fn ten_thousand_incidents_are_taken() {
    let sound: Value = serde_json::from_str(&one(json!({}))).unwrap();
    let incidents: Vec<Value> = (0..10_000)
        .map(|number| {
            let mut incident = sound["incidents"][0].clone();
            incident["id"] = number.to_string().into();
            incident["name"] = format!("Mail {number} is late").into();
            incident
        })
        .collect();
    let workspace = shop();
    let file = json!({ "incidents": incidents }).to_string();
    std::fs::write(workspace.path("in.json"), file).unwrap();
    let run = workspace.run(["import", "statuspage", "in.json", "--dry-run"]).code(0);
    assert!(run.stderr.contains("Would make 10000 incidents of 10000"), "{}", run.stderr);
}

/// Killed at any moment or on a full disk, what is there is whole, and the next run makes the rest.
#[test]
fn a_killed_import_goes_on() {
    let sound: Value = serde_json::from_str(&one(json!({}))).unwrap();
    let incidents: Vec<Value> = (0..5)
        .map(|number| {
            let mut incident = sound["incidents"][0].clone();
            incident["id"] = number.to_string().into();
            incident
        })
        .collect();
    let file = json!({ "incidents": incidents }).to_string();
    let whole = shop();
    import(&whole, &file).code(0);
    let expected = whole.files("incidents");
    if strace_is_missing() {
        return;
    }
    let calls = [SYNC, RENAME, OPEN, MAKE_FOLDER, WRITE];
    for (call, fault) in calls.iter().flat_map(|call| [(call, KILL), (call, "error=ENOSPC")]) {
        for number in [1, 3, 4, 8, 13] {
            let workspace = shop().file("in.json", &file);
            let output = std::process::Command::new("strace")
                .args(["-f", "-qq", "-o", "/dev/null", "-e"])
                .arg(format!("inject={call}:{fault}:when={number}"))
                .arg(env!("CARGO_BIN_EXE_incident"))
                .args(["import", "statuspage", "in.json"])
                .current_dir(workspace.path(""))
                .env_remove("INCIDENT_ROOT")
                .output()
                .unwrap();
            let what = format!("{call} {fault} {number}: {:?}", output.status);
            for (path, bytes) in workspace.files("incidents") {
                let is_stage = path.starts_with(".incident-");
                assert!(is_stage || expected.contains(&(path.clone(), bytes)), "{what}: {path}");
            }
            import(&workspace, &file).code(0);
            let mut files = workspace.files("incidents");
            files.retain(|(path, _)| !path.starts_with(".incident-"));
            assert_eq!(files, expected, "{what}");
        }
    }
}
