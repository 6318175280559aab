//! Nothing internal gets out: a canary in every internal field is in no byte of what readers
//! outside get.

use crate::email::SENDER;
use crate::support::{CONFIG, Workspace};

const FACTS: &str = r#"
title = "Checkout failed"
state = "STATE"
severity = "major"
components = ["checkout"]
tags = ["canary-tag"]
byline = "The payments team"
started = 2024-05-02T10:00:00
resolved = 2024-05-02T10:40:00
published = 2024-05-03T09:00:00

[roles]
commander = "canary-role"

[[impact]]
component = "checkout"
status = "major_outage"
start = 2024-05-02T10:00:00
end = 2024-05-02T10:40:00

[[timeline]]
at = 2024-05-02T10:05:00
text = "canary-default-entry"

[[timeline]]
at = 2024-05-02T10:06:00
text = "canary-replaced-text"
wording = "An alarm rang"
audience = "public"
source = "canary-source"

[[timeline]]
at = 2024-05-02T10:07:00
text = "customers-entry"
audience = "customers"

[[update]]
at = 2024-05-02T10:10:00
status = "investigating"
text = "We are looking."

[[update]]
at = 2024-05-02T10:11:00
status = "identified"
text = "canary-update"
audience = "internal"

[[action]]
title = "canary-default-action"
owner = "canary-owner"

[[action]]
title = "Renew certificates early"
owner = "canary-owner"
audience = "public"

[[link]]
title = "canary-link"
url = "https://canary-link.example"
"#;

const REPORT: &str = "\
## Summary

Payments failed.[^note] <!-- canary-comment -->

## Impact

Nobody could pay. ![A graph](graph.png)

## Root cause

A certificate. See [the page][internal-page].

## Resolution {.internal}

canary-restricted-standard

## Customers only {.customers}

customers-section

## Who did what

canary-unlisted-section ![x](canary-unused.png)

[internal-page]: https://canary-definition.example

[^note]: canary-footnote in an internal section
";

fn workspace(state: &str) -> Workspace {
    Workspace::new()
        .file(
            "incident.toml",
            format!("{CONFIG}{SENDER}updates = \"all\"\n[rules]\nlost-text = \"warning\"\nmissing-section = \"warning\"\n"),
        )
        .incident("2024-05-02-checkout", &FACTS.replace("STATE", state), REPORT)
        .file("incidents/2024-05-02-checkout/graph.png", "the graph")
        .file("incidents/2024-05-02-checkout/canary-unused.png", "canary-bytes")
        .file("incidents/2024-05-02-checkout/canary-name.log", "canary-bytes")
}

/// Renders everything and gives all of it, paths included, as one text for each file.
fn rendered(state: &str, arguments: &[&str]) -> Vec<String> {
    let workspace = workspace(state);
    let mut all = vec!["render", "--now", "2024-06-01"];
    all.extend(arguments);
    workspace.run(all).code(0);
    workspace
        .files("public")
        .into_iter()
        .map(|(path, bytes)| {
            // Lines of quoted-printable are cut anywhere (RFC 2045, section 6.7).
            let text = String::from_utf8_lossy(&bytes).replace("=\r\n", "");
            format!("{path}\n{text}")
        })
        .collect()
}

#[test]
fn no_canary_is_in_any_output_for_readers_outside() {
    for arguments in [vec![], vec!["--audience", "customers"], vec!["--audience", "public"]] {
        let files = rendered("published", &arguments);
        assert!(files.len() > 5, "there must be outputs to look at");
        let is_record = |file: &&String| file.starts_with(".incident-record-");
        assert_eq!(
            files.iter().filter(is_record).count(),
            3,
            "what the next run goes by is told too"
        );
        for file in files {
            assert!(!file.contains("canary"), "{arguments:?}: {file}");
        }
    }
}

#[test]
fn no_canary_is_exported_for_readers_outside() {
    let workspace = workspace("published");
    for form in ["statuspage", "csv"] {
        for audience in ["public", "customers"] {
            let run = workspace.run(["export", form, "--audience", audience]).code(0);
            assert!(!run.stdout.is_empty());
            for out in [run.stdout, run.stderr] {
                assert!(!out.contains("canary"), "{form} for {audience}: {out}");
            }
        }
    }
}

#[test]
fn what_is_for_customers_reaches_them_and_not_the_public() {
    for file in rendered("published", &["--audience", "public"]) {
        assert!(!file.contains("customers-entry") && !file.contains("customers-section"), "{file}");
    }
    let mail = rendered("published", &["--to", "email"]).join("\n");
    assert!(mail.contains("customers-entry") && mail.contains("customers-section"), "{mail}");
}

