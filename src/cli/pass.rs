//! Incidents judged one by one: what is found stays, and what it was found in goes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::base::Base;
use super::content;
use super::context::Context;
use super::others::{Asked, Asking, States};
use super::progress::Progress;
use super::workspace::Workspace;
use crate::check::{self, Authors, Incidents, Levels, Others, Seen, Subject};
use crate::config;
use crate::diagnostic::emit::Sources;
use crate::diagnostic::{self, Finding};
use crate::fields::BAD_VALUE;
use crate::git;
use crate::io::IncidentFolder;
use crate::load::{self, Loaded};
use crate::source::{FileSource, SourceFile};

/// Commits whose authors are known by name.
const MOST_COMMITS: usize = 500;

/// Incidents that a thread takes on: with more, one is left alone with the last of them.
const MOST_AT_ONCE: usize = 16;

/// What findings depend on beside the incident itself.
#[derive(Clone, Copy)]
pub(super) struct Terms<'t> {
    pub(super) levels: &'t Levels,
    pub(super) today: NaiveDate,
    pub(super) base: &'t Base,
}

/// What was looked at, and what was found.
#[derive(Debug)]
pub(super) struct Checked {
    /// How many incidents.
    pub(super) incidents: usize,
    /// About them and the configuration, sorted.
    pub(super) findings: Vec<Finding>,
    /// Their files; with a text where something was found in the incident.
    files: Vec<FileSource>,
    /// Their attachments that are texts, where something was found in the incident.
    attached: Vec<SourceFile>,
}

impl Checked {
    /// The files that findings are about.
    pub(super) fn files<'s>(
        &'s self,
        workspace: &'s Workspace,
    ) -> impl Iterator<Item = &'s FileSource> {
        self.files.iter().chain([&workspace.config_file])
    }

    /// The texts that findings point into.
    pub(super) fn sources<'s>(&'s self, workspace: &'s Workspace) -> Sources<'s> {
        let mut sources = Sources::default();
        for source in self.files(workspace) {
            sources.insert(&source.file.path, &source.file.text);
        }
        for file in &self.attached {
            sources.insert(&file.path, &file.text);
        }
        sources
    }
}

impl Workspace {
    /// Loads and judges incidents in parallel.
    pub(super) fn check_each(
        &self,
        folders: &[IncidentFolder],
        terms: Terms<'_>,
        context: &Context,
    ) -> Checked {
        let states = States::new(self);
        let progress = Progress::new("Checking", folders.len(), context);
        Pass::new(self, terms, &states).run(folders, &progress, |_, _, _| ()).0
    }

    /// Every finding about the configuration and the incidents given, sorted, and what those about
    /// each incident hang on; the incidents are some of the workspace's, and `others` tells about
    /// all of them.
    pub(super) fn check_among(
        &self,
        others: &dyn Incidents,
        loaded: &[Loaded],
        terms: Terms<'_>,
    ) -> (Vec<Finding>, Vec<Asked>) {
        let pass = Pass::new(self, terms, others);
        let (found, asked): (Vec<_>, Vec<_>) =
            loaded.par_iter().map(|loaded| pass.incident(loaded)).unzip();
        let mut findings: Vec<Finding> = found.into_iter().flatten().collect();
        findings.extend(pass.rest(loaded.iter().map(|loaded| loaded.source.id.as_str())));
        diagnostic::sort(&mut findings);
        (findings, asked)
    }
}

/// What is left of an incident.
struct Kept<T> {
    findings: Vec<Finding>,
    files: [FileSource; 2],
    attached: Vec<SourceFile>,
    made: T,
}

/// One pass over incidents.
pub(super) struct Pass<'p> {
    workspace: &'p Workspace,
    terms: Terms<'p>,
    /// Who has written here, as far as it matters.
    names: Vec<String>,
    authors: Authors,
    others: &'p dyn Incidents,
    /// What is only seen with all folders in view, by the id of the incident that it is about.
    by_incident: BTreeMap<String, Vec<Finding>>,
}

impl<'p> Pass<'p> {
    pub(super) fn new(
        workspace: &'p Workspace,
        terms: Terms<'p>,
        others: &'p dyn Incidents,
    ) -> Self {
        let names = match terms.levels.of("person-name") {
            Some(_) => git::authors(&workspace.root, MOST_COMMITS),
            None => Vec::new(),
        };
        let authors = Authors::new(&names);
        let folders = workspace.folders.iter();
        let folders: Vec<_> =
            folders.map(|folder| (folder.id.as_str(), folder.path.as_str())).collect();
        let mut by_incident: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in check::workspace(&folders, &terms.base.deleted) {
            let id = finding.file.split('/').nth(1).unwrap_or_default().to_owned();
            by_incident.entry(id).or_default().push(finding);
        }
        Self { workspace, terms, names, authors, others, by_incident }
    }

