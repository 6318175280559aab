//! Scheduled maintenance as a calendar (RFC 5545, with the names of RFC 7986).

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Utc};

use super::entries::host;
use super::ids::uuid;
use super::markup::plain;
use super::past::href;
use super::words::status_name;
use super::{Site, Summary, When};
use crate::render::{OutputFile, Strings};

/// Events in the calendar: those to come and the newest of the past.
const MOST_EVENTS: usize = 200;

/// Octets of a line without its break (RFC 5545, section 3.1).
const LINE: usize = 75;

impl Site<'_> {
    /// The calendar. `summaries` are sorted, newest first.
    pub(super) fn calendar(&self, summaries: &[&Summary], is_internal: bool) -> OutputFile {
        let mut calendar = Calendar::default();
        let title = self.marked_title(is_internal);
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//incident//status site//EN");
        calendar.line("CALSCALE", "GREGORIAN");
        calendar.line("METHOD", "PUBLISH");
        calendar.text("NAME", &title);
        // What calendars read that do not know RFC 7986.
        calendar.text("X-WR-CALNAME", &title);
        if let Some(base_url) = &self.config.base_url {
            calendar.line("SOURCE;VALUE=URI", &format!("{base_url}/calendar.ics"));
            calendar.line("URL", &format!("{base_url}/index.html"));
        }
        let announced =
            summaries.iter().filter(|one| one.is_maintenance && one.scheduled_start.is_some());
        for summary in announced.take(MOST_EVENTS) {
            self.event(summary, &mut calendar);
        }
        calendar.line("END", "VCALENDAR");
        OutputFile::text("calendar.ics", calendar.text)
    }

    /// An announced window; nothing where not even its first day is known.
    fn event(&self, summary: &Summary, calendar: &mut Calendar) {
        let base_url = self.config.base_url.as_deref();
        let host = base_url.map(host).unwrap_or_default();
        let Some((start, end)) = window(summary) else {
            return;
        };
        let changed = utc(summary.changed().unwrap_or_else(|| summary.first_midnight()));
        calendar.line("BEGIN", "VEVENT");
        calendar.line("UID", &uuid("maintenance", &[&host, &summary.id]));
        calendar.line("DTSTAMP", &changed);
        calendar.line("LAST-MODIFIED", &changed);
        calendar.line("SEQUENCE", &summary.updates.len().saturating_sub(1).to_string());
        calendar.line(&format!("DTSTART{}", start.parameter()), &start.value());
        if let Some(end) = end {
            calendar.line(&format!("DTEND{}", end.parameter()), &end.value());
        }
        calendar.text("SUMMARY", &summary.title);
        let description = description(&self.words, summary);
        if !description.is_empty() {
            calendar.text("DESCRIPTION", &description);
        }
        if let Some(base_url) = base_url {
            calendar.line("URL", &format!("{base_url}/{}", href(summary)));
        }
        calendar.line("STATUS", "CONFIRMED");
        calendar.line("TRANSP", "TRANSPARENT");
        calendar.line("END", "VEVENT");
    }
}

/// An edge of an event: an instant or a day.
#[derive(Clone, Copy)]
enum Edge {
    At(DateTime<FixedOffset>),
    On(NaiveDate),
}

impl Edge {
    const fn parameter(self) -> &'static str {
        match self {
            Self::At(_) => "",
            Self::On(_) => ";VALUE=DATE",
        }
    }

    fn value(self) -> String {
        match self {
            Self::At(at) => utc(at),
            Self::On(day) => day.format("%Y%m%d").to_string(),
        }
    }
}

/// Start and end of the announced window. Whole days stay whole days, and their end is the day
/// after the last (RFC 5545, section 3.6.1); an end of another kind makes both instants.
fn window(summary: &Summary) -> Option<(Edge, Option<Edge>)> {
    let (start, end) = (summary.scheduled_start.as_ref()?, summary.scheduled_end.as_ref());
    if let (Some(first), last) = (whole_day(start), end.map(whole_day))
        && last != Some(None)
    {
        let last = last.flatten().unwrap_or(first).max(first);
        return Some((Edge::On(first), last.succ_opt().map(Edge::On)));
    }
    let from = start.from?;
    let to = end.and_then(|end| if whole_day(end).is_some() { end.to } else { end.from });
    Some((Edge::At(from), to.filter(|to| *to > from).map(Edge::At)))
}

fn whole_day(when: &When) -> Option<NaiveDate> {
    if when.is_vague { None } else { when.iso.parse().ok() }
}

/// The last word about it, and what it affects.
fn description(words: &Strings, summary: &Summary) -> String {
    let mut parts = Vec::new();
    if let Some(update) = summary.updates.last() {
        parts.push(format!("{}: {}", status_name(words, update.status), plain(&update.html)));
    }
    if !summary.components.is_empty() {
        let names: Vec<&str> = summary.components.iter().map(|(_, name)| name.as_str()).collect();
        parts.push(words.fill("incident.affects", &[("components", &names.join(", "))]));
    }
    parts.join("\n\n")
}

/// RFC 5545, section 3.3.5, form 2.
fn utc(at: DateTime<FixedOffset>) -> String {
    // The format has room for four digits of a year.
    let at = at.with_timezone(&Utc);
    if (0..=9999).contains(&at.year()) {
        at.format("%Y%m%dT%H%M%SZ").to_string()
    } else {
        "19700101T000000Z".to_owned()
    }
}

/// Content lines as they are written.
#[derive(Default)]
struct Calendar {
    text: String,
}

impl Calendar {
    /// A value that needs no escaping.
    fn line(&mut self, name: &str, value: &str) {
        fold(&format!("{name}:{value}"), &mut self.text);
    }

    /// A text (RFC 5545, section 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escape(value));
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            ';' => escaped.push_str("\\;"),
            ',' => escaped.push_str("\\,"),
            '\n' => escaped.push_str("\\n"),
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Breaks a line so that no piece is longer than 75 octets; characters stay whole (RFC 5545,
/// section 3.1).
fn fold(line: &str, text: &mut String) {
    let mut room = LINE;
    for character in line.chars() {
        if character.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= character.len_utf8();
        text.push(character);
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{escape, fold};
    use proptest::prelude::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(escape("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }

    proptest! {
        #[test]
        fn lines_are_folded_at_75_octets_and_unfold_to_the_same(line in "[ -~é🙂]{0,300}") {
            let mut folded = String::new();
            fold(&line, &mut folded);
            prop_assert!(folded.split("\r\n").all(|piece| piece.len() <= 75));
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }
}
