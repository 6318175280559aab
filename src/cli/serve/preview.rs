use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rayon::prelude::*;

use super::faults::Faults;
use crate::check::{Anchors, Incidents, Other};
use crate::cli::base::Base;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::others::{anchors, present};
use crate::cli::pass::Terms;
use crate::cli::when::When;
use crate::cli::workspace::{Workspace, drafts};
use crate::config::{Config, FILE_NAME};
use crate::io::{self, Changed};
use crate::load::Loaded;
use crate::model::{Audience, Zone};
use crate::render::preview::Fault;
use crate::render::site::{Site, Summary};
use crate::render::{OutputFile, TemplateError, Templates};
use crate::view::View;

/// What stays the same while the preview runs.
pub(super) struct Setting<'s> {
    pub(super) context: &'s Context,
    pub(super) audience: Audience,
    /// Where it is served, without a slash at the end.
    pub(super) address: &'s str,
    pub(super) now: Option<When>,
}

/// The site as the files have it at one moment. Pages of incidents are rendered when somebody
/// asks for them; everything that lists incidents is there already.
pub(super) struct Preview {
    pub(super) version: u64,
    pub(super) root: PathBuf,
    config: Config,
    templates: Result<Arc<Templates>, Fault>,
    audience: Audience,
    now: DateTime<FixedOffset>,
    incidents: BTreeMap<String, Incident>,
    drafts: BTreeSet<String>,
    lists: HashMap<String, OutputFile>,
    /// What is wrong with everything: the configuration, the templates, the workspace.
    faults: Faults,
}

/// An incident, as far as it can be read and rendered.
struct Incident {
    files: Arc<Files>,
    summary: Arc<Summarised>,
}

/// An incident's files and what is wrong with them.
struct Files {
    loaded: Loaded,
    faults: Faults,
    /// Other incidents to places of which it links.
    linked: BTreeSet<String>,
}

/// What lists show of an incident.
enum Summarised {
    Sound(Box<Summary>),
    /// The files cannot be read; their faults say why.
    Unread,
    /// A template cannot be used.
    Unrendered(Fault),
}

/// A file of the site, or why there is none.
pub(super) enum Found {
    File(OutputFile),
    /// There would be one, but for the faults.
    Faulty,
    Nothing,
}

impl Preview {
    /// Reads the workspace: all of it, or what has changed since `before`.
    pub(super) fn read(
        before: Option<&Self>,
        changed: &Changed,
        setting: &Setting<'_>,
        version: u64,
    ) -> Self {
        let moment = io::now();
        let mut workspace = match Workspace::open(setting.context) {
            Ok(workspace) => workspace,
            Err(error) => {
                let now = setting.now.map_or(moment, |now| now.on_clocks_of(&Zone::utc()));
                return Self::unreadable(&error, setting, version, now);
            }
        };
        let now = workspace.now(setting.now, &moment);
        let before = before.filter(|before| before.is_of(&workspace, changed, now));
        let templates = match before.filter(|_| !touches(changed, "templates")) {
            Some(before) => before.templates.clone(),
            None => templates(&workspace),
        };
        let (files, drafts, faults) = files(&mut workspace, before, changed, now);
        let mut config = workspace.config;
        // As other previews do: links that name the site lead to this one.
        if config.base_url.is_some() {
            config.base_url = Some(setting.address.to_owned());
        }
        let mut preview = Self {
            version,
            root: workspace.root,
            config,
            templates,
            audience: setting.audience,
            now,
            incidents: BTreeMap::new(),
            drafts,
            lists: HashMap::new(),
            faults,
        };
        let before = before.filter(|_| !touches(changed, "templates"));
        preview.incidents = preview.incidents(files, before);
        preview.list();
        preview
    }

    /// A preview of a workspace that is not there.
    fn unreadable(
        error: &CommandError,
        setting: &Setting<'_>,
        version: u64,
        now: DateTime<FixedOffset>,
    ) -> Self {
        let fault = Fault {
            place: String::new(),
            rule: None,
            message: error.shown(false).trim_end().to_owned(),
            help: None,
        };
        Self {
            version,
            root: PathBuf::new(),
            config: Config::default(),
            templates: Err(fault),
            audience: setting.audience,
            now,
            incidents: BTreeMap::new(),
            drafts: BTreeSet::new(),
            lists: HashMap::new(),
            faults: Faults::default(),
        }
    }

