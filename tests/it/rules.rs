//! The fixture incidents of the rules: `tests/rules/<rule>/pass*/` and `…/fail*/`.
//!
//! A fixture holds `facts.toml`, `report.md`, `incident.toml` and attachments, each as far as it
//! matters; `folder-name.txt` names the incident's folder, `authors.txt` who has written to the
//! repository, `drafts.txt` and `published.txt` other incidents, which have the report `other.md` and
//! the facts `other.toml`, `before.toml` and `before.md` what it was, and `replaced.txt` the
//! attachments that were others. One that fails also has
//! `expected.txt`: the findings of its rule in the concise format. Facts that cannot be read as a
//! whole are in fixtures with `broken` in their name.

#![allow(clippy::expect_used, reason = "a fixture that cannot be read fails its test")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use incident::check::{self, Anchors, Authors, Before, Incidents, Levels, Other, Others, Subject};
use incident::diagnostic::emit::{Sources, concise};
use incident::diagnostic::{self, Finding};
use incident::load::Loaded;
use incident::source::{FileSource, IncidentSource, SourceFile, active_content, attached_text};
use incident::{config, load};
use proptest::prelude::*;

use crate::support::{files_below, repository};

/// The names in a fixture that are no attachments.
const OWN_NAMES: [&str; 13] = [
    "facts.toml",
    "report.md",
    "incident.toml",
    "folder-name.txt",
    "expected.txt",
    "before.toml",
    "before.md",
    "drafts.txt",
    "other.md",
    "other.toml",
    "replaced.txt",
    "published.txt",
    "authors.txt",
];

#[derive(Default)]
struct Fixture(BTreeMap<String, Vec<u8>>);

impl Incidents for Fixture {
    fn state(&self, id: &str) -> Other {
        match id {
            id if self.lists("drafts.txt", id) => Other::Draft,
            id if self.lists("published.txt", id) => Other::Published,
            _ => Other::Missing,
        }
    }

    fn anchors(&self, id: &str) -> Option<Arc<Anchors>> {
        if self.state(id) == Other::Missing || !self.0.contains_key("other.md") {
            return None;
        }
        let (config, _) = config::parse(&SourceFile::default(), &load::section_keys());
        let mut source = self.source();
        let file = |name: &str| FileSource::from_bytes(name.to_owned(), self.bytes(name, ""));
        (source.facts, source.report) = (file("other.toml"), file("other.md"));
        let loaded = load::incident(source, &config);
        loaded.incident.map(|incident| Arc::new(Anchors::of(&incident, &loaded.outline)))
    }
}

/// The fixtures by rule and name.
fn fixtures() -> BTreeMap<(String, String), Fixture> {
    let mut fixtures: BTreeMap<_, Fixture> = BTreeMap::new();
    for (path, bytes) in files_below(&repository().join("tests/rules")) {
        if let [rule, name, file] = path.split('/').collect::<Vec<_>>()[..] {
            let key = (rule.to_owned(), name.to_owned());
            fixtures.entry(key).or_default().0.insert(file.to_owned(), bytes);
        }
    }
    fixtures
}

impl Fixture {
    fn bytes(&self, name: &str, default: &str) -> Vec<u8> {
        self.0.get(name).cloned().unwrap_or_else(|| default.into())
    }

    fn text(&self, name: &str, default: &str) -> String {
        String::from_utf8(self.bytes(name, default)).expect(name)
    }

    fn source(&self) -> IncidentSource {
        let file = |name: &str, default| {
            FileSource::from_bytes(name.to_owned(), self.bytes(name, default))
        };
        let attachments = self.0.keys().filter(|name| !OWN_NAMES.contains(&name.as_str()));
        let attachments: Vec<String> = attachments.cloned().collect();
        let active = attachments
            .iter()
            .filter_map(|name| Some((name.clone(), active_content(name, &self.bytes(name, ""))?)))
            .collect();
        let texts = attachments.iter().filter_map(|name| {
            let file =
                SourceFile { path: name.clone(), text: attached_text(&self.bytes(name, ""))? };
            Some((name.clone(), file))
        });
        let texts = texts.collect();
        let id = self.text("folder-name.txt", "2024-05-02-checkout-failed");
        IncidentSource {
            id: id.trim_end().to_owned(),
            folder: String::new(),
            facts: file("facts.toml", "title = \"Checkout failed\"\n"),
            report: file("report.md", ""),
            attachments,
            active,
            texts,
        }
    }

