use super::{Audience, Site, Source, at, config, rendered, text, view};
use crate::render::{TemplateError, Templates};

const FACTS: &str = r#"
title = "Slow volumes"
state = "published"
severity = "minor"
components = ["block"]
started = 2026-11-12T14:02:00Z
resolved = 2026-11-13T01:10:00Z
published = 2026-11-16T09:00:00Z
[[timeline]]
at = { at = 2026-11-12T14:05:00Z, about = true }
text = "Monitoring reports it"
audience = "public"
[[timeline]]
at = "unknown"
text = "A cable is found"
audience = "public"
[[timeline]]
at = 2026-11-12T15:00:00Z
text = "CANARY"
"#;

#[test]
fn vague_times_look_vague() {
    let source = Source {
        id: "2026-11-12-slow-volumes",
        facts: FACTS,
        report: "## Summary\n\nSlow.\n",
        attachments: &[],
    };
    let config = config("base_url = \"https://status.example.org\"");
    let files = rendered(&config, Audience::Public, "2026-11-21T08:00:00Z", &[source]);
    let page = text(&files, "incidents/2026-11-12-slow-volumes/index.html");
    assert!(page.contains("<li class=\"other vague\">"), "{page}");
    assert!(page.contains("about 14:05</time>"), "{page}");
    assert!(page.contains("<span>time unknown</span>"), "{page}");
    assert!(
        files
            .iter()
            .all(|file| file.path.is_empty() || !format!("{:?}", file.content).contains("CANARY"))
    );
}

#[test]
fn the_title_of_an_action_is_no_markdown() {
    let facts = format!(
        "{FACTS}[[action]]\ntitle = \"Set `max` to *5* & <b>, see [it](#nowhere)\"\n\
         link = \"https://tracker.example/1\"\naudience = \"public\"\n"
    );
    let source =
        Source { id: "2026-11-12-slow-volumes", facts: &facts, report: "", attachments: &[] };
    let files = rendered(&config(""), Audience::Public, "2026-11-21T08:00:00Z", &[source]);
    let page = text(&files, "incidents/2026-11-12-slow-volumes/index.html");
    let title = "Set `max` to *5* &amp; &lt;b&gt;, see [it](#nowhere)<";
    assert_eq!(page.matches(title).count(), 2, "{page}");
    assert!(!page.contains("href=\"#nowhere"), "{page}");
}

fn slow_volumes() -> Source<'static> {
    Source {
        id: "2026-11-12-slow-volumes",
        facts: FACTS,
        report: "## Summary\n\nSlow. ![graph](graph.png)\n",
        attachments: &["graph.png", "secret.txt"],
    }
}

#[test]
fn the_feed_depends_on_facts_alone() {
    let with_address = config("base_url = \"https://status.example.org/eu\"");
    let feed = |now| {
        let files = rendered(&with_address, Audience::Public, now, &[slow_volumes()]);
        text(&files, "feed.atom").to_owned()
    };
    let one = feed("2026-11-21T08:00:00Z");
    assert_eq!(one, feed("2027-11-21T08:00:00Z"));
    assert!(one.contains("<updated>2026-11-16T09:00:00Z</updated>"), "{one}");
    assert!(
        one.contains(
            "src=&quot;https://status.example.org/eu/incidents/2026-11-12-slow-volumes/graph.png"
        ),
        "{one}"
    );
    let files = rendered(&config(""), Audience::Public, "2026-11-21T08:00:00Z", &[slow_volumes()]);
    assert!(files.iter().all(|file| file.path != "feed.atom"));
}

#[test]
fn attachments_lie_beside_their_page() {
    let files = rendered(&config(""), Audience::Public, "2026-11-21T08:00:00Z", &[slow_volumes()]);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.contains(&"incidents/2026-11-12-slow-volumes/graph.png"));
    assert!(!paths.iter().any(|path| path.contains("secret")));
    let index = text(&files, "index.html");
    assert!(index.contains("src=\"incidents/2026-11-12-slow-volumes/graph.png\""), "{index}");
}

#[test]
fn internal_pages_say_so() {
    let files =
        rendered(&config(""), Audience::Internal, "2026-11-21T08:00:00Z", &[slow_volumes()]);
    for path in [
        "index.html",
        "history/index.html",
        "404.html",
        "incidents/2026-11-12-slow-volumes/index.html",
    ] {
        let page = text(&files, path);
        assert!(page.contains("Internal – not for customers"), "{path}");
        assert!(page.contains("<meta name=\"robots\" content=\"noindex"), "{path}");
    }
}

