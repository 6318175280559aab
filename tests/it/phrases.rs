//! How often the rules that read sentences are right: `tests/phrases/*.toml` holds sentences
//! with what they are to find in them, and others that only look like it.

use std::collections::BTreeMap;

use incident::check::{self, Authors, Levels, Others, Subject};
use incident::source::{FileSource, IncidentSource};
use incident::{config, load};
use serde::Deserialize;

use crate::support::repository;

const FACTS: &str = "title = \"Checkout failed\"\nstate = \"drafting\"\n\
                     [roles]\ncommander = \"Jane Doe\"\nscribe = \"Kaspar\"\n";

/// The least share of findings that are right, for each family and for each rule.
const PRECISION: [f64; 2] = [0.97, 0.9];

/// The least share of what is to be found that is found.
const RECALL: [f64; 2] = [0.95, 0.85];

#[derive(Deserialize)]
struct Sentences {
    #[serde(alias = "leaks")]
    finds: Vec<String>,
    innocent: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.wrong)
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.right + self.missed)
    }
}

/// What a rule finds in a summary of one sentence.
fn found(rule: &str, sentence: &str) -> Vec<String> {
    let report = format!("## Summary\n\n{sentence}\n");
    let source = IncidentSource {
        id: "2024-05-02-checkout-failed".to_owned(),
        folder: String::new(),
        facts: FileSource::from_bytes("facts.toml".to_owned(), FACTS.into()),
        report: FileSource::from_bytes("report.md".to_owned(), report.clone().into_bytes()),
        ..IncidentSource::default()
    };
    let config = config::Config::default();
    let loaded = load::incident(source, &config);
    let authors = Authors::new(&["Zoë Ångström".to_owned(), "John van der Roe".to_owned()]);
    let subject = Subject {
        incident: loaded.incident.as_ref().unwrap(),
        source: &loaded.source,
        outline: &loaded.outline,
        kept: &loaded.kept,
        facts_are_whole: loaded.facts_are_whole,
        config: &config,
        authors: &authors,
        today: "2024-06-01".parse().unwrap(),
        before: None,
        others: Others::PUBLISHED,
    };
    let findings = check::incident(&subject, &Levels::new(&config).0);
    let own = findings.iter().filter(|finding| finding.rule == rule);
    own.map(|finding| report[finding.span.range()].to_owned()).collect()
}

/// The parts of a sentence between « and ».
fn marked(sentence: &str) -> Vec<String> {
    let parts = sentence.split('«').skip(1);
    parts.map(|part| part.split('»').next().unwrap_or_default().to_owned()).collect()
}

fn score(rule: &str, sentence: &str, log: &mut String) -> Score {
    let sentence = sentence.replace('¦', "");
    let expected = marked(&sentence);
    let found = found(rule, &sentence.replace(['«', '»'], ""));
    let right = found.iter().filter(|words| expected.contains(words)).count();
    if right != found.len() || right != expected.len() {
        log.push_str(&format!("{rule}: {sentence}\n  found {found:?}\n"));
    }
    let count = |number: usize| u32::try_from(number).unwrap();
    let (wrong, missed) = (found.len() - right, expected.len() - right.min(expected.len()));
    Score { right: count(right), wrong: count(wrong), missed: count(missed) }
}

fn measure(family: &str) {
    let path = repository().join(format!("tests/phrases/{family}.toml"));
    let rules: BTreeMap<String, Sentences> =
        toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (mut all, mut sentences, mut log) = (Score::default(), 0, String::new());
    for (rule, Sentences { finds, innocent }) in &rules {
        assert!(check::find(rule).is_some(), "no rule is called {rule}");
        let mut own = Score::default();
        for sentence in finds.iter().chain(innocent) {
            own.add(score(rule, sentence, &mut log));
        }
        let is_good = own.precision() >= PRECISION[1] && own.recall() >= RECALL[1];
        assert!(is_good, "{rule}: {own:?}\n{log}");
        let said = format!(
            "Measured on the {} sentences of `tests/phrases/{family}.toml`: precision {:.2}, recall {:.2}.",
            finds.len() + innocent.len(),
            own.precision(),
            own.recall()
        );
        let text = check::find(rule).unwrap().documentation();
        assert!(text.contains(&said), "{rule} is to say: {said}\n{log}");
        all.add(own);
        sentences += finds.len() + innocent.len();
    }
    assert!(sentences >= 75, "{sentences} sentences are too few to say anything");
    assert!(all.precision() >= PRECISION[0] && all.recall() >= RECALL[0], "{all:?}\n{log}");
}

#[test]
fn what_is_said_to_leave_the_building_does() {
    measure("audience");
}

#[test]
fn words_are_taken_for_what_they_mean() {
    measure("language");
}
