//! The examples of the CommonMark specification and of GitHub's extensions to it, as the sources of
//! pulldown-cmark hold them in cargo's registry.

#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::path::PathBuf;

use super::properties::{html_text, lost_words, text_of};
use super::*;

/// The folder of pulldown-cmark's own tests, in the version that we build on.
fn suite() -> PathBuf {
    let lock: toml::Table = include_str!("../../../Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let parser = packages.iter().find(|package| package["name"].as_str() == Some("pulldown-cmark"));
    let folder = format!("pulldown-cmark-{}", parser.unwrap()["version"].as_str().unwrap());
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cargo"),
        PathBuf::from,
    );
    let registries = std::fs::read_dir(home.join("registry/src")).unwrap();
    let found = registries.map(|registry| registry.unwrap().path().join(&folder));
    let source = found.into_iter().find(|source| source.is_dir());
    source.expect("pulldown-cmark's sources are in cargo's registry").join("tests/suite")
}

/// The Markdown of each example in a file.
fn examples(name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(suite().join(name)).unwrap();
    let behind = text.split("let original = r##\"").skip(1);
    behind.map(|rest| rest.split("\"##;").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_keeps_its_words() {
    for (name, least) in [
        ("spec.rs", 652),
        ("gfm_table.rs", 1),
        ("gfm_strikethrough.rs", 1),
        ("gfm_tasklist.rs", 1),
        ("footnotes.rs", 1),
        ("blockquotes_tags.rs", 1),
    ] {
        let examples = examples(name);
        assert!(examples.len() >= least, "{name} has {} examples", examples.len());
        for markdown in examples {
            for (style, width) in [(Style::PLAIN, 500), (Style::PLAIN, 20)] {
                let text = text_of(&markdown, width, style);
                let text = text.replace('\n', " ");
                let lost = lost_words(&html_text(&markdown), &text);
                assert_eq!(lost, [""; 0], "{name}: {markdown}\nis\n{text}");
            }
        }
    }
}
