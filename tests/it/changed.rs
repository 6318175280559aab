//! `incident check --changed` in real repositories, and the other ways to choose what is checked.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{FACTS, REPORT, Run, Workspace, incident, run_in};

/// Runs git, which must succeed, with nobody's configuration but its own.
#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A repository on the branch `work`, off `main`, with three incidents that each have a fault.
fn repository() -> Workspace {
    let workspace = ["a", "b", "c"].into_iter().fold(Workspace::new(), |workspace, name| {
        workspace.incident(&format!("2024-05-02-{name}"), "titel = \"x\"\n", REPORT)
    });
    let root = workspace.path("");
    git(&root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&root);
    git(&root, &["switch", "--quiet", "--create", "work"]);
    workspace
}

fn commit(root: &Path) {
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", "Change"]);
}

/// The names of the incidents that the findings are about, each once.
fn told(run: &Run) -> String {
    let mut names: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("incidents/2024-05-02-")?.split('/').next())
        .collect();
    names.dedup();
    names.join(" ")
}

fn check(folder: &Path, arguments: &[&str]) -> Run {
    run_in(folder, [&["check", "--format", "concise", "--verbose"], arguments].concat())
}

#[track_caller]
fn fails(folder: &Path, arguments: &[&str], because: &str, help: &str) {
    let run = check(folder, arguments).code(2);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains(because), "{because}\nis not in\n{}", run.stderr);
    assert!(run.stderr.contains(help), "{help}\nis not in\n{}", run.stderr);
}

#[test]
fn what_is_committed_staged_changed_and_untracked_counts() {
    let workspace = repository();
    let root = workspace.path("");
    let seen = |workspace: &Workspace| told(&check(&workspace.path(""), &["--changed"]));
    assert_eq!(seen(&workspace), "");
    let workspace = workspace.file("incidents/2024-05-02-a/facts.toml", "titel = \"y\"\n");
    assert_eq!(seen(&workspace), "a", "changed");
    git(&root, &["add", "--all"]);
    assert_eq!(seen(&workspace), "a", "staged");
    commit(&root);
    assert_eq!(seen(&workspace), "a", "committed");
    let workspace = workspace.file("incidents/2024-05-02-b/graph.svg", "<svg/>");
    assert_eq!(seen(&workspace), "a b", "an attachment that is not tracked");
    std::fs::remove_file(workspace.path("incidents/2024-05-02-c/report.md")).unwrap();
    assert_eq!(seen(&workspace), "a b c", "removed");
    let workspace = workspace.incident("2024-05-02-d", "titel = 1", REPORT);
    assert_eq!(seen(&workspace), "a b c d", "a new folder");
    let workspace = workspace.file(".gitignore", "*.log\n");
    commit(&root);
    git(&root, &["switch", "--quiet", "--create", "next"]);
    git(&root, &["branch", "--force", "main"]);
    let workspace = workspace.file("incidents/2024-05-02-a/dump.log", "").file("README.md", "x");
    assert_eq!(seen(&workspace), "", "ignored, or in no incident");
    assert_eq!(told(&check(&root, &["2024-05-02-a", "--changed=main"])), "");
    assert_eq!(told(&check(&root, &["--changed", "HEAD~1"])), "b c d");
}

#[test]
fn what_the_base_did_meanwhile_does_not_count() {
    let workspace = repository();
    let root = workspace.path("");
    git(&root, &["switch", "--quiet", "main"]);
    let workspace = workspace.file("incidents/2024-05-02-b/facts.toml", "titel = \"z\"\n");
    commit(&root);
    git(&root, &["switch", "--quiet", "work"]);
    let workspace = workspace.file("incidents/2024-05-02-a/facts.toml", "titel = \"y\"\n");
    assert_eq!(told(&check(&root, &["--changed", "main"])), "a");
    drop(workspace);
}

#[test]
fn what_incidents_share_makes_all_of_them_count() {
    for path in ["incident.toml", "templates/email/report.txt"] {
        let workspace = repository().file(path, "# x\n");
        let run = check(&workspace.path(""), &["--changed"]);
        assert_eq!(told(&run), "a b c");
        assert!(run.stderr.contains(&format!("{path} has changed since ")), "{}", run.stderr);
    }
}