#[test]
fn the_history_has_pages() {
    let facts: Vec<(String, String)> = (0..205)
        .map(|number| {
            let day = 1 + number % 28;
            let month = 1 + number / 28;
            let facts = format!(
                "title = \"Number {number}\"\nstate = \"drafting\"\nstarted = 2025-{month:02}-{day:02}T10:00:00Z\n"
            );
            (format!("2025-{month:02}-{day:02}-number-{number}"), facts)
        })
        .collect();
    let sources: Vec<Source<'_>> = facts
        .iter()
        .map(|(id, facts)| Source { id, facts, report: "", attachments: &[] })
        .collect();
    let files = rendered(&config(""), Audience::Public, "2026-11-21T08:00:00Z", &sources);
    let second = text(&files, "history/2/index.html");
    assert_eq!(second.matches("<li class=\"item\">").count(), 100);
    assert!(second.contains("href=\"../../history/index.html\">Newer"));
    assert!(second.contains("href=\"../../history/3/index.html\">Older"));
    assert!(second.contains("href=\"../../incidents/2025-"));
    assert_eq!(text(&files, "history/3/index.html").matches("<li class=\"item\">").count(), 5);
}

#[test]
fn windows_are_drawn_as_vaguely_as_they_are_known() {
    let facts = r#"
title = "Node down"
state = "published"
components = ["node"]
started = { after = 2026-03-01, before = 2026-03-28 }
resolved = { after = 2026-03-01, before = 2026-03-28 }
published = 2026-03-30
[[impact]]
component = "node"
status = "major_outage"
start = { after = 2026-03-01, before = 2026-03-28 }
end = { after = 2026-03-01, before = 2026-03-28 }
"#;
    let source = Source { id: "2026-03-01-node", facts, report: "", attachments: &[] };
    let config = config("[[component]]\nid = \"node\"\n");
    let files = rendered(&config, Audience::Public, "2026-04-02T08:00:00Z", &[source]);
    let page = text(&files, "incidents/2026-03-01-node/index.html");
    assert!(page.contains("<rect class=\"possible major_outage\" x="));
    assert!(!page.contains("<rect class=\"bar major_outage\" x="));
    assert!(text(&files, "index.html").contains("≤ 100%"));
}

#[test]
fn an_outage_of_unknown_length_takes_something_from_the_uptime() {
    let facts = |window: &str| {
        format!(
            "title = \"Node down\"\nstate = \"published\"\ncomponents = [\"node\"]\n\
             started = 2026-03-01T10:00:00Z\nresolved = 2026-03-01T12:00:00Z\n\
             published = 2026-03-30\n[[impact]]\ncomponent = \"node\"\n\
             status = \"major_outage\"\n{window}\n"
        )
    };
    for window in [
        "start = \"unknown\"\nend = 2026-03-01T11:00:00Z",
        "start = 2026-03-01T11:00:00Z\nend = \"unknown\"",
        "start = \"unknown\"\nend = \"unknown\"",
    ] {
        let facts = facts(window);
        let source = Source { id: "2026-03-01-node", facts: &facts, report: "", attachments: &[] };
        let config = config("[[component]]\nid = \"node\"\n");
        let pages = |now| rendered(&config, Audience::Public, now, std::slice::from_ref(&source));
        let files = pages("2026-04-02T08:00:00Z");
        assert!(text(&files, "index.html").contains("≤ 100%"), "{window}");
        let component = text(&files, "components/node/index.html");
        assert_eq!(component.matches("≤ 100%").count(), 2, "{window}: 90 and 365 days");
        let statistics = text(&files, "stats/index.html");
        assert!(statistics.contains("<td>unknown</td>"), "{window}: {statistics}");
        let files = pages("2026-07-02T08:00:00Z");
        assert!(!text(&files, "index.html").contains("≤ 100%"), "{window}: it is long over");
    }
}

#[test]
fn an_outage_that_lasts_since_an_unknown_time_is_the_state_of_its_component() {
    let facts = "title = \"Node down\"\nstate = \"ongoing\"\ncomponents = [\"node\"]\n\
        started = 2026-03-01T10:00:00Z\n[[impact]]\ncomponent = \"node\"\n\
        status = \"major_outage\"\nstart = \"unknown\"\n";
    let source = Source { id: "2026-03-01-node", facts, report: "", attachments: &[] };
    let config = config("[[component]]\nid = \"node\"\nname = \"Node\"\n");
    let files = rendered(&config, Audience::Public, "2026-03-01T12:00:00Z", &[source]);
    let page = text(&files, "index.html");
    assert!(page.contains("Major outage") && page.contains("≤ 100%"), "{page}");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let config = config("base_url = \"https://status.example.org\"");
    let once = || rendered(&config, Audience::Public, "2026-11-21T08:00:00Z", &[slow_volumes()]);
    assert_eq!(once(), once());
}

