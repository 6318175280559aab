//! Where a text comes from: arguments, standard input, an editor, a question.

use std::ffi::OsString;
use std::io::IsTerminal as _;

use super::ask::{self, Line};
use super::context::Context;
use super::error::{CommandError, given_back};
use crate::io;
use crate::source::{MAX_BYTES, acts};

/// Begins the part of a text in the editor that is not kept.
const SCISSORS: &str = "<!-- Everything from this line on is left out.";

/// Said where more came in on standard input than anybody types.
const NOT_BACK: &str = "what came in on standard input is longer than 4 MiB and not printed back: \
                        keep it in a file, and name that in one line";

/// Commands that take a text from standard input, by all of their names.
const RECORDING: [&str; 7] = ["log", "l", "update", "u", "resolve", "r", "action"];

/// What a text is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The argument's name: TEXT.
    pub(super) name: &'a str,
    /// The question on a terminal without an editor.
    pub(super) question: &'a str,
    /// What the editor shows below the text.
    pub(super) about: &'a str,
}

/// The text given, or read from standard input for `-`, or asked for on a terminal.
pub(super) fn text(
    given: Option<String>,
    asked: &Asked<'_>,
    context: &Context,
) -> Result<String, CommandError> {
    let text = match given.as_deref() {
        Some("-") => from_input()?,
        Some(text) => text.to_owned(),
        None => ask(asked, context)?,
    };
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(CommandError::new(format!("{} is empty; nothing was recorded", asked.name)));
    }
    Ok(text)
}

/// The error with what somebody typed, to be printed back: for `-`, what comes in on standard
/// input.
pub(super) fn unrecorded(
    error: CommandError,
    text: Option<String>,
    context: &Context,
) -> CommandError {
    match text.as_deref() {
        Some("-") if !context.interactive => match io::read_input(MAX_BYTES) {
            Ok(bytes) if bytes.len() > MAX_BYTES => error.hint(NOT_BACK),
            Ok(bytes) => error.unrecorded(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(_) => error,
        },
        _ => error.unrecorded(text),
    }
}

/// What was piped to a command that records, whose arguments cannot be understood, as it is printed
/// back: one of them is "-", or gives it to a flag, and standard input is no terminal.
pub(super) fn piped(arguments: impl Iterator<Item = OsString>) -> Option<String> {
    let arguments: Vec<OsString> = arguments.collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let records = RECORDING.iter().any(|command| has(command));
    let is_piped = has("-") || has("--update=-");
    if !records || !is_piped || std::io::stdin().is_terminal() {
        return None;
    }
    let bytes = io::read_input(MAX_BYTES).ok()?;
    if bytes.len() > MAX_BYTES {
        return Some(format!("help: {NOT_BACK}"));
    }
    let text = String::from_utf8_lossy(&bytes);
    (!text.trim().is_empty()).then(|| given_back(&text))
}

/// A text given as an argument that is shown on one line: not blank, and without characters that
/// would break the line or act unseen.
pub(super) fn line(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    if text.contains(|c| acts(c) || c == '\n' || c == '\t') {
        return Err("it is one line, without control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// The text on one line, as entries of the timeline and titles are.
pub(super) fn on_one_line(text: &str) -> String {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn from_input() -> Result<String, CommandError> {
    let bytes = io::read_input(MAX_BYTES)
        .map_err(|error| CommandError::new("standard input cannot be read").because(error))?;
    if bytes.len() > MAX_BYTES {
        return Err(CommandError::new("nothing was recorded").hint(NOT_BACK));
    }
    utf8(bytes, "standard input")
}

fn utf8(bytes: Vec<u8>, whence: &str) -> Result<String, CommandError> {
    String::from_utf8(bytes).map_err(|error| {
        CommandError::new(format!("{whence} is not UTF-8 text"))
            .unrecorded(Some(String::from_utf8_lossy(error.as_bytes()).into_owned()))
    })
}

fn ask(asked: &Asked<'_>, context: &Context) -> Result<String, CommandError> {
    if !context.interactive {
        return Err(CommandError::new(format!("{} is missing", asked.name)).hint(format!(
            "give {} as an argument, or - to read it from standard input",
            asked.name
        )));
    }
    match &context.editor {
        Some(editor) => in_editor(editor, asked),
        None => {
            let check = |_: &str| Ok(());
            let line = Line { question: asked.question, default: None, check: &check };
            Ok(ask::line(&line, context)?)
        }
    }
}

fn in_editor(editor: &str, asked: &Asked<'_>) -> Result<String, CommandError> {
    let start = format!("\n\n{SCISSORS}\n{}\n-->\n", asked.about);
    let failed = |error, saved: Option<String>| {
        let how = if saved.is_some() { "did not end well" } else { "gave no text" };
        CommandError::new(format!("the editor {how}; nothing was recorded"))
            .because(error)
            .hint("VISUAL or EDITOR names the editor")
            .unrecorded(saved)
    };
    let (saved, ended) = io::edit_text(editor, &start).map_err(|error| failed(error, None))?;
    if let Err(error) = ended {
        let text = kept(&String::from_utf8_lossy(&saved)).trim().to_owned();
        return Err(failed(error, Some(text).filter(|text| !text.is_empty())));
    }
    Ok(kept(&utf8(saved, "what the editor saved")?).to_owned())
}

/// The part of a text in the editor that is kept.
fn kept(saved: &str) -> &str {
    saved.split(SCISSORS).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn lines_become_one() {
        assert_eq!(on_one_line("a\n\n  b c\n"), "a b c");
    }
}
