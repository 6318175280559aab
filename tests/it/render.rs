//! `incident render`: whole or not at all, the same bytes each time, nobody else's files.

use crate::support::{FACTS, REPORT, Workspace};

const NOW: [&str; 3] = ["render", "--now", "2024-06-01"];

#[test]
fn makes_all_three_targets() {
    let workspace = Workspace::sound();
    workspace.run(NOW).code(0);
    for path in [
        "public/site/index.html",
        "public/site/incidents/2024-05-02-checkout/index.html",
        "public/site/feed.atom",
        "public/site/feed.json",
        "public/site/calendar.ics",
        "public/site/api/v2/summary.json",
        "public/site/api/v2/scheduled-maintenances/upcoming.json",
        "public/email/2024-05-02-checkout.txt",
        "public/blog/2024-05-02-checkout.md",
    ] {
        assert!(workspace.path(path).exists(), "{path}");
    }
}

/// Readers see the workspace's clocks, wherever it is rendered.
#[test]
fn now_is_told_by_the_workspace_s_clocks() {
    let config = "timezone = \"Pacific/Kiritimati\"\n[[component]]\nid = \"checkout\"\nname = \"Checkout\"\n[[severity]]\nid = \"major\"\nname = \"Major\"\n";
    let workspace = Workspace::sound().file("incident.toml", config);
    workspace.run(["render", "--to", "site", "--now", "2024-06-01T10:00:59Z"]).code(0);
    let page = workspace.read("public/site/index.html");
    assert!(page.contains("2 June 2024, 00:00 UTC+14:00"), "{page}");
    workspace.run(["render", "--to", "site"]).code(0);
    assert!(workspace.read("public/site/index.html").contains(" UTC+14:00</time>"));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let workspace = Workspace::sound().incident("2024-05-09-again", FACTS_AGAIN, REPORT);
    workspace.run(NOW).code(0);
    let first = workspace.outputs("public");
    workspace.run([&NOW[..], &["--out", "other"]].concat()).code(0);
    assert_eq!(workspace.outputs("other"), first);
    let run = workspace.run(NOW).code(0);
    assert!(run.stderr.contains(" 0 changed"), "{}", run.stderr);
    assert_eq!(workspace.outputs("public"), first);
}

const FACTS_AGAIN: &str =
    "title = \"Again\"\nstarted = 2024-05-09T10:00:00\ncomponents = [\"checkout\"]\n";

#[test]
fn one_broken_incident_leaves_the_last_good_output() {
    let workspace = Workspace::sound();
    workspace.run(NOW).code(0);
    let before = workspace.files("public");
    let workspace = workspace
        .incident("2024-05-02-checkout", &FACTS.replace("Checkout failed", "Changed"), REPORT)
        .incident("2024-05-03-broken", "titel = 1\n", "");
    let run = workspace.run(NOW).code(1);
    assert!(run.stderr.contains("2024-05-03-broken/facts.toml"), "{}", run.stderr);
    assert!(run.stderr.contains("Nothing was written."), "{}", run.stderr);
    assert_eq!(workspace.files("public"), before);
}

#[test]
fn stale_files_go_and_foreign_ones_stay() {
    let workspace = Workspace::sound().incident("2024-05-09-again", FACTS_AGAIN, REPORT);
    workspace.run(NOW).code(0);
    let workspace = workspace.file("public/site/robots.txt", "mine");
    std::fs::remove_dir_all(workspace.path("incidents/2024-05-09-again")).unwrap();
    let run = workspace.run(NOW).code(0);
    assert!(run.stderr.contains("removed"), "{}", run.stderr);
    assert!(!workspace.path("public/site/incidents/2024-05-09-again").exists());
    assert_eq!(workspace.read("public/site/robots.txt"), "mine");
}

#[test]
fn a_foreign_file_in_the_way_is_not_overwritten() {
    let workspace = Workspace::sound().file("public/site/index.html", "mine");
    let run = workspace.run(NOW).code(2);
    assert!(run.stderr.contains("was not written by incident"), "{}", run.stderr);
    assert!(run.stderr.contains("--out"), "{}", run.stderr);
    assert_eq!(workspace.files("public"), [("site/index.html".to_owned(), b"mine".to_vec())]);
}

#[test]
fn naming_an_incident_writes_what_is_its_own() {
    let workspace = Workspace::sound().incident("2024-05-09-again", FACTS_AGAIN, REPORT);
    workspace.run(NOW).code(0);
    let before = workspace.files("public").len();
    let workspace = workspace.incident(
        "2024-05-02-checkout",
        &FACTS.replace("Checkout failed", "Changed"),
        REPORT,
    );
    workspace.run([&NOW[..], &["checkout", "--to", "email"]].concat()).code(0);
    assert_eq!(workspace.files("public").len(), before, "nothing is removed");
    assert!(workspace.read("public/email/2024-05-02-checkout.txt").contains("Changed"));
    assert!(!workspace.read("public/site/index.html").contains("Changed"));
}

#[test]
fn a_broken_draft_does_not_keep_another_incident_s_mail() {
    let workspace = Workspace::sound().incident("2024-05-03-broken", "titel = 1\n", "");
    workspace.run([&NOW[..], &["checkout", "--to", "email"]].concat()).code(0);
    assert!(workspace.path("public/email/2024-05-02-checkout.txt").exists());
    workspace.run([&NOW[..], &["checkout", "--to", "site"]].concat()).code(1);
}

#[test]
fn an_override_replaces_one_template_and_can_extend_it() {
    let workspace = Workspace::sound().file(
        "templates/site/base.html",
        "{% extends \"builtin/site/base.html\" %}\n{% block footer %}The house's own footer{% endblock %}\n",
    );
    workspace.run(NOW).code(0);
    assert!(workspace.read("public/site/index.html").contains("The house's own footer"));
    assert!(workspace.read("public/site/index.html").contains("Example shop"));
}

#[test]
fn a_template_error_names_template_line_and_value_and_writes_nothing() {
    for (source, expected) in [
        ("a\n{{ no.such.value }}\n", "templates/email/incident.txt:2: undefined value"),
        ("a\nb\n{% if %}\n", "templates/email/incident.txt:3: syntax error"),
        (
            "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
            "templates/email/incident.txt:1: ",
        ),
        ("{% include \"email/incident.txt\" %}", "templates/email/incident.txt:1: "),
    ] {
        let workspace = Workspace::sound().file("templates/email/incident.txt", source);
        let run = workspace.run(NOW).code(2);
        assert!(run.stderr.contains(expected), "{expected}\nis not in\n{}", run.stderr);
        assert!(workspace.files("public").is_empty(), "{:?}", workspace.files("public"));
    }
}
