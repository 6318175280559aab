//! What becomes of outputs when `incident render` is killed: the next run makes of them what it
//! makes of an empty folder, and nothing of the killed one stays.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::faults::{KILL, MAKE_FOLDER, OPEN, REMOVE, RENAME, SYNC, WRITE};
use crate::faults::{copy, hold, strace_is_missing, tell};
use crate::publish::draft;
use crate::support::{FACTS, REPORT, Workspace, incident};

const RENDER: [&str; 7] =
    ["render", "--now", "2024-06-01T12:00:00Z", "--to", "site", "--to", "blog"];
const KEPT: &str = "2024-05-02-checkout";
const REMOVED: &str = "2024-05-02-search";
const ADDED: &str = "2024-05-02-login";

/// Two incidents, one of them with a file beside it.
fn before() -> Workspace {
    Workspace::new()
        .incident(KEPT, FACTS, &REPORT.replace("failed.", "failed: ![a graph](graph.png)."))
        .file(&format!("incidents/{KEPT}/graph.png"), "a graph")
        .incident(REMOVED, FACTS, REPORT)
}

/// One incident is another, one is gone, one is new.
fn change(workspace: Workspace) -> Workspace {
    fs::remove_dir_all(workspace.path("incidents").join(REMOVED)).unwrap();
    let report = workspace.read(&format!("incidents/{KEPT}/report.md"));
    workspace
        .incident(KEPT, FACTS, &report.replace("had run out", "was too old"))
        .file(&format!("incidents/{KEPT}/graph.png"), "another graph")
        .incident(ADDED, FACTS, REPORT)
}

/// Takes the change back.
fn change_back(workspace: Workspace) -> Workspace {
    fs::remove_dir_all(workspace.path("incidents")).unwrap();
    let files = before().files("incidents").into_iter();
    files.fold(workspace, |workspace, (path, bytes)| {
        workspace.file(&format!("incidents/{path}"), bytes)
    })
}

/// All that was rendered, with its bytes, and the folders that it is in.
#[derive(PartialEq, Eq)]
struct Rendered {
    files: Vec<(String, Vec<u8>)>,
    folders: BTreeSet<String>,
}

impl Rendered {
    fn of(workspace: &Workspace) -> Self {
        let files = workspace.outputs("public");
        Self { files, folders: folders_below(&workspace.path("public")) }
    }

    /// In an empty folder.
    fn afresh(workspace: Workspace) -> Self {
        workspace.run(RENDER).code(0);
        Self::of(&workspace)
    }

    fn assert_is(&self, expected: &Self, what: &str) {
        let names = |all: &Self| -> BTreeSet<String> {
            let files = all.files.iter().map(|(path, _)| path.clone());
            files.chain(all.folders.iter().cloned()).collect()
        };
        let (now, then) = (names(self), names(expected));
        let (left, missing): (Vec<_>, Vec<_>) =
            (now.difference(&then).collect(), then.difference(&now).collect());
        assert!(now == then, "{what}\nleft over: {left:?}\nmissing: {missing:?}");
        for (file, known) in self.files.iter().zip(&expected.files) {
            assert!(file == known, "{what}\n{} is another", file.0);
        }
    }
}

fn folders_below(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let entries = fs::read_dir(current).unwrap().map(|entry| entry.unwrap().path());
        for path in entries.filter(|path| path.is_dir()) {
            found.insert(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            open.push(path);
        }
    }
    found
}

/// What the next run must come to, whether the change stands or is taken back.
struct Expected {
    before: Rendered,
    after: Rendered,
}

impl Expected {
    fn new() -> Self {
        Self { before: Rendered::afresh(before()), after: Rendered::afresh(change(before())) }
    }

    fn judge(&self, killed: Workspace, what: &str) {
        let other = change_back(copy(&killed));
        killed.run(RENDER).code(0);
        Rendered::of(&killed).assert_is(&self.after, what);
        other.run(RENDER).code(0);
        Rendered::of(&other).assert_is(&self.before, &format!("{what}, and changed back"));
    }
}

/// A changed workspace, with what was rendered before the change or without.
fn changed(is_rendered: bool) -> Workspace {
    let workspace = before();
    if is_rendered {
        // Files that were written just now would be compared by their bytes.
        std::thread::sleep(Duration::from_millis(30));
        workspace.run(RENDER).code(0);
    }
    change(workspace)
}

