use std::collections::BTreeSet;

use super::{LANGUAGES, Overrides, Table, Toml, built_in, fault, parse};
use crate::render::{BUILT_IN, Templates};
use crate::view::TimeWords;

/// Every text with its path.
fn texts(table: &Table, path: &str, found: &mut Vec<(String, String)>) {
    for (key, value) in table {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Toml::Table(table) => texts(table, &path, found),
            Toml::Array(list) => {
                for (index, text) in list.iter().enumerate() {
                    found.push((format!("{path}.{index}"), text.as_str().unwrap().to_owned()));
                }
            }
            _ => found.push((path, value.as_str().unwrap().to_owned())),
        }
    }
}

fn all(language: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    texts(&built_in(language), "", &mut found);
    found
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn all_languages_have_the_same_words_and_placeholders() {
    let english = all("en");
    assert!(english.len() > 200);
    for (language, text) in LANGUAGES {
        assert_eq!(fault(&parse(text).unwrap(), &built_in("en"), &mut Vec::new()), None);
        let other = all(language);
        assert_eq!(other.len(), english.len(), "{language}");
        for ((path, text), (_, said)) in english.iter().zip(&other) {
            assert!(!said.is_empty(), "{language}: {path}");
            // "of one incident" needs no number.
            let (wanted, got) = (placeholders(text), placeholders(said));
            assert!(wanted == got || path.ends_with(".one"), "{language}: {path}: {said}");
        }
    }
}

#[test]
fn english_times_are_those_of_everything_else() {
    let english = Overrides::default().strings("en-GB");
    assert_eq!(english.time, TimeWords::default());
    assert_eq!(english.language, "en-GB");
    assert!(english.other_time.is_none());
}

/// Words belong into the files of words: templates hold none.
#[test]
fn templates_have_no_words_of_their_own() {
    for (name, source) in BUILT_IN {
        if !name.starts_with("site/") || name.ends_with(".css") {
            continue;
        }
        let text = without(source.to_string(), "<style>", "</style>");
        let text = without(without(without(text, "{#", "#}"), "{%", "%}"), "{{", "}}");
        for attribute in ["aria-label=\"", "title=\"", "alt=\""] {
            for rest in text.split(attribute).skip(1) {
                let value = rest.split('"').next().unwrap();
                assert!(!value.contains(char::is_alphabetic), "{name}: {attribute}{value}");
            }
        }
        let text = without(without(text, "<style>", "</style>"), "<", ">");
        let word = text.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
        assert_eq!(word, None, "{name}");
    }
}

fn without(text: String, open: &str, close: &str) -> String {
    let mut rest = text.as_str();
    let mut kept = String::new();
    while let Some(start) = rest.find(open) {
        kept.push_str(&rest[..start]);
        kept.push(' ');
        let end = rest[start..].find(close).unwrap();
        rest = &rest[start + end + close.len()..];
    }
    kept + rest
}

#[test]
fn a_workspace_replaces_words_one_by_one() {
    let files = |language: &str, text: &str| {
        let name = format!("site/strings/{language}.toml");
        Templates::new(vec![(name, text.to_owned())])
    };
    let own = files("de", "[nav]\nhistory = \"Archiv\"\n").unwrap().strings("de-CH");
    assert_eq!(own.word("nav.history"), "Archiv");
    assert_eq!(own.word("nav.stats"), "Statistik");
    assert_eq!(own.language, "de-CH");
    let own = files("fr", "[nav]\nhistory = \"Historique\"\n").unwrap();
    assert_eq!(own.strings("fr").word("nav.history"), "Historique");
    assert_eq!(own.strings("fr").word("nav.stats"), "Statistics");
    assert_eq!(own.strings("fr").language, "fr");
    assert_eq!(own.strings("it").language, "en");
    let own = files("en", "[nav]\nhistory = \"Archive\"\n").unwrap();
    assert_eq!(own.strings("en").word("nav.history"), "Archive");
    assert_eq!(own.strings("de").word("nav.history"), "Verlauf");
    for (text, message) in [
        (
            "[nav]\nhistorie = \"x\"\n",
            "templates/site/strings/de.toml:2: nav.historie: there is no such word",
        ),
        (
            "\n[nav]\nhistory = 1\n",
            "templates/site/strings/de.toml:3: nav.history: must be a string",
        ),
        (
            "[nav]\nhistory = \"{x}\"\n",
            "templates/site/strings/de.toml:2: nav.history: nothing is put in for {x}",
        ),
        (
            "[time]\nmonths = [\"a\"]\n",
            "templates/site/strings/de.toml:2: time.months: must be a list of 12 texts",
        ),
    ] {
        assert_eq!(files("de", text).unwrap_err().to_string(), message);
    }
    let broken = files("de", "[nav]\nhistory = \n").unwrap_err().to_string();
    assert!(broken.starts_with("templates/site/strings/de.toml:2: "), "{broken}");
}
