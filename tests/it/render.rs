//! `incident render`: whole or not at all, the same bytes each time, nobody else's files.

use crate::authoring::burning;
use crate::support::{CONFIG, FACTS, REPORT, Workspace, files_below, repository};

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

/// It is longer when somebody reads it.
#[test]
fn what_goes_on_is_told_to_the_minute() {
    let workspace = burning();
    workspace.run(["render", "--now", "2024-05-02T08:52:07Z"]).code(0);
    let page = "public/site/incidents/2024-05-02-card-payments/index.html";
    for (page, told) in [(page, ">52 minutes<"), ("public/site/index.html", "52 minutes so far")] {
        let page = workspace.read(page);
        assert!(page.contains(told) && !page.contains("7 seconds"), "{page}");
    }
    let show = workspace.run(["show", "card"]).code(0).stdout;
    assert!(!show.contains(" second"), "{show}");
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
fn where_an_output_cannot_be_staged_no_folder_stays() {
    let workspace = Workspace::sound().file("public/site/index.html", "mine");
    workspace.run(NOW).code(2);
    assert_eq!(names(&workspace, "public"), ["site"]);
    let workspace = Workspace::sound().file("public/site", "mine");
    workspace.run(NOW).code(2);
    assert_eq!(names(&workspace, "public"), ["site"]);
    let workspace = Workspace::sound();
    workspace.run([&NOW[..], &["--to", "email", "--to", "blog", "--update", "7"]].concat()).code(2);
    assert!(!workspace.path("public").exists());
}

/// What is in a folder.
fn names(workspace: &Workspace, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(workspace.path(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Rules that only warn do not run, and nothing else may come of that.
#[test]
fn warnings_stop_nothing_unless_they_are_made_errors() {
    let blamed = REPORT.replace("A certificate had run out.", "It was human error.");
    let allowed = |text: &str| {
        let comment = "<!-- incident-allow: blame the words of a customer -->";
        blamed.replace(text, &format!("{comment}\n\n{text}"))
    };
    let (needed, needless) = (allowed("It was human error."), allowed("We renewed it."));
    let run = |report: &str, rules: &str| {
        let workspace = Workspace::new()
            .file("incident.toml", format!("{CONFIG}\n[rules]\n{rules}\n"))
            .incident("2024-05-02-checkout", FACTS, report);
        let run = workspace.run(NOW);
        assert_eq!(workspace.path("public").exists(), run.code == 0);
        (run.code, run.stderr)
    };
    for report in [&blamed, &needed, &needless] {
        assert_eq!(run(report, "").0, 0);
        assert_eq!(run(report, "blame = \"off\"\nunused-suppression = \"error\"").0, 0);
    }
    let (code, said) = run(&blamed, "blame = \"error\"");
    assert!(code == 1 && said.contains("error[blame]"), "{said}");
    assert_eq!(run(&needed, "blame = \"error\"").0, 0);
    assert_eq!(run(&needed, "unused-suppression = \"error\"").0, 0);
    let (code, said) = run(&needless, "unused-suppression = \"error\"");
    assert!(code == 1 && said.contains("error[unused-suppression]"), "{said}");
}

#[test]
fn a_secret_is_blanked_where_it_only_warns() {
    let rules = format!("{CONFIG}\n[rules]\nsecret = \"warning\"\n");
    let facts = format!("{FACTS}\n[roles]\ncommander = \"token=Zk3vQ81mXw0b\" pager\n");
    let workspace =
        Workspace::new().file("incident.toml", rules).incident("2024-05-02-x", &facts, REPORT);
    let run = workspace.run(NOW).code(1);
    assert!(run.stderr.contains("commander") && !run.stderr.contains("Zk3vQ"), "{}", run.stderr);
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

/// Templates of a workspace without its own are made quicker first; the pages are the same.
#[test]
fn pages_are_the_same_beside_templates_that_change_none() {
    let config = std::fs::read_to_string(repository().join("incident.toml")).unwrap();
    let german = config.replace("language = \"en\"", "language = \"de-CH\"");
    let worded =
        config.replace("title    = \"Five outages, retold\"", "title = \"<{{ t }}> 'a' {%\"");
    assert!(german != config && worded != config);
    for config in [config, german, worded] {
        let mut workspace = Workspace::bare().file("incident.toml", config);
        for (path, bytes) in files_below(&repository().join("incidents")) {
            workspace = workspace.file(&format!("incidents/{path}"), bytes);
        }
        let render = |workspace: &Workspace, audience| {
            let to = ["--to", "site", "--audience", audience, "--out", audience];
            workspace.run([&NOW[..], &to].concat()).code(0);
            workspace.outputs(audience)
        };
        let audiences = ["public", "internal"];
        let usual = audiences.map(|audience| render(&workspace, audience));
        let workspace = workspace.file("templates/site/unused.html", "");
        let beside = audiences.map(|audience| render(&workspace, audience));
        for ((path, usual), (_, beside)) in usual.iter().flatten().zip(beside.iter().flatten()) {
            assert!(usual == beside, "{path}");
        }
        assert_eq!(usual, beside);
    }
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
