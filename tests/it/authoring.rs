//! `incident log`, `update`, `resolve` and `undo`.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::{FACTS, REPORT, Run, Workspace, incident};

/// An incident that is going on, with a window that is open.
pub(crate) const ONGOING: &str = r#"title = "Card payments fail"
state = "ongoing"  # for now
severity = "major"
timezone = "Europe/Zurich"
components = ["checkout"]
started = 2024-05-02T10:00:00

[[impact]]
component = "checkout"
status = "major_outage"
start = 2024-05-02T10:00:00

[[timeline]]
at = 2024-05-02T10:05:00
text = "An alarm rang"
"#;

const ID: &str = "2024-05-02-card-payments";

/// A workspace with one incident that is going on and one that is over.
pub(crate) fn burning() -> Workspace {
    Workspace::sound().incident(ID, ONGOING, REPORT)
}

pub(crate) fn facts(workspace: &Workspace) -> String {
    workspace.read(&format!("incidents/{ID}/facts.toml"))
}

pub(crate) fn piped(workspace: &Workspace, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = incident(&workspace.path(""))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read may have ended before.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn an_entry_is_added_and_confirmed_with_its_time() {
    let workspace = burning();
    let run = workspace
        .run(["log", "--at", "2024-05-02T10:20", "--kind", "action", "Certificate", "renewed"])
        .code(0);
    assert_eq!(
        run.stderr,
        "Logged 2 May 2024, 10:20 CEST (UTC+02:00) in 2024-05-02-card-payments\n  \
         Certificate renewed (undo: incident undo)\n"
    );
    assert_eq!(run.stdout, "");
    assert_eq!(
        facts(&workspace),
        format!(
            "{ONGOING}\n[[timeline]]\nat = 2024-05-02T10:20:00\ntext = \"Certificate renewed\"\n\
             kind = \"action\"\n"
        )
    );
}

#[test]
fn an_earlier_entry_goes_where_its_time_is() {
    let workspace = burning();
    workspace.run(["l", "-a", "2024-05-02T10:03", "--about", "First mail", "--public"]).code(0);
    let expected = "\n[[timeline]]\nat = { at = 2024-05-02T10:03:00, about = true }\n\
                    text = \"First mail\"\naudience = \"public\"\n\n[[timeline]]\n\
                    at = 2024-05-02T10:05:00\n";
    assert!(facts(&workspace).contains(expected), "{}", facts(&workspace));
    workspace.run(["check", "--format", "concise", "card"]).code(0);
}

/// What was recorded before is about another incident.
#[test]
fn a_text_may_begin_with_a_hyphen() {
    for (arguments, text) in [
        (&["log", "-5 nodes left", "--at", "2024-05-02T10:20"][..], "text = \"-5 nodes left\""),
        (&["log", "--at", "2024-05-02T10:20", "--all nodes down"], "text = \"--all nodes down\""),
        (&["log", "-a", "2024-05-02T10:20", "- one\n- two"], "text = \"- one - two\""),
        (
            &["update", "-s", "investigating", "- it fails\n- so do logins", "--in", "card"],
            "text = \"\"\"\n- it fails\n- so do logins\"\"\"",
        ),
        (
            &["log", "--wording", "- one less", "-a", "2024-05-02T10:20", "A"],
            "wording = \"- one less\"",
        ),
    ] {
        let workspace = burning();
        workspace.run(arguments).code(0);
        assert!(facts(&workspace).contains(text), "{}", facts(&workspace));
    }
}

#[test]
fn undo_passes_over_an_incident_whose_folder_is_gone() {
    let workspace = burning();
    let at = ["log", "--at", "2024-05-02T10:20", "--in"];
    workspace.run([&at[..], &["card", "first"]].concat()).code(0);
    workspace.run([&at[..], &["2024-05-02-checkout", "second"]].concat()).code(0);
    let [is, was] = ["2024-05-02-other", "2024-05-02-checkout"];
    let path = |id: &str| workspace.path(format!("incidents/{id}"));
    std::fs::rename(path(was), path(is)).unwrap();
    let run = workspace.run(["undo"]).code(0);
    let told = format!("Passed over, for incidents/{was}/facts.toml is not there: Logged");
    assert!(run.stderr.starts_with(&told), "{}", run.stderr);
    assert!(run.stderr.contains("\nTaken back: Logged"), "{}", run.stderr);
    assert_eq!(facts(&workspace), ONGOING);
    workspace.run(["undo"]).code(2);
    std::fs::rename(path(is), path(was)).unwrap();
    workspace.run(["undo"]).code(0);
    assert_eq!(workspace.read(&format!("incidents/{was}/facts.toml")), FACTS);
}

#[test]
fn undo_behind_new_takes_back_nothing_until_the_folder_is_gone() {
    let workspace = burning();
    workspace.run(["log", "--at", "2024-05-02T10:20", "--in", "card", "Important"]).code(0);
    let logged = facts(&workspace);
    let run = workspace.run(["new", "Wrong title", "--started", "2024-05-03T10:00"]).code(0);
    let made = format!("incidents/{}", run.stdout.trim_end());
    let run = workspace.run(["undo"]).code(2);
    assert!(run.stderr.contains(&format!("the last change made {made}\n")), "{}", run.stderr);
    assert_eq!(facts(&workspace), logged);
    std::fs::remove_dir_all(workspace.path(&made)).unwrap();
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), ONGOING);
}

