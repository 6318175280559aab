//! The truth rules against statements that people labelled: `tests/truth/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use incident::check::{self, Authors, Family, Levels, Others, Subject};
use incident::config::{self, Config};
use incident::diagnostic::Finding;
use incident::load;
use incident::source::{FileSource, IncidentSource};
use proptest::prelude::*;

use crate::support::{files_below, repository};

/// The parts of the labelled set, in the order in which they were written.
const PARTS: [&str; 9] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];

/// The recall below which no rule may fall on a part; for the seventh and eighth the rules were
/// widened least, and the ninth has few wrong statements a rule.
fn least_recall(part: &str) -> f64 {
    match part {
        "eighth" => 0.70,
        "seventh" | "ninth" => 0.80,
        _ => 0.90,
    }
}

/// What is measured of a rule.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    statements: usize,
    right: usize,
    invented: usize,
    missed: usize,
}

impl Score {
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    fn ratio(part: usize, other: usize) -> f64 {
        if part + other == 0 { 1.0 } else { part as f64 / (part + other) as f64 }
    }

    fn add(&mut self, other: Self) {
        self.statements += other.statements;
        self.right += other.right;
        self.invented += other.invented;
        self.missed += other.missed;
    }

    fn precision(&self) -> f64 {
        Self::ratio(self.right, self.invented)
    }

    fn recall(&self) -> f64 {
        Self::ratio(self.right, self.missed)
    }
}

/// A labelled statement.
struct Statement {
    line: usize,
    /// The place it stands in, as a key of the text: `report`, `title`, `update`, `timeline`.
    place: String,
    text: String,
    /// The words that a finding must point at.
    wrong: Option<std::ops::Range<usize>>,
}

/// The scores per rule of one part, and what went wrong.
fn measure(part: &str) -> (BTreeMap<String, Score>, String) {
    let folder = repository().join("tests/truth");
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut faults = String::new();
    for (path, bytes) in files_below(&folder.join(part)) {
        let rule = path.strip_suffix(".txt").unwrap().to_owned();
        let mut context = String::new();
        for (number, line) in String::from_utf8(bytes).unwrap().lines().enumerate() {
            if let Some(name) = line.strip_prefix("# context: ") {
                name.trim().clone_into(&mut context);
                continue;
            }
            let Some(statement) = parse(line, number + 1) else { continue };
            let findings = judge(&folder, &context, &statement);
            scores.entry(rule.clone()).or_default().statements += 1;
            count(&rule, &statement, &findings, &mut scores, |what| {
                writeln!(faults, "{part}/{path}:{}: {what}", statement.line).unwrap();
            });
        }
    }
    (scores, faults)
}

fn count(
    rule: &str,
    statement: &Statement,
    findings: &[Finding],
    scores: &mut BTreeMap<String, Score>,
    mut complain: impl FnMut(String),
) {
    let mut found = false;
    for finding in findings {
        let hits = statement
            .wrong
            .as_ref()
            .is_some_and(|wrong| finding.span.start < wrong.end && wrong.start < finding.span.end);
        let score = scores.entry(finding.rule.to_owned()).or_default();
        if hits && finding.rule == rule && !found {
            found = true;
            score.right += 1;
        } else {
            score.invented += 1;
            complain(format!(
                "{} invented: {} in: {}",
                finding.rule, finding.message, statement.text
            ));
        }
    }
    if statement.wrong.is_some() && !found {
        scores.entry(rule.to_owned()).or_default().missed += 1;
        complain(format!("{rule} missed: {}", statement.text));
    }
}

