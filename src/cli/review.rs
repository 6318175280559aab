//! One incident as its editor looks at it: what `check` finds in it, and what readers outside
//! see of it.

use super::base::Base;
use super::check::summary;
use super::circle;
use super::context::Context;
use super::others::{Asked, States};
use super::pass::Terms;
use super::told::{self, ToldLine};
use super::workspace::Workspace;
use crate::check::{Levels, Other};
use crate::config::FILE_NAME;
use crate::diagnostic::emit::{self, Concealed, HumanOptions};
use crate::diagnostic::{Finding, Related};
use crate::io::{self, IncidentFolder};
use crate::load::Loaded;
use crate::model::{Audience, Incident, Moment, State};
use crate::source::without_commands;
use crate::view::View;

/// Findings shown before the rest is only counted.
const MOST_SHOWN: usize = 20;

/// Columns that differences are shown in at most.
const MEASURE: usize = 90;

/// An incident that was read.
#[derive(Debug)]
pub(super) struct Review {
    /// The one incident.
    loaded: Vec<Loaded>,
    folder: IncidentFolder,
}

impl Review {
    /// Reads the incident.
    pub(super) fn open(workspace: &Workspace, folder: &IncidentFolder) -> Self {
        let loaded = workspace.load(std::slice::from_ref(folder));
        Self { loaded, folder: folder.clone() }
    }

    /// The incident, if its facts could be read.
    pub(super) fn incident(&self) -> Option<&Incident> {
        self.loaded.first()?.incident.as_ref()
    }

    /// Whether its report is published.
    pub(super) fn is_published(&self) -> bool {
        self.incident().is_some_and(|incident| incident.facts.state == State::Published)
    }

    /// `facts.toml` and `report.md` as they were read.
    pub(super) fn texts(&self) -> [&str; 2] {
        self.loaded.first().map_or([""; 2], |loaded| {
            [&loaded.source.facts.file.text, &loaded.source.report.file.text].map(String::as_str)
        })
    }

    /// Takes it for published at a moment. The files stay what they are, so that findings point
    /// into them.
    pub(super) fn publish(&mut self, at: Moment) {
        if let Some(incident) = self.loaded.first_mut().and_then(|loaded| loaded.incident.as_mut())
        {
            incident.facts.state = State::Published;
            incident.facts.published = Some(at);
        }
    }

    /// What `check` finds in the incident and in `incident.toml`, errors first.
    pub(super) fn check(
        &self,
        workspace: &Workspace,
        levels: &Levels,
        context: &Context,
    ) -> Vec<Finding> {
        self.judged(workspace, levels, context).0
    }

    /// Drafts that it links to and that keep it from being published, by their ids.
    pub(super) fn waits_for(
        &self,
        workspace: &Workspace,
        levels: &Levels,
        context: &Context,
    ) -> Vec<String> {
        let (findings, asked) = self.judged(workspace, levels, context);
        let drafts = asked.into_iter().filter(|(_, answer)| answer.state == Other::Draft);
        let is_named = |id: &String| {
            findings.iter().any(|finding| {
                finding.is_error() && finding.rule == circle::RULE && finding.message.contains(id)
            })
        };
        drafts.map(|(id, _)| id).filter(is_named).collect()
    }

    fn judged(
        &self,
        workspace: &Workspace,
        levels: &Levels,
        context: &Context,
    ) -> (Vec<Finding>, Asked) {
        let base = Base::last_commit(workspace, context);
        let terms =
            Terms { levels, today: workspace.now(None, &context.now).date_naive(), base: &base };
        let states = States::new(workspace);
        // As it is taken for here, not as it is in its file.
        states.know(&self.folder.id, !self.is_published());
        let (mut findings, asked) = workspace.check_among(&states, &self.loaded, terms);
        let own = format!("{}/", self.folder.path);
        findings.retain(|finding| finding.file == FILE_NAME || finding.file.starts_with(&own));
        (findings, asked.into_iter().next().unwrap_or_default())
    }

    /// Shows findings and what they come to, on standard error.
    pub(super) fn show(&self, findings: &mut [Finding], workspace: &Workspace, context: &Context) {
        if findings.is_empty() {
            return;
        }
        let sources = workspace.sources(&self.loaded);
        let concealed = Concealed::of(findings, &sources);
        let Context { color_err: color, width, .. } = *context;
        let options = HumanOptions { color, width, most: MOST_SHOWN };
        let shown = emit::human(&folded(findings), &concealed.over(sources), options);
        io::say(shown.trim_end());
        context.say(&summary(findings, 1));
    }

    /// What an audience sees of it.
    pub(super) fn view(
        &self,
        audience: Audience,
        workspace: &Workspace,
        context: &Context,
    ) -> Option<View> {
        let incident = self.incident()?;
        Some(View::new(incident, audience, &workspace.config, workspace.now(None, &context.now)))
    }
}

/// Findings of one rule with one way out as one, with all of their places: a scaffold has the same
/// fault under every heading.
fn folded(findings: &[Finding]) -> Vec<Finding> {
    let mut folded: Vec<Finding> = Vec::new();
    for finding in findings {
        let is_same = |first: &&mut Finding| {
            first.rule == finding.rule
                && first.file == finding.file
                && first.help.is_some()
                && first.help == finding.help
                && first.fix.is_none()
                && first.field == finding.field
                && !first.is_secret
        };
        match folded.iter_mut().find(is_same).filter(|_| finding.field.is_none()) {
            Some(first) => first.related.push(Related {
                file: finding.file.clone(),
                span: finding.span,
                label: "the same here".to_owned(),
            }),
            None => folded.push(finding.clone()),
        }
    }
    folded
}

/// What readers see in one view and not in another, line by line.
pub(super) fn difference(
    old: Option<&View>,
    new: Option<&View>,
    context: &Context,
) -> Vec<ToldLine> {
    // The width of the lines behind their signs.
    told::difference(old, new, context.width.min(MEASURE).saturating_sub(2))
}

/// Shows a difference on standard error.
pub(super) fn show_difference(lines: &[ToldLine], context: &Context) {
    for (index, line) in lines.iter().enumerate() {
        if line.begins_block && index > 0 {
            io::say("");
        }
        io::say(&without_commands(&line.shown("", context.color_err)));
    }
}
