//! The examples in the rules' documentation, run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{
    Anchors, Authors, Before, Incidents, Levels, Other, Others, Rule, Seen, Subject, all,
    configuration, incident, suppress, workspace,
};
use crate::config::Config;
use crate::diagnostic::Finding;
use crate::source::{
    FileFault, FileSource, IncidentSource, SourceFile, active_content, markdown_options,
};
use crate::{config, load};

const FOLDER: &str = "2024-05-02-checkout-failed";
const FACTS: &str = "title = \"Checkout failed\"\n";

/// A workspace as fenced blocks describe it: `toml facts`, `markdown report`, `toml config`,
/// `text folders`, which lists folders, or the files in them, `toml facts before` of the base,
/// and `text drafts`, which lists incidents that are not published.
type Example = BTreeMap<String, String>;

/// The examples of a section. A block of a kind that the example before already has begins
/// the next one.
fn examples(markdown: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open = None;
    for event in Parser::new_ext(markdown, markdown_options(markdown)) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let kind = info.split_once(' ').expect("language and file").1.to_owned();
                open = Some((kind, String::new()));
            }
            Event::Text(text) => {
                if let Some((_, block)) = &mut open {
                    block.push_str(&text.replace("\\u{feff}", "\u{feff}"));
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let (kind, block) = open.take().expect("an open block");
                if examples.last().is_none_or(|last| last.contains_key(&kind)) {
                    examples.push(Example::new());
                }
                examples.last_mut().expect("an example").insert(kind, block);
            }
            _ => {}
        }
    }
    examples
}

/// Each folder with the files it lists; one that lists none has both of an incident's.
fn folders(example: &Example) -> BTreeMap<&str, Vec<&str>> {
    let listing = example.get("folders").map_or(FOLDER, String::as_str);
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in listing.lines() {
        match line.split_once('/') {
            Some((folder, file)) => folders.entry(folder).or_default().push(file),
            None => folders.entry(line).or_default().extend(["facts.toml", "report.md"]),
        }
    }
    folders
}

fn source(folder: &str, files: &[&str], example: &Example) -> IncidentSource {
    let file = |name: &str, kind: &str, default: &str| {
        let path = format!("incidents/{folder}/{name}");
        if files.contains(&name) {
            let text = example.get(kind).map_or(default, String::as_str);
            FileSource::from_bytes(path, text.into())
        } else {
            FileSource::faulty(path, FileFault::Missing)
        }
    };
    let is_attachment = |name: &&&str| !["facts.toml", "report.md"].contains(*name);
    let attachments: Vec<String> =
        files.iter().filter(is_attachment).map(|&name| name.to_owned()).collect();
    let active = attachments
        .iter()
        .filter_map(|name| Some((name.clone(), active_content(name, b"")?)))
        .collect();
    IncidentSource {
        id: folder.to_owned(),
        folder: format!("incidents/{folder}"),
        facts: file("facts.toml", "facts", FACTS),
        report: file("report.md", "report", ""),
        attachments,
        active,
        texts: BTreeMap::new(),
    }
}

/// The folders of an example, as others that are linked to.
struct Folders<'e> {
    drafts: &'e str,
    folders: &'e BTreeMap<&'e str, Vec<&'e str>>,
    example: &'e Example,
    config: &'e Config,
}

impl Incidents for Folders<'_> {
    fn state(&self, id: &str) -> Other {
        match id {
            id if self.drafts.lines().any(|draft| draft == id) => Other::Draft,
            id if self.folders.contains_key(id) => Other::Published,
            _ => Other::Missing,
        }
    }

    fn anchors(&self, id: &str) -> Option<Arc<Anchors>> {
        let source = source(id, self.folders.get(id)?, self.example);
        let loaded = load::incident(source, self.config);
        loaded.incident.map(|incident| Arc::new(Anchors::of(&incident, &loaded.outline)))
    }
}

