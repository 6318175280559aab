//! Mails to customers: a view → plain text, wrapped by display width, and the same as a message
//! that a mail program opens as a draft.
//!
//! There is a mail for the report, for each update that is asked for and for each correction. The
//! first line of the text is the subject, the mail begins after a blank line, and a line of two
//! hyphens and a space separates the signature. Links are numbered once for the whole mail and
//! listed near its end.

mod blocks;
mod facts;
mod flowed;
mod html;
mod letter;
mod message;
mod plain;

use minijinja::Environment;

use super::{OutputFile, TemplateError, Templates};
use crate::config::{Config, Updates};
use crate::view::View;
use letter::{Letter, letters};

/// Which mails are made, and how.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Which updates have a mail.
    pub updates: Updates,
    /// Whether the text in messages is `format=flowed` (RFC 3676).
    pub is_flowed: bool,
}

/// The mails about an incident: `<id>.txt` for the report, `<id>.update-MOMENT.txt` and
/// `<id>.correction-N.txt`, and beside each of them the message, `.eml`, if the configuration
/// says who sends it. Readers outside get a report only when it is published.
///
/// # Errors
///
/// A template that fails.
pub fn incident(
    view: &View,
    config: &Config,
    templates: &Templates,
    options: Options,
) -> Result<Vec<OutputFile>, TemplateError> {
    let mut files = Vec::new();
    for letter in letters(view, config, options.updates) {
        files.extend(mail(&letter, config, templates, options.is_flowed)?);
    }
    Ok(files)
}

/// Whether there is an update as asked for.
#[must_use]
pub fn has_update(view: &View, updates: Updates) -> bool {
    letter::chosen(view, updates).next().is_some()
}

/// Registers what the templates of mails use.
pub(super) fn add_filters(environment: &mut Environment<'static>) {
    environment.add_filter("wrap", |text: &str, width: usize| blocks::wrapped(text, width));
    environment.add_filter("heading", |text: &str, width: usize| blocks::heading(text, width));
}

fn mail(
    letter: &Letter<'_>,
    config: &Config,
    templates: &Templates,
    is_flowed: bool,
) -> Result<Vec<OutputFile>, TemplateError> {
    let stem = letter.kind.stem(&letter.view.id);
    let text = plain::text(letter, config, templates)?;
    let mut files = Vec::new();
    if let Some(head) = message::Head::new(letter, config) {
        let html = html::page(letter, config, templates)?;
        let message = message::message(&head, &text, &html, config.email.width, is_flowed);
        files.extend(message.map(|message| OutputFile::text(format!("{stem}.eml"), message)));
    }
    files.push(OutputFile::text(format!("{stem}.txt"), text));
    Ok(files)
}

#[cfg(test)]
mod letter_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