#[test]
fn programs_get_json_and_give_text_on_standard_input() {
    let workspace = burning();
    let arguments = ["log", "--in", "card", "-", "--at", "2024-05-02T10:20", "--json"];
    let run = piped(&workspace, &arguments, b"said \"so\"\r\nand it's \\ so\n").code(0);
    let confirmed: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(confirmed["version"], 1);
    assert_eq!(confirmed["incident"], ID);
    assert_eq!(confirmed["at"], "2024-05-02T10:20:00+02:00");
    assert_eq!(confirmed["text"], "said \"so\" and it's \\ so");
    assert_eq!(run.stderr, "");
    assert!(facts(&workspace).ends_with("text = \"said \\\"so\\\" and it's \\\\ so\"\n"));
    let run = piped(&workspace, &["log", "-"], b"caf\xe9").code(2);
    assert!(run.stderr.contains("not UTF-8") && run.stderr.contains("caf"), "{}", run.stderr);
    let run = piped(&workspace, &["log", "-", "--at", "soon"], b"kept\n").code(2);
    assert!(
        run.stderr.contains("is no time") && run.stderr.ends_with("\nkept\n"),
        "{}",
        run.stderr
    );
    let run = piped(&Workspace::bare(), &["log", "card", "-"], b"kept").code(2);
    assert!(
        run.stderr.contains("no workspace") && run.stderr.ends_with("\nkept\n"),
        "{}",
        run.stderr
    );
    let run = piped(&workspace, &["log", "-"], b" \n").code(2);
    assert!(run.stderr.contains("TEXT is empty"), "{}", run.stderr);
}

#[test]
fn the_incident_is_never_guessed() {
    let other = "2024-05-02-checkout";
    for (words, expected) in [
        // One that is quoted, one that is an id, one with the id's date.
        (&["card", "a text"][..], Ok((ID, "a text"))),
        (&[ID, "down"], Ok((ID, "down"))),
        (&["2024-05-02-ch", "down"], Ok((other, "down"))),
        // No id at all.
        (&["down"], Ok((ID, "down"))),
        (&["it", "is", "down"], Ok((ID, "it is down"))),
        // The words of the only one that is going on.
        (&["card", "down"], Ok((ID, "card down"))),
        // Both readings are possible.
        (&["checkout", "down"], Err("is \"checkout\" an incident or the first word")),
        (&["2024-05", "down"], Err("is \"2024-05\" an incident or the first word")),
        (&["nothing", "a text"], Err("no incident is called \"nothing\"")),
        (&["2024", "a text"], Err("\"2024\" names 2 incidents")),
    ] {
        let workspace = burning();
        let before = workspace.files("incidents");
        let arguments =
            ["log", "--at", "2024-05-02T10:06"].into_iter().chain(words.iter().copied());
        let run = workspace.run(arguments);
        match expected {
            Ok((id, text)) => {
                let said = format!("in {id}\n  {text} (undo");
                assert!(run.code == 0 && run.stderr.contains(&said), "{words:?}: {}", run.stderr);
            }
            Err(message) => {
                assert!(run.code == 2 && run.stderr.contains(message), "{words:?} {}", run.stderr);
                let text = words.last().unwrap();
                assert!(run.stderr.trim_end().ends_with(text), "{words:?}: {}", run.stderr);
                assert_eq!(workspace.files("incidents"), before, "{words:?}");
            }
        }
    }
}

