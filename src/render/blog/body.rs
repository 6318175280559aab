use serde::Serialize;

use super::convention::{Convention, HeadingIds};
use super::heading_ids::{with_id, with_ids};
use crate::config::Config;
use crate::render::inert::{Policy, RawHtml, address, escape, inert, starting_inline};
use crate::render::prose::{self, Chapter, Facts, Windows, ended, one_line};
use crate::view::{Correction, View};

/// The parts of a post in Markdown, all of them inert.
#[derive(Debug, Serialize)]
pub(super) struct Body {
    opening: String,
    sections: Vec<Part>,
    corrections: String,
    sources: String,
    sources_heading: &'static str,
    apology: String,
    contact: String,
    internal: String,
}

/// A section of the post.
#[derive(Debug, Serialize)]
struct Part {
    /// Key of the standard section; empty for others.
    key: &'static str,
    heading: String,
    markdown: String,
}

/// Writes parts of a post.
pub(super) struct Writer<'w> {
    view: &'w View,
    config: &'w Config,
    policy: Policy<'w>,
    inert_syntax: fn(&str) -> String,
    writes_ids: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        view: &'w View,
        config: &'w Config,
        convention: &Convention,
        attachment_base: &'w str,
    ) -> Self {
        let policy = Policy {
            attachments: &view.attachments,
            attachment_base: Some(attachment_base),
            base_url: config.base_url.as_deref(),
            has_anchors: convention.heading_ids != HeadingIds::None,
            html: RawHtml::Shown,
            has_alerts: convention.has_alerts,
            has_footnotes: convention.has_footnotes,
            has_indented_code: convention.has_indented_code,
        };
        Self {
            view,
            config,
            policy,
            inert_syntax: convention.inert,
            writes_ids: convention.heading_ids == HeadingIds::Written,
        }
    }

    pub(super) fn body(&self, opening: &str) -> Body {
        let boilerplate = &self.config.boilerplate;
        let markdown =
            |text: Option<&String>| text.map_or_else(String::new, |text| self.markdown(text));
        Body {
            opening: self.text(opening),
            sections: prose::chapters(self.view).iter().map(|chapter| self.part(chapter)).collect(),
            corrections: self.corrections(),
            sources: self.sources(),
            sources_heading: prose::sources_heading(self.view),
            apology: markdown(boilerplate.apology.as_ref()),
            contact: markdown(boilerplate.contact.as_ref()),
            internal: self.internal(),
        }
    }

    /// Plain text as Markdown of the post.
    pub(super) fn text(&self, text: &str) -> String {
        self.finished(&escape(&one_line(text)))
    }

    /// An author's Markdown as Markdown of the post.
    fn markdown(&self, markdown: &str) -> String {
        self.finished(inert(markdown.trim(), &self.policy).trim())
    }

    /// An author's Markdown of one line, with a full stop, that starts no block.
    fn line(&self, markdown: &str) -> String {
        let line = inert(&starting_inline(&ended(&one_line(markdown))), &self.policy);
        self.finished(line.trim())
    }

    fn finished(&self, markdown: &str) -> String {
        (self.inert_syntax)(markdown)
    }

    /// A link, or the text alone.
    fn link(&self, text: &str, url: Option<&str>) -> String {
        let text = self.text(text);
        match url {
            Some(url) => format!("[{text}]({})", address(url)),
            None => text,
        }
    }

    /// A note behind a text.
    fn bracketed(&self, note: &str) -> String {
        if note.is_empty() { String::new() } else { format!(" ({})", self.text(note)) }
    }

    fn part(&self, chapter: &Chapter<'_>) -> Part {
        let mut prose = self.markdown(chapter.prose);
        let mut heading = self.text(chapter.heading);
        if self.writes_ids && !chapter.anchor.is_empty() {
            prose = with_ids(prose, chapter.headings);
            heading = with_id(&heading, chapter.anchor);
        }
        let facts = match chapter.facts {
            Some(Facts::Timeline) => self.timeline(),
            Some(Facts::Windows) => self.windows(),
            Some(Facts::Measures) => self.measures(),
            None => String::new(),
        };
        Part { key: chapter.key, heading, markdown: paragraphs([prose, facts]) }
    }

    fn timeline(&self) -> String {
        let timeline = prose::timeline(self.view);
        let mut blocks = vec![timeline.note.to_owned()];
        for day in &timeline.days {
            if !day.heading.is_empty() {
                blocks.push(format!("**{}**", self.text(&day.heading)));
            }
            let items = day.entries.iter().enumerate().map(|(index, (time, entry, source))| {
                let mark =
                    if timeline.is_timed { "-".to_owned() } else { format!("{}.", index + 1) };
                let time = match time.as_str() {
                    "" => String::new(),
                    time => format!("**{}** – ", self.text(time)),
                };
                let source = self.bracketed(source);
                format!("{mark} {time}{}{source}", self.line(&entry.markdown))
            });
            blocks.push(items.collect::<Vec<_>>().join("\n"));
        }
        paragraphs(blocks)
    }

    fn windows(&self) -> String {
        let (caption, header, rows, totals) = match prose::windows(self.view) {
            Windows::Sentence(sentence) => return self.text(&sentence),
            Windows::Table { caption, header, rows, totals } => (caption, header, rows, totals),
        };
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| self.text(cell)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let rule = format!("|{}", " --- |".repeat(header.len()));
        let lines = [row(&header), rule].into_iter().chain(rows.iter().map(|cells| row(cells)));
        let table = lines.collect::<Vec<_>>().join("\n");
        let totals = totals.iter().map(|total| self.text(total)).collect::<Vec<_>>();
        paragraphs([self.text(&caption), table, totals.join(" ")])
    }

    fn measures(&self) -> String {
        let groups = prose::measures(self.view).into_iter().flat_map(|(intro, measures)| {
            let items = measures.iter().map(|measure| {
                let link = self.link(&measure.title, measure.link);
                format!("- {link}{}{}", self.bracketed(&measure.note), measure.end)
            });
            [intro.to_owned(), items.collect::<Vec<_>>().join("\n")]
        });
        paragraphs(groups)
    }

    fn corrections(&self) -> String {
        let blocks =
            self.view.corrections.iter().flat_map(|Correction { at, markdown, .. }| {
                [format!("**{}**", self.text(&at.text)), self.markdown(markdown)]
            });
        paragraphs(blocks)
    }

    fn sources(&self) -> String {
        let items = self
            .view
            .links
            .iter()
            .map(|link| format!("- {}", self.link(&link.title, link.url.as_deref())));
        items.collect::<Vec<_>>().join("\n")
    }

    fn internal(&self) -> String {
        let items = prose::internal(self.view).map(|item| format!("- {}", self.text(&item)));
        items.collect::<Vec<_>>().join("\n")
    }
}

/// Blocks with one blank line between them; empty ones are left out.
fn paragraphs(blocks: impl IntoIterator<Item = String>) -> String {
    let blocks = blocks.into_iter().filter(|block| !block.is_empty());
    blocks.collect::<Vec<_>>().join("\n\n")
}