fn with_pills(pill: &str) -> Result<String, TemplateError> {
    let others = "icon, time, cell, instant, strong, updates, days_bar, rows";
    let macros = format!(
        "{{% from \"builtin/site/macros.html\" import {others} %}}\n\
         {{% macro pill(badge) %}}{pill}{{% endmacro %}}"
    );
    let templates = Templates::new(vec![("site/macros.html".to_owned(), macros)])?;
    let config = config("title = \"Status\"");
    let now = "2026-11-21T08:00:00Z";
    let source =
        Source { id: "2026-11-12-slow-volumes", facts: FACTS, report: "", attachments: &[] };
    let site = Site::new(&config, &templates, at(now));
    let (_, files) = site.incident(&view(&source, Audience::Public, &config, now))?;
    Ok(text(&files, "incidents/2026-11-12-slow-volumes/index.html").to_owned())
}

#[test]
fn a_house_draws_its_own_pills() {
    let page = with_pills("<b>{{ badge.label }} ({{ badge.tone }}), {{ site.title }}</b>").unwrap();
    assert!(page.contains("<b>Resolved (ok), Status</b>"), "{page}");
    assert!(!page.contains("class=\"pill"), "{page}");
}

#[test]
fn a_fault_in_a_pill_is_one_of_its_template() {
    let error = with_pills("{{ badge.colour }}").unwrap_err();
    assert_eq!((error.template.as_str(), error.line), ("site/macros.html", Some(2)), "{error}");
    assert!(error.message.contains("badge.colour"), "{error}");
}

fn affected(kind: &str, windows: &[(&str, &str)]) -> String {
    let windows: String = windows
        .iter()
        .map(|(start, end)| {
            format!(
                "[[impact]]\ncomponent = \"block\"\nstatus = \"partial_outage\"\n\
                 start = 2026-11-12T{start}:00Z\nend = 2026-11-12T{end}:00Z\n"
            )
        })
        .collect();
    let facts = format!(
        "title = \"Slow volumes\"\nkind = \"{kind}\"\nstate = \"drafting\"\n\
         components = [\"block\"]\nstarted = 2026-11-12T14:00:00Z\n\
         resolved = 2026-11-12T17:00:00Z\n{windows}"
    );
    let id = "2026-11-12-slow-volumes";
    let source = Source { id, facts: &facts, report: "", attachments: &[] };
    let config = config("[[component]]\nid = \"block\"\nname = \"Block storage\"\n");
    let files = rendered(&config, Audience::Public, "2026-11-21T08:00:00Z", &[source]);
    text(&files, "incidents/2026-11-12-slow-volumes/index.html").to_owned()
}

#[test]
fn overlaps_are_said_where_windows_overlap() {
    let page = affected("incident", &[("14:00", "15:00"), ("15:00", "16:00")]);
    assert!(page.contains(">in 2 windows</span>"), "{page}");
    let page = affected("incident", &[("14:00", "16:00"), ("14:10", "14:20"), ("15:00", "17:00")]);
    assert!(page.contains(">in 3 windows, overlaps counted once</span>"), "{page}");
}

#[test]
fn the_table_of_one_window_is_folded() {
    let one = affected("incident", &[("14:00", "15:00")]);
    assert!(one.contains("<summary>1 window of impact as a table</summary>"), "{one}");
    let two = affected("incident", &[("14:00", "15:00"), ("15:00", "16:00")]);
    assert!(!two.contains("as a table</summary>"), "{two}");
}

#[test]
fn the_picture_of_maintenance_ends_with_its_completion() {
    let work = affected("maintenance", &[("14:00", "17:00")]);
    assert!(work.contains(">completed 17:00</text>"), "{work}");
    assert!(work.contains("Completed: 12 November 2026, 17:00 UTC."), "{work}");
    let incident = affected("incident", &[("14:00", "17:00")]);
    assert!(incident.contains(">resolved 17:00</text>"), "{incident}");
}

#[test]
fn key_facts_begin_with_how_long_and_what() {
    let page = affected("incident", &[("14:00", "15:00")]);
    let start = page.find("<summary><strong>Key facts").unwrap();
    let line = &page[start..start + page[start..].find("</summary>").unwrap()];
    assert!(line.contains("3 hours") && line.contains("Block storage"), "{line}");
}
