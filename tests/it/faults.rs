//! What becomes of facts and texts when system calls fail or the process is killed at them:
//! strace makes them fail, one after the other. Skipped where strace cannot be used.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::authoring::{ONGOING, burning, facts};
use crate::support::{Run, Workspace, incident};

const FOLDER: &str = "incidents/2024-05-02-card-payments";
const TEXT: &str = "Somebody typed this";
const AT: [&str; 2] = ["--at", "2024-05-02T10:20"];

/// A file as it is opened, made, written, made durable, put in place and closed. Names of system
/// calls differ between processors; `strace` takes patterns.
pub(crate) const OPEN: &str = "/^open";
pub(crate) const MAKE_FOLDER: &str = "/^mkdir";
pub(crate) const WRITE: &str = "/^p?write";
pub(crate) const SYNC: &str = "/^f(data)?sync";
pub(crate) const RENAME: &str = "/^rename";
const CLOSE: &str = "/^close$";
pub(crate) const REMOVE: &str = "/^unlink";
const READ: &str = "/^p?read(64)?$";
const MODE: &str = "/^fchmod";
const LIST: &str = "/^getdents";

/// Says something even where the test harness keeps output to itself.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

pub(crate) fn strace_is_missing() -> bool {
    static MISSING: OnceLock<bool> = OnceLock::new();
    *MISSING.get_or_init(|| {
        let arguments = ["-f", "-o", "/dev/null", "-e", "inject=/^close$:error=EIO:when=9999+"];
        let ran = Command::new("strace").args(arguments).arg("true").output();
        let is_missing = ran.is_err() || ran.is_ok_and(|ran| !ran.status.success());
        if is_missing {
            tell("SKIPPED: fault injection (strace is missing or may not trace)");
        }
        is_missing
    })
}

/// A command in a workspace, and what it makes of the facts when nothing fails.
struct Case {
    before: Workspace,
    arguments: Vec<&'static str>,
    /// What it reports in place of [`TEXT`] when it fails.
    text: Option<&'static str>,
    expected: String,
}

/// A run with a fault in it.
struct Faulty {
    run: Run,
    workspace: Workspace,
    /// The system call that failed.
    failed: String,
    is_killed: bool,
}

impl Case {
    fn new(before: Workspace, arguments: &[&'static str]) -> Self {
        let arguments = arguments.to_vec();
        let copy = copy(&before);
        copy.run(&arguments).code(0);
        let expected = facts(&copy);
        assert_ne!(expected, facts(&before), "{arguments:?} changes something");
        let text = arguments.contains(&TEXT).then_some(TEXT);
        Self { before, arguments, text, expected }
    }

    /// Lets every call of a kind fail once, each in a run of its own; gives how many there were.
    fn injected(&self, call: &str, fault: &str) -> usize {
        let mut number = 0;
        while let Some(faulty) = self.with_fault(call, fault, number + 1) {
            number += 1;
            let what = format!("{:?}, {fault} at {}", self.arguments, faulty.failed);
            self.judge(&faulty, &what);
        }
        number
    }

    fn with_fault(&self, call: &str, fault: &str, number: usize) -> Option<Faulty> {
        let workspace = copy(&self.before);
        let trace = tempfile::NamedTempFile::new().unwrap();
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "signal=none", "-o"]).arg(trace.path());
        command.args(["-e", &format!("trace={call}")]);
        command.args(["-e", &format!("inject={call}:{fault}:when={number}")]);
        command.arg(env!("CARGO_BIN_EXE_incident")).args(&self.arguments);
        command.current_dir(workspace.path("")).stdin(Stdio::null()).env_remove("INCIDENT_ROOT");
        let output = command.output().unwrap();
        let traced = String::from_utf8_lossy(&std::fs::read(trace.path()).unwrap()).into_owned();
        let is_killed = output.status.code().is_none();
        let failed = traced
            .lines()
            .find(|line| line.contains("(INJECTED)") || (is_killed && line.ends_with("= ?")))?;
        let run = Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        Some(Faulty { run, workspace, failed: failed.to_owned(), is_killed })
    }

    /// The facts are whole, hold what was confirmed, and the text is there or was printed back.
    fn judge(&self, faulty: &Faulty, what: &str) {
        let Faulty { run, workspace, failed, is_killed } = faulty;
        let what = format!("{what}, code {}\n{}", run.code, run.stderr);
        let (old, now) = (facts(&self.before), facts(workspace));
        assert!(now == old || now == self.expected, "half a file: {what}\n{now}");
        if *is_killed {
            self.recover(workspace, &what);
            return;
        }
        let is_told = !failed.contains("write(2,");
        match run.code {
            0 => assert_eq!(now, self.expected, "confirmed and not there: {what}"),
            2 => {
                let may_be_there = run.stderr.contains("may be changed or not");
                assert!(now == old || may_be_there || !is_told, "not confirmed and there: {what}");
                let is_back = self.text.is_none_or(|text| run.stderr.contains(text));
                assert!(is_back || !is_told, "the text is lost: {what}");
            }
            // The standard library does not take it that a folder cannot be closed.
            101 if run.stderr.contains("error during closedir") => {}
            // The dynamic loader comes before the first line of ours.
            127 => assert_eq!(now, old, "{what}"),
            _ => panic!("{what}"),
        }
        let is_left_over = failed.contains("unlink");
        assert!(is_left_over || workspace.files(FOLDER).len() == 2, "something is left: {what}");
    }

    /// After a crash the next command works, and cleans up; undo takes back whole changes only.
    fn recover(&self, workspace: &Workspace, what: &str) {
        let now = facts(workspace);
        workspace.run(["log", "--in", "card", "Afterwards"]).code(0);
        assert!(facts(workspace).contains("Afterwards"), "{what}");
        assert_eq!(workspace.files(FOLDER).len(), 2, "something is left: {what}");
        workspace.run(["undo"]).code(0);
        assert_eq!(facts(workspace), now, "{what}");
    }
}