    /// Whether what was not changed is still as it was read: under the same configuration,
    /// on the same day, among the same incidents.
    fn is_of(&self, workspace: &Workspace, changed: &Changed, now: DateTime<FixedOffset>) -> bool {
        let ids = workspace.folders.iter().map(|folder| &folder.id);
        !changed.is_partial
            && !touches(changed, FILE_NAME)
            && self.now.date_naive() == now.date_naive()
            && self.incidents.keys().eq(ids)
    }

    /// What lists show of each incident; kept from `before` where nothing moved it.
    fn incidents(
        &self,
        files: BTreeMap<String, Arc<Files>>,
        before: Option<&Self>,
    ) -> BTreeMap<String, Incident> {
        let site = self.site();
        let summary = |id: &str, files: &Arc<Files>| {
            let known = before.and_then(|before| before.incidents.get(id));
            match known.filter(|known| Arc::ptr_eq(&known.files, files) && known.stands_still()) {
                Some(known) => Arc::clone(&known.summary),
                None => Arc::new(self.summarised(&files.loaded, site.as_ref())),
            }
        };
        files
            .into_par_iter()
            .map(|(id, files)| {
                let summary = summary(&id, &files);
                (id, Incident { files, summary })
            })
            .collect()
    }

    fn summarised(&self, loaded: &Loaded, site: Option<&Site<'_>>) -> Summarised {
        let (Some(site), Some(view)) = (site, self.view(loaded)) else {
            return Summarised::Unread;
        };
        match site.incident(&view) {
            Ok((summary, _)) => Summarised::Sound(Box::new(summary)),
            Err(error) => Summarised::Unrendered(Fault::from(&error)),
        }
    }

    /// Renders everything that lists incidents, and takes in what is wrong with templates.
    fn list(&mut self) {
        let rendered = self.site().map(|site| {
            site.indexes(self.incidents.values().filter_map(|incident| incident.summary.sound()))
        });
        let mut faults: Vec<Fault> = self.templates.as_ref().err().into_iter().cloned().collect();
        for incident in self.incidents.values() {
            if let Summarised::Unrendered(fault) = &*incident.summary {
                faults.push(fault.clone());
            }
        }
        match rendered {
            Some(Ok(files)) => {
                self.lists = files.into_iter().map(|file| (file.path.clone(), file)).collect();
            }
            Some(Err(error)) => faults.push(Fault::from(&error)),
            None => {}
        }
        for fault in faults {
            if !self.faults.errors.contains(&fault) {
                self.faults.errors.push(fault);
            }
        }
    }

    fn site(&self) -> Option<Site<'_>> {
        let templates = self.templates.as_ref().ok()?;
        Some(Site::new(&self.config, templates, self.now))
    }

    fn view(&self, loaded: &Loaded) -> Option<View> {
        let incident = loaded.incident.as_ref()?;
        Some(View::preview(incident, self.audience, &self.config, self.now))
    }

    /// The file at a path below the site's root. Only what the site is made of can be found:
    /// the path names no file on disk.
    pub(super) fn find(&self, path: &str) -> Found {
        if let Some(incident) = self.incident_at(path) {
            let files = self.site().zip(self.view(&incident.files.loaded));
            return match files.map(|(site, view)| site.incident(&view)) {
                Some(Ok((_, files))) => {
                    let file = files.into_iter().find(|file| file.path == path);
                    file.map_or(Found::Nothing, Found::File)
                }
                Some(Err(_)) | None => Found::Faulty,
            };
        }
        match self.lists.get(path) {
            Some(file) => Found::File(file.clone()),
            None if self.lists.is_empty() => Found::Faulty,
            None => Found::Nothing,
        }
    }

    /// The site's page for addresses that lead nowhere.
    pub(super) fn not_found(&self) -> Option<&OutputFile> {
        self.lists.get("404.html")
    }

    fn incident_at(&self, path: &str) -> Option<&Incident> {
        let (id, _) = path.strip_prefix("incidents/")?.split_once('/')?;
        self.incidents.get(id)
    }

    /// What keeps the site from being published, what concerns the page at this path first.
    pub(super) fn errors(&self, path: &str) -> Vec<&Fault> {
        let own = self.incident_at(path);
        let others = self
            .incidents
            .values()
            .filter(|other| own.is_none_or(|own| !Arc::ptr_eq(&own.files, &other.files)));
        let own = own.into_iter().flat_map(|own| &own.files.faults.errors);
        own.chain(&self.faults.errors)
            .chain(others.flat_map(|other| &other.files.faults.errors))
            .collect()
    }

    /// What else is to be said of the page at this path.
    pub(super) fn warnings(&self, path: &str) -> Vec<&Fault> {
        let own = self.incident_at(path);
        own.map_or_else(Vec::new, |own| own.files.faults.warnings.iter().collect())
    }
}

