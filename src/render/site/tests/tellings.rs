use super::{Audience, Source, config, rendered, text};

const FACTS: &str = r####"
title = "Storage traffic dropped"
state = "published"
severity = "major"
timezone = "Europe/Zurich"
started = 2019-02-12T10:50:00
resolved = 2019-02-12T11:06:00
published = 2019-02-15
[[update]]
at = 2019-02-12
status = "investigating"
title = "Disruption of the storage service"
text = "First words."
[[update]]
at = 2019-02-13
status = "identified"
title = "What we know so far"
text = "### State\n\nSecond words."
"####;

const STORAGE: Source<'_> = Source {
    id: "2019-02-12-storage",
    facts: FACTS,
    report: "## Management Summary\n\nLast words[^1].\n\n[^1]: A note.\n",
    attachments: &[],
};

fn status_page(toml: &str, now: &str, sources: &[Source<'_>]) -> String {
    let aliases = format!("{toml}\n[sections]\nsummary = [\"Management Summary\"]\n");
    let files = rendered(&config(&aliases), Audience::Public, now, sources);
    text(&files, "index.html").to_owned()
}

/// What stands between the headings of two periods.
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let start = page.find(from).unwrap();
    let end = page[start..].find(to).unwrap();
    &page[start..start + end]
}

#[test]
fn an_incident_is_told_three_times() {
    let now = "2019-02-18T09:00:00+01:00";
    let page = status_page("[site]\nhistory_length = 8", now, &[STORAGE]);
    let past = &page[page.find("Past incidents").unwrap()..];
    let report = between(past, "Friday, 15 February 2019", "Thursday, 14");
    assert!(report.contains("Storage traffic dropped</a>"), "{report}");
    let second = between(past, "Wednesday, 13 February 2019", "Tuesday, 12");
    assert!(second.contains("What we know so far</a>"), "{second}");
    assert!(second.contains("<h5>State</h5>"), "{second}");
    assert!(second.contains("2019-02-12-storage/index.html#update_20190213"), "{second}");
    let first = between(past, "Tuesday, 12 February 2019", "Monday, 11");
    assert!(first.contains("Disruption of the storage service</a>"), "{first}");
    assert_eq!(first.matches("<article").count(), 1, "{first}");
    assert_eq!(past.matches("No incidents reported").count(), 5);
}

#[test]
fn without_titles_it_is_told_on_its_first_day() {
    let facts = FACTS.replace("title = \"Disruption of the storage service\"\n", "");
    let source = Source { facts: &facts, ..STORAGE };
    let page = status_page("", "2019-02-18T09:00:00+01:00", &[source]);
    let first = between(&page, "Tuesday, 12 February 2019", "Monday, 11");
    assert!(first.contains("Storage traffic dropped</a>"), "{first}");
    assert!(first.contains("First words.") && !first.contains("Second words."), "{first}");
}

#[test]
fn months_leave_quiet_ones_out_unless_all_are() {
    let toml = "[site]\nhistory = \"month\"\nhistory_length = 3";
    let page = status_page(toml, "2019-03-18T09:00:00+01:00", &[STORAGE]);
    assert!(page.contains(">February 2019<") && !page.contains(">March 2019<"));
    let page = status_page(toml, "2026-03-18T09:00:00+01:00", &[STORAGE]);
    assert_eq!(page.matches("No incidents reported").count(), 3);
    assert!(page.contains("history/index.html\">The whole history: 1 entry"));
}

#[test]
fn an_ongoing_incident_colours_the_page() {
    let facts = r#"
title = "Errors"
severity = "major"
state = "ongoing"
components = ["api", "web"]
started = 2026-11-21T08:00:00Z
[[impact]]
component = "api"
status = "partial_outage"
start = 2026-11-21T08:00:00Z
[[update]]
at = 2026-11-21T08:10:00Z
status = "investigating"
text = "Looking."
"#;
    let ongoing = Source {
        id: "2026-11-21-errors",
        facts,
        report: "## Summary\n\nCANARY\n",
        attachments: &[],
    };
    let toml = "[[component]]\nid = \"api\"\n[[component]]\nid = \"web\"\n";
    let page = status_page(toml, "2026-11-21T20:00:00Z", &[ongoing]);
    assert!(page.contains("<h1>Partial outage</h1>"), "{page}");
    assert!(page.contains("Looking.") && !page.contains("CANARY"));
    // Half of 12 hours of one of two components, of 89 days and 20 hours.
    assert!(page.contains("<strong>99.86%</strong>"), "{page}");
    assert!(page.contains("99.72%") && page.contains("Affected</span>"), "{page}");
}

const LONG: &str = r#"
title = "Mail was down"
state = "drafting"
started = 2019-02-12T23:00:00Z
resolved = 2019-02-14T01:00:00Z
[[update]]
at = 2019-02-12T23:10:00Z
status = "investigating"
text = "We look."
"#;

fn long(facts: &str) -> Source<'_> {
    Source { id: "2019-02-12-mail", facts, report: "", attachments: &[] }
}

