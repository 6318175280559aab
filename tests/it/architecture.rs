//! The rooms of docs/architecture.md: who may use whom.

use std::collections::BTreeMap;

use crate::support::{files_below, repository};

/// Each room and the rooms that its code may name. Tests within a room may name any.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("source", &[]),
    ("model", &[]),
    ("diagnostic", &["source"]),
    ("fields", &["source", "diagnostic"]),
    ("config", &["source", "diagnostic", "fields"]),
    ("load", &["model", "source", "diagnostic", "fields", "config"]),
    ("check", &["model", "source", "diagnostic", "fields", "config", "view"]),
    ("import", &["model", "source"]),
    ("view", &["model", "config", "source"]),
    ("measure", &["view", "config"]),
    ("render", &["view", "measure", "config", "source"]),
    ("edit", &["source", "diagnostic"]),
    ("git", &[]),
    ("io", &["source"]),
    (
        "cli",
        &[
            "model",
            "source",
            "diagnostic",
            "fields",
            "config",
            "load",
            "check",
            "view",
            "measure",
            "render",
            "edit",
            "import",
            "git",
            "io",
        ],
    ),
];

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, bytes) in files_below(&repository().join("src")) {
        let Some((room, _)) = path.split_once('/') else { continue };
        let room_allows =
            allowed.get(room).unwrap_or_else(|| panic!("src/{room} is no room of the table"));
        let text = String::from_utf8(bytes).unwrap();
        if path.contains("/tests/") || path.ends_with("tests.rs") || path.ends_with("properties.rs")
        {
            continue;
        }
        for used in rooms_used(before_tests(&text)) {
            seen += 1;
            if used != room && !room_allows.contains(&used.as_str()) {
                wrong.push(format!("src/{path} uses {used}"));
            }
        }
    }
    assert!(seen > 100, "the test must see the imports, and saw {seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The part of a file that is no test.
fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// The first path segment behind every `crate::`, those of a braced list included. Paths in
/// documentation are no use.
fn rooms_used(text: &str) -> Vec<String> {
    let code: Vec<&str> =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                used.extend(list.split(',').map(|part| first_word(part.trim())));
            }
            None => used.push(first_word(rest)),
        }
    }
    used.retain(|room| !room.is_empty());
    used
}

fn first_word(path: &str) -> String {
    path.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
}
