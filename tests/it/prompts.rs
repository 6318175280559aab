//! Questions: a dumb terminal, no colour, ctrl-C; and what `incident new` shows before it asks.

use expectrl::{ControlCode, Expect as _};

use crate::authoring::{ONGOING, burning};
use crate::publish::{ID, draft};
use crate::support::{CONFIG, REPORT, Workspace};
use crate::terminal::{finish, spawn};

const DUMB: &[(&str, &str)] = &[("TERM", "dumb")];

#[test]
fn a_dumb_terminal_gets_plain_lines() {
    let config = format!("{CONFIG}\n[[component]]\nid = \"search\"\nname = \"Search\"\n");
    let workspace = Workspace::new().file("incident.toml", config);
    let mut session = spawn(&workspace, &["new"], DUMB);
    let mut seen = String::new();
    for (question, answer) in [
        ("What is happening, in one line?: ", ""),
        ("a few words are needed", "Disk full"),
        ("When did it begin (UTC time)? [", "nonsense"),
        ("write it like", "2024-05-02T10:00"),
        ("How bad is it? [1]: ", "9"),
        ("write a number from 1 to 4", "2"),
        ("What is affected? (numbers): ", "1, 2"),
    ] {
        let found = session.expect(question).unwrap_or_else(|e| panic!("{question}: {e}"));
        seen.push_str(&String::from_utf8_lossy(found.before()));
        session.send_line(answer).unwrap();
    }
    let (rest, code) = finish(session);
    seen.push_str(&rest);
    assert_eq!(code, 0, "{seen}");
    assert!(!seen.contains('\u{1b}'), "{seen:?}");
    let facts = workspace.read("incidents/2024-05-02-disk-full/facts.toml");
    assert!(facts.contains("severity   = \"minor\""), "{facts}");
    assert!(facts.contains("components = [\"checkout\", \"search\"]"), "{facts}");
}

#[test]
fn a_dumb_terminal_is_asked_for_yes_or_no() {
    for (answer, code) in [("yes", 0), ("", 2), ("\u{4}", 2)] {
        let workspace = Workspace::new().incident(ID, &draft(), REPORT);
        let mut session = spawn(&workspace, &["publish", "checkout"], DUMB);
        session.expect("Publish it? [y/N] ").unwrap();
        match answer {
            "\u{4}" => session.send(ControlCode::EndOfTransmission).unwrap(),
            text => session.send_line(text).unwrap(),
        }
        let (seen, ended) = finish(session);
        assert_eq!(ended, code, "{answer:?}: {seen}");
        assert!(!seen.contains('\u{1b}'), "{seen:?}");
    }
}

#[test]
fn a_text_survives_a_question_that_is_broken_off() {
    let workspace = burning();
    let before = workspace.files("");
    let mut session = spawn(&workspace, &["update", "We are on it"], &[]);
    session.expect("How does it stand?").unwrap();
    session.send(ControlCode::EndOfText).unwrap();
    let (seen, code) = finish(session);
    assert_eq!(code, 2, "{seen}");
    assert!(seen.trim_end().ends_with("We are on it"), "{seen}");
    let hidden = seen.rfind("\u{1b}[?25l").map_or(0, |at| at + 1);
    assert!(seen[hidden..].contains("\u{1b}[?25h"), "the cursor is hidden: {seen:?}");
    assert_eq!(workspace.files(""), before);
}

#[test]
fn similar_incidents_are_shown_and_never_block_a_program() {
    let workspace = Workspace::sound().incident("2024-05-03-card", ONGOING, REPORT).file(
        "incidents/2024-04-01-mail/facts.toml",
        "title = \"Emails are late\"\nstate = \"drafting\"\ncomponents = [\"checkout\"]\n",
    );
    let facts = draft().replace("status = \"done\"\n", "");
    let workspace = workspace.incident(ID, &facts, REPORT);
    let new = ["new", "Card payment fails again", "--component", "checkout"];
    let run = workspace.run(new).code(0);
    assert!(run.stdout.ends_with("-card-payment-fails-again\n"), "{}", run.stdout);
    let expected = "This happened on 2 May 2024: Checkout failed for card payments\n  \
                    2024-05-02-checkout \u{b7} drafting \u{b7} 40 minutes\n  \
                    [ ] Test the certificate's date each night (payments, due 1 June 2024)\n";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    let ongoing = "This has been going on since 2 May 2024: Card payments fail\n";
    assert!(run.stderr.contains(ongoing), "{}", run.stderr);
    assert!(!run.stderr.contains("Emails"), "{}", run.stderr);
    let quiet = ["new", "Card payment fails more", "--component", "checkout", "-q"];
    assert_eq!(workspace.run(quiet).code(0).stderr, "");
    let other = workspace.run(["new", "Search index is stale"]).code(0);
    assert!(!other.stderr.contains("This happened"), "{}", other.stderr);
}

#[test]
fn on_a_terminal_similar_incidents_are_asked_about() {
    let arguments = [
        "new",
        "Card payments fail",
        "--started",
        "2024-05-03T10:00",
        "--severity",
        "major",
        "--component",
        "checkout",
    ];
    for (answer, code) in [("y", 0), ("\r", 0), ("n", 2), ("\u{3}", 2)] {
        let workspace = Workspace::sound();
        let before = workspace.files("");
        let mut session = spawn(&workspace, &arguments, &[]);
        session.expect("This happened on 2 May 2024").unwrap();
        session.expect("Start a new one?").unwrap();
        session.send(answer).unwrap();
        let (seen, ended) = finish(session);
        assert_eq!(ended, code, "{answer:?}: {seen}");
        assert_eq!(workspace.files("") == before, code != 0, "{answer:?}: {seen}");
    }
}
