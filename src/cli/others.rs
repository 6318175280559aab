//! What is known of the incidents that others link to.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::workspace::Workspace;
use crate::check::{Anchors, Incidents, Other};
use crate::io::{self, Digest};
use crate::load::{self, Loaded};
use crate::model::State;
use crate::source::IncidentSource;

/// What an incident's findings hang on beside its own files, by the ids of others.
pub(super) type Asked = BTreeMap<String, Answer>;

/// What was asked about another incident.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// What there is of it.
    pub(super) state: Other,
    /// Whether places on its page were asked for, which hang on all of its texts.
    pub(super) has_places: bool,
}

/// Which incidents there are, which are published and what places their pages have, read for the
/// first report that links to one.
pub(super) struct States<'s> {
    workspace: &'s Workspace,
    known: Mutex<HashMap<String, Known>>,
}

/// What is known of an incident.
#[derive(Clone)]
struct Known {
    state: Other,
    /// Of its texts; nothing where it cannot be told.
    content: Option<u128>,
    /// Nothing where they were not asked for.
    anchors: Option<Option<Arc<Anchors>>>,
}

impl<'s> States<'s> {
    /// Of a workspace's incidents.
    pub(super) fn new(workspace: &'s Workspace) -> Self {
        Self { workspace, known: Mutex::default() }
    }

    /// Takes the word for it that an incident is there, and is a draft or not.
    pub(super) fn know(&self, id: &str, is_draft: bool) {
        let known = Known { state: present(is_draft), content: None, anchors: None };
        self.known().insert(id.to_owned(), known);
    }

    /// The content of an incident whose places were asked for; nothing where it cannot be told.
    pub(super) fn content(&self, id: &str) -> Option<u128> {
        self.known().get(id)?.content
    }

    fn get(&self, id: &str, has_places: bool) -> Known {
        if let Some(known) = self.known().get(id)
            && (known.anchors.is_some() || !has_places)
        {
            return known.clone();
        }
        let mut known = self.read(id, has_places);
        let mut all = self.known();
        // What was taken for it stays so: a report may be judged as if it were published.
        if let Some(before) = all.get(id) {
            known.state = before.state;
        }
        all.insert(id.to_owned(), known.clone());
        known
    }

    fn read(&self, id: &str, has_places: bool) -> Known {
        let Some(folder) = self.workspace.folder(id) else {
            return Known { state: Other::Missing, content: None, anchors: Some(None) };
        };
        let source = self.workspace.read(&self.workspace.incidents(), folder);
        let content = has_places.then(|| content(&source));
        let loaded = load::incident(source, &self.workspace.config);
        let state = present(is_draft(&loaded));
        Known { state, content, anchors: has_places.then(|| anchors(&loaded)) }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Incidents for States<'_> {
    fn state(&self, id: &str) -> Other {
        self.get(id, false).state
    }

    fn anchors(&self, id: &str) -> Option<Arc<Anchors>> {
        self.get(id, true).anchors.flatten()
    }
}

/// The places on an incident's page, if its facts can be read.
pub(super) fn anchors(loaded: &Loaded) -> Option<Arc<Anchors>> {
    let incident = loaded.incident.as_ref()?;
    Some(Arc::new(Anchors::of(incident, &loaded.outline)))
}

/// What is known of an incident that is there.
pub(super) const fn present(is_draft: bool) -> Other {
    if is_draft { Other::Draft } else { Other::Published }
}

/// Whether its report is not published.
pub(super) fn is_draft(loaded: &Loaded) -> bool {
    loaded.incident.as_ref().is_some_and(|incident| incident.facts.state != State::Published)
}

/// Keeps what one incident asks about others.
pub(super) struct Asking<'a> {
    others: &'a dyn Incidents,
    asked: Mutex<Asked>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(others: &'a dyn Incidents) -> Self {
        Self { others, asked: Mutex::default() }
    }

    pub(super) fn answers(self) -> Asked {
        self.asked.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, id: &str, state: Other, has_places: bool) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = asked.entry(id.to_owned()).or_insert(Answer { state, has_places });
        answer.has_places |= has_places;
    }
}

impl Incidents for Asking<'_> {
    fn state(&self, id: &str) -> Other {
        let state = self.others.state(id);
        self.note(id, state, false);
        state
    }

    fn anchors(&self, id: &str) -> Option<Arc<Anchors>> {
        let anchors = self.others.anchors(id);
        self.note(id, self.others.state(id), true);
        anchors
    }
}

/// Of an incident's texts, and of the names of the files beside them with what is judged of these.
pub(super) fn content(source: &IncidentSource) -> u128 {
    let mut digest = Digest::new();
    for file in [&source.facts, &source.report] {
        digest.add(&file.file.text);
        digest.add(format!("{:?}", file.fault));
    }
    for name in &source.attachments {
        digest.add(name);
        digest.add(format!("{:?}", source.active.get(name)));
        digest.add(source.texts.get(name).map_or("", |file| &file.text));
    }
    digest.finish()
}

pub(super) fn attachment(
    workspace: &Workspace,
    source: &IncidentSource,
    name: &str,
) -> Option<Vec<u8>> {
    io::read_own(&workspace.root, &path_of(source, name)).ok()
}

pub(super) fn path_of(source: &IncidentSource, name: &str) -> String {
    format!("{}/{name}", source.folder)
}
