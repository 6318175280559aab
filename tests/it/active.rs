//! Attachments that would act on whoever opens them are found, and never published.

use crate::support::{FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";
const SCRIPTED: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<script>alert(1)</script>\n</svg>\n";

fn workspace(shown: &str, files: &[(&str, &str)]) -> Workspace {
    let report = REPORT.replace("Card payments failed.", &format!("Card payments failed. {shown}"));
    let workspace = Workspace::new().incident(ID, FACTS, &report);
    files.iter().fold(workspace, |workspace, (name, text)| {
        workspace.file(&format!("incidents/{ID}/{name}"), text)
    })
}

#[test]
fn a_picture_with_a_script_is_found_where_it_is_shown() {
    let workspace = workspace("![A graph](graph.svg)", &[("graph.svg", SCRIPTED)]);
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    let place = format!("incidents/{ID}/report.md:3:23: error[active-attachment]");
    assert!(run.stdout.contains(&place), "{}", run.stdout);
    assert!(run.stdout.contains("`<script>` in line 2"), "{}", run.stdout);
}

#[test]
fn what_nobody_refers_to_is_nobodys_concern() {
    let files = [("graph.svg", SCRIPTED), ("notes.html", "<script>alert(1)</script>")];
    let workspace = workspace("", &files);
    workspace.run(["check"]).code(0);
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    for (path, bytes) in workspace.files("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("alert(1)"), "{path}");
    }
}

#[test]
fn switching_the_rule_off_publishes_nothing() {
    for (name, text) in [
        ("graph.svg", SCRIPTED),
        ("page.html", "<script>alert(1)</script>"),
        ("page.XHTML", "<html/>"),
        ("data.xml", "<?xml-stylesheet href='a.xsl' type='text/xsl'?><a/>"),
        ("tool.js", "alert(1)"),
    ] {
        let workspace = workspace(&format!("[more]({name})"), &[(name, text)]);
        let config = workspace.read("incident.toml");
        let workspace = workspace
            .file("incident.toml", format!("{config}\n[rules]\nactive-attachment = \"off\"\n"));
        for target in ["site", "blog"] {
            let run = workspace.run(["render", "--to", target, "--now", "2024-06-01"]).code(2);
            let said = format!("incidents/{ID}/{name} cannot be published");
            assert!(run.stderr.contains(&said) && run.stderr.contains("help: "), "{}", run.stderr);
        }
        assert!(!workspace.path("public/site/index.html").exists(), "{name}");
    }
}

#[test]
fn a_picture_that_only_draws_is_published_as_it_is() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>\n";
    let workspace = workspace("![A graph](graph.svg)", &[("graph.svg", svg)]);
    workspace.run(["render", "--now", "2024-06-01"]).code(0);
    assert_eq!(workspace.read(&format!("public/site/incidents/{ID}/graph.svg")), svg);
}
