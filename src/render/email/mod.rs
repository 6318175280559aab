//! Mails to customers: a view → plain text, wrapped by display width.
//!
//! The first line is the subject, the mail begins after a blank line, and a line of two hyphens
//! and a space separates the signature. Links are numbered once for the whole mail and listed
//! near its end.

mod blocks;
mod facts;

use minijinja::Environment;
use serde::Serialize;

use super::prose::{self, one_line, status};
use super::{OutputFile, TemplateError, Templates};
use crate::config::Config;
use crate::view::View;
use blocks::{Section, Writer, heading, wrapped};

/// What the template `email/incident.txt` can use, besides the filters `wrap(width)`, which
/// wraps a text, and `heading(width)`, which underlines one. Optional texts are empty where
/// there is nothing to say.
#[derive(Debug, Serialize)]
struct Mail<'v> {
    /// On one line, with status, title and day.
    subject: String,
    title: String,
    /// For readers: "Resolved".
    status: String,
    id: &'v str,
    is_internal: bool,
    width: usize,
    /// Two sentences, not wrapped.
    opening: String,
    /// In the author's order.
    sections: Vec<Section<'v>>,
    /// Roles and tags; only in an internal mail.
    internal: String,
    corrections: String,
    sources: String,
    sources_heading: &'static str,
    apology: String,
    contact: String,
    signature: String,
    byline: &'v str,
    /// Address of the report on the site; empty where it is not published.
    permalink: &'v str,
    /// `[1] https://…`, a line for each link of the mail.
    links: String,
}

/// The mail about a published incident, or about any for readers inside; nothing for others,
/// whose readers outside have the updates alone.
///
/// # Errors
///
/// A template that fails.
pub fn incident(
    view: &View,
    config: &Config,
    templates: &Templates,
) -> Result<Vec<OutputFile>, TemplateError> {
    if view.state != "published" && !view.is_internal() {
        return Ok(Vec::new());
    }
    let permalink = config
        .base_url
        .as_ref()
        .filter(|_| view.state == "published")
        .map_or_else(String::new, |base| format!("{base}/incidents/{}/", view.id));
    let text = templates.render("email/incident.txt", mail(view, config, &permalink))?;
    Ok(vec![OutputFile::text(format!("{}.txt", view.id), text)])
}

/// Registers what the templates of mails use.
pub(super) fn add_filters(environment: &mut Environment<'static>) {
    environment.add_filter("wrap", |text: &str, width: usize| wrapped(text, width));
    environment.add_filter("heading", |text: &str, width: usize| heading(text, width));
}

fn mail<'v>(view: &'v View, config: &'v Config, permalink: &'v str) -> Mail<'v> {
    let mut writer = Writer::new(view, config, permalink);
    let boilerplate = &config.boilerplate;
    // In the order of the mail, so that its links are numbered in the order of reading.
    let sections = writer.sections();
    let corrections = writer.corrections();
    let sources = writer.sources();
    let apology = writer.optional(boilerplate.apology.as_deref());
    let contact = writer.optional(boilerplate.contact.as_deref());
    let signature =
        writer.optional(Some(boilerplate.signature.as_deref().unwrap_or(&config.title)));
    let links = writer.links();
    Mail {
        subject: subject(view),
        title: one_line(&view.title),
        status: status(view.status),
        id: &view.id,
        is_internal: view.is_internal(),
        width: config.email.width,
        opening: prose::opening(view, config),
        sections,
        internal: facts::internal(view, config.email.width),
        corrections,
        sources,
        sources_heading: prose::sources_heading(view),
        apology,
        contact,
        signature,
        byline: view.byline.as_deref().unwrap_or_default(),
        permalink,
        links,
    }
}

/// The subject on one line, as RFC 5322, section 2.2, asks of a header field's body: a line end
/// in a title would end the header.
fn subject(view: &View) -> String {
    let mark = if view.is_internal() { "[INTERNAL] " } else { "" };
    let began = match view.kind {
        "maintenance" => view.scheduled_start.as_ref().or(view.started.as_ref()),
        _ => view.started.as_ref(),
    };
    let day = began.filter(|time| !time.date.is_empty());
    let day = day.map_or_else(String::new, |time| format!(", {}", time.date));
    let title = one_line(&view.title);
    format!("{mark}[{}] {title}{day}", status(view.status))
}

#[cfg(test)]
mod tests;
