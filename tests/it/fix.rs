//! `incident check --fix`, `--unsafe-fixes` and `--diff`.

use serde_json::Value;

use crate::support::{FACTS, REPORT, Run, Workspace};

const PATH: &str = "incidents/2024-05-02-x/facts.toml";
const REPORT_PATH: &str = "incidents/2024-05-02-x/report.md";

/// Rules whose findings the tests are about; all others are off.
const RULES: [&str; 5] =
    ["bad-value", "unexplained-suppression", "unknown-key", "unknown-rule", "unused-suppression"];

fn workspace(facts: &str, report: &str) -> Workspace {
    Workspace::new().incident("2024-05-02-x", facts, report)
}

fn check(workspace: &Workspace, more: &[&str]) -> Run {
    let others =
        ::incident::check::all().filter(|rule| !RULES.contains(&rule.id) && !rule.is_locked());
    let off = others.map(|rule| format!("--rule={}=off", rule.id));
    let more = more.iter().map(|&argument| argument.to_owned());
    workspace.run(["check".to_owned()].into_iter().chain(off).chain(more))
}

/// What `--fix` makes of facts.
#[track_caller]
fn fixed(facts: &str, more: &[&str]) -> String {
    let workspace = workspace(facts, REPORT);
    check(&workspace, &[&["--fix"], more].concat());
    workspace.read(PATH)
}

#[test]
fn only_what_is_safe_is_fixed_unless_told_otherwise() {
    let facts = "# kept\r\ntitel = \"x\"  # kept\r\nstate = 'publishd'\r\nkind = \"other\"\r\n";
    assert_eq!(fixed(facts, &[]), facts);
    assert_eq!(
        fixed(facts, &["--unsafe-fixes"]),
        "# kept\r\ntitle = \"x\"  # kept\r\nstate = \"published\"\r\nkind = \"other\"\r\n"
    );
}

#[test]
fn a_key_that_is_there_is_not_written_again() {
    for facts in [
        "title = \"x\"\ntitel = \"y\"\n",
        "title = \"x\"\n[roles]\na = \"b\"\n[rols]\nc = \"d\"\n",
        "title = \"x\"\naction = [{ title = \"a\" }]\n[[acton]]\ntitle = \"b\"\n",
    ] {
        assert_eq!(fixed(facts, &["--unsafe-fixes"]), facts);
    }
}

#[test]
fn a_table_gets_its_name_in_every_header() {
    let facts = "title = \"x\"\r\n[rols] # kept\r\na = \"b\"\r\n\r\n[[acton]]\r\ntitle = \"c\"\r\n\
                 [[action]]\r\ntitle = \"acton\"\r\n[[acton]] # kept\r\ntitle = \"e\"\r\n";
    let expected = facts.replace("[rols]", "[roles]").replace("[[acton]]", "[[action]]").to_owned();
    assert_eq!(fixed(facts, &[]), facts);
    assert_eq!(fixed(facts, &["--unsafe-fixes"]), expected);
    let workspace = workspace(&expected, REPORT);
    check(&workspace, &[]).code(0);
    // Below a header that stays, or as what it is not, it could not be read.
    for facts in [
        "title = \"x\"\n[[timelin]]\ntext = \"a\"\n[timelin.at]\nat = 2024-05-02\nabout = true\n",
        "title = \"x\"\n[[severty]]\na = 1\n",
        "title = \"x\"\n[acton]\ntitle = \"a\"\n",
    ] {
        assert_eq!(fixed(facts, &["--unsafe-fixes"]), facts);
    }
}

