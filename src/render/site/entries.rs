//! What feeds tell: an entry for each published report and each update.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

use super::past::href;
use super::{Announcement, Summary, When};

/// Readers poll feeds often, so they hold the newest entries only.
const MOST_ENTRIES: usize = 100;

/// A published report or an update.
#[derive(Clone, Copy)]
pub(super) struct Entry<'s> {
    pub(super) updated: DateTime<FixedOffset>,
    pub(super) published: DateTime<FixedOffset>,
    pub(super) summary: &'s Summary,
    pub(super) update: Option<&'s Announcement>,
}

impl<'s> Entry<'s> {
    /// The newest entries, newest first. They depend on facts alone, never on the present.
    pub(super) fn newest(summaries: &[&'s Summary]) -> Vec<Self> {
        let mut entries: Vec<Self> =
            summaries.iter().flat_map(|summary| entries(summary)).collect();
        // Those of one incident at one moment stay in their order.
        tiny_sort::stable::sort_by(&mut entries, |a, b| {
            (b.updated, &a.summary.id).cmp(&(a.updated, &b.summary.id))
        });
        entries.truncate(MOST_ENTRIES);
        entries
    }

    /// Where it is told.
    pub(super) fn address(&self, base_url: &str) -> String {
        let page = format!("{base_url}/{}", href(self.summary));
        match self.update {
            None => page,
            Some(update) => format!("{page}#update_{}", update.id),
        }
    }

    /// Its text as HTML with absolute addresses.
    pub(super) fn html(&self) -> Option<String> {
        match self.update {
            None => {
                let lead = self.summary.feed_lead.as_ref().or(self.summary.lead.as_ref());
                lead.map(|lead| format!("<p>{lead}</p>"))
            }
            Some(update) => Some(update.feed_html.as_ref().unwrap_or(&update.html).clone()),
        }
    }

    /// A name that stays when addresses change.
    pub(super) fn id(&self, host: &str) -> String {
        tag(host, &self.summary.id, self.update.map(|update| update.id.as_str()))
    }
}

fn entries(summary: &Summary) -> Vec<Entry<'_>> {
    let mut found = Vec::with_capacity(summary.updates.len() + 1);
    if summary.is_published
        && let Some(published) = instant(summary, summary.published.as_ref())
    {
        let corrected = summary.corrected.as_ref().and_then(|when| when.from);
        found.push(Entry {
            updated: corrected.map_or(published, |at| at.max(published)),
            published,
            summary,
            update: None,
        });
    }
    for update in &summary.updates {
        if let Some(at) = instant(summary, Some(&update.at)) {
            found.push(Entry { updated: at, published: at, summary, update: Some(update) });
        }
    }
    found
}

/// Atom asks for an instant; where the facts have none, the best that they have.
pub(super) fn instant(summary: &Summary, when: Option<&When>) -> Option<DateTime<FixedOffset>> {
    [when, summary.resolved.as_ref(), summary.started.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|when| when.from)
        .or_else(|| summary.day().map(|_| summary.first_midnight()))
}

/// A day on which the host was in somebody's hands (RFC 4151, section 2.1), for incidents
/// whose id begins with none.
pub(super) const TAG_DATE: &str = "2020-01-01";

/// A name that stays when addresses change: host, day and incident, never a path.
fn tag(host: &str, id: &str, update: Option<&str>) -> String {
    let day = id.get(..10).filter(|day| day.parse::<NaiveDate>().is_ok()).unwrap_or(TAG_DATE);
    let name = super::markup::segment(id);
    match update {
        None => format!("tag:{host},{day}:{name}"),
        Some(update) => format!("tag:{host},{day}:{name}/update/{update}"),
    }
}

/// The host of a web address, without port and user.
pub(super) fn host(base_url: &str) -> String {
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

pub(super) fn rfc_3339(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
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
            tag("status.example.org", "2018-06-18-panics", Some("20180618T101300Z")),
            "tag:status.example.org,2018-06-18:2018-06-18-panics/update/20180618T101300Z"
        );
        assert_eq!(tag("h", "an <odd> id", None), "tag:h,2020-01-01:an%20%3Codd%3E%20id");
    }

    #[test]
    fn the_host_is_that_of_the_address() {
        assert_eq!(host("https://Status.Example.org:8443/a/b"), "status.example.org");
        assert_eq!(host("http://user@example.org"), "example.org");
    }
}
