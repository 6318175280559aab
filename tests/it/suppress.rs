//! Comments that silence rules at one place.

use crate::support::{FACTS, REPORT, Workspace};

/// Rules whose findings the tests are about; all others are off.
const RULES: [&str; 7] = [
    "duplicate-id",
    "resolved-before-started",
    "section-audience",
    "unexplained-suppression",
    "unknown-key",
    "unknown-rule",
    "unused-suppression",
];

/// What `check` says, a line each, without the path before the file's name.
fn check(facts: &str, report: &str) -> Vec<String> {
    check_in(&Workspace::new().incident("2024-05-02-x", facts, report), &[])
}

fn check_in(workspace: &Workspace, more: &[&str]) -> Vec<String> {
    let others =
        ::incident::check::all().filter(|rule| !RULES.contains(&rule.id) && !rule.is_locked());
    let off = others.map(|rule| format!("--rule={}=off", rule.id));
    let more = more.iter().map(|&argument| argument.to_owned());
    let arguments = ["check", "--format", "concise"].into_iter().map(str::to_owned);
    let run = workspace.run(arguments.chain(off).chain(more));
    let name = |line: &str| line.rsplit_once("-x/").map_or(line, |(_, rest)| rest).to_owned();
    run.stdout.lines().map(name).collect()
}

#[test]
fn the_same_line_and_the_next_in_toml() {
    let same =
        FACTS.to_owned().replacen("\n", "\npager = 1 # incident-allow: unknown-key ours\n", 1);
    assert_eq!(check(&same, REPORT), [""; 0]);
    let next =
        FACTS.to_owned().replacen("\n", "\n# incident-allow: unknown-key ours\n\npager = 1\n", 1);
    assert_eq!(check(&next, REPORT), [""; 0]);
    let crlf = next.replace('\n', "\r\n");
    assert_eq!(check(&crlf, REPORT), [""; 0]);
    let beyond = next.replace("pager = 1\n", "data_loss = \"none\"\npager = 1\n");
    assert_eq!(
        check(&beyond, REPORT),
        [
            "facts.toml:2:19: warning[unused-suppression] `unknown-key` finds nothing here that could be silenced",
            "facts.toml:5:1: error[unknown-key] unknown key `pager`",
        ]
    );
}

#[test]
fn a_string_holds_no_comment() {
    let facts = "title = \"# incident-allow: unknown-key ours\"\npager = 1\n";
    assert_eq!(check(facts, REPORT), ["facts.toml:2:1: error[unknown-key] unknown key `pager`"]);
    let long = "title = \"\"\"\n# incident-allow: unknown-key ours\n\"\"\"\npager = 1\n";
    assert_eq!(check(long, REPORT), ["facts.toml:4:1: error[unknown-key] unknown key `pager`"]);
}

#[test]
fn the_same_line_and_the_next_block_in_a_report() {
    let broken = "## Ours {.publik}";
    let error = |line| {
        vec![format!("report.md:{line}:1: error[section-audience] `.publik` is no audience")]
    };
    let report = |before: &str| format!("## Summary\n\n{before}{broken}\n\nText.\n");
    assert_eq!(check(FACTS, &report("")), error(3));
    let comment = "<!-- incident-allow: section-audience an old word -->";
    assert_eq!(check(FACTS, &report(&format!("{comment}\n"))), [""; 0]);
    assert_eq!(check(FACTS, &report(&format!("{comment}\n\n"))), [""; 0]);
    assert_eq!(check(FACTS, &format!("## Ours {comment} {{.publik}}\n\nText.\n")), [""; 0]);
    assert_eq!(check(FACTS, &report(&format!("```\n{comment}\n```\n"))), error(6));
    assert_eq!(check(FACTS, &report(&format!("    {comment}\n\n"))), error(5));
    let elsewhere =
        check(FACTS, &format!("{comment}\n\n## Summary\n\nText.\n\n{broken}\n\nText.\n"));
    assert_eq!(elsewhere.len(), 2, "{elsewhere:?}");
    assert!(elsewhere[0].starts_with("report.md:1:22: "), "{elsewhere:?}");
}

