//! Whatever lies in a workspace: a finding or an error with place and next step, the right
//! exit code, and nothing written.

use std::os::unix::fs::symlink;

use crate::authoring::ONGOING;
use crate::support::{FACTS, REPORT, Workspace};

const FACTS_PATH: &str = "incidents/2024-05-02-x/facts.toml";

/// What `check` says in one line each; `render` must then refuse and write nothing.
#[track_caller]
fn found(workspace: &Workspace, expected: &[&str]) {
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    for line in expected {
        assert!(run.stdout.contains(line), "{line}\nis not in\n{}", run.stdout);
    }
    let render = workspace.run(["render"]).code(1);
    assert!(render.stderr.contains("Nothing was written."), "{}", render.stderr);
    assert!(!workspace.path("public").exists());
}

fn with_facts(bytes: impl AsRef<[u8]>) -> Workspace {
    Workspace::new().incident("2024-05-02-x", "", REPORT).file(FACTS_PATH, bytes)
}

#[test]
fn an_empty_file() {
    found(&with_facts(""), &["facts.toml:1:1: error[missing-key] this file has no `title`"]);
}

#[test]
fn no_file() {
    let workspace = with_facts("");
    std::fs::remove_file(workspace.path(FACTS_PATH)).unwrap();
    found(&workspace, &["facts.toml:1:1: error[unreadable-file] facts.toml is missing"]);
}

#[test]
fn a_binary_file() {
    found(
        &with_facts(b"title = \"x\"\n\0\x01"),
        &["facts.toml:2:1: error[unreadable-file] facts.toml is not text"],
    );
}

#[test]
fn invalid_utf8_names_the_byte() {
    found(
        &with_facts(b"title = \"caf\xe9\""),
        &[
            "facts.toml:1:13: error[unreadable-file] facts.toml is not UTF-8: byte 0xe9 at offset 12",
        ],
    );
}

#[test]
fn a_byte_order_mark_moves_no_column() {
    found(&with_facts("\u{feff}titel = 1\n"), &["facts.toml:1:1: error[unknown-key]"]);
}

#[test]
fn crlf_is_no_fault() {
    let facts = FACTS.replace('\n', "\r\n");
    let report = REPORT.replace('\n', "\r\n");
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, &report);
    let run = workspace.run(["check"]).code(0);
    assert_eq!(run.stdout, "");
    let facts = facts + "foo = 1\r\n";
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, &report);
    let line = facts.lines().count();
    found(&workspace, &[&format!("facts.toml:{line}:1: error[unknown-key]")]);
}

#[test]
fn ten_megabytes() {
    let facts = format!("title = \"x\"\n# {}\n", "x".repeat(10 * 1024 * 1024));
    found(&with_facts(facts), &["facts.toml has 10485775 bytes; at most 4 MiB are read"]);
}

#[test]
fn a_folder_where_a_file_should_be() {
    let workspace = with_facts("");
    std::fs::remove_file(workspace.path(FACTS_PATH)).unwrap();
    std::fs::create_dir(workspace.path(FACTS_PATH)).unwrap();
    found(&workspace, &["facts.toml is not a file"]);
}

#[test]
fn links_that_lead_nowhere_or_out() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), "title = \"secret of another folder\"").unwrap();
    for (target, expected) in [
        (std::path::Path::new("nowhere.toml"), "a symbolic link that leads nowhere"),
        (outside.path(), "a symbolic link that leaves the workspace"),
    ] {
        let workspace = with_facts("");
        std::fs::remove_file(workspace.path(FACTS_PATH)).unwrap();
        symlink(target, workspace.path(FACTS_PATH)).unwrap();
        found(&workspace, &[expected]);
    }
}

#[test]
fn a_whole_incident_outside() {
    let outside = Workspace::sound();
    let workspace = Workspace::sound();
    let link = workspace.path("incidents/2024-05-09-linked");
    symlink(outside.path("incidents/2024-05-02-checkout"), link).unwrap();
    found(&workspace, &["2024-05-09-linked/facts.toml:1:1: error[unreadable-file]"]);
}

