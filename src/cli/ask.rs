//! Questions on a terminal. A dumb one gets plain lines without any command to the terminal.

use dialoguer::console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, MultiSelect, Select};

use super::context::Context;
use super::error::CommandError;
use crate::io;

/// Choices shown at once; the list scrolls.
const MOST_CHOICES: usize = 15;

/// A question was not answered: ctrl-C, or the end of the input.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    /// Somebody broke it off.
    #[error("it was broken off")]
    Stopped,
    /// The terminal's answer.
    #[error(transparent)]
    Io(std::io::Error),
}

impl From<std::io::Error> for Unanswered {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::Interrupted => Self::Stopped,
            _ => Self::Io(error),
        }
    }
}

impl From<dialoguer::Error> for Unanswered {
    fn from(error: dialoguer::Error) -> Self {
        let dialoguer::Error::IO(error) = error;
        error.into()
    }
}

impl From<Unanswered> for CommandError {
    fn from(unanswered: Unanswered) -> Self {
        let error = Self::new("the questions were not answered; nothing was written");
        match unanswered {
            Unanswered::Stopped => error,
            Unanswered::Io(source) => error.because(source),
        }
    }
}

/// A question for one line of text.
pub(super) struct Line<'q> {
    pub(super) question: &'q str,
    /// What an empty answer stands for.
    pub(super) default: Option<String>,
    /// What is wrong with an answer.
    pub(super) check: &'q dyn Fn(&str) -> Result<(), String>,
}

/// Asks for a line.
pub(super) fn line(asked: &Line<'_>, context: &Context) -> Result<String, Unanswered> {
    if context.is_dumb {
        let question = match &asked.default {
            Some(default) => format!("{} [{default}]:", asked.question),
            None => format!("{}:", asked.question),
        };
        return plainly(&question, |answer| {
            let answer = match &asked.default {
                Some(default) if answer.is_empty() => default,
                _ => answer,
            };
            (asked.check)(answer).map(|()| answer.to_owned())
        });
    }
    let theme = theme(context);
    let mut input = Input::<String>::with_theme(theme.as_ref())
        .with_prompt(asked.question)
        .allow_empty(true)
        .validate_with(|text: &String| (asked.check)(text));
    if let Some(default) = &asked.default {
        input = input.default(default.clone());
    }
    on_screen(|| input.interact_text())
}

/// Asks for yes or no; `default` is what enter alone says.
pub(super) fn yes(question: &str, default: bool, context: &Context) -> Result<bool, Unanswered> {
    if context.is_dumb {
        let choices = if default { "[Y/n]" } else { "[y/N]" };
        return plainly(&format!("{question} {choices}"), |answer| match answer {
            "" => Ok(default),
            "y" | "Y" | "yes" => Ok(true),
            "n" | "N" | "no" => Ok(false),
            _ => Err("write y or n".to_owned()),
        });
    }
    let theme = theme(context);
    let confirm = Confirm::with_theme(theme.as_ref()).with_prompt(question).default(default);
    on_screen(|| confirm.interact())
}

/// Asks for one of several; `default` is what enter alone says.
pub(super) fn one(
    question: &str,
    choices: &[String],
    default: usize,
    context: &Context,
) -> Result<usize, Unanswered> {
    if context.is_dumb {
        let question = format!("{}{question} [{}]:", numbered(choices), default + 1);
        return plainly(&question, |answer| match answer {
            "" => Ok(default),
            number => chosen(number, choices),
        });
    }
    let theme = theme(context);
    let select = Select::with_theme(theme.as_ref())
        .with_prompt(question)
        .items(choices)
        .max_length(MOST_CHOICES)
        .default(default);
    on_screen(|| select.interact())
}

/// Asks for any number of several.
pub(super) fn several(
    question: &str,
    choices: &[String],
    context: &Context,
) -> Result<Vec<usize>, Unanswered> {
    if context.is_dumb {
        let question = format!("{}{question} (numbers):", numbered(choices));
        return plainly(&question, |answer| {
            let words = answer.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(|number| chosen(number, choices)).collect()
        });
    }
    let theme = theme(context);
    let select = MultiSelect::with_theme(theme.as_ref())
        .with_prompt(format!("{question} (space marks, enter goes on)"))
        .items(choices)
        .max_length(MOST_CHOICES);
    on_screen(|| select.interact())
}

/// Asks until an answer can be read.
fn plainly<T>(question: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, Unanswered> {
    loop {
        let answer = io::ask_line(question)?.ok_or(Unanswered::Stopped)?;
        match read(answer.trim()) {
            Ok(read) => return Ok(read),
            Err(message) => io::say(&message),
        }
    }
}

fn numbered(choices: &[String]) -> String {
    let lines = choices.iter().enumerate();
    lines.map(|(index, choice)| format!("{:>3}  {choice}\n", index + 1)).collect()
}

fn chosen(number: &str, choices: &[String]) -> Result<usize, String> {
    let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    index
        .filter(|index| *index < choices.len())
        .ok_or_else(|| format!("write a number from 1 to {}", choices.len()))
}

/// Asks with commands to the terminal. Whoever breaks it off gets the cursor back.
fn on_screen<T>(ask: impl FnOnce() -> dialoguer::Result<T>) -> Result<T, Unanswered> {
    let answer = io::with_keys(ask)?;
    if answer.is_err() {
        let term = Term::stderr();
        // Nobody can be told when even that fails.
        let _ = term.show_cursor().and_then(|()| term.write_line(""));
    }
    Ok(answer?)
}

fn theme(context: &Context) -> Box<dyn Theme> {
    if context.color_err { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) }
}
