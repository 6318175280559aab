//! What CI hosts run: the files are YAML, and the commands in them exist and pass.

use std::path::Path;
use std::process::{Command, Output};

use yaml_rust2::{Yaml, YamlLoader};

use crate::support::{Workspace, repository};

/// A file of the repository, which must be one YAML document.
fn yaml(path: &str) -> Yaml {
    let text = std::fs::read_to_string(repository().join(path)).expect(path);
    let mut documents = YamlLoader::load_from_str(&text).expect(path);
    assert_eq!(documents.len(), 1, "{path}");
    documents.remove(0)
}

/// A sound incident on a branch off `main`, in a repository.
fn pull_request() -> Workspace {
    let workspace = Workspace::sound();
    let root = workspace.path("");
    bash(
        &root,
        "git init -q -b main && git add -A && git -c user.name=A -c user.email=a@b.c commit -qm x && git update-ref refs/remotes/origin/main HEAD",
        &[],
    );
    workspace.file("incidents/2024-05-02-checkout/notes.txt", "More.\n")
}

/// Runs a script as CI hosts do, with the command on the path.
fn bash(folder: &Path, script: &str, environment: &[(&str, &str)]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_incident")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", path)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("INCIDENT_ROOT")
        .env_remove("GITHUB_STEP_SUMMARY")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

#[track_caller]
fn passes(folder: &Path, script: &str, environment: &[(&str, &str)]) {
    let output = bash(folder, script, environment);
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{script}\n{shown}");
}

/// The lines of a script that run the command.
fn own<'y>(lines: impl IntoIterator<Item = &'y Yaml>) -> Vec<&'y str> {
    let lines = lines.into_iter().filter_map(Yaml::as_str);
    lines.filter(|line| line.starts_with("incident ")).collect()
}

#[test]
fn the_workflows_that_init_writes_run() {
    let workspace = pull_request();
    let root = workspace.path("");

    let workflow = yaml("examples/ci-github/.github/workflows/incidents.yml");
    let steps = workflow["jobs"]["check"]["steps"].as_vec().unwrap();
    let scripts = own(steps.iter().map(|step| &step["run"]));
    assert_eq!(scripts.len(), 1);
    passes(&root, scripts[0], &[("GITHUB_BASE_REF", "main")]);
    assert_eq!(steps[0]["with"]["fetch-depth"].as_i64(), Some(0), "--changed needs history");

    let job = &yaml("examples/ci-gitlab/.gitlab/incidents.gitlab-ci.yml")["incidents"];
    let scripts = own(job["script"].as_vec().unwrap());
    assert_eq!(scripts.len(), 2);
    for script in scripts {
        passes(&root, script, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main")]);
    }
    let report = job["artifacts"]["reports"]["codequality"].as_str().unwrap();
    assert_eq!(workspace.read(report), "[]\n");
}

#[test]
fn the_jobs_that_put_sites_online_render_them() {
    let workflow = yaml("examples/ci-github/.github/workflows/site.yml");
    let steps = workflow["jobs"]["site"]["steps"].as_vec().unwrap();
    let scripts = own(steps.iter().map(|step| &step["run"]));
    let uploads = |step: &&Yaml| step["uses"].as_str().is_some_and(|uses| uses.contains("upload"));
    let uploaded = steps.iter().find(uploads).unwrap()["with"]["path"].as_str().unwrap();
    let workspace = pull_request();
    passes(&workspace.path(""), scripts[0], &[]);
    assert!(workspace.read(&format!("{uploaded}/index.html")).contains("<html"));

    let job = &yaml("examples/ci-gitlab/.gitlab/site.gitlab-ci.yml")["pages"];
    let workspace = pull_request();
    for script in job["script"].as_vec().unwrap() {
        passes(&workspace.path(""), script.as_str().unwrap(), &[]);
    }
    let kept = job["artifacts"]["paths"][0].as_str().unwrap();
    assert!(workspace.read(&format!("{kept}/index.html")).contains("<html"));
}

#[test]
fn the_examples_are_what_init_writes() {
    for (host, path) in [
        ("github", ".github/workflows/incidents.yml"),
        ("gitlab", ".gitlab/incidents.gitlab-ci.yml"),
    ] {
        let workspace = Workspace::bare();
        workspace.run(["init", "--ci", host]).code(0);
        let example = repository().join(format!("examples/ci-{host}")).join(path);
        assert_eq!(workspace.read(path), std::fs::read_to_string(example).unwrap());
    }
    yaml("examples/ci-gitlab/.gitlab-ci.yml");
}

/// Hosts look at the repository's root only.
#[test]
fn a_workspace_below_the_root_gets_its_workflow_there() {
    for (host, path) in [
        ("github", ".github/workflows/incidents.yml"),
        ("gitlab", ".gitlab/incidents.gitlab-ci.yml"),
    ] {
        let workspace = pull_request();
        let root = workspace.path("");
        let run = workspace.run(["init", "ops/status", "--ci", host]).code(0);
        assert!(run.stdout.contains(&format!("../../{path}\n")), "{}", run.stdout);
        assert!(run.stderr.contains("Fill in INCIDENT_GIT"), "{}", run.stderr);
        let text = workspace.read(path);
        YamlLoader::load_from_str(&text).expect(path);
        assert!(text.contains("\"ops/status/incidents/**"), "{text}");
        let check = text.lines().find(|line| line.contains("incident check --format")).unwrap();
        let script = check.trim_start().trim_start_matches("- ").trim_start_matches("run: ");
        let base = [("GITHUB_BASE_REF", "main"), ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main")];
        passes(&root, script, &[base[0], base[1], ("INCIDENT_ROOT", "./ops/status/")]);
    }
}

/// Whoever takes a name on a registry must not run in other people's pipelines.
#[test]
fn workflows_say_where_the_tool_comes_from() {
    for path in [
        "examples/ci-github/.github/workflows/incidents.yml",
        "examples/ci-github/.github/workflows/site.yml",
        "examples/ci-gitlab/.gitlab/incidents.gitlab-ci.yml",
        "examples/ci-gitlab/.gitlab/site.gitlab-ci.yml",
    ] {
        let text = std::fs::read_to_string(repository().join(path)).unwrap();
        let install = text.lines().find(|line| line.contains("cargo install")).unwrap();
        let script = &install[install.find("cargo install").unwrap()..];
        let output = bash(repository(), script, &[("INCIDENT_GIT", ""), ("INCIDENT_REV", "")]);
        assert_ne!(output.status.code(), Some(0));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("INCIDENT_GIT: is to be filled in"), "{said}");
    }
}

#[test]
fn the_hook_for_pre_commit_runs() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_vec().unwrap();
    assert_eq!(hooks.len(), 1);
    assert_eq!(hooks[0]["language"].as_str(), Some("rust"));
    assert_eq!(hooks[0]["pass_filenames"].as_bool(), Some(false));
    passes(&pull_request().path(""), hooks[0]["entry"].as_str().unwrap(), &[]);
}

