//! What every page has.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::markup::{Place, blocks, safe};
use crate::config::Config;
use crate::render::Strings;
use crate::render::html::escape;

/// What `site/base.html` needs to know of a page.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// For the window and search engines.
    pub(super) title: String,
    pub(super) description: Option<String>,
    /// From this page to the site's root: empty, `../` and so on.
    pub(super) root: String,
    /// From the site's root to this page.
    pub(super) path: String,
    /// Which entry of the navigation this is: `status`, `history`, `stats` or none.
    pub(super) current: &'static str,
    /// Whether it is watermarked.
    pub(super) is_internal: bool,
    /// Whether it shows a report that is not published.
    pub(super) is_draft: bool,
    pub(super) is_article: bool,
}

/// What all pages of a site have in common.
#[derive(Serialize)]
struct Shared<'c> {
    title: &'c str,
    description: Option<&'c str>,
    language: &'c str,
    /// Of the words that are not an author's.
    words_language: &'c str,
    /// An attribute for texts of authors, where their language is another.
    lang: Value,
    base_url: Option<&'c str>,
    contact: Option<Value>,
}

/// The value that templates know as `site`.
pub(super) fn shared(config: &Config, words: &Strings) -> Value {
    let contact = config.boilerplate.contact.as_deref();
    Value::from(Serde(Shared {
        title: &config.title,
        description: config.site.description.as_deref(),
        language: &config.language,
        words_language: &words.language,
        lang: safe(if words.language == config.language {
            String::new()
        } else {
            format!(" lang=\"{}\"", escape(&config.language))
        }),
        base_url: config.base_url.as_deref(),
        contact: contact.map(|contact| safe(blocks(contact, &Place::of_site(words)))),
    }))
}

impl<'p> Place<'p> {
    /// Where a text of the configuration stands.
    pub(super) const fn of_site(words: &'p Strings) -> Self {
        Self { heading: 6, prefix: "site_", attachments: &[], base: "", words }
    }
}
