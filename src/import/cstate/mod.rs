//! Files of cState, a theme of Hugo for status pages: Markdown with YAML front matter
//! (<https://github.com/cstate/cstate/wiki>).

mod front_matter;
#[cfg(test)]
mod tests;
mod updates;
mod yaml;

use chrono::{DateTime, FixedOffset};

use self::front_matter::FrontMatter;
use super::{Loss, Named, Refused, Told};
use crate::model::{Bound, IncidentKind, Zone};

/// Keys of the front matter that are held, or that say nothing of the incident. Those of Hugo
/// ("Front matter") about publication have other names besides.
const KNOWN: [&str; 17] = [
    "affected",
    "automated",
    "date",
    "draft",
    "expirydate",
    "id",
    "informational",
    "pin",
    "pubdate",
    "publishdate",
    "published",
    "resolved",
    "resolvedwhen",
    "section",
    "severity",
    "title",
    "unpublishdate",
];

/// From when on Hugo shows a page, and until when.
const PUBLICATION: [&str; 3] = ["publishdate", "pubdate", "published"];
const EXPIRY: [&str; 2] = ["expirydate", "unpublishdate"];

/// Why nobody can read it there at `now`: its title and updates would be public with the next
/// `render` here.
fn is_read_there(
    front_matter: &FrontMatter,
    zone: &Zone,
    now: DateTime<FixedOffset>,
) -> Result<(), String> {
    for key in PUBLICATION.iter().chain(&EXPIRY) {
        let Some(time) = front_matter.time(key, zone) else { continue };
        let time = time.map_err(|why| format!("`{key}` {why}; who can read it is not known"))?;
        if EXPIRY.contains(key) && time.earliest() <= now {
            return Err(format!("nobody can read it there any more (`{key}`)"));
        }
        if PUBLICATION.contains(key) && time.latest() > now {
            return Err(format!("nobody can read it there yet (`{key}`)"));
        }
    }
    Ok(())
}

/// Reads one file of cState. `name` is the file's, which names the incident for good; times
/// without an offset are on the clocks of `zone`. What nobody can read there at `now` is refused.
///
/// # Errors
///
/// [`Refused`], where it is no incident.
pub fn cstate(
    name: &str,
    text: &str,
    zone: &Zone,
    now: DateTime<FixedOffset>,
) -> Result<Told, Refused> {
    let mut title = None;
    read(name, text, (zone, now), &mut title).map_err(|why| Refused {
        place: name.to_owned(),
        title,
        why,
    })
}

fn read(
    name: &str,
    text: &str,
    (zone, now): (&Zone, DateTime<FixedOffset>),
    title: &mut Option<String>,
) -> Result<Told, String> {
    let text = text.replace("\r\n", "\n");
    let (front_matter, body) = FrontMatter::read(&text)?;
    *title = front_matter.line("title");
    if front_matter.line("section").is_some_and(|section| section != "issue") {
        return Err("its section is not \"issue\"".to_owned());
    }
    if front_matter.is("informational") {
        return Err("it is an announcement (informational), no incident".to_owned());
    }
    // Hugo leaves it out of the site.
    if front_matter.may_be("draft") {
        return Err("it is a draft, which nobody could read there".to_owned());
    }
    is_read_there(&front_matter, zone, now)?;
    let own_title = title.clone().ok_or("it has no `title`")?;
    let mut losses: Vec<Loss> = front_matter
        .keys_but(&KNOWN)
        .map(|key| Loss::new(key, "facts have no place for it"))
        .collect();
    let started = match front_matter.time("date", zone) {
        Some(started) => started.map_err(|why| format!("`date` {why}"))?,
        None => return Err("it has no `date`".to_owned()),
    };
    let told = updates::read(body, zone, &mut losses);
    let is_over = front_matter.is("resolved");
    let resolved = match front_matter.time("resolvedwhen", zone) {
        Some(Ok(resolved)) if is_over => Some(resolved),
        Some(Ok(_)) => {
            losses.push(Loss::new("resolvedWhen", "it is not resolved"));
            None
        }
        Some(Err(why)) => {
            losses.push(Loss::new("resolvedWhen", why));
            None
        }
        None => None,
    };
    let last = told.updates.iter().rev().find(|update| update.status.is_final());
    let resolved = resolved.or(last.filter(|_| is_over).map(|update| Bound::At(update.at)));
    let components =
        front_matter.list("affected").into_iter().map(|name| Named { id: None, name, group: None });
    for key in EXPIRY.iter().filter(|key| front_matter.line(key).is_some()) {
        losses.push(Loss::new(*key, "it would be gone from the page then; here it stays"));
    }
    tiny_sort::stable::sort(&mut losses);
    losses.dedup();
    Ok(Told {
        place: name.to_owned(),
        origin: Some(name.trim_end_matches(".md").to_owned()),
        title: own_title,
        kind: IncidentKind::Incident,
        impact: front_matter.line("severity"),
        started,
        is_over,
        resolved,
        scheduled: None,
        components: components.collect(),
        windows: Vec::new(),
        updates: told.updates,
        report: told.report,
        url: None,
        losses,
    })
}
