//! `incident import cstate`, from folders in the manner of cState's.

use crate::given_back::unheard;
use crate::import_statuspage::shop;
use crate::support::{Workspace, incident};

const ISSUE: &str = "---
title: Card payments fail
date: 2024-05-02 21:36:00
resolved: true
resolvedWhen: 2024-05-02 22:10:00
severity: disrupted
affected:
  - Checkout
section: issue
---

*Resolved* - Cards are taken again. {{< track \"2024-05-02 22:10:00\" >}}

*Investigating* - Card payments fail. {{< track \"2024-05-02 21:36:00\" >}}
";

fn site() -> Workspace {
    shop()
        .file("page/content/issues/2024-05-02-cards.md", ISSUE)
        .file("page/content/issues/_index.md", "---\ntitle: Issues\n---\n")
        .file("page/config.yml", "title: Status\n")
}

#[test]
fn issues_become_folders_that_pass_check() {
    let workspace = site();
    let run = workspace.run(["import", "cstate", "page"]).code(0);
    assert!(run.stderr.starts_with("Made 1 incident of 1 in page.\n"), "{}", run.stderr);
    let facts = workspace.read("incidents/2024-05-02-card-payments-fail/facts.toml");
    for expected in [
        "state      = \"drafting\"\nseverity   = \"major\"\n",
        "components = [\"checkout\"]\nstarted    = 2024-05-02T23:36:00\n",
        "resolved   = 2024-05-03T00:10:00\n",
        "at     = 2024-05-03T00:10:00\nstatus = \"resolved\"\ntext   = \"Cards are taken again.\"",
        "title = \"cState: 2024-05-02-cards\"\n",
    ] {
        assert!(facts.contains(expected), "{expected}\n\nis not in\n\n{facts}");
    }
    workspace.run(["check", "--deny-warnings"]).code(0);
    let before = workspace.files("incidents");
    let run = workspace.run(["import", "cstate", "page/content/issues"]).code(0);
    assert!(run.stderr.contains("1 is there already"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), before);
}

#[test]
fn times_without_an_offset_can_be_of_a_zone() {
    let workspace = site();
    workspace.run(["import", "cstate", "page", "--timezone", "America/New_York"]).code(0);
    let facts = workspace.read("incidents/2024-05-02-card-payments-fail/facts.toml");
    assert!(facts.contains("started    = 2024-05-02T21:36:00\n"), "{facts}");
    assert!(facts.contains("timezone   = \"America/New_York\"\n"), "{facts}");
}

#[test]
fn what_is_no_incident_is_named_and_the_rest_is_taken() {
    let workspace = site()
        .file("page/content/issues/broken.md", "---\ntitle: [\n---\n")
        .file("page/content/issues/bytes.md", b"---\ntitle: \xff\n---\n")
        .file("page/content/issues/news.md", "---\ntitle: News\ninformational: true\n---\n");
    let run = workspace.run(["import", "cstate", "page"]).code(1);
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "Made 1 incident of 4 in page; 3 could not be taken:",
        "its front matter is not valid YAML",
        "bytes.md: it is no UTF-8 text",
        "news.md \"News\": it is an announcement",
    ] {
        assert!(said.contains(told), "{told}: {}", run.stderr);
    }
    let run = workspace.run(["import", "cstate", "nowhere"]).code(2);
    assert!(run.stderr.contains("nowhere cannot be read"), "{}", run.stderr);
}

#[test]
fn hostile_yaml_is_a_fault_and_no_crash() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n\
                c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n\
                e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
                g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
    let deep = format!("title: {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
    for yaml in [bomb, &deep] {
        let workspace = shop().file("issues/a.md", format!("---\n{yaml}---\n"));
        let run = workspace.run(["import", "cstate", "issues"]).code(1);
        assert!(run.stderr.contains("a.md"), "{}", run.stderr);
    }
}

#[test]
fn what_is_no_file_is_named() {
    #[cfg(unix)]
    {
        let workspace = site();
        let issues = workspace.path("page/content/issues");
        std::os::unix::fs::symlink("2024-05-02-cards.md", issues.join("link.md")).unwrap();
        std::fs::create_dir(issues.join("folder.md")).unwrap();
        let run = workspace.run(["import", "cstate", "page"]).code(1);
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        for name in ["link.md", "folder.md"] {
            assert!(
                said.contains(&format!("{name}: it is a link, a folder or the like")),
                "{said}"
            );
        }
    }
}

#[test]
fn a_day_stays_a_day_and_a_name_in_two_cases_is_one_component() {
    let issue = ISSUE.replace("date: 2024-05-02 21:36:00", "date: 2024-05-02");
    let issue = issue.replace("  - Checkout\n", "  - Mail\n  - mail\n");
    let workspace = shop().file("issues/cards.md", issue);
    let run = workspace.run(["import", "cstate", "issues"]).code(1);
    assert_eq!(run.stderr.matches("[[component]]").count(), 1, "{}", run.stderr);
    let facts = workspace.read("incidents/2024-05-02-card-payments-fail/facts.toml");
    assert!(facts.contains("started    = 2024-05-02\n"), "{facts}");
    assert!(facts.contains("components = [\"mail\"]\n"), "{facts}");
}

#[test]
fn what_is_not_public_there_yet_is_not_taken() {
    let workspace =
        shop().file("issues/cards.md", ISSUE.replace("section: issue", "publishDate: 9000-01-01"));
    let run = workspace.run(["import", "cstate", "issues"]).code(1);
    assert!(run.stderr.contains("nobody can read it there yet"), "{}", run.stderr);
    assert!(workspace.files("incidents").is_empty());
}

#[test]
fn losses_of_html_are_told() {
    let issue = ISSUE.replace("Cards are taken again.", "Cards <img src=\"a.png\"> are back.");
    let workspace = shop().file("issues/cards.md", issue);
    let run = workspace.run(["import", "cstate", "issues"]).code(0);
    assert!(run.stderr.contains("<img>: a picture"), "{}", run.stderr);
}

#[test]
fn what_is_made_is_not_said_to_be_undone() {
    let workspace = site();
    let Some(run) = unheard(&workspace, &["import", "cstate", "page"]) else { return };
    let run = run.code(1);
    assert!(run.stderr.contains("the incidents are made"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents").len(), 2);
    let Some(run) = unheard(&workspace, &["import", "cstate", "page", "--dry-run"]) else { return };
    run.code(0);
}

#[test]
fn two_at_once_take_each_incident_once() {
    let mut workspace = shop();
    for number in 1..=40 {
        let title = format!("Card payments fail {number}");
        let issue = ISSUE.replace("Card payments fail\n", &format!("{title}\n"));
        workspace = workspace.file(&format!("issues/{number}.md"), issue);
    }
    let import = || {
        let mut command = incident(&workspace.path(""));
        command.args(["import", "cstate", "issues", "--json"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().unwrap()
    };
    let both = [import(), import()];
    let mut made = 0;
    for child in both {
        let output = child.wait_with_output().unwrap();
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let count = |key: &str| json[key].as_array().unwrap().len();
        assert_eq!(count("refused"), 0, "{json:#}");
        assert_eq!(count("made") + count("there_already"), 40, "{json:#}");
        assert_eq!(output.status.code(), Some(0));
        made += count("made");
    }
    assert_eq!(made, 40);
}

#[test]
#[cfg(unix)]
fn what_has_the_name_stays_and_is_told_for_what_it_is() {
    let workspace = site().file("incidents/2024-01-01-a/note", "");
    let link = workspace.path("incidents/2024-05-02-card-payments-fail");
    std::os::unix::fs::symlink("nowhere", &link).unwrap();
    let run = workspace.run(["import", "cstate", "page"]).code(1);
    let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("is a symbolic link that leads to no incident"), "{said}");
    assert!(std::fs::read_link(&link).is_ok());
}