#[test]
fn without_an_ongoing_incident_the_text_comes_back() {
    let over = Workspace::sound()
        .incident("2024-04-01-search", FACTS, REPORT)
        .file("incidents/2999-01-01-planned/facts.toml", "title = \"x\"\nkind = \"maintenance\"\n")
        .file("incidents/notes/ideas.md", "");
    let run = over.run(["log", "It", "is", "back"]).code(2);
    assert!(run.stderr.contains("no incident is going on"), "{}", run.stderr);
    assert!(run.stderr.contains("--in 2024-05-02-checkout names the last one"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\nIt is back\n"), "{}", run.stderr);
    let two = burning().incident("2024-05-03-also", ONGOING, REPORT);
    let run = two.run(["log", "It", "is", "back"]).code(2);
    assert!(run.stderr.contains("2 incidents are going on"), "{}", run.stderr);
    assert!(run.stderr.contains("2024-05-03-also, 2024-05-02-card-payments"), "{}", run.stderr);
    let later = burning().incident(
        "2999-01-01-planned",
        "title = \"x\"\nkind = \"maintenance\"\nstarted = 2999-01-01\n",
        REPORT,
    );
    later.run(["log", "It", "is", "back"]).code(0);
}

#[test]
fn what_cannot_be_meant_is_refused_and_changes_nothing() {
    let workspace = burning();
    let before = workspace.files("incidents");
    for (arguments, expected) in [
        (&["log", "x y", "--at", "2999-01-01T10:00"][..], "is in the future"),
        (&["log", "x y", "--at", "sometime"], "is no time"),
        (&["log", "x y", "--at", "2024-03-31T02:30"], "does not exist in Europe/Zurich"),
        (&["log", "x y", "--at", "2024-10-27T02:30"], "--at 2024-10-27T02:30:00+01:00"),
        (&["update", "x y"], "--status is missing"),
        (&["update", "x y", "--status", "completed"], "is no status of incident"),
        (&["resolve", "--update", "x y", "--at", "2024-05-02T09:00"], "had not started"),
        (&["resolve", "2024-05-02-checkout", "--update", "x y"], "is resolved already"),
    ] {
        let run = workspace.run(arguments).code(2);
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.ends_with("\nx y\n"), "{arguments:?}: {}", run.stderr);
    }
    let run = workspace.run(["log"]).code(2);
    assert!(run.stderr.contains("TEXT is missing"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), before);
    assert!(!workspace.path(".incident").exists());
    workspace.run(["log", "--force", "--at", "2999-01-01T10:00", "x"]).code(0);
}

#[test]
fn an_update_is_announced_behind_the_others() {
    let workspace = burning();
    let text = "Payments fail.\n\n**We are on it.**";
    workspace
        .run(["update", text, "-s", "investigating", "--at", "2024-05-02T10:10", "--title", "Down"])
        .code(0);
    let expected = "\n[[update]]\nat = 2024-05-02T10:10:00\nstatus = \"investigating\"\n\
                    title = \"Down\"\ntext = \"\"\"\nPayments fail.\n\n**We are on it.**\"\"\"\n";
    assert!(facts(&workspace).ends_with(expected), "{}", facts(&workspace));
    let run = workspace.run(["u", "Over.", "-s", "resolved"]).code(0);
    assert!(run.stderr.contains("still open: `incident resolve`"), "{}", run.stderr);
}

#[test]
fn resolving_closes_windows_and_state_in_one_step() {
    let workspace = burning();
    let run = workspace
        .run(["resolve", "--at", "2024-05-02T10:40", "--update", "It works again."])
        .code(0);
    assert!(run.stderr.contains("with\n  the window that was open (undo"), "{}", run.stderr);
    let expected = ONGOING
        .replace("\"ongoing\"", "\"drafting\"")
        .replace("10:00:00\n\n[[impact]]", "10:00:00\nresolved = 2024-05-02T10:40:00\n\n[[impact]]")
        .replace(
            "start = 2024-05-02T10:00:00\n",
            "start = 2024-05-02T10:00:00\nend = 2024-05-02T10:40:00\n",
        );
    let update = "\n[[update]]\nat = 2024-05-02T10:40:00\nstatus = \"resolved\"\n\
                  text = \"It works again.\"\n";
    assert_eq!(facts(&workspace), format!("{expected}{update}"));
    workspace.run(["log", "x"]).code(2);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), ONGOING);
}

