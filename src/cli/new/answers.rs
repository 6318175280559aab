//! What is known before the files are made: from flags, or asked.

use super::Args;
use super::times::Times;
use crate::cli::ask::{self, Line};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::words;
use crate::cli::workspace::Workspace;
use crate::model::Bound;
use crate::source::inert;

/// What is known before the files are made.
pub(super) struct Answers {
    pub(super) title: String,
    pub(super) started: Bound,
    /// The end of the announced window.
    pub(super) ends: Option<Bound>,
    pub(super) severity: Option<String>,
    pub(super) components: Vec<String>,
}

impl Answers {
    /// What the flags say.
    pub(super) fn from_flags(args: &Args, times: &Times<'_>) -> Result<Self, CommandError> {
        let title = given_title(args)?.ok_or_else(|| {
            CommandError::new("TITLE is missing")
                .hint("incident new \"Checkout fails for card payments\"")
        })?;
        let started = start(args, times)?.unwrap_or_else(|| times.now());
        Ok(Self {
            title,
            started,
            ends: end(args, times, &started)?,
            severity: args.severity.clone(),
            components: args.components.clone(),
        })
    }
}

/// Asks for what the flags do not say.
pub(super) fn ask(
    args: &Args,
    workspace: &Workspace,
    context: &Context,
    times: &Times<'_>,
) -> Result<Answers, CommandError> {
    let title = match given_title(args)? {
        Some(title) => title,
        None => ask_title(context)?,
    };
    let started = match start(args, times)? {
        Some(started) => started,
        None => ask_start(context, times)?,
    };
    let ends = match end(args, times, &started)? {
        None if times.is_maintenance() => ask_end(context, times, &started)?,
        ends => ends,
    };
    let severity = match &args.severity {
        Some(severity) => Some(severity.clone()),
        None if times.is_maintenance() => None,
        None => ask_severity(workspace, context)?,
    };
    let components = if args.components.is_empty() {
        ask_components(workspace, context)?
    } else {
        args.components.clone()
    };
    Ok(Answers { title, started, ends, severity, components })
}

fn given_title(args: &Args) -> Result<Option<String>, CommandError> {
    let title = args.title.as_deref().filter(|title| !title.trim().is_empty());
    title.map(words::line).transpose().map_err(|message| {
        CommandError::new(format!("the title cannot be used: {message}"))
            .unrecorded(args.title.clone())
    })
}

fn start(args: &Args, times: &Times<'_>) -> Result<Option<Bound>, CommandError> {
    args.started.as_deref().map(|text| times.start(text, "--started")).transpose()
}

fn end(args: &Args, times: &Times<'_>, start: &Bound) -> Result<Option<Bound>, CommandError> {
    match &args.ends {
        None => Ok(None),
        Some(text) if times.is_maintenance() => times.end(text, start, "--ends").map(Some),
        Some(_) => Err(CommandError::new("--ends is about maintenance, whose window is announced")
            .hint("--template maintenance makes it one; `incident resolve` ends an incident")),
    }
}

fn ask_title(context: &Context) -> Result<String, CommandError> {
    let asked = Line {
        question: "What is happening, in one line?",
        default: None,
        check: &|text| match text.trim() {
            "" => Err("a few words are needed: they name the incident".to_owned()),
            title => words::line(title).map(|_| ()),
        },
    };
    Ok(ask::line(&asked, context)?.trim().to_owned())
}

fn ask_start(context: &Context, times: &Times<'_>) -> Result<Bound, CommandError> {
    let does = if times.is_maintenance() { "does it" } else { "did it" };
    let now = times.now().earliest();
    let asked = Line {
        question: &format!("When {does} begin ({} time)?", times.zone.name()),
        default: Some(now.format("%Y-%m-%dT%H:%M").to_string()),
        check: &|text| times.start(text, "").map(|_| ()).map_err(|error| error.on_one_line()),
    };
    times.start(&ask::line(&asked, context)?, "")
}

fn ask_end(
    context: &Context,
    times: &Times<'_>,
    start: &Bound,
) -> Result<Option<Bound>, CommandError> {
    let read = |text: &str| match text.trim() {
        "" => Ok(None),
        text => times.end(text, start, "").map(Some),
    };
    let asked = Line {
        question: "When will it end, such as 02:00 or 2 hours (enter: not known yet)?",
        default: None,
        check: &|text| read(text).map(|_| ()).map_err(|error| error.on_one_line()),
    };
    read(&ask::line(&asked, context)?)
}

fn ask_severity(workspace: &Workspace, context: &Context) -> Result<Option<String>, CommandError> {
    let severities = &workspace.config.severities;
    let unknown = "not known yet".to_owned();
    let known = severities.iter().map(|severity| inert(&severity.name).into_owned());
    let names: Vec<String> = std::iter::once(unknown).chain(known).collect();
    // Who presses enter twice has not judged it.
    let chosen = ask::one("How bad is it?", &names, 0, context)?;
    Ok(chosen.checked_sub(1).map(|index| severities[index].id.clone()))
}

fn ask_components(workspace: &Workspace, context: &Context) -> Result<Vec<String>, CommandError> {
    let choices: Vec<_> = workspace
        .config
        .components
        .iter()
        .filter(|component| component.retired.is_none())
        .collect();
    if choices.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = choices
        .iter()
        .map(|component| match &component.group {
            Some(group) => format!("{group}: {}", component.name),
            None => component.name.clone(),
        })
        .map(|name| inert(&name).into_owned())
        .collect();
    let chosen = ask::several("What is affected?", &names, context)?;
    Ok(chosen.into_iter().map(|index| choices[index].id.clone()).collect())
}
