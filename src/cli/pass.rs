//! Incidents judged one by one: what is found stays, and what it was found in goes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::base::Base;
use super::content;
use super::workspace::Workspace;
use crate::check::{self, Authors, Drafts, Levels, Seen, Subject};
use crate::config;
use crate::diagnostic::emit::Sources;
use crate::diagnostic::{self, Finding};
use crate::fields::BAD_VALUE;
use crate::git;
use crate::io::IncidentFolder;
use crate::load::{self, Loaded};
use crate::model::State;
use crate::source::FileSource;

/// Commits whose authors are known by name.
const MOST_COMMITS: usize = 500;

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
        sources
    }
}

impl Workspace {
    /// Loads and judges incidents in parallel, and has `then` make of each what is to be kept;
    /// it gets what was found in the incident.
    pub(super) fn check_each<T: Send>(
        &self,
        folders: &[IncidentFolder],
        terms: Terms<'_>,
        then: impl Fn(&Loaded, &[Finding]) -> T + Sync,
    ) -> (Checked, Vec<T>) {
        let states = States { workspace: self, folders, known: Mutex::default() };
        let is_draft = |id: &str| states.is_draft(id);
        let pass = Pass::new(self, terms, Drafts::new(&is_draft));
        let kept: Vec<(Vec<Finding>, [FileSource; 2], T)> = folders
            .par_iter()
            .map(|folder| {
                let loaded = load::incident(self.read(folder), &self.config);
                let findings = pass.incident(&loaded);
                let made = then(&loaded, &findings);
                let mut files = [loaded.source.facts, loaded.source.report];
                if findings.is_empty() {
                    files.iter_mut().for_each(|source| source.file.text = String::new());
                }
                (findings, files, made)
            })
            .collect();
        let incidents = kept.len();
        let mut findings = pass.rest(folders.iter().map(|folder| folder.id.as_str()));
        let (mut files, mut all) =
            (Vec::with_capacity(incidents * 2), Vec::with_capacity(incidents));
        for (found, own, made) in kept {
            findings.extend(found);
            files.extend(own);
            all.push(made);
        }
        diagnostic::sort(&mut findings);
        (Checked { incidents, findings, files }, all)
    }

    /// Every finding about the configuration and the incidents given, sorted; the incidents are
    /// some of the workspace's, and `drafts` are those of all that are not published.
    pub(super) fn check_among(
        &self,
        drafts: &BTreeSet<String>,
        loaded: &[Loaded],
        terms: Terms<'_>,
    ) -> Vec<Finding> {
        let is_draft = |id: &str| drafts.contains(id);
        let pass = Pass::new(self, terms, Drafts::new(&is_draft));
        let mut findings: Vec<Finding> =
            loaded.par_iter().flat_map_iter(|loaded| pass.incident(loaded)).collect();
        findings.extend(pass.rest(loaded.iter().map(|loaded| loaded.source.id.as_str())));
        diagnostic::sort(&mut findings);
        findings
    }
}

/// Which incidents are published, read for the first report that links to one.
struct States<'s> {
    workspace: &'s Workspace,
    folders: &'s [IncidentFolder],
    known: Mutex<HashMap<String, bool>>,
}

impl States<'_> {
    fn is_draft(&self, id: &str) -> bool {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(is_draft) = known().get(id) {
            return *is_draft;
        }
        let is_draft = self.folders.iter().find(|folder| folder.id == id).is_some_and(|folder| {
            let loaded = load::incident(self.workspace.read(folder), &self.workspace.config);
            loaded.incident.is_some_and(|incident| incident.facts.state != State::Published)
        });
        known().insert(id.to_owned(), is_draft);
        is_draft
    }
}

/// One pass over incidents.
struct Pass<'p> {
    workspace: &'p Workspace,
    terms: Terms<'p>,
    authors: Authors,
    drafts: Drafts<'p>,
    /// What is only seen with all folders in view, by the id of the incident that it is about.
    by_incident: BTreeMap<String, Vec<Finding>>,
}

impl<'p> Pass<'p> {
    fn new(workspace: &'p Workspace, terms: Terms<'p>, drafts: Drafts<'p>) -> Self {
        let authors = match terms.levels.of("person-name") {
            Some(_) => Authors::new(&git::authors(&workspace.root, MOST_COMMITS)),
            None => Authors::default(),
        };
        let folders = workspace.folders.iter();
        let folders: Vec<_> =
            folders.map(|folder| (folder.id.clone(), folder.path.clone())).collect();
        let mut by_incident: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in check::workspace(&folders, &terms.base.deleted) {
            let id = finding.file.split('/').nth(1).unwrap_or_default().to_owned();
            by_incident.entry(id).or_default().push(finding);
        }
        Self { workspace, terms, authors, drafts, by_incident }
    }

    /// What is found in an incident and not silenced.
    fn incident(&self, loaded: &Loaded) -> Vec<Finding> {
        let Terms { levels, today, base } = self.terms;
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
                drafts: self.drafts,
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
        findings
    }

    /// What is found in no incident of these.
    fn rest<'i>(self, ids: impl Iterator<Item = &'i str>) -> Vec<Finding> {
        let Self { workspace, terms, mut by_incident, .. } = self;
        for id in ids {
            by_incident.remove(id);
        }
        let mut findings: Vec<Finding> = by_incident.into_values().flatten().collect();
        findings.extend(workspace.config_findings.iter().cloned());
        let file = &workspace.config_file.file;
        findings.extend(check::configuration(file));
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
