//! Links from one incident to another by its folder, `../ID/`.

use crate::support::{FACTS, REPORT, Run, Workspace};

const ID: &str = "2024-05-02-checkout";
const EARLIER: &str = "2024-04-01-earlier";
const NOW: [&str; 3] = ["render", "--now", "2024-06-01"];

fn earlier() -> String {
    FACTS.replace("2024-05-0", "2024-04-0").replace("2024-04-02", "2024-04-01")
}

/// An incident whose summary and whose update link to another, which is published.
fn linked() -> Workspace {
    let facts = FACTS.replace(
        "looking into failing card payments.",
        "looking at it, [as in April](../2024-04-01-earlier).",
    );
    let report = REPORT.replace(
        "Card payments failed.",
        "It failed [once more](../2024-04-01-earlier/report.md#root-cause).",
    );
    Workspace::new().incident(EARLIER, &earlier(), REPORT).incident(ID, &facts, &report)
}

fn concise(workspace: &Workspace) -> Run {
    workspace.run(["check", "--format", "concise"])
}

#[track_caller]
fn has(workspace: &Workspace, path: &str, part: &str) {
    let text = workspace.read(path).replace("\r\n", "\n").replace("=\n", "");
    assert!(text.contains(part), "{path}: {part}\nis not in\n{text}");
}

#[test]
fn each_output_has_the_address_that_works_there() {
    let workspace = linked();
    assert_eq!(concise(&workspace).code(0).stdout, "");
    workspace.run(NOW).code(0);
    let page = format!("public/site/incidents/{ID}/index.html");
    has(&workspace, &page, "<a href=\"../2024-04-01-earlier/index.html#root-cause\">once more</a>");
    has(&workspace, &page, "<a href=\"../2024-04-01-earlier/index.html\">as in April</a>");
    let target = format!("public/site/incidents/{EARLIER}/index.html");
    has(&workspace, &target, "id=\"root-cause\"");
    let at_root = "<a href=\"incidents/2024-04-01-earlier/index.html#root-cause\">once more</a>";
    has(&workspace, "public/site/index.html", at_root);
    let site = "https://status.example.com/incidents/2024-04-01-earlier/";
    for feed in ["feed.atom", "feed.json"] {
        let feed = format!("public/site/{feed}");
        has(&workspace, &feed, &format!("{site}index.html#root-cause"));
        has(&workspace, &feed, &format!("{site}index.html"));
        assert!(!workspace.read(&feed).contains("../"), "{feed}");
    }
    let mail = format!("public/email/{ID}.txt");
    has(&workspace, &mail, "It failed once more [1].");
    has(&workspace, &mail, &format!("[1] {site}#root-cause\n"));
    has(&workspace, &format!("public/blog/{ID}.md"), &format!("[once more]({site}#root-cause)"));
    workspace.run(["render", "--now", "2024-06-01", "--to", "email", "--update", "all"]).code(0);
    has(
        &workspace,
        &format!("public/email/{ID}.update-20240502T081000Z.txt"),
        &format!("[1] {site}\n"),
    );
}

#[test]
fn without_an_address_of_the_site_mails_and_posts_have_the_words_alone() {
    let workspace = linked();
    let config = workspace.read("incident.toml").replace("base_url", "# base_url");
    let workspace = workspace.file("incident.toml", config);
    workspace.run(NOW).code(0);
    has(&workspace, &format!("public/email/{ID}.txt"), "It failed once more.");
    has(&workspace, &format!("public/blog/{ID}.md"), "It failed once more.");
    has(&workspace, "public/site/index.html", "incidents/2024-04-01-earlier/index.html#root-cause");
}

#[test]
fn a_link_to_nothing_or_to_a_draft_is_found_where_it_stands() {
    let workspace = linked();
    workspace.run(NOW).code(0);
    let draft = earlier()
        .replace("\"published\"", "\"drafting\"")
        .replace("published = 2024-04-03T09:00:00\n", "");
    let before = workspace.files("public");
    let workspace = workspace.incident(EARLIER, &draft, REPORT);
    assert_eq!(
        concise(&workspace).code(1).stdout,
        "incidents/2024-05-02-checkout/report.md:3:11: error[draft-linked] the report of \
         2024-04-01-earlier is not published\n"
    );
    let run = workspace.run(NOW).code(1);
    assert!(run.stderr.contains("error[draft-linked]"), "{}", run.stderr);
    std::fs::remove_dir_all(workspace.path("incidents/2024-04-01-earlier")).unwrap();
    assert_eq!(
        concise(&workspace).code(1).stdout,
        "incidents/2024-05-02-checkout/facts.toml:27:31: error[dead-link] there is no incident \
         `2024-04-01-earlier`\n\
         incidents/2024-05-02-checkout/report.md:3:11: error[dead-link] there is no incident \
         `2024-04-01-earlier`\n"
    );
    let run = workspace.run(NOW).code(1);
    assert!(run.stderr.contains("error[dead-link]"), "{}", run.stderr);
    assert_eq!(workspace.files("public"), before);
    let workspace = workspace.incident(EARLIER, &earlier(), REPORT);
    workspace.run(NOW).code(0);
}

#[test]
fn a_report_that_links_to_a_draft_or_to_nothing_is_not_published() {
    let workspace = linked();
    for id in [ID, EARLIER] {
        workspace.run(["reopen", id]).code(0);
    }
    let run = workspace.run(["publish", ID, "--yes"]).code(1);
    assert!(run.stderr.contains("the report of 2024-04-01-earlier is not"), "{}", run.stderr);
    workspace.run(["publish", EARLIER, "--yes"]).code(0);
    workspace.run(["publish", ID, "--yes"]).code(0);
    workspace.run(["reopen", ID]).code(0);
    std::fs::remove_dir_all(workspace.path("incidents/2024-04-01-earlier")).unwrap();
    let run = workspace.run(["publish", ID, "--yes"]).code(1);
    assert!(run.stderr.contains("there is no incident `2024-04-01-earlier`"), "{}", run.stderr);
}
