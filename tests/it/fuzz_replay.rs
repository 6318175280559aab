//! Every fuzz target over its corpus and over the retold incidents: what `cargo fuzz` has found
//! once is never lost again, and needs no fuzzer to be seen.

use std::path::Path;

use crate::support::{files_below, repository};

#[allow(unreachable_pub, reason = "the fuzz targets, a crate of their own, call it too")]
#[path = "../fuzz/checks/mod.rs"]
pub mod checks;

/// The files whose text each target is given, beside its corpus.
fn seeds(target: &str) -> &'static str {
    match target {
        "config" => "incident.toml",
        "facts" | "toml" => "facts.toml",
        _ => "report.md",
    }
}

#[test]
fn nothing_panics() {
    let corpora = repository().join("tests/fuzz/corpus");
    let incidents = files_below(&repository().join("incidents"));
    for (target, check) in checks::TARGETS {
        let corpus = files_below(&corpora.join(target));
        assert!(!corpus.is_empty(), "{target} has no corpus");
        for (name, bytes) in corpus {
            run(target, &name, check, &bytes);
        }
        for (name, bytes) in incidents.iter().filter(|(name, _)| name.ends_with(seeds(target))) {
            run(target, name, check, bytes);
        }
    }
}

/// The targets on disk, in the manifest and in the table are the same.
#[test]
fn every_target_is_replayed() {
    let fuzz = repository().join("tests/fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    let mut on_disk: Vec<String> = files_below(&fuzz.join("targets"))
        .into_iter()
        .map(|(name, _)| Path::new(&name).file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    on_disk.sort();
    let known: Vec<&str> = checks::TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(on_disk, known);
    for name in known {
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
    }
}

fn run(target: &str, name: &str, check: fn(&[u8]), bytes: &[u8]) {
    let outcome = std::panic::catch_unwind(|| check(bytes));
    assert!(outcome.is_ok(), "{target} panics on {name}; the message is above");
}
