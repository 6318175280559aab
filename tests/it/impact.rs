//! `incident impact`: windows begin, change and end in a line.

use crate::authoring::{burning, facts};
use crate::support::{REPORT, Workspace};

const AT: &str = "2024-05-02T10:20";

fn clean(workspace: &Workspace) {
    let run = workspace.run(["check", "--format", "concise", "--today", "2024-05-02", "card"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn a_worse_status_ends_one_window_and_begins_the_next() {
    let workspace = burning();
    let run = workspace.run(["impact", "checkout", "partial_outage", "--at", AT]).code(0);
    assert_eq!(
        run.stderr,
        "Recorded checkout: partial outage from 2 May 2024, 10:20 CEST (UTC+02:00) in\n  \
         2024-05-02-card-payments (undo: incident undo)\n"
    );
    let after = facts(&workspace);
    let windows = "[[impact]]\ncomponent = \"checkout\"\nstatus = \"major_outage\"\n\
                   start = 2024-05-02T10:00:00\nend = 2024-05-02T10:20:00\n\n\
                   [[impact]]\ncomponent = \"checkout\"\nstatus = \"partial_outage\"\n\
                   start = 2024-05-02T10:20:00\n\n[[timeline]]";
    assert!(after.contains(windows), "{after}");
    clean(&workspace);
    workspace.run(["undo"]).code(0);
    assert_eq!(facts(&workspace), crate::authoring::ONGOING);
}

#[test]
fn operational_ends_what_is_open() {
    let workspace = burning();
    workspace.run(["i", "checkout", "operational", "--at", AT]).code(0);
    let after = facts(&workspace);
    assert!(after.contains("start = 2024-05-02T10:00:00\nend = 2024-05-02T10:20:00\n"), "{after}");
    assert_eq!(after.matches("[[impact]]").count(), 1);
    clean(&workspace);
    let run = workspace.run(["impact", "checkout", "operational"]).code(2);
    assert!(run.stderr.contains("no window of checkout is open that could end"), "{}", run.stderr);
}

/// A part has windows of its own, and what is affected is listed.
#[test]
fn another_component_or_a_part_of_one_begins_beside() {
    let workspace = burning().file(
        "incident.toml",
        "[[component]]\nid = \"checkout\"\nname = \"Checkout\"\n\
         [[component]]\nid = \"search\"\nname = \"Search\"\naliases = [\"find\"]\n\
         [[severity]]\nid = \"major\"\nname = \"Major\"\n",
    );
    workspace.run(["impact", "find", "degraded_performance", "-r", "EU", "--at", AT]).code(0);
    let after = facts(&workspace);
    assert!(after.contains("components = [\"checkout\", \"search\"]\n"), "{after}");
    let window = "[[impact]]\ncomponent = \"search\"\nresource = \"EU\"\n\
                  status = \"degraded_performance\"\nstart = 2024-05-02T10:20:00\n";
    assert!(after.contains(window), "{after}");
    assert_eq!(after.matches("end =").count(), 0);
    clean(&workspace);
    let run =
        workspace.run(["impact", "search", "operational", "--at", "2024-05-02T10:30"]).code(2);
    assert!(run.stderr.contains("no window of search is open"), "{}", run.stderr);
    workspace
        .run(["impact", "search", "operational", "-r", "EU", "--at", "2024-05-02T10:30"])
        .code(0);
    assert_eq!(facts(&workspace).matches("end = 2024-05-02T10:30:00").count(), 1);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_changes() {
    let workspace = burning();
    for (arguments, message) in [
        (&["impact", "chekout", "major_outage"][..], "did you mean checkout?"),
        (&["impact", "checkout", "down"], "the status is one of: under_maintenance"),
        (
            &["impact", "checkout", "major_outage", "--at", AT],
            "is recorded so already, since 2 May",
        ),
        (
            &["impact", "checkout", "partial_outage", "--at", "2024-05-02T09:00"],
            "the incident began after that: 2 May 2024, 10:00 CEST",
        ),
        (&["impact", "checkout", "partial_outage", "--in", "nothing"], "no incident is called"),
    ] {
        let run = workspace.run(arguments).code(2);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    assert_eq!(facts(&workspace), crate::authoring::ONGOING);
}

/// A window that begins once all is over has nothing that ends it.
#[test]
fn nothing_begins_in_an_incident_that_is_resolved() {
    let workspace = burning();
    workspace.run(["resolve", "--at", "2024-05-02T10:40"]).code(0);
    let resolved = facts(&workspace);
    let impact = ["impact", "checkout", "partial_outage", "--in", "card", "--at"];
    for at in [AT, "2024-05-02T11:00"] {
        let run = workspace.run(impact.into_iter().chain([at])).code(2);
        let told = "2024-05-02-card-payments is resolved as of 2 May 2024, 10:40 CEST";
        assert!(run.stderr.contains(told), "{}", run.stderr);
        let next = "`incident reopen 2024-05-02-card-payments --ongoing`";
        assert!(run.stderr.contains(next) && run.stderr.contains("`end`"), "{}", run.stderr);
    }
    assert_eq!(facts(&workspace), resolved);
    let open = resolved.replacen("\nend = 2024-05-02T10:40:00", "", 1);
    assert_ne!(open, resolved);
    let workspace = workspace.file("incidents/2024-05-02-card-payments/facts.toml", open);
    workspace.run(["impact", "checkout", "operational", "--in", "card", "--at", AT]).code(0);
}

#[test]
fn a_file_without_windows_gets_its_first() {
    let text =
        "title = \"Card payments fail\"\nseverity = \"major\"\nstarted = 2024-05-02T10:00:00Z\n";
    let workspace = Workspace::sound().incident("2024-05-02-card-payments", text, REPORT);
    let run = workspace
        .run(["impact", "checkout", "major_outage", "--at", "2024-05-02T10:00:00Z", "--json"])
        .code(0);
    assert!(run.stdout.contains("\"command\":\"impact\""), "{}", run.stdout);
    let after = facts(&workspace);
    assert!(after.contains("components = [\"checkout\"]\n"), "{after}");
    assert!(
        after.contains("[[impact]]\ncomponent = \"checkout\"\nstatus = \"major_outage\"\n"),
        "{after}"
    );
    clean(&workspace);
}

#[test]
fn a_status_may_be_short() {
    let workspace = burning();
    workspace.run(["impact", "checkout", "partial", "--at", AT]).code(0);
    assert!(facts(&workspace).contains("status = \"partial_outage\""), "{}", facts(&workspace));
}