pub(crate) fn copy(workspace: &Workspace) -> Workspace {
    let files = workspace.files("");
    files.into_iter().fold(Workspace::bare(), |copy, (path, bytes)| copy.file(&path, bytes))
}

/// Lets calls fail in turn and tells how many did.
fn inject(case: &Case, faults: &[(&str, &str)]) {
    let mut count = 0;
    for (call, fault) in faults {
        let injected = case.injected(call, fault);
        assert!(injected > 0, "no call matches {call}");
        count += injected;
    }
    tell(&format!("{count} faults injected into `incident {}`", case.arguments.join(" ")));
}

pub(crate) const KILL: &str = "signal=SIGKILL";

fn log() -> Case {
    Case::new(burning(), &["log", "--in", "card", AT[0], AT[1], TEXT])
}

#[test]
fn killed_at_any_call_an_entry_is_whole_or_absent() {
    if strace_is_missing() {
        return;
    }
    let calls = [WRITE, SYNC, RENAME, CLOSE, OPEN, MAKE_FOLDER, MODE];
    inject(&log(), &calls.map(|call| (call, KILL)));
}

#[test]
fn on_a_full_disk_the_text_comes_back() {
    if strace_is_missing() {
        return;
    }
    let calls = [WRITE, SYNC, RENAME, OPEN, MAKE_FOLDER];
    inject(&log(), &calls.map(|call| (call, "error=ENOSPC")));
}

#[test]
fn on_a_broken_disk_the_text_comes_back() {
    if strace_is_missing() {
        return;
    }
    let calls = [READ, WRITE, SYNC, RENAME, CLOSE, LIST];
    inject(&log(), &calls.map(|call| (call, "error=EIO")));
}

#[test]
fn in_a_folder_that_may_not_be_written_the_text_comes_back() {
    if strace_is_missing() {
        return;
    }
    let calls = [OPEN, MAKE_FOLDER, RENAME, MODE];
    inject(&log(), &calls.map(|call| (call, "error=EACCES")));
    inject(&log(), &calls.map(|call| (call, "error=EROFS")));
}

#[test]
fn every_command_that_records_is_as_safe() {
    if strace_is_missing() {
        return;
    }
    let faults = [
        (WRITE, KILL),
        (SYNC, KILL),
        (RENAME, KILL),
        (WRITE, "error=ENOSPC"),
        (SYNC, "error=EIO"),
        (RENAME, "error=EROFS"),
    ];
    let update = ["update", "--in", "card", "-s", "investigating", AT[0], AT[1], TEXT];
    inject(&Case::new(burning(), &update), &faults);
    let resolve = ["resolve", "--in", "card", "--update", TEXT, AT[0], AT[1]];
    inject(&Case::new(burning(), &resolve), &faults);
    let add = ["action", "add", "--in", "card", "--due", "2024-07-01", TEXT];
    inject(&Case::new(burning(), &add), &faults);
    let open = burning();
    open.run(["action", "add", "--in", "card", "More room"]).code(0);
    inject(&Case::new(open, &["action", "done", "room", "--on", "2024-06-01"]), &faults);
}

#[test]
fn taking_back_is_as_safe() {
    if strace_is_missing() {
        return;
    }
    let logged = burning();
    logged.run(["log", "--in", "card", AT[0], AT[1], TEXT]).code(0);
    let faults = [
        (WRITE, KILL),
        (SYNC, KILL),
        (RENAME, KILL),
        (REMOVE, KILL),
        (WRITE, "error=ENOSPC"),
        (SYNC, "error=EIO"),
        (RENAME, "error=EROFS"),
        (REMOVE, "error=EACCES"),
    ];
    inject(&Case::new(logged, &["undo"]), &faults);
}

