//! The JSON feed (JSON Feed 1.1, <https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use super::entries::{Entry, host, rfc_3339};
use super::feed::{category_label, title};
use super::{Site, Summary, api};
use crate::render::{OutputFile, Strings};

/// The top level. A null stands for nothing, so what is not there is left out.
#[derive(Serialize)]
struct Feed<'s> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'s str>,
    language: &'s str,
    authors: [Author<'s>; 1],
    items: Vec<Item<'s>>,
}

#[derive(Serialize)]
struct Author<'s> {
    name: &'s str,
}

#[derive(Serialize)]
struct Item<'s> {
    id: String,
    url: String,
    title: String,
    /// An item has HTML or text; a report without a summary has but its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'s str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<[Author<'s>; 1]>,
    tags: Vec<String>,
}

impl Site<'_> {
    /// The feed; none without an address to make its ids and links of.
    pub(super) fn json_feed(
        &self,
        summaries: &[&Summary],
        is_internal: bool,
    ) -> Option<OutputFile> {
        let base_url = self.config.base_url.as_deref()?;
        let host = host(base_url);
        let entries = Entry::newest(summaries);
        let feed = Feed {
            version: "https://jsonfeed.org/version/1.1",
            title: self.marked_title(is_internal),
            home_page_url: format!("{base_url}/index.html"),
            feed_url: format!("{base_url}/feed.json"),
            description: self.config.site.description.as_deref(),
            language: &self.config.language,
            authors: [Author { name: &self.config.title }],
            items: entries.iter().map(|entry| item(&self.words, entry, &host, base_url)).collect(),
        };
        Some(OutputFile::text("feed.json", api::json(&feed)))
    }

    /// The site's title, which says so where it is for people inside only.
    pub(super) fn marked_title(&self, is_internal: bool) -> String {
        if is_internal {
            self.words.fill("internal.title", &[("title", &self.config.title)])
        } else {
            self.config.title.clone()
        }
    }
}

fn item<'s>(words: &Strings, entry: &Entry<'s>, host: &str, base_url: &str) -> Item<'s> {
    let summary = entry.summary;
    let content_html = entry.html();
    Item {
        id: entry.id(host),
        url: entry.address(base_url),
        title: title(words, entry),
        content_text: content_html.is_none().then_some(summary.title.as_str()),
        content_html,
        date_published: rfc_3339(entry.published),
        date_modified: rfc_3339(entry.updated),
        authors: summary.byline.as_deref().map(|name| [Author { name }]),
        tags: std::iter::once(category_label(words, entry).to_owned())
            .chain(summary.components.iter().map(|(_, name)| name.clone()))
            .collect(),
    }
}
