//! The page of one incident.

use std::sync::Arc;

use minijinja::value::Value;
use serde::Serialize;

use super::Site;
use super::markup::{
    Moment, Place, blocks, first_paragraph, is_same_everywhere, safe, segment, words,
};
use super::page::Page;
use super::sections::{Section, sections};
use super::shown::{list, shown};
use super::summary::{Announcement, Summary, When};
use super::words::{Badge, SAME_STATUS};
use crate::render::{OutputFile, Strings, TemplateError};
use crate::view::{Link, Severity, Time, Update, View};

/// What `site/incident.html` gets.
#[derive(Serialize)]
struct IncidentPage<'v> {
    site: &'v Value,
    t: &'v Value,
    page: Page,
    incident: Incident<'v>,
    /// [`Fact`]s.
    facts: Value,
    /// [`Correction`]s.
    corrections: Value,
    /// [`Section`]s.
    sections: Value,
    /// [`UpdateItem`]s, the newest first.
    updates: Value,
    links: &'v [Link],
    internal: Option<Internal<'v>>,
    apology: Option<Value>,
}

#[derive(Serialize)]
struct Incident<'v> {
    id: &'v str,
    title: &'v str,
    is_maintenance: bool,
    is_open: bool,
    status: Badge,
    severity: Option<&'v str>,
    /// `low`, `middle` or `high` among the configured severities.
    severity_level: &'static str,
    components: Vec<Component<'v>>,
    /// How long it took, or has taken so far.
    duration: Option<&'v str>,
    byline: Option<&'v str>,
    /// A [`Moment`].
    published: Option<Value>,
    has_report: bool,
}

#[derive(Serialize)]
struct Component<'v> {
    name: &'v str,
    /// Its page; none for one that is not configured.
    href: Option<String>,
    group: Option<&'v str>,
}

/// A row of the key facts: a time, or a text.
#[derive(Debug)]
struct Fact {
    label: String,
    time: Option<Arc<Moment>>,
    text: String,
}

shown!(Fact { label, time, text });

#[derive(Debug)]
struct Correction {
    time: Arc<Moment>,
    html: Value,
}

shown!(Correction { time, html });

#[derive(Debug)]
struct UpdateItem {
    id: String,
    status: Badge,
    title: Option<String>,
    time: Arc<Moment>,
    html: Value,
}

shown!(UpdateItem { id, status, title, time, html });

#[derive(Serialize)]
struct Internal<'v> {
    tags: &'v [String],
    roles: &'v [(String, String)],
}

/// What is told of an incident, on its page and in lists.
struct Told {
    summary: Summary,
    sections: Vec<Section>,
    /// Oldest first.
    updates: Vec<UpdateItem>,
}

/// The address of an incident's folder from the site's root.
fn in_url(view: &View) -> String {
    format!("incidents/{}", segment(&view.id))
}

