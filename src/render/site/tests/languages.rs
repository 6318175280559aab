use super::{Audience, Content, OutputFile, Source, config, rendered, text};
use crate::render::LANGUAGES;

/// Nothing an author writes here is an English word of the site's.
const CONFIG: &str = r#"
title = "Beispiel"
base_url = "https://status.example.org"
language = "de"
[site]
history_length = 30
[sections]
summary = ["Zusammenfassung"]
[[severity]]
id = "s1"
name = "Schlimm"
[[component]]
id = "x1"
name = "Kasse"
[[component]]
id = "x2"
name = "Lager"
retired = 2020-01-01
[[component]]
id = "x3"
name = "Lieferung"
group = "Gruppe"
"#;

const REPORTED: &str = r#"
title = "Kasse fiel aus"
state = "published"
severity = "s1"
components = ["x1", "x3"]
byline = "Das Team"
timezone = "Europe/Berlin"
started = { at = 2026-11-12T14:02:00, about = true }
detected = 2026-11-12T14:05:00
mitigated = { after = 2026-11-12T14:20:00, before = 2026-11-12T14:40:00 }
resolved = 2026-11-13T01:10:00
published = 2026-11-16T09:00:00
data_loss = "none"
[[impact]]
component = "x1"
resource = "r1"
status = "major_outage"
start = 2026-11-12T14:02:00
end = 2026-11-12T15:00:00
[[impact]]
component = "x1"
resource = "r2"
status = "partial_outage"
start = { after = 2026-11-12, before = 2026-11-13 }
end = 2026-11-13T01:10:00
[[impact]]
component = "x3"
status = "degraded_performance"
start = 2026-11-12T14:02:00
end = 2026-11-12T15:00:00
[[timeline]]
at = "unknown"
text = "Eins"
audience = "public"
kind = "trigger"
[[timeline]]
at = 2026-11-12
text = "Zwei"
audience = "public"
kind = "detection"
[[update]]
at = 2026-11-12T14:10:00
status = "investigating"
text = "Drei"
[[update]]
at = 2026-11-12T14:20:00
status = "investigating"
text = "Vier\n\n- [x] a\n- [ ] b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code\n"
[[update]]
at = 2026-11-13T01:10:00
status = "resolved"
title = "Vorbei"
text = "Sechs"
[[action]]
title = "Sieben"
audience = "public"
kind = "prevent"
due = 2026-12-01
link = "https://example.org/7"
[[action]]
title = "Acht"
audience = "public"
kind = "detect"
status = "done"
done = 2026-11-20
[[correction]]
at = 2026-11-17T10:00:00Z
text = "Neun"
[[link]]
title = "Zehn"
audience = "public"
"#;

const ONGOING: &str = r#"
title = "Lieferung stockt"
state = "ongoing"
severity = "s1"
components = ["x3"]
started = 2026-11-21T05:00:00Z
[[impact]]
component = "x3"
status = "major_outage"
start = 2026-11-21T05:00:00Z
"#;

const WORK: &str = r#"
title = "Umzug"
kind = "maintenance"
state = "ongoing"
components = ["x1"]
scheduled = { start = 2026-11-25T22:00:00Z, end = 2026-11-25T23:30:00Z }
[[update]]
at = 2026-11-20T09:00:00Z
status = "scheduled"
text = "Elf"
"#;

const VAGUE: &str = r#"
title = "Irgendwann"
state = "drafting"
components = ["x2"]
started = { after = 2026-10-01, before = 2026-10-28 }
resolved = { at = 2026-10-28, about = true }
"#;

fn files(toml: &str, audience: Audience) -> Vec<OutputFile> {
    let source = |id, facts, report| Source { id, facts, report, attachments: &[] };
    let report = "## Zusammenfassung\n\nZwölf.\n\n> [!NOTE]\n> Dreizehn\n";
    rendered(
        &config(toml),
        audience,
        "2026-11-21T08:00:00Z",
        &[
            source("2026-11-12-a", REPORTED, report),
            source("2026-11-21-b", ONGOING, ""),
            source("2026-11-25-c", WORK, ""),
            source("2026-10-01-d", VAGUE, ""),
        ],
    )
}

