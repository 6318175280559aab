use std::collections::BTreeMap;

use serde::Serialize;

use super::plan::{Draft, Plan};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::list;
use crate::cli::workspace::Workspace;
use crate::diagnostic::Finding;
use crate::diagnostic::emit::to_json;
use crate::import::{Loss, Refused};
use crate::io;
use crate::load::Loaded;
use crate::model::Audience;
use crate::render::text::wrap;
use crate::source::without_commands;
use crate::view::View;

/// Things of a kind that are listed one by one; of more, their number is told.
const MOST: usize = 10;
/// Columns that are used at most.
const MEASURE: usize = 100;
/// Incidents that are named where several have something in common.
const MOST_NAMED: usize = 3;

/// What became of another tool's incidents.
pub(super) struct Report<'r> {
    pub(super) command: &'static str,
    pub(super) from: &'r str,
    pub(super) is_dry_run: bool,
    pub(super) plan: &'r Plan<'r>,
    /// The plan's drafts as they are read.
    pub(super) loaded: &'r [Loaded],
    /// What `incident check` finds in them.
    pub(super) findings: &'r [Finding],
    /// The zone that the other tool shows times in, where that is another.
    pub(super) other_zone: Option<String>,
}

/// The form of `--json`.
#[derive(Serialize)]
struct Json<'j> {
    version: u8,
    command: &'static str,
    dry_run: bool,
    made: Vec<Made<'j>>,
    /// Ids here of what had been taken over before.
    there_already: &'j [String],
    refused: Vec<NotTaken<'j>>,
    /// The lines of incident.toml that add the components that it does not have.
    components: String,
    /// What people have to decide about components.
    questions: Vec<String>,
}

#[derive(Serialize)]
struct Made<'j> {
    id: &'j str,
    title: &'j str,
    state: &'static str,
    /// What the other tool calls it.
    origin: Option<&'j str>,
    not_held: Vec<NotHeld<'j>>,
    findings: Vec<Found<'j>>,
}

#[derive(Serialize)]
struct NotHeld<'j> {
    field: &'j str,
    why: &'j str,
}

#[derive(Serialize)]
struct Found<'j> {
    rule: &'j str,
    level: &'static str,
    file: &'j str,
    message: &'j str,
}

#[derive(Serialize)]
struct NotTaken<'j> {
    place: &'j str,
    title: Option<&'j str>,
    why: &'j str,
}