#[test]
fn without_locks_it_says_so_and_works() {
    if strace_is_missing() {
        return;
    }
    for error in ["ENOLCK", "EOPNOTSUPP"] {
        let workspace = burning();
        let ran = Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject=flock:error={error}")])
            .arg(env!("CARGO_BIN_EXE_incident"))
            .args(["log", "--in", "card", TEXT])
            .current_dir(workspace.path(""))
            .output()
            .unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.success(), "{said}");
        assert!(said.contains("This file system has no locks"), "{said}");
        assert!(facts(&workspace).contains(TEXT));
    }
}

/// Holds the lock of a folder in a process of its own; nothing where flock is missing.
pub(crate) fn hold(folder: &Path) -> Option<std::process::Child> {
    let holder = Command::new("flock")
        .args(["--no-fork", "--exclusive"])
        .arg(folder)
        .args(["sh", "-c", "echo held; exec sleep 60"])
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut holder) = holder else {
        tell("SKIPPED: locks of other processes (flock is missing)");
        return None;
    };
    let mut line = [0; 5];
    std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut line).unwrap();
    Some(holder)
}

#[test]
fn a_lock_dies_with_its_holder() {
    let workspace = burning();
    let Some(mut holder) = hold(&workspace.path(FOLDER)) else { return };
    let waiting = incident(&workspace.path(""))
        .args(["log", "--in", "card", TEXT])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(facts(&workspace), ONGOING, "it waits");
    let killed = Instant::now();
    holder.kill().unwrap();
    holder.wait().unwrap();
    let output = waiting.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(killed.elapsed() < Duration::from_secs(25), "it does not wait until it gives up");
    assert!(facts(&workspace).contains(TEXT));
}

#[test]
fn fixes_wait_for_the_lock() {
    let facts = "title = \"x\"\n# incident-allow: unknown-key ours\n";
    let workspace = Workspace::new().incident("2024-05-02-x", facts, "");
    let Some(mut holder) = hold(&workspace.path("incidents/2024-05-02-x")) else { return };
    let mut waiting = incident(&workspace.path(""));
    let waiting = waiting.args(["check", "--fix", "--quiet"]).stdout(Stdio::null());
    let mut waiting = waiting.stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(workspace.read("incidents/2024-05-02-x/facts.toml"), facts, "it waits");
    holder.kill().unwrap();
    holder.wait().unwrap();
    waiting.wait().unwrap();
    assert_eq!(workspace.read("incidents/2024-05-02-x/facts.toml"), "title = \"x\"\n");
}

/// A clock that was set back makes entries of the file come later than now.
#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    let ahead = chrono::Utc::now() + chrono::TimeDelta::hours(3);
    let later = format!(
        "{ONGOING}\n[[timeline]]\nat = {}\ntext = \"Before the clock was set back\"\n",
        ahead.format("%Y-%m-%dT%H:%M:%SZ")
    );
    let workspace = burning().file(&format!("{FOLDER}/facts.toml"), &later);
    workspace.run(["log", TEXT]).code(0);
    workspace.run(["log", "And this"]).code(0);
    let now = facts(&workspace);
    let place = |text: &str| now.find(text).unwrap_or_else(|| panic!("{text} is lost:\n{now}"));
    assert!(place("An alarm rang") < place(TEXT), "{now}");
    assert!(place(TEXT) < place("And this"), "{now}");
    assert!(place("And this") < place("Before the clock"), "{now}");
    workspace.run(["undo"]).code(0);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), later);
    let late =
        ONGOING.replace("2024-05-02T10:00:00", &ahead.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    let workspace = burning().file(&format!("{FOLDER}/facts.toml"), &late);
    let run = workspace.run(["resolve", "--in", "card", "--update", TEXT]).code(2);
    assert!(run.stderr.contains("had not started") && run.stderr.contains(TEXT), "{}", run.stderr);
}

/// Takes minutes: `cargo test --test it faults -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn sixty_four_processes_by_a_hundred_entries() {
    const PROCESSES: usize = 64;
    const ENTRIES: usize = 100;
    let workspace = burning();
    std::thread::scope(|scope| {
        for process in 0..PROCESSES {
            let workspace = &workspace;
            scope.spawn(move || {
                for entry in 0..ENTRIES {
                    let text = format!("entry {process}-{entry}.");
                    workspace.run(["log", "--in", "card", &text]).code(0);
                }
            });
        }
    });
    let facts = facts(&workspace);
    let parsed: toml::Table = facts.parse().unwrap();
    assert_eq!(parsed["timeline"].as_array().unwrap().len(), PROCESSES * ENTRIES + 1);
    for process in 0..PROCESSES {
        for entry in 0..ENTRIES {
            let text = format!("\"entry {process}-{entry}.\"");
            assert_eq!(facts.matches(&text).count(), 1, "{text}");
        }
    }
    assert_eq!(workspace.files(FOLDER).len(), 2, "something is left");
    tell(&format!("{} entries by {PROCESSES} processes at once", PROCESSES * ENTRIES));
}
