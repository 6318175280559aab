use std::collections::BTreeMap;

use super::Options;
use super::tests::{CONFIG, FACTS, REPORT, files};
use crate::config::Updates;
use crate::render::Templates;
use crate::render::tests::view;
use crate::view::Audience;

/// All mails of an incident, those of updates included.
fn all(facts: &str, config: &str) -> BTreeMap<String, String> {
    with_report(facts, REPORT, config)
}

fn with_report(facts: &str, report: &str, config: &str) -> BTreeMap<String, String> {
    let config = crate::render::tests::config(config);
    let options = Options { updates: Updates::All, is_flowed: false };
    let view = view(facts, report, Audience::Customers, &config);
    files(&view, &config, &Templates::new(Vec::new()).unwrap(), options)
}

const SENDER: &str = "[email]\nfrom = \"Example Störungen <status@example.org>\"\n\
    reply_to = \"help@example.org\"\nto = \"customers@lists.example.org\"\nwidth = 72\n";

const UPDATES: &str = r#"
[[update]]
at = 2024-05-01T10:07:00
status = "investigating"
text = "Cards are refused. We are looking for the reason."

[[update]]
at = 2024-05-01T10:20:00
status = "investigating"
title = "Invoices work"
text = "Meanwhile, please pay by invoice: <https://pay.example.org>."

[[update]]
at = 2024-05-01T10:15:00
status = "identified"
audience = "internal"
text = "Nobody renewed it."

[[update]]
at = 2024-05-01T12:00:00
status = "resolved"
text = "Cards are accepted again."
"#;

/// The ids of the updates above: their moments in UTC.
const IDS: [&str; 4] =
    ["20240501T080700Z", "20240501T082000Z", "20240501T081500Z", "20240501T100000Z"];

fn update_text(number: usize) -> String {
    format!("2024-05-01-checkout.update-{}.txt", IDS[number - 1])
}

#[test]
fn a_mail_for_each_update_knows_what_was_known() {
    let mails = all(&format!("{FACTS}{UPDATES}"), CONFIG);
    let name = update_text;
    assert!(!mails.contains_key(&name(3)), "an internal update has no mail");
    assert_eq!(
        mails[&name(1)],
        "Subject: [Investigating] Outage of Checkout and API, 1 May 2024\n\nHello,\n\n\
         Since 1 May 2024 at 10:00 CEST (UTC+02:00), an outage has been affecting\n\
         Checkout and API.\n\n\
         Update of 1 May 2024, 10:07 CEST (UTC+02:00)\n\
         --------------------------------------------\n\n\
         Cards are refused. We are looking for the reason.\n\n\
         Questions? See our status page [1] or write to help@example.org.\n\n\
         All updates are on the web:\nhttps://status.example.org/incidents/2024-05-01-checkout/\n\n\
         [1] https://status.example.org\n\n-- \nExample Ltd\nhttps://www.example.org\n"
    );
    assert!(mails[&name(2)].starts_with("Subject: [Update] Invoices work, 1 May 2024\n"));
    assert!(mails[&name(2)].contains("Checkout and API.\n"), "{}", mails[&name(2)]);
    assert!(mails[&name(2)].contains("\n\n*Invoices work*\n\nMeanwhile, "), "{}", mails[&name(2)]);
    assert!(mails[&name(2)].contains("\n\n10:07  Cards are refused.\n\n"), "{}", mails[&name(2)]);
    let last = &mails[&name(4)];
    assert!(last.starts_with("Subject: [Resolved] Outage of Checkout and API, 1 May 2024\n"));
    assert!(last.contains("It lasted about 1 hour 30 minutes."), "{last}");
    assert!(last.contains("\n10:07  Cards are refused.\n10:20  Invoices work.\n"), "{last}");
    assert!(last.contains("We are sorry for the trouble."), "{last}");
}

#[test]
fn the_mail_of_an_update_does_not_know_the_title_of_the_report() {
    let mails = all(&format!("{FACTS}{UPDATES}"), &format!("{CONFIG}{SENDER}"));
    let updates = mails.iter().filter(|(name, _)| name.contains(".update-"));
    for (name, mail) in updates {
        assert!(!mail.contains("Checkout failed"), "{name}: {mail}");
    }
    assert!(mails["2024-05-01-checkout.txt"].contains("Checkout failed"));
}

#[test]
fn until_then_the_latest_update_knows_the_title() {
    let facts = format!("{FACTS}{UPDATES}").replace("\"published\"", "\"ongoing\"");
    let mails = all(&facts, CONFIG);
    let update = |number: usize| &mails[&update_text(number)];
    assert!(update(4).starts_with("Subject: [Resolved] Checkout failed, 1 May 2024\n"));
    assert!(update(4).contains("affected Checkout and API: Checkout failed."), "{}", update(4));
    for number in [1, 2] {
        assert!(!update(number).contains("Checkout failed"), "{}", update(number));
    }
}

