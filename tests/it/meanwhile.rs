//! What others record, take back and edit while an editor has the same file open.

use expectrl::Expect as _;

use crate::authoring::{self, burning};
use crate::edit::{Desk, drafted};
use crate::terminal::finish;

const INCIDENT: &str = env!("CARGO_BIN_EXE_incident");

#[test]
fn what_is_logged_while_the_editor_is_open_is_kept() {
    let incident = env!("CARGO_BIN_EXE_incident");
    let script = format!(
        "cp \"$1\" stale && {incident} log --at 2024-05-02T10:20 'logged meanwhile'\n\
         sed 's/severity = .*/severity = \"minor\"/' stale > \"$1\" && rm stale"
    );
    let desk = Desk::new(burning(), &script);
    let (seen, code) = desk.run(&["edit", "card", "--facts"]);
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Kept what was recorded meanwhile: Logged"), "{seen}");
    let facts = authoring::facts(&desk.workspace);
    assert!(facts.contains("severity = \"minor\"\n"), "{facts}");
    assert_eq!(facts.matches("logged meanwhile").count(), 1, "{facts}");
    desk.workspace.run(["undo"]).code(0);
    let facts = authoring::facts(&desk.workspace);
    assert!(facts.contains("severity = \"major\"\n"), "{facts}");
    assert!(facts.contains("logged meanwhile"), "only the edit is taken back: {facts}");
    desk.workspace.run(["undo"]).code(0);
    assert_eq!(authoring::facts(&desk.workspace), authoring::ONGOING);
}

#[test]
fn what_is_taken_back_while_the_editor_is_open_does_not_come_back() {
    let workspace = burning();
    workspace.run(["log", "--at", "2024-05-02T10:15", "--in", "card", "right"]).code(0);
    let before = authoring::facts(&workspace);
    let wrong = ["update", "-s", "identified", "--at", "2024-05-02T10:20", "--in", "card", "wrong"];
    workspace.run(wrong).code(0);
    let script = format!(
        "cp \"$1\" stale && {INCIDENT} undo\n\
         sed 's/severity = .*/severity = \"minor\"/' stale > \"$1\" && rm stale"
    );
    let desk = Desk::new(workspace, &script);
    let (seen, code) = desk.run(&["edit", "card", "--facts"]);
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("Kept what was taken back meanwhile: "), "{seen}");
    let edited = before.replace("severity = \"major\"", "severity = \"minor\"");
    assert_eq!(authoring::facts(&desk.workspace), edited);
    desk.workspace.run(["undo"]).code(0);
    assert_eq!(authoring::facts(&desk.workspace), before);
    desk.workspace.run(["undo"]).code(0);
    assert_eq!(authoring::facts(&desk.workspace), authoring::ONGOING);
}

#[test]
fn taking_back_and_recording_anew_is_kept() {
    let workspace = burning();
    workspace.run(["log", "--at", "2024-05-02T10:15", "--in", "card", "wrong"]).code(0);
    let script = format!(
        "cp \"$1\" stale && {INCIDENT} undo && {INCIDENT} log --at 2024-05-02T10:20 'right'\n\
         cat stale > \"$1\" && rm stale"
    );
    let desk = Desk::new(workspace, &script);
    let (seen, code) = desk.run(&["edit", "card", "--facts"]);
    assert_eq!(code, 0, "{seen}");
    let facts = authoring::facts(&desk.workspace);
    assert!(facts.contains("right") && !facts.contains("wrong"), "{facts}");
}

#[test]
fn a_slip_in_the_editor_loses_nothing_that_was_logged() {
    // The second time, the slip is mended.
    let script = format!(
        "if grep -q broken \"$1\"; then sed -i '/broken/d' \"$1\"; exit; fi\n\
         cp \"$1\" stale && {INCIDENT} log --at 2024-05-02T10:20 'logged meanwhile'\n\
         sed 's/^severity = .*/severity = \"minor\"/; 1i tags = [\"broken' stale > \"$1\"; rm stale"
    );
    let desk = Desk::new(burning(), &script);
    let mut session = desk.start(&["edit", "card", "--facts"]);
    session.expect("Kept what was recorded meanwhile: Logged").unwrap();
    session.expect("error[toml-syntax]").unwrap();
    session.expect("Open it again?").unwrap();
    session.send("y").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 0, "{seen}");
    let facts = authoring::facts(&desk.workspace);
    assert!(facts.contains("severity = \"minor\"\n"), "{facts}");
    assert_eq!(facts.matches("logged meanwhile").count(), 1, "{facts}");
    for _ in 0..3 {
        desk.workspace.run(["undo"]).code(0);
    }
    assert_eq!(authoring::facts(&desk.workspace), authoring::ONGOING);
}

#[test]
fn where_both_changed_the_same_both_stay() {
    let script = format!(
        "if grep -q '<<<<<<<' \"$1\"; then sed -i '/^<<<<<<</,/^=======/d; /^>>>>>>>/d' \"$1\"; exit; fi\n\
         EDITOR=\"sed -i 's/We renewed it/They renewed it/'\" {INCIDENT} edit checkout\n\
         cp mine \"$1\" && rm mine"
    );
    let script = format!(
        "[ -e mine ] || grep -q '<<<<<<<' \"$1\" || sed 's/We renewed it/It was renewed/' \"$1\" > mine\n{script}"
    );
    let desk = Desk::new(drafted(), &script);
    let mut session = desk.start(&["edit", "checkout"]);
    session.expect("Both are in incidents/2024-05-02-checkout/report.md").unwrap();
    session.expect("error[conflict-marker]").unwrap();
    session.expect("Open it again?").unwrap();
    assert!(
        desk.report().contains("They renewed it.") && desk.report().contains("It was renewed.")
    );
    session.send("y").unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 0, "{seen}");
    assert!(desk.report().contains("It was renewed.") && !desk.report().contains("They renewed"));
    desk.workspace.run(["undo"]).code(0);
    desk.workspace.run(["undo"]).code(0);
    assert!(desk.report().contains("They renewed it."), "{}", desk.report());
}
