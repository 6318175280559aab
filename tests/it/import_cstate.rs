//! `incident import cstate`, from folders in the manner of cState's.

use crate::import_statuspage::shop;
use crate::support::Workspace;

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