#[test]
fn several_rules_with_one_reason() {
    let before = "resolved = 2024-05-02T10:40:00";
    let comment = "# incident-allow: unknown-key, resolved-before-started from the old tool";
    let both = format!("{comment}\nresolved = 2024-05-02T08:00:00");
    let facts = FACTS.replacen(before, &both, 1);
    let needless = "facts.toml:9:19: warning[unused-suppression] `unknown-key` finds nothing here that could be silenced";
    assert_eq!(check(&facts, REPORT), [needless]);
    let other = "facts.toml:9:32: warning[unused-suppression] `resolved-before-started` finds nothing here that could be silenced";
    let facts = FACTS.replacen(before, &format!("{comment}\n{before}"), 1);
    assert_eq!(check(&facts, REPORT), [needless, other]);
    let vague = "facts.toml:1:1: error[unknown-key] unknown key `pager`";
    let facts =
        format!("pager = 1\n{}", FACTS.replacen(before, &format!("{comment}\n{before}"), 1));
    let found = check(&facts, REPORT);
    assert_eq!(found[0], vague);
    assert_eq!(found.len(), 2, "not every fact is known, so the order may be wrong: {found:?}");
}

#[test]
fn a_rule_that_is_off_is_not_needless() {
    let sound = FACTS.replacen("\n", "\n# incident-allow: unknown-key from the old tool\n", 1);
    let workspace = Workspace::new().incident("2024-05-02-x", &sound, REPORT);
    assert_eq!(check_in(&workspace, &["--rule=unknown-key=off"]), [""; 0]);
    assert_eq!(check_in(&workspace, &["--rule=unused-suppression=off"]), [""; 0]);
    let error = check_in(&workspace, &["--rule=unused-suppression=error"]);
    assert!(error[0].contains("error[unused-suppression]"), "{error:?}");
}

#[test]
fn what_is_wrong_with_a_suppression() {
    let line = |comment: &str| FACTS.replacen("\n", &format!("\npager = 1 {comment}\n"), 1);
    let unexplained = check(&line("# incident-allow: unknown-key"), REPORT);
    assert_eq!(
        unexplained,
        [
            "facts.toml:2:11: warning[unexplained-suppression] this does not say why the rule is to be silent"
        ]
    );
    let nameless = check(&line("# incident-allow unknown-key ours"), REPORT);
    assert_eq!(
        nameless[1..],
        ["facts.toml:2:11: warning[unexplained-suppression] this names no rule to be silent"]
    );
    let unknown = check(&line("# incident-allow: unknown-kye ours"), REPORT);
    assert_eq!(
        unknown,
        [
            "facts.toml:2:1: error[unknown-key] unknown key `pager`",
            "facts.toml:2:29: error[unknown-rule] no rule is called `unknown-kye`",
        ]
    );
}

#[test]
fn the_configuration_and_the_folders_too() {
    let config = "# incident-allow: unknown-key read by our deployment\ndeploy = \"here\"\n";
    let workspace = Workspace::sound().file("incident.toml", config);
    assert_eq!(check_in(&workspace, &["--rule=unknown-component=off"]), [""; 0]);
    let allowed = format!("# incident-allow: duplicate-id only Linux here\n{FACTS}");
    let twins = Workspace::sound().incident("2024-05-02-CHECKOUT", FACTS, REPORT);
    let found = check_in(&twins, &[]);
    assert_eq!(found.len(), 1, "{found:?}");
    let place = found[0].split("/facts.toml").next().unwrap();
    let id = place.rsplit('/').next().unwrap();
    let twins = twins.file(&format!("incidents/{id}/facts.toml"), allowed);
    assert_eq!(check_in(&twins, &[]), [""; 0]);
}

#[test]
fn what_cannot_be_read_is_never_silenced() {
    let facts = "title = \"x\"\nstate = \"later\" # incident-allow: bad-value ours\n";
    assert_eq!(
        check(facts, REPORT),
        [
            "facts.toml:2:9: error[bad-value] `state` cannot be \"later\"",
            "facts.toml:2:35: warning[unused-suppression] `bad-value` cannot be silenced: what it finds cannot be read as it is meant",
        ]
    );
}

#[test]
fn no_reader_sees_why_a_rule_is_silent() {
    let report = REPORT.replace(
        "Card payments failed.",
        "<!-- incident-allow: raw-html CANARY -->\n\nCard payments <b>failed</b>. <!-- incident-allow: raw-html CANARY -->",
    );
    let facts = format!("# incident-allow: unknown-key CANARY\n{FACTS}");
    let workspace = Workspace::new().incident("2024-05-02-x", &facts, &report);
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    let files = workspace.files("public");
    assert!(files.len() > 3);
    for (path, bytes) in files {
        assert!(!String::from_utf8_lossy(&bytes).contains("CANARY"), "{path}");
    }
}
