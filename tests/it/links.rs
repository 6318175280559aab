//! Links that a repository brings along: nothing outside the workspace is written, and those that
//! lead to another place in it work.
#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::Path;

use crate::authoring::{ONGOING, burning};
use crate::git::git;
use crate::support::{REPORT, Run, Workspace, files_below, run_in};

const ID: &str = "2024-05-02-card-payments";
const NEW: [&str; 4] = ["new", "Mails are late", "--started", "2024-05-03T10:00"];

/// A workspace in a folder, beside one that looks like its incidents.
fn led_out() -> Workspace {
    let workspace = Workspace::bare()
        .file("ws/incident.toml", "")
        .file(&format!("elsewhere/{ID}/facts.toml"), ONGOING)
        .file(&format!("elsewhere/{ID}/report.md"), REPORT);
    symlink("../elsewhere", workspace.path("ws/incidents")).unwrap();
    workspace
}

fn run(workspace: &Workspace, arguments: &[&str]) -> Run {
    run_in(&workspace.path("ws"), arguments)
}

#[test]
fn incidents_that_lie_elsewhere_are_neither_read_nor_written() {
    let workspace = led_out();
    let before = files_below(&workspace.path("elsewhere"));
    for arguments in [
        &NEW[..],
        &["log", "It is back"],
        &["log", ID, "It is back"],
        &["update", "--in", ID, "-s", "monitoring", "It is back"],
        &["resolve", ID],
        &["action", "add", "--in", ID, "Renew in time"],
        &["import", "git", ".", ID],
        &["list"],
        &["check"],
        &["render"],
        &["publish", ID, "--yes"],
    ] {
        let said = run(&workspace, arguments).code(2).stderr;
        for part in [
            "the folder `incidents` cannot be read",
            "because: a symbolic link leads out of the workspace",
            "put the folder itself there",
        ] {
            assert!(said.contains(part), "{arguments:?}: {part}\nis not in\n{said}");
        }
    }
    let run = run(&workspace, &["log", "It is back"]);
    assert!(run.stderr.contains("Your text, so that it is not lost:\nIt is back"));
    assert!(files_below(&workspace.path("elsewhere")) == before, "something was written");
    assert!(!workspace.path("ws/public").exists());
}

#[test]
fn init_writes_nothing_elsewhere() {
    let workspace = Workspace::bare().file("elsewhere/x", "").file("ws/x", "");
    symlink("../elsewhere", workspace.path("ws/incidents")).unwrap();
    let said = run(&workspace, &["init"]).code(2).stderr;
    assert!(said.contains("because: a symbolic link leads out of the workspace"), "{said}");
    assert!(said.contains("help: replace the link with a folder"), "{said}");
    assert_eq!(files_below(&workspace.path("elsewhere")).len(), 1);
}

#[test]
fn git_attributes_are_not_written_elsewhere() {
    let workspace = Workspace::bare().file("ws/incident.toml", "").file("elsewhere", "theirs\n");
    symlink("../elsewhere", workspace.path("ws/.gitattributes")).unwrap();
    for arguments in [&["init"][..], &["merge-file", "--setup"]] {
        let said = run(&workspace, arguments).code(2).stderr;
        assert!(said.contains(".gitattributes is a link that leads out"), "{said}");
        assert!(said.contains("add this line to the file yourself: incidents/*/facts"), "{said}");
    }
    assert_eq!(workspace.read("elsewhere"), "theirs\n");
}

#[test]
fn notes_of_undo_are_not_written_elsewhere() {
    let workspace = burning().file("elsewhere/undo/x", "");
    symlink("elsewhere", workspace.path(".incident")).unwrap();
    let said = workspace.run(["log", "--at", "2024-05-02T10:20", "It is back"]).code(0).stderr;
    assert!(said.contains("`incident undo` cannot take it back: .incident is a link"), "{said}");
    let said = workspace.run(["undo"]).code(2).stderr;
    assert!(said.contains("because: .incident is a link, or no folder; remove it"), "{said}");
    assert_eq!(files_below(&workspace.path("elsewhere")).len(), 1);
}

#[test]
fn incidents_may_lie_in_another_place_of_the_workspace() {
    let workspace = Workspace::new()
        .file(&format!("data/ours/{ID}/facts.toml"), ONGOING)
        .file(&format!("data/ours/{ID}/report.md"), REPORT);
    symlink("data/ours", workspace.path("incidents")).unwrap();
    let workspace = workspace.in_git();
    workspace.run(["log", "--at", "2024-05-02T10:20", "It is back"]).code(0);
    workspace.run(["log", ID, "--at", "2024-05-02T10:21", "Or not"]).code(0);
    workspace.run(["undo"]).code(0);
    let facts = workspace.read(&format!("data/ours/{ID}/facts.toml"));
    assert!(facts.contains("It is back") && !facts.contains("Or not"), "{facts}");
    workspace.run(NEW).code(0);
    assert!(workspace.path("data/ours/2024-05-03-mails-are-late/facts.toml").exists());
    let ids: String = workspace.run(["list", "--json"]).code(0).stdout;
    assert!(ids.contains(ID) && ids.contains("2024-05-03-mails-are-late"), "{ids}");
    // Git sees the link alone, so nothing would be checked.
    let run = workspace.run(["check", "--changed", "--exit-zero"]).code(0);
    assert!(run.stderr.contains("`incidents` is a link"), "{}", run.stderr);
    let root = workspace.path("");
    git(&root, &["config", "user.name", "A"]);
    git(&root, &["config", "user.email", "a@example.com"]);
    workspace.run(["log", ID, "--commit", "--at", "2024-05-02T10:22", "And"]).code(0);
    let committed = git(&root, &["show", "--name-only", "--format=", "HEAD"]);
    assert_eq!(committed, format!("data/ours/{ID}/facts.toml"));
}

/// Nothing but the incident itself is opened, so that one which cannot be read is no matter.
#[test]
fn a_whole_id_is_that_incident_and_a_part_is_looked_for() {
    let other = format!("{ID}-2");
    let workspace = burning().incident(&other, ONGOING, REPORT);
    let facts = |id: &str| workspace.read(&format!("incidents/{id}/facts.toml"));
    workspace.run(["log", ID, "--at", "2024-05-02T10:20", "It", "is", "back"]).code(0);
    assert!(facts(ID).contains("It is back"));
    assert_eq!(facts(&other), ONGOING);
    let part = "2024-05-02-card";
    let run = workspace.run(["log", "--in", part, "--at", "2024-05-02T10:20", "x"]).code(2);
    assert!(run.stderr.contains("names 2 incidents"), "{}", run.stderr);
    let run = workspace.run(["log", part, "It is back"]).code(2);
    assert!(run.stderr.contains("names 2 incidents"), "{}", run.stderr);
    workspace.run(["resolve", &other, "--at", "2024-05-02T10:40"]).code(0);
    workspace.run(["log", "--at", "2024-05-02T10:30", "found without a name"]).code(0);
    assert!(facts(ID).contains("found without a name"));
    assert!(Path::new(&workspace.path("incidents")).exists());
}
