//! The examples of the CommonMark and GFM specifications, from the tests that pulldown-cmark's
//! package brings along.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::repository;

/// Files below the package's `tests/suite`, and what their examples are of.
pub(crate) const SUITES: [(&str, &str); 4] = [
    ("spec.rs", "CommonMark 0.31.2"),
    ("gfm_table.rs", "GFM tables"),
    ("gfm_tasklist.rs", "GFM task lists"),
    ("gfm_strikethrough.rs", "GFM strikethrough"),
];

/// An example: Markdown and the HTML that it must become.
#[derive(Debug)]
pub(crate) struct Example {
    /// Its number in the specification, from 1.
    pub(crate) number: usize,
    pub(crate) markdown: String,
    pub(crate) html: String,
}

/// The examples of a suite; the tests are generated, so that their form is always the same.
pub(crate) fn examples(file: &str) -> Vec<Example> {
    let path = package("pulldown-cmark").join("tests/suite").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let quoted = |text: &str, name: &str| {
        let start = format!("let {name} = r##\"");
        let rest = text.split_once(&start)?.1;
        Some(rest.split_once("\"##;")?.0.to_owned())
    };
    let tests = text.split("#[test]").skip(1).enumerate();
    tests
        .map(|(index, test)| Example {
            number: index + 1,
            markdown: quoted(test, "original").unwrap(),
            html: quoted(test, "expected").unwrap(),
        })
        .collect()
}

/// The folder that cargo has unpacked a dependency into.
fn package(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let found = packages.iter().find(|package| package["name"] == name).unwrap();
    let manifest = PathBuf::from(found["manifest_path"].as_str().unwrap());
    manifest.parent().unwrap().to_owned()
}
