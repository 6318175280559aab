use std::error::Error;
use std::fmt::Write as _;

use crate::source::inert;

/// Why a command could not run, or not to its end: what, because of what, and what to do next.
#[derive(Debug)]
pub(super) struct CommandError {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
    hints: Vec<String>,
    unrecorded: Option<String>,
    is_after_work: bool,
}

impl CommandError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            hints: Vec::new(),
            unrecorded: None,
            is_after_work: false,
        }
    }

    /// With the error that led to it.
    pub(super) fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// With a next step.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// With a text that somebody typed, so that it is not lost. The first one counts.
    pub(super) fn unrecorded(mut self, text: Option<String>) -> Self {
        self.unrecorded = self.unrecorded.or(text);
        self
    }

    /// What was asked for is done; what was to follow is not.
    pub(super) const fn after_work(mut self) -> Self {
        self.is_after_work = true;
        self
    }

    /// The exit code: 2 says that nothing was done, so that whoever reads it can try again.
    pub(super) const fn code(&self) -> u8 {
        if self.is_after_work { 1 } else { 2 }
    }

    /// The error as people read it, on lines of its own.
    pub(super) fn shown(&self, color: bool) -> String {
        let (red, cyan, reset) =
            if color { ("\u{1b}[1;31m", "\u{1b}[1;36m", "\u{1b}[0m") } else { ("", "", "") };
        let mut text = format!("{red}error{reset}: {}\n", inert(&self.message));
        let mut source = self.source.as_deref().map(|error| error as &dyn Error);
        while let Some(error) = source {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  because: {}", inert(&error.to_string()));
            source = error.source();
        }
        for hint in &self.hints {
            let _ = writeln!(text, "{cyan}help{reset}: {}", inert(hint));
        }
        if let Some(unrecorded) = &self.unrecorded {
            text.push_str(&given_back(unrecorded));
        }
        text
    }

    /// The message and the next steps on one line, below an answer that cannot be taken.
    pub(super) fn on_one_line(&self) -> String {
        let parts: Vec<&str> =
            std::iter::once(&self.message).chain(&self.hints).map(String::as_str).collect();
        inert(&parts.join("; ")).into_owned()
    }
}

/// A text that was not recorded, as it is printed back.
pub(super) fn given_back(text: &str) -> String {
    format!("Your text, so that it is not lost:\n{}\n", inert(text))
}

impl std::fmt::Display for CommandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for CommandError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|error| error as &dyn Error)
    }
}

impl From<std::io::Error> for CommandError {
    /// For writing to standard output, where there is no file to name.
    fn from(error: std::io::Error) -> Self {
        Self::new("cannot write the output").because(error)
    }
}