#[test]
fn an_update_goes_by_the_title_of_the_incident_where_no_component_is_named() {
    let facts = "title = \"Phones are down\"\nstate = \"published\"\n\
        started = 2024-05-01T10:00:00Z\n\
        [[update]]\nat = 2024-05-01T10:05:00Z\nstatus = \"investigating\"\ntext = \"Hold on.\"\n";
    let mails = all(facts, CONFIG);
    let mail = &mails["2024-05-01-checkout.update-20240501T100500Z.txt"];
    assert!(mail.starts_with("Subject: [Investigating] Phones are down, 1 May 2024\n"), "{mail}");
    assert!(mail.contains("there has been an incident: Phones are\ndown."), "{mail}");
}

#[test]
fn a_mail_says_that_the_web_has_all_updates_where_it_has() {
    let facts = format!("{FACTS}{UPDATES}");
    let config = format!("{CONFIG}{SENDER}");
    let said = |facts: &str| -> Vec<bool> {
        let mails = all(facts, &config);
        let updates = mails.iter().filter(|(name, _)| name.contains(".update-"));
        let has = |mail: &str, words| mail.replace("=\r\n", "").matches(words).count();
        updates
            .map(|(name, mail)| {
                let (all, page) =
                    (has(mail, "All updates are on the web"), has(mail, "The public page of this"));
                let parts = if name.ends_with(".eml") { 2 } else { 1 };
                assert_eq!(all + page, parts, "{name}: {mail}");
                all == parts
            })
            .collect()
    };
    assert_eq!(said(&facts), [true; 6]);
    let more = facts.replace(
        "audience = \"internal\"\ntext = \"Nobody",
        "audience = \"customers\"\ntext = \"Nobody",
    );
    assert_ne!(more, facts);
    assert_eq!(said(&more), [false; 8], "the public page lacks one of them");
}

#[test]
fn a_report_that_the_web_has_not_whole_is_not_said_to_be_there() {
    let config = format!("{CONFIG}{SENDER}");
    let said = |facts: &str, report: &str| {
        let mails = with_report(facts, report, &config);
        let mail = &mails["2024-05-01-checkout.txt"];
        (mail.contains("This report is on the web:"), mail.contains("The public page of this"))
    };
    let public = REPORT.replace("{.customers}", "{.public}");
    assert_eq!(said(FACTS, &public), (true, false));
    assert_eq!(said(FACTS, REPORT), (false, true));
    let action = "[[action]]\nid = \"a\"\ntitle = \"b\"\naudience = \"customers\"\n";
    assert_eq!(said(&format!("{FACTS}{action}"), &public), (false, true));
}

#[test]
fn a_subject_names_no_more_than_three_components() {
    let ids = ["a", "b", "c", "d"];
    let config: String =
        ids.map(|id| format!("[[component]]\nid = \"{id}\"\nname = \"Node {id}\"\n")).concat();
    let facts = |ids: &[&str]| {
        format!(
            "title = \"Title\"\nstate = \"published\"\ncomponents = {ids:?}\nstarted = 2024-05-01T10:00:00Z\n\
             [[update]]\nat = 2024-05-01T10:05:00Z\nstatus = \"investigating\"\ntext = \"Hm.\"\n"
        )
    };
    for (count, expected) in [(3, "Node a, Node b and Node c"), (4, "Node a, Node b and 2 more")] {
        let mails = all(&facts(&ids[..count]), &config);
        let mail = &mails["2024-05-01-checkout.update-20240501T100500Z.txt"];
        let subject =
            format!("Subject: [Investigating] Incident affecting {expected}, 1 May 2024\n");
        assert!(mail.starts_with(&subject), "{mail}");
    }
}

#[test]
fn updates_are_mailed_before_the_report_is_published() {
    for state in ["ongoing", "drafting"] {
        let facts = format!("{FACTS}{UPDATES}").replace("\"published\"", &format!("\"{state}\""));
        let mails = all(&facts, CONFIG);
        assert_eq!(mails.len(), 3, "{:?}", mails.keys());
        for (name, mail) in &mails {
            assert!(name.contains(".update-"), "{name}");
            for hidden in ["no data", "certificate", "Renew", "The payments team"] {
                assert!(!mail.contains(hidden), "{hidden} in {mail}");
            }
        }
    }
}

#[test]
fn an_update_that_comes_after_the_end_says_so_whatever_its_status() {
    let facts = format!("{FACTS}{UPDATES}")
        .replace("12:00:00\nstatus = \"resolved\"", "12:00:00\nstatus = \"identified\"");
    let mails = all(&facts, CONFIG);
    let mail = &mails[&update_text(4)];
    assert!(mail.contains("It lasted about 1 hour 30 minutes."), "{mail}");
    assert!(!mail.contains("sorry"), "{mail}");
}