#[test]
fn no_link_is_an_attachment() {
    let links = "[a](a.txt) [b](b.txt) [c](c.txt)";
    let report = REPORT.replace("Card payments failed.", &format!("Failed. {links}"));
    let facts = FACTS.replace("[[update]]", "[roles]\ncommander = \"CANARY\"\n\n[[update]]");
    let workspace = Workspace::new()
        .incident("2024-05-02-x", &facts, &report)
        .file(".git/config", "password = CANARY\n")
        .file("incidents/2024-05-03-y/internal.log", "CANARY\n");
    let folder = workspace.path("incidents/2024-05-02-x");
    for (name, target) in [
        ("a.txt", "facts.toml"),
        ("b.txt", "../../.git/config"),
        ("c.txt", "../2024-05-03-y/internal.log"),
    ] {
        symlink(target, folder.join(name)).unwrap();
    }
    let said = workspace.run(["check", "--format", "concise"]).code(1).stdout;
    assert_eq!(said.matches("error[dead-link]").count(), 3, "{said}");
    workspace.run(["render", "--to", "site"]);
    for (path, bytes) in workspace.files("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("CANARY"), "{path}");
    }
}

#[test]
fn nothing_is_read_through_links_to_hidden_folders() {
    let workspace = with_facts("").file(".git/config", "title = \"CANARY\"\n");
    std::fs::remove_file(workspace.path(FACTS_PATH)).unwrap();
    symlink("../../.git/config", workspace.path(FACTS_PATH)).unwrap();
    found(
        &workspace,
        &["is a symbolic link that leaves the workspace, or leads to what is hidden"],
    );
}

#[test]
fn an_attachment_outside_is_not_published() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), "secret").unwrap();
    let report = REPORT.replace("Card payments failed.", "Card payments failed. ![x](x.png)");
    let workspace = Workspace::new().incident("2024-05-02-x", FACTS, &report);
    symlink(outside.path(), workspace.path("incidents/2024-05-02-x/x.png")).unwrap();
    workspace.run(["render", "--to", "site"]);
    for (path, bytes) in workspace.files("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("secret"), "{path}");
    }
}

#[test]
fn conflicts_of_git_keep_everything_from_going_out() {
    let conflict = "<<<<<<< HEAD\nWe renewed it.\n=======\nThey renewed it.\n>>>>>>> wording\n";
    let report = REPORT.replace("We renewed it.\n", conflict);
    let workspace =
        Workspace::new().incident("2024-05-02-x", &FACTS.replace("published", "drafting"), &report);
    for arguments in [&["check"][..], &["publish", "2024-05-02-x", "--yes"], &["render"]] {
        let run = workspace.run(arguments).code(1);
        let seen = run.stdout + &run.stderr;
        assert!(seen.contains("error[conflict-marker]"), "{arguments:?}: {seen}");
    }
    assert!(!workspace.path("public").exists());
    let in_string = format!(
        "title = \"x\"\n[[update]]\nat = 2024-05-02T10:00:00\nstatus = \"investigating\"\n\
         text = \"\"\"\n{conflict}\"\"\"\n"
    );
    found(&with_facts(in_string), &["facts.toml:6:1: error[conflict-marker]"]);
    let run = with_facts(format!("title = \"x\"\n{conflict}")).run(["check"]).code(1);
    assert!(run.stdout.contains("error[conflict-marker]"), "{}", run.stdout);
    assert!(!run.stdout.contains("toml-syntax"), "{}", run.stdout);
    let in_code =
        format!("{REPORT}\n- a\n{conflict}\n| a |\n| - |\n{conflict}\n```\n{conflict}```\n");
    let run = Workspace::new().incident("2024-05-02-x", FACTS, &in_code).run(["check"]).code(1);
    assert_eq!(run.stdout.matches("error[conflict-marker]").count(), 3, "{}", run.stdout);
    let config = "title = \"\"\"\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n\"\"\"\n";
    let workspace = Workspace::sound().file("incident.toml", config);
    found(&workspace, &["incident.toml:2:1: error[conflict-marker]"]);
    let off = Workspace::sound().file("incident.toml", "[rules]\nconflict-marker = \"off\"\n");
    found(&off, &["error[bad-value] `conflict-marker` cannot be switched off"]);
}

