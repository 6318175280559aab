//! `incident publish` and `reopen`.

use crate::support::{FACTS, REPORT, Workspace};
use crate::terminal::{finish, spawn};
use expectrl::{ControlCode, Expect as _};

pub(crate) const ID: &str = "2024-05-02-checkout";

/// A draft that can be published.
pub(crate) fn draft() -> String {
    FACTS
        .replace("\"published\"", "\"drafting\"  # soon")
        .replace("published = 2024-05-03T09:00:00\n", "")
}

fn drafted() -> Workspace {
    Workspace::new().incident(ID, &draft(), REPORT)
}

fn facts(workspace: &Workspace) -> String {
    workspace.read(&format!("incidents/{ID}/facts.toml"))
}

/// What `published` was stamped with.
fn stamped(workspace: &Workspace) -> String {
    let facts = facts(workspace);
    let line = facts.lines().find(|line| line.starts_with("published = ")).unwrap();
    line["published = ".len()..].to_owned()
}

#[test]
fn state_and_date_are_written_and_nothing_else() {
    let workspace = drafted();
    let run = workspace.run(["publish", "checkout", "--yes"]).code(0);
    assert!(run.stderr.contains(&format!("Published {ID}, ")), "{}", run.stderr);
    assert!(run.stderr.contains("(undo: incident undo)"), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    let published = stamped(&workspace);
    let expected = draft().replace("\"drafting\"", "\"published\"").replace(
        "resolved = 2024-05-02T10:40:00\n",
        &format!("resolved = 2024-05-02T10:40:00\npublished = {published}\n"),
    );
    assert_eq!(facts(&workspace), expected);
    assert!(is_to_the_minute(&published), "{published}");
    workspace.run(["check"]).code(0);
    let again = workspace.run(["publish", "checkout", "--yes"]).code(2);
    assert!(again.stderr.contains("is published already"), "{}", again.stderr);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), draft());
}

/// Whether it is an instant with its offset, like `2024-05-02T10:00:00+02:00`.
fn is_to_the_minute(text: &str) -> bool {
    chrono::DateTime::parse_from_rfc3339(text).is_ok() && text[16..].starts_with(":00")
}

#[test]
fn drafts_that_link_to_each_other_are_published_one_behind_the_other() {
    const OTHER: &str = "2024-05-01-before";
    let linked =
        |id: &str| REPORT.replace("payments failed.", &format!("failed, [too](../{id}/)."));
    let workspace = Workspace::new().incident(ID, &draft(), &linked(OTHER)).incident(
        OTHER,
        &draft().replace("2024-05-02", "2024-05-01"),
        &linked(ID),
    );
    for (id, other) in [(ID, OTHER), (OTHER, ID)] {
        let said = workspace.run(["publish", id, "--yes"]).code(1).stderr;
        for part in [
            &format!("{id} and {other} link to each other"),
            &format!("above the link in {id}, or"),
            &format!("Publish it, then {other}, and take"),
        ] {
            assert!(said.contains(part.as_str()), "{part}\nis not in\n{said}");
        }
    }
    let comment = "<!-- incident-allow: draft-linked published together -->\n";
    let allowed = linked(OTHER).replace("Card", &format!("{comment}Card"));
    let workspace = workspace.incident(ID, &draft(), &allowed);
    workspace.run(["publish", ID, "--yes"]).code(0);
    workspace.run(["publish", OTHER, "--yes"]).code(0);
    let path = format!("incidents/{ID}/report.md");
    let workspace = workspace.file(&path, linked(OTHER));
    workspace.run(["check", "--deny-warnings"]).code(0);
}

#[test]
fn off_a_terminal_a_flag_says_yes() {
    let workspace = drafted();
    let before = workspace.files("incidents");
    let run = workspace.run(["publish", "checkout"]).code(2);
    assert!(run.stderr.contains("\n+ Nobody could pay by card.\n"), "{}", run.stderr);
    assert!(run.stderr.contains("help: --yes"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), before);
    assert!(!workspace.path(".incident").exists());
}