#[test]
fn a_workspace_below_the_repository_s_root() {
    let workspace = Workspace::bare()
        .file("incident.toml", "outside = 1")
        .file("ops/incident.toml", "")
        .file("ops/incidents/2024-05-02-a/facts.toml", "titel = 1\n")
        .file("ops/incidents/2024-05-02-a/report.md", "");
    let root = workspace.path("");
    git(&root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&root);
    let workspace = workspace.file("incident.toml", "").file("incidents/2024-05-02-a/x", "");
    assert_eq!(told(&check(&root, &["--root", "ops", "--changed"])), "");
    let workspace = workspace.file("ops/incidents/2024-05-02-a/x", "");
    assert_eq!(told(&check(&root, &["--root", "ops", "--changed"])), "a");
    drop(workspace);
}

#[test]
fn a_linked_work_tree() {
    let workspace = repository();
    let elsewhere = TempDir::new().unwrap();
    let linked = elsewhere.path().join("linked");
    let path = linked.to_string_lossy().into_owned();
    git(&workspace.path(""), &["worktree", "add", "--quiet", "-b", "other", &path, "main"]);
    assert_eq!(told(&check(&linked, &["--changed"])), "");
    std::fs::write(linked.join("incidents/2024-05-02-c/facts.toml"), "titel = 2").unwrap();
    assert_eq!(told(&check(&linked, &["--changed"])), "c");
}