#[test]
fn duplicate_keys_and_unclosed_strings() {
    found(&with_facts("title = \"x\"\ntitle = \"y\"\n"), &["facts.toml:2:1: error[toml-syntax]"]);
    found(
        &with_facts("title = \"x\nstate = \"ongoing\"\n"),
        &["facts.toml:1:11: error[toml-syntax] invalid basic string"],
    );
}

/// What the parser puts there to go on is nobody's fault.
#[test]
fn a_value_that_is_not_there_is_one_fault() {
    for (line, place) in [
        ("severity =", 11),
        ("severity = = 3", 12),
        ("components = = 3", 14),
        ("started = 2026-11-21T25:00:00", 11),
        ("kind = incident", 8),
    ] {
        let facts = format!("title = \"x\"\n{line}\n");
        let run = with_facts(facts).run(["check", "--format", "concise"]).code(1);
        let about: Vec<&str> =
            run.stdout.lines().filter(|line| line.contains("facts.toml")).collect();
        let fault = format!("facts.toml:2:{place}: error[toml-syntax]");
        assert!(matches!(&about[..], [only] if only.contains(&fault)), "{line}: {about:?}");
    }
}

#[test]
fn a_text_without_quotes_is_told_how_to_be_one() {
    let run = with_facts("title = \"x\"\nkind = incident # really\n").run(["check"]).code(1);
    assert!(run.stdout.contains("error[toml-syntax]: a text stands in quotes"), "{}", run.stdout);
    assert!(run.stdout.contains("put quotes around it: kind = \"incident\""), "{}", run.stdout);
}

#[test]
fn facts_that_cannot_all_be_read_hide_faults_of_the_report() {
    let said = "There may be more: the facts of 2024-05-02-x cannot all be read";
    let facts = FACTS.replace("title", "titel = 1\ntitle");
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, REPORT);
    let run = workspace.run(["check"]).code(1);
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let run = workspace.run(["check", "--format", "json"]).code(1);
    assert!(!run.stderr.contains(said), "{}", run.stderr);
    let run = Workspace::new().incident("2024-05-02-x", FACTS, REPORT).run(["check"]);
    assert!(!run.stderr.contains("may be more"), "{}", run.stderr);
}

#[test]
fn two_incidents_with_one_id() {
    let workspace = Workspace::sound().incident("2024-05-02-Checkout", FACTS, REPORT);
    found(&workspace, &["error[duplicate-id]"]);
}

#[test]
fn no_workspace() {
    let run = Workspace::bare().run(["check"]).code(2);
    assert!(run.stderr.contains("no incident.toml in"), "{}", run.stderr);
    assert!(run.stderr.contains("help: `incident init` makes a workspace"), "{}", run.stderr);
    let run = Workspace::new().run(["check", "--root", "nowhere"]).code(2);
    assert!(run.stderr.contains("cannot enter nowhere"), "{}", run.stderr);
}

#[test]
fn an_empty_configuration_is_a_valid_one() {
    let facts = FACTS.replace("components = [\"checkout\"]\n", "");
    let workspace =
        Workspace::new().file("incident.toml", "").incident("2024-05-02-x", &facts, REPORT);
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
}

#[test]
fn a_broken_configuration_is_a_finding() {
    let workspace = Workspace::sound().file("incident.toml", b"title = \"\xff\"");
    found(&workspace, &["incident.toml:1:10: error[unreadable-file] incident.toml is not UTF-8"]);
}