impl Report<'_> {
    /// Whether there is nothing that people have to look after.
    pub(super) fn is_clean(&self) -> bool {
        self.plan.refused.is_empty() && !self.findings.iter().any(Finding::is_error)
    }

    /// What was made on standard output, as `incident list` shows it; all else on standard error.
    pub(super) fn print(
        &self,
        as_json: bool,
        workspace: &Workspace,
        context: &Context,
    ) -> Result<(), CommandError> {
        if as_json {
            return Ok(io::print(self.json()?.as_bytes())?);
        }
        let now = workspace.now(None, &context.now);
        let incidents = self.loaded.iter().filter_map(|loaded| loaded.incident.as_ref());
        let views: Vec<View> = incidents
            .map(|incident| View::new(incident, Audience::Internal, &workspace.config, now))
            .collect();
        let made = list::columns(&views, context.width, context.color);
        io::print(without_commands(&made).as_bytes())?;
        let parts = [self.summary(), self.losses(), self.components()?, self.faults(), self.next()];
        let width = context.width.min(MEASURE);
        let parts: Vec<String> = parts.iter().map(|part| wrapped(part.trim_end(), width)).collect();
        let said: Vec<&str> =
            parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        context.say(&said.join("\n\n"));
        Ok(())
    }

    /// "Made 3 incidents of 5 in incidents.json; 1 is there already, 1 was not taken:".
    fn summary(&self) -> String {
        let Plan { drafts, there, refused, .. } = self.plan;
        let (made, taken) = if self.is_dry_run {
            ("Would make", "cannot be taken")
        } else {
            ("Made", "could not be taken")
        };
        let all = drafts.len() + there.len() + refused.len();
        let mut text = format!("{made} {} of {all} in {}", incidents(drafts.len()), self.from);
        if !there.is_empty() {
            text.push_str(&format!("; {} there already", are(there.len())));
        }
        if refused.is_empty() {
            text.push_str(".\n");
        } else {
            text.push_str(&format!("; {} {taken}:\n", refused.len()));
        }
        for Refused { place, title, why } in refused.iter().take(MOST) {
            let title = title.as_ref().map(|title| format!(" \"{}\"", list::cut(title, 40)));
            text.push_str(&format!("  {place}{}: {why}\n", title.unwrap_or_default()));
        }
        text.push_str(&more(refused.len()));
        if let Some(zone) = self.other_zone.as_ref().filter(|_| !drafts.is_empty()) {
            let zone = list::cut(zone, 40);
            text.push_str(&format!(
                "Times are on the workspace's clocks. The page's zone is {zone}: --timezone {zone} \
                 takes that.\n"
            ));
        }
        text
    }

    /// What facts have no place for.
    fn losses(&self) -> String {
        let mut by_loss: BTreeMap<&Loss, Vec<&str>> = BTreeMap::new();
        for Draft { id, told, .. } in &self.plan.drafts {
            told.losses.iter().for_each(|loss| by_loss.entry(loss).or_default().push(id));
        }
        if by_loss.is_empty() {
            return String::new();
        }
        let mut text = "Not held, or not as it was:\n".to_owned();
        for (Loss { field, why }, ids) in &by_loss {
            text.push_str(&format!("  {field}: {why} ({})\n", named(ids)));
        }
        text
    }

    fn components(&self) -> Result<String, CommandError> {
        let missing = self.missing()?;
        let questions = self.plan.components.questions();
        let mut text = String::new();
        if !missing.is_empty() {
            text.push_str("Components that incident.toml does not have; these lines add them:\n\n");
            text.push_str(&missing);
        }
        for question in questions {
            text.push_str(&format!("Component {question}.\n"));
        }
        Ok(text)
    }

    fn missing(&self) -> Result<String, CommandError> {
        self.plan.components.missing_toml().map_err(|error| {
            CommandError::new("the components cannot be written as TOML").because(error)
        })
    }

    /// What `incident check` finds, by rule.
    fn faults(&self) -> String {
        let mut by_rule: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for finding in self.findings {
            let id = finding.file.split('/').nth(1).unwrap_or_default();
            by_rule.entry((finding.level, finding.rule)).or_default().push(id);
        }
        if by_rule.is_empty() {
            return String::new();
        }
        let mut text = "`incident check` finds in them:\n".to_owned();
        for ((level, rule), mut ids) in by_rule {
            let number = ids.len();
            ids.dedup();
            text.push_str(&format!("  {number} \u{d7} {level}[{rule}] ({})\n", named(&ids)));
        }
        text
    }

    fn next(&self) -> String {
        match (self.is_dry_run, self.plan.drafts.is_empty()) {
            (_, true) => "There is nothing to make.".to_owned(),
            (true, false) => "Nothing was written. Next: the same without --dry-run.".to_owned(),
            (false, false) => "Reports are drafts until `incident publish ID`; titles and updates \
                               are on the site with the next `incident render`. Next: `incident \
                               check`."
                .to_owned(),
        }
    }

    fn json(&self) -> Result<String, CommandError> {
        let mut by_folder: BTreeMap<&str, Vec<Found<'_>>> = BTreeMap::new();
        for finding in self.findings {
            let folder = finding.file.rsplit_once('/').map_or("", |(folder, _)| folder);
            by_folder.entry(folder).or_default().push(Found {
                rule: finding.rule,
                level: finding.level.name(),
                file: &finding.file,
                message: &finding.message,
            });
        }
        let made = self.plan.drafts.iter().zip(self.loaded).map(|(draft, loaded)| Made {
            id: &draft.id,
            title: &draft.told.title,
            state: if draft.told.is_over { "drafting" } else { "ongoing" },
            origin: draft.told.origin.as_deref(),
            not_held: draft
                .told
                .losses
                .iter()
                .map(|Loss { field, why }| NotHeld { field, why })
                .collect(),
            findings: by_folder.remove(loaded.source.folder.as_str()).unwrap_or_default(),
        });
        Ok(to_json(&Json {
            version: 1,
            command: self.command,
            dry_run: self.is_dry_run,
            made: made.collect(),
            there_already: &self.plan.there,
            refused: self
                .plan
                .refused
                .iter()
                .map(|Refused { place, title, why }| NotTaken {
                    place,
                    title: title.as_deref(),
                    why,
                })
                .collect(),
            components: self.missing()?,
            questions: self.plan.components.questions(),
        }))
    }
}

/// The lines, none wider than the terminal. What is indented stays so; TOML is none of it, for a
/// line of that must stay one.
fn wrapped(text: &str, width: usize) -> String {
    let is_toml = |line: &str| line.starts_with("[[") || line.contains(" = ");
    let lines = text.lines().map(|line| match line.strip_prefix("  ") {
        _ if is_toml(line) => line.to_owned(),
        Some(item) => wrap(item, width, "  ", "    ").trim_end().to_owned(),
        None => wrap(line, width, "", "").trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn incidents(number: usize) -> String {
    if number == 1 { "1 incident".to_owned() } else { format!("{number} incidents") }
}

fn are(number: usize) -> String {
    if number == 1 { "1 is".to_owned() } else { format!("{number} are") }
}

fn more(number: usize) -> String {
    match number.saturating_sub(MOST) {
        0 => String::new(),
        more => format!("  and {more} more; --json lists all\n"),
    }
}

/// "2024-05-02-a, 2024-05-03-b, … 7 in all".
fn named(ids: &[&str]) -> String {
    let named = ids[..ids.len().min(MOST_NAMED)].join(", ");
    if ids.len() > MOST_NAMED { format!("{named}, \u{2026} {} in all", ids.len()) } else { named }
}
