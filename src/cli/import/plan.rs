use std::collections::{BTreeSet, HashMap};

use super::components::Components;
use super::facts::{self, House};
use crate::cli::error::CommandError;
use crate::cli::new;
use crate::cli::workspace::Workspace;
use crate::edit::{self, Scaffold};
use crate::import::{self, Loss, Refused, Told};
use crate::model::{Audience, Bound, IncidentKind};
use crate::render::Templates;
use crate::source::MAX_BYTES;

/// What is to become of the incidents of another tool.
#[derive(Debug)]
pub(super) struct Plan<'w> {
    pub(super) drafts: Vec<Draft>,
    /// What was taken before: its id here.
    pub(super) there: Vec<String>,
    pub(super) refused: Vec<Refused>,
    pub(super) components: Components<'w>,
}

/// An incident that is to be made.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) told: Told,
    pub(super) facts: String,
    pub(super) report: String,
}

impl<'w> Plan<'w> {
    /// Decides about each incident; nothing is written.
    pub(super) fn new(
        told: Vec<Told>,
        refused: Vec<Refused>,
        tool: &str,
        house: House<'_>,
        workspace: &'w Workspace,
    ) -> Result<Self, CommandError> {
        let overrides = new::overrides(workspace)?;
        let templates = Templates::new(overrides).map_err(new::template_error)?;
        let mut plan = Self {
            drafts: Vec::new(),
            there: Vec::new(),
            refused,
            components: Components::new(&workspace.config),
        };
        let mut ids = Ids::new(tool, workspace);
        let blank = new::blank(workspace, house.zone);
        for mut told in told {
            let known = told.origin.as_deref().and_then(|origin| ids.taken_before(origin));
            if let Some(id) = known {
                plan.there.push(id.to_owned());
                continue;
            }
            let day = match told.started {
                Bound::At(at) => house.zone.at(&at).date_naive(),
                Bound::On { day, .. } => day,
            };
            let id = match ids.free(&format!("{day}-{}", edit::slug(&told.title))) {
                Ok(id) => id,
                Err(why) => {
                    plan.refuse(&told, why);
                    continue;
                }
            };
            let facts = house.facts(&mut told, tool, &mut plan.components).map_err(|error| {
                CommandError::new(format!("facts of {} cannot be written", told.place))
                    .because(error)
            })?;
            let report = match report(&mut told, house.audience) {
                Some(report) => report,
                None => scaffold(&templates, &told, &blank)?,
            };
            if facts.len().max(report.len()) > MAX_BYTES {
                plan.refuse(&told, "it would fill a file of more than 4 MiB".to_owned());
                continue;
            }
            ids.take(id.clone());
            plan.drafts.push(Draft { id, told, facts, report });
        }
        Ok(plan)
    }

    fn refuse(&mut self, told: &Told, why: String) {
        let (place, title) = (told.place.clone(), Some(told.title.clone()));
        self.refused.push(Refused { place, title, why });
    }
}

/// The post-mortem, for nobody who could not read it there.
fn report(told: &mut Told, audience: Audience) -> Option<String> {
    let report = told.report.take()?;
    if audience == Audience::Public {
        return Some(report);
    }
    let narrowed = import::sections_for(audience, &report);
    if narrowed.is_none() {
        let why = format!("its Markdown leaves no way to say that it is for {}", audience.name());
        told.losses.push(Loss { field: "post-mortem".to_owned(), why });
    }
    narrowed
}

/// The report that `incident new` starts with.
fn scaffold(templates: &Templates, told: &Told, blank: &Scaffold) -> Result<String, CommandError> {
    let kind = match told.kind {
        IncidentKind::Incident => "full",
        IncidentKind::Maintenance => "maintenance",
    };
    let scaffold = Scaffold { title: told.title.clone(), ..blank.clone() };
    templates.render(&format!("new/{kind}/report.md"), &scaffold).map_err(new::template_error)
}

/// Ids of incidents that are there, and of those to come.
struct Ids {
    tool: String,
    taken: BTreeSet<String>,
    /// Those that were taken over from the tool, by what it calls them.
    origins: HashMap<String, String>,
    /// The ids of those.
    imported: BTreeSet<String>,
}

impl Ids {
    fn new(tool: &str, workspace: &Workspace) -> Self {
        let mut ids = Self {
            tool: tool.to_owned(),
            taken: workspace.folders.iter().map(|folder| folder.id.clone()).collect(),
            origins: HashMap::new(),
            imported: BTreeSet::new(),
        };
        let begin = facts::origin(tool, "");
        for loaded in workspace.load(&workspace.folders) {
            let Some(incident) = loaded.incident else { continue };
            for link in incident.facts.links.iter().filter(|link| link.title.starts_with(&begin)) {
                ids.origins.insert(link.title.clone(), incident.id.clone());
                ids.imported.insert(incident.id.clone());
            }
        }
        ids
    }

    /// The incident that was taken over before.
    fn taken_before(&self, origin: &str) -> Option<&str> {
        self.origins.get(&facts::origin(&self.tool, origin)).map(String::as_str)
    }

    /// The id, or one with a number behind it where another incident of the tool has it. What did
    /// not come from there may be the very same incident, and nobody but people can tell.
    fn free(&self, id: &str) -> Result<String, String> {
        let numbered = (2..).map(|number: u32| format!("{id}-{number}"));
        for id in std::iter::once(id.to_owned()).chain(numbered) {
            if !self.taken.contains(&id) {
                return Ok(id);
            }
            if !self.imported.contains(&id) {
                return Err(format!("incidents/{id} is there already, and not from {}", self.tool));
            }
        }
        Err("no id is left for it".to_owned())
    }

    fn take(&mut self, id: String) {
        self.imported.insert(id.clone());
        self.taken.insert(id);
    }
}
