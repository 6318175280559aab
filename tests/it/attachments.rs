//! Files beside an incident, when it is rendered again.

use crate::support::{FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";

/// Renders twice, with other bytes in a file the second time, and gives how many incidents that
/// renders and what is there of the file then.
fn rendered_again(name: &str, bytes: [&str; 2]) -> (bool, Option<String>) {
    let report = REPORT.replace("failed.", "failed: ![a graph](graph.png).");
    let path = format!("incidents/{ID}/{name}");
    let workspace = Workspace::new()
        .incident(ID, FACTS, &report)
        .file(&format!("incidents/{ID}/graph.png"), "a graph")
        .file(&path, bytes[0]);
    let run = || {
        let to = ["render", "-v", "--to", "site", "--now", "2024-06-01T12:00:00Z"];
        workspace.run(to).code(0).stderr
    };
    run();
    std::fs::write(workspace.path(&path), bytes[1]).unwrap();
    let is_rendered = run().contains("1 of 1 incidents to render");
    let copy = workspace.path(format!("public/site/incidents/{ID}/{name}"));
    (is_rendered, std::fs::read_to_string(copy).ok())
}

#[test]
fn one_that_is_shown_is_copied_again() {
    let again = rendered_again("graph.png", ["a graph", "b graph"]);
    assert_eq!(again, (true, Some("b graph".to_owned())));
    let again = rendered_again("graph.png", ["a graph", "a graph"]);
    assert_eq!(again, (false, Some("a graph".to_owned())));
}

/// It may be large: no more of it is read than shows that it is no text.
#[test]
fn one_that_is_not_shown_matters_to_nothing() {
    assert_eq!(rendered_again("dump.bin", ["one\0", "two\0"]), (false, None));
}

#[test]
fn one_that_gives_something_away_by_now_is_not_published() {
    let report = REPORT.replace("failed.", "failed: [a log](web.log).");
    let path = format!("incidents/{ID}/web.log");
    let workspace = Workspace::new().incident(ID, FACTS, &report).file(&path, "one line\n");
    let render = ["render", "--to", "site", "--now", "2024-06-01T12:00:00Z"];
    workspace.run(render).code(0);
    let before = workspace.files("public/site");
    std::fs::write(workspace.path(&path), "one line\nfrom db-1.prod.internal\n").unwrap();
    let refused = workspace.run(render).code(1).stderr;
    assert!(refused.contains(&format!("{path}:2:6")), "{refused}");
    assert!(refused.contains("2 | from db-1.prod.internal"), "{refused}");
    assert_eq!(workspace.files("public/site"), before);
}

#[test]
fn the_first_mebibyte_of_one_is_read() {
    let report = REPORT.replace("failed.", "failed: [a log](web.log).");
    let path = format!("incidents/{ID}/web.log");
    let check = |before: usize| {
        let text = format!("{}db-1.prod.internal\n", " ".repeat(before));
        let workspace = Workspace::new().incident(ID, FACTS, &report).file(&path, &text);
        workspace.run(["check", "--format", "concise"]).stdout.contains("[internal-host]")
    };
    assert!(check(1024 * 1024 - 18) && !check(1024 * 1024));
}

#[test]
fn secrets_in_one_are_not_printed() {
    let report = REPORT.replace("failed.", "failed: [a log](web.log).");
    let path = format!("incidents/{ID}/web.log");
    let text = "PGPASSWORD=Zq8vN3xT5wLp psql\n";
    let workspace = Workspace::new().incident(ID, FACTS, &report).file(&path, text);
    for format in ["human", "concise", "json", "sarif", "gitlab", "github", "junit"] {
        let checked = workspace.run(["check", "--format", format]).code(1);
        assert!(checked.stdout.contains("secret"), "{format}: {}", checked.stdout);
        assert!(!checked.stdout.contains("Zq8vN3xT5wLp"), "{format}: {}", checked.stdout);
    }
}

/// The source of the only picture of the page, and the names of the files beside the page.
fn shown(destination: &str) -> (Option<String>, Vec<String>) {
    let report = REPORT.replace("failed.", &format!("failed: ![a graph]({destination})."));
    let workspace = Workspace::new()
        .file("incident.toml", "[rules]\nmissing-attachment = \"off\"\n")
        .incident(ID, FACTS, &report)
        .file(&format!("incidents/{ID}/café (1).png"), "a graph")
        .file("incidents/private.png", "nobody's");
    workspace.run(["render", "--to", "site", "--now", "2024-06-01T12:00:00Z"]).code(0);
    let folder = format!("public/site/incidents/{ID}");
    let page = workspace.read(&format!("{folder}/index.html"));
    let source = page.split_once("<img src=\"").and_then(|(_, rest)| rest.split_once('"'));
    let files = workspace.files(&folder).into_iter().map(|(name, _)| name);
    (source.map(|(source, _)| source.to_owned()), files.collect())
}

#[test]
fn one_is_published_however_its_name_is_written() {
    let published = (
        Some("caf%C3%A9%20%281%29.png".to_owned()),
        vec!["café (1).png".to_owned(), "index.html".to_owned()],
    );
    for destination in [
        "<café (1).png>",
        "<./café (1).png>",
        "caf%C3%A9%20(1).png",
        "./c%61f%c3%a9%20%281%29%2Epng",
    ] {
        assert_eq!(shown(destination), published, "{destination}");
    }
}

#[test]
fn no_escape_leads_out_of_the_folder() {
    let nothing = (None, vec!["index.html".to_owned()]);
    for destination in
        ["%2e%2e%2fprivate.png", "..%2Fprivate.png", "../private.png", "%zz", "caf%E9%20(1).png"]
    {
        assert_eq!(shown(destination), nothing, "{destination}");
    }
}

/// What acts on readers is an error even where nothing shows it.
#[test]
fn a_picture_that_can_act_is_judged_again() {
    let svg = |more: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{more}</svg>");
    let again = rendered_again("sign.svg", [&svg(""), &svg("<g/>")]);
    assert_eq!(again, (true, None));
}
