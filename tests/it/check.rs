//! `incident check` and `incident explain`.

use serde_json::Value;

use crate::support::{CONFIG, FACTS, REPORT, Workspace};

const BROKEN: &str = "titel = \"x\"\nstarted = \"yesterday\"\nresolved = 2024-05-02T09:00:00\n[[timeline]]\nat = 2024-05-02T10:00:00\ntxt = \"hi\"\n";

#[test]
fn a_sound_workspace_is_clean() {
    let run = Workspace::sound().run(["check"]).code(0);
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr, "No faults found in 1 incident.\n");
}

#[test]
fn one_run_shows_every_fault_of_every_file() {
    let workspace = Workspace::sound()
        .incident("2024-05-03-broken", BROKEN, REPORT)
        .incident("2024-05-04-syntax", "title = \"x\nstate = \"ongoing\"\nfoo = 1\n", "")
        .file("incident.toml", "title = \"x\"\nbase_url = \"nowhere\"\nunknown = 1\n");
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    for expected in [
        "incident.toml:2:12: error[bad-value] `base_url` is no web address",
        "incident.toml:3:1: error[unknown-key] unknown key `unknown`",
        "incidents/2024-05-03-broken/facts.toml:1:1: error[missing-key] this file has no `title`",
        "incidents/2024-05-03-broken/facts.toml:1:1: error[unknown-key] unknown key `titel`",
        "incidents/2024-05-03-broken/facts.toml:2:11: error[wrong-type] `started` must be a moment",
        "incidents/2024-05-03-broken/facts.toml:4:1: error[missing-key] `timeline[0]` has no `text`",
        "incidents/2024-05-03-broken/facts.toml:6:1: error[unknown-key] unknown key `txt`",
        "incidents/2024-05-04-syntax/facts.toml:1:",
        "incidents/2024-05-04-syntax/facts.toml:3:1: error[unknown-key] unknown key `foo`",
    ] {
        assert!(run.stdout.contains(expected), "{expected}\nis not in\n{}", run.stdout);
    }
}

#[test]
fn a_title_in_the_report_is_one_fault_and_text_below_it_another() {
    let id = "2024-05-02-checkout";
    let title = "report.md:1:1: error[heading-level] a report has no heading of level 1: its title \
                 is in facts.toml";
    let deep = "report.md:1:1: error[heading-level] the first heading is of level 3, not 2";
    let lost = "error[lost-text] text before the first section is shown to nobody";
    for (above, found) in [
        ("# Checkout failed\n\n", vec![title.to_owned()]),
        ("Checkout failed\n===\n<!-- by the team -->\n\n", vec![title.to_owned()]),
        ("### Background\n\nlost\n\n", vec![deep.to_owned(), format!("report.md:3:1: {lost}")]),
        ("# Title\n\n Ä lost\nword\n\n", vec![title.to_owned(), format!("report.md:3:2: {lost}")]),
        (
            "lost\n\n# Title\n\n",
            vec![format!("report.md:1:1: {lost}"), title.replace(":1:", ":3:")],
        ),
    ] {
        let workspace = Workspace::new().incident(id, FACTS, &format!("{above}{REPORT}"));
        let run = workspace.run(["check", "--format", "concise"]).code(1);
        let folder = format!("incidents/{id}/");
        let lines: Vec<_> = run.stdout.lines().map(|line| line.replace(&folder, "")).collect();
        assert_eq!(lines, found, "{above}");
    }
}

#[test]
fn the_order_is_always_the_same() {
    let workspace = Workspace::new().incident("2024-05-03-b", BROKEN, REPORT).incident(
        "2024-05-02-a",
        BROKEN,
        REPORT,
    );
    let first = workspace.run(["check", "--format", "json"]).code(1).stdout;
    for _ in 0..3 {
        assert_eq!(workspace.run(["check", "--format", "json"]).stdout, first);
    }
}

#[test]
fn json_holds_places_in_bytes_lines_and_columns() {
    let workspace = Workspace::new().incident("2024-05-02-ä", "title = \"ä🙂\" # \nfoo = 1", "");
    let run = workspace.run(["check", "--format", "json", "--rule", "folder-name=off"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["version"], 1);
    let finding = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["rule"] == "unknown-key")
        .unwrap();
    assert_eq!(finding["field"], "foo");
    assert_eq!(finding["start"]["line"], 2);
    assert_eq!(finding["start"]["column"], 1);
    assert_eq!(finding["start"]["offset"], "title = \"ä🙂\" # \n".len());
    assert_eq!(finding["end"]["column"], 4);
}