#[test]
fn times_that_do_not_exist_or_exist_twice_ask_for_an_offset() {
    let facts = FACTS
        .replace("resolved = 2024-05-02T10:40:00", "resolved = 2024-10-27T02:30:00")
        .replace("detected = 2024-05-02T10:05:00", "detected = 2024-03-31T02:30:00");
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, REPORT);
    let run = workspace.run(["check"]).code(1);
    assert!(
        run.stdout.contains("2024-03-31 02:30:00 does not exist in Europe/Zurich"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("2024-10-27 02:30:00 exists twice in Europe/Zurich"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("write 2024-10-27T02:30:00+02:00"), "{}", run.stdout);
}

/// A script whose variable is not set means no incident.
#[test]
fn what_is_empty_names_nothing() {
    const ID: &str = "2024-05-02-card-payments";
    let workspace = Workspace::new().incident(ID, ONGOING, REPORT);
    workspace.run(["action", "add", "More room"]).code(0);
    let before = workspace.files("incidents");
    for arguments in [
        &["log", "", "x y"][..],
        &["log", "", "x", "y"],
        &["log", "--in", "", "x y"],
        &["log", " ", "x y"],
        &["impact", "checkout", "operational", "--in", ""],
        &["update", "--in", "", "-s", "monitoring", "x y"],
        &["resolve", ""],
        &["resolve", "--in", "", "--update", "x y"],
        &["action", "add", "--in", "", "x y"],
        &["action", "done", ""],
        &["action", "drop", "--in", "", "room"],
        &["action", "list", ""],
        &["reopen", ""],
        &["publish", "", "--yes"],
        &["show", ""],
        &["check", ""],
        &["check", ID, ""],
        &["render", ""],
        &["history", ""],
        &["import", "git", ".", ""],
        // Not the incident, but what a check would find empty.
        &["impact", "checkout", "partial_outage", "--resource", ""],
        &["action", "add", "--id", "", "A lock"],
        &["action", "add", "--link", " ", "A lock"],
    ] {
        let run = workspace.run(arguments).code(2);
        assert!(run.stderr.contains("is empty"), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
        if arguments.contains(&"x y") {
            assert!(run.stderr.ends_with("\nx y\n"), "{arguments:?}: {}", run.stderr);
        }
    }
    assert_eq!(workspace.files("incidents"), before);
    assert!(!workspace.path("public").exists());
}

#[test]
fn years_are_those_that_every_output_can_write() {
    for (time, is_fine) in [
        ("0000-05-02", false),
        ("0001-01-01T00:00:00Z", false),
        ("1969-12-31T23:59:59Z", false),
        ("1970-01-01T00:00:00Z", true),
        ("{ after = 1066-10-14, before = 2024-05-02 }", false),
        ("9998-12-31T23:59:59Z", true),
        ("9999-01-01", false),
        ("9999-12-31T23:59:59-12:00", false),
    ] {
        let facts = format!("title = \"x\"\nstarted = {time}\n");
        let run = with_facts(&facts).run(["check", "--format", "concise"]);
        let told = "error[bad-time] ";
        assert_eq!(run.stdout.contains(told), !is_fine, "{time}: {}", run.stdout);
        assert_eq!(run.stdout.contains("a year that no incident can be in"), !is_fine, "{time}");
    }
    let workspace = with_facts("title = \"x\"\nstate = \"ongoing\"\n");
    for year in ["0024", "1969"] {
        let day = format!("{year}-05-02");
        let run = workspace.run(["log", "--at", &day, "text"]).code(2);
        assert!(run.stderr.contains("years go from 1970 to 9998"), "{}", run.stderr);
        let run = workspace.run(["stats", "--now", &day]).code(2);
        assert!(run.stderr.contains("years go from 1970 to 9998"), "{}", run.stderr);
    }
}

#[test]
fn a_number_that_is_none_is_one_fault() {
    let facts = "title = \"x\"\n[counts]\nhosts = 99999999999999999999\n";
    let run = with_facts(facts).run(["check", "--format", "concise"]).code(1);
    let of_hosts: Vec<&str> = run.stdout.lines().filter(|line| line.contains(":3:")).collect();
    assert_eq!(of_hosts.len(), 1, "{}", run.stdout);
    assert!(of_hosts[0].contains("error[toml-syntax]"), "{}", run.stdout);
}
