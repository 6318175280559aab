//! Completion in real shells: what stands on the line after TAB.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use expectrl::{Expect as _, Regex, session::OsSession};

use crate::support::{CONFIG, FACTS, REPORT, Workspace, incident};

fn workspace() -> Workspace {
    let config = CONFIG.to_owned() + "\n[[component]]\nid = \"mail\"\nname = \"Mail\"\n";
    let workspace = Workspace::sound().file("incident.toml", config);
    let facts = FACTS.replace("status = \"done\"", "status = \"open\"");
    let workspace = workspace.incident("2024-06-07-mails-late", &facts, REPORT);
    for shell in ["bash", "zsh", "fish"] {
        let script = workspace.run(["completions", shell]).code(0).stdout;
        std::fs::write(workspace.path(shell), script).unwrap();
    }
    workspace
}

/// A shell's command with `incident` on PATH; says so where the shell is not installed.
fn shell(workspace: &Workspace, name: &str, arguments: &[&str]) -> Option<Command> {
    let paths = std::env::var("PATH").unwrap();
    if !std::env::split_paths(&paths).any(|folder| folder.join(name).exists()) {
        // `eprintln` is kept to itself by the test harness.
        let mut loud = std::io::stderr();
        writeln!(loud, "SKIPPED: completion in {name}: not installed").unwrap();
        return None;
    }
    let bin = Path::new(env!("CARGO_BIN_EXE_incident")).parent().unwrap();
    let mut command = Command::new(name);
    command
        .args(arguments)
        .current_dir(workspace.path(""))
        .env("PATH", format!("{}:{paths}", bin.display()))
        .env("HOME", workspace.path(""))
        .env("TERM", "dumb")
        .env_remove("INCIDENT_ROOT");
    Some(command)
}

/// Types what stands before `→` and TAB, and expects what stands behind it on the line.
fn type_and_expect(mut session: OsSession, typed: &[(&str, &str)]) {
    session.set_expect_timeout(Some(Duration::from_secs(30)));
    // What is typed before the shell reads keys is not completed.
    session.expect(Regex("ready[^>]*> ")).unwrap();
    for (words, expected) in typed {
        session.send(format!("{words}\t")).unwrap();
        // A word that is replaced is written over: only the word itself stands in one piece.
        let word = expected.rsplit(' ').next().unwrap();
        let found = session.expect(Regex(word));
        assert!(found.is_ok(), "{words:?} did not become {expected:?}: {found:?}");
        // Control-U empties the line.
        session.send("\u{15}").unwrap();
    }
    session.send("exit\n").unwrap();
}

/// Lines and what they become: an id from its beginning, from a word in it, and other words.
const TYPED: [(&str, &str); 10] = [
    ("incident show 2024-06", "show 2024-06-07-mails-late"),
    ("incident history chec", "history 2024-05-02-checkout"),
    ("incident update --status inv", "--status investigating"),
    ("incident export csv mails", "csv 2024-06-07-mails-late"),
    ("incident list --component ma", "--component mail"),
    ("incident explain stated-du", "explain stated-duration"),
    ("incident log --audience cu", "--audience customers"),
    ("incident resol", "incident resolve"),
    ("incident action done test-the", "done test-the-certificates-date-each"),
    ("incident action add --in mails", "--in 2024-06-07-mails-late"),
];

#[test]
fn bash_completes() {
    let workspace = workspace();
    let Some(mut command) = shell(&workspace, "bash", &["--norc", "--noprofile", "-i"]) else {
        return;
    };
    command.env("PS1", "> ").env("INPUTRC", "/dev/null");
    let mut session = OsSession::spawn(command).unwrap();
    // The pty comes without echo, and readline then shows nothing of what it completes.
    session
        .send("stty echo; bind 'set enable-bracketed-paste off'; source ./bash; echo rea''dy\n")
        .unwrap();
    type_and_expect(session, &TYPED);
}

#[test]
fn zsh_completes() {
    let workspace = workspace();
    let Some(command) = shell(&workspace, "zsh", &["-f", "-i"]) else { return };
    let mut session = OsSession::spawn(command).unwrap();
    session
        .send("PS1='> '; autoload -Uz compinit; compinit -u; source ./zsh; echo rea''dy\n")
        .unwrap();
    type_and_expect(session, &TYPED);
}

/// Fish says itself what it would offer.
#[test]
fn fish_completes() {
    let workspace = workspace();
    for (line, expected) in TYPED {
        let script = format!("source ./fish; complete --do-complete '{line}'");
        let Some(mut command) = shell(&workspace, "fish", &["--no-config", "-c", &script]) else {
            return;
        };
        let output = command.output().unwrap();
        let offered = String::from_utf8(output.stdout).unwrap();
        let expected = expected.rsplit(' ').next().unwrap();
        let is_offered = offered.lines().any(|line| line.split('\t').next() == Some(expected));
        assert!(is_offered, "{line:?} does not offer {expected:?}: {offered}");
    }
}

#[test]
fn where_there_is_no_workspace_nothing_is_said() {
    let workspace = Workspace::bare();
    let asked = |arguments: &[&str]| {
        let output = incident(&workspace.path(""))
            .env("INCIDENT_COMPLETE", "fish")
            .args(arguments)
            .output()
            .unwrap();
        (output.status.success(), output.stdout, output.stderr)
    };
    assert_eq!(asked(&["--", "incident", "show", "x"]), (true, Vec::new(), Vec::new()));
    let (is_success, offered, _) = asked(&["--", "incident", "update", "--status", "m"]);
    assert!(is_success && offered.starts_with(b"monitoring"));
}

#[test]
fn the_workspace_named_on_the_line_is_asked() {
    let workspace = workspace();
    let elsewhere = Workspace::bare();
    let root = workspace.path("");
    let output = incident(&elsewhere.path(""))
        .env("INCIDENT_COMPLETE", "fish")
        .args(["--", "incident", "--root", root.to_str().unwrap(), "show", "mails"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "2024-06-07-mails-late\n");
}

#[test]
fn actions_are_offered_that_are_open_and_may_be_meant() {
    let workspace = workspace();
    let offered = |arguments: &[&str]| {
        let output = incident(&workspace.path(""))
            .env("INCIDENT_COMPLETE", "fish")
            .args(["--", "incident", "action"])
            .args(arguments)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let open = "test-the-certificates-date-each\n";
    assert_eq!(offered(&["drop", "test"]), open);
    assert_eq!(offered(&["drop", "--in", "mails", "test"]), open);
    assert_eq!(offered(&["drop", "-i", "checkout", "test"]), "");
}
