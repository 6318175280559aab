use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use rayon::prelude::*;

use super::base::Base;
use super::content;
use super::context::Context;
use super::error::CommandError;
use crate::check::{self, Authors, Levels, Seen, Subject, Suppression};
use crate::config::{self, Config};
use crate::diagnostic::emit::Sources;
use crate::diagnostic::{self, Finding};
use crate::fields::BAD_VALUE;
use crate::git;
use crate::io::{self, IncidentFolder, RootError};
use crate::load::{self, Loaded};
use crate::model::State;
use crate::source::{FileSource, IncidentSource};

/// Commits whose authors are known by name.
const MOST_COMMITS: usize = 500;

/// A workspace with its configuration; incidents are loaded on demand.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    pub(super) config: Config,
    pub(super) folders: Vec<IncidentFolder>,
    config_file: FileSource,
    config_findings: Vec<Finding>,
    /// Files whose text is not what is on disk, by path from the root.
    replaced: HashMap<String, FileSource>,
}

impl Workspace {
    /// Finds the workspace and reads its configuration.
    pub(super) fn open(context: &Context) -> Result<Self, CommandError> {
        let root = io::find_root(context.root.as_deref(), &context.folder).map_err(|error| {
            let hint = match error {
                RootError::NotFound(_) => "`incident init` makes a workspace; --root names one",
                RootError::NotARoot(_) => "`incident init DIR` makes a workspace there",
                RootError::Unreachable { .. } => {
                    "check the path given with --root or INCIDENT_ROOT"
                }
            };
            CommandError::new("there is no workspace to work in").because(error).hint(hint)
        })?;
        let config_file = io::read_config(&root);
        let (config, config_findings) = read_config(&config_file);
        let folders = io::folders(&root).map_err(|error| {
            CommandError::new("the folder `incidents` cannot be read")
                .because(error)
                .hint("it holds one folder an incident")
        })?;
        context.detail(&format!("workspace {} with {} incidents", root.display(), folders.len()));
        let replaced = HashMap::new();
        Ok(Self { root, config, folders, config_file, config_findings, replaced })
    }

    /// The configuration of the workspace at a root, as much of it as can be read.
    pub(super) fn config_at(root: &std::path::Path) -> Config {
        read_config(&io::read_config(root)).0
    }

    /// Whether the configuration says what its author meant: it has been read, without a fault.
    pub(super) const fn is_configured(&self) -> bool {
        self.config_file.fault.is_none() && self.config_findings.is_empty()
    }

    /// Takes a text for a file's instead of what is on disk.
    pub(super) fn replace(&mut self, file: FileSource) {
        if file.file.path == config::FILE_NAME {
            (self.config, self.config_findings) = read_config(&file);
            self.config_file = file;
        } else {
            self.replaced.insert(file.file.path.clone(), file);
        }
    }

    /// Loads incidents in parallel, in the order given.
    pub(super) fn load(&self, folders: &[IncidentFolder]) -> Vec<Loaded> {
        folders.par_iter().map(|folder| load::incident(self.read(folder), &self.config)).collect()
    }

    fn read(&self, folder: &IncidentFolder) -> IncidentSource {
        let mut source = io::read_incident(&self.root, folder);
        for file in [&mut source.facts, &mut source.report] {
            if let Some(replaced) = self.replaced.get(&file.file.path) {
                file.clone_from(replaced);
            }
        }
        source
    }

    /// Every finding about the configuration and the incidents given, sorted.
    pub(super) fn check(
        &self,
        loaded: &[Loaded],
        levels: &Levels,
        today: chrono::NaiveDate,
        base: &Base,
    ) -> Vec<Finding> {
        self.check_among(&drafts(loaded), loaded, levels, today, base)
    }

    /// The same, where the incidents given are some of the workspace's and others are drafts
    /// too.
    pub(super) fn check_among(
        &self,
        drafts: &BTreeSet<String>,
        loaded: &[Loaded],
        levels: &Levels,
        today: chrono::NaiveDate,
        base: &Base,
    ) -> Vec<Finding> {
        let authors = self.authors(levels);
        let mut findings: Vec<Finding> = loaded
            .par_iter()
            .flat_map_iter(|loaded| {
                let mut found = loaded.findings.clone();
                if let Some(incident) = &loaded.incident {
                    let subject = Subject {
                        incident,
                        source: &loaded.source,
                        outline: &loaded.outline,
                        kept: &loaded.kept,
                        facts_are_whole: loaded.facts_are_whole,
                        config: &self.config,
                        authors: &authors,
                        today,
                        before: base.before.get(&incident.id),
                        drafts,
                    };
                    found.extend(check::incident(&subject, levels));
                }
                found
            })
            .collect();
        findings.extend(self.config_findings.iter().cloned());
        findings.extend(self.faulty_files());
        findings.extend(check::configuration(&self.config_file.file));
        let folders: Vec<_> =
            self.folders.iter().map(|folder| (folder.id.clone(), folder.path.clone())).collect();
        findings.extend(check::workspace(&folders, &base.deleted));
        check::suppress(&mut findings, self.suppressions(loaded, base), levels);
        levels.apply(&mut findings);
        diagnostic::sort(&mut findings);
        findings
    }

    /// Files that the configuration names and that cannot be published.
    fn faulty_files(&self) -> impl Iterator<Item = Finding> {
        let site = &self.config.site;
        [&site.logo, &site.logo_dark].into_iter().flatten().filter_map(|file| {
            let error = content::copy(&self.root, &file.path).err()?;
            let message = format!("`{}` cannot be published: {error}", file.path);
            let finding = Finding::error(BAD_VALUE, config::FILE_NAME, file.span, message);
            Some(finding.field(file.field.clone()).help(error.help()))
        })
    }

