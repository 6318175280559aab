//! Names of folders and attachments that a path, a line or an address could be made of by
//! mistake: each output lies where it belongs, and nothing else is touched.

use crate::support::{CONFIG, FACTS, REPORT, Workspace};

/// Ids that a rule refuses; a workspace may switch the rule off.
const IDS: [&str; 22] = [
    "x..%2f..%2fx",
    "%2e%2e%2fx",
    "%00",
    "x\\..\\x",
    "a\\b",
    "a\nb",
    "a\r\nb",
    "C:",
    "C:\\x",
    "con",
    "nul.txt",
    "2024-05-02-CHECKOUT",
    "caf\u{e9}",
    "cafe\u{301}",
    "a b",
    "a\u{1b}[31mb",
    "\u{202e}gnp.exe",
    "-rf",
    "~",
    "a?b#c",
    "index.html",
    "<b>x",
];

/// Names of pictures beside a report.
const PICTURES: [&str; 11] = [
    "%2e%2e%2fx.png",
    "a..%2f..%2fx.png",
    "a\\..\\b.png",
    "a\nb.png",
    "C:x.png",
    "con.png",
    "a.png",
    "A.png",
    "caf\u{e9}.png",
    "cafe\u{301}.png",
    "a\u{1b}[31m.png",
];

const RULES_OFF: &str = "rules = { folder-name = \"off\", duplicate-id = \"off\" }\n";

/// A workspace in a folder with a file beside it, which nothing is to touch.
fn hostile(rules: &str) -> Workspace {
    let mut workspace = Workspace::bare().file("mine.txt", "mine");
    workspace = workspace.file("ws/incident.toml", format!("{rules}{CONFIG}"));
    let pictures: String =
        PICTURES.iter().map(|name| format!("![A graph](<{}>)\n", as_entities(name))).collect();
    let report = REPORT.replace("Card payments failed.", &format!("It failed.\n\n{pictures}"));
    for id in IDS.into_iter().chain(["2024-05-02-checkout"]) {
        workspace = workspace
            .file(&format!("ws/incidents/{id}/facts.toml"), FACTS)
            .file(&format!("ws/incidents/{id}/report.md"), &report);
        for name in PICTURES {
            workspace = workspace.file(&format!("ws/incidents/{id}/{name}"), "a picture");
        }
    }
    workspace
}

/// A link's destination in Markdown can be any text by way of entities, line breaks too.
fn as_entities(name: &str) -> String {
    name.chars().map(|c| format!("&#{};", u32::from(c))).collect()
}

#[test]
fn a_rule_refuses_such_ids() {
    let workspace = hostile("rules = { duplicate-id = \"off\" }\n");
    let run = workspace.run(["--root", "ws", "check", "--format", "concise"]).code(1);
    let refused = run.stdout.lines().filter(|line| line.contains("error[folder-name]")).count();
    assert_eq!(refused, IDS.len(), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), IDS.len(), "a name breaks no line\n{}", run.stdout);
    workspace.run(["--root", "ws", "render"]).code(1);
    assert!(!workspace.path("ws/public").exists());
}

#[test]
fn every_output_lies_below_its_folder() {
    let workspace = hostile(RULES_OFF);
    let render = || workspace.run(["--root", "ws", "render", "--now", "2024-06-01"]).code(0);
    render();
    let outputs = workspace.files("ws/public");
    for id in IDS {
        for path in [
            format!("site/incidents/{id}/index.html"),
            format!("email/{id}.txt"),
            format!("blog/{id}.md"),
        ] {
            assert!(outputs.iter().any(|(name, _)| *name == path), "{path:?}");
        }
        for picture in PICTURES {
            let path = format!("site/incidents/{id}/{picture}");
            assert!(outputs.iter().any(|(name, _)| *name == path), "{path:?}");
        }
    }
    let outside: Vec<String> = workspace
        .files("")
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| !name.starts_with("ws/public/") && !name.starts_with("ws/incidents/"))
        .collect();
    assert_eq!(outside, ["mine.txt", "ws/incident.toml"]);
    assert!(render().stderr.contains(" 0 changed)"));
    std::fs::remove_dir_all(workspace.path("ws/incidents")).unwrap();
    render();
    let left = workspace.files("ws/public");
    assert!(left.iter().all(|(name, _)| !name.ends_with(".png")), "they were listed as ours");
}

/// Addresses of pages lead to files that are there, and to nothing above the site.
#[test]
fn links_lead_to_the_pages_of_such_names() {
    let workspace = hostile(RULES_OFF);
    workspace.run(["--root", "ws", "render", "--to", "site", "--now", "2024-06-01"]).code(0);
    let history = workspace.read("ws/public/site/history/index.html");
    for id in IDS {
        let is_linked = history
            .split("href=\"../incidents/")
            .skip(1)
            .filter_map(|rest| rest.split_once("/index.html"))
            .any(|(address, _)| decoded(address) == id);
        assert!(is_linked, "{id:?}");
        let page = workspace.read(&format!("ws/public/site/incidents/{id}/index.html"));
        let sources: Vec<String> = page
            .split("src=\"")
            .skip(1)
            .filter_map(|rest| rest.split_once('"'))
            .map(|(address, _)| {
                assert!(!address.contains(['\\', ':', '/', '?', '#']), "{address}");
                decoded(address)
            })
            .collect();
        assert_eq!(sources, PICTURES);
    }
}

/// What a server takes an address for.
fn decoded(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8().unwrap().into_owned()
}

/// A name that is a line of the manifest makes no file ours.
#[test]
fn an_attachment_cannot_have_other_files_removed() {
    let render = |workspace: &Workspace| {
        workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
    };
    let workspace = Workspace::sound();
    render(&workspace);
    let manifest = workspace.read("public/site/.incident-manifest");
    let style = manifest.lines().find(|line| line.ends_with(" style.css")).unwrap();
    // The same bytes under another name, put there by hand.
    let own = style.replace("style.css", "own.png");
    std::fs::copy(workspace.path("public/site/style.css"), workspace.path("public/site/own.png"))
        .unwrap();
    let name = format!("a\n{own}");
    let picture = format!("Nobody could pay. ![A graph](<{}>)", as_entities(&name));
    let report = REPORT.replace("Nobody could pay by card.", &picture);
    let workspace = workspace
        .incident("2024-05-02-checkout", FACTS, &report)
        .file(&format!("incidents/2024-05-02-checkout/{name}"), "a picture");
    render(&workspace);
    let workspace = workspace.incident("2024-05-02-checkout", FACTS, REPORT);
    render(&workspace);
    assert!(workspace.path("public/site/own.png").exists());
}

#[test]
fn a_name_too_long_is_an_error_that_says_so() {
    let id = format!("2024-05-02-{}", "x".repeat(244));
    let workspace = Workspace::new().incident(&id, FACTS, REPORT);
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
    let run = workspace.run(["render", "--now", "2024-06-01"]).code(2);
    assert!(run.stderr.contains("File name too long"), "{}", run.stderr);
    assert!(workspace.files("public/email").is_empty());
}
