use super::{Audience, OutputFile, Source, config, rendered, text};

const CONFIG: &str = r#"
[[component]]
id = "api"
name = "API"
description = "What programs talk to"
[[component]]
id = "web"
name = "Web"
[[component]]
id = "fax"
name = "Fax"
retired = 2020-01-01
"#;

fn outage(day: u32, minutes: u32, severity: &str, component: &str) -> String {
    format!(
        "title = \"Outage {day}\"\nstate = \"published\"\nseverity = \"{severity}\"\n\
         components = [\"{component}\"]\nstarted = 2026-10-{day:02}T10:00:00Z\n\
         detected = 2026-10-{day:02}T10:05:00Z\nresolved = 2026-10-{day:02}T10:{minutes:02}:00Z\n\
         published = 2026-11-01\n[[impact]]\ncomponent = \"{component}\"\n\
         status = \"major_outage\"\nstart = 2026-10-{day:02}T10:00:00Z\n\
         end = 2026-10-{day:02}T10:{minutes:02}:00Z\n\
         [[action]]\ntitle = \"x\"\naudience = \"public\"\nstatus = \"done\"\n\
         [[action]]\ntitle = \"CANARY\"\nowner = \"CANARY\"\n"
    )
}

fn site() -> Vec<OutputFile> {
    let facts = [
        ("2026-10-01-a", outage(1, 20, "minor", "api")),
        ("2026-10-02-b", outage(2, 30, "major", "api")),
        ("2026-10-03-c", outage(3, 50, "major", "web")),
    ];
    let sources: Vec<Source<'_>> = facts
        .iter()
        .map(|(id, facts)| Source { id, facts, report: "", attachments: &[] })
        .collect();
    rendered(&config(CONFIG), Audience::Public, "2026-11-21T00:00:00Z", &sources)
}

#[test]
fn statistics_are_told_in_numbers() {
    let files = site();
    let page = text(&files, "stats/index.html");
    assert!(page.contains("<strong>5 minutes</strong>"), "{page}");
    assert!(page.contains("<strong>30 minutes</strong>"), "{page}");
    assert!(
        page.contains(">October 2026</time></th><td>3</td><td>1 hour 40 minutes</td>"),
        "{page}"
    );
    assert!(page.contains(">2026</time></th><td>3</td><td>1 hour 40 minutes</td>"), "{page}");
    assert!(page.contains("median time to resolve, 3 incidents</span>"), "{page}");
    let major = page.find(">Major<").unwrap();
    assert!(page[major..].contains("<td>2</td><td>1 hour 20 minutes</td><td>40 minutes</td>"));
    assert!(major < page.find(">Minor<").unwrap());
    assert!(page.contains("<title>October 2026: 3 incidents</title>"), "{page}");
    assert!(page.contains("<strong>3</strong> <span class=\"soft\">Done</span>"), "{page}");
    assert!(page.contains("href=\"../components/api/index.html\">API</a>"), "{page}");
}

#[test]
fn a_component_has_a_page() {
    let files = site();
    let page = text(&files, "components/api/index.html");
    for part in [
        "<h1 dir=\"auto\">API</h1>",
        "What programs talk to",
        "Outage 1</a>",
        "Outage 2</a>",
        "href=\"../../incidents/2026-10-02-b/index.html\"",
        "Last 365 days",
        "Operational",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains("Outage 3") && !page.contains("CANARY"));
    // 50 minutes of 89 days, and of 364 days; none in the last 29.
    for uptime in ["100%", "99.96%", "99.99%"] {
        assert!(page.contains(&format!("<strong>{uptime}</strong>")), "{uptime}: {page}");
    }
    assert!(text(&files, "components/fax/index.html").contains("Not in use since 1 January 2020"));
    assert!(text(&files, "index.html").contains("href=\"components/api/index.html\">API</a>"));
    let incident = text(&files, "incidents/2026-10-01-a/index.html");
    assert!(incident.contains("href=\"../../components/api/index.html\">API</a>"), "{incident}");
}

#[test]
fn nothing_happened_is_told_too() {
    let files = rendered(&config(CONFIG), Audience::Public, "2026-11-21T00:00:00Z", &[]);
    let page = text(&files, "stats/index.html");
    assert!(page.contains("0 incidents") && page.contains("No incidents yet."), "{page}");
    assert!(!page.contains("<section>"), "{page}");
    assert!(text(&files, "components/web/index.html").contains("No incidents reported"));
}

#[test]
fn what_is_not_known_has_no_figure_and_no_plot() {
    let facts = outage(1, 20, "minor", "api").replace("2026-10-01T10:20:00Z", "\"unknown\"");
    let facts = facts.replace("detected = 2026-10-01T10:05:00Z\n", "");
    let source = Source { id: "2026-10-01-a", facts: &facts, report: "", attachments: &[] };
    let files = rendered(&config(CONFIG), Audience::Public, "2026-11-21T00:00:00Z", &[source]);
    let page = text(&files, "stats/index.html");
    assert!(!page.contains("How long it takes"), "{page}");
    assert!(page.contains("<figcaption>Incidents by month</figcaption>"), "{page}");
    assert!(!page.contains("Hours of downtime by month"), "{page}");
    assert!(page.contains("<td>1</td><td>unknown</td>"), "{page}");
}

#[test]
fn times_of_one_incident_are_no_medians() {
    let facts = outage(1, 20, "minor", "api");
    let source = Source { id: "2026-10-01-a", facts: &facts, report: "", attachments: &[] };
    let files = rendered(&config(CONFIG), Audience::Public, "2026-11-21T00:00:00Z", &[source]);
    let page = text(&files, "stats/index.html");
    assert!(page.contains("to detect (1 incident)</span>"), "{page}");
    assert!(!page.contains("to mitigate"), "{page}");
}
