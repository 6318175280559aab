//! `incident render --to email`: mails of updates, and messages that two parsers read alike.

use std::collections::BTreeMap;

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use crate::support::{CONFIG, FACTS, REPORT, Workspace, files_below, repository, run_in};

pub(crate) const SENDER: &str = "[email]\nfrom = \"Example shop <status@example.com>\"\n";

const UPDATES: &str = r#"
[[update]]
at = 2024-05-02T10:40:00
status = "resolved"
text = "Cards are accepted again."

[[correction]]
at = 2024-05-06T08:00:00
text = "It was the certificate of the gateway."
"#;

fn workspace(email: &str) -> Workspace {
    Workspace::new().file("incident.toml", format!("{CONFIG}{email}")).incident(
        "2024-05-02-checkout",
        &format!("{FACTS}{UPDATES}"),
        REPORT,
    )
}

fn render(workspace: &Workspace, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let all = [&["render", "--to", "email", "--now", "2024-06-01"], arguments].concat();
    workspace.run(all).code(0);
    let mut files: BTreeMap<_, _> = workspace.files("public/email").into_iter().collect();
    files.retain(|name, _| !name.starts_with('.'));
    files
}

/// The plain text of a message, with line feeds alone.
fn plain(message: &Message<'_>) -> String {
    message.body_text(0).unwrap().replace("\r\n", "\n")
}

/// What holds for every message: its lines, and what it says in its text, which is that of the
/// `.txt` beside it.
fn assert_sound(name: &str, bytes: &[u8], text: &str) {
    let raw = std::str::from_utf8(bytes).unwrap();
    assert!(raw.is_ascii(), "{name}");
    assert_eq!(raw.matches('\n').count(), raw.matches("\r\n").count(), "{name}: bare line feeds");
    assert_eq!(raw.matches('\r').count(), raw.matches("\r\n").count(), "{name}: bare returns");
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    for line in raw.split("\r\n") {
        let is_id = line.contains('@') && line.ends_with('>');
        assert!(line.len() <= 78 || is_id, "{name}: {line}");
    }
    let message = MessageParser::default().parse(bytes).unwrap();
    let (subject, body) = text.split_once("\n\n").unwrap();
    assert_eq!(message.subject(), subject.strip_prefix("Subject: "), "{name}");
    assert_eq!(plain(&message), body, "{name}");
    let is_alternative =
        message.content_type().is_some_and(|kind| kind.c_subtype.as_deref() == Some("alternative"));
    assert!(is_alternative && message.parts.len() == 3, "{name}");
    assert!(matches!(message.parts[1].body, PartType::Text(_)), "{name}: text first");
    let html = message.body_html(0).unwrap();
    for loaded in [" src=\"", "url(", "<link", "<script", "<img", "<style", "@import", "srcset=\""]
    {
        assert!(!html.contains(loaded), "{name}: {loaded}");
    }
    for field in ["From", "To", "Date", "Message-ID", "Auto-Submitted", "X-Unsent", "MIME-Version"]
    {
        let of_it = head.lines().filter(|line| line.starts_with(&format!("{field}: "))).count();
        assert_eq!(of_it, 1, "{name}: {field}");
    }
    assert!(message.date().is_some_and(mail_parser::DateTime::is_valid), "{name}");
}

fn assert_all_sound(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let messages = files.iter().filter(|(name, _)| name.ends_with(".eml"));
    let checked = messages.map(|(name, bytes)| {
        let text = &files[&name.replace(".eml", ".txt")];
        assert_sound(name, bytes, std::str::from_utf8(text).unwrap());
    });
    checked.count()
}