#[test]
fn changes_are_taken_back_one_by_one() {
    let workspace = burning();
    workspace.run(["log", "one", "--at", "2024-05-02T10:10"]).code(0);
    let one = facts(&workspace);
    workspace.run(["log", "two", "--at", "2024-05-02T10:11"]).code(0);
    let run = workspace.run(["undo", "--dry-run"]).code(0);
    assert!(run.stdout.contains("\n-text = \"two\"\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("\n+text"), "{}", run.stdout);
    let run = workspace.run(["undo"]).code(0);
    assert!(run.stderr.starts_with("Taken back: Logged 2 May 2024, 10:11"), "{}", run.stderr);
    assert_eq!(facts(&workspace), one);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), ONGOING);
    let run = workspace.run(["undo"]).code(2);
    assert!(run.stderr.contains("nothing to take back"), "{}", run.stderr);
}

#[test]
fn nothing_is_taken_back_from_a_file_that_changed_since() {
    let workspace = burning();
    workspace.run(["log", "one", "--at", "2024-05-02T10:10"]).code(0);
    let path = format!("incidents/{ID}/facts.toml");
    let changed = workspace.read(&path) + "# by hand\n";
    let workspace = workspace.file(&path, &changed);
    let run = workspace.run(["undo"]).code(2);
    let dry = workspace.run(["undo", "--dry-run"]).code(2);
    assert_eq!((&dry.stdout, &dry.stderr), (&String::new(), &run.stderr));
    assert!(run.stderr.contains("was changed since; nothing was taken back"), "{}", run.stderr);
    assert!(run.stderr.contains("\n-text = \"one\"\n"), "{}", run.stderr);
    assert_eq!(facts(&workspace), changed);
}