/// `! [place] words {wrong words} words`, `= words` or `. words`.
fn parse(line: &str, number: usize) -> Option<Statement> {
    let (mark, rest) = line.split_once(' ')?;
    assert!(matches!(mark, "!" | "=" | "."), "line {number}: {line}");
    let (place, text) = match rest.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((place, text)) => (place, text),
        None => ("report", rest),
    };
    let text = text.replace("\\n", "\n");
    let wrong = text.find('{').map(|start| start..text.find('}').unwrap() - 1);
    assert_eq!(mark == "!", wrong.is_some(), "line {number}: {line}");
    let text = text.replace(['{', '}'], "");
    Some(Statement { line: number, place: place.to_owned(), text, wrong })
}

/// What the truth rules find in a statement under a context; places are those of the text.
fn judge(folder: &Path, context: &str, statement: &Statement) -> Vec<Finding> {
    let facts = std::fs::read_to_string(folder.join(format!("contexts/{context}.toml")))
        .unwrap_or_else(|error| panic!("{context}: {error}"));
    let literal = format!("'''{}'''", statement.text);
    let facts = match statement.place.as_str() {
        "report" => facts,
        "title" => {
            let lines = facts.lines().filter(|line| !line.starts_with("title "));
            format!("title = {literal}\n{}", lines.collect::<Vec<_>>().join("\n"))
        }
        "action" => format!("{facts}\n[[action]]\ntitle = {literal}\n"),
        place => {
            let (table, at) = place.split_once(' ').unwrap();
            let status = if table == "update" { "\nstatus = \"identified\"" } else { "" };
            format!("{facts}\n[[{table}]]\nat = {at}{status}\ntext = {literal}\n")
        }
    };
    let report = match statement.place.as_str() {
        "report" => format!("## Summary\n\n{}\n", statement.text),
        _ => String::new(),
    };
    let mut findings = find(&facts, &report);
    for finding in &mut findings {
        let file = if finding.file == "facts.toml" { &facts } else { &report };
        let start = file.rfind(&statement.text);
        let start = start.unwrap_or_else(|| panic!("{context}, {}: {finding:?}", statement.text));
        finding.span.start = finding.span.start.saturating_sub(start);
        finding.span.end = finding.span.end.saturating_sub(start);
    }
    findings
}

fn find(facts: &str, report: &str) -> Vec<Finding> {
    let (config, _) = config();
    let file = |path: &str, text: &str| FileSource::from_bytes(path.to_owned(), text.into());
    let source = IncidentSource {
        facts: file("facts.toml", facts),
        report: file("report.md", report),
        ..IncidentSource::default()
    };
    let loaded = load::incident(source, &config);
    assert!(loaded.facts_are_whole, "{:#?}\n{facts}", loaded.findings);
    let subject = Subject {
        incident: loaded.incident.as_ref().unwrap(),
        source: &loaded.source,
        outline: &loaded.outline,
        kept: &loaded.kept,
        facts_are_whole: true,
        config: &config,
        today: chrono::NaiveDate::from_ymd_opt(2030, 1, 1).unwrap(),
        authors: &Authors::default(),
        before: None,
        others: Others::PUBLISHED,
    };
    let (mut levels, _) = Levels::new(&config);
    for rule in check::all().filter(|rule| rule.family != Family::Truth) {
        levels.set(rule, None);
    }
    check::incident(&subject, &levels)
}