#[test]
fn no_day_of_an_incident_is_called_quiet() {
    let page = status_page("[site]\nhistory_length = 6", "2019-02-16T09:00:00Z", &[long(LONG)]);
    let past = &page[page.find("Past incidents").unwrap()..];
    let began = between(past, "Tuesday, 12 February 2019", "Monday, 11");
    assert!(!began.contains("Ongoing that day"), "{began}");
    for (day, before) in [("Wednesday, 13", "Tuesday, 12"), ("Thursday, 14", "Wednesday, 13")] {
        let during = between(past, day, before);
        assert!(during.contains("Ongoing that day:"), "{during}");
        assert!(during.contains("2019-02-12-mail/index.html\""), "{during}");
        assert!(!during.contains("No incidents"), "{during}");
    }
    assert_eq!(past.matches("No incidents reported").count(), 3);
}

#[test]
fn no_month_of_an_incident_is_called_quiet() {
    let page = status_page(
        "[site]\nhistory = \"month\"\nhistory_length = 2",
        "2019-03-16T09:00:00Z",
        &[long(&LONG.replace("resolved = 2019-02-14", "resolved = 2019-03-14"))],
    );
    let past = &page[page.find("Past incidents").unwrap()..];
    let march = between(past, "March 2019", "February 2019");
    assert!(march.contains("Ongoing that month:"), "{march}");
    assert!(!past.contains("No incidents reported"), "{past}");
}

#[test]
fn what_goes_on_is_listed_with_so_far() {
    let facts = LONG.replace("state = \"drafting\"", "state = \"ongoing\"");
    let facts = facts.replace("resolved = 2019-02-14T01:00:00Z\n", "");
    let files = rendered(&config(""), Audience::Public, "2019-02-13T13:00:00Z", &[long(&facts)]);
    let history = text(&files, "history/index.html");
    assert!(history.contains("14 hours so far"), "{history}");
}

#[test]
fn an_unknown_start_is_no_date() {
    let facts = "title = \"Mail was down\"\nstate = \"drafting\"\nstarted = \"unknown\"\n\
                 resolved = 2019-02-14T01:00:00Z\n";
    let files = rendered(&config(""), Audience::Public, "2019-02-15T13:00:00Z", &[long(facts)]);
    let history = text(&files, "history/index.html");
    assert!(history.contains("time unknown"), "{history}");
    assert!(!history.contains("12 February 2019"), "{history}");
}

#[test]
fn what_goes_on_is_told_once() {
    let facts = LONG.replace("state = \"drafting\"", "state = \"ongoing\"");
    let facts = facts.replace("resolved = 2019-02-14T01:00:00Z\n", "");
    let unknown = facts.replace("2019-02-12T23:00:00Z", "\"unknown\"");
    for facts in [facts, unknown] {
        let page = status_page("", "2019-02-14T13:00:00Z", &[long(&facts)]);
        assert_eq!(page.matches("We look.").count(), 1, "{page}");
        let past = &page[page.find("Past incidents").unwrap()..];
        assert_eq!(past.matches("Ongoing that day:").count(), 3, "{past}");
        assert!(!between(past, "Tuesday, 12", "Monday, 11").contains("No incidents"), "{past}");
    }
}

#[test]
fn the_latest_report_is_only_named_in_the_list() {
    let older = FACTS.replace("published = 2019-02-15", "published = 2019-02-14");
    let older = Source {
        id: "2019-02-11-older",
        facts: &older,
        report: "## Management Summary\n\nOlder words.\n",
        attachments: &[],
    };
    let page = status_page("", "2019-02-18T09:00:00+01:00", &[STORAGE, older]);
    assert_eq!(page.matches("Last words.").count(), 1, "{page}");
    let past = &page[page.find("Past incidents").unwrap()..];
    assert!(past.contains("Older words.") && !past.contains("Last words."), "{past}");
    let named = between(past, "Friday, 15 February 2019", "Thursday, 14");
    assert!(named.contains("Storage traffic dropped</a>"), "{named}");
}

#[test]
fn without_incidents_no_history_is_offered() {
    let page = status_page("", "2019-02-18T09:00:00+01:00", &[]);
    assert!(!page.contains("The whole history"), "{page}");
}

#[test]
fn an_edge_tells_how_bad_it_is() {
    let facts = |severity: &str| {
        let ongoing = LONG.replace("state = \"drafting\"", "state = \"ongoing\"");
        let open = ongoing.replace("resolved = 2019-02-14T01:00:00Z\n", severity);
        open.replace("investigating", "monitoring")
    };
    for (severity, edge) in
        [("critical", "bad"), ("major", "warn"), ("minor", "mild"), ("", "note")]
    {
        let line = format!("severity = \"{severity}\"\n");
        let facts = facts(if severity.is_empty() { "" } else { &line });
        let page = status_page("", "2019-02-14T13:00:00Z", &[long(&facts)]);
        assert!(page.contains(&format!("<article class=\"card {edge}\">")), "{severity}: {page}");
    }
}

#[test]
fn of_what_began_together_the_last_comes_first() {
    let other = Source { id: "2019-02-12-mail-2", ..long(LONG) };
    let files =
        rendered(&config(""), Audience::Public, "2019-02-16T09:00:00Z", &[long(LONG), other]);
    for page in ["index.html", "history/index.html"] {
        let page = text(&files, page);
        let place = |id: &str| page.find(&format!("{id}/index.html")).unwrap();
        assert!(place("2019-02-12-mail-2") < place("2019-02-12-mail"), "{page}");
    }
}
