//! Links to places on a page: what `dead-link` accepts leads somewhere in every output.

use std::collections::BTreeMap;

use crate::support::{FACTS, Workspace};

const ID: &str = "2024-05-02-checkout";

const REPORT: &str = "\
## Summary

Card payments [failed](#what-failed), see [when](#timeline), [how](#impact), [why](#root-cause), what
is [next](#whats-next--and-then), [the limit](#max_connections), [detail](#detail-1).

### What failed

Checkout. [^1]

### Detail

> ### Detail

One.

## Root cause

<b>Raw.</b>

### Detail

#### max_connections

Too low.

## Resolution

We restarted it.

### What's next – and then?

[Nothing](#detail).

[^1]: A [note](#resolution).
";

/// An incident with a link in each kind of text.
fn linked() -> Workspace {
    let facts = FACTS
        .replace("looking into failing", "[looking](#what-failed) into failing")
        .replace("An alarm rang", "An alarm [rang](#whats-next--and-then)");
    let workspace = Workspace::new().incident(ID, &facts, REPORT);
    let config = workspace.read("incident.toml") + "\n[rules]\nraw-html = \"off\"\n";
    workspace.file("incident.toml", config)
}

/// What stands in double quotes behind each `start`.
fn values<'t>(text: &'t str, start: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_to_a_place_on_a_page_has_that_place() {
    let workspace = linked();
    workspace.run(["check"]).code(0);
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    let site = workspace.files("public/site");
    let pages: BTreeMap<_, _> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes)))
        .collect();
    let mut followed = 0;
    for (path, page) in &pages {
        let ids = values(page, " id=\"");
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{path} has two places called {id}");
        }
        for link in values(page, "href=\"").into_iter().filter(|link| link.contains('#')) {
            let (target, place) = link.split_once('#').unwrap();
            let target = match target {
                "" => page,
                target => &pages[target.trim_start_matches("../")],
            };
            assert!(values(target, " id=\"").contains(&place), "{link} of {path}");
            followed += 1;
        }
    }
    assert!(followed > 15, "{followed}");
    let lead = format!("<a href=\"incidents/{ID}/index.html#what-failed\">");
    assert!(pages["index.html"].contains(&lead), "{}", pages["index.html"]);
    let feed = workspace.read("public/site/feed.atom");
    let address = format!("https://status.example.com/incidents/{ID}/index.html#what-failed");
    assert_eq!(feed.matches(&address).count(), 2, "{feed}");
}

#[test]
fn mails_and_posts_without_places_have_no_links_to_them() {
    let workspace = linked();
    let config = workspace.read("incident.toml");
    let workspace =
        workspace.file("incident.toml", config + "\n[blog]\ngenerator = \"eleventy\"\n");
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    let outputs = workspace.files("public");
    for (path, bytes) in outputs.iter().filter(|(path, _)| !path.contains("site")) {
        let text = String::from_utf8_lossy(bytes).replace("=\r\n", "");
        assert!(!text.contains("#what-failed") && !text.contains("#detail"), "{path}: {text}");
        if path.ends_with(".txt") || path.ends_with(".md") {
            assert!(text.contains("Card payments failed, see when"), "{path}: {text}");
        }
    }
}
