use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::facts;
use crate::config::Config;
use crate::render::inert::{Policy, RawHtml, inert};
use crate::render::prose::{self, Chapter, Facts, ended, one_line};
use crate::render::text::{self, LinkStyle, Links, Style, TextOptions};
use crate::view::View;

/// A section of the mail.
#[derive(Debug, Serialize)]
pub(super) struct Section<'v> {
    /// Key of the standard section; empty for others.
    key: &'static str,
    heading: &'v str,
    /// Wrapped.
    text: String,
}

/// Writes blocks of wrapped text, and counts their links.
pub(super) struct Writer<'w> {
    pub(super) view: &'w View,
    pub(super) width: usize,
    policy: Policy<'w>,
    links: Links,
}

impl<'w> Writer<'w> {
    /// Attachments lie beside the incident's page, at `permalink`, if there is one.
    pub(super) fn new(
        view: &'w View,
        config: &'w Config,
        permalink: &'w str,
        links: Links,
    ) -> Self {
        let policy = Policy {
            attachments: &view.attachments,
            attachment_base: Some(permalink).filter(|permalink| !permalink.is_empty()),
            base_url: config.base_url.as_deref(),
            has_anchors: false,
            html: RawHtml::Left,
            has_alerts: true,
            has_footnotes: true,
            has_indented_code: true,
        };
        Self { view, width: config.email.width, policy, links }
    }

    pub(super) fn sections(&mut self) -> Vec<Section<'w>> {
        prose::chapters(self.view)
            .iter()
            .map(|chapter| self.section(chapter))
            .filter(|section| !section.text.is_empty())
            .collect()
    }

    fn section(&mut self, chapter: &Chapter<'w>) -> Section<'w> {
        let prose = self.markdown(chapter.prose, self.width);
        let facts = match chapter.facts {
            Some(Facts::Timeline) => facts::timeline(self),
            Some(Facts::Windows) => facts::windows(self.view, self.width),
            Some(Facts::Measures) => facts::measures(self),
            None => String::new(),
        };
        Section { key: chapter.key, heading: chapter.heading, text: paragraphs([prose, facts]) }
    }

    pub(super) fn corrections(&mut self) -> String {
        let view = self.view;
        let blocks: Vec<String> = view
            .corrections
            .iter()
            .flat_map(|correction| {
                let time = wrapped(&format!("{}:", correction.at.text), self.width);
                [time, self.markdown(&correction.markdown, self.width)]
            })
            .collect();
        paragraphs(blocks)
    }

    pub(super) fn sources(&mut self) -> String {
        let view = self.view;
        let items: Vec<String> = view
            .links
            .iter()
            .map(|link| {
                let title = one_line(&link.title);
                let text = self.numbered(&title, link.url.as_deref());
                self.item(&text)
            })
            .collect();
        items.join("\n")
    }

    pub(super) fn optional(&mut self, markdown: Option<&str>) -> String {
        markdown.map_or_else(String::new, |markdown| self.markdown(markdown, self.width))
    }

    /// The links so far, a line for each.
    pub(super) fn links(&self) -> String {
        self.links.render()
    }

    /// The links with their numbers.
    pub(super) fn into_links(self) -> Links {
        self.links
    }

    fn options(width: usize) -> TextOptions<'static> {
        TextOptions { width, links: LinkStyle::Footnotes, style: Style::PLAIN }
    }

    fn markdown(&mut self, markdown: &str, width: usize) -> String {
        let markdown = inert(markdown, &self.policy);
        text::render(&markdown, &Self::options(width), &mut self.links)
    }

    /// An author's Markdown of one line, with a full stop, not wrapped.
    pub(super) fn line(&mut self, markdown: &str) -> String {
        let markdown = inert(&one_line(markdown), &self.policy);
        ended(&text::render_inline(&markdown, &Self::options(self.width), &mut self.links))
    }

    /// A text with the number of its link.
    pub(super) fn numbered(&mut self, text: &str, url: Option<&str>) -> String {
        match url {
            Some(url) => format!("{text} [{}]", self.links.number(url)),
            None => text.to_owned(),
        }
    }

    pub(super) fn item(&self, text: &str) -> String {
        text::wrap(text, self.width, "- ", "  ")
    }
}

/// Text wrapped to `width` columns.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    text::wrap(text, width, "", "")
}

/// A heading with a line of hyphens below it.
pub(super) fn heading(text: &str, width: usize) -> String {
    let text = wrapped(&one_line(text), width);
    let columns = text.lines().map(|line| line.width()).max().unwrap_or(0);
    format!("{text}\n{}", "-".repeat(columns))
}

/// Blocks with one blank line between them; empty ones are left out.
pub(super) fn paragraphs(blocks: impl IntoIterator<Item = String>) -> String {
    let blocks = blocks.into_iter().filter(|block| !block.is_empty());
    blocks.collect::<Vec<_>>().join("\n\n")
}