/// What every rule, the loader's included, finds in an example.
fn findings(example: &Example) -> Vec<Finding> {
    let text = example.get("config").cloned().unwrap_or_default();
    let file = SourceFile { path: config::FILE_NAME.to_owned(), text };
    let (config, mut findings) = config::parse(&file, &load::section_keys());
    let (levels, unknown) = Levels::new(&config);
    findings.extend(unknown);
    let mut suppressions = super::suppressions(&file, Seen::of(&findings, true));
    let folders = folders(example);
    for (folder, files) in &folders {
        let loaded = load::incident(source(folder, files, example), &config);
        let before = example.get("facts before").map(|text| {
            let mut source = source(folder, files, example);
            source.facts = FileSource::from_bytes(source.facts.file.path, text.clone().into());
            let incident = load::incident(source, &config).incident;
            incident.map(|incident| Before { incident, replaced: BTreeSet::new() })
        });
        let before = before.flatten();
        let drafts = example.get("drafts").map_or("", String::as_str);
        let others = Folders { drafts, folders: &folders, example, config: &config };
        let seen = Seen::of(&loaded.findings, loaded.facts_are_whole);
        for source in [&loaded.source.facts, &loaded.source.report] {
            suppressions.extend(super::suppressions(&source.file, seen));
        }
        findings.extend(loaded.findings);
        if let Some(found) = &loaded.incident {
            let subject = Subject {
                incident: found,
                source: &loaded.source,
                outline: &loaded.outline,
                kept: &loaded.kept,
                facts_are_whole: loaded.facts_are_whole,
                config: &config,
                authors: &Authors::default(),
                today: NaiveDate::from_ymd_opt(2024, 6, 1).expect("a day"),
                before: before.as_ref(),
                others: Others::new(&others),
            };
            findings.extend(incident(&subject, &levels));
        }
    }
    let paths: Vec<String> = folders.keys().map(|folder| format!("incidents/{folder}")).collect();
    let places: Vec<(&str, &str)> =
        folders.keys().zip(&paths).map(|(folder, path)| (*folder, path.as_str())).collect();
    findings.extend(workspace(&places, &[]));
    findings.extend(configuration(&file, &config, &Authors::default()));
    suppress(&mut findings, suppressions, &levels);
    levels.apply(&mut findings);
    findings
}

fn section_examples(rule: &Rule, heading: &str) -> Vec<Example> {
    let sections = rule.sections();
    let section = sections.iter().find(|section| section.heading == heading);
    let section = section.unwrap_or_else(|| panic!("{} has no section {heading}", rule.id));
    let found = examples(&section.text);
    assert!(!found.is_empty(), "{} has no example that {heading}", rule.id);
    found
}

#[test]
fn every_rule_is_explained_in_the_same_way() {
    for rule in all() {
        let headings: Vec<_> = rule.sections().into_iter().map(|section| section.heading).collect();
        assert_eq!(headings, ["Why", "Fails", "Passes"], "{}", rule.id);
        assert!(
            rule.summary().starts_with("Finds ") && rule.summary().ends_with('.'),
            "{}",
            rule.id
        );
    }
}

#[test]
fn what_is_said_to_fail_fails_at_the_level_of_the_rule() {
    for rule in all() {
        for example in section_examples(rule, "Fails") {
            let found = findings(&example);
            let own = found.iter().find(|finding| finding.rule == rule.id);
            assert!(own.is_some(), "{}: {example:#?}\n{found:#?}", rule.id);
            assert!(own.is_some_and(|finding| finding.level == rule.level), "{}", rule.id);
        }
    }
}

#[test]
fn what_is_said_to_pass_passes() {
    for rule in all() {
        for example in section_examples(rule, "Passes") {
            let found = findings(&example);
            assert!(found.iter().all(|finding| finding.rule != rule.id), "{}: {found:#?}", rule.id);
        }
    }
}

#[test]
fn every_finding_names_a_rule_of_the_table_and_reads_as_one_sentence() {
    for rule in all() {
        for example in section_examples(rule, "Fails") {
            for finding in findings(&example) {
                let found = super::find(finding.rule);
                assert!(found.is_some(), "{}", finding.rule);
                assert!(!finding.message.ends_with('.'), "{}", finding.message);
                let says_next_step =
                    finding.help.is_some() || found.is_some_and(|r| !r.has_check());
                assert!(says_next_step, "{}: {}", finding.rule, finding.message);
            }
        }
    }
}

#[test]
fn rules_are_listed_once_and_in_order() {
    let ids: Vec<_> = all().map(|rule| (rule.family, rule.id)).collect();
    assert!(ids.is_sorted(), "by family, then by id");
    assert!(ids.windows(2).all(|pair| pair[0].1 != pair[1].1));
}