impl Incident {
    /// Whether it looks the same at any moment.
    fn stands_still(&self) -> bool {
        self.summary.sound().is_some_and(|summary| !summary.is_open)
    }
}

impl Summarised {
    fn sound(&self) -> Option<&Summary> {
        match self {
            Self::Sound(summary) => Some(summary),
            Self::Unread | Self::Unrendered(_) => None,
        }
    }
}

/// The workspace's templates, compiled.
fn templates(workspace: &Workspace) -> Result<Arc<Templates>, Fault> {
    let overrides = io::overrides(&workspace.root).map_err(|error| Fault {
        place: "templates".to_owned(),
        rule: None,
        message: format!("cannot be read: {error}"),
        help: None,
    })?;
    let compiled = Templates::new(overrides);
    compiled.map(Arc::new).map_err(|error: TemplateError| Fault::from(&error))
}

/// Reads and checks what has changed, and says which incidents are drafts and what is wrong
/// with everything else.
fn files(
    workspace: &mut Workspace,
    before: Option<&Preview>,
    changed: &Changed,
    now: DateTime<FixedOffset>,
) -> (BTreeMap<String, Arc<Files>>, BTreeSet<String>, Faults) {
    let levels = workspace.levels();
    let (mut known, mut fresh) = (BTreeMap::new(), Vec::new());
    let touched: BTreeSet<&str> = workspace
        .folders
        .iter()
        .filter(|folder| touches(changed, &folder.path))
        .map(|folder| folder.id.as_str())
        .collect();
    for folder in &workspace.folders {
        let files = before.and_then(|before| before.incidents.get(&folder.id));
        let stays = |files: &&Incident| {
            let mut linked = files.files.linked.iter();
            !touched.contains(folder.id.as_str()) && !linked.any(|id| touched.contains(id.as_str()))
        };
        match files.filter(stays) {
            Some(Incident { files, .. }) => {
                known.insert(folder.id.clone(), Arc::clone(files));
            }
            None => fresh.push(folder.clone()),
        }
    }
    let loaded = workspace.load(&fresh);
    let drafts = drafts(loaded.iter().chain(known.values().map(|files| &files.loaded)));
    // A report may link to one that is a draft by now.
    if before.is_some_and(|before| before.drafts != drafts) {
        return files(workspace, None, changed, now);
    }
    let all = loaded.iter().chain(known.values().map(|files| &files.loaded));
    let others = Others {
        workspace,
        drafts: &drafts,
        loaded: all.map(|loaded| (loaded.source.id.as_str(), loaded)).collect(),
    };
    let terms = Terms { levels: &levels, today: now.date_naive(), base: &Base::default() };
    let (findings, asked) = workspace.check_among(&others, &loaded, terms);
    let mut faults = Faults::by_incident(findings, workspace.sources(&loaded));
    for (mut loaded, asked) in loaded.into_iter().zip(asked) {
        // They were checked, and are served from their files.
        loaded.source.texts.clear();
        let id = loaded.source.id.clone();
        let faults = faults.remove(&id).unwrap_or_default();
        let linked = asked.into_iter().filter(|(_, answer)| answer.has_places);
        let linked = linked.map(|(id, _)| id).collect();
        known.insert(id, Arc::new(Files { loaded, faults, linked }));
    }
    let general = faults.remove("").unwrap_or_default();
    (known, drafts, general)
}

/// The incidents of the workspace, as others that are linked to.
struct Others<'o> {
    workspace: &'o Workspace,
    drafts: &'o BTreeSet<String>,
    loaded: HashMap<&'o str, &'o Loaded>,
}

impl Incidents for Others<'_> {
    fn state(&self, id: &str) -> Other {
        self.workspace.folder(id).map_or(Other::Missing, |_| present(self.drafts.contains(id)))
    }

    fn anchors(&self, id: &str) -> Option<Arc<Anchors>> {
        anchors(self.loaded.get(id)?)
    }
}

/// Whether a file or something below a folder has changed.
fn touches(changed: &Changed, path: &str) -> bool {
    changed.paths.iter().any(|touched| {
        touched.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
