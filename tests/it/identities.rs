//! Names of updates that readers and their programs keep: addresses, ids in feeds and in the API,
//! files and ids of mails.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::email::SENDER;
use crate::support::{CONFIG, FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";

const LATER: &str = "\n[[update]]\nat = 2024-05-02T10:40:00\nstatus = \"resolved\"\n\
    text = \"Cards are accepted again.\"\n";

const CORRECTION: &str =
    "\n[[correction]]\nat = 2024-05-06T08:00:00\ntext = \"It was the gateway.\"\n";

/// What each update is called everywhere, by its text.
fn names(facts: &str) -> BTreeMap<String, Vec<String>> {
    let workspace = Workspace::new()
        .file("incident.toml", format!("{CONFIG}{SENDER}"))
        .incident(ID, facts, REPORT);
    workspace.run(["render", "--now", "2024-06-01", "--update", "all"]).code(0);
    let json = |path: &str| -> Value { serde_json::from_str(&workspace.read(path)).unwrap() };
    let feed = json("public/site/feed.json");
    let api = json("public/site/api/v2/incidents.json");
    let atom = workspace.read("public/site/feed.atom");
    let page = workspace.read(&format!("public/site/incidents/{ID}/index.html"));
    let texts = [
        "A forgotten one.",
        "We are looking into failing card payments.",
        "Cards are accepted again.",
        "It was the gateway.",
    ];
    let mut names = BTreeMap::new();
    for text in texts.into_iter().filter(|text| facts.contains(text)) {
        let mut found = Vec::new();
        for item in feed["items"].as_array().unwrap() {
            if item["content_html"].as_str().unwrap().contains(text) {
                let (id, url) = (item["id"].as_str().unwrap(), item["url"].as_str().unwrap());
                assert!(atom.contains(&format!("<id>{id}</id>")), "{id}: {atom}");
                let anchor = url.split_once('#').unwrap().1;
                let item = page.split(&format!("id=\"{anchor}\"")).nth(1).unwrap();
                assert!(item.split("</li>").next().unwrap().contains(text), "{anchor}: {page}");
                found.extend([id.to_owned(), url.to_owned()]);
            }
        }
        for update in api["incidents"][0]["incident_updates"].as_array().unwrap() {
            if update["body"].as_str().unwrap().contains(text) {
                found.push(update["id"].as_str().unwrap().to_owned());
            }
        }
        for (path, bytes) in workspace.outputs("public/email") {
            let mail = String::from_utf8(bytes).unwrap().replace("=\r\n", "");
            let id = mail.lines().find_map(|line| line.strip_prefix("Message-ID: "));
            // Mails of later updates tell earlier ones in a line that begins with their time.
            if mail.lines().any(|line| line.starts_with(text)) {
                found.extend([path, id.unwrap_or_default().to_owned()]);
            }
        }
        names.insert(text.to_owned(), found);
    }
    names
}

#[test]
fn an_update_that_is_entered_later_changes_no_name_of_another() {
    let facts = format!("{FACTS}{LATER}{CORRECTION}");
    let before = names(&facts);
    assert!(before.values().all(|names| names.len() >= 4), "{before:#?}");
    let forgotten = "[[update]]\nat = 2024-05-02T10:02:00\nstatus = \"investigating\"\n\
        text = \"A forgotten one.\"\n\n[[update]]\n";
    let facts = facts.replacen("[[update]]\n", forgotten, 1);
    let mut after = names(&facts);
    assert!(after.remove("A forgotten one.").is_some());
    assert_eq!(before, after);
}