#[test]
fn a_file_that_is_no_toml_is_not_touched() {
    let broken = ONGOING.replace("severity = \"major\"", "severity = \"maj");
    let workspace = Workspace::new().incident(ID, &broken, REPORT);
    let run = workspace.run(["log", "It is back"]).code(2);
    assert!(run.stderr.contains("facts.toml:3:16: it is not valid TOML"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\nIt is back\n"), "{}", run.stderr);
    assert_eq!(facts(&workspace), broken);
}

#[test]
fn the_journal_is_no_part_of_the_repository() {
    let workspace = burning();
    let repository = git2::Repository::init(workspace.path("")).unwrap();
    workspace.run(["log", "one"]).code(0);
    let statuses = repository.statuses(None).unwrap();
    let seen: Vec<String> = statuses
        .iter()
        .filter(|entry| !entry.status().is_ignored())
        .filter_map(|entry| entry.path().ok().map(str::to_owned))
        .collect();
    assert!(seen.iter().all(|path| !path.starts_with(".incident/")), "{seen:?}");
}

#[test]
fn entries_made_at_once_are_all_kept() {
    let workspace = burning();
    const PROCESSES: usize = 8;
    const ENTRIES: usize = 5;
    std::thread::scope(|scope| {
        for process in 0..PROCESSES {
            let workspace = &workspace;
            scope.spawn(move || {
                for entry in 0..ENTRIES {
                    workspace.run(["log", &format!("entry {process}-{entry}")]).code(0);
                }
            });
        }
    });
    let facts = facts(&workspace);
    for process in 0..PROCESSES {
        for entry in 0..ENTRIES {
            assert_eq!(facts.matches(&format!("\"entry {process}-{entry}\"")).count(), 1);
        }
    }
    let files = workspace.files(&format!("incidents/{ID}"));
    assert_eq!(files.len(), 2, "no lock and no temporary file is left");
}

#[test]
fn where_the_zone_is_in_doubt_the_offset_is_written() {
    let without = ONGOING.replace("timezone = \"Europe/Zurich\"\n", "");
    for (config, expected) in [
        ("timezone = \"Europe/Zurich\"\n", "at = 2024-05-02T10:20:00\n"),
        ("timezone = \"Europe/Zurich\"\ntitle = \n", "at = 2024-05-02T10:20:00+02:00\n"),
        ("timezone = \"Europe/Zurch\"\n", "at = 2024-05-02T10:20:00+00:00\n"),
    ] {
        let workspace = Workspace::bare().file("incident.toml", config);
        let workspace = workspace.incident(ID, &without, REPORT);
        workspace.run(["log", "--at", "2024-05-02T10:20", "x"]).code(0);
        assert!(facts(&workspace).contains(expected), "{config}: {}", facts(&workspace));
        let workspace = workspace.incident(ID, ONGOING, REPORT);
        workspace.run(["log", "--at", "2024-05-02T10:20", "x"]).code(0);
        assert!(facts(&workspace).contains("at = 2024-05-02T10:20:00\n"), "{config}");
    }
}

#[test]
fn facts_that_cannot_be_read_may_be_those_that_are_meant() {
    let workspace = burning().file("incidents/2024-05-03-mail/facts.toml/x", "");
    let run = workspace.run(["log", "It is back"]).code(2);
    assert!(run.stderr.contains("2024-05-03-mail, 2024-05-02-card-payments"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\nIt is back\n"), "{}", run.stderr);
    assert_eq!(facts(&workspace), ONGOING);
    let stray = burning().file("incidents/notes/ideas.md", "");
    stray.run(["log", "It is back"]).code(0);
}

#[test]
fn now_is_this_minute_unless_something_happened_in_it() {
    let workspace = burning();
    for text in ["First", "Second"] {
        workspace.run(["log", text]).code(0);
    }
    workspace.run(["update", "-s", "identified", "Known."]).code(0);
    let after = facts(&workspace);
    let times = |facts: &str| -> Vec<String> {
        let lines = facts.lines().filter_map(|line| line.strip_prefix("at = "));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(times(&after).len(), 4, "{after}");
    assert!(times(&after).iter().all(|at| at.ends_with(":00")), "{after}");
    // What was given to the second stays, and nothing comes before it.
    workspace.run(["log", "Third", "--at", "1 second ago"]).code(0);
    let third = times(&facts(&workspace)).into_iter().max().unwrap();
    workspace.run(["log", "Fourth"]).code(0);
    let after = facts(&workspace);
    assert!(after.find("\"Third\"") < after.find("\"Fourth\""), "{after}");
    assert!(times(&after).into_iter().max().unwrap() >= third, "{after}");
}

#[test]
fn whoever_resolves_is_reminded_of_readers() {
    let reminder = "Readers are not told yet: `incident update --in 2024-05-02-card-payments -s resolved TEXT`";
    let run = burning().run(["resolve", "--at", "2024-05-02T10:40"]).code(0);
    assert!(run.stderr.contains(reminder), "{}", run.stderr);
    let told = ["resolve", "--at", "2024-05-02T10:40", "--update", "It works again."];
    let run = burning().run(told).code(0);
    assert!(!run.stderr.contains("Readers"), "{}", run.stderr);
    let workspace = burning();
    workspace.run(["update", "-s", "resolved", "Over.", "--at", "2024-05-02T10:40"]).code(0);
    let run = workspace.run(["resolve", "--at", "2024-05-02T10:40"]).code(0);
    assert!(!run.stderr.contains("Readers"), "{}", run.stderr);
}