impl Site<'_> {
    /// The page of one incident with its attachments, and what lists need of it.
    ///
    /// # Errors
    ///
    /// A template of the workspace that cannot be used.
    pub fn incident(&self, view: &View) -> Result<(Summary, Vec<OutputFile>), TemplateError> {
        let said = self.words.other_time.as_ref().map(|words| view.in_words(words));
        let view = said.as_ref().unwrap_or(view);
        let Told { summary, sections, mut updates } = self.told(view);
        updates.reverse();
        let folder = format!("incidents/{}", view.id);
        let in_url = in_url(view);

        let description = summary
            .lead
            .as_deref()
            .or(summary.updates.last().map(|update| update.html.as_str()))
            .map(|html| words(html, 200));
        let page = Page {
            title: format!("{} – {}", view.title, self.config.title),
            description,
            root: "../../".to_owned(),
            path: format!("{in_url}/index.html"),
            current: "",
            is_internal: view.is_internal(),
            is_draft: view.is_draft,
            is_article: true,
        };
        let context = IncidentPage {
            site: &self.shared,
            t: &self.t,
            page,
            incident: self.heading(view, &summary),
            facts: list(facts(&self.words, view)),
            corrections: list(corrections(&self.words, view)),
            sections: list(sections),
            updates: list(updates),
            links: &view.links,
            internal: view
                .internal
                .as_ref()
                .map(|internal| Internal { tags: &internal.tags, roles: &internal.roles }),
            apology: self.apology(view),
        };
        let html = self.templates.render("site/incident.html", &context)?;
        let mut files = vec![OutputFile::text(format!("{folder}/index.html"), html)];
        files.extend(
            view.attachments.iter().map(|name| OutputFile::attachment(&folder, &view.id, name)),
        );
        Ok((summary, files))
    }

    /// What lists need of an incident, without its page.
    #[must_use]
    pub fn summary(&self, view: &View) -> Summary {
        self.told(view).summary
    }

    fn told(&self, view: &View) -> Told {
        let mut summary = Summary::of(view, self.now);
        let (sections, summary_html) = sections(&self.words, view, self.now, &view.attachments);
        let in_url = in_url(view);
        if let Some(html) = summary_html {
            (summary.lead, summary.feed_lead) = self.leads(view, &html, &in_url);
        }
        let mut updates = Vec::with_capacity(view.updates.len());
        let mut last_status = "";
        for update in &view.updates {
            let (item, announcement) = self.update(view, update, last_status, &in_url);
            last_status = update.status;
            updates.push(item);
            summary.updates.push(announcement);
        }
        Told { summary, sections, updates }
    }

    fn heading<'v>(&self, view: &'v View, summary: &Summary) -> Incident<'v> {
        Incident {
            id: &view.id,
            title: &view.title,
            is_maintenance: view.kind == "maintenance",
            is_open: view.is_open,
            status: self.words.badge(summary.said_status()),
            severity: view.severity.as_ref().map(|severity| severity.name.as_str()),
            severity_level: self.severity_level(view.severity.as_ref()),
            components: view
                .components
                .iter()
                .map(|component| Component {
                    name: &component.name,
                    href: self
                        .config
                        .component(&component.id)
                        .map(|known| format!("../../{}", super::components::href(&known.id))),
                    group: component.group.as_deref(),
                })
                .collect(),
            duration: view.duration.as_ref().map(|duration| duration.text.as_str()),
            byline: view.byline.as_deref(),
            published: view.published.as_ref().map(|at| Value::from_object(Moment::of(at))),
            has_report: !view.sections.is_empty(),
        }
    }

    /// `low`, `middle` or `high` among the configured severities; `low` without one.
    pub(super) fn severity_level(&self, severity: Option<&Severity>) -> &'static str {
        let most = self.config.severities.len().saturating_sub(1);
        match severity.map(|severity| severity.rank) {
            Some(rank) if rank == most => "high",
            Some(0) | None => "low",
            Some(_) => "middle",
        }
    }

    fn apology(&self, view: &View) -> Option<Value> {
        let apology = self.config.boilerplate.apology.as_deref()?;
        let is_report = view.kind == "incident" && view.state == "published" && view.has_report;
        is_report.then(|| safe(blocks(apology, &Place::of_site(&self.words))))
    }

    /// The first paragraph of the summary, for a page at the site's root and for the feed.
    fn leads(&self, view: &View, html: &str, in_url: &str) -> (Option<String>, Option<String>) {
        if is_same_everywhere(html, &view.attachments) {
            return (first_paragraph(html), None);
        }
        let words = &self.words;
        let lead = |base: &str| {
            let place = Place {
                heading: 6,
                prefix: "",
                attachments: &view.attachments,
                base: Some(base),
                words,
            };
            first_paragraph(&blocks(&view.section("summary")?.markdown, &place))
        };
        let base_url = self.config.base_url.as_deref();
        (lead(&format!("{in_url}/")), base_url.and_then(|base| lead(&format!("{base}/{in_url}/"))))
    }

    fn update(
        &self,
        view: &View,
        update: &Update,
        last_status: &str,
        in_url: &str,
    ) -> (UpdateItem, Announcement) {
        let words = &self.words;
        let prefix = format!("u{}_", update.id);
        let on_page = Place {
            heading: 4,
            prefix: &prefix,
            attachments: &view.attachments,
            base: Some(""),
            words,
        };
        let html = blocks(&update.markdown, &on_page);
        let leads_home = !is_same_everywhere(&html, &view.attachments);
        // Elsewhere headings have another level, and notes other ids.
        let is_same = !leads_home && !html.contains("<h") && !html.contains("id=\"");
        let render = |base: &str| {
            let prefix = format!("{}_{prefix}", in_url.replace(['/', '%'], "_"));
            let place = Place {
                heading: 5,
                prefix: &prefix,
                attachments: &view.attachments,
                base: Some(base),
                words,
            };
            blocks(&update.markdown, &place)
        };
        let list_html = if is_same { html.clone() } else { render(&format!("{in_url}/")) };
        let feed_html = match &self.config.base_url {
            Some(base) if leads_home => Some(render(&format!("{base}/{in_url}/"))),
            _ => None,
        };
        let is_same_status = update.status == last_status;
        let status = if is_same_status { SAME_STATUS } else { update.status };
        let item = UpdateItem {
            id: update.id.clone(),
            status: words.badge(status),
            title: update.title.clone(),
            time: Arc::new(Moment::of(&update.at)),
            html: safe(html),
        };
        let announcement = Announcement {
            id: update.id.clone(),
            status: update.status,
            is_same_status,
            title: update.title.clone(),
            at: When::of(&update.at),
            html: list_html,
            feed_html,
        };
        (item, announcement)
    }
}

fn facts(words: &Strings, view: &View) -> Vec<Fact> {
    let is_maintenance = view.kind == "maintenance";
    let label = |name: &str| words.word(&format!("facts.{name}")).to_owned();
    let time = |name, time: &Option<Time>| {
        time.as_ref().map(|time| Fact {
            label: label(name),
            time: Some(Arc::new(Moment::of(time))),
            text: String::new(),
        })
    };
    let text =
        |name, text: Option<String>| text.map(|text| Fact { label: label(name), time: None, text });
    let long = |duration: &Option<crate::view::Duration>| {
        duration.as_ref().map(|duration| duration.text.clone())
    };
    [
        time("scheduled_from", &view.scheduled_start),
        time("scheduled_until", &view.scheduled_end),
        time("started", &view.started),
        time("detected", &view.detected),
        time("mitigated", &view.mitigated),
        time(if is_maintenance { "completed" } else { "resolved" }, &view.resolved),
        text(if view.is_open { "duration_so_far" } else { "duration" }, long(&view.duration)),
        text("time_to_detect", long(&view.time_to_detect)),
        text("time_to_mitigate", long(&view.time_to_mitigate)),
        text(
            "data_loss",
            view.data_loss.map(|word| words.word(&format!("data_loss.{word}")).to_owned()),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn corrections(words: &Strings, view: &View) -> Vec<Correction> {
    view.corrections
        .iter()
        .enumerate()
        .map(|(index, correction)| {
            let prefix = format!("c{index}_");
            let place = Place {
                heading: 3,
                prefix: &prefix,
                attachments: &view.attachments,
                base: Some(""),
                words,
            };
            Correction {
                time: Arc::new(Moment::of(&correction.at)),
                html: safe(blocks(&correction.markdown, &place)),
            }
        })
        .collect()
}
