//! One language of times for all commands, and what is announced of maintenance.

use crate::authoring::{ONGOING, burning, facts, piped};
use crate::support::{REPORT, Workspace};

const MAINTENANCE: &str = "title = \"New room\"\nkind = \"maintenance\"\nstate = \"ongoing\"\n\
                           timezone = \"UTC\"\n";

/// The commands that take a time, with what else they need.
const COMMANDS: [&[&str]; 4] = [
    &["log", "x y", "--at"],
    &["update", "x y", "-s", "identified", "--at"],
    &["resolve", "--at"],
    &["new", "x y", "--started"],
];

fn with(command: &[&str], time: &str) -> Vec<String> {
    command.iter().copied().chain([time]).map(str::to_owned).collect()
}

#[test]
fn every_command_takes_the_same_times() {
    for time in [
        "now",
        "10 min ago",
        "1h30m ago",
        "half an hour ago",
        "yesterday at 9:00",
        "yesterday 3am",
        "midnight",
        "21.11.2025 19:30",
        "2025-11-21 19:30 UTC",
        "2025-11-21T19:30",
        "yesterday",
    ] {
        for command in COMMANDS {
            let run = burning().run(with(command, time));
            assert_eq!(run.code, 0, "{command:?} {time}: {}", run.stderr);
        }
    }
}

/// `midnight` was now, `this morning` 00:00, `may` the first of May; other commands refused what
/// `log` took.
#[test]
fn every_command_refuses_what_nobody_said() {
    for (time, expected) in [
        ("m", "is no time"),
        ("min", "is no time"),
        ("this morning", "is no time"),
        ("may", "is no time"),
        ("last sunday", "names no time of day"),
        ("5/11/2025 10:00", "\"2025-11-05 10:00\""),
        ("10 min", "did you mean"),
        ("2999-01-01T10:00", "is in the future"),
        ("23:59:60", "is no time"),
    ] {
        for command in COMMANDS {
            let workspace = burning();
            let before = workspace.files("");
            let run = workspace.run(with(command, time)).code(2);
            assert!(run.stderr.contains(expected), "{command:?} {time}: {}", run.stderr);
            assert!(run.stderr.contains("help: "), "{command:?} {time}: {}", run.stderr);
            assert_eq!(workspace.files(""), before, "{command:?} {time}");
        }
    }
}

#[test]
fn only_maintenance_begins_in_the_future() {
    let new = ["new", "New room", "--started", "2999-12-25T22:00"];
    let run = Workspace::new().run(new).code(2);
    assert!(run.stderr.contains("--template maintenance"), "{}", run.stderr);
    let workspace = Workspace::new();
    let run = workspace.run([&new[..], &["--template", "maintenance"]].concat()).code(0);
    assert!(run.stderr.contains("scheduled for 25 December 2999, 22:00 UTC"), "{}", run.stderr);
    let facts = workspace.read("incidents/2999-12-25-new-room/facts.toml");
    assert!(facts.contains("\n# scheduled = { start = 2999-12-25T22:00:00, end = }\n"), "{facts}");
    let check = workspace.run(["check", "--format", "concise"]);
    assert!(check.stdout.contains("warning[unscheduled-maintenance]"), "{}", check.stdout);
}

#[test]
fn a_scaffold_of_the_house_tells_its_kind() {
    let workspace = Workspace::new().file("templates/new/works/report.md", "## Summary\n").file(
        "templates/new/works/facts.toml",
        "title = {{ title | toml }}\nkind = \"maintenance\"\nstarted = {{ started }}\n",
    );
    let new = ["new", "New room", "--template", "works", "--started", "2999-12-25T22:00"];
    workspace.run(new).code(0);
}

