//! `incident action`.

use crate::authoring::{ONGOING, burning, facts};
use crate::support::{REPORT, Workspace};

/// What follows [`ONGOING`] in the facts.
fn added(workspace: &Workspace) -> String {
    facts(workspace).strip_prefix(ONGOING).expect("the rest is as it was").to_owned()
}

fn list(workspace: &Workspace, arguments: &[&str]) -> Vec<String> {
    let all = [&["action", "list", "--json", "--today", "2024-06-10"], arguments].concat();
    let listed: serde_json::Value =
        serde_json::from_str(&workspace.run(all).code(0).stdout).unwrap();
    let name = |item: &serde_json::Value| item["id"].as_str().unwrap().to_owned();
    listed.as_array().unwrap().iter().map(name).collect()
}

/// Two incidents with actions of every kind; one has ids of its own.
fn measures() -> Workspace {
    let actions = r#"
[[action]]
id = "alarm"
title = "Alarm thirty days before"
owner = "payments"
due = 2024-06-01

[[action]]
title = "More room" # soon
due = 2024-06-10

[[action]]
id = "tried"
title = "Tried it"
status = "dropped"
"#;
    let other = "title = \"Mail is late\"\nstate = \"drafting\"\n\n[[action]]\n\
                 title = \"Alarm on the queue\"\nowner = \"mail\"\ndue = 2024-05-20\n\n\
                 [[action]]\ntitle = \"No date\"\n";
    burning().incident("2024-05-02-card-payments", &format!("{ONGOING}{actions}"), REPORT).incident(
        "2024-05-03-mail",
        other,
        REPORT,
    )
}

#[test]
fn an_action_is_added_with_a_name_made_from_its_title() {
    let workspace = burning();
    let title = "Raise an alarm thirty days before a certificate runs out";
    let run = workspace
        .run(["action", "add", title, "-o", "payments", "-d", "2024-06-01", "-k", "detect", "-p"])
        .code(0);
    assert_eq!(
        run.stderr,
        format!(
            "Added the action raise-an-alarm-thirty-days to 2024-05-02-card-payments: Raise\n  \
             an alarm thirty days before a certificate runs out (payments, due 1 June 2024)\n  \
             (undo: incident undo)\n"
        )
    );
    assert_eq!(
        added(&workspace),
        format!(
            "\n[[action]]\nid = \"raise-an-alarm-thirty-days\"\ntitle = \"{title}\"\n\
             kind = \"detect\"\nowner = \"payments\"\ndue = 2024-06-01\naudience = \"public\"\n"
        )
    );
    workspace.run(["check", "--format", "concise", "card"]).code(0);
    workspace.run(["undo"]).code(0);
    assert_eq!(added(&workspace), "");
}

#[test]
fn what_cannot_be_added_comes_back() {
    let workspace = burning();
    workspace.run(["action", "add", "--id", "room", "More room"]).code(0);
    let before = workspace.files("incidents");
    for (arguments, expected) in [
        (&["--id", "room", "x y"][..], "has an action room already"),
        (&["--due", "soon", "x y"], "--due \"soon\" is no day"),
        (&["--in", "nothing", "x y"], "no incident is called"),
    ] {
        let run = workspace.run([&["action", "add"], arguments].concat()).code(2);
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.ends_with("\nx y\n"), "{arguments:?}: {}", run.stderr);
    }
    let run = workspace.run(["action", "add"]).code(2);
    assert!(run.stderr.contains("TITLE is missing"), "{}", run.stderr);
    let run = workspace.run(["action", "done"]).code(2);
    assert!(run.stderr.contains("ACTION is missing"), "{}", run.stderr);
    assert_eq!(workspace.files("incidents"), before);
}

#[test]
fn an_open_action_is_done_by_a_part_of_its_name() {
    let workspace = measures();
    let run = workspace.run(["action", "done", "room", "--on", "2024-06-09"]).code(0);
    assert_eq!(
        run.stderr,
        "Done on 9 June 2024: more-room in 2024-05-02-card-payments, More room\n  \
         (undo: incident undo)\n"
    );
    let expected = "title = \"More room\" # soon\ndue = 2024-06-10\nstatus = \"done\"\n\
                    done = 2024-06-09\n\n[[action]]\n";
    assert!(added(&workspace).contains(expected), "{}", added(&workspace));
    let run = workspace.run(["action", "drop", "queue", "--json"]).code(0);
    let said: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(said["action"], "alarm-on-the-queue");
    assert_eq!(said["command"], "action drop");
    let mail = workspace.read("incidents/2024-05-03-mail/facts.toml");
    assert!(mail.contains("due = 2024-05-20\nstatus = \"dropped\"\n\n"), "{mail}");
}

#[test]
fn an_action_is_never_guessed() {
    let workspace = measures();
    let before = workspace.files("incidents");
    for (arguments, expected) in [
        // A whole id comes before a part of another.
        (&["ala"][..], "alarm-on-the-queue in 2024-05-03-mail"),
        (&["tried"], "tried in 2024-05-02-card-payments is dropped already"),
        (&["alrm"], "did you mean alarm?"),
        (&["alarm", "--on", "2999-01-01"], "is in the future"),
        (&["room", "--in", "mail"], "no open action is called \"room\""),
    ] {
        let run = workspace.run([&["action", "done"], arguments].concat()).code(2);
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(workspace.files("incidents"), before);
    workspace.run(["action", "done", "alarm"]).code(0);
    workspace.run(["action", "done", "al", "--in", "mail"]).code(0);
    let run = workspace.run(["action", "done", "alarm"]).code(2);
    assert!(run.stderr.contains("is done already since"), "{}", run.stderr);
}

#[test]
fn overdue_ones_come_first() {
    let workspace = measures();
    assert_eq!(
        list(&workspace, &[]),
        [
            "alarm-on-the-queue",
            "no-date",
            "alarm",
            "more-room",
            "tried",
            "test-the-certificates-date-each"
        ]
    );
    assert_eq!(list(&workspace, &["--overdue"]), ["alarm-on-the-queue", "alarm"]);
    assert_eq!(list(&workspace, &["--open", "card"]), ["alarm", "more-room"]);
    assert_eq!(list(&workspace, &["--owner", "mail"]), ["alarm-on-the-queue"]);
    assert_eq!(list(&workspace, &["--open", "--component", "checkout"]), ["alarm", "more-room"]);
    let run = workspace.run(["action", "list", "--today", "2024-06-10", "--open"]).code(0);
    assert_eq!(
        run.stdout,
        "\
2024-05-03-mail
  overdue  2024-05-20  mail    alarm-on-the-queue
           Alarm on the queue
  open     no date     nobody  no-date
           No date
2024-05-02-card-payments
  overdue  2024-06-01  payments  alarm
           Alarm thirty days before
  open     2024-06-10  nobody    more-room
           More room
"
    );
    assert_eq!(run.stderr, "2 overdue, 2 open.\n");
    let run = workspace
        .run(["action", "list", "--today", "2024-06-10", "--overdue", "--color", "always"])
        .code(0);
    assert!(run.stdout.contains("\u{1b}[1;31moverdue  2024-06-01\u{1b}[0m"), "{}", run.stdout);
    assert_eq!(workspace.run(["action", "list", "--owner", "x"]).code(0).stderr, "No actions.\n");
}
