//! What is not to be public any more goes, or is named until somebody has removed it.

use std::fs;

use crate::support::{CONFIG, FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";

fn render(workspace: &Workspace, arguments: &[&str]) -> String {
    let now = ["render", "--now", "2024-06-01"];
    workspace.run([&now[..], arguments].concat()).code(0).stderr
}

/// The outputs of one incident by their paths.
fn of(workspace: &Workspace, id: &str) -> Vec<String> {
    let paths = workspace.outputs("public").into_iter().map(|(path, _)| path);
    paths.filter(|path| path.contains(id)).collect()
}

/// Two incidents with an update and an attachment each.
fn two() -> Workspace {
    let report = REPORT.replace("We renewed it.", "We renewed it. ![Errors by minute](graph.png)");
    let [one, two] = ["2024-05-02-checkout", "2024-05-02-second"];
    Workspace::new()
        .incident(one, FACTS, &report)
        .file(&format!("incidents/{one}/graph.png"), "one")
        .incident(two, FACTS, &report)
        .file(&format!("incidents/{two}/graph.png"), "two")
}

#[test]
fn what_one_incident_withdraws_goes_with_a_run_for_it_alone() {
    let workspace = two();
    render(&workspace, &["--update", "all"]);
    let (mine, others) = (of(&workspace, ID), of(&workspace, "second"));
    for part in [".update-2024", "graph.png", "blog/", "email/2024-05-02-checkout.txt"] {
        assert!(mine.iter().any(|path| path.contains(part)), "{part}: {mine:?}");
    }
    workspace.run(["reopen", ID]).code(0);
    let facts = workspace.read(&format!("incidents/{ID}/facts.toml"));
    let facts = facts.replace(
        "status = \"investigating\"",
        "status = \"investigating\"\naudience = \"internal\"",
    );
    let workspace = workspace.file(&format!("incidents/{ID}/facts.toml"), facts);
    // On another day, when everything is made from other things than the last time.
    let now = ["render", "--now", "2024-06-02", "--update", "all"];
    let run = workspace.run([&now[..], &[ID]].concat()).code(0);
    assert!(run.stderr.contains(" removed)"), "{}", run.stderr);
    assert_eq!(of(&workspace, ID), [format!("site/incidents/{ID}/index.html")]);
    assert_eq!(of(&workspace, "second"), others, "what is of others stays");
    // The record of that run still tells whose the rest is.
    workspace.run(["reopen", "second"]).code(0);
    workspace.run([&now[..], &["second"]].concat()).code(0);
    assert!(!of(&workspace, "second").iter().any(|path| path.starts_with("blog/")));
    let all = workspace.outputs("public");
    workspace.run(now).code(0);
    assert_eq!(workspace.outputs("public"), all, "as a run for all leaves it");
}

#[test]
fn one_incident_is_not_put_among_what_others_may_not_read() {
    let workspace = two();
    render(&workspace, &["--audience", "internal"]);
    let before = workspace.outputs("public");
    let run = workspace.run(["render", "--now", "2024-06-01", ID]).code(2);
    assert!(run.stderr.contains("outputs that may be for other readers"), "{}", run.stderr);
    assert_eq!(workspace.outputs("public"), before);
    render(&workspace, &["--audience", "internal", ID]);
    render(&workspace, &[]);
    render(&workspace, &[ID]);
    workspace.run(["render", "--now", "2024-06-01", "--audience", "internal", ID]).code(2);
}

#[test]
fn a_page_that_a_deployment_changed_is_named_until_it_is_gone() {
    let workspace = two();
    render(&workspace, &["--to", "site"]);
    let page = format!("public/site/incidents/{ID}/index.html");
    let workspace = workspace.file(&page, "with a banner");
    fs::remove_dir_all(workspace.path(format!("incidents/{ID}"))).unwrap();
    let told = format!("warning: {page} is of an earlier run, and was changed since");
    for _ in 0..2 {
        let said = render(&workspace, &["--to", "site"]);
        assert!(said.contains(&told), "{said}");
        assert!(workspace.path(&page).exists());
    }
    fs::remove_file(workspace.path(&page)).unwrap();
    let said = render(&workspace, &["--to", "site"]);
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn outputs_lie_in_no_folder_that_they_are_made_of() {
    for dir in ["incidents", "incidents/2024-05-02-checkout", ".git/x", ".incident", "Templates/a"]
    {
        let workspace = Workspace::sound();
        let run = workspace.run(["render", "--out", dir]);
        assert!(run.code(2).stderr.contains("is no place for outputs"), "{dir}");
        let config = format!("{CONFIG}\n[output]\ndir = \"{dir}\"\n");
        let workspace = workspace.file("incident.toml", config);
        let found = workspace.run(["check", "--format", "concise"]).code(1).stdout;
        assert!(found.contains("error[bad-value] `output.dir` is no place for outputs"), "{found}");
        workspace.run(["render"]).code(1);
    }
}

/// Neither comments nor links that nothing refers to are for readers.
#[test]
fn what_no_reader_sees_is_in_no_view() {
    let hidden = "<!-- unshown -->";
    let report = REPORT.replace(
        "We renewed it.",
        &format!("We {hidden}renewed it.\n\n{hidden}\n\n[unshown]: https://x.example"),
    );
    let facts = FACTS
        .replace("An alarm rang\"", &format!("An alarm rang\"\nwording = \"Rang {hidden} loudly\""))
        .replace("We are looking into", &format!("{hidden} We are looking into"))
        + &format!("\n[[correction]]\nat = 2024-05-04T10:00:00\ntext = \"Wrong. {hidden}\"\n");
    let workspace = Workspace::new().incident(ID, &facts, &report);
    for audience in ["public", "customers", "internal"] {
        let shown = workspace.run(["show", ID, "--json", "--audience", audience]).code(0).stdout;
        assert!(shown.contains("We renewed it."), "{shown}");
        assert!(!shown.contains("unshown"), "{shown}");
    }
    render(&workspace, &[]);
    for (path, bytes) in workspace.outputs("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("unshown"), "{path}");
    }
}