/// A clone of a repository in which `work` has left `main`, with both having a commit of their own.
fn clone(options: &[&str]) -> (Workspace, TempDir) {
    let workspace = repository();
    let root = workspace.path("");
    git(&root, &["config", "uploadpack.allowFilter", "true"]);
    git(&root, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let workspace = workspace.file("incidents/2024-05-02-a/facts.toml", "titel = \"y\"\n");
    commit(&root);
    git(&root, &["switch", "--quiet", "main"]);
    let workspace = workspace.file("incidents/2024-05-02-b/facts.toml", "titel = \"z\"\n");
    commit(&root);
    let folder = TempDir::new().unwrap();
    let url = format!("file://{}", root.display());
    let arguments = [&["clone", "--quiet", "--branch", "work"], options, &[&url, "."]].concat();
    git(folder.path(), &arguments);
    (workspace, folder)
}

#[test]
fn a_clone_compares_with_what_the_remote_starts_from() {
    let (_remote, clone) = clone(&[]);
    assert_eq!(told(&check(clone.path(), &["--changed"])), "a");
    git(clone.path(), &["remote", "set-head", "origin", "--delete"]);
    assert_eq!(told(&check(clone.path(), &["--changed"])), "a", "origin/main");
}

#[test]
fn a_shallow_clone_says_what_is_missing_and_how_to_get_it() {
    let (_remote, clone) = clone(&["--depth=1"]);
    fails(
        clone.path(),
        &["--changed"],
        "there is neither origin/HEAD nor a branch main or master to compare with",
        "`git fetch origin '+refs/heads/*:refs/remotes/origin/*'`",
    );
    fails(
        clone.path(),
        &["--changed", "origin/main"],
        "no commit here is called origin/main",
        "`git fetch origin main:refs/remotes/origin/main` fetches it",
    );
    git(
        clone.path(),
        &["fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main"],
    );
    fails(
        clone.path(),
        &["--changed"],
        "the commit where HEAD and origin/main parted is not here",
        "`git fetch --unshallow origin`",
    );
    git(clone.path(), &["fetch", "--quiet", "--unshallow", "origin"]);
    assert_eq!(told(&check(clone.path(), &["--changed"])), "a", "what it said was true");
}

#[test]
fn a_partial_clone_works_where_nothing_is_missing() {
    let (_remote, blobless) = clone(&["--filter=blob:none"]);
    assert_eq!(told(&check(blobless.path(), &["--changed"])), "a");

    let (_remote, treeless) = clone(&["--filter=tree:0"]);
    let base = git(treeless.path(), &["merge-base", "HEAD", "origin/main"]);
    let command = format!("git ls-tree -r -t {base}");
    fails(treeless.path(), &["--changed"], "is not here: object not found", &command);
    git(treeless.path(), &["ls-tree", "-r", "-t", &base]);
    assert_eq!(told(&check(treeless.path(), &["--changed"])), "a", "what it said was true");
}

#[test]
fn a_clone_that_libgit2_refuses() {
    let (_remote, clone) = clone(&["--filter=blob:none"]);
    git(clone.path(), &["config", "core.repositoryFormatVersion", "1"]);
    git(clone.path(), &["config", "extensions.partialClone", "origin"]);
    let command =
        "git fetch --refetch --no-filter origin && git config --unset extensions.partialClone";
    fails(clone.path(), &["--changed"], "this is a partial clone", command);
    git(clone.path(), &["fetch", "--quiet", "--refetch", "--no-filter", "origin"]);
    git(clone.path(), &["config", "--unset", "extensions.partialClone"]);
    assert_eq!(told(&check(clone.path(), &["--changed"])), "a", "what it said was true");
}

#[test]
fn no_repository_no_commit_no_base() {
    let workspace = Workspace::sound();
    let root = workspace.path("");
    fails(&root, &["--changed"], "in no git repository", "name the incidents instead");
    git(&root, &["init", "--quiet", "--initial-branch=trunk"]);
    fails(&root, &["--changed"], "nothing has been committed yet", "commit first");
    commit(&root);
    fails(
        &root,
        &["--changed"],
        "neither origin/HEAD nor a branch main",
        "--changed=BASE names one",
    );
    fails(&root, &["--changed", "checkout"], "no commit here is called checkout", "--changed=BASE");
    check(&root, &["--changed=trunk"]).code(0);
    git(&root, &["switch", "--quiet", "--orphan", "apart"]);
    git(&root, &["commit", "--quiet", "--allow-empty", "--message", "Apart"]);
    let workspace = workspace.file("incident.toml", "");
    fails(&root, &["--changed=trunk"], "HEAD and trunk parted", "no history in common");
    drop(workspace);
}

#[test]
fn exit_zero_is_for_findings_only() {
    let workspace = repository();
    workspace.run(["check"]).code(1);
    let run = workspace.run(["check", "--exit-zero", "--format", "concise"]).code(0);
    assert_eq!(told(&run), "a b c");
    workspace.run(["check", "--exit-zero", "nothing"]).code(2);
}

fn check_input(folder: &Path, arguments: &[&str], input: &str) -> Run {
    let mut child = incident(folder)
        .args(["check", "--format", "concise"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn an_editor_s_text_is_checked_instead_of_the_file_s() {
    let workspace = repository().file("incident.toml", "unknown = 1\n");
    let root = workspace.path("");
    let facts = "incidents/2024-05-02-a/facts.toml";
    let run = check_input(&root, &["--stdin-filename", facts], "title = \"x\"\nfoo = 1\n").code(1);
    let own: Vec<&str> = run.stdout.lines().filter(|line| line.contains("unknown-key")).collect();
    assert_eq!(own, [format!("{facts}:2:1: error[unknown-key] unknown key `foo`")]);
    assert!(run.stdout.lines().all(|line| line.starts_with("incidents/2024-05-02-a/")));
    assert_eq!(workspace.read(facts), "titel = \"x\"\n");

    let absolute = workspace.path(facts).to_string_lossy().into_owned();
    let elsewhere = TempDir::new().unwrap();
    let run = check_input(elsewhere.path(), &["--stdin-filename", &absolute], "foo = 1").code(1);
    assert!(run.stdout.contains("unknown key `foo`"), "{}", run.stdout);

    let run = check_input(&root, &["--stdin-filename", "incident.toml"], "a = 1\n").code(1);
    assert_eq!(run.stdout, "incident.toml:1:1: error[unknown-key] unknown key `a`\n");

    for path in ["incidents/2024-05-02-a/graph.svg", "incidents/2024-05-02-z/facts.toml", "x.md"] {
        let run = check_input(&root, &["--stdin-filename", path], "").code(2);
        assert!(run.stderr.contains("is no file that is checked"), "{}", run.stderr);
    }
}

#[test]
fn published_incidents_are_compared_with_where_the_branch_began() {
    let workspace = Workspace::sound();
    let root = workspace.path("");
    git(&root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&root);
    git(&root, &["switch", "--quiet", "--create", "work"]);
    let report = workspace.read("incidents/2024-05-02-checkout/report.md");
    let told = report.replace("Nobody could pay by card.", "Few could pay by card.");
    let workspace = workspace.file("incidents/2024-05-02-checkout/report.md", told);
    commit(&root);
    check(&root, &[]).code(0);
    let run = check(&root, &["--changed"]).code(1);
    assert!(run.stdout.contains("error[changed-after-publication]"), "{}", run.stdout);
    drop(workspace);
}

/// The draft that a report links to need not be among what is checked.
#[test]
fn a_link_to_a_draft_elsewhere_is_found() {
    let page = "https://status.example.com/incidents/2024-05-12-draft/";
    let report =
        REPORT.replace("Nobody could pay", &format!("[As before]({page}), nobody could pay"));
    let workspace = Workspace::new().incident("2024-05-02-checkout", FACTS, &report).incident(
        "2024-05-12-draft",
        "title = \"Draft\"\nstate = \"drafting\"\n",
        "",
    );
    let run = check(&workspace.path(""), &["2024-05-02-checkout"]).code(1);
    assert!(run.stdout.contains("error[draft-linked]"), "{}", run.stdout);
}