#[test]
fn maintenance_is_announced_before_and_after() {
    let facts = "title = \"New disks\"\nkind = \"maintenance\"\nstate = \"ongoing\"\n\
        timezone = \"Europe/Zurich\"\ncomponents = [\"api\"]\n\
        scheduled = { start = 2024-05-01T22:00:00, end = 2024-05-02T01:00:00 }\n\
        started = 2024-05-01T22:00:00\nresolved = 2024-05-01T23:30:00\n\
        [[update]]\nat = 2024-04-20T09:00:00\nstatus = \"scheduled\"\ntext = \"Orders wait.\"\n\
        [[update]]\nat = 2024-05-01T23:30:00\nstatus = \"completed\"\ntext = \"Done.\"\n";
    let mails = all(facts, CONFIG);
    let before = &mails["2024-05-01-checkout.update-20240420T070000Z.txt"];
    for part in [
        "Subject: [Scheduled] New disks, 1 May 2024\n",
        "until 2 May 2024 at 01:00 CEST\n(UTC+02:00), we will carry out maintenance on API: New disks.",
        "\nAnnouncement of 20 April 2024, 09:00 CEST (UTC+02:00)\n",
    ] {
        assert!(before.contains(part), "{part} in {before}");
    }
    let after = &mails["2024-05-01-checkout.update-20240501T213000Z.txt"];
    assert!(after.starts_with("Subject: [Completed] New disks, 1 May 2024\n"), "{after}");
    assert!(after.contains("It took 1 hour 30 minutes."), "{after}");
}

#[test]
fn a_correction_has_a_mail_that_names_the_report() {
    let mails = all(FACTS, CONFIG);
    let mail = &mails["2024-05-01-checkout.correction-20240504T080000Z.txt"];
    assert!(
        mail.starts_with(
            "Subject: [Correction] Checkout failed, 1 May 2024\n\nHello,\n\n\
             On 4 May 2024 at 10:00 CEST (UTC+02:00), we corrected our report of 3\n\
             May 2024 on “Checkout failed”.\n\nWhat has changed\n----------------\n\n\
             The first version gave the wrong day.\n"
        ),
        "{mail}"
    );
}

#[test]
fn messages_need_a_sender() {
    let is_message = |name: &&String| name.ends_with(".eml");
    assert_eq!(all(FACTS, CONFIG).keys().filter(is_message).count(), 0);
    let mails = all(&format!("{FACTS}{UPDATES}"), &format!("{CONFIG}{SENDER}"));
    assert_eq!(mails.keys().filter(is_message).count(), 5, "{:?}", mails.keys());
}

/// The golden message, with line feeds alone.
const MESSAGE: &str = include_str!("golden.eml");

#[test]
fn a_whole_message() {
    let mails = all(&format!("{FACTS}{UPDATES}"), &format!("{CONFIG}{SENDER}"));
    let message = &mails["2024-05-01-checkout.eml"];
    assert_eq!(message.matches('\n').count(), message.matches("\r\n").count());
    assert_eq!(message.replace("\r\n", "\n"), MESSAGE);
}

#[test]
fn later_mails_follow_the_first_and_the_one_before() {
    let mails = all(&format!("{FACTS}{UPDATES}"), &format!("{CONFIG}{SENDER}"));
    let field = |stem: &str, field: &str| {
        let mail = &mails[&format!("2024-05-01-checkout{stem}.eml")];
        let head = mail.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        head.lines().find_map(|line| line.strip_prefix(field).map(str::to_owned))
    };
    let id = |stem: &str| format!(" <2024-05-01-checkout{stem}@status.example.org>");
    let [first, second, _, last] = IDS.map(|id| format!(".update-{id}"));
    assert_eq!(field(&first, "Message-ID:"), Some(id(&first)));
    assert_eq!(field(&first, "References:"), None);
    for (stem, before) in [(&*second, None), (&*last, Some(&second)), ("", Some(&last))] {
        let after_first = before.map_or_else(String::new, |before| id(before));
        assert_eq!(field(stem, "References:"), Some(id(&first) + &after_first), "{stem}");
        let parent = before.unwrap_or(&first);
        assert_eq!(field(stem, "In-Reply-To:"), Some(id(parent)), "{stem}");
    }
    let correction = ".correction-20240504T080000Z";
    assert_eq!(field(correction, "References:"), Some(id(&first) + &id("")));
    assert_eq!(field(correction, "Date:").as_deref(), Some(" Sat, 04 May 2024 10:00:00 +0200"));
}

#[test]
fn no_mail_follows_one_that_is_not_there() {
    let unknown = UPDATES.replacen("at = 2024-05-01T10:07:00", "at = \"unknown\"", 1);
    assert_ne!(unknown, UPDATES);
    let mails = all(&format!("{FACTS}{unknown}"), &format!("{CONFIG}{SENDER}"));
    let heads: Vec<String> = mails
        .iter()
        .filter(|(name, _)| name.ends_with(".eml"))
        .map(|(_, mail)| mail.split("\r\n\r\n").next().unwrap().replace("\r\n ", " "))
        .collect();
    let field = |head: &str, field: &str| -> Vec<String> {
        let value = head.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
        value.split_whitespace().map(str::to_owned).collect()
    };
    let ids: Vec<String> = heads.iter().flat_map(|head| field(head, "Message-ID:")).collect();
    let followed: Vec<String> = heads
        .iter()
        .flat_map(|head| [field(head, "References:"), field(head, "In-Reply-To:")].concat())
        .collect();
    assert!(!followed.is_empty());
    assert!(followed.iter().all(|id| ids.contains(id)), "{followed:?} of {ids:?}");
}
