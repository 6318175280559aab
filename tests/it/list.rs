//! `incident list`.

use crate::support::{FACTS, REPORT, Workspace};

fn ids(workspace: &Workspace, arguments: &[&str]) -> Vec<String> {
    let run = workspace.run([&["list"], arguments].concat()).code(0);
    let lines = run.stdout.lines().filter(|line| !line.starts_with(' '));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Two of one day are not in the order of their names.
#[test]
fn the_newest_start_comes_first() {
    let earlier = FACTS.replace("started = 2024-05-02T10:00:00", "started = 2024-05-02T03:05:00");
    let workspace = Workspace::sound().incident("2024-05-02-db", &earlier, REPORT);
    assert_eq!(ids(&workspace, &[]), ["2024-05-02-checkout", "2024-05-02-db"]);
}

#[test]
fn a_component_that_is_none_is_no_empty_list() {
    let workspace = Workspace::sound();
    assert_eq!(ids(&workspace, &["--component", "checkout"]), ["2024-05-02-checkout"]);
    let run = workspace.run(["list", "--component", "chekout"]).code(2);
    assert!(run.stderr.contains("no component is called \"chekout\""), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean checkout?"), "{}", run.stderr);
}