#[test]
fn every_message_of_the_repository_and_its_examples_reads_back_as_its_text() {
    for (folder, now, least) in
        [("", "2026-04-15T12:00:00Z", 20), ("examples/status-page", "2025-03-14T12:00:00Z", 9)]
    {
        let folder = repository().join(folder);
        let copy = tempfile::tempdir().unwrap();
        for (path, bytes) in files_below(&folder.join("incidents")) {
            let path = copy.path().join("incidents").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let config = std::fs::read_to_string(folder.join("incident.toml")).unwrap();
        let config =
            if config.contains("[email]") { config } else { format!("{config}\n{SENDER}") };
        std::fs::write(copy.path().join("incident.toml"), config).unwrap();
        let arguments = ["render", "--to", "email", "--update", "all", "--now", now];
        run_in(copy.path(), arguments).code(0);
        let files = files_below(&copy.path().join("public/email")).into_iter().collect();
        let checked = assert_all_sound(&files);
        assert!(checked >= least, "{checked} messages below {}", folder.display());
    }
}

/// Titles that want to be more than a title.
pub(crate) const HOSTILE: [&str; 7] = [
    r"Checkout\r\nBcc: everybody@example.com\r\n\r\nThe body",
    r"=?utf-8?q?Checkout=0D=0ABcc:_everybody=40example.com?=",
    r"=?utf-8?b?Q2hlY2tvdXQ=?= failed",
    r"Störung — 支付失败 🙂 für alle Kunden und noch viel länger als eine einzige Zeile fassen kann",
    r"<img src=x onerror=alert(1)> & <b>bold</b> </title><script>alert(1)</script>",
    r#"a\tb \" , ; : @ () [] \\ --=_incident_ --"#,
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

/// The workspace with a title, which is the title of an update and in its text, too.
pub(crate) fn hostile(title: &str) -> Workspace {
    let facts =
        format!("{FACTS}{UPDATES}").replace("Checkout failed for card payments", title).replace(
            "text = \"Cards are",
            &format!("title = \"{title}\"\ntext = \"{title}: cards are"),
        );
    let rules = "[rules]\nraw-html = \"off\"\n";
    Workspace::new().file("incident.toml", format!("{CONFIG}{SENDER}{rules}")).incident(
        "2024-05-02-checkout",
        &facts,
        REPORT,
    )
}

#[test]
fn a_title_is_a_title_and_nothing_more() {
    for title in HOSTILE {
        let files = render(&hostile(title), &["--update", "all"]);
        assert_eq!(assert_all_sound(&files), 4, "{title}");
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".eml")) {
            let message = MessageParser::default().parse(bytes).unwrap();
            assert!(message.bcc().is_none() && message.cc().is_none(), "{title}: {name}");
            assert_eq!(
                message.headers().len(),
                if name.contains("update-20240502T081000Z") { 9 } else { 11 }
            );
            let html = message.body_html(0).unwrap();
            assert!(!html.contains("<b>bold"), "{title}: {html}");
        }
    }
}

#[test]
fn updates_are_chosen_by_number_or_as_the_latest_or_all() {
    let names = |choice: &[&str]| -> Vec<String> {
        let workspace = workspace("");
        render(&workspace, choice).into_keys().filter(|name| name.contains(".update-")).collect()
    };
    let name = |id: &str| format!("2024-05-02-checkout.update-{id}.txt");
    let (first, second) = (name("20240502T081000Z"), name("20240502T084000Z"));
    assert_eq!(names(&[]), [""; 0]);
    assert_eq!(names(&["--update", "latest"]), std::slice::from_ref(&second));
    assert_eq!(names(&["--update", "1"]), std::slice::from_ref(&first));
    assert_eq!(names(&["--update", "all"]), [first, second.clone()]);
    let configured = workspace("[email]\nupdates = \"latest\"\n");
    assert!(render(&configured, &[]).contains_key(&second));
    assert!(!render(&configured, &["--update", "1"]).contains_key(&second));
}

#[test]
fn an_update_that_is_not_there_is_said_and_nothing_is_written() {
    let workspace = workspace("");
    for (arguments, expected) in [
        (vec!["--to", "email", "--update", "7"], "there is no update 7 to make a mail of"),
        (vec!["--to", "email", "--update", "0"], "write latest, all, or the number"),
        (vec!["--to", "site", "--update", "1"], "--update is about emails"),
        (vec!["--to", "email", "--flowed"], "set `from` in [email]"),
    ] {
        let run = workspace.run([&["render", "--now", "2024-06-01"], &arguments[..]].concat());
        assert!(run.code(2).stderr.contains(expected), "{expected}");
        assert!(workspace.files("public").is_empty());
    }
}

#[test]
fn without_an_update_the_report_is_mailed_whichever_incidents_are_named() {
    let (facts, rest) = FACTS.split_once("[[update]]").unwrap();
    let facts = format!("{facts}[[action]]{}", rest.split_once("[[action]]").unwrap().1);
    let workspace = Workspace::new().incident("2024-05-02-quiet", &facts, REPORT);
    for which in ["latest", "all"] {
        for id in [&[][..], &["quiet"]] {
            let arguments = ["render", "--to", "email", "--update", which, "--now", "2024-06-01"];
            workspace.run([&arguments[..], id].concat()).code(0);
            assert!(workspace.path("public/email/2024-05-02-quiet.txt").exists());
            std::fs::remove_dir_all(workspace.path("public")).unwrap();
        }
    }
}