/// What readers see or hear of a page: texts, labels and descriptions, and no addresses.
fn words_of(page: &str) -> String {
    let mut words = String::new();
    for piece in page.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        for attribute in ["aria-label=\"", "content=\"", "title=\"", "alt=\""] {
            if let Some((_, rest)) = tag.split_once(attribute)
                && !tag.contains("Content-Security-Policy")
                && !tag.contains("viewport")
                && !tag.contains("og:type")
                && !tag.contains("color-scheme")
                && !tag.contains("robots")
            {
                words.push_str(rest.split('"').next().unwrap());
                words.push('\n');
            }
        }
        if tag != "id" {
            words.push_str(text);
            words.push('\n');
        }
    }
    words
}

/// The stretches of letters of the English words that are others in German.
fn english_words() -> Vec<String> {
    fn texts(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => table.values().for_each(|value| texts(value, found)),
            toml::Value::Array(list) => list.iter().for_each(|value| texts(value, found)),
            _ => found.push(value.as_str().unwrap().to_owned()),
        }
    }
    let [english, german] = LANGUAGES.map(|(_, text)| {
        let mut found = Vec::new();
        texts(&toml::Value::Table(toml::from_str(text).unwrap()), &mut found);
        found
    });
    let german = german.join("\n");
    let pieces = |text: &String| -> Vec<String> {
        text.split(['{', '}']).step_by(2).map(|piece| piece.trim().to_owned()).collect()
    };
    let mut words: Vec<String> = english.iter().flat_map(pieces).collect();
    // Both languages say some words alike, and some short ones are part of German ones.
    words.retain(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    words.retain(|word| !german.contains(word.as_str()));
    words
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}

#[test]
fn a_german_site_has_no_english_word() {
    let english = english_words();
    assert!(english.len() > 150, "{english:?}");
    let mut looked_at = 0;
    for audience in [Audience::Public, Audience::Internal] {
        for file in files(CONFIG, audience) {
            let Content::Bytes(bytes) = &file.content else { continue };
            let text = std::str::from_utf8(bytes).unwrap();
            let words = match file.path.rsplit('.').next() {
                Some("html" | "atom") => words_of(text),
                // Machines read the rest in Statuspage's words.
                Some("ics") => {
                    text.split_once("DESCRIPTION:").unwrap().1.lines().next().unwrap().to_owned()
                }
                _ => continue,
            };
            looked_at += 1;
            for word in &english {
                assert!(!holds_word(&words, word), "{}: {word:?} in {words}", file.path);
            }
        }
    }
    assert!(looked_at > 20);
}

#[test]
fn the_same_site_in_english_has_them() {
    // The test above would see nothing if it looked at the wrong places.
    let english = english_words();
    let all: String = files(&CONFIG.replace("\"de\"", "\"en\""), Audience::Public)
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .map(|file| match &file.content {
            Content::Bytes(bytes) => words_of(std::str::from_utf8(bytes).unwrap()),
            Content::Copy(_) => String::new(),
        })
        .collect();
    let seen = english.iter().filter(|word| holds_word(&all, word)).count();
    assert!(seen > 110, "{seen} of {}", english.len());
}

#[test]
fn times_are_said_in_the_language() {
    let files = files(CONFIG, Audience::Public);
    let page = text(&files, "incidents/2026-11-12-a/index.html");
    for part in [
        "<html lang=\"de\">",
        "12. November 2026, etwa 14:02 CET (UTC+01:00)",
        "12. November 2026, zwischen 14:20 und 14:40 CET (UTC+01:00)",
        "etwa 11 Stunden 8 Minuten",
        "13:05 UTC",
        "Fällig am 1. Dezember 2026",
        "Zeit unbekannt",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let vague = text(&files, "incidents/2026-10-01-d/index.html");
    assert!(vague.contains("zwischen dem 1. und dem 28. Oktober 2026"), "{vague}");
    assert!(vague.contains("um den 28. Oktober 2026"), "{vague}");
    let index = text(&files, "index.html");
    assert!(index.contains("Donnerstag, 12. November 2026"), "{index}");
    assert!(index.contains("Stand: <time"), "{index}");
    assert!(index.contains(" %</strong> Verfügbarkeit über 90 Tage"), "{index}");
    assert!(text(&files, "style.css").contains("content: \"Hinweis\""));
}

#[test]
fn the_language_of_the_words_is_said_where_it_is_not_that_of_the_reports() {
    let files = files(&CONFIG.replace("\"de\"", "\"it\""), Audience::Public);
    let page = text(&files, "incidents/2026-11-12-a/index.html");
    assert!(page.contains("<html lang=\"en\">"), "{page}");
    assert!(page.contains("<h1 dir=\"auto\" lang=\"it\">"), "{page}");
}
