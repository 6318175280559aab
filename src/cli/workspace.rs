use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use super::context::Context;
use super::error::CommandError;
use super::when::When;
use crate::check::Levels;
use crate::config::{self, Component, Config};
use crate::diagnostic::Finding;
use crate::diagnostic::emit::Sources;
use crate::io::{self, IncidentFolder, Incidents, InsideError, RootError};
use crate::load::{self, Loaded};
use crate::model::{State, Zone};
use crate::source::{FileSource, IncidentSource};

/// A workspace with its configuration; incidents are loaded on demand.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) root: PathBuf,
    pub(super) config: Config,
    /// Its incidents, sorted by id; just the one where it was opened for that.
    pub(super) folders: Vec<IncidentFolder>,
    pub(super) config_file: FileSource,
    pub(super) config_findings: Vec<Finding>,
    /// Files whose text is not what is on disk, by path from the root.
    replaced: HashMap<String, FileSource>,
}

impl Workspace {
    /// Finds the workspace and reads its configuration.
    pub(super) fn open(context: &Context) -> Result<Self, CommandError> {
        Self::at(Self::root(context)?, context)
    }

    /// Finds the workspace for work on the incident that `name` means, or is to be found. Where
    /// it is the whole id of one, the others are not looked for.
    pub(super) fn open_for(name: Option<&str>, context: &Context) -> Result<Self, CommandError> {
        let root = Self::root(context)?;
        match name.and_then(|name| io::folder(&root, name)) {
            Some(folder) => Ok(Self::with(root, vec![folder])),
            None => Self::at(root, context),
        }
    }

    /// The workspace's root.
    pub(super) fn root(context: &Context) -> Result<PathBuf, CommandError> {
        io::find_root(context.root.as_deref(), &context.folder).map_err(|error| {
            let hint = match error {
                RootError::NotFound(_) => "`incident init` makes a workspace; --root names one",
                RootError::NotARoot(_) => "`incident init DIR` makes a workspace there",
                RootError::Unreachable { .. } => {
                    "check the path given with --root or INCIDENT_ROOT"
                }
            };
            CommandError::new("there is no workspace to work in").because(error).hint(hint)
        })
    }

    /// The workspace at a root, with all of its incidents.
    pub(super) fn at(root: PathBuf, context: &Context) -> Result<Self, CommandError> {
        let folders = io::folders(&root).map_err(|error| {
            let hint = match error {
                InsideError::Leaves | InsideError::Dangling => {
                    "put the folder itself there, or a link to another one of the workspace"
                }
                _ => "it holds one folder an incident",
            };
            CommandError::new("the folder `incidents` cannot be read").because(error).hint(hint)
        })?;
        context.detail(&format!("workspace {} with {} incidents", root.display(), folders.len()));
        Ok(Self::with(root, folders))
    }

    /// The workspace at a root, with incidents of it.
    pub(super) fn with(root: PathBuf, folders: Vec<IncidentFolder>) -> Self {
        let config_file = io::read_config(&root);
        let (config, config_findings) = read_config(&config_file);
        Self { root, config, folders, config_file, config_findings, replaced: HashMap::new() }
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
        let incidents = self.incidents();
        let load = |folder| load::incident(self.read(&incidents, folder), &self.config);
        folders.par_iter().map(load).collect()
    }

    /// The files of the incidents as they are now; best opened once for many.
    pub(super) fn incidents(&self) -> Incidents {
        Incidents::open(&self.root)
    }

    pub(super) fn read(&self, incidents: &Incidents, folder: &IncidentFolder) -> IncidentSource {
        let mut source = incidents.read(folder);
        for file in [&mut source.facts, &mut source.report] {
            if let Some(replaced) = self.replaced.get(&file.file.path) {
                file.clone_from(replaced);
            }
        }
        source
    }

    /// The texts that findings point into.
    pub(super) fn sources<'s>(&'s self, loaded: &'s [Loaded]) -> Sources<'s> {
        let mut sources = Sources::default();
        let files = loaded.iter().flat_map(|loaded| loaded.source.files());
        for file in files.chain([&self.config_file.file]) {
            sources.insert(&file.path, &file.text);
        }
        sources
    }

    /// The rules' levels after configuration, with the settings that name no rule reported.
    pub(super) fn levels(&mut self) -> Levels {
        let (levels, findings) = Levels::new(&self.config);
        self.config_findings.extend(findings);
        levels
    }