fn config() -> (Config, Vec<Finding>) {
    let path = repository().join("tests/truth/incident.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let file = FileSource::from_bytes("incident.toml".to_owned(), text.into()).file;
    config::parse(&file, &load::section_keys())
}

#[test]
fn truth_rules_are_as_precise_as_they_say() {
    let mut all: BTreeMap<String, Score> = BTreeMap::new();
    for part in PARTS {
        let (scores, faults) = measure(part);
        for (rule, score) in scores {
            let is_good = score.precision() >= 0.97 && score.recall() >= least_recall(part);
            assert!(is_good, "{part} {rule}: {score:?}\n{faults}");
            all.entry(rule).or_default().add(score);
        }
    }
    let unsaid = all.iter().filter_map(|(rule, score)| {
        let said = format!(
            "Measured on the {} statements of `tests/truth`: precision {:.2}, recall {:.2};",
            score.statements,
            score.precision(),
            score.recall()
        );
        let text = check::find(rule).unwrap().documentation();
        (!text.contains(&said)).then(|| format!("{rule} is to say: {said}\n"))
    });
    assert_eq!(unsaid.collect::<String>(), "");
}

/// Prints the table: `cargo test --test it truth_table -- --ignored --nocapture`.
#[test]
#[ignore = "prints a table"]
fn truth_table() {
    println!(
        "| part | rule | statements | wrong | found | missed | invented | precision | recall |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut all = String::new();
    for part in PARTS {
        let (scores, faults) = measure(part);
        for (rule, score) in scores {
            println!(
                "| {part} | {rule} | {} | {} | {} | {} | {} | {:.3} | {:.3} |",
                score.statements,
                score.right + score.missed,
                score.right,
                score.missed,
                score.invented,
                score.precision(),
                score.recall()
            );
        }
        all.push_str(&faults);
    }
    println!("\n{all}");
}

#[test]
fn every_truth_rule_is_measured() {
    let rules: BTreeSet<String> = check::all()
        .filter(|rule| rule.family == Family::Truth)
        .map(|rule| format!("{}.txt", rule.id))
        .collect();
    for part in PARTS {
        let files = files_below(&repository().join("tests/truth").join(part));
        let files: BTreeSet<String> = files.into_iter().map(|(path, _)| path).collect();
        // The fourth part is about times alone, the ninth about those rules that gave false alarms.
        let is_whole = !matches!(part, "fourth" | "ninth");
        assert!(if is_whole { files == rules } else { files.is_subset(&rules) }, "{part}");
    }
}

#[test]
fn a_stated_interval_is_told_what_it_was_compared_with() {
    let told = |text: &str| {
        let folder = repository().join("tests/truth");
        let statement =
            Statement { line: 0, place: "report".to_owned(), text: text.to_owned(), wrong: None };
        let findings = judge(&folder, "checkout", &statement);
        findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(
        told("From 10:00 to 12:00, the checkout was unavailable."),
        ["the prose says \"12:00\", but the window of checkout ends at 10:42 CEST"]
    );
    assert_eq!(
        told("The API returned errors between 9:05 and 11:20 CEST."),
        ["the prose says \"9:05\", but the window of api starts at 10:00 CEST"]
    );
    assert_eq!(
        told("We experienced an outage between 6:40 and 7:10 UTC."),
        ["the prose says \"6:40 and 7:10 UTC\", but the incident lasted from 08:00 to 09:20 UTC"]
    );
    // What is outside all windows is wrong, though another sentence is right.
    assert_eq!(
        told("It was resolved at 11:20. From 10:00 to 12:00, users saw errors."),
        ["the prose says \"12:00\", but it was resolved at 11:20 CEST"]
    );
    // What is inside may have been worse than the rest.
    assert!(told("Between 10:10 and 10:20, users saw errors.").is_empty());
    assert!(told("Between 10:10 and 10:42, some users saw errors.").is_empty());
}

/// Messages for a report and the text of an update, over facts of Fastly's kind: what is repaired
/// for good comes hours after the end.
fn found_in(report: &str, update: &str) -> Vec<String> {
    let facts = format!(
        "title = \"Edge errors\"\ntimezone = \"UTC\"\nstarted = 2021-06-08T09:47:00\n\
         resolved = 2021-06-08T12:35:00\n\
         [[timeline]]\nat = 2021-06-08T17:25:00\ntext = \"Bug fix deployment began\"\n\
         [[update]]\nat = 2021-06-08T12:40:00\nstatus = \"resolved\"\ntext = '''{update}'''\n"
    );
    let findings = find(&facts, &format!("## Summary\n\n{report}\n"));
    findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn what_was_done_meanwhile_is_no_step_after_the_end() {
    assert_eq!(found_in("A fix was applied at 10:16 UTC.", "All is well."), [""; 0]);
    assert_eq!(found_in("The bug fix deployment began at 16:25 UTC.", "All is well.").len(), 1);
}

#[test]
fn another_incident_may_be_linked_in_an_update() {
    let link = "The outage of [12 April](../2021-04-12-gateway/) lasted two hours.";
    assert_eq!(found_in("All is well.", link), [""; 0]);
    let own = "The outage of 12 April hit all [customers](https://example.com/).";
    assert_eq!(
        found_in("All is well.", own),
        ["the prose says \"12 April\", but the incident was on 2021-06-08"]
    );
}

/// "Since 9:15, …" at the very beginning made a rule count down from the first word.
#[test]
fn a_statement_may_be_the_first_words() {
    for text in ["Since 9:15, card payments had been failing.", "By 9:15", "9:15 - 10:42"] {
        let report = format!("## Summary\n\n{text}\n");
        find("title = \"x\"\nstarted = 2024-05-02T10:00:00Z\n", &report);
    }
}

/// Facts of a day in UTC with windows of hosts, each from a minute of the day to another.
fn facts_with_windows(windows: &[(i64, i64)]) -> String {
    let start = windows.iter().map(|(start, _)| *start).min().unwrap();
    let end = windows.iter().map(|(_, end)| *end).max().unwrap();
    let at = |minute: i64| format!("2024-05-02T{}:00", clock(minute));
    let mut facts = format!(
        "title = \"x\"\ntimezone = \"UTC\"\nstarted = {}\nresolved = {}\n",
        at(start),
        at(end)
    );
    for (index, (start, end)) in windows.iter().enumerate() {
        let _ = write!(
            facts,
            "[[impact]]\ncomponent = \"compute\"\nresource = \"web-{index}\"\n\
             status = \"major_outage\"\nstart = {}\nend = {}\n",
            at(*start),
            at(*end)
        );
    }
    facts
}

/// A minute of the day as "09:05".
fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

proptest! {
    /// Short texts of the words that the rules look at, so that statements stand at both edges.
    #[test]
    fn no_text_of_telling_words_stops_the_rules(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "since", "by", "from", "until", "for", "within", "after", "at", "the", "was", "it",
                "outage", "we", "took", "to", "detect", "service", "down", "restored", "began",
                "lasted", "had", "been", "of", "total", "all", "no", "data", "lost", "and",
                "9:15", "10:42 UTC", "3 May", "Friday", "47 minutes", "two hours", "7 hosts",
                "CET", ",", ":", "-", "(", ")", "half", "a",
            ]),
            1..7,
        )
    ) {
        let facts = facts_with_windows(&[(600, 660), (620, 710)]) + "[counts]\nhosts = 9\n";
        find(&facts, &format!("## Summary\n\n{}\n", words.join(" ")));
    }

    #[test]
    fn a_window_may_be_told_and_nothing_outside_of_all(
        windows in proptest::collection::vec((60_i64..600, 1_i64..120), 1..6),
        beyond in 2_i64..300,
    ) {
        let windows: Vec<_> =
            windows.into_iter().map(|(start, length)| (start, start + length)).collect();
        let facts = facts_with_windows(&windows);
        let told = |index: usize, start: i64, end: i64| {
            let (start, end) = (clock(start), clock(end));
            let report = format!("## Summary\n\nHost web-{index} was down from {start} to {end} UTC.\n");
            find(&facts, &report)
        };
        let last = windows.iter().map(|(_, end)| *end).max().unwrap();
        for (index, (start, end)) in windows.iter().enumerate() {
            prop_assert!(told(index, *start, *end).is_empty());
            let findings = told(index, *start, last + beyond);
            prop_assert_eq!(findings.len(), 1);
            let window = format!("the window of web-{index} ends at {} UTC", clock(*end));
            prop_assert!(findings[0].message.ends_with(&window), "{}", findings[0].message);
        }
    }
}