#[test]
fn the_action_runs() {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"].as_str(), Some("composite"));
    let steps = action["runs"]["steps"].as_vec().unwrap();
    let install = steps[0]["run"].as_str().unwrap();
    passes(&repository().join("src"), install, &[]);
    assert!(install.ends_with("cargo install --locked --path \"$GITHUB_ACTION_PATH\""));

    let step = &steps[1];
    let inputs = &action["inputs"];
    for (variable, expression) in step["env"].as_hash().unwrap() {
        let name = variable.as_str().unwrap().to_lowercase();
        assert_eq!(expression.as_str(), Some(&*format!("${{{{ inputs.{name} }}}}")));
        assert!(inputs[&*name]["default"].as_str().is_some(), "{name}");
    }
    let script = step["run"].as_str().unwrap();
    let format = inputs["format"]["default"].as_str().unwrap();
    let workspace = pull_request();
    let root = workspace.path("");
    passes(&root, script, &[("FORMAT", format), ("CHANGED", ""), ("ARGS", "")]);
    let more = "--deny-warnings --rule folder-name=off";
    passes(&root, script, &[("FORMAT", format), ("CHANGED", "origin/main"), ("ARGS", more)]);

    let workspace = workspace.file("incidents/2024-05-02-checkout/facts.toml", "titel = 1");
    let output = bash(&root, script, &[("FORMAT", format), ("CHANGED", ""), ("ARGS", "")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("::error file=incidents/"));
    let trick = "$(touch pwned) ; touch pwned";
    bash(&root, script, &[("FORMAT", format), ("CHANGED", trick), ("ARGS", trick)]);
    assert!(!workspace.path("pwned").exists(), "inputs are arguments, not code");
}

#[test]
fn the_jobs_in_the_documentation_are_yaml() {
    let text = std::fs::read_to_string(repository().join("docs/checking-formats.md")).unwrap();
    let blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let blocks: Vec<&str> = blocks.collect();
    assert_eq!(blocks.len(), 4);
    for block in &blocks {
        YamlLoader::load_from_str(block).expect(block);
    }
    let gitlab = &YamlLoader::load_from_str(blocks[2]).unwrap()[0]["incidents"];
    for script in own(gitlab["script"].as_vec().unwrap()) {
        passes(&pull_request().path(""), script, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main")]);
    }
}