    /// What counts as now: what was asked for, or this moment; on the workspace's own clocks, by
    /// which its days begin.
    pub(super) fn now(
        &self,
        asked: Option<When>,
        moment: &DateTime<FixedOffset>,
    ) -> DateTime<FixedOffset> {
        let zone = Zone::named_or_utc(&self.config.timezone);
        asked.unwrap_or(When::Instant(*moment)).on_clocks_of(&zone)
    }

    /// The component that is named on the command line, by its id or an earlier one.
    pub(super) fn component(&self, id: &str) -> Result<&Component, CommandError> {
        self.config.component(id).ok_or_else(|| {
            let ids = self.config.components.iter().map(|component| component.id.as_str());
            let hint = match (crate::fields::closest(id, ids), self.components_in_use()) {
                (Some(near), _) => format!("did you mean {near}?"),
                (None, known) if known.is_empty() => {
                    "incident.toml has no [[component]] yet".to_owned()
                }
                (None, known) => format!("it is one of: {}", known.join(", ")),
            };
            CommandError::new(format!("no component is called \"{id}\"")).hint(hint)
        })
    }

    /// Ids of the components that are not retired.
    pub(super) fn components_in_use(&self) -> Vec<&str> {
        let components = self.config.components.iter();
        components
            .filter(|component| component.retired.is_none())
            .map(|component| component.id.as_str())
            .collect()
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
        tiny_sort::stable::sort(&mut chosen);
        chosen.dedup();
        Ok(chosen)
    }

    /// The folder of the incident with this very id.
    pub(super) fn folder(&self, id: &str) -> Option<&IncidentFolder> {
        let at = self.folders.binary_search_by(|folder| folder.id.as_str().cmp(id));
        at.ok().and_then(|at| self.folders.get(at))
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
        // An empty text is a part of every id.
        if name.trim().is_empty() {
            return Err(CommandError::new("the id of an incident is empty").hint(
                "in a script, see whether the variable is set; `incident list` shows the ids",
            ));
        }
        if let Some(folder) = self.folder(name) {
            return Ok(vec![folder.clone()]);
        }
        let looks_like_path = name == "." || name.contains(['/', std::path::MAIN_SEPARATOR]);
        if let Some(below) = looks_like_path.then(|| self.at_path(name)).flatten() {
            return below;
        }
        let found: Vec<_> = self.folders.iter().filter(|folder| folder.id.contains(name)).collect();
        match found.as_slice() {
            [one] => Ok(vec![(*one).clone()]),
            [] => {
                if let Some(below) = self.at_path(name) {
                    return below;
                }
                let ids = self.folders.iter().map(|folder| folder.id.as_str());
                let hint = match crate::fields::closest(name, ids) {
                    Some(id) => format!("did you mean {id}?"),
                    None => "`incident list` shows the ids".to_owned(),
                };
                Err(CommandError::new(format!("no incident is called \"{name}\"")).hint(hint))
            }
            several => {
                Err(CommandError::new(format!("\"{name}\" names {} incidents", several.len()))
                    .hint(format!("write more of the id: {}", newest(several.iter().copied()))))
            }
        }
    }

    /// The incidents at, above or below a path that exists; none for what all of them share.
    fn at_path(&self, name: &str) -> Option<Result<Vec<IncidentFolder>, CommandError>> {
        let path = PathBuf::from(name).canonicalize().ok()?;
        let touches = |below: &Path| path.starts_with(below) || below.starts_with(&path);
        let own = |folder: &IncidentFolder| self.root.join(&folder.path);
        let found: Vec<_> =
            self.folders.iter().filter(|folder| touches(&own(folder))).cloned().collect();
        let shared = [config::FILE_NAME, "templates"].map(|shared| self.root.join(shared));
        let is_known = self.root.join("incidents").starts_with(&path)
            || shared.iter().any(|shared| touches(shared));
        if found.is_empty() && !is_known {
            let error = CommandError::new(format!("{name} belongs to no incident"))
                .hint(format!("the incidents are in {}", self.root.join("incidents").display()));
            return Some(Err(error));
        }
        Some(Ok(found))
    }
}

/// Ids to choose from, newest first; where there are many, the first of them.
pub(super) fn newest<'f>(folders: impl IntoIterator<Item = &'f IncidentFolder>) -> String {
    /// More than these fill the screen.
    const MOST: usize = 8;
    let mut ids: Vec<&str> = folders.into_iter().map(|folder| folder.id.as_str()).collect();
    tiny_sort::stable::sort_by(&mut ids, |a, b| b.cmp(a));
    let others = if ids.len() > MOST { ", \u{2026}" } else { "" };
    ids.truncate(MOST);
    format!("{}{others}", ids.join(", "))
}

pub(super) fn read_config(file: &FileSource) -> (Config, Vec<Finding>) {
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
