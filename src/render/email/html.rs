//! The page of a message: the same as its text, for mail programs that show HTML.
//!
//! Styles stand in the elements, nothing is loaded, and no colour is set but greys that can be
//! read on light and on dark.

use minijinja::value::Value;
use serde::Serialize;

use super::letter::Letter;
use crate::config::Config;
use crate::render::html::{HtmlOptions, escape, render, render_inline};
use crate::render::inert::{Policy, RawHtml, inert, starting_inline};
use crate::render::prose::{self, Chapter, Facts, Windows, ended, one_line, status};
use crate::render::{TemplateError, Templates};
use crate::view::View;

/// What the template `email/incident.html` can use. Values called `html`, and the texts of the
/// boilerplate, are HTML already.
#[derive(Debug, Serialize)]
struct Page<'v> {
    /// `report`, `update` or `correction`.
    kind: &'static str,
    subject: &'v str,
    title: String,
    status: String,
    label: &'v str,
    id: &'v str,
    language: &'v str,
    is_internal: bool,
    opening: &'v str,
    sections: Vec<Section<'v>>,
    internal: Value,
    corrections: Value,
    sources: Value,
    sources_heading: &'static str,
    apology: Value,
    contact: Value,
    signature: Value,
    byline: &'v str,
    credit: String,
    permalink: &'v str,
    web_has_all: bool,
}

/// A section of the page.
#[derive(Debug, Serialize)]
struct Section<'v> {
    key: &'static str,
    heading: &'v str,
    html: Value,
}

/// The page of a mail.
pub(super) fn page(
    letter: &Letter<'_>,
    config: &Config,
    templates: &Templates,
) -> Result<String, TemplateError> {
    let writer = Writer::new(&letter.view, config, &letter.permalink);
    let boilerplate = &config.boilerplate;
    let apology = boilerplate.apology.as_deref().filter(|_| letter.apologises);
    let signature = boilerplate.signature.as_deref().unwrap_or(&config.title);
    let view = writer.view;
    let page = Page {
        kind: letter.kind.name(),
        subject: &letter.subject,
        title: one_line(&view.title),
        status: status(view.status),
        label: &letter.label,
        id: &view.id,
        language: &config.language,
        is_internal: view.is_internal(),
        opening: &letter.opening,
        sections: prose::chapters(view).iter().map(|chapter| writer.section(chapter)).collect(),
        internal: safe(writer.internal()),
        corrections: safe(writer.corrections()),
        sources: safe(writer.sources()),
        sources_heading: prose::sources_heading(view),
        apology: safe(writer.optional(apology)),
        contact: safe(writer.optional(boilerplate.contact.as_deref())),
        signature: safe(writer.markdown(signature)),
        byline: view.byline.as_deref().unwrap_or_default(),
        credit: prose::credit(view).unwrap_or_default(),
        permalink: &letter.permalink,
        web_has_all: letter.web_has_all,
    };
    templates.render("email/incident.html", page)
}

fn safe(html: String) -> Value {
    Value::from_safe_string(html)
}

struct Writer<'w> {
    view: &'w View,
    policy: Policy<'w>,
}

impl<'w> Writer<'w> {
    fn new(view: &'w View, config: &'w Config, permalink: &'w str) -> Self {
        let policy = Policy {
            attachments: &view.attachments,
            attachment_base: Some(permalink).filter(|permalink| !permalink.is_empty()),
            base_url: config.base_url.as_deref(),
            has_anchors: false,
            html: RawHtml::Shown,
            has_alerts: false,
            has_footnotes: true,
            has_indented_code: true,
        };
        Self { view, policy }
    }