#[test]
fn until_it_is_published_only_updates_and_windows_are_seen() {
    for state in ["ongoing", "drafting"] {
        let facts = if state == "ongoing" {
            FACTS
                .replace("resolved = 2024-05-02T10:40:00\n", "")
                .replace("end = 2024-05-02T10:40:00\n", "")
        } else {
            FACTS.to_owned()
        };
        let workspace = workspace(state).incident(
            "2024-05-02-checkout",
            &facts.replace("STATE", state),
            REPORT,
        );
        workspace.run(["render", "--now", "2024-06-01", "--audience", "customers"]).code(0);
        let files = workspace.files("public");
        let all: String = files
            .iter()
            .map(|(path, bytes)| {
                let text = String::from_utf8_lossy(bytes).replace("=\r\n", "");
                format!("{path}\n{text}")
            })
            .collect();
        assert!(
            files.iter().any(|(path, _)| path.ends_with(".update-20240502T101000Z.eml")),
            "{state}"
        );
        assert!(all.contains("We are looking."), "public updates are seen");
        for hidden in [
            "Payments failed.",
            "An alarm rang",
            "Renew certificates",
            "The payments team",
            "the graph",
            "canary",
            "customers-",
        ] {
            assert!(!all.contains(hidden), "{state}: {hidden}");
        }
    }
}

#[test]
fn an_internal_rendering_shows_all_of_it_and_says_so() {
    let files = rendered("published", &["--audience", "internal", "--to", "site"]);
    let page = files
        .iter()
        .find(|file| file.starts_with("site/incidents/2024-05-02-checkout/index.html"))
        .unwrap();
    for shown in
        ["canary-default-entry", "canary-default-action", "canary-unlisted-section", "canary-owner"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.contains("Internal"), "{page}");
}

/// What markup keeps apart in the files is in one piece on pages, and found where it stands.
#[test]
fn what_is_written_in_pieces_is_found_as_it_is_read() {
    // Not in one piece, so that no scanner of repositories takes it for a real one.
    let token = ["ghp\\_16C7e42F292c", "6912E7710c838347Ae178B4a"].concat();
    let hidden = ["db\\_1.prod.internal", "10&#46;3.0.24", "*db*-02.corp", &token].join(" and ");
    let facts = format!(
        "title = \"a\"\nstate = \"ongoing\"\nstarted = 2024-05-02T10:00:00\n\n[[update]]\n\
         at = 2024-05-02T10:05:00\nstatus = \"investigating\"\ntext = '''At {hidden}'''\n"
    );
    let report = format!("## Summary\n\nAt {hidden}\n");
    let workspace = Workspace::new().incident("2024-05-02-a", &facts, &report);
    let said = workspace.run(["check", "--format", "concise"]).code(1).stdout;
    for (place, columns) in [("facts.toml:8", [14, 38, 57, 73]), ("report.md:3", [4, 28, 47, 63])] {
        let rules = ["internal-host", "private-address", "internal-host", "secret"];
        for (column, rule) in columns.into_iter().zip(rules) {
            let expected = format!("/{place}:{column}: error[{rule}]");
            assert!(said.contains(&expected), "{expected}\n{said}");
        }
    }
    assert!(!said.contains("838347Ae"), "{said}");
}

/// Marks and characters that join words as they are written, and part none for who reads them.
#[test]
fn what_stands_around_or_within_a_word_hides_nothing() {
    let leaks = [
        ("internal-host", "db-1.prod.internal"),
        ("private-address", "10.20.0.7"),
        ("person-name", "Zebulon Quartz"),
        ("email-address", "jane.doe@corp-mail.com"),
        ("ticket-id", "OPS-1187"),
        ("mac-address", "3c:22:fb:aa:10:9b"),
        ("secret", "AKIAIOSFODNN7EXAMPLQ"),
    ];
    let within = |text: &str, sign: &str| {
        let (head, tail) = text.split_at(text.len() / 2);
        format!("on {head}{sign}{tail} x")
    };
    for (rule, leak) in leaks {
        let mut texts: Vec<String> = ["_", "__", "~~", "*", "\u{5728}"]
            .into_iter()
            .map(|mark| format!("on {mark}{leak}{mark} x"))
            .collect();
        texts.extend(["\u{ad}", "&shy;", "\u{200b}", "\u{2060}"].map(|sign| within(leak, sign)));
        if rule == "person-name" {
            texts.push("Zebulon\\\nQuartz did".to_owned());
        }
        for text in texts {
            let facts = format!(
                "title = \"a\"\nstate = \"ongoing\"\nstarted = 2024-05-02T10:00:00\n\
                 [roles]\ncommander = \"Zebulon Quartz\"\n\
                 [[update]]\nat = 2024-05-02T10:05:00\nstatus = \"investigating\"\ntext = '''{text}'''\n"
            );
            let workspace = Workspace::new().incident("2024-05-02-a", &facts, "");
            let run = workspace.run(["check", "--format", "concise"]);
            assert!(run.stdout.contains(&format!("[{rule}]")), "{text}\n{}", run.stdout);
        }
    }
}