#[test]
fn an_announced_window_is_written_and_shown() {
    for (ends, expected) in [
        ("2 hours", Ok("2999-12-26T00:00:00")),
        ("02:00", Ok("2999-12-26T02:00:00")),
        ("23:30", Ok("2999-12-25T23:30:00")),
        ("02:00 UTC", Ok("2999-12-26T02:00:00")),
        ("2999-12-27 03:00", Ok("2999-12-27T03:00:00")),
        ("2999-12-25 21:00", Err("before it starts")),
        ("soon", Err("is no time")),
    ] {
        let workspace = Workspace::new();
        let new = ["new", "New room", "--template", "maintenance", "--ends", ends];
        let run = workspace.run([&new[..], &["--started", "2999-12-25T22:00"]].concat());
        match expected {
            Ok(end) => {
                assert_eq!(run.code, 0, "{ends}: {}", run.stderr);
                let facts = workspace.read("incidents/2999-12-25-new-room/facts.toml");
                let window = format!("{{ start = 2999-12-25T22:00:00, end = {end} }}");
                assert!(facts.contains(&window), "{ends}: {facts}");
                let check = workspace.run(["check", "--format", "concise"]).code(0);
                assert_eq!(check.stdout, "", "{ends}");
                workspace.run(["render", "--to", "site"]).code(0);
                let calendar = workspace.read("public/site/calendar.ics");
                assert!(calendar.contains("DTSTART:29991225T220000Z"), "{calendar}");
            }
            Err(message) => {
                assert_eq!(run.code, 2, "{ends}");
                assert!(run.stderr.contains(message), "{ends}: {}", run.stderr);
            }
        }
    }
    let day = ["new", "New room", "--template", "maintenance", "--started", "2999-12-25", "--ends"];
    let run = Workspace::new().run([&day[..], &["2 hours"]].concat()).code(2);
    assert!(run.stderr.contains("the start has no time of day"), "{}", run.stderr);
    let workspace = Workspace::new();
    workspace.run([&day[..], &["2999-12-25"]].concat()).code(0);
    let check = workspace.run(["check", "--format", "concise"]).code(0);
    assert_eq!(check.stdout, "");
    let run = Workspace::new().run(["new", "Down", "--ends", "02:00"]).code(2);
    assert!(run.stderr.contains("--ends is about maintenance"), "{}", run.stderr);
}

#[test]
fn an_end_that_the_clocks_skip_or_show_twice_is_asked_for_again() {
    let end_of = |started: &str, ends: &str| {
        let workspace = Workspace::new().file("incident.toml", "timezone = \"Europe/Zurich\"\n");
        let new = ["new", "New room", "--template", "maintenance", "--started", started];
        workspace.run([&new[..], &["--ends", ends]].concat())
    };
    let run = end_of("2027-03-28 01:30", "02:30").code(2);
    assert!(run.stderr.contains("2027-03-28T02:30:00 does not exist"), "{}", run.stderr);
    let run = end_of("2027-10-31 01:30", "02:30").code(2);
    assert!(run.stderr.contains("2027-10-31T02:30:00 exists twice"), "{}", run.stderr);
    assert!(run.stderr.contains("--ends 2027-10-31T02:30:00+02:00"), "{}", run.stderr);
    // Of a night's 02:30, that before the start is none of the readings.
    for started in ["2027-03-28 04:00", "2027-10-31 04:00"] {
        let run = end_of(started, "02:30").code(0);
        let next = if started.contains("-03-") { "29 March" } else { "1 November" };
        assert!(run.stderr.contains(next), "{}", run.stderr);
    }
}