#[test]
fn a_dry_run_says_all_and_writes_nothing() {
    let workspace = drafted().in_git();
    let before = workspace.files("");
    let real = |arguments: &[&str]| workspace.run([&["publish", "checkout"], arguments].concat());
    for commit in [&[][..], &["--commit"]] {
        let run = real(&[&["--dry-run"], commit].concat()).code(0);
        assert!(run.stderr.contains("\n+ Nobody could pay by card.\n"), "{}", run.stderr);
        let said = format!("Nothing was written. It would be: Published {ID}, ");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
        assert_eq!(run.stderr.ends_with(", and committed\n"), !commit.is_empty());
        for line in ["-state = \"drafting\"  # soon\n", "+state = \"published\"  # soon\n"] {
            assert!(run.stdout.contains(line), "{}", run.stdout);
        }
        assert!(run.stdout.contains("\n+published = 20"), "{}", run.stdout);
    }
    let quiet = real(&["--dry-run", "--quiet"]).code(0);
    assert_eq!(quiet.stderr, "");
    assert!(quiet.stdout.starts_with(&format!("--- a/incidents/{ID}/facts.toml\n")));
    assert!(workspace.files("") == before, "something was written");
    assert!(facts(&workspace) == draft());
}

#[test]
fn a_dry_run_promises_no_commit_where_git_has_no_repository() {
    let workspace = drafted();
    let run = workspace.run(["publish", "checkout", "--dry-run", "--commit"]).code(0);
    assert!(run.stderr.ends_with(", but not committed: it lies in no git repository\n"));
    let run = workspace.run(["publish", "checkout", "--yes", "--commit"]).code(1);
    assert!(run.stderr.contains("it is written, but not committed"), "{}", run.stderr);
}

#[test]
fn a_dry_run_refuses_what_the_real_run_would() {
    let broken = [
        (draft().replace("severity = \"major\"\n", ""), 1, "error[incomplete]"),
        ("title = \"x".to_owned(), 1, "error[toml-syntax]"),
        (FACTS.to_owned(), 2, "is published already"),
    ];
    for (facts, code, said) in broken {
        let workspace = Workspace::new().incident(ID, &facts, REPORT);
        let before = workspace.files("");
        let dry = workspace.run(["publish", "checkout", "--dry-run"]).code(code);
        assert!(dry.stderr.contains(said), "{}", dry.stderr);
        assert_eq!(dry.stdout, "");
        assert!(workspace.files("") == before, "something was written");
        let real = workspace.run(["publish", "checkout", "--yes"]).code(code);
        assert_eq!(real.stderr, dry.stderr);
    }
}

/// A new fact with a longer name does not make all others look changed.
#[test]
fn what_readers_saw_before_is_no_difference() {
    let facts = draft()
        .replace("detected = 2024-05-02T10:05:00\n", "")
        .replace("mitigated = 2024-05-02T10:30:00\n", "");
    let run = Workspace::new().incident(ID, &facts, REPORT).run(["publish", "checkout"]).code(2);
    let shown = &run.stderr[run.stderr.find("Everybody will see").unwrap()..];
    assert!(shown.contains("+ Published  "), "{shown}");
    assert!(!shown.contains("Affected  ") && !shown.contains("Started  "), "{shown}");
}

#[test]
fn what_becomes_visible_is_shown_and_nothing_internal() {
    let facts = draft()
        .replace("text = \"An alarm rang\"", "text = \"canary-a\"\nwording = \"An alarm\"")
        + "\n[[timeline]]\nat = 2024-05-02T10:06:00\ntext = \"canary-b\"\n\n[roles]\ncommander = \"canary-c\"\n";
    let report = format!(
        "{REPORT}\n## Lessons\n\ncanary-d\n\n## For customers {{.customers}}\n\n::error::x\n\n\
         ![A graph](graph.png)\n\n<!-- canary-e -->\n"
    );
    let workspace = Workspace::new()
        .incident(ID, &facts, &report)
        .file(&format!("incidents/{ID}/graph.png"), "x")
        .file(&format!("incidents/{ID}/canary-f.png"), "x");
    let run = workspace.run(["publish", "checkout"]).code(2);
    let shown = &run.stderr[run.stderr.find("Everybody will see").unwrap()..];
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("- resolved \u{b7} drafting"), "{shown}");
    assert!(shown.contains("+ resolved \u{b7} published"), "{shown}");
    assert!(shown.contains("+ 10:05  An alarm\n"), "{shown}");
    let (public, customers) = shown.split_once("Customers will see besides:\n").unwrap();
    assert!(!public.contains("For customers"), "{shown}");
    assert!(customers.contains("+ For customers"), "{shown}");
    assert!(customers.contains("Files that go along: graph.png\n"), "{shown}");
    assert!(!shown.contains("We are looking into"), "an update was visible before: {shown}");
    assert!(shown.lines().all(|line| !line.starts_with("::")), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
}

