use std::collections::HashSet;

use serde::Serialize;

use super::blocks::{Section, Writer};
use super::facts;
use super::letter::Letter;
use crate::config::Config;
use crate::render::prose::{self, one_line, status};
use crate::render::text::Links;
use crate::render::{TemplateError, Templates};
use crate::view::View;

/// What the templates of texts can use, besides the filters `wrap(width)`, which wraps a text,
/// and `heading(width)`, which underlines one. Optional texts are empty where there is nothing to
/// say.
#[derive(Debug, Serialize)]
struct Mail<'v> {
    /// `report`, `update` or `correction`.
    kind: &'static str,
    /// On one line, with status, title and day.
    subject: &'v str,
    title: String,
    /// For readers: "Resolved".
    status: String,
    /// What the subject has in brackets.
    label: &'v str,
    id: &'v str,
    is_internal: bool,
    width: usize,
    /// One or two sentences, not wrapped.
    opening: &'v str,
    /// In the author's order.
    sections: Vec<Section<'v>>,
    /// Roles and tags; only in an internal report.
    internal: String,
    corrections: String,
    sources: String,
    sources_heading: &'static str,
    apology: String,
    contact: String,
    signature: String,
    byline: &'v str,
    /// The byline in a sentence.
    credit: String,
    /// Address of the incident's page on the site; empty where a report is not published.
    permalink: &'v str,
    /// Whether that page has all updates that these readers get.
    web_has_all: bool,
    /// `[1] https://…`, a line for each link of the mail.
    links: String,
}

/// The text of a mail, subject included.
///
/// A template may leave out parts, and with them the only mention of a link: such links are left
/// out of the list, and the others numbered without them.
pub(super) fn text(
    letter: &Letter<'_>,
    config: &Config,
    templates: &Templates,
) -> Result<String, TemplateError> {
    let view = &letter.view;
    let render = |links: Links| {
        let mut writer = Writer::new(view, config, &letter.permalink, links);
        let mail = mail(letter, config, &mut writer);
        let list = mail.links.clone();
        let text = templates.render(letter.kind.template(), mail)?;
        Ok((text, list, writer.into_links()))
    };
    let (text, list, links) = render(Links::new())?;
    let body = if list.is_empty() { text.clone() } else { text.replacen(&list, "", 1) };
    let numbers = numbers(&body);
    let is_told = |number: usize| numbers.contains(&number);
    if (1..=links.len()).all(is_told) {
        return Ok(text);
    }
    render(Links::told(&links, is_told)).map(|(text, ..)| text)
}

/// The numbers that a text has in brackets, as in `[12]`.
fn numbers(text: &str) -> HashSet<usize> {
    let bracketed = text.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    bracketed
        .map(|(number, _)| number)
        .filter(|number| number.starts_with(|first: char| ('1'..='9').contains(&first)))
        .filter_map(|number| number.parse().ok())
        .collect()
}

fn mail<'v>(letter: &'v Letter<'_>, config: &'v Config, writer: &mut Writer<'v>) -> Mail<'v> {
    let view: &'v View = &letter.view;
    let boilerplate = &config.boilerplate;
    // In the order of the mail, so that its links are numbered in the order of reading.
    let sections = writer.sections();
    let corrections = writer.corrections();
    let sources = writer.sources();
    let apology = boilerplate.apology.as_deref().filter(|_| letter.apologises);
    let apology = writer.optional(apology);
    let contact = writer.optional(boilerplate.contact.as_deref());
    let signature =
        writer.optional(Some(boilerplate.signature.as_deref().unwrap_or(&config.title)));
    Mail {
        kind: letter.kind.name(),
        subject: &letter.subject,
        title: one_line(&view.title),
        status: status(view.status),
        label: &letter.label,
        id: &view.id,
        is_internal: view.is_internal(),
        width: config.email.width,
        opening: &letter.opening,
        sections,
        internal: facts::internal(view, config.email.width),
        corrections,
        sources,
        sources_heading: prose::sources_heading(view),
        apology,
        contact,
        signature,
        byline: view.byline.as_deref().unwrap_or_default(),
        credit: prose::credit(view).unwrap_or_default(),
        permalink: &letter.permalink,
        web_has_all: letter.web_has_all,
        links: writer.links(),
    }
}
