//! Prose against facts: every rule reads any text, and its findings and their fixes fit it.

use ::incident::check::{self, Authors, Levels, Others, Seen, Subject};
use ::incident::diagnostic::emit::{self, Concealed, HumanOptions, Sources};
use ::incident::diagnostic::{self, Level};
use ::incident::source::acts;

/// The text is the report's summary and an update.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let config = super::config();
    let literal = text.replace("'''", "");
    let facts = format!(
        "{}\n[[update]]\nat = 2018-06-18T21:30:00\nstatus = \"identified\"\ntext = '''{literal}'''\n",
        super::FACTS
    );
    let report = format!("## Summary\n\n{text}\n\n## Impact\n\nNone.\n");
    let loaded = super::load(facts.as_bytes(), report.as_bytes(), config);
    let Some(incident) = &loaded.incident else { return };
    let subject = Subject {
        incident,
        source: &loaded.source,
        outline: &loaded.outline,
        kept: &loaded.kept,
        facts_are_whole: loaded.facts_are_whole,
        config,
        authors: &Authors::default(),
        today: super::now().date_naive(),
        before: None,
        others: Others::PUBLISHED,
    };
    let levels = Levels::new(config).0;
    let mut findings = check::incident(&subject, &levels);
    findings.extend(loaded.findings.iter().cloned());
    let files = [&loaded.source.facts, &loaded.source.report];
    let seen = Seen::of(&loaded.findings, loaded.facts_are_whole);
    let suppressions = files.iter().flat_map(|file| check::suppressions(&file.file, seen));
    check::suppress(&mut findings, suppressions.collect(), &levels);
    levels.apply(&mut findings);
    diagnostic::sort(&mut findings);
    super::are_sound(&findings, &files);

    let mut sources = Sources::default();
    for source in files {
        sources.insert(&source.file.path, &source.file.text);
    }
    let concealed = Concealed::of(&mut findings, &sources);
    let sources = concealed.over(sources);
    for text in [
        emit::human(&findings, &sources, HumanOptions { color: false, width: 80, most: 20 }),
        emit::concise(&findings, &sources),
        emit::json(&findings, &sources),
        emit::github(&findings, &sources),
        emit::github_summary(&findings, &sources),
        emit::gitlab(&findings, &sources),
        emit::sarif(&findings, &sources, &[]),
        emit::junit(&findings, &sources, Level::Error),
    ] {
        assert!(!text.contains(acts), "{text:?}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{text:?}");
    }
}
