//! What every page has.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::markup::{Place, blocks, safe};
use super::theme::Logo;
use super::words::status_name;
use crate::config::{Config, Link, UptimeWeights};
use crate::measure::Status;
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
    /// `rtl` where the site's own words are written from right to left.
    dir: &'static str,
    base_url: Option<&'c str>,
    contact: Option<Value>,
    /// What a second of each status takes from the uptime.
    weights: String,
    logo: Option<Logo>,
    header_links: Vec<SiteLink<'c>>,
    footer_links: Vec<SiteLink<'c>>,
}

/// A link that the configuration gives.
#[derive(Serialize)]
struct SiteLink<'c> {
    title: &'c str,
    url: &'c str,
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
        dir: direction(&words.language),
        base_url: config.base_url.as_deref(),
        contact: contact.map(|contact| safe(blocks(contact, &Place::of_site(words)))),
        weights: weights(config.site.uptime, words),
        logo: Logo::of(config.site.logo.as_ref(), config.site.logo_dark.as_ref()),
        header_links: SiteLink::all(&config.site.header_links),
        footer_links: SiteLink::all(&config.site.footer_links),
    }))
}

/// The direction of a language's usual script, by its BCP 47 tag.
fn direction(language: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    const SCRIPTS: [&str; 4] = ["arab", "hebr", "syrc", "thaa"];
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    // RFC 5646, section 2.2.3: a script has four letters.
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
    {
        Some(script) if SCRIPTS.contains(&script) => "rtl",
        None if RIGHT_TO_LEFT.contains(&first) => "rtl",
        Some(_) | None => "ltr",
    }
}

fn weights(weights: UptimeWeights, words: &Strings) -> String {
    if weights == UptimeWeights::default() {
        return words.word("index.usual_weights").to_owned();
    }
    let said = |status: Status| {
        let percent = words.percent(&status.weight(weights).to_string());
        let values = [("status", status_name(words, status.name())), ("percent", &*percent)];
        words.fill("index.weight", &values)
    };
    Status::ALL.into_iter().rev().map(said).collect::<Vec<_>>().join(", ")
}

impl<'c> SiteLink<'c> {
    fn all(links: &'c [Link]) -> Vec<Self> {
        links.iter().map(|Link { title, url }| Self { title, url }).collect()
    }
}

impl<'p> Place<'p> {
    /// Where a text of the configuration stands.
    pub(super) const fn of_site(words: &'p Strings) -> Self {
        Self { heading: 6, prefix: "site_", attachments: &[], base: None, words }
    }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn direction_follows_the_script() {
        for language in ["ar", "he-IL", "fa", "az-Arab", "UR"] {
            assert_eq!(direction(language), "rtl", "{language}");
        }
        for language in ["en", "de-CH", "ar-Latn", "sr-Cyrl", ""] {
            assert_eq!(direction(language), "ltr", "{language}");
        }
    }
}
