//! The Atom feed (RFC 4287): an entry for each published report and each update.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};
use minijinja::value::Value;
use serde::Serialize;

use super::past::href;
use super::words::badge;
use super::{Announcement, Site, Summary, When};
use crate::render::{OutputFile, TemplateError};

/// Readers poll the feed often, so it holds the newest entries only.
const MOST_ENTRIES: usize = 100;

/// What `site/feed.atom` gets.
#[derive(Serialize)]
struct Feed<'s> {
    site: &'s Value,
    is_internal: bool,
    id: String,
    updated: String,
    base_url: &'s str,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: String,
    title: String,
    /// `report`, or the status of an update.
    category: &'static str,
    category_label: &'static str,
    href: String,
    published: String,
    updated: String,
    author: Option<String>,
    /// HTML, escaped by the template as Atom wants it.
    html: Option<String>,
    is_summary: bool,
}

/// An entry before it is known to be among the newest.
struct Candidate<'s> {
    updated: DateTime<FixedOffset>,
    published: DateTime<FixedOffset>,
    summary: &'s Summary,
    update: Option<&'s Announcement>,
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
        let mut candidates: Vec<Candidate<'_>> =
            summaries.iter().flat_map(|summary| candidates(summary)).collect();
        candidates.sort_by(|a, b| {
            let number = |candidate: &Candidate<'_>| candidate.update.map(|update| update.number);
            (b.updated, &a.summary.id, number(a)).cmp(&(a.updated, &b.summary.id, number(b)))
        });
        candidates.truncate(MOST_ENTRIES);
        let updated = candidates
            .first()
            .map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |newest| rfc_3339(newest.updated));
        let context = Feed {
            site: &self.shared,
            is_internal,
            id: format!("tag:{host},{TAG_DATE}:incidents"),
            updated,
            base_url,
            entries: candidates.iter().map(|candidate| entry(candidate, &host, base_url)).collect(),
        };
        let atom = self.templates.render("site/feed.atom", &context)?;
        Ok(Some(OutputFile::text("feed.atom", atom)))
    }
}

fn candidates(summary: &Summary) -> Vec<Candidate<'_>> {
    let mut found = Vec::with_capacity(summary.updates.len() + 1);
    if summary.is_published
        && let Some(published) = instant(summary, summary.published.as_ref())
    {
        let corrected = summary.corrected.as_ref().and_then(|when| when.from);
        found.push(Candidate {
            updated: corrected.map_or(published, |at| at.max(published)),
            published,
            summary,
            update: None,
        });
    }
    for update in &summary.updates {
        if let Some(at) = instant(summary, Some(&update.at)) {
            found.push(Candidate { updated: at, published: at, summary, update: Some(update) });
        }
    }
    found
}

/// Atom asks for an instant; where the facts have none, the best that they have.
fn instant(summary: &Summary, when: Option<&When>) -> Option<DateTime<FixedOffset>> {
    [when, summary.resolved.as_ref(), summary.started.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|when| when.from)
        .or_else(|| {
            let midnight = summary.day()?.and_time(chrono::NaiveTime::MIN);
            Some(midnight.and_utc().fixed_offset())
        })
}

fn entry(candidate: &Candidate<'_>, host: &str, base_url: &str) -> Entry {
    let summary = candidate.summary;
    let page = format!("{base_url}/{}", href(summary));
    let (title, category, link, html) = match candidate.update {
        None => {
            let lead = summary.feed_lead.as_ref().or(summary.lead.as_ref());
            let html = lead.map(|lead| format!("<p>{lead}</p>"));
            (summary.title.clone(), "report", page, html)
        }
        Some(update) => {
            let title = update
                .title
                .clone()
                .unwrap_or_else(|| format!("{}: {}", badge(update.status).label, summary.title));
            let html = update.feed_html.as_ref().unwrap_or(&update.html);
            let link = format!("{page}#update_{}", update.number);
            (title, update.status, link, Some(html.clone()))
        }
    };
    Entry {
        id: tag(host, &summary.id, candidate.update.map(|update| update.number)),
        title: xml(title),
        category,
        category_label: match candidate.update {
            None => "Post-mortem",
            Some(update) => badge(update.status).label,
        },
        href: link,
        published: rfc_3339(candidate.published),
        updated: rfc_3339(candidate.updated),
        author: summary.byline.clone().map(xml),
        html: html.map(xml),
        is_summary: candidate.update.is_none(),
    }
}

/// A day on which the host was in somebody's hands (RFC 4151, section 2.1), for incidents
/// whose id begins with none.
const TAG_DATE: &str = "2020-01-01";

/// A name that stays when addresses change: host, day and incident, never a path.
fn tag(host: &str, id: &str, update: Option<usize>) -> String {
    let day = id.get(..10).filter(|day| day.parse::<NaiveDate>().is_ok()).unwrap_or(TAG_DATE);
    let name = super::markup::segment(id);
    match update {
        None => format!("tag:{host},{day}:{name}"),
        Some(number) => format!("tag:{host},{day}:{name}/update/{number}"),
    }
}

/// The host of a web address, without port and user.
fn host(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host: String = host
        .split(':')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    host.to_ascii_lowercase()
}

fn rfc_3339(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Without the two characters that are neither controls nor allowed in XML 1.0.
fn xml(text: String) -> String {
    if text.contains(['\u{fffe}', '\u{ffff}']) {
        text.replace(['\u{fffe}', '\u{ffff}'], "")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{host, tag};

    #[test]
    fn ids_come_from_host_and_incident() {
        assert_eq!(
            tag("status.example.org", "2018-06-18-panics", None),
            "tag:status.example.org,2018-06-18:2018-06-18-panics"
        );
        assert_eq!(
            tag("status.example.org", "2018-06-18-panics", Some(3)),
            "tag:status.example.org,2018-06-18:2018-06-18-panics/update/3"
        );
        assert_eq!(tag("h", "an <odd> id", None), "tag:h,2020-01-01:an%20%3Codd%3E%20id");
    }

    #[test]
    fn the_host_is_that_of_the_address() {
        assert_eq!(host("https://Status.Example.org:8443/a/b"), "status.example.org");
        assert_eq!(host("http://user@example.org"), "example.org");
    }
}