#[test]
fn errors_of_a_published_report_stop_it() {
    let facts = draft().replace("severity = \"major\"\n", "");
    let report = REPORT.replace("## Root cause\n\nA certificate had run out.\n\n", "");
    let workspace = Workspace::new().incident(ID, &facts, &report);
    workspace.run(["check"]).code(0);
    let before = workspace.files("incidents");
    let run = workspace.run(["publish", "checkout", "--yes"]).code(1);
    assert!(run.stderr.contains("error[incomplete]"), "{}", run.stderr);
    assert!(run.stderr.contains("facts.toml:2:9\n"), "a place in the file: {}", run.stderr);
    assert!(run.stderr.contains("error[missing-section]"), "{}", run.stderr);
    assert!(run.stderr.contains("is not published, and nothing was written"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), before);
    let broken = Workspace::new().incident(ID, "title = \"x", REPORT);
    let run = broken.run(["publish", "checkout", "--yes"]).code(1);
    assert!(run.stderr.contains("error[toml-syntax]"), "{}", run.stderr);
}

#[test]
fn a_placeholder_stops_it_where_readers_see_it() {
    let report = REPORT.replace("A certificate had run out.", "The cause: TODO");
    let workspace = Workspace::new().incident(ID, &draft(), &report);
    workspace.run(["check"]).code(0);
    let before = workspace.files("incidents");
    let run = workspace.run(["publish", "checkout", "--yes"]).code(1);
    assert!(run.stderr.contains("error[placeholder]: \"TODO\" is left"), "{}", run.stderr);
    assert!(run.stderr.contains("report.md:13:12\n"), "{}", run.stderr);
    assert!(run.stderr.contains("is not published, and nothing was written"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), before);
    let report = format!("{REPORT}\n## Notes\n\nTODO: tell the vendor.\n");
    let workspace = workspace.incident(ID, &draft(), &report);
    workspace.run(["publish", "checkout", "--yes"]).code(0);
}

#[test]
fn a_link_to_another_draft_stops_it() {
    let other = "2024-05-02-first-time";
    let link = format!("as [before](https://status.example.com/incidents/{other}/).");
    let report = REPORT.replace("A certificate had run out.", &format!("A certificate, {link}"));
    let workspace =
        Workspace::new().incident(ID, &draft(), &report).incident(other, &draft(), REPORT);
    let run = workspace.run(["publish", "checkout", "--yes"]).code(1);
    assert!(run.stderr.contains("error[draft-linked]"), "{}", run.stderr);
    workspace.run(["publish", "first-time", "--yes"]).code(0);
    workspace.run(["publish", "checkout", "--yes"]).code(0);
}

#[test]
fn programs_get_json() {
    let run = drafted().run(["publish", "checkout", "--yes", "--json", "-q"]).code(0);
    let confirmed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(confirmed["command"], "publish");
    assert_eq!(confirmed["incident"], ID);
    assert!(is_to_the_minute(confirmed["at"].as_str().unwrap()), "{confirmed}");
    assert_eq!(run.stderr, "");
    let run = Workspace::sound().run(["reopen", "checkout", "--json", "-q"]).code(0);
    let confirmed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(confirmed["command"], "reopen");
    assert_eq!(run.stderr, "");
}

#[test]
fn on_a_terminal_it_asks() {
    for (answer, code) in [("y", 0), ("n", 2), ("\r", 2)] {
        let workspace = drafted();
        let mut session = spawn(&workspace, &["publish", "checkout"], &[]);
        session.expect("We renewed it.").unwrap();
        session.expect("Publish it?").unwrap();
        session.send(answer).unwrap();
        let (seen, ended) = finish(session);
        assert_eq!(ended, code, "{answer}: {seen}");
        assert_eq!(facts(&workspace) != draft(), code == 0, "{answer}: {seen}");
    }
}

