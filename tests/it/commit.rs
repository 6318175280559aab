//! `--commit`, in real repositories with real hooks.

use std::process::Command;

use crate::authoring::{burning, facts};
use crate::git::{self, git};
use crate::publish::{self, draft};
use crate::support::{REPORT, Run, Workspace, incident};

const ID: &str = "2024-05-02-card-payments";
const FILE: &str = "incidents/2024-05-02-card-payments/facts.toml";

/// Runs the command where git knows who commits, and has no other configuration.
fn run(workspace: &Workspace, arguments: &[&str]) -> Run {
    let mut command = incident(&workspace.path(""));
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Zoë Ångström");
        command.env(format!("GIT_{role}_EMAIL"), "zoe@example.com");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    finished(command.args(arguments))
}

fn finished(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn logged(workspace: &Workspace, more: &[&str]) -> Run {
    let arguments = ["log", "--commit", "--at", "2024-05-02T10:20"];
    run(workspace, &[&arguments, more].concat())
}

fn hook(workspace: Workspace, name: &str, script: &str) -> Workspace {
    use std::os::unix::fs::PermissionsExt as _;
    let workspace = workspace.file(&format!(".git/hooks/{name}"), format!("#!/bin/sh\n{script}\n"));
    let path = workspace.path(format!(".git/hooks/{name}"));
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    workspace
}

#[test]
fn only_the_file_is_committed_with_a_message_that_names_the_incident() {
    let workspace = burning().file("staged", "1").file("untracked", "1").in_git();
    let workspace = workspace.file("staged", "2");
    let root = workspace.path("");
    git(&root, &["add", "staged"]);
    let text = "The certificate of the payment gateway had run out at midnight";
    let said = logged(&workspace, &[text]).code(0).stderr;
    let name = git(&root, &["rev-parse", "--short", "HEAD"]);
    assert!(said.ends_with(&format!("Committed as {name}\n")), "{said}");
    assert_eq!(git(&root, &["show", "--name-only", "--format=", "HEAD"]), FILE);
    assert_eq!(git(&root, &["diff", "--cached", "--name-only"]), "staged");
    assert_eq!(git(&root, &["log", "-1", "--format=%an"]), "Zoë Ångström");
    assert_eq!(
        git(&root, &["log", "-1", "--format=%B"]),
        format!(
            "{ID}: log The certificate of the payment gateway…\n\n\
             Logged 2 May 2024, 10:20 CEST (UTC+02:00) in 2024-05-02-card-payments:\n{text}"
        )
    );
}

#[test]
fn each_command_that_records_can_commit() {
    let workspace = burning().in_git();
    let root = workspace.path("");
    logged(&workspace, &["It is back"]).code(0);
    run(&workspace, &["undo", "--commit"]).code(0);
    let arguments =
        ["update", "-s", "monitoring", "--at", "2024-05-02T10:30", "--commit", "It works"];
    run(&workspace, &arguments).code(0);
    run(&workspace, &["resolve", "--at", "2024-05-02T10:40", "--commit"]).code(0);
    let arguments = ["new", "Mails are late", "--started", "2024-05-03T10:00", "--commit"];
    run(&workspace, &arguments).code(0);
    assert_eq!(
        git(&root, &["log", "--format=%s", "HEAD~5.."]),
        format!(
            "2024-05-03-mails-are-late: new Mails are late\n{ID}: resolve\n\
             {ID}: update It works\n{ID}: undo the last change\n{ID}: log It is back"
        )
    );
    assert_eq!(git(&root, &["status", "--porcelain"]), "");
}

#[test]
fn programs_are_told_the_commit() {
    let workspace = burning().in_git();
    let run = logged(&workspace, &["It is back", "--json"]).code(0);
    let confirmed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let name = git(&workspace.path(""), &["rev-parse", "--short", "HEAD"]);
    assert_eq!(confirmed["commit"], name);
    let run = workspace.run(["log", "--at", "2024-05-02T10:21", "and more", "--json"]).code(0);
    let confirmed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(confirmed["commit"], serde_json::Value::Null);
}

#[test]
fn a_hook_that_refuses_is_heard_and_the_entry_stays() {
    let workspace = hook(
        burning().in_git(),
        "pre-commit",
        "echo 'no \x1b[31mcommits\x1b[0m today' >&2; exit 1",
    );
    let run = logged(&workspace, &["It is back", "--json"]).code(1);
    assert!(run.stderr.contains("error: it is written, but not committed"), "{}", run.stderr);
    assert!(run.stderr.contains("no [31mcommits[0m today"), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("git commit --only {FILE}")), "{}", run.stderr);
    assert!(run.stdout.contains("\"commit\":null"), "{}", run.stdout);
    assert!(facts(&workspace).contains("It is back"));
    let root = workspace.path("");
    assert_eq!(git(&root, &["status", "--porcelain"]), format!("M {FILE}"));
    assert_eq!(git(&root, &["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn hooks_may_write_to_the_message() {
    let workspace = hook(burning().in_git(), "commit-msg", "echo 'Ticket: 7' >> \"$1\"");
    logged(&workspace, &["# It is back"]).code(0);
    let message = git(&workspace.path(""), &["log", "-1", "--format=%B"]);
    assert!(message.starts_with(&format!("{ID}: log # It is back\n\n")), "{message}");
    assert!(message.ends_with("\nTicket: 7"), "{message}");
}

#[test]
fn a_new_incident_that_cannot_be_committed_is_not_half_staged() {
    let workspace = Workspace::new().file("a", "").in_git();
    let workspace = hook(workspace, "pre-commit", "exit 1");
    let arguments = ["new", "Mails are late", "--started", "2024-05-03T10:00", "--commit"];
    let run = run(&workspace, &arguments).code(1);
    assert_eq!(run.stdout, "2024-05-03-mails-are-late\n");
    let state = git(&workspace.path(""), &["status", "--porcelain"]);
    assert_eq!(state, "?? incidents/");
}

#[test]
fn outside_of_a_repository_and_without_git_it_is_recorded_all_the_same() {
    let workspace = burning();
    let run = logged(&workspace, &["It is back"]).code(1);
    assert!(run.stderr.contains("not a git repository"), "{}", run.stderr);
    assert!(facts(&workspace).contains("It is back"));
    let mut command = incident(&workspace.path(""));
    command.args(["log", "--commit", "--at", "2024-05-02T10:21", "and more"]).env("PATH", "");
    let run = finished(&mut command).code(1);
    assert!(run.stderr.contains("the program `git` cannot be run"), "{}", run.stderr);
    assert!(facts(&workspace).contains("and more"));
}

#[test]
fn what_is_committed_already_is_no_error() {
    let workspace = burning().in_git();
    workspace.run(["log", "--at", "2024-05-02T10:20", "It is back"]).code(0);
    let run = run(&workspace, &["undo", "--commit"]).code(0);
    assert!(run.stderr.contains("Nothing to commit"), "{}", run.stderr);
}

#[test]
fn a_file_that_git_ignores_is_not_committed() {
    let workspace = Workspace::new().file(".gitignore", "incidents/\n").in_git();
    let arguments = ["new", "Mails are late", "--started", "2024-05-03T10:00", "--commit"];
    let run = run(&workspace, &arguments).code(1);
    assert!(run.stderr.contains("ignored by"), "{}", run.stderr);
}

#[test]
fn many_at_once_are_all_committed() {
    let workspace = burning().in_git();
    std::thread::scope(|scope| {
        for number in 0..6 {
            let workspace = &workspace;
            scope.spawn(move || logged(workspace, &[&format!("entry {number}")]).code(0));
        }
    });
    let root = workspace.path("");
    assert_eq!(git(&root, &["status", "--porcelain"]), "");
    assert_eq!(git(&root, &["diff", "--cached", "--name-only"]), "", "the index is not behind");
    let committed = git(&root, &["show", &format!("HEAD:{FILE}")]);
    assert!((0..6).all(|number| committed.contains(&format!("entry {number}"))), "{committed}");
    assert!(git::try_git(&root, &["fsck"]).status.success());
}

/// Whoever clones the repository renders what was checked and shown, not an older text.
#[test]
fn publishing_commits_all_that_readers_see_of_the_incident() {
    let folder = format!("incidents/{}", publish::ID);
    let picture = format!("{REPORT}\n## Notes\n\n![The office](office.png)\n");
    let workspace = Workspace::new()
        .incident(publish::ID, &draft(), &picture)
        .file(&format!("{folder}/office.png"), "old")
        .file("elsewhere", "1")
        .in_git();
    let report = REPORT.replace("Nobody could pay by card.", "![Payments](graph.png)");
    let report = format!("{report}\n## Notes\n\n![The office](office.png)\n");
    let workspace = workspace
        .file(&format!("{folder}/report.md"), &report)
        .file(&format!("{folder}/graph.png"), "new")
        .file(&format!("{folder}/office.png"), "new")
        .file("elsewhere", "2");
    run(&workspace, &["publish", "checkout", "--yes", "--commit"]).code(0);
    let root = workspace.path("");
    assert_eq!(
        git(&root, &["show", "--name-only", "--format=", "HEAD"]),
        format!("{folder}/facts.toml\n{folder}/graph.png\n{folder}/report.md")
    );
    let committed = git(&root, &["show", &format!("HEAD:{folder}/report.md")]);
    assert_eq!(committed, report.trim_end());
    let left = git(&root, &["status", "--porcelain"]);
    assert_eq!(left, format!("M elsewhere\n M {folder}/office.png"), "nobody outside sees these");
}

#[test]
fn a_report_that_git_has_never_seen_is_committed_when_it_is_published() {
    let workspace = Workspace::new().in_git().incident(publish::ID, &draft(), REPORT);
    run(&workspace, &["publish", "checkout", "--yes", "--commit"]).code(0);
    assert_eq!(git(&workspace.path(""), &["status", "--porcelain"]), "");
}

/// Git reads a file twice while it commits: whoever records meanwhile waits.
#[test]
fn nobody_records_in_a_new_incident_while_it_is_committed() {
    const NEW: &str = "2024-05-03-mails-are-late";
    let workspace = hook(
        Workspace::new().file("a", "").in_git(),
        "pre-commit",
        &format!("touch began; sleep 1; cat incidents/{NEW}/facts.toml > seen"),
    );
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let arguments = ["new", "Mails are late", "--started", "2024-05-03T10:00", "--commit"];
            run(&workspace, &arguments).code(0)
        });
        while !workspace.path("began").exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        workspace.run(["log", NEW, "--at", "2024-05-03T10:20", "It is back"]).code(0);
    });
    let at_commit = workspace.read("seen");
    assert!(!at_commit.contains("It is back"), "{at_commit}");
    assert!(workspace.read(&format!("incidents/{NEW}/facts.toml")).contains("It is back"));
}

#[test]
fn many_new_ones_at_once_are_all_committed() {
    let workspace = Workspace::new().file("a", "").in_git();
    std::thread::scope(|scope| {
        for number in 0..6 {
            let workspace = &workspace;
            scope.spawn(move || {
                let title = format!("Mails are late {number}");
                run(workspace, &["new", &title, "--started", "2024-05-03T10:00", "--commit"])
                    .code(0)
            });
        }
    });
    let root = workspace.path("");
    assert_eq!(git(&root, &["status", "--porcelain"]), "");
    assert_eq!(git(&root, &["rev-list", "--count", "HEAD"]), "7");
}
