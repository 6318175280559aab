//! `incident import git`, from real repositories.

use std::path::Path;

use crate::authoring::{ONGOING, burning, facts};
use crate::git::command;
use crate::support::{FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-card-payments";

/// Runs git as of a time.
fn at(folder: &Path, time: &str, arguments: &[&str]) {
    let output = command(folder)
        .args(arguments)
        .env("GIT_AUTHOR_DATE", "2020-01-01T00:00:00Z")
        .env("GIT_COMMITTER_DATE", time)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, time: &str, message: &str) {
    at(folder, time, &["commit", "--quiet", "--allow-empty", "--message", message]);
}

/// A repository of a program beside the workspace.
fn repository(workspace: &Workspace) {
    let folder = workspace.path("app");
    std::fs::create_dir_all(&folder).unwrap();
    at(&folder, "2024-04-01T00:00:00Z", &["init", "--quiet", "--initial-branch=main"]);
    commit(&folder, "2024-04-30T10:00:00Z", "Long before");
    commit(&folder, "2024-05-01T21:30:00Z", "Renew \x1b[31mthe \"certificate\"\n\nBody");
    at(&folder, "2024-05-01T21:40:00Z", &["tag", "--annotate", "v1.2", "--message", "Release it"]);
    at(&folder, "2024-05-01T21:50:00Z", &["switch", "--quiet", "--create", "fix"]);
    commit(&folder, "2024-05-02T08:12:00Z", "Take the old gateway");
    at(&folder, "2024-05-02T08:12:00Z", &["switch", "--quiet", "main"]);
    at(
        &folder,
        "2024-05-02T08:15:00Z",
        &["merge", "--quiet", "--no-ff", "--message", "Take fix", "fix"],
    );
    commit(&folder, "2024-05-03T10:00:00Z", "Long after");
}

/// Short names of commits, in the order of `git log`.
fn names(workspace: &Workspace) -> Vec<String> {
    let log = crate::git::git(&workspace.path("app"), &["log", "--format=%h", "--topo-order"]);
    log.lines().map(str::to_owned).collect()
}

#[test]
fn what_happened_is_proposed_as_toml() {
    let closed = ONGOING.replace("[[impact]]", "resolved = 2024-05-02T11:00:00\n\n[[impact]]");
    let workspace = Workspace::new().incident(ID, &closed, REPORT);
    repository(&workspace);
    let [_, merge, fix, renew, _] = names(&workspace).try_into().unwrap();
    let run = workspace.run(["import", "git", "app", "card"]).code(0);
    assert_eq!(
        run.stdout,
        format!(
            "[[timeline]]\nat = 2024-05-01T23:30:00\ntext = 'Committed: Renew [31mthe \"certificate\"'\n\
             source = \"git:{renew}\"\n\n\
             [[timeline]]\nat = 2024-05-01T23:40:00\ntext = \"Tagged v1.2: Release it\"\n\
             source = \"git:{renew}\"\n\n\
             [[timeline]]\nat = 2024-05-02T10:12:00\ntext = \"Committed: Take the old gateway\"\n\
             source = \"git:{fix}\"\n\n\
             [[timeline]]\nat = 2024-05-02T10:15:00\ntext = \"Merged: Take fix\"\n\
             source = \"git:{merge}\"\n"
        )
    );
    assert!(run.stderr.starts_with("4 entries from app between 1 May 2024, 10:00 CEST"));
    assert_eq!(facts(&workspace), closed, "nothing is written without --append");
}

#[test]
fn appended_entries_go_where_their_times_are_and_only_once() {
    let workspace = burning();
    repository(&workspace);
    let window = ["--since", "2024-05-01T12:00", "--until", "2024-05-02T10:13"];
    let arguments = [&["import", "git", "app", "card", "--append"], &window[..]].concat();
    let run = workspace.run(&arguments).code(0);
    assert!(
        run.stderr.starts_with(&format!("Added 3 entries to {ID}, from app between")),
        "{}",
        run.stderr
    );
    let order = ["Committed: Renew", "Tagged v1.2", "An alarm rang", "Committed: Take the old"];
    let places = order.map(|text| facts(&workspace).find(text).unwrap_or_else(|| panic!("{text}")));
    assert!(places.is_sorted(), "{}", facts(&workspace));
    let after = facts(&workspace);
    let run = workspace.run(&arguments).code(0);
    assert!(
        run.stderr.starts_with(&format!("Nothing to add to {ID}, where 3 are already, from")),
        "{}",
        run.stderr
    );
    assert_eq!(facts(&workspace), after);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), ONGOING);
}

#[test]
fn entries_are_internal() {
    let closed = FACTS.replace("2024-05-02T10:00:00\nd", "2024-05-01T23:00:00\nd");
    let workspace = Workspace::new().incident(ID, &closed, REPORT);
    repository(&workspace);
    workspace.run(["import", "git", "app", "card", "--append"]).code(0);
    let shown = workspace.run(["show", "card", "--audience", "customers"]).code(0).stdout;
    assert!(!shown.contains("Committed") && !shown.contains("git:"), "{shown}");
    assert!(workspace.run(["show", "card"]).stdout.contains("Committed: Take the old gateway"));
}

#[test]
fn hints_name_the_incident_as_the_command_takes_it() {
    let closed = ONGOING.replace("[[impact]]", "resolved = 2024-05-02T11:00:00\n\n[[impact]]");
    let workspace = Workspace::new().incident(ID, &closed, REPORT);
    repository(&workspace);
    let run = workspace.run(["import", "git", "app"]).code(2);
    let hint = format!("incident import git REPO {ID} names the last one");
    assert!(run.stderr.contains(&hint) && !run.stderr.contains("--in"), "{}", run.stderr);
    let other = "2024-05-02-other";
    let workspace = burning().incident(other, ONGOING, REPORT);
    repository(&workspace);
    let run = workspace.run(["import", "git", "app"]).code(2);
    let hint = format!("name it with incident import git REPO: {other}, {ID}");
    assert!(run.stderr.contains(&hint), "{}", run.stderr);
}

#[test]
fn what_cannot_be_read_is_said() {
    let workspace = burning();
    let run = workspace.run(["import", "git", "nowhere"]).code(2);
    assert!(run.stderr.contains("nowhere cannot be read"), "{}", run.stderr);
    repository(&workspace);
    let run = workspace.run(["import", "git", "app", "--since", "soon"]).code(2);
    assert!(run.stderr.contains("--since \"soon\" is no time"), "{}", run.stderr);
    let arguments = ["import", "git", "app", "--since", "2024-05-02", "--until", "2024-04-30"];
    let run = workspace.run(arguments).code(2);
    assert!(run.stderr.contains("is before --since"), "{}", run.stderr);
}