    /// Pictures become links: the policy gives attachments their address on the web, and the
    /// page may show none from there.
    const OPTIONS: HtmlOptions<'static> = HtmlOptions {
        id_prefix: "",
        heading_offset: 0,
        headings: &[],
        attachments: &[],
        attachment_base: "",
        incident_base: None,
        labels: None,
    };

    fn markdown(&self, markdown: &str) -> String {
        styled(&render(&inert(markdown.trim(), &self.policy), &Self::OPTIONS))
    }

    fn line(&self, markdown: &str) -> String {
        let line = inert(&starting_inline(&ended(&one_line(markdown))), &self.policy);
        styled(&render_inline(line.trim(), &Self::OPTIONS))
    }

    fn optional(&self, markdown: Option<&str>) -> String {
        markdown.map_or_else(String::new, |markdown| self.markdown(markdown))
    }

    fn section<'v>(&self, chapter: &Chapter<'v>) -> Section<'v> {
        let facts = match chapter.facts {
            Some(Facts::Timeline) => self.timeline(),
            Some(Facts::Windows) => self.windows(),
            Some(Facts::Measures) => self.measures(),
            None => String::new(),
        };
        let html = safe(format!("{}{facts}", self.markdown(chapter.prose)));
        Section { key: chapter.key, heading: chapter.heading, html }
    }

    fn timeline(&self) -> String {
        let timeline = prose::timeline(self.view);
        let mut html = paragraph(timeline.note);
        for day in &timeline.days {
            if !day.heading.is_empty() {
                html.push_str(&format!("<p><strong>{}</strong></p>\n", escape(&day.heading)));
            }
            let items = day.entries.iter().map(|(time, entry, source)| {
                let time = match time.as_str() {
                    "" => String::new(),
                    time => format!("<strong>{}</strong> – ", escape(time)),
                };
                format!("{time}{}{}", self.line(&entry.markdown), bracketed(source))
            });
            html.push_str(&list(if timeline.is_timed { "ul" } else { "ol" }, items));
        }
        html
    }

    fn windows(&self) -> String {
        let (caption, header, rows, totals) = match prose::windows(self.view) {
            Windows::Sentence(sentence) => return paragraph(&sentence),
            Windows::Table { caption, header, rows, totals } => (caption, header, rows, totals),
        };
        let cells = |tag: &str, cells: &[String]| {
            let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escape(cell)));
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        };
        let head = cells("th", &header);
        let body: String = rows.iter().map(|row| cells("td", row)).collect();
        let table = format!("<table><thead>\n{head}</thead><tbody>\n{body}</tbody></table>\n");
        let table = format!("{SCROLLED}{}</div>\n", styled(&table));
        format!("{}{table}{}", paragraph(&caption), paragraph(&totals.join(" ")))
    }

    fn measures(&self) -> String {
        let groups = prose::measures(self.view).into_iter().map(|(intro, measures)| {
            let items = measures.iter().map(|measure| {
                let title = link(&measure.title, measure.link);
                format!("{title}{}{}", bracketed(&measure.note), measure.end)
            });
            format!("{}{}", paragraph(intro), list("ul", items))
        });
        groups.collect()
    }

    fn corrections(&self) -> String {
        let corrections = self.view.corrections.iter().map(|correction| {
            let time = escape(&correction.at.text);
            format!("<p><strong>{time}</strong></p>\n{}", self.markdown(&correction.markdown))
        });
        corrections.collect()
    }

    fn sources(&self) -> String {
        let links = &self.view.links;
        list("ul", links.iter().map(|each| link(&one_line(&each.title), each.url.as_deref())))
    }

    fn internal(&self) -> String {
        list("ul", prose::internal(self.view).map(|item| escape(&item)))
    }
}

fn paragraph(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<p>{}</p>\n", escape(text)) }
}

/// A list of items that are HTML; empty if there are none.
fn list(tag: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>\n")).collect();
    if items.is_empty() { items } else { format!("<{tag}>\n{items}</{tag}>\n") }
}

fn bracketed(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!(" ({})", escape(note)) }
}

fn link(text: &str, url: Option<&str>) -> String {
    let text = escape(text);
    url.map_or_else(|| text.clone(), |url| format!("<a href=\"{}\">{text}</a>", escape(url)))
}

/// Begins a box in which something wide can be scrolled.
const SCROLLED: &str = "<div style=\"overflow-x:auto\">";

/// Elements as pages have them, and as mail programs want them, which ignore style sheets.
const STYLES: [(&str, &str); 13] = [
    ("<div class=\"table\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">", SCROLLED),
    ("<table>", "<table style=\"border-collapse:collapse\">"),
    ("<th>", "<th style=\"border:1px solid #888;padding:3px 8px;text-align:left\">"),
    ("<td>", "<td style=\"border:1px solid #888;padding:3px 8px\">"),
    (
        "<th class=\"align-right\">",
        "<th style=\"border:1px solid #888;padding:3px 8px;text-align:right\">",
    ),
    (
        "<td class=\"align-right\">",
        "<td style=\"border:1px solid #888;padding:3px 8px;text-align:right\">",
    ),
    (
        "<th class=\"align-left\">",
        "<th style=\"border:1px solid #888;padding:3px 8px;text-align:left\">",
    ),
    (
        "<td class=\"align-left\">",
        "<td style=\"border:1px solid #888;padding:3px 8px;text-align:left\">",
    ),
    (
        "<th class=\"align-center\">",
        "<th style=\"border:1px solid #888;padding:3px 8px;text-align:center\">",
    ),
    (
        "<td class=\"align-center\">",
        "<td style=\"border:1px solid #888;padding:3px 8px;text-align:center\">",
    ),
    ("<pre>", "<pre style=\"border-left:3px solid #888;padding-left:12px;white-space:pre-wrap\">"),
    (
        "<blockquote>",
        "<blockquote style=\"border-left:3px solid #888;margin-left:0;padding-left:12px\">",
    ),
    ("<input type=\"checkbox\" aria-label=\"Done\" checked disabled>", "☑"),
];

/// HTML with its styles in it. `<` and `>` of the author's are escaped, so only tags match.
fn styled(html: &str) -> String {
    let html = STYLES.iter().fold(html.to_owned(), |html, (found, wanted)| {
        if html.contains(found) { html.replace(found, wanted) } else { html }
    });
    html.replace("<input type=\"checkbox\" aria-label=\"Not done\" disabled>", "☐")
}
