//! Files beside an incident, when it is rendered again.

use crate::support::{FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";

/// Renders twice, with other bytes in a file the second time, and gives how many incidents that
/// renders and what is there of the file then.
fn rendered_again(name: &str, bytes: [&str; 2]) -> (bool, Option<String>) {
    let report = REPORT.replace("failed.", "failed: ![a graph](graph.png).");
    let path = format!("incidents/{ID}/{name}");
    let workspace = Workspace::new()
        .incident(ID, FACTS, &report)
        .file(&format!("incidents/{ID}/graph.png"), "a graph")
        .file(&path, bytes[0]);
    let run = || {
        let to = ["render", "-v", "--to", "site", "--now", "2024-06-01T12:00:00Z"];
        workspace.run(to).code(0).stderr
    };
    run();
    std::fs::write(workspace.path(&path), bytes[1]).unwrap();
    let is_rendered = run().contains("1 of 1 incidents to render");
    let copy = workspace.path(format!("public/site/incidents/{ID}/{name}"));
    (is_rendered, std::fs::read_to_string(copy).ok())
}

#[test]
fn one_that_is_shown_is_copied_again() {
    let again = rendered_again("graph.png", ["a graph", "b graph"]);
    assert_eq!(again, (true, Some("b graph".to_owned())));
    let again = rendered_again("graph.png", ["a graph", "a graph"]);
    assert_eq!(again, (false, Some("a graph".to_owned())));
}

/// It may be large: it is not even read.
#[test]
fn one_that_is_not_shown_matters_to_nothing() {
    assert_eq!(rendered_again("dump.bin", ["one", "two"]), (false, None));
}

/// What acts on readers is an error even where nothing shows it.
#[test]
fn a_picture_that_can_act_is_judged_again() {
    let svg = |more: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{more}</svg>");
    let again = rendered_again("sign.svg", [&svg(""), &svg("<g/>")]);
    assert_eq!(again, (true, None));
}
