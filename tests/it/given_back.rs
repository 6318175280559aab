//! Texts that cannot be recorded come back, and what was recorded is never said not to be.

use std::fs::File;
use std::process::Stdio;

use crate::authoring::{ONGOING, burning, facts, piped};
use crate::faults::tell;
use crate::support::{Run, Workspace, incident};
use crate::terminal::{finish, spawn};

const PATH: &str = "incidents/2024-05-02-card-payments/facts.toml";
/// What is read of a file at most.
const LIMIT: usize = 4 * 1024 * 1024;

/// Facts of this many bytes.
fn long_facts(bytes: usize) -> String {
    let comment = "x".repeat(bytes - ONGOING.len() - "# \n".len());
    format!("{ONGOING}# {comment}\n")
}

/// Runs the command with a standard output that takes nothing; `None` where there is no such thing.
pub(crate) fn unheard(workspace: &Workspace, arguments: &[&str]) -> Option<Run> {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        tell("SKIPPED: confirmations that cannot be written (/dev/full is missing)");
        return None;
    };
    let mut command = incident(&workspace.path(""));
    let output = command.args(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
    Some(Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::new(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    })
}

#[test]
fn facts_do_not_outgrow_what_can_be_read() {
    let before = long_facts(LIMIT - 60);
    let workspace = burning().file(PATH, &before);
    let run = workspace.run(["log", "--at", "2024-05-02T10:20", "The last straw"]).code(2);
    assert!(run.stderr.contains("facts.toml would be larger than 4 MiB"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\nThe last straw\n"), "{}", run.stderr);
    assert!(facts(&workspace) == before, "it was written");
    let workspace = workspace.file(PATH, long_facts(LIMIT - 100));
    workspace.run(["log", "--at", "2024-05-02T10:20", "The last straw"]).code(0);
    workspace.run(["undo"]).code(0);
}

/// An editor may have left what no command would.
#[test]
fn anything_can_be_taken_back() {
    for after in [long_facts(LIMIT + 1), "title = \"\0\"\n".to_owned(), String::new()] {
        let note = serde_json::json!({
            "said": "Edited facts.toml", "when": "2024-05-02T10:20:00Z", "file": PATH,
            "before": long_facts(LIMIT + 2), "after": after,
        });
        let workspace =
            burning().file(PATH, &after).file(".incident/undo/00000001.json", note.to_string());
        workspace.run(["undo"]).code(0);
        assert!(facts(&workspace) == long_facts(LIMIT + 2));
    }
}

#[test]
fn no_text_is_as_long_as_a_file_may_be() {
    let workspace = burning();
    let input = vec![b'x'; LIMIT + 1];
    for (arguments, expected) in [
        (&["log", "-"][..], "error: nothing was recorded"),
        (&["log", "-", "--at", "soon"], "is no time"),
        (&["log", "nothing", "-"], "no incident is called"),
        (&["resolve", "--update", "-", "--at", "2024-05-02T09:00"], "had not started"),
        (&["log", "-", "--kindly", "action"], "unexpected argument"),
    ] {
        let run = piped(&workspace, arguments, &input).code(2);
        assert!(run.stderr.contains(expected), "{arguments:?}: {:.800}", run.stderr);
        let told = "help: what came in on standard input is longer than 4 MiB and not printed back";
        assert!(run.stderr.contains(told), "{arguments:?}: {:.800}", run.stderr);
        assert!(run.stderr.len() < 1000, "{arguments:?}: {} bytes", run.stderr.len());
    }
    assert_eq!(facts(&workspace), ONGOING);
}

#[test]
fn what_was_typed_behind_wrong_arguments_comes_back() {
    let workspace = burning();
    for (arguments, text) in [
        (&["log", "--kind", "bad", "The disk is full"][..], "The disk is full"),
        (&["--root", ".", "l", "-pk", "bad", "The", "disk is", "full"], "The disk is full"),
        (&["log", "The disk is full", "--kindly"], "The disk is full"),
        (&["log", "-kbad", "--", "-5 degrees"], "-5 degrees"),
        (&["log", "--wording=Storage failed", "--audience", "all", "Disk"], "Storage failed\nDisk"),
        (&["update", "-s", "fixed", "All is\nwell"], "All is\nwell"),
        (&["resolve", "-u", "It works", "--from"], "It works"),
        (&["action", "add", "--kind", "x", "Buy disks"], "Buy disks"),
        (&["new", "Disks are full", "--no-such-flag"], "Disks are full"),
        (&["log", "-5", "nodes", "left"], "-5 nodes left"),
        (&["log", "--all", "nodes down"], "--all nodes down"),
        (&["log", "--kindly", "- one\n- two"], "--kindly - one\n- two"),
    ] {
        let run = workspace.run(arguments).code(2);
        let end = format!("\nYour text, so that it is not lost:\n{text}\n");
        assert!(run.stderr.ends_with(&end), "{arguments:?}: {}", run.stderr);
    }
    for arguments in [
        &["log", "--kind", "bad"][..],
        &["log", "--kind", "bad", "-"],
        &["list", "--since", "x y"],
        &["show", "--jsn", "card"],
        &["nothing", "at all"],
        &["log", "--help", "text"],
        &[],
    ] {
        let run = workspace.run(arguments);
        assert!(!run.stderr.contains("Your text"), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(facts(&workspace), ONGOING);
}

#[test]
fn what_was_saved_in_an_editor_that_fails_comes_back() {
    const SAVE: &str = "printf 'Typed in\\nan editor\\n\\n' | cat - \"$1\" > \"$1.new\"; \
                        mv \"$1.new\" \"$1\"; ";
    for end in ["exit 3", "kill -9 $$", "rm \"$1\"; exit 3"] {
        let workspace = burning().file("editor", format!("{SAVE}{end}\n"));
        let editor = format!("sh {}", workspace.path("editor").display());
        let (shown, code) = finish(spawn(&workspace, &["log"], &[("EDITOR", &editor)]));
        assert_eq!(code, 2, "{end}: {shown}");
        assert!(shown.contains("; nothing was recorded"), "{end}: {shown}");
        let is_back = shown.ends_with("so that it is not lost:\r\nTyped in\r\nan editor\r\n");
        assert_eq!(is_back, !end.starts_with("rm"), "{end}: {shown}");
        assert!(!shown.contains("Everything from this line"), "{end}: {shown}");
        assert_eq!(facts(&workspace), ONGOING);
    }
    let workspace = burning();
    let (shown, _) = finish(spawn(&workspace, &["log"], &[("EDITOR", "false")]));
    assert!(!shown.contains("Your text"), "nothing was typed: {shown}");
}

/// Whoever reads exit code 2 tries again.
#[test]
fn what_is_recorded_and_cannot_be_confirmed_is_said_to_be_recorded() {
    let workspace = burning();
    let log = ["log", "--at", "2024-05-02T10:20", "It is back", "--json"];
    let Some(run) = unheard(&workspace, &log) else { return };
    let run = run.code(1);
    assert!(
        run.stderr.contains("it is recorded, but the confirmation cannot be"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("Your text"), "{}", run.stderr);
    assert!(facts(&workspace).contains("It is back"));
    let run = unheard(&workspace, &["undo", "--json"]).unwrap().code(1);
    assert!(run.stderr.contains("it is taken back, but the confirmation"), "{}", run.stderr);
    assert_eq!(facts(&workspace), ONGOING);
    let new = ["new", "Mails are late", "--started", "2024-05-03T10:00"];
    let run = unheard(&workspace, &new).unwrap().code(1);
    assert!(run.stderr.contains("incidents/2024-05-03-mails-are-late"), "{}", run.stderr);
    assert!(run.stderr.contains("cannot be written"), "{}", run.stderr);
    assert!(workspace.path("incidents/2024-05-03-mails-are-late").exists());
}

#[test]
fn a_confirmation_shows_the_beginning_of_a_long_text() {
    let workspace = burning();
    let text = "A line of a log, copied whole. ".repeat(3000);
    let run = workspace.run(["log", "--at", "2024-05-02T10:20", &text]).code(0);
    assert!(run.stderr.contains("card-payments\n  A line of a log, copied whole. A line"));
    assert!(run.stderr.ends_with("\u{2026} (undo: incident undo)\n"), "{:.800}", run.stderr);
    assert!(run.stderr.len() < 600, "{} bytes", run.stderr.len());
    assert!(facts(&workspace).contains(text.trim_end()));
    let run = workspace.run(["undo"]).code(0);
    assert!(run.stderr.starts_with("Taken back: Logged 2 May 2024, 10:20"), "{:.800}", run.stderr);
    assert!(run.stderr.len() < 600, "{} bytes", run.stderr.len());
}
