//! What the recording commands ask on a terminal, in a real one.

use expectrl::{ControlCode, Expect as _};

use crate::authoring::{burning, facts};
use crate::support::Workspace;
use crate::terminal::{finish, spawn};

/// An editor that is a script: `$1` is the file.
const EDITOR: &str = "#!/bin/sh\nprintf 'Typed in\\nan editor\\n\\n' | cat - \"$1\" > \"$1.new\"\n\
                      mv \"$1.new\" \"$1\"\n";

fn with_editor() -> (Workspace, String) {
    let workspace = burning().file("editor", EDITOR);
    let path = workspace.path("editor").display().to_string();
    (workspace, format!("sh {path}"))
}

/// A workspace with an open action.
fn with_action() -> Workspace {
    let workspace = burning();
    workspace.run(["action", "add", "More room"]).code(0);
    workspace.run(["action", "add", "Fewer doors"]).code(0);
    workspace
}

#[test]
fn a_text_is_asked_for() {
    for (arguments, question, expected) in [
        (&["log"][..], "What happened, in one line?", "text = \"It is down\"\n"),
        (&["update", "-s", "identified"], "What are readers told?", "text = \"It is down\"\n"),
        (&["action", "add"], "What will be done, in one line?", "id = \"it-is-down\"\n"),
    ] {
        let workspace = burning();
        let mut session = spawn(&workspace, arguments, &[]);
        session.expect(question).unwrap();
        session.send_line("It is down").unwrap();
        session.expect("(undo: incident undo)").unwrap();
        assert_eq!(finish(session).1, 0, "{arguments:?}");
        assert!(facts(&workspace).contains(expected), "{}", facts(&workspace));
    }
}

#[test]
fn a_status_is_chosen_and_then_the_text_asked_for() {
    let workspace = burning();
    let mut session = spawn(&workspace, &["update"], &[]);
    session.expect("How does it stand?").unwrap();
    session.send("\u{1b}[B").unwrap();
    session.send_line("").unwrap();
    session.expect("What are readers told?").unwrap();
    session.send_line("We know why.").unwrap();
    assert_eq!(finish(session).1, 0);
    let expected = "status = \"identified\"\ntext = \"We know why.\"\n";
    assert!(facts(&workspace).ends_with(expected), "{}", facts(&workspace));
}

#[test]
fn an_open_action_is_chosen() {
    let workspace = with_action();
    let mut session = spawn(&workspace, &["action", "done"], &[]);
    session.expect("Which action?").unwrap();
    session.send("\u{1b}[B").unwrap();
    session.send_line("").unwrap();
    session.expect("fewer-doors").unwrap();
    assert_eq!(finish(session).1, 0);
    let facts = facts(&workspace);
    let (more, fewer) = facts.split_once("fewer-doors").unwrap();
    assert!(!more.contains("done") && fewer.contains("status = \"done\""), "{facts}");
}

#[test]
fn a_text_comes_from_the_editor() {
    for (arguments, expected) in [
        (&["log"][..], "text = \"Typed in an editor\"\n"),
        (&["update", "-s", "identified"], "text = \"\"\"\nTyped in\nan editor\"\"\"\n"),
        (&["action", "add"], "title = \"Typed in an editor\"\n"),
    ] {
        let (workspace, editor) = with_editor();
        let environment = [("VISUAL", editor.as_str()), ("EDITOR", "false")];
        let (shown, code) = finish(spawn(&workspace, arguments, &environment));
        assert_eq!(code, 0, "{shown}");
        assert!(facts(&workspace).contains(expected), "{}", facts(&workspace));
    }
    for (editor, expected) in
        [("true", "is empty; nothing was recorded"), ("false", "gave no text")]
    {
        let workspace = burning();
        let before = workspace.files("");
        let (shown, code) = finish(spawn(&workspace, &["log"], &[("EDITOR", editor)]));
        assert!(code == 2 && shown.contains(expected), "{shown}");
        assert_eq!(workspace.files(""), before);
    }
}

#[test]
fn control_c_at_any_question_leaves_nothing_behind() {
    for (arguments, question) in [
        (&["log"][..], "What happened, in one line?"),
        (&["update"], "How does it stand?"),
        (&["update", "-s", "identified"], "What are readers told?"),
        (&["action", "add"], "What will be done, in one line?"),
        (&["action", "done"], "Which action?"),
        (&["action", "drop"], "Which action?"),
    ] {
        let workspace = with_action();
        let before = workspace.files("");
        let mut session = spawn(&workspace, arguments, &[]);
        session.expect(question).unwrap();
        session.send("x").unwrap();
        session.send(ControlCode::EndOfText).unwrap();
        let (shown, code) = finish(session);
        assert_eq!(code, 2, "{arguments:?}: {shown}");
        assert_eq!(workspace.files(""), before, "{arguments:?}");
        let hidden = shown.rfind("\u{1b}[?25l").map_or(0, |at| at + 1);
        assert!(shown[hidden..].contains("\u{1b}[?25h"), "the cursor is hidden: {shown:?}");
    }
}

#[test]
fn without_colour_nothing_is_coloured() {
    let workspace = burning();
    let mut session = spawn(&workspace, &["update"], &[("NO_COLOR", "1")]);
    let question = session.expect("How does it stand?").unwrap();
    let mut shown = String::from_utf8_lossy(question.before()).into_owned();
    session.send_line("").unwrap();
    session.expect("What are readers told?").unwrap();
    session.send_line("It is down").unwrap();
    let (rest, code) = finish(session);
    shown.push_str(&rest);
    assert_eq!(code, 0, "{shown}");
    for colour in ["\u{1b}[3", "\u{1b}[1m", "\u{1b}[9"] {
        assert!(!shown.contains(colour), "{shown:?}");
    }
}

#[test]
fn a_dumb_terminal_gets_the_plain_editor_and_plain_questions() {
    let (workspace, editor) = with_editor();
    let environment = [("TERM", "dumb"), ("VISUAL", "false"), ("EDITOR", editor.as_str())];
    assert_eq!(finish(spawn(&workspace, &["log"], &environment)).1, 0);
    let workspace = burning();
    let mut session = spawn(&workspace, &["log"], &[("TERM", "dumb")]);
    session.expect("What happened, in one line?").unwrap();
    session.send_line("It is down").unwrap();
    let (shown, code) = finish(session);
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    assert!(facts(&workspace).contains("text = \"It is down\""), "{}", facts(&workspace));
}

#[test]
fn a_window_may_change_its_size_meanwhile() {
    let workspace = burning();
    let mut session = spawn(&workspace, &["update"], &[]);
    session.get_process_mut().set_window_size(80, 24).unwrap();
    session.expect("How does it stand?").unwrap();
    session.get_process_mut().set_window_size(12, 4).unwrap();
    session.send("\u{1b}[B").unwrap();
    session.send_line("").unwrap();
    session.expect("What are readers").unwrap();
    session.get_process_mut().set_window_size(200, 60).unwrap();
    session.send_line("A line that is longer than the window was wide").unwrap();
    assert_eq!(finish(session).1, 0);
    let expected = "text = \"A line that is longer than the window was wide\"\n";
    assert!(facts(&workspace).ends_with(expected), "{}", facts(&workspace));
}
