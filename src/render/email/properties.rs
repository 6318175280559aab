//! What holds for the mails of any incident.

use std::collections::BTreeMap;

use mail_parser::MessageParser;
use proptest::collection::vec;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

use super::Options;
use super::tests::{CONFIG, files};
use crate::config::Updates;
use crate::render::Templates;
use crate::render::tests::{config, view};
use crate::render::text::markdown;
use crate::view::Audience;

/// Stands in every line of a block of code, and nowhere else.
const CODE: char = '§';

/// What RFC 5322, section 2.1.1, asks lines not to exceed, and what they must not exceed.
const MAY: usize = 78;
const MUST: usize = 998;

/// What somebody writes about an incident.
#[derive(Clone, Debug)]
struct Words {
    title: String,
    entry: String,
    update: String,
    report: String,
}

/// All mails about an incident that was told in these words, by name.
fn mails(words: &Words) -> BTreeMap<String, String> {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let Words { title, entry, update, report } = words;
    let (title, entry, update) = (quoted(title), quoted(entry), quoted(update));
    let facts = format!(
        "title = {title}\nstate = \"published\"\ntimezone = \"Europe/Zurich\"\n\
         components = [\"checkout\", \"api\"]\n\
         started = 2024-05-01T10:00:00\nresolved = 2024-05-01T11:30:00\n\
         published = 2024-05-03T09:00:00\n\
         [[timeline]]\nat = 2024-05-01T10:00:00\naudience = \"public\"\ntext = {entry}\n\
         [[timeline]]\naudience = \"public\"\ntext = {entry}\n\
         at = {{ after = 2024-05-01T10:05:00, before = 2024-05-01T10:10:00 }}\n\
         [[update]]\nat = 2024-05-01T10:07:00\nstatus = \"investigating\"\ntext = {update}\n\
         [[update]]\nat = 2024-05-01T12:00:00\nstatus = \"resolved\"\ntitle = {title}\n\
         text = {update}\n\
         [[action]]\ntitle = {entry}\naudience = \"public\"\nstatus = \"done\"\n\
         [[correction]]\nat = 2024-05-04T10:00:00\ntext = {update}\n"
    );
    let config = config(&format!("{CONFIG}\n[email]\nfrom = \"status@example.org\"\n"));
    let view = view(&facts, report, Audience::Customers, &config);
    let options = Options { updates: Updates::All, is_flowed: false };
    files(&view, &config, &Templates::new(Vec::new()).unwrap(), options)
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-z]{1,12}",
        1 => "[A-Z][a-z]{1,8}[.,;!?]",
        1 => "[ぁ-ん一-龠]{1,9}",
        1 => "(é|e\u{301}|🙂|👩‍💻|한국어|naïve)",
        1 => "\\*\\*[a-z]{1,9}\\*\\*",
        1 => "`[a-z]{1,9} [a-z]{1,9}`",
        1 => "~~[a-z]{1,9}~~",
        1 => "\\[[a-z]{1,9} [a-z]{1,9}\\]\\(https://example\\.com/[a-z]{1,90}\\)",
        1 => "<https://example\\.com/[a-z]{1,90}>",
        1 => "!\\[[a-z]{1,9} [a-z]{1,9}\\]\\(graph%201\\.png\\)",
    ]
}

fn line() -> impl Strategy<Value = String> {
    vec(word(), 1..30).prop_map(|words| format!("x {}", words.join(" ")))
}

/// Markdown as people write it: blocks in blocks, of sound syntax.
fn blocks() -> impl Strategy<Value = String> {
    let code = vec("[a-z ]{0,120}", 1..4).prop_map(|lines| {
        let lines = lines.iter().map(|line| format!("{CODE}{line}\n"));
        format!("```text\n{}```", lines.collect::<String>())
    });
    let row = || vec(vec("[a-z]{1,9}", 1..6).prop_map(|cell| cell.join(" ")), 3);
    let table = vec(row(), 2..6).prop_map(|rows| {
        let rows: Vec<String> =
            rows.iter().map(|cells| format!("| {} |\n", cells.join(" | "))).collect();
        format!("{}|---|--:|---|\n{}", rows[0], rows[1..].concat())
    });
    let leaf = prop_oneof![
        5 => line(),
        1 => line().prop_map(|line| format!("### {line}")),
        1 => code,
        1 => table,
    ];
    let nested = leaf.prop_recursive(3, 12, 3, |inner| {
        let behind = |first: &'static str, rest: &'static str| {
            move |blocks: Vec<String>| {
                let text = blocks.join("\n\n").replace('\n', &format!("\n{rest}"));
                format!("{first}{text}")
            }
        };
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(behind("- ", "  ")),
            vec(inner.clone(), 1..4).prop_map(behind("7. ", "   ")),
            vec(inner.clone(), 1..4).prop_map(behind("> ", "> ")),
            // As a paragraph: a list from 7 cannot come right behind the line of the alert.
            vec(inner, 1..3).prop_map(behind("> [!NOTE]\n> x\n>\n> ", "> ")),
        ]
    });
    vec(nested, 1..5).prop_map(|blocks| blocks.join("\n\n"))
}

/// Words of sound syntax.
fn sound() -> impl Strategy<Value = Words> {
    ("[A-Z][a-z]{1,9}( [a-z]{1,9}){0,12}", line(), blocks(), blocks(), blocks()).prop_map(
        |(title, entry, update, summary, cause)| Words {
            title,
            entry,
            update,
            report: format!(
                "## Summary\n\n{summary}\n\n## Timeline\n\n{summary}\n\n## Root cause\n\n{cause}\n"
            ),
        },
    )
}

/// Words of any kind.
fn wild() -> impl Strategy<Value = Words> {
    ("x\\PC{0,120}", "x\\PC{0,200}", markdown(""), markdown(" ")).prop_map(
        |(title, entry, update, report)| Words {
            title,
            entry,
            update: format!("x {update}"),
            report: format!("## Summary\n\n{report}\n"),
        },
    )
}

/// Asserts that the message is one of sound lines, which says what the text beside it says.
fn assert_reads_back(message: &str, text: &str) -> Result<(), TestCaseError> {
    let ends = message.matches("\r\n").count();
    prop_assert_eq!((message.matches('\r').count(), message.matches('\n').count()), (ends, ends));
    for line in message.split("\r\n") {
        prop_assert!(line.len() <= MUST, "{}", line);
    }
    let parsed = MessageParser::default().parse(message.as_bytes()).unwrap();
    let (subject, body) = text.split_once("\n\n").unwrap();
    prop_assert_eq!(parsed.subject(), subject.strip_prefix("Subject: "));
    prop_assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n"), body);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn lines_keep_to_the_width_but_for_code_and_addresses(words in sound()) {
        for (name, mail) in mails(&words).iter().filter(|(name, _)| name.ends_with(".txt")) {
            let (_, body) = mail.split_once("\n\n").unwrap();
            for line in body.lines() {
                let is_exempt = line.contains(CODE) || line.contains("://");
                prop_assert!(is_exempt || line.width() <= MAY, "{}: {}", name, line);
            }
        }
    }

    #[test]
    fn messages_read_back_as_their_texts(words in prop_oneof![sound(), wild()]) {
        let mails = mails(&words);
        let messages: Vec<_> = mails.iter().filter(|(name, _)| name.ends_with(".eml")).collect();
        prop_assert_eq!(messages.len(), 4);
        for (name, message) in messages {
            assert_reads_back(message, &mails[&name.replace(".eml", ".txt")])?;
        }
    }
}
