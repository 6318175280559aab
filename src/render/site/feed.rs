//! The Atom feed (RFC 4287).

use minijinja::value::Value;
use serde::Serialize;

use super::entries::{Entry, TAG_DATE, host, rfc_3339};
use super::words::status_name;
use super::{Announcement, Site, Summary};
use crate::render::{OutputFile, Strings, TemplateError};

/// What `site/feed.atom` gets.
#[derive(Serialize)]
struct Feed<'s> {
    site: &'s Value,
    title: String,
    id: String,
    updated: String,
    base_url: &'s str,
    entries: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    id: String,
    title: String,
    /// `report`, or the status of an update.
    category: &'static str,
    category_label: String,
    href: String,
    published: String,
    updated: String,
    author: Option<String>,
    /// HTML, escaped by the template as Atom wants it.
    html: Option<String>,
    is_summary: bool,
}

impl Site<'_> {
    /// The feed; none without an address to make its ids and links of.
    pub(super) fn feed(
        &self,
        summaries: &[&Summary],
        is_internal: bool,
    ) -> Result<Option<OutputFile>, TemplateError> {
        let Some(base_url) = self.config.base_url.as_deref() else {
            return Ok(None);
        };
        let host = host(base_url);
        let entries = Entry::newest(summaries);
        let updated = entries
            .first()
            .map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |newest| rfc_3339(newest.updated));
        let context = Feed {
            site: &self.shared,
            title: self.marked_title(is_internal),
            id: format!("tag:{host},{TAG_DATE}:incidents"),
            updated,
            base_url,
            entries: entries
                .iter()
                .map(|entry| item(&self.words, entry, &host, base_url))
                .collect(),
        };
        let atom = self.templates.render("site/feed.atom", &context)?;
        Ok(Some(OutputFile::text("feed.atom", atom)))
    }
}

fn item(words: &Strings, entry: &Entry<'_>, host: &str, base_url: &str) -> Item {
    Item {
        id: entry.id(host),
        title: xml(title(words, entry)),
        category: category(entry),
        category_label: category_label(words, entry).to_owned(),
        href: entry.address(base_url),
        published: rfc_3339(entry.published),
        updated: rfc_3339(entry.updated),
        author: entry.summary.byline.clone().map(xml),
        html: entry.html().map(xml),
        is_summary: entry.update.is_none(),
    }
}

/// The title of an update, or what it is about.
pub(super) fn title(words: &Strings, entry: &Entry<'_>) -> String {
    match entry.update {
        None => entry.summary.title.clone(),
        Some(update) => update.title.clone().unwrap_or_else(|| {
            format!("{}: {}", category_label(words, entry), entry.summary.title)
        }),
    }
}

/// `report`, or the status of the update.
fn category(entry: &Entry<'_>) -> &'static str {
    entry.update.map_or("report", Announcement::label)
}

/// The same for readers.
pub(super) fn category_label<'w>(words: &'w Strings, entry: &Entry<'_>) -> &'w str {
    match entry.update {
        None => words.word("incident.report"),
        Some(update) => status_name(words, update.label()),
    }
}

/// Without the two characters that are neither controls nor allowed in XML 1.0.
fn xml(text: String) -> String {
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        text.replace(['\u{fffe}', '\u{ffff}'], "")
    } else {
        text
    }
}