#[test]
fn an_announcement_finds_the_only_maintenance_to_come() {
    let later = format!("{MAINTENANCE}started = 2999-01-01T10:00:00\n");
    let announce = ["update", "-s", "scheduled", "The queue will move."];
    let workspace = burning().incident("2999-01-01-room", &later, REPORT);
    let run = workspace.run(announce).code(0);
    assert!(run.stderr.contains("in 2999-01-01-room\n  The queue"), "{}", run.stderr);
    // An early start, and an incident that is going on meanwhile.
    let run = workspace.run(["update", "-s", "in_progress", "It moves."]).code(0);
    assert!(run.stderr.contains("in 2999-01-01-room\n  It moves"), "{}", run.stderr);
    let run = workspace.run(["log", "x y"]).code(0);
    assert!(run.stderr.contains("in 2024-05-02-card-payments"), "{}", run.stderr);
    let two = workspace.incident("2999-01-02-desk", &later, REPORT);
    let run = two.run(announce).code(2);
    assert!(run.stderr.contains("2 incidents can be meant"), "{}", run.stderr);
    assert!(run.stderr.contains("--in: 2999-01-02-desk, 2999-01-01-room\n"), "{}", run.stderr);
    let run = Workspace::sound().run(announce).code(2);
    assert!(run.stderr.contains("no maintenance is announced or going on"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\nThe queue will move.\n"), "{}", run.stderr);
}

/// The time of publication was cut to the minute, and so lay before the end.
#[test]
fn a_report_can_be_published_in_the_minute_of_its_end() {
    let workspace = burning();
    workspace.run(["log", "Certificate renewed", "--public"]).code(0);
    workspace.run(["action", "add", "Renew it by itself", "--public", "--owner", "web"]).code(0);
    workspace.run(["resolve"]).code(0);
    let run = workspace.run(["publish", "card", "--yes"]).code(0);
    assert!(!run.stderr.contains("error"), "{}", run.stderr);
    workspace.run(["check", "--format", "concise", "card"]).code(0);
}

#[test]
fn an_empty_announcement_is_refused() {
    for arguments in [
        &["resolve", "--update", ""][..],
        &["resolve", "--update", " \n"],
        &["update", "-s", "identified", ""],
        &["update", "-s", "identified", "x", "--title", " "],
        &["log", "x", "--wording", ""],
    ] {
        let workspace = burning();
        let run = workspace.run(arguments).code(2);
        assert!(run.stderr.contains("is empty"), "{arguments:?}: {}", run.stderr);
        assert_eq!(facts(&workspace), ONGOING, "{arguments:?}");
    }
    let workspace = burning();
    piped(&workspace, &["resolve", "--update", "-"], b"It works\nagain.\n").code(0);
    let expected = "text = \"\"\"\nIt works\nagain.\"\"\"\n";
    assert!(facts(&workspace).ends_with(expected), "{}", facts(&workspace));
}

#[test]
fn a_piped_text_comes_back_where_arguments_are_wrong() {
    let workspace = burning();
    for arguments in [
        &["log", "--in", "card", "--kind", "foo", "-"][..],
        &["update", "-s", "foo", "-"],
        &["resolve", "--foo", "--update", "-"],
        &["resolve", "--foo", "--update=-"],
        &["action", "add", "--kind", "foo", "-"],
    ] {
        let run = piped(&workspace, arguments, b"two\nlines\n").code(2);
        let expected = "Your text, so that it is not lost:\ntwo\nlines\n";
        assert!(run.stderr.ends_with(expected), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {}", run.stderr);
    }
    for arguments in [&["log", "--help", "-"][..], &["list", "--foo", "-"]] {
        let run = piped(&workspace, arguments, b"two\nlines\n");
        assert!(!run.stderr.contains("two"), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(facts(&workspace), ONGOING);
}

#[test]
fn a_status_among_the_words_is_no_incident_and_no_text() {
    for arguments in [
        &["update", "investigating", "We look into it."][..],
        &["update", "investigating", "We", "look", "into", "it."],
    ] {
        let workspace = burning();
        let run = workspace.run(arguments).code(2);
        let hint = "\"investigating\" is a status: --status investigating \"We look into it.\"";
        assert!(run.stderr.contains(hint), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("Your text"), "{arguments:?}: {}", run.stderr);
        assert_eq!(facts(&workspace), ONGOING, "{arguments:?}");
    }
    burning().run(["update", "-s", "identified", "investigating goes on"]).code(0);
}
