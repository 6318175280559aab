//! The README and the examples do what they say.

use std::path::Path;
use std::process::Command;

use crate::support::{Workspace, files_below, repository, run_in};

/// A command of a `console` block, or a whole `sh` block, and the output shown below it.
struct Step {
    command: String,
    output: String,
}

/// The steps of a document: the commands of its `console` blocks, and the `sh` blocks of its tour. Such a command starts with `$ ` and goes on in lines that start with `> `.
fn steps(markdown: &str) -> Vec<Step> {
    let tour = markdown.find("\n## A tour");
    let mut steps: Vec<Step> = Vec::new();
    let (mut inside, mut is_script) = (false, false);
    for line in markdown[tour.unwrap_or_default()..].lines() {
        if line.starts_with("```") {
            inside = line == "```console";
            is_script = line == "```sh" && tour.is_some();
            if is_script {
                steps.push(Step { command: String::new(), output: String::new() });
            }
        } else if is_script && let Some(script) = steps.last_mut() {
            script.command.push_str(line);
            script.command.push('\n');
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), output: String::new() });
        } else if inside && let Some(step) = steps.last_mut() {
            match line.strip_prefix("> ").or((line == ">").then_some("")) {
                Some(more) if step.output.is_empty() => {
                    step.command.push('\n');
                    step.command.push_str(more);
                }
                _ => {
                    step.output.push_str(line);
                    step.output.push('\n');
                }
            }
        }
    }
    steps
}

/// What a document's `text` blocks hold: parts of what its steps print.
fn excerpts(markdown: &str) -> Vec<&str> {
    let blocks = markdown.split("```text\n").skip(1);
    blocks.filter_map(|rest| rest.split("```").next()).map(str::trim_end).collect()
}

/// Runs the steps in an empty folder with the command on PATH. Where a document shows output,
/// it is what comes out, standard error included.
fn follow(document: &Path) {
    let markdown = std::fs::read_to_string(document).unwrap();
    let steps = steps(&markdown);
    assert!(!steps.is_empty(), "{} shows no command", document.display());
    let workspace = Workspace::bare();
    let bin = Path::new(env!("CARGO_BIN_EXE_incident")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut printed = String::new();
    for Step { command, output } in steps {
        let ran = Command::new("bash")
            .arg("-c")
            .arg(format!("exec 2>&1\n{command}"))
            .current_dir(workspace.path(""))
            .env("PATH", &path)
            .env("COLUMNS", "80")
            .env_remove("INCIDENT_ROOT")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let got = String::from_utf8(ran.stdout).unwrap();
        if !output.is_empty() {
            assert_eq!(got.trim_end(), output.trim_end(), "after: {command}");
        }
        let code = ran.status.code().unwrap();
        assert!(code < 2, "{command} ended with {code}:\n{got}");
        printed.push_str(&got);
    }
    for excerpt in excerpts(&markdown) {
        assert!(printed.contains(excerpt), "{excerpt}\n\nis not in:\n\n{printed}");
    }
}

#[test]
fn the_readme_s_tour_can_be_followed() {
    follow(&repository().join("README.md"));
}

#[test]
fn the_commands_about_moving_can_be_followed() {
    follow(&repository().join("docs/moving.md"));
}

#[test]
fn the_readme_s_first_command_publishes_the_repository_s_own_incidents() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(readme.contains("cargo run --release -- render\n"), "the README names the command");
    assert!(readme.contains("cargo test\n"), "the README names the tests");
    let out = tempfile::tempdir().unwrap();
    let out_path = out.path().to_str().unwrap();
    let run = run_in(repository(), ["render", "--now", "2026-04-15", "--out", out_path]).code(0);
    for target in ["site", "email", "blog"] {
        assert!(run.stderr.contains(target), "{}", run.stderr);
    }
    let files = files_below(out.path());
    for id in published() {
        for path in [format!("site/incidents/{id}/index.html"), format!("email/{id}.txt")] {
            assert!(files.iter().any(|(name, _)| *name == path), "{path}");
        }
        let slug = &id["2018-06-18-".len()..];
        assert!(
            files.iter().any(|(name, _)| name.starts_with("blog/") && name.contains(slug)),
            "a post of {id}"
        );
    }
}