    /// The incident, and what the rules find in it.
    fn check(&self) -> (Loaded, Vec<Finding>) {
        let file =
            FileSource::from_bytes(config::FILE_NAME.to_owned(), self.bytes(config::FILE_NAME, ""));
        let (config, faults) = config::parse(&file.file, &load::section_keys());
        assert!(faults.is_empty(), "{faults:?}");
        let loaded = load::incident(self.source(), &config);
        let before = self.0.contains_key("before.toml").then(|| {
            let mut source = self.source();
            let file = |name: &str| FileSource::from_bytes(name.to_owned(), self.bytes(name, ""));
            (source.facts, source.report) = (file("before.toml"), file("before.md"));
            let incident = load::incident(source, &config).incident.expect("an incident before");
            let replaced = self.text("replaced.txt", "").lines().map(str::to_owned).collect();
            Before { incident, replaced }
        });
        let authors: Vec<String> =
            self.text("authors.txt", "").lines().map(str::to_owned).collect();
        let subject = Subject {
            incident: loaded.incident.as_ref().expect("an incident"),
            source: &loaded.source,
            outline: &loaded.outline,
            kept: &loaded.kept,
            facts_are_whole: loaded.facts_are_whole,
            config: &config,
            authors: &Authors::new(&authors),
            today: NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"),
            before: before.as_ref(),
            others: Others::new(self),
        };
        let (levels, _) = Levels::new(&config);
        let mut findings = check::incident(&subject, &levels);
        levels.apply(&mut findings);
        diagnostic::sort(&mut findings);
        (loaded, findings)
    }

    fn lists(&self, name: &str, id: &str) -> bool {
        self.text(name, "").lines().any(|line| line == id)
    }

    /// What one rule finds, in the concise format.
    fn findings_of(&self, rule: &str, name: &str) -> String {
        let (loaded, mut findings) = self.check();
        let is_broken = name.contains("broken");
        assert_eq!(loaded.facts_are_whole, !is_broken, "{rule}/{name}: {:?}", loaded.findings);
        findings.retain(|finding| finding.rule == rule);
        let mut sources = Sources::default();
        for file in loaded.source.files() {
            sources.insert(&file.path, &file.text);
        }
        concise(&findings, &sources)
    }
}

#[test]
fn fixtures_give_the_findings_that_are_expected_of_them() {
    let mut wrong = String::new();
    for ((rule, name), fixture) in fixtures() {
        let expected = fixture.text("expected.txt", "");
        let found = fixture.findings_of(&rule, &name);
        if found != expected {
            wrong.push_str(&format!("## {rule}/{name}\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "found, but not expected:\n{wrong}");
}

#[test]
fn fixtures_say_by_their_name_whether_they_pass() {
    for ((rule, name), fixture) in fixtures() {
        assert!(name.starts_with("pass") || name.starts_with("fail"), "{rule}/{name}");
        let expected = fixture.text("expected.txt", "");
        assert_eq!(name.starts_with("fail"), !expected.is_empty(), "{rule}/{name}");
    }
}

#[test]
fn every_rule_that_looks_at_incidents_has_fixtures_of_both_kinds() {
    let fixtures = fixtures();
    let has = |rule: &str, start: &str| {
        fixtures.keys().any(|(of, name)| of == rule && name.starts_with(start))
    };
    // The statements of tests/truth are the fixtures of that family.
    let is_measured = |rule: &&check::Rule| rule.family == check::Family::Truth;
    for rule in check::all().filter(|rule| rule.has_check() && !is_measured(rule)) {
        assert!(has(rule.id, "pass"), "{} has no fixture that passes", rule.id);
        assert!(has(rule.id, "fail"), "{} has no fixture that fails", rule.id);
    }
    let rules: BTreeSet<&str> = fixtures.keys().map(|(rule, _)| rule.as_str()).collect();
    for rule in rules {
        assert!(check::find(rule).is_some(), "tests/rules/{rule} names no rule");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Texts of the characters that Markdown reads, in the report and in the facts.
    #[test]
    fn no_rule_panics_whatever_the_text(
        text in r#"(10\.0\.0\.1|fe80::1|a\.local|@b\.net|\+41 44 668|OPS-1187|password=|eyJ|://|-----BEGIN |human error|some users|etcd|"|“|\.|-|\[|\]|\(|\)|\^|[`]{1,4}|~~~|#{1,6} |> |- |1\. |<|>|<!--|-->|!|:|\{\.a\}|\\|\||ä| |\t|\n|\r\n|a|\x{feff}){0,80}"#
    ) {
        let quoted = serde_json::to_string(&text).expect("JSON");
        let facts = format!(
            "title = \"x\"\nstate = \"published\"\n[[update]]\nat = 2024-05-02\nstatus = \"resolved\"\ntext = {quoted}\n"
        );
        let mut fixture = Fixture::default();
        fixture.0.insert("facts.toml".to_owned(), facts.into_bytes());
        fixture.0.insert("report.md".to_owned(), text.into_bytes());
        let (loaded, findings) = fixture.check();
        for finding in findings.iter().filter(|finding| finding.file == "report.md") {
            prop_assert!(loaded.source.report.file.text.get(finding.span.range()).is_some());
        }
    }
}