    /// The names of those who have written here: their mention may be a finding.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether something is found in an incident for what other folders there are.
    pub(super) fn is_found_among_others(&self, id: &str) -> bool {
        self.by_incident.contains_key(id)
    }

    /// Loads and judges incidents in parallel, and has `then` make of each what is to be kept;
    /// it gets what was found in the incident and which others that hangs on.
    pub(super) fn run<T: Send>(
        self,
        folders: &[IncidentFolder],
        progress: &Progress,
        then: impl Fn(&Loaded, &[Finding], Asked) -> T + Sync,
    ) -> (Checked, Vec<T>) {
        let incidents = self.workspace.incidents();
        let kept: Vec<Kept<T>> = folders
            .par_iter()
            .with_max_len(MOST_AT_ONCE)
            .map(|folder| {
                let source = self.workspace.read(&incidents, folder);
                let loaded = load::incident(source, &self.workspace.config);
                let (findings, asked) = self.incident(&loaded);
                let made = then(&loaded, &findings, asked);
                progress.step();
                let mut files = [loaded.source.facts, loaded.source.report];
                let mut attached = Vec::new();
                if findings.is_empty() {
                    files.iter_mut().for_each(|source| source.file.text = String::new());
                } else {
                    let has_some =
                        |file: &SourceFile| findings.iter().any(|found| found.file == file.path);
                    attached.extend(loaded.source.texts.into_values().filter(has_some));
                }
                Kept { findings, files, attached, made }
            })
            .collect();
        let incidents = kept.len();
        let mut findings = self.rest(folders.iter().map(|folder| folder.id.as_str()));
        let (mut files, mut all) =
            (Vec::with_capacity(incidents * 2), Vec::with_capacity(incidents));
        let mut attached = Vec::new();
        for one in kept {
            findings.extend(one.findings);
            files.extend(one.files);
            attached.extend(one.attached);
            all.push(one.made);
        }
        diagnostic::sort(&mut findings);
        (Checked { incidents, findings, files, attached }, all)
    }

    /// What is found in an incident and not silenced, and which others that hangs on.
    fn incident(&self, loaded: &Loaded) -> (Vec<Finding>, Asked) {
        let Terms { levels, today, base } = self.terms;
        let asking = Asking::new(self.others);
        let id = &loaded.source.id;
        let mut findings = loaded.findings.clone();
        if let Some(incident) = &loaded.incident {
            let subject = Subject {
                incident,
                source: &loaded.source,
                outline: &loaded.outline,
                kept: &loaded.kept,
                facts_are_whole: loaded.facts_are_whole,
                config: &self.workspace.config,
                authors: &self.authors,
                today,
                before: base.before.get(id),
                others: Others::new(&asking),
            };
            findings.extend(check::incident(&subject, levels));
        }
        findings.extend(self.by_incident.get(id).into_iter().flatten().cloned());
        let seen = Seen::of(&loaded.findings, loaded.facts_are_whole);
        let is_compared = base.is_chosen && base.before.contains_key(id);
        let files = [&loaded.source.facts, &loaded.source.report];
        let suppressions = files
            .into_iter()
            .flat_map(|source| check::suppressions(&source.file, seen))
            .map(|suppression| suppression.compared(is_compared))
            .collect();
        check::suppress(&mut findings, suppressions, levels);
        levels.apply(&mut findings);
        (findings, asking.answers())
    }

    /// What is found in no incident of these.
    fn rest<'i>(self, ids: impl Iterator<Item = &'i str>) -> Vec<Finding> {
        let Self { workspace, terms, authors, mut by_incident, .. } = self;
        for id in ids {
            by_incident.remove(id);
        }
        let mut findings: Vec<Finding> = by_incident.into_values().flatten().collect();
        findings.extend(workspace.config_findings.iter().cloned());
        findings.extend(terms.base.reconfigured.iter().cloned());
        let file = &workspace.config_file.file;
        findings.extend(check::configuration(file, &workspace.config, &authors));
        findings.extend(faulty_files(workspace));
        let seen = Seen::of(&workspace.config_findings, true);
        check::suppress(&mut findings, check::suppressions(file, seen), terms.levels);
        terms.levels.apply(&mut findings);
        findings
    }
}

/// Files that the configuration names and that cannot be published.
fn faulty_files(workspace: &Workspace) -> impl Iterator<Item = Finding> {
    let site = &workspace.config.site;
    [&site.logo, &site.logo_dark].into_iter().flatten().filter_map(|file| {
        let error = content::copy(&workspace.root, &file.path).err()?;
        let message = format!("`{}` cannot be published: {error}", file.path);
        let finding = Finding::error(BAD_VALUE, config::FILE_NAME, file.span, message);
        Some(finding.field(file.field.clone()).help(error.help()))
    })
}