/// The five documents.
fn published() -> [&'static str; 5] {
    [
        "2016-11-21-ceph-cache-tier-bug",
        "2018-06-18-kernelcare-panics",
        "2019-02-12-storage-traffic-dropped",
        "2019-02-28-kct09-outage",
        "2026-03-01-rl1-node-2-io-storm",
    ]
}

#[test]
fn the_repository_s_own_incidents_are_clean() {
    let run = run_in(repository(), ["check", "--format", "concise", "--now", "2026-04-15"]).code(0);
    assert_eq!(run.stdout, "");
}

#[test]
fn every_example_is_clean_and_can_be_rendered() {
    let mut seen = 0;
    for entry in std::fs::read_dir(repository().join("examples")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        seen += 1;
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(folder.join("README.md").exists(), "{name} says what it shows");
        if name == "contradicting-report" {
            continue;
        }
        let run =
            run_in(&folder, ["check", "--format", "concise", "--now", "2025-03-14T12:00:00Z"]);
        assert_eq!(run.code(0).stdout, "", "{name}");
        let out = tempfile::tempdir().unwrap();
        let out_path = out.path().to_str().unwrap();
        run_in(&folder, ["render", "--now", "2025-03-14T12:00:00Z", "--out", out_path]).code(0);
        assert!(!files_below(out.path()).is_empty(), "{name}");
    }
    assert!(seen >= 5, "the examples are there");
}

#[test]
fn the_contradicting_report_is_found_out() {
    let folder = repository().join("examples/contradicting-report");
    let run = run_in(&folder, ["check", "--format", "concise", "--now", "2025-03-14"]).code(1);
    for expected in [
        "report.md:3:247: error[stated-duration] the prose says \"from approximately 30 minutes to \
         45 minutes\", but the windows last from about 22 minutes (bnecompute04) to about 54 \
         minutes (bnecompute05)",
        "facts.toml:260:50: error[stated-count] this list names 16 of 17 affected resources: \
         bnecompute09 is missing",
    ] {
        assert!(run.stdout.contains(expected), "{}", run.stdout);
    }
    assert_eq!(run.stdout.lines().count(), 2, "{}", run.stdout);
}

#[test]
fn the_reference_of_rules_is_current() {
    let printed = run_in(repository(), ["explain", "--markdown"]).code(0).stdout;
    let kept = std::fs::read_to_string(repository().join("docs/rules.md")).unwrap();
    assert!(kept == printed, "write it anew: incident explain --markdown > docs/rules.md");
}

/// Every link of the README and of docs/ to a file of the repository.
#[test]
fn links_between_pages_lead_somewhere() {
    let mut pages = vec!["README.md".to_owned(), "CONTRIBUTING.md".to_owned()];
    pages.extend(
        files_below(&repository().join("docs")).into_iter().map(|(path, _)| format!("docs/{path}")),
    );
    for page in pages.iter().filter(|page| page.ends_with(".md")) {
        let path = repository().join(page);
        let text = std::fs::read_to_string(&path).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap();
            if target.is_empty()
                || target.contains("://")
                || target.starts_with("mailto:")
                || target.contains(' ')
            {
                continue;
            }
            let there = path.parent().unwrap().join(target).exists();
            let is_example =
                page == "docs/rules.md" || page == "docs/report.md" || page == "docs/facts.md";
            assert!(there || is_example, "{page} links to {target}");
        }
    }
}

#[test]
fn the_schema_in_the_repository_is_current() {
    let printed = run_in(repository(), ["schema"]).code(0).stdout;
    for path in ["docs/schema/facts.schema.json", "incidents/facts.schema.json"] {
        let kept = std::fs::read_to_string(repository().join(path)).unwrap();
        assert_eq!(kept, printed, "write it anew: incident schema > {path}");
    }
}
