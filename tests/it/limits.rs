//! Input made to take all the time, the stack or the memory: a limit that the message names, or
//! an output, and never a crash.

use crate::support::{FACTS, REPORT, Run, Workspace};

const ID: &str = "2024-05-02-x";

/// More than any parser should recurse.
const DEEP: usize = 20_000;

fn with_facts(facts: &str) -> Run {
    Workspace::new().incident(ID, facts, REPORT).run(["check", "--format", "concise"])
}

fn with_template(name: &str, text: &str) -> Run {
    let workspace = Workspace::sound().file(&format!("templates/{name}"), text);
    let run = workspace.run(["render", "--now", "2024-06-01"]);
    assert!(run.code == 0 || !workspace.path("public/site/index.html").exists());
    run
}

#[test]
fn deep_toml_is_a_syntax_fault() {
    let key = vec!["a"; DEEP].join(".");
    for deep in [
        format!("tags = {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        format!("tags = {}", "[".repeat(DEEP)),
        format!("counts = {}1{}", "{ a = ".repeat(DEEP), " }".repeat(DEEP)),
        format!("{key} = 1"),
        format!("[{key}]"),
        format!("[[{key}]]"),
    ] {
        let run = with_facts(&format!("title = \"x\"\n{deep}\n")).code(1);
        assert!(run.stdout.contains("/facts.toml:2:"), "{}", run.stdout);
        let told = "error[toml-syntax] arrays, tables and keys are nested deeper than 80 levels";
        assert!(run.stdout.contains(told), "{}", run.stdout);
    }
}

#[test]
fn deep_markdown_is_rendered() {
    let nested: String = (0..300).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    for deep in [
        "> ".repeat(DEEP),
        "- ".repeat(DEEP),
        "1. ".repeat(DEEP),
        "*".repeat(DEEP),
        "**a _b ".repeat(DEEP),
        "[".repeat(DEEP),
        "![".repeat(DEEP),
        "<b>".repeat(DEEP),
        "<details>\n".repeat(DEEP),
        format!("{}x{}", "[".repeat(DEEP), "](https://a.example)".repeat(DEEP)),
        nested,
    ] {
        let report = REPORT.replace("Card payments failed.", &format!("{deep}x"));
        let workspace = Workspace::new().incident(ID, FACTS, &report);
        let off = ["raw-html", "dead-link", "broken-reference", "empty-section"];
        let off = off.map(|rule| format!("\"{rule}\" = \"off\"\n")).concat();
        let config = crate::support::CONFIG.to_owned() + "[blog]\ngenerator = \"plain\"\n[rules]\n";
        let workspace = workspace.file("incident.toml", config + &off);
        workspace.run(["check"]);
        workspace.run(["render", "--now", "2024-06-01"]).code(0);
        workspace.run(["show", "2024"]).code(0);
    }
}

#[test]
fn a_million_entries_are_beyond_a_limit_that_is_named() {
    let entry = "[[timeline]]\nat = 2024-05-02T10:00:00Z\ntext = 'x'\n";
    let facts = format!("title = \"x\"\n{}", entry.repeat(1_000_000));
    let run = with_facts(&facts).code(1);
    assert!(
        run.stdout.contains("facts.toml has 50000012 bytes; at most 4 MiB are read"),
        "{}",
        run.stdout
    );
    let facts = FACTS.to_owned() + &entry.repeat(20_000);
    let workspace = Workspace::new().incident(ID, &facts, REPORT);
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
}

#[test]
fn a_note_that_every_section_uses_fills_no_memory() {
    let sections = "## S {.public}\n\n[^a]\n\n".repeat(20_000);
    let report = format!("{REPORT}\n{sections}\n[^a]: {}\n", "x".repeat(100_000));
    let workspace = Workspace::new().incident(ID, FACTS, &report);
    let run = workspace.run(["check", "--format", "concise", "--rule", "duplicate-section=off"]);
    let told = "error[lost-text] definitions that other sections use come to more than 4 MiB";
    assert_eq!(run.code(1).stdout.matches(told).count(), 1);
}

#[test]
fn templates_that_never_end_are_stopped() {
    for (text, expected) in [
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "fuel"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{% include \"site/404.html\" %}", "recursion"),
        ("{% extends \"site/404.html\" %}", ""),
        ("{% for i in range(999999999) %}{% endfor %}", ""),
    ] {
        let run = with_template("site/404.html", text).code(2);
        assert!(run.stderr.contains("templates/site/404.html"), "{text}\n{}", run.stderr);
        assert!(run.stderr.contains(expected), "{text}\n{}", run.stderr);
    }
}

#[test]
fn a_template_that_makes_too_much_is_stopped() {
    let long = "x".repeat(100_000);
    for text in [
        format!("{{% for i in range(99999) %}}{long}{{% endfor %}}"),
        format!("{{% for i in range(99999) %}}{{{{ '{long}' }}}}{{% endfor %}}"),
        "{% set n = namespace(x='ab') %}{% for i in range(25) %}{% set n.x = n.x ~ n.x %}\
         {% endfor %}{{ n.x }}{{ n.x }}"
            .to_owned(),
    ] {
        let run = with_template("site/404.html", &text).code(2);
        let told = "templates/site/404.html: what it makes is longer than 64 MiB";
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
    let run = with_template("site/404.html", "{{ 'ab' * 99999999 }}").code(2);
    assert!(run.stderr.contains("repeated string is too large"), "{}", run.stderr);
}

/// Links that lead back to the folder that they are in would be followed for ever.
#[cfg(unix)]
#[test]
fn a_folder_of_templates_is_read_once() {
    let workspace = Workspace::sound().file("templates/site/own.html", "own");
    for name in ["a", "b", "c"] {
        let link = workspace.path(format!("templates/site/{name}"));
        std::os::unix::fs::symlink(".", link).unwrap();
    }
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
}
