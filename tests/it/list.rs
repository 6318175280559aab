//! `incident list`.

use crate::authoring::{ONGOING, burning};
use crate::support::{CONFIG, FACTS, REPORT, Workspace};

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

/// A start that is not known does not send it to the end.
#[test]
fn what_has_no_start_is_listed_by_what_else_tells_of_it() {
    let facts = |rest: &str| format!("title = \"Work\"\nkind = \"maintenance\"\n{rest}");
    let planned = facts("scheduled = { start = 2024-08-01T10:00:00, end = 2024-08-01T11:00:00 }\n");
    let workspace = Workspace::sound()
        .incident("2024-08-01-planned", &planned, "")
        .incident("2024-03-01-bare", &facts(""), "")
        .incident("2024-07-01-unknown", &facts("started = \"unknown\"\n"), "");
    let expected =
        ["2024-08-01-planned", "2024-07-01-unknown", "2024-05-02-checkout", "2024-03-01-bare"];
    assert_eq!(ids(&workspace, &[]), expected);
}

#[test]
fn a_component_that_is_none_is_no_empty_list() {
    let workspace = Workspace::sound();
    assert_eq!(ids(&workspace, &["--component", "checkout"]), ["2024-05-02-checkout"]);
    let run = workspace.run(["list", "--component", "chekout"]).code(2);
    assert!(run.stderr.contains("no component is called \"chekout\""), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean checkout?"), "{}", run.stderr);
}

/// Whichever command asks.
#[test]
fn ids_to_choose_from_are_listed_newest_first() {
    let mut workspace = Workspace::new();
    for day in 1..=3 {
        workspace = workspace.incident(&format!("2024-05-0{day}-fire"), ONGOING, REPORT);
    }
    let three = "2024-05-03-fire, 2024-05-02-fire, 2024-05-01-fire\n";
    for arguments in
        [&["log", "x y"][..], &["show", "fire"], &["edit"], &["log", "fire", "still", "burns"]]
    {
        let said = workspace.run(arguments).code(2).stderr;
        assert!(said.contains(three), "{arguments:?}: {said}");
    }
    for day in 4..=9 {
        workspace = workspace.incident(&format!("2024-05-0{day}-fire"), ONGOING, REPORT);
    }
    let said = workspace.run(["log", "x y"]).code(2).stderr;
    assert!(said.contains("--in: 2024-05-09-fire, "), "{said}");
    assert!(said.contains("2024-05-02-fire, \u{2026}\n"), "{said}");
}

/// Whatever command it is named to.
#[test]
fn a_component_that_is_none_is_told_in_the_same_words() {
    let retired = "[[component]]\nid = \"fax\"\nretired = 2020-01-01\n";
    for (config, given, hint) in [
        (format!("{CONFIG}{retired}"), "chekout", "did you mean checkout?"),
        (format!("{CONFIG}{retired}"), "zz", "it is one of: checkout"),
        (
            String::new(),
            "zz",
            "incident.toml names none yet; add the lines [[component]], id = \"zz\" and name = \
             \"what readers call it\"",
        ),
    ] {
        let workspace = burning().file("incident.toml", config);
        for arguments in [
            &["new", "x", "--component", given][..],
            &["list", "--component", given],
            &["impact", given, "major_outage"],
        ] {
            let said = workspace.run(arguments).code(2).stderr;
            let expected = format!("error: no component is called \"{given}\"\nhelp: {hint}\n");
            assert_eq!(said, expected, "{arguments:?}");
        }
    }
}