#[test]
fn control_c_publishes_nothing_and_gives_the_cursor_back() {
    let workspace = drafted();
    let before = workspace.files("");
    let mut session = spawn(&workspace, &["publish", "checkout"], &[("NO_COLOR", "1")]);
    let shown = session.expect("Publish it?").unwrap();
    let shown = String::from_utf8_lossy(shown.before()).into_owned();
    assert!(shown.contains("+ We renewed it.") && !shown.contains("\u{1b}[32m"), "{shown:?}");
    session.send(ControlCode::EndOfText).unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 2, "{seen}");
    assert!(seen.contains("nothing was written"), "{seen}");
    let hidden = seen.rfind("\u{1b}[?25l").map_or(0, |at| at + 1);
    assert!(seen[hidden..].contains("\u{1b}[?25h"), "the cursor is hidden: {seen:?}");
    assert_eq!(workspace.files(""), before);
}

#[test]
fn a_report_that_changes_while_it_is_asked_about_is_not_published() {
    let workspace = drafted();
    let mut session = spawn(&workspace, &["publish", "checkout"], &[]);
    session.expect("Publish it?").unwrap();
    let secret = REPORT.replace("We renewed it.", "Nobody has seen this yet.");
    let workspace = workspace.file(&format!("incidents/{ID}/report.md"), secret);
    session.send("y").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 2, "{seen}");
    assert!(seen.contains("somebody has changed it since"), "{seen}");
    assert_eq!(facts(&workspace), draft());
}

#[test]
fn a_published_report_becomes_a_draft_again() {
    let workspace = Workspace::sound();
    let run = workspace.run(["reopen", "checkout"]).code(0);
    assert!(run.stderr.contains("it is a draft again (undo: incident undo)"), "{}", run.stderr);
    assert!(run.stderr.contains("[[correction]]"), "{}", run.stderr);
    assert_eq!(facts(&workspace), FACTS.replace("\"published\"", "\"drafting\""));
    workspace.run(["check"]).code(0);
    let run = workspace.run(["publish", "checkout", "--yes"]).code(0);
    assert!(run.stderr.contains("dated 3 May 2024, 09:00 CEST (UTC+02:00)"), "{}", run.stderr);
    assert_eq!(facts(&workspace), FACTS, "the first publication's date stays");
}

#[test]
fn an_incident_goes_on_again() {
    let workspace = Workspace::sound();
    let run = workspace.run(["reopen", "checkout", "--ongoing"]).code(0);
    assert!(run.stderr.contains("it is going on again"), "{}", run.stderr);
    assert!(run.stderr.contains("windows keep their ends"), "{}", run.stderr);
    let expected = FACTS
        .replace("\"published\"", "\"ongoing\"")
        .replace("resolved = 2024-05-02T10:40:00\npublished = 2024-05-03T09:00:00\n", "");
    assert_eq!(facts(&workspace), expected);
    workspace.run(["log", "It is back"]).code(0);
    workspace.run(["undo"]).code(0);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), FACTS);
}

#[test]
fn there_must_be_something_to_reopen() {
    let ongoing = FACTS
        .replace("\"published\"", "\"ongoing\"")
        .replace("resolved = 2024-05-02T10:40:00\npublished = 2024-05-03T09:00:00\n", "");
    for (facts, arguments, expected) in [
        (draft(), &["reopen", "checkout"][..], "is a draft already"),
        (ongoing.clone(), &["reopen", "checkout"], "is going on"),
        (ongoing, &["reopen", "checkout", "--ongoing"], "is going on"),
    ] {
        let workspace = Workspace::new().incident(ID, &facts, REPORT);
        let run = workspace.run(arguments).code(2);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
        assert_eq!(self::facts(&workspace), facts);
    }
}

#[test]
fn the_only_report_that_is_not_published_needs_no_id() {
    let workspace = drafted();
    let run = workspace.run(["publish", "--yes"]).code(0);
    assert!(run.stderr.contains(&format!("Published {ID}, ")), "{}", run.stderr);
    let run = workspace.run(["publish", "--yes"]).code(2);
    assert!(run.stderr.contains("every report is published; which one?"), "{}", run.stderr);
}

#[test]
fn the_same_fault_under_many_headings_is_shown_once() {
    let report = "## Summary\n\n## Root cause\n\n## Resolution\n";
    let workspace = Workspace::new().incident(ID, &draft(), report);
    let run = workspace.run(["publish", "--yes"]).code(1);
    assert_eq!(run.stderr.matches("error[empty-section]").count(), 1, "{}", run.stderr);
    assert_eq!(run.stderr.matches("the same here").count(), 2, "{}", run.stderr);
    assert!(run.stderr.contains("3 errors"), "{}", run.stderr);
}