/// A workspace of which every post has been rendered and none is published any more.
fn without_posts() -> Workspace {
    let published = Workspace::sound();
    published.run(RENDER).code(0);
    published.incident(KEPT, &draft(), REPORT)
}

/// Kills a run at the call of this kind and number; nothing where there are not as many.
fn killed_at(call: &str, number: usize, workspace: Workspace) -> Option<Workspace> {
    let ran = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "signal=none", "-e"])
        .args([&format!("trace={call}"), "-e", &format!("inject={call}:{KILL}:when={number}")])
        .arg(env!("CARGO_BIN_EXE_incident"))
        .args(RENDER)
        .current_dir(workspace.path(""))
        .env_remove("INCIDENT_ROOT")
        // Calls are counted thread by thread.
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    ran.status.code().is_none().then_some(workspace)
}

fn kill_at_each(calls: &[&str], is_rendered: bool) {
    if strace_is_missing() {
        return;
    }
    let expected = Expected::new();
    let mut count = 0;
    for call in calls {
        let killed = (1..).map_while(|number| killed_at(call, number, changed(is_rendered)));
        let number = killed.enumerate().fold(0, |_, (number, killed)| {
            expected.judge(killed, &format!("killed at {call}, number {}", number + 1));
            number + 1
        });
        assert!(number > 0, "no call matches {call}");
        count += number;
    }
    tell(&format!("`incident render` killed at {count} system calls"));
}

#[test]
fn killed_at_a_call_a_run_is_made_good_by_the_next() {
    kill_at_each(&[RENAME, REMOVE, SYNC, MAKE_FOLDER], true);
}

#[test]
fn killed_at_a_call_a_first_run_is_made_good_by_the_next() {
    kill_at_each(&[RENAME, SYNC], false);
}

#[test]
fn where_the_last_post_goes_nothing_stays() {
    let expected = Rendered::afresh(Workspace::new().incident(KEPT, &draft(), REPORT));
    assert!(expected.files.iter().all(|(path, _)| !path.starts_with("blog/")));
    let workspace = without_posts();
    assert!(workspace.path("public/blog/.incident-manifest").exists());
    workspace.run(RENDER).code(0);
    Rendered::of(&workspace).assert_is(&expected, "not killed");
    if strace_is_missing() {
        return;
    }
    for call in [RENAME, REMOVE, SYNC] {
        for number in 1.. {
            let Some(killed) = killed_at(call, number, without_posts()) else { break };
            killed.run(RENDER).code(0);
            let what = format!("killed at {call}, number {number}");
            Rendered::of(&killed).assert_is(&expected, &what);
        }
    }
}

/// Takes minutes: `cargo test --test it killed -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn killed_at_any_call_a_run_is_made_good_by_the_next() {
    kill_at_each(&[OPEN, WRITE], true);
    kill_at_each(&[MAKE_FOLDER, WRITE], false);
}

#[test]
fn killed_at_any_moment_a_run_is_made_good_by_the_next() {
    const MOMENTS: u32 = 12;
    let expected = Expected::new();
    let begun = Instant::now();
    changed(true).run(RENDER).code(0);
    // Of two runs, of which the second is looked at.
    let whole = begun.elapsed() / 2;
    for moment in 0..MOMENTS {
        let workspace = changed(true);
        let mut running = incident(&workspace.path(""))
            .args(RENDER)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * moment / MOMENTS);
        running.kill().unwrap();
        running.wait().unwrap();
        expected.judge(workspace, &format!("killed after {moment} twelfths of its time"));
    }
}

/// Else one would take away what the other has staged.
#[test]
fn a_run_waits_for_another() {
    let workspace = before();
    fs::create_dir_all(workspace.path("public/site")).unwrap();
    let Some(mut holder) = hold(&workspace.path("public/site")) else { return };
    let mut waiting = incident(&workspace.path(""))
        .args(["render", "--to", "site", "--quiet"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(workspace.files("public").len(), 0, "it waits");
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert!(waiting.wait().unwrap().success());
    assert!(workspace.path("public/site/index.html").exists());
}
