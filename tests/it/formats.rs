//! The formats that `incident check` writes for CI hosts and editors, byte by byte.

use std::io::Write as _;
use std::process::{Command, Stdio};

use quick_junit::{Report, TestCaseStatus};
use serde_json::Value;

use crate::support::{REPORT, Run, Workspace, incident, repository, run_in};

/// Text of several widths and units, and things that programs act on.
const FACTS: &str = "title = \"\\u001b[2J ::error::x ##[add-mask]y\"\r
timezone = \"UTC\"\r
state = \"publishd\\u202e ##vso[task.complete]\"\r
started = 2024-05-02T10:00:00\r
\tresolved = 2024-05-02T09:40:00 # 🙂\r
counts = { \"時計 e\u{301}🙂\" = \"50%, so::so\" }\r
\"a\\n::add-mask::b%, ##[error]z\" = 1\r
";

const REPORT_AUDIENCE: &str =
    "- 時計\n\n## 🙂 [Background](https://example.com) {.publik}\n\nText.\n";

const ID: &str = "2024-05-02-a,b:c%d é🙂";

/// Rules whose findings the tests are about; all others are off.
const RULES: [&str; 6] = [
    "bad-value",
    "lost-text",
    "resolved-before-started",
    "section-audience",
    "unknown-key",
    "wrong-type",
];

const FORMATS: [&str; 7] = ["human", "concise", "json", "github", "gitlab", "sarif", "junit"];

fn nasty() -> Workspace {
    Workspace::new().incident(ID, FACTS, REPORT_AUDIENCE).incident(
        "2024-05-03-clean",
        "title = \"x\"\n",
        REPORT,
    )
}

fn check(workspace: &Workspace, format: &str) -> Run {
    workspace.run(arguments(format))
}

fn arguments(format: &str) -> Vec<String> {
    let others =
        ::incident::check::all().filter(|rule| !RULES.contains(&rule.id) && !rule.is_locked());
    let off = others.map(|rule| format!("--rule={}=off", rule.id));
    ["check", "--format", format].into_iter().map(str::to_owned).chain(off).collect()
}

#[test]
fn concise() {
    insta::assert_snapshot!(check(&nasty(), "concise").code(1).stdout);
}

#[test]
fn github() {
    insta::assert_snapshot!(check(&nasty(), "github").code(1).stdout);
}

#[test]
fn gitlab() {
    insta::assert_snapshot!(check(&nasty(), "gitlab").code(1).stdout);
}

#[test]
fn junit() {
    insta::assert_snapshot!(check(&nasty(), "junit").code(1).stdout);
}

#[test]
fn sarif() {
    let text = check(&nasty(), "sarif").code(1).stdout;
    let mut log: Value = serde_json::from_str(&text).unwrap();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    assert_eq!(driver["semanticVersion"].take(), env!("CARGO_PKG_VERSION"));
    let rules = driver["rules"].take();
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        if let Some(index) = result.as_object_mut().unwrap().remove("ruleIndex") {
            let index = usize::try_from(index.as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
    let own = rules.as_array().unwrap().iter().find(|rule| rule["id"] == "resolved-before-started");
    insta::assert_snapshot!("sarif_rule", serde_json::to_string_pretty(&own).unwrap());
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).unwrap());
}

/// What the published schema has against a log.
fn schema_faults(log: &str) -> Vec<String> {
    let mut validator = Command::new("node")
        .arg(repository().join("tests/sarif/validate.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed");
    validator.stdin.take().unwrap().write_all(log.as_bytes()).unwrap();
    let output = validator.wait_with_output().unwrap();
    assert!(output.status.success(), "`npm install` in tests/sarif brings the schema");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
#[ignore = "needs the packages of tests/sarif; .ci/run installs and runs it"]
fn generators_sarif_follows_the_published_schema() {
    let clean = Workspace::sound();
    let logs = [check(&nasty(), "sarif").stdout, check(&clean, "sarif").stdout];
    for log in logs.iter().chain(&[run_in(repository(), ["check", "--format=sarif"]).stdout]) {
        assert_eq!(schema_faults(log), Vec::<String>::new());
    }
    // The validator would see a fault.
    let broken = logs[0].replace("\"ruleId\"", "\"rule\"");
    assert!(!schema_faults(&broken).is_empty());
}

#[test]
fn a_summary_of_the_step_is_appended() {
    let workspace = nasty();
    let path = workspace.path("summary.md");
    std::fs::write(&path, "before\n").unwrap();
    for format in FORMATS {
        let output = incident(&workspace.path(""))
            .args(arguments(format))
            .env("GITHUB_STEP_SUMMARY", &path)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
    }
    insta::assert_snapshot!(workspace.read("summary.md"));
}

#[test]
fn nothing_acts_in_any_format() {
    let workspace = nasty();
    for format in FORMATS {
        let run = check(&workspace, format).code(1);
        let text = run.stdout + &run.stderr;
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{format}: {text:?}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{format}: {text}");
        let commands = text.lines().filter(|line| line.trim_start().starts_with("::"));
        for command in commands {
            assert_eq!(format, "github", "{command}");
            assert!(command.starts_with("::error file=incidents/"), "{command}");
        }
    }
}

/// The text between two places of a file, columns counted in `width` units a character.
fn between(text: &str, start: (u64, u64), end: (u64, u64), width: fn(char) -> usize) -> String {
    let mut found = String::new();
    let (mut line, mut column) = (1, 1);
    for character in text.chars() {
        if (line, column) >= start && (line, column) < end {
            found.push(character);
        }
        if character == '\n' {
            (line, column) = (line + 1, 1);
        } else {
            column += width(character) as u64;
        }
    }
    found
}

#[test]
fn places_are_right_in_the_units_of_each_format() {
    let workspace = nasty();
    let expected = ["publishd\\u202e", "2024-05-02T09:40:00", "\"50%, so::so\"", "::add-mask::b"];

    let log: Value = serde_json::from_str(&check(&workspace, "sarif").stdout).unwrap();
    for (result, expected) in log["runs"][0]["results"].as_array().unwrap().iter().zip(expected) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |line: &str, column: &str| {
            (region[line].as_u64().unwrap(), region[column].as_u64().unwrap())
        };
        let found = between(
            FACTS,
            at("startLine", "startColumn"),
            at("endLine", "endColumn"),
            char::len_utf16,
        );
        assert!(found.contains(expected), "{found}");
    }

    let document: Value = serde_json::from_str(&check(&workspace, "json").stdout).unwrap();
    for (finding, expected) in document["findings"].as_array().unwrap().iter().zip(expected) {
        let at = |place: &str| {
            let place = &finding[place];
            (place["line"].as_u64().unwrap(), place["column"].as_u64().unwrap())
        };
        let found = between(FACTS, at("start"), at("end"), |_| 1);
        assert!(found.contains(expected), "{found}");
    }
}

#[test]
fn hosts_get_paths_from_the_root_of_the_repository() {
    let repository = Workspace::bare();
    git2::Repository::init(repository.path("")).unwrap();
    let repository = repository
        .file("ops/incident.toml", "")
        .file("ops/incidents/2024-05-02-x/facts.toml", "titel = 1\n")
        .file("ops/incidents/2024-05-02-x/report.md", "");
    let path = "ops/incidents/2024-05-02-x/facts.toml";
    for format in ["github", "gitlab", "sarif", "junit"] {
        let run = repository.run(["check", "--root", "ops", "--format", format]).code(1);
        assert!(run.stdout.contains(path), "{format}: {}", run.stdout);
    }
    for format in ["human", "concise", "json"] {
        let run = repository.run(["check", "--root", "ops", "--format", format]).code(1);
        assert!(!run.stdout.contains(path), "{format}: {}", run.stdout);
    }
}

#[test]
fn ten_thousand_findings_are_all_told() {
    let keys = |incident: usize| {
        let lines = (0..100).map(move |key| format!("\"{incident}-{key}\" = 1\n"));
        "title = \"x\"\n".to_owned() + &lines.collect::<String>()
    };
    let mut workspace = Workspace::new();
    for incident in 0..100 {
        workspace = workspace.incident(&format!("2024-05-02-{incident}"), &keys(incident), REPORT);
    }
    let told = |format: &str| check(&workspace, format).code(1).stdout;
    let json: Value = serde_json::from_str(&told("json")).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 10_000);
    assert_eq!(told("concise").lines().count(), 10_000);
    assert_eq!(told("github").lines().count(), 20_000);
    let issues: Vec<Value> = serde_json::from_str(&told("gitlab")).unwrap();
    let mut names: Vec<_> = issues.iter().map(|issue| issue["fingerprint"].as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 10_000, "no two share a fingerprint");
    let sarif: Value = serde_json::from_str(&told("sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 10_000);
    assert_eq!(Report::deserialize_from_str(&told("junit")).unwrap().failures, 10_000);
    let human = told("human");
    assert!(human.contains("… and 9900 more findings"), "{human}");
}

#[test]
fn warnings_fail_a_test_only_where_they_fail_the_run() {
    let workspace = nasty();
    for (deny, failures, skipped) in [(false, 5, 1), (true, 6, 0)] {
        let mut arguments = arguments("junit");
        arguments.push("--rule=unknown-key=warning".to_owned());
        arguments.extend(deny.then(|| "--deny-warnings".to_owned()));
        let report = Report::deserialize_from_str(&workspace.run(arguments).stdout).unwrap();
        assert_eq!((report.failures, report.skipped), (failures, skipped));
        let clean = report.test_suites.iter().filter(|suite| suite.name.as_str().contains("clean"));
        for case in clean.flat_map(|suite| &suite.test_cases) {
            assert!(matches!(case.status, TestCaseStatus::Success { .. }));
        }
    }
}
