//! `incident merge-file` as the driver of real merges and rebases.

use proptest::prelude::*;

use crate::git::{commit, git, try_git};
use crate::support::{FACTS, Workspace};

const PATH: &str = "incidents/2024-05-02-checkout/facts.toml";

/// A workspace in git whose clone knows the driver.
fn workspace() -> Workspace {
    let workspace = Workspace::sound().file(".gitignore", "").in_git();
    let root = workspace.path("");
    let setting = workspace.run(["merge-file", "--setup"]).code(0).stdout;
    let (_, driver) = setting.trim().split_once(" merge.incident.driver ").unwrap();
    git(&root, &["config", "merge.incident.driver", driver.trim_matches('\'')]);
    commit(&root, "Merge facts by their parts");
    workspace
}

/// Commits a text as the incident's facts to a branch off main.
fn on_branch(workspace: Workspace, branch: &str, facts: &str) -> Workspace {
    let root = workspace.path("");
    git(&root, &["switch", "--quiet", "--create", branch, "main"]);
    let workspace = workspace.file(PATH, facts);
    commit(&root, branch);
    workspace
}

fn logged(at: &str, text: &str) -> String {
    let entry = format!("\n# by hand\n[[timeline]]\nat   = 2024-05-02T{at}\ntext = '{text}'\n");
    FACTS.replace("kind = \"detection\"\n", &format!("kind = \"detection\"\n{entry}"))
}

#[test]
fn two_branches_that_both_logged_merge() {
    let workspace = on_branch(workspace(), "one", &logged("10:20:00", "later"));
    let workspace = on_branch(workspace, "two", &logged("10:10:00+02:00", "earlier"));
    let root = workspace.path("");
    git(&root, &["merge", "--quiet", "--no-edit", "one"]);
    let facts = workspace.read(PATH);
    let entry = |text: &str| facts.find(text).unwrap_or_else(|| panic!("{text}: {facts}"));
    assert!(entry("# by hand\n[[timeline]]\nat   = 2024-05-02T10:10:00+02:00") < entry("later"));
    workspace.run(["check"]).code(0);
}

#[test]
fn a_branch_that_logged_rebases() {
    let workspace = on_branch(workspace(), "one", &logged("10:20:00", "later"));
    let workspace = on_branch(workspace, "two", &logged("10:10:00", "earlier"));
    let root = workspace.path("");
    git(&root, &["rebase", "--quiet", "one"]);
    let facts = workspace.read(PATH);
    assert!(facts.find("earlier").unwrap() < facts.find("later").unwrap(), "{facts}");
    assert_eq!(git(&root, &["rev-list", "--merges", "--count", "HEAD"]), "0");
}

#[test]
fn without_the_driver_the_same_is_a_conflict() {
    let workspace = workspace();
    git(&workspace.path(""), &["config", "--unset", "merge.incident.driver"]);
    let workspace = on_branch(workspace, "one", &logged("10:20:00", "later"));
    let workspace = on_branch(workspace, "two", &logged("10:10:00", "earlier"));
    let output = try_git(&workspace.path(""), &["merge", "--no-edit", "one"]);
    assert!(!output.status.success());
    assert!(workspace.read(PATH).contains("<<<<<<< "));
}

#[test]
fn a_true_conflict_is_left_for_a_person() {
    let severity =
        |to: &str| FACTS.replace("severity = \"major\"", &format!("severity = \"{to}\""));
    let one = severity("minor") + "\n[[link]]\ntitle = \"One\"\n";
    let two = severity("critical") + "\n[[link]]\ntitle = \"Two\"\n";
    let workspace = on_branch(on_branch(workspace(), "one", &one), "two", &two);
    let root = workspace.path("");
    assert!(!try_git(&root, &["merge", "--no-edit", "one"]).status.success());
    let facts = workspace.read(PATH);
    let conflict =
        "<<<<<<< HEAD\nseverity = \"critical\"\n=======\nseverity = \"minor\"\n>>>>>>> one\n";
    assert!(facts.contains(conflict), "{facts}");
    assert!(
        facts.contains("\"Two\"\n\n[[link]]\ntitle = \"One\"\n"),
        "the rest is merged: {facts}"
    );
    let workspace = workspace.file(PATH, facts.replace(conflict, "severity = \"minor\"\n"));
    commit(&root, "Resolve");
    workspace.run(["check"]).code(0);
}