#[test]
fn needless_suppressions_go_and_nothing_else() {
    let needed = "pager = 1 # incident-allow: unknown-key ours\n";
    for (before, after) in [
        ("# incident-allow: unknown-key ours\n", ""),
        ("  # incident-allow: unknown-key ours\r\n", ""),
        ("tags = [] \t# incident-allow: unknown-key ours\r\n", "tags = []\r\n"),
        (
            "# incident-allow: duplicate-id, unknown-key, resolved-before-started ours\npager = 1\n",
            "# incident-allow: unknown-key ours\npager = 1\n",
        ),
        (
            "# incident-allow: duplicate-id, resolved-before-started ours\ntags = []\n",
            "tags = []\n",
        ),
        (needed, needed),
    ] {
        // With an unknown key, rules of other families cannot show that they are not needed.
        let on = ["--rule=duplicate-id=error", "--rule=resolved-before-started=error"];
        let result = fixed(&format!("{before}{FACTS}"), &on);
        if before.contains("pager = 1\n") {
            assert!(
                result.starts_with("# incident-allow: unknown-key, resolved-before-started ours")
            );
        } else {
            assert_eq!(result, format!("{after}{FACTS}"));
        }
    }
}

#[test]
fn needless_suppressions_in_a_report() {
    let comment = "<!-- incident-allow: unknown-key\nours -->";
    for (before, after) in [
        (format!("## Summary\n\n{comment}\n\nText.\n"), "## Summary\n\n\nText.\n"),
        (format!("## Summary {comment}\n"), "## Summary {comment}\n"),
        (
            "## Summary\n\nA <!-- incident-allow: unknown-key ours -->.\n".to_owned(),
            "## Summary\n\nA.\n",
        ),
        (
            "## Summary\n\n<!-- incident-allow: unknown-key ours --> A.\n".to_owned(),
            "## Summary\n\nA.\n",
        ),
    ] {
        let workspace = workspace(FACTS, &before);
        check(&workspace, &["--fix"]);
        let after = after.replace("{comment}", comment);
        assert_eq!(workspace.read(REPORT_PATH), after);
    }
}

#[test]
fn fixes_make_way_for_others_until_nothing_is_left() {
    let facts = FACTS.replacen(
        "\n",
        "\n# incident-allow: unknown-kye, unknown-rlue from the old tool\nstat = \"publishd\"\n",
        1,
    );
    let facts = facts.replace("state = \"published\"\n", "");
    let workspace = workspace(&facts, REPORT);
    let run = check(&workspace, &["--fix", "--unsafe-fixes", "--format", "concise"]);
    let text = workspace.read(PATH);
    assert!(text.contains("\nstate = \"published\"\n"), "{text}\n{}", run.stdout);
    assert!(!text.contains("incident-allow"), "{text}");
    let again = check(&workspace, &["--fix", "--unsafe-fixes", "--format", "concise"]);
    assert_eq!(workspace.read(PATH), text);
    assert!(!again.stderr.contains("Fixed"), "{}", again.stderr);
}

#[test]
fn the_rest_is_reported() {
    let workspace = workspace("title = \"x\"\nfoo = 1\n", REPORT)
        .file(
            "incidents/2024-05-03-y/facts.toml",
            "title = \"y\" # incident-allow: unknown-key z\n",
        )
        .file("incidents/2024-05-03-y/report.md", "");
    let run = check(&workspace, &["--format", "concise"]).code(1);
    assert!(run.stderr.ends_with("1 can be fixed with --fix.\n"), "{}", run.stderr);
    let run = check(&workspace, &["--fix", "--format", "concise"]).code(1);
    assert_eq!(run.stdout, format!("{PATH}:2:1: error[unknown-key] unknown key `foo`\n"));
    assert_eq!(
        run.stderr,
        "Fixed 1 fault in 1 file.\n1 error in 2 incidents.\nThere may be more: the facts of \
         2024-05-02-x cannot all be read, so reports were not compared with them.\n"
    );
    assert_eq!(workspace.read("incidents/2024-05-03-y/facts.toml"), "title = \"y\"\n");
}

