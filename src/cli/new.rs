use std::io::ErrorKind;

use chrono::Timelike as _;
use clap_complete::engine::ArgValueCompleter;

use super::ask::Line;
use super::commit::{self, Commit, Message};
use super::context::Context;
use super::error::CommandError;
use super::similar::Sought;
use super::started::{self, Given};
use super::workspace::Workspace;
use super::{Outcome, ask, complete, similar};
use crate::edit::{self, Scaffold};
use crate::git;
use crate::io::{self, InsideError};
use crate::model::{IncidentKind, Zone};
use crate::render::Templates;
use crate::source::inert;

/// The files of an incident.
const FILES: [&str; 2] = ["facts.toml", "report.md"];

/// Start an incident: its folder, facts.toml and report.md
///
/// On a terminal, what no flag says is asked. Elsewhere TITLE is needed and everything else
/// has a default: it started now, and neither severity nor component is known yet.
///
/// Past incidents that look like it, by the words of their titles and tags and by component, are
/// shown with their open actions; on a terminal you are then asked whether to go on.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One line that names it; readers outside see it
    title: Option<String>,

    /// When it began, on the clocks of its zone: 10:00 or 2024-05-02T10:00 [default: now]
    #[arg(long, value_name = "TIME", value_parser = started::parse)]
    started: Option<Given>,

    /// IANA name of its zone [default: the workspace's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,

    /// One of the workspace's severities
    #[arg(long, value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::severities))]
    severity: Option<String>,

    /// A component that is affected; may be given several times
    #[arg(long = "component", value_name = "ID")]
    #[arg(add = ArgValueCompleter::new(complete::components))]
    components: Vec<String>,

    /// The scaffold: full, brief, maintenance, or one of the workspace's templates/new/
    #[arg(long, value_name = "NAME", default_value = "full")]
    template: String,

    /// The id's part behind the date [default: from the title]
    #[arg(long, value_name = "SLUG")]
    slug: Option<String>,

    /// Ask nothing, even on a terminal
    #[arg(long)]
    no_input: bool,

    #[command(flatten)]
    commit: Commit,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let workspace = Workspace::open(context)?;
    let templates = Templates::new(overrides(&workspace)?).map_err(template_error)?;
    known_template(&args.template, &templates)?;
    let zone = zone(args, &workspace)?;
    let asking = context.interactive && !args.no_input;
    let answers = if asking {
        questions(args, &workspace, context, &zone)?
    } else {
        Answers::from_flags(args, context, &zone)?
    };
    let started = answers.started.in_zone(&zone, &context.now)?;
    let scaffold = Scaffold {
        title: answers.title.clone(),
        started: started.toml,
        timezone: zone.name().to_owned(),
        severity: known_severity(answers.severity, &workspace)?,
        components: known_components(answers.components, &workspace)?,
        author: git::author(&workspace.root).map(|author| author.name),
        severities: workspace
            .config
            .severities
            .iter()
            .map(|severity| severity.id.clone())
            .collect(),
        all_components: in_use(&workspace),
    };
    let slug = match &args.slug {
        Some(slug) if edit::slug(slug) == *slug => slug.clone(),
        Some(slug) => {
            return Err(CommandError::new(format!("\"{slug}\" cannot be part of an id"))
                .hint(format!("write it like {}", edit::slug(slug))));
        }
        None => edit::slug(&answers.title),
    };
    let id = format!("{}-{slug}", started.day);
    remind(args, &scaffold, asking, &workspace, context)?;
    create(&workspace, &templates, &args.template, &id, &scaffold)?;
    io::print(format!("{id}\n").as_bytes())?;
    context.say(&format!(
        "Created incidents/{id}/facts.toml and report.md. Next: write down what you know, then `incident check {id}`."
    ));
    if args.commit.is_wanted {
        let folder = format!("incidents/{id}");
        let files = FILES.map(|name| format!("{folder}/{name}"));
        let said = format!("Created {folder}: {}", scaffold.title);
        let message = Message { id: &id, done: &format!("new {}", scaffold.title), said: &said };
        commit::commit_folder(&folder, &files, &message, &workspace, context)?;
    }
    Ok(Outcome::Clean)
}

/// Shows what happened before.
fn remind(
    args: &Args,
    scaffold: &Scaffold,
    asking: bool,
    workspace: &Workspace,
    context: &Context,
) -> Result<(), CommandError> {
    let kind = match args.template.as_str() {
        "maintenance" => IncidentKind::Maintenance,
        _ => IncidentKind::Incident,
    };
    let sought = Sought { title: &scaffold.title, components: &scaffold.components, kind };
    let found = if context.quiet { Vec::new() } else { similar::find(&sought, workspace) };
    similar::show(&found, workspace, context);
    if !asking || found.is_empty() || ask::yes("Start a new one?", true, context)? {
        return Ok(());
    }
    Err(CommandError::new("no incident is started; nothing was written")
        .hint(format!("`incident log --in {} TEXT` adds to what is there", found[0].id)))
}

fn create(
    workspace: &Workspace,
    templates: &Templates,
    kind: &str,
    id: &str,
    scaffold: &Scaffold,
) -> Result<(), CommandError> {
    let mut files = Vec::new();
    for name in FILES {
        let text =
            templates.render(&format!("new/{kind}/{name}"), scaffold).map_err(template_error)?;
        files.push((name.to_owned(), text.into_bytes()));
    }
    io::create_folder(&workspace.root, &format!("incidents/{id}"), &files).map_err(|error| {
        match error {
            InsideError::Io(error) if error.kind() == ErrorKind::AlreadyExists => {
                CommandError::new(format!("incidents/{id} is there already; nothing was changed"))
                    .hint("give another --slug, or --started if it is another day")
            }
            error => CommandError::new(format!("incidents/{id} cannot be made")).because(error),
        }
    })
}