#[test]
fn what_is_no_toml_is_merged_by_lines() {
    let broken = format!("{FACTS}\ntitle = \n");
    let fixed = FACTS.replace("severity = \"major\"", "severity = \"minor\"");
    let workspace = on_branch(on_branch(workspace(), "one", &broken), "two", &fixed);
    git(&workspace.path(""), &["merge", "--quiet", "--no-edit", "one"]);
    assert_eq!(workspace.read(PATH), format!("{fixed}\ntitle = \n"));
}

#[test]
fn bytes_that_are_no_text_are_merged_by_lines() {
    let workspace = workspace();
    for (name, bytes) in [
        ("o", b"a\nb\nc\nd\n\xff\n".as_slice()),
        ("a", b"A\nb\nc\nd\n\xff\n"),
        ("b", b"a\nb\nc\nD\n\xff\n"),
    ] {
        std::fs::write(workspace.path(name), bytes).unwrap();
    }
    workspace.run(["merge-file", "o", "a", "b", PATH]).code(0);
    assert_eq!(std::fs::read(workspace.path("a")).unwrap(), b"A\nb\nc\nD\n\xff\n");
    std::fs::write(workspace.path("b"), b"B\nb\nc\nd\n\xff\n").unwrap();
    workspace.run(["merge-file", "o", "a", "b"]).code(1);
    workspace.run(["merge-file", "o", "a", "nothing"]).code(2);
    workspace.run(["merge-file", "o", "a"]).code(2);
}

#[test]
fn setting_up_adds_one_line_once() {
    let workspace = Workspace::new().file(".gitattributes", "*.png binary");
    for _ in 0..2 {
        workspace.run(["merge-file", "--setup"]).code(0);
        assert_eq!(
            workspace.read(".gitattributes"),
            "*.png binary\nincidents/*/facts.toml merge=incident\n"
        );
    }
    let workspace = Workspace::bare();
    let run = workspace.run(["init"]).code(0);
    assert!(run.stdout.contains(".gitattributes\n"), "{}", run.stdout);
    assert!(!run.stderr.contains("git config"), "{}", run.stderr);
    assert_eq!(workspace.read(".gitattributes"), "incidents/*/facts.toml merge=incident\n");
}

