//! What is made of a single incident.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, FixedOffset};

use super::outputs::{Outputs, readers};
use super::record::Inputs;
use super::survey::Survey;
use super::template_error;
use crate::cli::error::CommandError;
use crate::cli::others::{Asked, States, is_draft};
use crate::cli::workspace::Workspace;
use crate::config::Target;
use crate::diagnostic::Finding;
use crate::load::Loaded;
use crate::model::Audience;
use crate::render::site::{Rank, Site};
use crate::render::{OutputFile, Templates, blog, email};
use crate::view::View;

/// Renders incidents one by one.
pub(super) struct Renderer<'r> {
    pub(super) workspace: &'r Workspace,
    pub(super) templates: &'r Templates,
    pub(super) site: &'r Site<'r>,
    pub(super) outputs: &'r Outputs<'r>,
    pub(super) survey: &'r Survey<'r>,
    pub(super) states: &'r States<'r>,
    pub(super) audience: Option<Audience>,
    pub(super) email: email::Options,
    pub(super) now: DateTime<FixedOffset>,
    /// Set behind the first fault.
    pub(super) is_blocked: AtomicBool,
}

/// What was made of an incident.
pub(super) struct Made {
    pub(super) id: String,
    /// What it was made from; nothing where that cannot be told again.
    pub(super) inputs: Option<Inputs>,
    pub(super) stands_still: bool,
    /// Whether there is a mail of an update.
    pub(super) has_update: bool,
    /// What lists show of it, as bytes, and where; nothing where there is no list.
    pub(super) listed: Option<(Rank, Vec<u8>)>,
    /// Paths of its files by target; nothing where none were to be made.
    pub(super) paths: Vec<Option<Vec<String>>>,
}

impl Renderer<'_> {
    /// Renders an incident for every target. Behind a fault no more is rendered.
    pub(super) fn incident(
        &self,
        loaded: &Loaded,
        found: &[Finding],
        asked: &Asked,
    ) -> Option<Result<Made, CommandError>> {
        if found.iter().any(Finding::is_error) {
            self.is_blocked.store(true, Ordering::Relaxed);
        }
        if self.is_blocked.load(Ordering::Relaxed) {
            return None;
        }
        let made = self.rendered(loaded, asked);
        if made.is_err() {
            self.is_blocked.store(true, Ordering::Relaxed);
        }
        Some(made)
    }

    fn rendered(&self, loaded: &Loaded, asked: &Asked) -> Result<Made, CommandError> {
        let source = &loaded.source;
        let mut made = Made {
            id: source.id.clone(),
            inputs: self.survey.inputs(source, is_draft(loaded), asked, self.states),
            stands_still: true,
            has_update: false,
            listed: None,
            paths: Vec::new(),
        };
        let is_chosen = self.outputs.chosen().has(&source.id);
        for (place, target) in self.outputs.targets() {
            let is_made = is_chosen || target == Target::Site;
            let view = loaded.incident.as_ref().filter(|_| is_made).map(|incident| {
                let audience = readers(target, self.audience);
                let seen_by =
                    |audience| View::new(incident, audience, &self.workspace.config, self.now);
                let mut view = seen_by(audience);
                // A mail leads to the site, which has what everybody sees unless told otherwise.
                let is_mail = target == Target::Email && self.audience.is_none();
                if is_mail && !view.attachments.is_empty() {
                    view.attachments = seen_by(Audience::Public).attachments;
                }
                view
            });
            let Some(view) = view else {
                made.paths.push(None);
                continue;
            };
            made.stands_still &= view.stands_still();
            let files = self.files(target, &view, &mut made)?;
            let staged =
                is_chosen.then(|| self.outputs.put(place, files, Some(source))).transpose()?;
            if let (Some(staged), Some(inputs)) = (&staged, &mut made.inputs) {
                inputs.copied.extend(&staged.copied);
            }
            made.paths.push(staged.map(|staged| staged.paths));
        }
        Ok(made)
    }

    fn files(
        &self,
        target: Target,
        view: &View,
        made: &mut Made,
    ) -> Result<Vec<OutputFile>, CommandError> {
        let config = &self.workspace.config;
        let files = match target {
            Target::Site => {
                let (summary, files) = self.site.incident(view).map_err(template_error)?;
                let bytes = summary.to_bytes().map_err(|error| {
                    CommandError::new(format!("{} cannot be listed", summary.id)).because(error)
                })?;
                made.listed = Some((Rank::of(&summary), bytes));
                return Ok(files);
            }
            Target::Email => {
                made.has_update |= email::has_update(view, self.email.updates);
                email::incident(view, config, self.templates, self.email)
            }
            Target::Blog => blog::incident(view, config, self.templates),
        };
        files.map_err(template_error)
    }
}