/// The workspace's own templates.
fn overrides(workspace: &Workspace) -> Result<Vec<(String, String)>, CommandError> {
    io::overrides(&workspace.root)
        .map_err(|error| CommandError::new("templates/ cannot be read").because(error))
}

fn template_error(error: crate::render::TemplateError) -> CommandError {
    CommandError::new("a template cannot be used; nothing was written").because(error)
}

fn known_template(name: &str, templates: &Templates) -> Result<(), CommandError> {
    let kinds = edit::kinds(templates.names());
    if kinds.iter().any(|kind| kind == name) {
        return Ok(());
    }
    Err(CommandError::new(format!("no scaffold is called \"{name}\""))
        .hint(format!("--template takes one of: {}", kinds.join(", "))))
}

fn zone(args: &Args, workspace: &Workspace) -> Result<Zone, CommandError> {
    let name = args.timezone.as_deref().unwrap_or(&workspace.config.timezone);
    Zone::named(name).ok_or_else(|| {
        CommandError::new(format!("no time zone is called \"{name}\""))
            .hint("--timezone takes a name of the IANA database, like Europe/Zurich")
    })
}

fn known_severity(
    severity: Option<String>,
    workspace: &Workspace,
) -> Result<Option<String>, CommandError> {
    let known: Vec<&str> =
        workspace.config.severities.iter().map(|severity| severity.id.as_str()).collect();
    match severity {
        Some(id) if !known.contains(&id.as_str()) => {
            Err(CommandError::new(format!("no severity is called \"{id}\""))
                .hint(format!("--severity takes one of: {}", known.join(", "))))
        }
        known => Ok(known),
    }
}

fn known_components(
    components: Vec<String>,
    workspace: &Workspace,
) -> Result<Vec<String>, CommandError> {
    for id in &components {
        if workspace.config.component(id).is_none() {
            return Err(CommandError::new(format!("no component is called \"{id}\"")).hint(
                match in_use(workspace).as_slice() {
                    [] => "incident.toml has no [[component]] yet".to_owned(),
                    known => format!("--component takes one of: {}", known.join(", ")),
                },
            ));
        }
    }
    Ok(components)
}

fn in_use(workspace: &Workspace) -> Vec<String> {
    let components = workspace.config.components.iter();
    components.filter(|component| component.retired.is_none()).map(|c| c.id.clone()).collect()
}

/// What is known before the files are made.
struct Answers {
    title: String,
    started: Given,
    severity: Option<String>,
    components: Vec<String>,
}

impl Answers {
    fn from_flags(args: &Args, context: &Context, zone: &Zone) -> Result<Self, CommandError> {
        let title = args.title.clone().filter(|title| !title.trim().is_empty());
        let title = title.ok_or_else(|| {
            CommandError::new("TITLE is missing")
                .hint("incident new \"Checkout fails for card payments\"")
        })?;
        Ok(Self {
            title: title.trim().to_owned(),
            started: args.started.unwrap_or_else(|| now_in(zone, context)),
            severity: args.severity.clone(),
            components: args.components.clone(),
        })
    }
}

/// Now, to the minute: nobody knows the second in which an incident began.
fn now_in(zone: &Zone, context: &Context) -> Given {
    let now = zone.at(&context.now);
    Given::Instant(now.with_second(0).unwrap_or(now))
}

fn questions(
    args: &Args,
    workspace: &Workspace,
    context: &Context,
    zone: &Zone,
) -> Result<Answers, CommandError> {
    let title = match args.title.clone().filter(|title| !title.trim().is_empty()) {
        Some(title) => title,
        None => ask::line(
            &Line {
                question: "What is happening, in one line?",
                default: None,
                check: &|text| match text.trim() {
                    "" => Err("a few words are needed: they name the incident".to_owned()),
                    _ => Ok(()),
                },
            },
            context,
        )?,
    };
    let started = match args.started {
        Some(started) => started,
        None => ask_started(context, zone)?,
    };
    let severity = match &args.severity {
        Some(severity) => Some(severity.clone()),
        None if args.template == "maintenance" => None,
        None => Some(ask_severity(workspace, context)?),
    };
    let components = if args.components.is_empty() {
        ask_components(workspace, context)?
    } else {
        args.components.clone()
    };
    Ok(Answers { title: title.trim().to_owned(), started, severity, components })
}

fn ask_started(context: &Context, zone: &Zone) -> Result<Given, CommandError> {
    let now = zone.at(&context.now);
    let asked = Line {
        question: &format!("When did it begin ({} time)?", zone.name()),
        default: Some(now.format("%Y-%m-%dT%H:%M").to_string()),
        check: &|text| {
            let given = started::parse(text)?;
            given.in_zone(zone, &context.now).map(|_| ()).map_err(|error| error.shown(false))
        },
    };
    started::parse(&ask::line(&asked, context)?).map_err(CommandError::new)
}

fn ask_severity(workspace: &Workspace, context: &Context) -> Result<String, CommandError> {
    let severities = &workspace.config.severities;
    let names: Vec<String> =
        severities.iter().map(|severity| inert(&severity.name).into_owned()).collect();
    let worst = names.len().saturating_sub(1);
    let chosen = ask::one("How bad is it?", &names, worst, context)?;
    Ok(severities[chosen].id.clone())
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
