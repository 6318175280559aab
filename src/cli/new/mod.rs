mod answers;
mod times;

use std::io::ErrorKind;

use clap_complete::engine::ArgValueCompleter;

use self::answers::Answers;
use self::times::Times;
use super::at::Stamp;
use super::commit::{self, Commit, Message};
use super::context::Context;
use super::error::CommandError;
use super::similar::Sought;
use super::workspace::Workspace;
use super::{Outcome, ask, complete, record, similar};
use crate::edit::{self, Scaffold, Scheduled};
use crate::git;
use crate::io::{self, InsideError, Journal, Recorded};
use crate::model::{Bound, IncidentKind, Zone};
use crate::render::Templates;

/// The files of an incident.
const FILES: [&str; 2] = ["facts.toml", "report.md"];

/// Start an incident: its folder, facts.toml and report.md
///
/// On a terminal, what no flag says is asked. Elsewhere TITLE is needed and everything else
/// has a default: it started now, and neither severity nor component is known yet.
///
/// With --template maintenance, --started may lie in the future; with --ends it is the window that
/// readers and the calendar see.
///
/// Past incidents that look like it, by the words of their titles and tags and by component, are
/// shown with their open actions; on a terminal you are then asked whether to go on.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One line that names it; readers outside see it
    title: Option<String>,

    /// When it began, in the forms of `incident log --at`; of maintenance, when it will
    /// [default: now]
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    started: Option<String>,

    /// When the window that is announced for maintenance ends: 02:00, "2 hours" or
    /// 2024-05-03T02:00
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    ends: Option<String>,

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
    let zone = zone(args.timezone.as_deref(), &workspace)?;
    let blank = blank(&workspace, &zone);
    let kind = kind_of(&args.template, &templates, &blank);
    let times = Times { now: context.now, zone: &zone, kind };
    let asking = context.interactive && !args.no_input;
    let answers = if asking {
        answers::ask(args, &workspace, context, &times)?
    } else {
        Answers::from_flags(args, &times)?
    };
    let written = |bound: Bound| Stamp { bound, is_about: false }.value(&zone, true).to_string();
    let scaffold = Scaffold {
        title: answers.title.clone(),
        started: written(answers.started),
        scheduled: answers
            .ends
            .map(|end| Scheduled { start: written(answers.started), end: written(end) }),
        severity: known_severity(answers.severity.clone(), &workspace)?,
        components: known_components(answers.components.clone(), &workspace)?,
        ..blank
    };
    let slug = match &args.slug {
        Some(slug) if edit::slug(slug) == *slug => slug.clone(),
        Some(slug) => {
            return Err(CommandError::new(format!("\"{slug}\" cannot be part of an id"))
                .hint(format!("write it like {}", edit::slug(slug))));
        }
        None => edit::slug(&answers.title),
    };
    let id = format!("{}-{slug}", times::day(&answers.started));
    remind(kind, &scaffold, asking, &workspace, context)?;
    let facts = create(&workspace, &templates, &args.template, &id, &scaffold)?;
    note(&workspace, &id, facts, context);
    let made = format!("incidents/{id} is made");
    let confirmed = record::print_confirmation(&format!("{id}\n"), &made);
    context.say(&format!(
        "Created incidents/{id}/facts.toml and report.md, {}.",
        times.said(&answers)
    ));
    context.say(&format!("Next: write down what you know, then `incident check {id}`."));
    if args.commit.is_wanted {
        let folder = format!("incidents/{id}");
        let files = FILES.map(|name| format!("{folder}/{name}"));
        let said = format!("Created {folder}: {}", scaffold.title);
        let message = Message { id: &id, done: &format!("new {}", scaffold.title), said: &said };
        commit::commit_folder(&folder, &files, &message, &workspace, context)?;
    }
    confirmed.map(|()| Outcome::Clean)
}

/// What a scaffold is made of before anything is known.
pub(super) fn blank(workspace: &Workspace, zone: &Zone) -> Scaffold {
    let severities = workspace.config.severities.iter();
    Scaffold {
        timezone: zone.name().to_owned(),
        author: git::author(&workspace.root).map(|author| author.name),
        severities: severities.map(|severity| severity.id.clone()).collect(),
        all_components: workspace.components_in_use().into_iter().map(str::to_owned).collect(),
        ..Scaffold::default()
    }
}

/// The kind that a scaffold writes; where it cannot be used, its own error follows later.
fn kind_of(template: &str, templates: &Templates, blank: &Scaffold) -> IncidentKind {
    let example = Scaffold { started: "2024-05-02".to_owned(), ..blank.clone() };
    let facts = templates.render(&format!("new/{template}/facts.toml"), &example).ok();
    let facts: Option<toml::Table> = facts.and_then(|facts| facts.parse().ok());
    match facts.as_ref().and_then(|facts| facts.get("kind")?.as_str()) {
        Some(kind) if kind == IncidentKind::Maintenance.name() => IncidentKind::Maintenance,
        _ => IncidentKind::Incident,
    }
}

/// Shows what happened before.
fn remind(
    kind: IncidentKind,
    scaffold: &Scaffold,
    asking: bool,
    workspace: &Workspace,
    context: &Context,
) -> Result<(), CommandError> {
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
) -> Result<String, CommandError> {
    let text = |name: &str| {
        templates.render(&format!("new/{kind}/{name}"), scaffold).map_err(template_error)
    };
    let [facts, report] = [text(FILES[0])?, text(FILES[1])?];
    let files = [(FILES[0], &facts), (FILES[1], &report)]
        .map(|(name, text)| (name.to_owned(), text.clone().into_bytes()));
    io::sweep(&workspace.root, "incidents");
    io::create_folder(&workspace.root, &format!("incidents/{id}"), &files).map_err(|error| {
        match error {
            InsideError::Io(error)
                if error.kind() == ErrorKind::AlreadyExists
                    && io::is_link(&workspace.root, &format!("incidents/{id}")) =>
            {
                let what = format!("incidents/{id} is a symbolic link; nothing was changed");
                CommandError::new(what).hint("remove the link, or give another --slug")
            }
            InsideError::Io(error) if error.kind() == ErrorKind::AlreadyExists => {
                CommandError::new(format!("incidents/{id} is there already; nothing was changed"))
                    .hint("give another --slug, or --started if it is another day")
            }
            error => CommandError::new(format!("incidents/{id} cannot be made")).because(error),
        }
    })?;
    Ok(facts)
}

/// Notes that the incident was made, so that `incident undo` takes back nothing older by mistake.
fn note(workspace: &Workspace, id: &str, facts: String, context: &Context) {
    let noted = Journal::of(&workspace.root).push(&Recorded {
        said: format!("Created incidents/{id}"),
        when: context.now.to_rfc3339(),
        file: format!("incidents/{id}/{}", FILES[0]),
        before: String::new(),
        after: facts,
    });
    if let Err(error) = noted {
        context.say(&format!("`incident undo` does not know of it: {error}"));
    }
}

/// The workspace's own templates.
pub(super) fn overrides(workspace: &Workspace) -> Result<Vec<(String, String)>, CommandError> {
    io::overrides(&workspace.root)
        .map_err(|error| CommandError::new("templates/ cannot be read").because(error))
}

pub(super) fn template_error(error: crate::render::TemplateError) -> CommandError {
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

/// The zone of this name, or the workspace's.
pub(super) fn zone(named: Option<&str>, workspace: &Workspace) -> Result<Zone, CommandError> {
    let name = named.unwrap_or(&workspace.config.timezone);
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
        workspace.component(id)?;
    }
    Ok(components)
}
