//! Which incident a command is about, and what of its words is text.

use super::context::Context;
use super::error::CommandError;
use super::meant::Meant;
use super::record::Target;
use super::words;
use super::workspace::{Workspace, newest};
use crate::io::IncidentFolder;

/// An incident, its facts, and the words that are text.
pub(super) struct Addressed {
    pub(super) workspace: Workspace,
    pub(super) folder: IncidentFolder,
    pub(super) target: Target,
    /// Nothing where no text was given.
    pub(super) text: Option<String>,
}

impl Addressed {
    /// Opens the workspace and tells the incident from the text. `named` is `--in`, which leaves
    /// no doubt. Without it the first word is an incident only where it cannot be meant
    /// otherwise; where both readings are possible and lead to different incidents, it is an
    /// error. Where no word is one, it is what `meant` says. Where anything fails, the words are
    /// printed back.
    pub(super) fn open(
        context: &Context,
        named: Option<&str>,
        words: &[String],
        meant: Meant,
    ) -> Result<Self, CommandError> {
        let workspace = open(context, named, words)?;
        let (name, text) = match named {
            Some(name) => (Some(name.to_owned()), words),
            None => split(&workspace, context, words, meant)?,
        };
        let text = joined(text);
        let unrecorded = |error| words::unrecorded(error, text.clone(), context);
        let folder = match name {
            Some(name) => workspace.one(&name),
            None => meant.only(&workspace, context),
        };
        let folder = folder.map_err(unrecorded)?;
        let target = Target::open(&workspace, &folder).map_err(unrecorded)?;
        Ok(Self { workspace, folder, target, text })
    }

    /// An error that gives the text back.
    pub(super) fn unrecorded(&self, error: CommandError, context: &Context) -> CommandError {
        words::unrecorded(error, self.text.clone(), context)
    }
}

/// Opens the workspace; where that fails, the words are printed back.
fn open(
    context: &Context,
    named: Option<&str>,
    words: &[String],
) -> Result<Workspace, CommandError> {
    let name = named.or_else(|| words.first().map(String::as_str));
    Workspace::open_for(name, context).map_err(|error| {
        let text = match words.last().map(String::as_str) {
            Some("-") => Some("-".to_owned()),
            _ => joined(words),
        };
        words::unrecorded(error, text, context)
    })
}

/// The name of an incident, if the words begin with one, and the others.
fn split<'w>(
    workspace: &Workspace,
    context: &Context,
    words: &'w [String],
    meant: Meant,
) -> Result<(Option<String>, &'w [String]), CommandError> {
    let Some((first, rest)) = words.split_first() else {
        return Ok((None, words));
    };
    let is_id = workspace.folder(first).is_some();
    // Who quotes a text means the word before it as something else.
    let is_quoted = matches!(rest, [only] if only.contains(char::is_whitespace) || only == "-");
    // A script's variable that is not set.
    let is_unset = first.trim().is_empty() && !rest.is_empty();
    if is_id || is_quoted || is_unset {
        return Ok((Some(first.clone()), rest));
    }
    let matches: Vec<&IncidentFolder> =
        workspace.folders.iter().filter(|folder| folder.id.contains(first.as_str())).collect();
    if rest.is_empty() || matches.is_empty() {
        return Ok((None, words));
    }
    let [only] = matches.as_slice() else {
        return Err(in_doubt(first, rest, &matches));
    };
    let is_dated = first.len() > "2024-".len() && only.id.starts_with(first.as_str());
    if is_dated {
        return Ok((Some(only.id.clone()), rest));
    }
    // Where both readings are about the same incident, no word is dropped.
    match meant.all(workspace, context).as_slice() {
        [folder] if folder == *only => Ok((None, words)),
        _ => Err(in_doubt(first, rest, &matches)),
    }
}

fn in_doubt(first: &str, rest: &[String], matches: &[&IncidentFolder]) -> CommandError {
    let text = rest.join(" ");
    let last = matches.iter().map(|folder| folder.id.as_str()).max().unwrap_or_default();
    CommandError::new(format!("is \"{first}\" an incident or the first word of the text?"))
        .hint(format!("an incident: --in {last} \"{text}\""))
        .hint(format!("the text: put all of it in quotes, \"{first} {text}\""))
        .hint(format!("\"{first}\" is a part of: {}", newest(matches.iter().copied())))
        .unrecorded(Some(format!("{first} {text}")))
}

fn joined(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}