#[test]
fn rules_can_be_switched_off_and_turned_down() {
    let workspace = Workspace::new().incident("2024-05-02-x", "title = \"x\"\nfoo = 1\n", "");
    workspace.run(["check"]).code(1);
    workspace.run(["check", "--rule", "unknown-key=off"]).code(0);
    workspace.run(["check", "--rule", "unknown-key=warning"]).code(0);
    workspace.run(["check", "--rule", "unknown-key=warning", "--deny-warnings"]).code(1);
    let workspace = workspace.file("incident.toml", "[rules]\nunknown-key = \"off\"\n");
    workspace.run(["check"]).code(0);
    let run = workspace.run(["check", "--rule", "unknwon-key=off"]).code(2);
    assert!(run.stderr.contains("did you mean unknown-key?"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_read_is_never_passed_over() {
    let facts = FACTS.replace("started = 2024-05-02T10:00:00", "started = 2024-10-27T02:30:00");
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, REPORT);
    let run = workspace.run(["check", "--rule", "bad-time=off"]).code(2);
    assert!(run.stderr.contains("bad-time cannot be switched off"), "{}", run.stderr);
    let workspace = workspace.file("incident.toml", "[rules]\nbad-time = \"off\"\n");
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    assert!(run.stdout.contains("error[bad-time]"), "{}", run.stdout);
    assert!(run.stdout.contains("incident.toml:2:12: error[bad-value]"), "{}", run.stdout);
}

#[test]
fn a_key_below_a_table_is_told_where_it_belongs() {
    let facts = "title = \"x\"\n[roles]\nauthor = \"\"\nresolved = 2024-05-02T10:00:00\n";
    let run = Workspace::new().incident("2024-05-02-x", facts, "").run(["check"]).code(1);
    assert!(
        run.stdout.contains("goes above the first [table], not into [roles]"),
        "{}",
        run.stdout
    );
}

#[test]
fn one_wrong_end_is_one_finding() {
    let facts = FACTS.replace("resolved = 2024-05-02T10:40:00", "resolved = 2024-05-02T09:40:00");
    let run = Workspace::new()
        .incident("2024-05-02-x", &facts, REPORT)
        .run(["check", "--format", "concise"])
        .code(1);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
}

#[test]
fn names_choose_incidents() {
    let workspace = Workspace::sound().incident("2024-06-01-broken", "titel = 1", "");
    workspace.run(["check", "checkout"]).code(0);
    workspace.run(["check", "broken"]).code(1);
    workspace.run(["check", "incidents/2024-05-02-checkout/facts.toml"]).code(0);
    workspace.run(["check", "incidents"]).code(1);
    let run = workspace.run(["check", "2024"]).code(2);
    assert!(run.stderr.contains("names 2 incidents"), "{}", run.stderr);
    let run = workspace.run(["check", "nothing"]).code(2);
    assert!(run.stderr.contains("no incident is called \"nothing\""), "{}", run.stderr);
}

/// A path that is mistyped must not keep a pipeline green.
#[test]
fn paths_without_incidents_are_no_success() {
    let workspace = Workspace::sound().file("README.md", "Words.\n");
    for path in ["/etc", "README.md", "./README.md"] {
        let run = workspace.run(["check", path]).code(2);
        let message = format!("error: {path} belongs to no incident");
        assert!(run.stderr.contains(&message), "{}", run.stderr);
        assert!(run.stderr.contains("the incidents are in /"), "{}", run.stderr);
    }
    for shared in [".", "incident.toml", "incidents"] {
        workspace.run(["check", shared]).code(0);
    }
    Workspace::bare().file("incident.toml", "").run(["check", "."]).code(0);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let workspace = Workspace::new().incident("2024-05-02-x", BROKEN, REPORT);
    let mut command = crate::support::incident(&workspace.path(""));
    let mut child = command
        .args(["check", "--format", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn explain_knows_every_rule_that_check_can_name() {
    let workspace = Workspace::sound();
    let list = workspace.run(["explain"]).code(0).stdout;
    assert!(list.contains("unknown-key"), "{list}");
    let one = workspace.run(["explain", "unknown-key"]).code(0).stdout;
    assert!(one.contains("Why") && one.contains("resolvd"), "{one}");
    let run = workspace.run(["explain", "unknown-kye"]).code(2);
    assert!(run.stderr.contains("did you mean unknown-key?"), "{}", run.stderr);
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let facts = FACTS.replace("Checkout failed", "\\u001b[2JCheckout\\u202e failed");
    let facts = facts.replace("severity = \"major\"", "severity = \"\\u001b[31mred\"");
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, REPORT);
    for arguments in
        [vec!["check"], vec!["check", "--format", "concise"], vec!["list"], vec!["show", "2024"]]
    {
        let run = workspace.run(&arguments);
        let shown = run.stdout + &run.stderr;
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{arguments:?} gave {shown:?}");
    }
}

/// The words that findings point at in texts of the facts, a rule and its words each.
fn pointed_at(facts: &str, rules: &[&str]) -> Vec<(String, String)> {
    let workspace = Workspace::new().incident("2024-05-02-x", facts, REPORT);
    let run = workspace.run(["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = json["findings"].as_array().unwrap().iter();
    let own = findings.filter(|finding| rules.iter().any(|rule| finding["rule"] == *rule));
    let at =
        |place: &serde_json::Value| usize::try_from(place["offset"].as_u64().unwrap()).unwrap();
    own.map(|finding| {
        let words = &facts[at(&finding["start"])..at(&finding["end"])];
        (finding["rule"].as_str().unwrap().to_owned(), words.to_owned())
    })
    .collect()
}

#[test]
fn findings_in_texts_of_facts_point_at_their_words() {
    let head = FACTS.split("\n[[impact]]").next().unwrap();
    let texts = [
        // Escapes, a trimmed line end, and characters of several bytes before the words.
        r#""\u00dcber\tall \"x\": see [map](map.md), 10.0.0.7, human error. The outage lasted 3 hours.""#,
        "\"\"\"\nÜber \\\n    all: see [map](map.md), 10.0.0.7, human error.\nThe outage lasted 3 hours.\"\"\"",
        "'''\nÜber all:\n\nsee [map](map.md), 10.0.0.7, human error. The outage lasted 3 hours.'''",
    ];
    let expected = [
        ("dead-link", "[map](map.md)"),
        ("private-address", "10.0.0.7"),
        ("blame", "human error"),
        ("stated-duration", "3 hours"),
    ];
    let rules = expected.map(|(rule, _)| rule);
    let expected = expected.map(|(rule, words)| (rule.to_owned(), words.to_owned()));
    for text in texts {
        for entry in [
            format!(
                "[[timeline]]\nat = 2024-05-02T10:05:00\ntext = \"x\"\naudience = \"public\"\nwording = {text}\n"
            ),
            format!("[[update]]\nat = 2024-05-02T11:05:00\nstatus = \"resolved\"\ntext = {text}\n"),
            format!("[[correction]]\nat = 2024-05-04\ntext = {text}\n"),
        ] {
            // Corrections name what was wrong, so that nothing in them is compared.
            let some = if entry.contains("correction") { &expected[..3] } else { &expected[..] };
            let facts = format!("{head}\n{entry}");
            for facts in [facts.replace('\n', "\r\n"), facts] {
                assert_eq!(pointed_at(&facts, &rules), some, "{facts}");
            }
        }
    }
}

#[test]
fn a_time_in_no_zone_is_named_in_each_zone_once() {
    let facts = "title = \"Checkout failed\"\nstate = \"drafting\"\nseverity = \"major\"\n\
                 components = [\"checkout\"]\nstarted = 2024-05-02T09:00:00Z\n\
                 resolved = 2024-05-02T10:30:00Z\n";
    let report =
        REPORT.replacen("## Root cause\n", "## Root cause\n\nThe outage ended at 09:50.\n", 1);
    for (zone, named) in [("UTC", "in UTC;"), ("Europe/Berlin", "in Europe/Berlin or UTC;")] {
        let facts = format!("{facts}timezone = \"{zone}\"\n");
        let workspace = Workspace::new().incident("2024-05-02-checkout", &facts, &report);
        let run = workspace.run(["check", "--format", "json"]).code(1);
        assert!(run.stdout.contains(named), "{}", run.stdout);
    }
}

#[test]
fn descriptions_in_the_configuration_give_nothing_away() {
    let described = "[[group]]\nname = \"Shop\"\ndescription = \"At 10.20.0.7 \u{2013} OPS-123\"\n\n\
        [[component]]\nid = \"a\"\ngroup = \"Shop\"\ndescription = \"Runs on `db-1.prod.internal`\"\n\n\
        [[component]]\nid = \"b\"\ngroup = \"Shop\"\ndescription = \"\"\"\n\
        jane.doe@shop.net, +41 44 668 18 00\"\"\"\n";
    let workspace = Workspace::bare().file("incident.toml", described);
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    let readers = "readers of the site would see the";
    let expected = [
        format!("3:19: error[private-address] {readers} private address 10.20.0.7"),
        format!("3:31: warning[ticket-id] {readers} ticket OPS-123"),
        format!("8:25: error[internal-host] {readers} internal host db-1.prod.internal"),
        format!("14:1: warning[email-address] {readers} e-mail address jane.doe@shop.net"),
        format!("14:20: warning[phone-number] {readers} telephone number +41 44 668 18 00"),
    ];
    let found: Vec<&str> =
        run.stdout.lines().filter_map(|line| line.strip_prefix("incident.toml:")).collect();
    assert_eq!(found, expected, "{}", run.stdout);
    let allowed = "\n[audience]\nallow = [\"10.20.0.7\", \"OPS-123\", \"db-1.prod.internal\", \
        \"@shop.net\"]\n[boilerplate]\ncontact = \"+41 44 668 18 00\"\n";
    let workspace = workspace.file("incident.toml", format!("{described}{allowed}"));
    workspace.run(["check"]).code(0);
}

#[test]
fn names_and_links_in_the_configuration_give_nothing_away() {
    let config = "title = \"Status of db-1.prod.internal\"\n[site]\ndescription = \"At 10.20.0.7\"\n\
        [[site.header_link]]\ntitle = \"Wiki\"\nurl = \"https://wiki.prod.internal/\"\n\
        [[site.footer_link]]\ntitle = \"Mail\"\nurl = \"mailto:help@shop.net\"\n\
        [[group]]\nname = \"At 10.20.0.8\"\n\
        [[component]]\nid = \"a\"\ngroup = \"At 10.20.0.8\"\nname = \"db-2.prod.internal\"\n\
        [[severity]]\nid = \"sev1\"\nname = \"As on 10.20.0.9\"\n";
    let run = Workspace::bare().file("incident.toml", config).run(["check", "--format", "concise"]);
    let found: Vec<&str> = run.stdout.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    let expected = [
        "db-1.prod.internal",
        "10.20.0.7",
        "wiki.prod.internal",
        "10.20.0.8",
        "db-2.prod.internal",
        "10.20.0.9",
    ];
    assert_eq!(found, expected, "{}", run.stdout);
}

#[test]
fn a_link_in_the_boilerplate_leads_on_from_everywhere() {
    let config = |contact: &str| {
        format!(
            "{CONFIG}\n[boilerplate]\ncontact = \"\"\"\nAsk [us](https://example.com/) or \
             <ops@example.com>.\n{contact}\"\"\"\nsignature = \"The [team](#top) \\u2013 [x](#)\"\n"
        )
    };
    let links = "See [a](#root-cause), [b](graph.png), [c](../2024-05-02-checkout/), [d](javascript:x) \
                 and [e][f].\n\n[f]: /support\n";
    let workspace = Workspace::new()
        .incident("2024-05-02-checkout", FACTS, REPORT)
        .file("incident.toml", config(links));
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    let found: Vec<(&str, &str)> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once(": error[dead-link] the link leads to "))
        .map(|(place, message)| (place, message.split(',').next().unwrap()))
        .collect();
    let lines = config(links).lines().count();
    let expected = [
        (lines - 4, 5, "`#root-cause`"),
        (lines - 4, 23, "`graph.png`"),
        (lines - 4, 39, "`../2024-05-02-checkout/`"),
        (lines - 4, 69, "`javascript:x`"),
        (lines - 4, 91, "`/support`"),
        (lines, 18, "`#top`"),
    ];
    let expected: Vec<(String, &str)> = expected
        .map(|(line, column, link)| (format!("incident.toml:{line}:{column}"), link))
        .into();
    let found: Vec<(String, &str)> =
        found.into_iter().map(|(place, link)| (place.to_owned(), link)).collect();
    assert_eq!(found, expected, "{}", run.stdout);
    workspace.run(["render"]).code(1);
    let workspace =
        workspace.file("incident.toml", config("").replace("#top", "mailto:a@b.example"));
    workspace.run(["check"]).code(0);
}
