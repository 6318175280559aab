//! Mails and posts as their readers get them, whole: those of the five retold incidents, and of
//! examples that have what the five have not.
//!
//! They are the files below `tests/golden/`. `GOLDEN=write cargo test --test it golden` writes them
//! anew; read the difference before it is committed.

use std::collections::BTreeMap;
use std::path::Path;

use crate::email::SENDER;
use crate::support::{Workspace, files_below, repository};

/// The five, and the maintenance that one of them led to.
const RETOLD: [&str; 6] = [
    "2016-11-21-ceph-cache-tier-bug",
    "2018-06-18-kernelcare-panics",
    "2019-02-12-storage-traffic-dropped",
    "2019-02-28-kct09-outage",
    "2026-03-01-rl1-node-2-io-storm",
    "2026-03-28-rl1-krbd-to-librbd",
];

/// The shortest of the five; the text is the same for all generators but for a few signs.
const SHORTEST: &str = "kct09-outage";

/// What `render` with these arguments makes of the incidents of a folder of the repository. The
/// function changes the configuration.
fn rendered(
    folder: &str,
    arguments: &[&str],
    config: impl Fn(String) -> String,
) -> BTreeMap<String, String> {
    let folder = repository().join(folder);
    let toml = std::fs::read_to_string(folder.join("incident.toml")).unwrap();
    let mut workspace = Workspace::bare().file("incident.toml", config(toml));
    for below in ["incidents", "templates/email"] {
        for (path, bytes) in files_below(&folder.join(below)) {
            workspace = workspace.file(&format!("{below}/{path}"), bytes);
        }
    }
    workspace.run([&["render", "--now", "2026-11-01"], arguments].concat()).code(0);
    let files = workspace.files("public").into_iter();
    files
        .filter(|(path, _)| !path.rsplit('/').next().unwrap().starts_with('.'))
        .filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)))
        .collect()
}

fn mails(folder: &str, arguments: &[&str]) -> BTreeMap<String, String> {
    let from_someone = |config: String| {
        if config.contains("[email]") { config } else { format!("{config}\n{SENDER}") }
    };
    let files = rendered(folder, &[&["--to", "email"], arguments].concat(), from_someone);
    files.into_iter().map(|(path, text)| (path.replacen("email/", "", 1), text)).collect()
}

fn posts(generator: &str) -> BTreeMap<String, String> {
    let by_it = |config: String| {
        let changed = config.replace("\"jekyll\"", &format!("\"{generator}\""));
        assert!(changed.contains(&format!("generator = \"{generator}\"")), "{changed}");
        changed
    };
    let files = rendered("", &["--to", "blog"], by_it);
    files.into_iter().map(|(path, text)| (path.replacen("blog", generator, 1), text)).collect()
}

/// Compares files with those below `tests/golden/<folder>`: all of them, and no other.
#[track_caller]
fn assert_golden(folder: &str, found: &BTreeMap<String, String>) {
    let golden = repository().join("tests/golden").join(folder);
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "write") {
        write(&golden, found);
    }
    let expected: BTreeMap<String, Vec<u8>> = files_below(&golden).into_iter().collect();
    assert!(expected.keys().eq(found.keys()), "{:?}\n{:?}", expected.keys(), found.keys());
    for (path, text) in found {
        let expected = std::str::from_utf8(&expected[path]).unwrap();
        assert_same_lines(&format!("tests/golden/{folder}/{path}"), expected, text);
    }
}

fn write(golden: &Path, found: &BTreeMap<String, String>) {
    for (path, text) in found {
        let path = golden.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Fails with the first line that differs.
#[track_caller]
fn assert_same_lines(path: &str, expected: &str, found: &str) {
    let lines = expected.lines().zip(found.lines()).enumerate();
    for (index, (expected, found)) in lines {
        assert_eq!(expected, found, "{path}:{}", index + 1);
    }
    assert_eq!(expected, found, "{path}");
}

#[test]
fn mails_of_the_retold_incidents() {
    let mut found = mails("", &["--update", "all"]);
    found.retain(|path, _| path.ends_with(".txt") && RETOLD.iter().any(|id| path.starts_with(id)));
    assert_golden("mails", &found);
}

#[test]
fn the_message_of_a_retold_incident() {
    let mut found = mails("", &["--update", "all"]);
    found.retain(|path, _| path.ends_with(".eml") && path.contains(SHORTEST));
    // In the repository its lines end as those of any text.
    let found = found.into_iter().map(|(path, message)| (path, message.replace("\r\n", "\n")));
    assert_golden("messages", &found.collect());
}

#[test]
fn mails_about_maintenance_before_and_after() {
    let mut found = mails("examples/status-page", &["--update", "all"]);
    found.retain(|path, text| {
        path.ends_with(".txt")
            && ["[Scheduled]", "[Completed]"].iter().any(|status| text.contains(status))
    });
    assert!(found.values().any(|text| text.contains("[Scheduled]")), "{:?}", found.keys());
    assert!(found.values().any(|text| text.contains("[Completed]")), "{:?}", found.keys());
    assert_golden("maintenance", &found);
}

#[test]
fn the_mail_about_a_correction() {
    let mut found = mails("examples/jekyll-blog", &[]);
    found.retain(|path, _| path.ends_with(".txt") && path.contains(".correction-"));
    assert_eq!(found.len(), 1);
    assert_golden("corrections", &found);
}

#[test]
fn mails_in_the_order_of_a_house() {
    let mut found = mails("examples/own-templates", &["--update", "all"]);
    found.retain(|path, _| path.ends_with(".txt"));
    assert_golden("own-templates", &found);
}

#[test]
fn posts_of_the_retold_incidents() {
    let mut found = posts("jekyll");
    for generator in ["hugo", "zola", "eleventy", "astro", "docusaurus", "plain"] {
        let posts = posts(generator).into_iter();
        found.extend(posts.filter(|(path, _)| path.contains(SHORTEST)));
    }
    assert_golden("posts", &found);
}