    /// Where the files tell rules to be silent.
    fn suppressions(&self, loaded: &[Loaded], base: &Base) -> Vec<Suppression> {
        let mut found: Vec<_> = loaded
            .par_iter()
            .flat_map_iter(|loaded| {
                let seen = Seen::of(&loaded.findings, loaded.facts_are_whole);
                let files = [&loaded.source.facts, &loaded.source.report];
                let is_compared = base.is_chosen && base.before.contains_key(&loaded.source.id);
                let found = |file: &FileSource| check::suppressions(&file.file, seen);
                files
                    .into_iter()
                    .flat_map(found)
                    .map(|one| one.compared(is_compared))
                    .collect::<Vec<_>>()
            })
            .collect();
        let seen = Seen::of(&self.config_findings, true);
        found.extend(check::suppressions(&self.config_file.file, seen));
        found
    }

    /// Who has written to the workspace of late, if a rule wants to know.
    fn authors(&self, levels: &Levels) -> Authors {
        match levels.of("person-name") {
            Some(_) => Authors::new(&git::authors(&self.root, MOST_COMMITS)),
            None => Authors::default(),
        }
    }

    /// The texts that findings point into.
    pub(super) fn sources<'s>(&'s self, loaded: &'s [Loaded]) -> Sources<'s> {
        let mut sources = Sources::default();
        for source in self.files(loaded) {
            sources.insert(&source.file.path, &source.file.text);
        }
        sources
    }

    /// The files that findings are about.
    pub(super) fn files<'s>(
        &'s self,
        loaded: &'s [Loaded],
    ) -> impl Iterator<Item = &'s FileSource> {
        let files = loaded.iter().flat_map(|loaded| [&loaded.source.facts, &loaded.source.report]);
        files.chain([&self.config_file])
    }

    /// The rules' levels after configuration, with the settings that name no rule reported.
    pub(super) fn levels(&mut self) -> Levels {
        let (levels, findings) = Levels::new(&self.config);
        self.config_findings.extend(findings);
        levels
    }

    /// The incident folders that names on the command line mean: ids, unambiguous parts of
    /// ids, or paths of folders and files; all of them where nothing is named.
    pub(super) fn select(&self, names: &[String]) -> Result<Vec<IncidentFolder>, CommandError> {
        if names.is_empty() {
            return Ok(self.folders.clone());
        }
        let mut chosen = Vec::new();
        for name in names {
            chosen.extend(self.named(name)?);
        }
        chosen.sort();
        chosen.dedup();
        Ok(chosen)
    }

    /// The one incident that a name means.
    pub(super) fn one(&self, name: &str) -> Result<IncidentFolder, CommandError> {
        let mut found = self.named(name)?;
        match (found.pop(), found.is_empty()) {
            (Some(folder), true) => Ok(folder),
            _ => Err(CommandError::new(format!("\"{name}\" does not name one incident"))
                .hint("name it by its id or a part of it; `incident list` shows the ids")),
        }
    }

    fn named(&self, name: &str) -> Result<Vec<IncidentFolder>, CommandError> {
        if let Some(folder) = self.folders.iter().find(|folder| folder.id == name) {
            return Ok(vec![folder.clone()]);
        }
        let looks_like_path = name == "." || name.contains(['/', std::path::MAIN_SEPARATOR]);
        if let Some(below) = looks_like_path.then(|| self.at_path(name)).flatten() {
            return Ok(below);
        }
        let found: Vec<_> = self.folders.iter().filter(|folder| folder.id.contains(name)).collect();
        match found.as_slice() {
            [one] => Ok(vec![(*one).clone()]),
            [] => {
                if let Some(below) = self.at_path(name) {
                    return Ok(below);
                }
                let ids = self.folders.iter().map(|folder| folder.id.as_str());
                let hint = match crate::fields::closest(name, ids) {
                    Some(id) => format!("did you mean {id}?"),
                    None => "`incident list` shows the ids".to_owned(),
                };
                Err(CommandError::new(format!("no incident is called \"{name}\"")).hint(hint))
            }
            several => {
                let ids: Vec<&str> =
                    several.iter().take(8).map(|folder| folder.id.as_str()).collect();
                Err(CommandError::new(format!("\"{name}\" names {} incidents", several.len()))
                    .hint(format!("write more of the id: {}", ids.join(", "))))
            }
        }
    }

    /// The incidents at, above or below a path that exists.
    fn at_path(&self, name: &str) -> Option<Vec<IncidentFolder>> {
        let path = PathBuf::from(name).canonicalize().ok()?;
        let touches = |folder: &&IncidentFolder| {
            let own = self.root.join(&folder.path);
            path.starts_with(&own) || own.starts_with(&path)
        };
        Some(self.folders.iter().filter(touches).cloned().collect())
    }
}

fn read_config(file: &FileSource) -> (Config, Vec<Finding>) {
    let (config, mut findings) = config::parse(&file.file, &load::section_keys());
    findings.extend(load::file_finding(file));
    (config, findings)
}

/// Ids of the incidents whose reports are not published.
pub(super) fn drafts<'l>(loaded: impl IntoIterator<Item = &'l Loaded>) -> BTreeSet<String> {
    loaded
        .into_iter()
        .filter_map(|loaded| loaded.incident.as_ref())
        .filter(|incident| incident.facts.state != State::Published)
        .map(|incident| incident.id.clone())
        .collect()
}