#[test]
fn in_a_repository_init_says_what_clones_need() {
    let workspace = Workspace::bare().in_git();
    let run = workspace.run(["init"]).code(0);
    assert!(run.stderr.contains("git config merge.incident.driver"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn attributes_outside_of_the_workspace_are_not_written() {
    let elsewhere = Workspace::bare().file("attributes", "*.png binary\n");
    let workspace = Workspace::new();
    let outside = elsewhere.path("attributes");
    std::os::unix::fs::symlink(&outside, workspace.path(".gitattributes")).unwrap();
    let run = workspace.run(["merge-file", "--setup"]).code(2);
    assert!(run.stderr.contains("leads out of the workspace"), "{}", run.stderr);
    assert!(run.stderr.contains("incidents/*/facts.toml merge=incident"), "{}", run.stderr);
    assert_eq!(elsewhere.read("attributes"), "*.png binary\n");
    let workspace = Workspace::new().file("real", "*.png binary\n");
    std::os::unix::fs::symlink("real", workspace.path(".gitattributes")).unwrap();
    workspace.run(["merge-file", "--setup"]).code(0);
    assert!(workspace.read("real").ends_with("merge=incident\n"), "a link inside is followed");
}

#[test]
fn a_driver_of_older_clones_and_older_gits_leaves_plain_labels() {
    let severity = |to: &str| FACTS.replace("\"major\"", &format!("\"{to}\""));
    for more in [&[][..], &["-l", "7", "-x", "%X", "-y", "%Y"], &["-x", "", "-y", "a\n\x1b[2Jb"]] {
        let workspace = Workspace::new()
            .file("o", FACTS)
            .file("a", severity("minor"))
            .file("b", severity("critical"));
        let arguments = [&["merge-file", "o", "a", "b"], more].concat();
        workspace.run(arguments).code(1);
        let theirs = if more.contains(&"") { "a [2Jb" } else { "theirs" };
        let conflict = format!(
            "<<<<<<< ours\nseverity = \"minor\"\n=======\nseverity = \"critical\"\n>>>>>>> {theirs}\n"
        );
        assert!(workspace.read("a").contains(&conflict), "{}", workspace.read("a"));
    }
}

/// A side: minutes at which entries were logged, or updates announced in between, and which keys
/// were changed.
type Side = (Vec<(u32, bool)>, [bool; 2]);

fn side() -> impl Strategy<Value = Side> {
    (proptest::collection::vec((11_u32..40, any::<bool>()), 0..5), any::<[bool; 2]>())
}

/// The facts as a side has left them, in order and sound.
fn left_by((entries, keys): &Side, own_key: &str) -> String {
    let mut facts = FACTS.to_owned();
    let mut entries = entries.clone();
    entries.sort_unstable();
    for (index, (minute, is_update)) in entries.into_iter().enumerate() {
        // What stands behind the list.
        let (array, anchor, more) = match is_update {
            true => ("update", "\n[[action]]", "status = \"investigating\"\n"),
            false => ("timeline", "\n[[update]]", ""),
        };
        let entry = format!(
            "\n[[{array}]]\nat = 2024-05-02T10:{minute}:00\n{more}text = \"{} {index}\"\n",
            // Nothing is said twice.
            &own_key[..4]
        );
        facts.insert_str(facts.find(anchor).unwrap(), &entry);
    }
    if keys[0] {
        facts = facts.replace("severity = \"major\"", "severity = \"minor\"");
    }
    if keys[1] {
        facts = facts.replace("\n\n[[impact]]", &format!("\n{own_key}\n\n[[impact]]"));
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn check_finds_nothing_new_after_a_clean_merge(ours in side(), theirs in side()) {
        let ours = left_by(&ours, "tags = [\"ours\"]");
        let theirs = left_by(&theirs, "data_loss = \"none\"");
        let workspace = Workspace::sound().file("o", FACTS).file("b", &theirs);
        for version in [&ours, &theirs] {
            std::fs::write(workspace.path(PATH), version).unwrap();
            let found = workspace.run(["check", "--format", "concise"]);
            prop_assert_eq!(found.stdout, "", "{}", version);
        }
        std::fs::write(workspace.path(PATH), &ours).unwrap();
        prop_assert_eq!(workspace.run(["merge-file", "o", PATH, "b"]).code, 0);
        let found = workspace.run(["check", "--format", "concise"]);
        prop_assert_eq!(found.stdout, "", "{}", workspace.read(PATH));
    }
}

/// Octopus of one workspace in a folder below the repository's root, whose zone is its own.
#[test]
fn a_workspace_below_the_root_is_found_for_its_zone() {
    let facts = FACTS.replace("timezone = \"Europe/Zurich\"\n", "");
    let entry = |at: &str| {
        facts.clone() + &format!("\n[[correction]]\nat = 2024-05-04T{at}\ntext = \"{at}\"\n")
    };
    let path = "ops/incidents/2024-05-02-checkout/facts.toml";
    let config = "timezone = \"Europe/Zurich\"\n";
    let workspace = Workspace::bare().file("ops/incident.toml", config).file(path, &facts).in_git();
    let root = workspace.path("");
    let attribute = workspace.run(["--root", "ops", "merge-file", "--setup"]).code(0).stdout;
    assert!(attribute.starts_with("git config"), "{attribute}");
    git(&root, &["config", "merge.incident.driver", "incident merge-file %O %A %B %P"]);
    commit(&root, "Set up");
    for (branch, at) in [("one", "10:00:00"), ("two", "08:30:00Z")] {
        git(&root, &["switch", "--quiet", "--create", branch, "main"]);
        std::fs::write(workspace.path(path), entry(at)).unwrap();
        commit(&root, branch);
    }
    git(&root, &["merge", "--quiet", "--no-edit", "one"]);
    let merged = workspace.read(path);
    assert!(merged.find("10:00:00\n").unwrap() < merged.find("08:30:00Z").unwrap(), "{merged}");
}