#[test]
fn the_time_of_rendering_is_in_no_message() {
    let workspace = workspace(SENDER);
    let first = render(&workspace, &["--update", "all"]);
    assert_eq!(first.keys().filter(|name| name.ends_with(".eml")).count(), 4);
    let later = ["render", "--to", "email", "--update", "all", "--now", "2031-01-01"];
    let run = workspace.run(later).code(0);
    assert!(run.stderr.contains(" 0 changed"), "{}", run.stderr);
}

#[test]
fn an_internal_message_is_never_taken_for_the_customers() {
    let workspace = workspace(SENDER);
    let outside = render(&workspace, &[]);
    let inside = render(&workspace, &["--audience", "internal"]);
    let id = |files: &BTreeMap<String, Vec<u8>>| {
        let message = MessageParser::default().parse(&files["2024-05-02-checkout.eml"]).unwrap();
        message.message_id().unwrap().to_owned()
    };
    assert_eq!(id(&outside), "2024-05-02-checkout@status.example.com");
    assert_eq!(id(&inside), "2024-05-02-checkout.internal@status.example.com");
}

#[test]
fn flowed_text_is_the_same_text() {
    let workspace = workspace(SENDER);
    let fixed = render(&workspace, &[]);
    let flowed = render(&workspace, &["--flowed"]);
    let name = "2024-05-02-checkout.eml";
    let message = MessageParser::default().parse(&flowed[name]).unwrap();
    let format = message.parts[1].content_type().unwrap().attribute("format");
    assert_eq!(format, Some("flowed"));
    let text = plain(&message);
    assert!(text.lines().any(|line| line.ends_with(' ') && line != "-- "), "{text}");
    // RFC 3676, section 4.1: a space at the start is taken off; one at the end, not of "-- ",
    // says that the line goes on.
    let lines = text.lines().map(|line| match line.strip_prefix(' ').unwrap_or(line) {
        "-- " => "-- ",
        line => line.trim_end(),
    });
    let lines: Vec<&str> = lines.collect();
    let fixed = MessageParser::default().parse(&fixed[name]).unwrap();
    assert_eq!(lines.join("\n"), plain(&fixed).trim_end());
}

#[test]
fn addresses_that_are_none_are_found() {
    for (line, expected) in [
        ("from = \"status\"", "`email.from` is no mail address"),
        ("to = \"a@example.com, b@example.com\"", "`email.to` names several addresses"),
        ("reply_to = \"a@störung.example\"", "not every mail server takes"),
        ("updates = \"lates\"", "did you mean"),
    ] {
        let run = workspace(&format!("[email]\n{line}\n")).run(["check"]).code(1);
        assert!(run.stdout.contains(expected), "{expected}\nis not in\n{}", run.stdout);
    }
}

#[test]
fn the_example_s_readme_shows_its_message() {
    let example = repository().join("examples/status-page");
    let out = tempfile::tempdir().unwrap();
    let rest = ["--now", "2025-03-14T12:00:00Z", "--out", out.path().to_str().unwrap()];
    run_in(&example, [&["render", "--to", "email"], &rest[..]].concat()).code(0);
    let message = "email/2025-03-14-webhooks-arrive-late.update-20250314T113500Z.eml";
    let message = std::fs::read_to_string(out.path().join(message)).unwrap().replace("\r\n", "\n");
    let readme = std::fs::read_to_string(example.join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(message.starts_with(shown), "{message}");
}

#[test]
fn a_mail_links_to_no_file_that_the_site_lacks() {
    let report = format!(
        "{}\n## For customers {{.customers}}\n\n[For them](theirs.csv) and [all](graph.csv).\n",
        REPORT.replace("Card payments failed.", "See [the graph](graph.csv).")
    );
    let workspace = workspace(SENDER)
        .incident("2024-05-02-checkout", FACTS, &report)
        .file("incidents/2024-05-02-checkout/graph.csv", "1\n")
        .file("incidents/2024-05-02-checkout/theirs.csv", "2\n");
    let mails = |arguments: &[&str]| -> String {
        let mails = render(&workspace, arguments);
        let texts = mails.iter().filter(|(name, _)| name.ends_with(".txt"));
        texts.map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect()
    };
    let said = mails(&[]);
    assert!(said.contains("/graph.csv") && said.contains("For them"), "{said}");
    assert!(!said.contains("theirs.csv"), "{said}");
    // The site for customers has it.
    assert!(mails(&["--audience", "customers"]).contains("/theirs.csv"));
}
