//! `incident edit`, with editors that are scripts.

use expectrl::{ControlCode, Expect as _};

use crate::git::git;
use crate::publish::{ID, draft};
use crate::support::{FACTS, REPORT, Workspace};
use crate::terminal::{finish, spawn};

/// A workspace with an editor: a shell script that gets the files' paths.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    editor: String,
}

impl Desk {
    pub(crate) fn new(workspace: Workspace, script: &str) -> Self {
        let workspace = workspace.file("tools/editor", format!("{script}\n"));
        // A file that was written a moment ago cannot be run while another test forks.
        let editor = format!("sh {}", workspace.path("tools/editor").display());
        Self { editor, workspace }
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> expectrl::session::OsSession {
        spawn(&self.workspace, arguments, &[("EDITOR", &self.editor)])
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> (String, i32) {
        finish(self.start(arguments))
    }

    pub(crate) fn report(&self) -> String {
        self.workspace.read(&format!("incidents/{ID}/report.md"))
    }

    fn facts(&self) -> String {
        self.workspace.read(&format!("incidents/{ID}/facts.toml"))
    }
}

pub(crate) fn drafted() -> Workspace {
    Workspace::new().incident(ID, &draft(), REPORT)
}

/// Replaces words of the first file.
fn replacing(what: &str, with: &str) -> String {
    format!("sed 's/{what}/{with}/' \"$1\" > saved && cat saved > \"$1\" && rm saved")
}

#[test]
fn a_report_is_written_and_checked_and_can_be_taken_back() {
    let desk = Desk::new(drafted(), &replacing("We renewed it", "We have renewed it"));
    let (seen, code) = desk.run(&["edit"]);
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Edited report.md of 2024-05-02-checkout "), "{seen}");
    assert!(desk.report().contains("We have renewed it."));
    desk.workspace.run(["undo"]).code(0);
    assert_eq!(desk.report(), REPORT);
}

#[test]
fn what_is_not_changed_is_not_asked_about() {
    let desk = Desk::new(drafted(), "true");
    let (seen, code) = desk.run(&["edit", "checkout", "--both"]);
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Nothing was changed."), "{seen}");
    assert!(!desk.workspace.path(".incident").exists());
}

#[test]
fn the_files_are_those_asked_for() {
    for (arguments, expected) in [
        (&["edit", "checkout"][..], "report.md\n"),
        (&["edit", "checkout", "--facts"], "facts.toml\n"),
        (&["edit", "checkout", "--both"], "report.md\nfacts.toml\n"),
    ] {
        let desk = Desk::new(drafted(), "for f in \"$@\"; do basename \"$f\"; done > ../../opened");
        let (seen, code) = desk.run(arguments);
        assert_eq!(code, 0, "{seen}");
        assert_eq!(desk.workspace.read("opened"), expected);
    }
}

#[test]
fn errors_open_it_again() {
    let script = "if grep -q '^## Summary' \"$1\"; then sed -i 's/^## Summary/#### Summary/' \"$1\"\n\
                  else sed -i 's/^#### Summary/## Summary/; s/We renewed/They renewed/' \"$1\"; fi";
    let desk = Desk::new(Workspace::sound(), script);
    let mut session = desk.start(&["edit", "checkout"]);
    session.expect("error[").unwrap();
    session.expect("Open it again?").unwrap();
    session.send("y").unwrap();
    session.expect("They are told").unwrap();
    session.send_line("").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 0, "{seen}");
    assert_eq!(desk.report(), REPORT.replace("We renewed", "They renewed"));
}

#[test]
fn what_was_saved_stays_when_the_question_is_broken_off() {
    let desk = Desk::new(Workspace::sound(), &replacing("^## Summary", "#### Summary"));
    for answer in ["n", "\u{3}"] {
        let mut session = desk.start(&["edit", "checkout"]);
        session.expect("Open it again?").unwrap();
        session.send(answer).unwrap();
        let (seen, code) = finish(session);
        assert_eq!(code, 1, "{seen}");
        assert!(seen.contains("What you saved stays as it is."), "{seen}");
        assert_eq!(desk.report(), REPORT.replace("## Summary", "#### Summary"));
        desk.workspace.run(["undo"]).code(0);
    }
}

#[test]
fn a_correction_is_offered_for_what_readers_see() {
    let desk = || Desk::new(Workspace::sound(), &replacing("We renewed it", "They renewed it"));
    let with = |text: &str| format!("{FACTS}\n[[correction]]\nat = ...\ntext = \"{text}\"\n");
    for (answer, expected) in [
        ("It was them.\r", with("It was them.")),
        ("\r", FACTS.to_owned()),
        ("\u{3}", FACTS.to_owned()),
    ] {
        let desk = desk();
        let mut session = desk.start(&["edit", "checkout"]);
        session.expect("+ They renewed it.").unwrap();
        session.expect("They are told").unwrap();
        session.send(answer).unwrap();
        let (seen, code) = finish(session);
        assert_eq!(code, if answer == "\u{3}" { 2 } else { 0 }, "{seen}");
        assert_eq!(timeless(&desk.facts()), expected, "{seen}");
        assert!(desk.report().contains("They renewed it."), "{seen}");
    }
    let desk = desk();
    let (seen, code) = desk.run(&["edit", "checkout", "--correction", "It was them."]);
    assert_eq!(code, 0, "{seen}");
    assert_eq!(timeless(&desk.facts()), with("It was them."));
}

/// Facts without the time of the correction.
fn timeless(facts: &str) -> String {
    let Some((start, rest)) = facts.split_once("[[correction]]\nat = ") else {
        return facts.to_owned();
    };
    let (_, text) = rest.split_once('\n').unwrap();
    format!("{start}[[correction]]\nat = ...\n{text}")
}

#[test]
fn what_readers_do_not_see_needs_no_correction() {
    let comment = "printf '\\n<!-- a note -->\\n' >> \"$1\"";
    for (workspace, arguments) in [
        (Workspace::sound(), &["edit", "checkout"][..]),
        (Workspace::sound(), &["edit", "checkout", "--correction", "x"]),
        (drafted(), &["edit", "checkout"]),
    ] {
        let before = workspace.read(&format!("incidents/{ID}/facts.toml"));
        let desk = Desk::new(workspace, comment);
        let (seen, code) = desk.run(arguments);
        assert_eq!(code, 0, "{seen}");
        assert_eq!(desk.facts(), before);
    }
    let run = Desk::new(drafted(), comment).run(&["edit", "checkout", "--correction", "my text"]);
    assert_eq!(run.1, 2, "{}", run.0);
    assert!(run.0.contains("is not published") && run.0.contains("my text"), "{}", run.0);
}

#[test]
fn control_c_is_the_editor_s() {
    let script = "trap 'exit 0' INT; echo ready\n\
                  i=0; while [ $i -lt 200 ]; do sleep 0.1; i=$((i+1)); done";
    let desk = Desk::new(drafted(), script);
    let mut session = desk.start(&["edit", "checkout"]);
    session.expect("ready").unwrap();
    session.send(ControlCode::EndOfText).unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Nothing was changed."), "{seen}");
}

#[test]
fn an_editor_that_fails_loses_nothing() {
    let desk = Desk::new(drafted(), "echo 'My text.' >> \"$1\"; exit 3");
    let (seen, code) = desk.run(&["edit", "checkout"]);
    assert_eq!(code, 2, "{seen}");
    assert!(seen.contains("the editor did not end well; what it saved stays"), "{seen}");
    assert_eq!(desk.report(), format!("{REPORT}My text.\n"));
    desk.workspace.run(["undo"]).code(0);
    assert_eq!(desk.report(), REPORT);
}

#[test]
fn a_report_that_the_editor_removed_can_be_taken_back() {
    let desk = Desk::new(drafted(), "rm \"$1\"");
    let mut session = desk.start(&["edit", "checkout"]);
    session.expect("Removed report.md of 2024-05-02-checkout").unwrap();
    session.expect("incident undo").unwrap();
    session.expect("Open it again?").unwrap();
    session.send("n").unwrap();
    assert_eq!(finish(session).1, 1);
    let run = desk.workspace.run(["undo", "--dry-run"]).code(0);
    assert!(run.stdout.contains("+## Summary"), "{}", run.stdout);
    desk.workspace.run(["undo"]).code(0);
    assert_eq!(desk.report(), REPORT);
}

#[test]
fn without_a_terminal_or_an_editor_it_says_so() {
    let run = drafted().run(["edit", "checkout"]).code(2);
    assert!(run.stderr.contains("there is no terminal for an editor"), "{}", run.stderr);
    for (option, files) in
        [("--facts", &["facts.toml"][..]), ("--both", &["report.md", "facts.toml"])]
    {
        let run = drafted().run(["edit", "checkout", option]).code(2);
        let files: Vec<_> = files.iter().map(|name| format!("incidents/{ID}/{name}")).collect();
        let expected = format!("help: change {} in another way", files.join(" and "));
        assert!(run.stderr.contains(&expected), "{}", run.stderr);
    }
    let (seen, code) = finish(spawn(&drafted(), &["edit", "checkout"], &[]));
    assert!(code == 2 && seen.contains("no editor is known"), "{seen}");
}

#[test]
fn without_an_id_the_only_draft_is_meant() {
    let run = Workspace::sound().run(["edit"]).code(2);
    assert!(run.stderr.contains("every report is published"), "{}", run.stderr);
    let two = drafted().incident("2024-05-03-again", &draft(), REPORT);
    let run = two.run(["edit"]).code(2);
    assert!(run.stderr.contains("2 reports are drafts"), "{}", run.stderr);
    assert!(run.stderr.contains("2024-05-03-again, 2024-05-02-checkout"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_workspace_is_opened() {
    let outside = Workspace::bare().file("report.md", "theirs");
    let desk = Desk::new(drafted(), "echo mine >> \"$1\"");
    let path = desk.workspace.path(format!("incidents/{ID}/report.md"));
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(outside.path("report.md"), &path).unwrap();
    let (seen, code) = desk.run(&["edit", "checkout"]);
    assert!(code == 2 && seen.contains("leads out of the workspace"), "{seen}");
    assert_eq!(outside.read("report.md"), "theirs");
}

/// With what git needs to know to commit.
fn with_author(workspace: Workspace) -> Workspace {
    let workspace = workspace.in_git();
    for (key, value) in [("user.name", "A"), ("user.email", "a@example.com")] {
        git(&workspace.path(""), &["config", key, value]);
    }
    workspace
}

#[test]
fn what_was_edited_is_committed_and_nothing_else() {
    let script = replacing("We renewed it", "We have renewed it");
    let desk = Desk::new(with_author(drafted().file("other", "1")), &script);
    let workspace = &desk.workspace;
    std::fs::write(workspace.path("other"), "2").unwrap();
    let (seen, code) = desk.run(&["edit", "--commit"]);
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Committed as "), "{seen}");
    let root = workspace.path("");
    let report = format!("incidents/{ID}/report.md");
    assert_eq!(
        git(&root, &["show", "--name-only", "--format=%s", "HEAD"]),
        format!("{ID}: edit report.md\n\n{report}")
    );
    assert_eq!(git(&root, &["show", &format!("HEAD:{report}")]), desk.report().trim_end());
    assert!(git(&root, &["status", "--porcelain"]).starts_with("M other"));
}

#[test]
fn a_correction_is_committed_with_what_it_is_about() {
    let script = replacing("We renewed it", "They renewed it");
    let desk = Desk::new(with_author(Workspace::sound()), &script);
    let arguments = ["edit", "checkout", "--commit", "--correction", "It was not us."];
    let (seen, code) = desk.run(&arguments);
    assert_eq!(code, 0, "{seen}");
    let root = desk.workspace.path("");
    assert_eq!(
        git(&root, &["show", "--name-only", "--format=%s", "HEAD"]),
        format!("{ID}: edit It was not us.\n\nincidents/{ID}/facts.toml\nincidents/{ID}/report.md")
    );
}

#[test]
fn errors_are_not_committed() {
    let script = replacing("^## Summary", "#### Summary");
    let desk = Desk::new(with_author(Workspace::sound()), &script);
    let mut session = desk.start(&["edit", "checkout", "--commit"]);
    session.expect("Open it again?").unwrap();
    session.send("n").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 1, "{seen}");
    assert!(seen.contains("What you saved stays as it is, and is not committed."), "{seen}");
    let root = desk.workspace.path("");
    assert_eq!(git(&root, &["rev-list", "--count", "HEAD"]), "1");
}
