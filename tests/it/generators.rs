//! Posts through the real generators, and messages through a parser of another language. They need programs that not every machine has, so they
//! are ignored until asked for: `cargo test --test it generators -- --ignored`.

use std::path::Path;
use std::process::Command;

use incident::render::html;

use crate::email::{HOSTILE, hostile};
use crate::support::{CONFIG, FACTS, REPORT, Workspace, files_below, repository, run_in};

const LAYOUT: &str = "<!doctype html><title>{{ page.title | escape }}</title>\n<p class=\"author\">{{ page.author | escape }}</p>\n{{ content }}\n";

/// Builds the posts below `folder` with Jekyll and gives its pages by path.
fn jekyll(folder: &Path) -> Vec<(String, String)> {
    std::fs::write(folder.join("_config.yml"), "title: Test\n").unwrap();
    std::fs::create_dir_all(folder.join("_layouts")).unwrap();
    std::fs::write(folder.join("_layouts/post.html"), LAYOUT).unwrap();
    let output = Command::new("jekyll")
        .args(["build", "--strict_front_matter", "--future", "--disable-disk-cache"])
        .current_dir(folder)
        .output()
        .expect("jekyll is installed");
    let log = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    assert!(!log.contains("Warning"), "{log}");
    files_below(&folder.join("_site"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
        .collect()
}

/// The words between the tags of a page.
fn words(html: &str) -> Vec<String> {
    let mut text = String::new();
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            _ if !in_tag => text.push(character),
            _ => {}
        }
    }
    let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&#39;", "'");
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Asserts that a page holds the words of a Markdown text, in their order.
fn holds(page: &str, markdown: &str, what: &str) {
    let options = html::HtmlOptions {
        id_prefix: "",
        heading_offset: 0,
        attachments: &[],
        attachment_base: "",
        labels: None,
    };
    let page = words(page);
    let mut rest = page.as_slice();
    for word in words(&html::render(markdown, &options)) {
        match rest.iter().position(|candidate| *candidate == word) {
            Some(at) => rest = &rest[at + 1..],
            None => panic!("{what}: \"{word}\" is missing or out of order"),
        }
    }
}

#[test]
#[ignore = "needs jekyll; .ci/run installs and runs it"]
fn generators_jekyll_builds_the_repository_s_own_posts() {
    let out = tempfile::tempdir().unwrap();
    let arguments = ["render", "--to", "blog", "--now", "2026-04-15", "--out"];
    run_in(repository(), [&arguments[..], &[out.path().to_str().unwrap()]].concat()).code(0);
    let pages = jekyll(&out.path().join("blog"));
    assert_eq!(pages.len(), 5, "{:?}", pages.iter().map(|(path, _)| path).collect::<Vec<_>>());
    for id in [
        "2018-06-18-kernelcare-panics",
        "2019-02-28-kct09-outage",
        "2016-11-21-ceph-cache-tier-bug",
    ] {
        let shown = run_in(repository(), ["show", id, "--audience", "public", "--json"]).code(0);
        let view: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
        let slug = &id["2018-06-18-".len()..];
        let (_, page) = pages.iter().find(|(path, _)| path.contains(slug)).unwrap();
        for section in view["sections"].as_array().unwrap() {
            holds(page, section["markdown"].as_str().unwrap(), id);
        }
    }
}

#[test]
#[ignore = "needs jekyll; .ci/run installs and runs it"]
fn generators_jekyll_prints_hostile_text_as_it_is() {
    let title = r#"Yes: # '{{ site.title }}' \" - {% include x %} --- 🙂 \\"#;
    let facts = FACTS.replace("Checkout failed for card payments", title);
    let report = REPORT.replace(
        "Card payments failed.",
        "Card payments failed: {{ site.title }} {% raw %} {% endraw %} {{ page.title }}.\n\n```\n{{ site.title }} {% for x in y %}\n{% endraw %}\n```\n\n<script>alert(1)</script> [x](javascript:alert) `{{ site.title }}`",
    );
    let workspace = Workspace::new()
        .file("incident.toml", format!("{CONFIG}[blog]\ngenerator = \"jekyll\"\n[rules]\nraw-html = \"off\"\nlink-scheme = \"off\"\n"))
        .incident("2024-05-02-checkout", &facts, &report);
    workspace.run(["render", "--to", "blog", "--now", "2024-06-01"]).code(0);
    let pages = jekyll(&workspace.path("public/blog"));
    let (_, page) = &pages[0];
    assert!(page.contains("{{ site.title }} {% raw %} {% endraw %} {{ page.title }}"), "{page}");
    assert!(page.contains("{% for x in y %}"), "{page}");
    assert!(page.contains("<title>Yes: # &#39;{{ site.title }}&#39;"), "{page}");
    assert!(!page.contains("<script>"), "{page}");
    assert!(!page.contains("href=\"javascript"), "{page}");
}

/// Prints subject and text of each message as JSON, and fails where it has a defect.
const PYTHON: &str = r#"
import email, email.policy, json, pathlib, sys
found = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for part in message.walk():
        assert not part.defects, (path, part.defects)
    for name, value in message.items():
        assert not value.defects, (path, name, value.defects)
    assert message.get_content_type() == "multipart/alternative", path
    assert message["date"].datetime is not None, path
    found[path.stem] = [
        message["subject"],
        message.get_body(("plain",)).get_content(),
        message.get_body(("html",)).get_content(),
    ]
json.dump(found, sys.stdout)
"#;

/// Asserts that Python reads each message below `folder` as its text, and gives their number.
fn python_agrees(folder: &Path) -> usize {
    let output =
        Command::new("python3").args(["-c", PYTHON]).arg(folder).output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = found.as_object().unwrap();
    for (stem, read) in found {
        let text = std::fs::read_to_string(folder.join(format!("{stem}.txt"))).unwrap();
        let (subject, body) = text.split_once("\n\n").unwrap();
        assert_eq!(read[0].as_str(), subject.strip_prefix("Subject: "), "{stem}");
        assert_eq!(read[1].as_str().unwrap().replace("\r\n", "\n"), body, "{stem}");
        assert!(read[2].as_str().unwrap().trim_end().ends_with("</html>"), "{stem}");
    }
    found.len()
}

#[test]
#[ignore = "needs python3; .ci/run installs and runs it"]
fn generators_mail_python_reads_every_message_as_its_text() {
    let arguments = ["render", "--to", "email", "--update", "all", "--now"];
    for title in HOSTILE {
        let workspace = hostile(title);
        workspace.run([&arguments[..], &["2024-06-01"]].concat()).code(0);
        assert_eq!(python_agrees(&workspace.path("public/email")), 4, "{title}");
    }
    let out = tempfile::tempdir().unwrap();
    let example = repository().join("examples/status-page");
    let rest = ["2025-03-14T12:00:00Z", "--out", out.path().to_str().unwrap()];
    run_in(&example, [&arguments[..], &rest].concat()).code(0);
    assert!(python_agrees(&out.path().join("email")) >= 9);
}