#[test]
fn a_diff_writes_nothing_and_can_be_applied() {
    let facts = "titel = \"🙂\"\r\nstate = \"publishd\"";
    let workspace = workspace(facts, REPORT);
    let run = check(&workspace, &["--diff"]).code(1);
    assert_eq!(run.stdout, "", "nothing is safe to fix, and an error is left");
    assert_eq!(run.stderr, "There is nothing to fix.\n");
    let run = check(&workspace, &["--diff", "--unsafe-fixes"]).code(1);
    let expected = format!(
        "--- a/{PATH}\n+++ b/{PATH}\n@@ -1,2 +1,2 @@\n-titel = \"🙂\"\r\n-state = \"publishd\"\n\\ No newline at end of file\n+title = \"🙂\"\r\n+state = \"published\"\n\\ No newline at end of file\n"
    );
    assert_eq!(run.stdout, expected);
    assert_eq!(run.stderr, "Would fix 2 faults in 1 file.\n");
    assert_eq!(workspace.read(PATH), facts);

    let workspace = workspace.file("fix.patch", run.stdout);
    let status = std::process::Command::new("git")
        .current_dir(workspace.path(""))
        .args(["apply", "fix.patch"])
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(workspace.read(PATH), "title = \"🙂\"\r\nstate = \"published\"");
    let run = check(&workspace, &["--diff"]);
    assert_eq!(run.stdout, "");
}

#[test]
fn what_was_not_asked_for_or_not_read_is_not_touched() {
    let config = "titel = \"x\"\n";
    let workspace = workspace("titel = 1\n", REPORT).file("incident.toml", config);
    check(&workspace, &["--fix", "--unsafe-fixes", "2024-05-02-x"]);
    assert_eq!(workspace.read("incident.toml"), config);
    assert_eq!(workspace.read(PATH), "title = 1\n");
    check(&workspace, &["--fix", "--unsafe-fixes"]);
    assert_eq!(workspace.read("incident.toml"), "title = \"x\"\n");

    let broken = b"titel = \"x\"\nstate = \"caf\xe9\"\nkept = 1\n";
    let workspace = workspace.file(PATH, broken);
    check(&workspace, &["--fix", "--unsafe-fixes"]).code(1);
    assert_eq!(std::fs::read(workspace.path(PATH)).unwrap(), broken);

    check(&workspace, &["--unsafe-fixes"]).code(2);
    check(&workspace, &["--fix", "--diff"]).code(2);
}

#[test]
fn a_link_stays_a_link() {
    let workspace = workspace(FACTS, REPORT).file("shared.toml", "titel = \"x\"\n");
    std::fs::remove_file(workspace.path(PATH)).unwrap();
    std::os::unix::fs::symlink("../../shared.toml", workspace.path(PATH)).unwrap();
    check(&workspace, &["--fix", "--unsafe-fixes"]);
    assert!(std::fs::symlink_metadata(workspace.path(PATH)).unwrap().is_symlink());
    assert_eq!(workspace.read("shared.toml"), "title = \"x\"\n");
}

#[test]
fn editors_get_the_edits() {
    let workspace = workspace("title = \"🙂\"\nstate = \"publishd\"\n", REPORT);
    let run = check(&workspace, &["--format", "json"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let fix = &document["findings"][0]["fix"];
    assert_eq!(fix["title"], "write \"published\"");
    assert_eq!(fix["safety"], "unsafe");
    assert_eq!(fix["edits"][0]["text"], "\"published\"");
    assert_eq!(fix["edits"][0]["start"]["offset"], "title = \"🙂\"\nstate = ".len());
    let run = check(&workspace, &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let change = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["replacements"][0]["deletedRegion"]["endColumn"], 19);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "\"published\"");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]

    #[test]
    fn git_makes_the_new_text_from_any_diff(
        before in "([abc \r]{0,2}\n){0,24}[ab]{0,2}",
        after in "([abc \r]{0,2}\n){0,24}[ab]{0,2}",
    ) {
        let workspace = Workspace::new().file("a b.txt", &before);
        let diff = ::incident::diagnostic::emit::diff("a b.txt", &before, &after);
        proptest::prop_assert_eq!(diff.is_empty(), before == after);
        if diff.is_empty() {
            return Ok(());
        }
        let workspace = workspace.file("fix.patch", &diff);
        let output = std::process::Command::new("git")
            .current_dir(workspace.path(""))
            .args(["apply", "--whitespace=nowarn", "fix.patch"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        proptest::prop_assert!(output.status.success(), "{diff}{told}");
        proptest::prop_assert_eq!(workspace.read("a b.txt"), after, "{}", diff);
    }
}
