use std::path::{Path, PathBuf};

use super::Outcome;
use super::context::Context;
use super::error::CommandError;
use super::git_files::{IGNORE, ignore_output};
use super::merge_file;
use super::workspace::Workspace;
use crate::config::FILE_NAME;
use crate::io::{self, InsideError};
use crate::model::Zone;
use crate::render::BUILT_IN;
use crate::{git, load};

/// Make a workspace: incident.toml, the schema for editors, and a scaffold to adapt
///
/// What is there already is left as it is; .gitattributes gets a line for `incident merge-file`
/// and, in a git repository, .gitignore one for what is rendered.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where [default: the current folder]
    dir: Option<PathBuf>,

    /// Name of the site and of whoever runs it
    #[arg(long, value_name = "TEXT", default_value = "Status")]
    title: String,

    /// IANA name of the zone of incidents that name none
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    timezone: String,

    /// Add a workflow that runs `incident check` on pull requests, at the repository's root
    #[arg(long, value_name = "HOST")]
    ci: Option<CiHost>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum CiHost {
    /// .github/workflows/incidents.yml
    Github,
    /// .gitlab/incidents.gitlab-ci.yml, to include from .gitlab-ci.yml
    Gitlab,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, CommandError> {
    let dir = args.dir.clone().unwrap_or_else(|| context.folder.clone());
    if Zone::named(&args.timezone).is_none() {
        return Err(CommandError::new(format!("no time zone is called \"{}\"", args.timezone))
            .hint("--timezone takes a name of the IANA database, like Europe/Zurich"));
    }
    io::make_folder(&dir).map_err(|error| {
        CommandError::new(format!("{} cannot be made", dir.display())).because(error)
    })?;
    let mut made = Vec::new();
    for (path, text) in files(args) {
        if add(&dir, "", &path, &text, context)? {
            made.push(path);
        }
    }
    if let Some(host) = args.ci {
        made.extend(add_workflow(host, &dir, context)?);
    }
    let told = tell_git(&dir, &mut made, context);
    for path in &made {
        io::print(format!("{path}\n").as_bytes())?;
    }
    if let Some(dir) = told? {
        context.say(&format!("{IGNORE} keeps what is rendered, in {dir}/, out of git."));
    }
    if !made.is_empty() {
        context.say(
            "The workspace is ready; templates/new/house/ is a scaffold of your own, for \
             `incident new --template house`.\nNext: `incident new \"What is happening\"`.",
        );
        if git::place_in_repository(&context.folder.join(&dir)).is_some() {
            context.say(&format!(
                "So that git merges what two people log at once, each clone needs once:\n  {}",
                merge_file::SETTING
            ));
        }
    }
    Ok(Outcome::Clean)
}

/// Adds what git needs to know, and gives the folder of outputs where git was told to ignore it.
fn tell_git(
    dir: &Path,
    made: &mut Vec<String>,
    context: &Context,
) -> Result<Option<String>, CommandError> {
    if merge_file::set_up(dir, context)? {
        made.push(".gitattributes".to_owned());
    }
    let output = Workspace::config_at(dir).output;
    let is_ignored = ignore_output(dir, &output, context)?;
    if is_ignored {
        made.push(IGNORE.to_owned());
    }
    Ok(is_ignored.then_some(output.dir))
}

/// Adds a file to a folder that is so many steps `upwards` from the workspace's, and says whether
/// it was not there.
fn add(
    dir: &Path,
    upwards: &str,
    path: &str,
    text: &str,
    context: &Context,
) -> Result<bool, CommandError> {
    let root = dir.join(upwards);
    let is_new = io::write_new(&root, path, text.as_bytes()).map_err(|error| {
        let hint = match error {
            InsideError::Leaves | InsideError::Dangling => "replace the link with a folder",
            _ => "check the folder's permissions and the space on the disk",
        };
        CommandError::new(format!("{} cannot be written", root.join(path).display()))
            .because(error)
            .hint(hint)
    })?;
    if !is_new {
        context.say(&format!("{upwards}{path} is there already and stays as it is."));
    }
    Ok(is_new)
}

fn files(args: &Args) -> Vec<(String, String)> {
    let mut files = vec![
        (FILE_NAME.to_owned(), config(&args.title, &args.timezone)),
        ("incidents/facts.schema.json".to_owned(), load::schema()),
    ];
    let scaffold = BUILT_IN.iter().filter(|(name, _)| name.starts_with("new/full/"));
    files.extend(scaffold.map(|(name, text)| {
        (format!("templates/{}", name.replacen("full", "house", 1)), (*text).to_owned())
    }));
    files
}

impl CiHost {
    /// Where the host looks for it in a repository.
    const fn path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/incidents.yml",
            Self::Gitlab => ".gitlab/incidents.gitlab-ci.yml",
        }
    }

    /// Its text for a workspace in a folder of the repository, which is empty or ends with `/`.
    fn workflow(self, folder: &str) -> String {
        let text = match self {
            Self::Github => include_str!("init/github.yml"),
            Self::Gitlab => include_str!("init/gitlab.yml"),
        };
        text.replace("@FOLDER@", folder)
    }
}

/// Adds the workflow where its host looks for it, and says what is to be filled in.
fn add_workflow(
    host: CiHost,
    dir: &Path,
    context: &Context,
) -> Result<Option<String>, CommandError> {
    let place = git::place_in_repository(&context.folder.join(dir)).unwrap_or_default();
    let folder = if place.is_empty() { place } else { format!("{place}/") };
    if folder.contains(|c: char| c.is_control() || "\"\\*?[]".contains(c)) {
        let message = format!("no workflow can be written for a folder called {folder:?}");
        return Err(CommandError::new(message));
    }
    let upwards = "../".repeat(folder.matches('/').count());
    if !add(dir, &upwards, host.path(), &host.workflow(&folder), context)? {
        return Ok(None);
    }
    let path = format!("{upwards}{}", host.path());
    context.say(&format!(
        "Fill in INCIDENT_GIT and INCIDENT_REV in {path}: CI builds `incident` from there."
    ));
    Ok(Some(path))
}

fn config(title: &str, timezone: &str) -> String {
    include_str!("init/incident.toml")
        .replace("\"@TITLE@\"", &toml::Value::from(title).to_string())
        .replace("\"@TIMEZONE@\"", &toml::Value::from(timezone).to_string())
}
