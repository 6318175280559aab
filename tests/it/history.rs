//! `incident history` in real repositories.

use crate::git::{commit, git};
use crate::support::{FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";

/// A repository in which an incident was drafted, published under another name and corrected.
fn repository() -> Workspace {
    let draft = FACTS.replace("\"published\"", "\"drafting\"");
    let workspace = Workspace::new().incident("2024-05-02-draft", &draft, REPORT).in_git();
    let root = workspace.path("");
    git(&root, &["mv", "incidents/2024-05-02-draft", &format!("incidents/{ID}")]);
    let workspace = workspace.file(&format!("incidents/{ID}/facts.toml"), FACTS);
    commit(&root, "Publish");
    let workspace = workspace.file("README.md", "not about it");
    commit(&root, "Say more");
    let logged = FACTS.replace("text = \"An alarm rang\"", "text = \"An \u{1b}[31malarm\"")
        + "\n[[link]]\ntitle = \"Inside\"\n";
    let logged = logged.replace('\u{1b}', "\\u001b");
    let workspace = workspace.file(&format!("incidents/{ID}/facts.toml"), logged);
    commit(&root, "Reword \u{1b}[2Jit");
    workspace
}

#[test]
fn revisions_tell_what_changed_in_the_facts_and_for_readers() {
    let workspace = repository();
    let shown = workspace.run(["history", "checkout"]).code(0).stdout;
    assert!(!shown.contains('\u{1b}'), "control characters are inert: {shown}");
    let blocks: Vec<&str> = shown.split("\n\n").collect();
    assert_eq!(blocks.len(), 3, "{shown}");
    assert!(blocks[0].contains("  Reword [2Jit\n  facts.toml\n"), "{shown}");
    assert!(
        blocks[0].contains(
            "  Facts\n    ~ timeline[0].text: An alarm rang \u{2192} An [31malarm\n    + link[0]: Inside\n"
        ),
        "{shown}"
    );
    assert!(blocks[0].contains("    - 10:05  An alarm rang\n    + 10:05  An [31malarm"), "{shown}");
    assert!(!blocks[0].contains("+ - Inside"), "an internal link is no reader's: {shown}");
    assert!(
        blocks[1].contains("~ state: drafting \u{2192} published\n"),
        "the rename is followed: {shown}"
    );
    assert!(blocks[1].contains("    + A certificate had run out.\n"), "{shown}");
    assert!(blocks[2].contains("  Begin\n  facts.toml, report.md\n"), "{shown}");
    assert!(!blocks[2].contains("+ A certificate"), "a draft's report is not seen: {shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
}

#[test]
fn as_json() {
    let workspace = repository();
    let run = workspace.run(["history", ID, "--json"]).code(0);
    let items: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(items[1]["subject"], "Publish");
    assert_eq!(items[1]["author"], "A");
    assert_eq!(items[1]["folder"], format!("incidents/{ID}"));
    assert_eq!(items[2]["folder"], "incidents/2024-05-02-draft");
    let state = serde_json::json!({"field": "state", "was": "drafting", "is": "published"});
    assert_eq!(items[1]["facts"], serde_json::json!([state]));
    assert_eq!(items[1]["files"], serde_json::json!(["facts.toml"]));
    assert_eq!(items[0]["public"][0]["is_new"], false);
}

#[test]
fn a_merge_that_changed_nothing_is_no_revision() {
    let workspace = repository();
    let root = workspace.path("");
    git(&root, &["switch", "--quiet", "--create", "side", "HEAD~1"]);
    let workspace = workspace.file("other", "x");
    commit(&root, "Elsewhere");
    git(&root, &["merge", "--quiet", "--no-edit", "main"]);
    let shown = workspace.run(["history", "checkout"]).code(0).stdout;
    assert_eq!(shown.split("\n\n").count(), 3, "{shown}");
}

#[test]
fn broken_facts_are_said_to_be() {
    let workspace = repository().file(&format!("incidents/{ID}/facts.toml"), "a = 1\na = 2\n");
    commit(&workspace.path(""), "Break");
    let shown = workspace.run(["history", "checkout"]).code(0).stdout;
    assert!(shown.contains("The facts cannot be compared"), "{shown}");
}

#[test]
fn what_has_no_history() {
    let workspace = Workspace::sound();
    let run = workspace.run(["history", "checkout"]).code(2);
    assert!(
        run.stderr.contains("lies in no git repository, and so has no history\nhelp: `git init`"),
        "{}",
        run.stderr
    );
    git(&workspace.path(""), &["init", "--quiet"]);
    workspace.run(["history", "checkout"]).code(0);
    let workspace = workspace.in_git().incident("2024-05-03-new", FACTS, REPORT);
    let run = workspace.run(["history", "new"]).code(0);
    assert!(run.stderr.contains("is in no commit of this branch yet"), "{}", run.stderr);
}
