use std::collections::BTreeMap;

use super::bytes::{after, is_word};
use super::names::{Authors, People};
use super::{
    address, attached, email, file_name, host, mac, names, phone, secrets, ticket, workplace,
};
use crate::check::exposure::{Exposure, Part};
use crate::check::field_outlines::FieldOutlines;
use crate::check::shown::Shown;
use crate::check::subject::{Place, Subject};
use crate::config::Config;
use crate::model::{Audience, Facts};
use crate::source::Span;

/// Something in a text for readers outside that they are not meant to read.
#[derive(Clone, Debug)]
pub(in crate::check) struct Leak {
    pub(in crate::check) kind: LeakKind,
    /// The text it stands in.
    pub(in crate::check) place: Place,
    /// Within the value of the field, or within the file of the report.
    pub(in crate::check) span: Span,
    /// What stands there, as it is written.
    pub(in crate::check) words: String,
    /// The widest circle of those who see it.
    pub(in crate::check) audience: Audience,
}

/// What a leak is. Where two claim the same bytes, the earlier kind has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::check) enum LeakKind {
    Workplace,
    Email,
    Host,
    Address,
    Mac,
    Phone,
    Ticket,
    Person,
}

/// A find of a detector, with its place in the whole exposure.
pub(super) type Find = (LeakKind, Span);

impl Leak {
    /// Who sees it, in words.
    pub(in crate::check) fn readers(&self) -> &'static str {
        readers(self.audience)
    }
}

/// The readers of a text for an audience, in words.
pub(in crate::check) const fn readers(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "readers of the site",
        Audience::Customers => "customers",
        Audience::Internal => "insiders",
    }
}

/// Everything that an incident gives away, in words as they are written or as they are shown.
pub(in crate::check) fn find(
    subject: &Subject<'_>,
    exposure: &Exposure,
    shown: &Shown,
    outlines: &FieldOutlines,
) -> Vec<Leak> {
    let people = People::of(subject);
    let (taken, leaks) = (Taken::default(), Vec::new());
    let mut finder = Finder { subject, exposure, people, taken, leaks };
    // What is shown is whole where markup leaves but a part of it as it is written.
    finder.search(shown.text(), |span| {
        let source = shown.source(span)?;
        let all = exposure.all();
        let is_written = all.get(source.range()) == shown.text().get(span.range());
        // Beside these marks a word goes on, as it is written.
        let is_marked =
            all[..source.start].ends_with(['_', '~']) || all[source.end..].starts_with(['_', '~']);
        (!is_written || is_marked).then_some(source)
    });
    finder.search(exposure.outside(), Some);
    finder.attachments(outlines);
    finder.leaks
}

/// What a plain text of the configuration gives away, without overlaps.
pub(in crate::check) fn in_text(
    text: &str,
    config: &Config,
    authors: &Authors,
) -> Vec<(LeakKind, Span)> {
    not_allowed(text, detect(text, &People::default(), authors, config), config, None)
}

/// What a text of an incident that is no Markdown gives away, without overlaps.
pub(super) fn free(text: &str, people: &People, subject: &Subject<'_>) -> Vec<Find> {
    let finds = detect(text, people, subject.authors, subject.config);
    not_allowed(text, finds, subject.config, Some(&subject.incident.facts))
}

fn not_allowed(
    text: &str,
    mut finds: Vec<Find>,
    config: &Config,
    facts: Option<&Facts>,
) -> Vec<Find> {
    tiny_sort::stable::sort_by_key(&mut finds, |(kind, span)| (*kind, span.start));
    let mut taken = Taken::default();
    if !finds.is_empty() {
        // A secret may look like anything, and is never printed.
        secrets::find(text).into_iter().for_each(|secret| taken.add(secret.span));
    }
    finds.retain(|(kind, span)| {
        let words = text.get(span.range()).unwrap_or_default();
        let is_found = !taken.reaches(*span) && !is_allowed(*kind, words, config, facts);
        if is_found {
            taken.add(*span);
        }
        is_found
    });
    finds
}

/// Parts of a text that are spoken for, by where they begin.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    fn add(&mut self, span: Span) {
        let end = self.0.entry(span.start).or_default();
        *end = span.end.max(*end);
    }

    /// Whether one of them reaches into a span. They seldom overlap: the last that begins before
    /// its end is asked.
    fn reaches(&self, span: Span) -> bool {
        let last = self.0.range(..span.end).next_back();
        last.is_some_and(|(_, end)| span.start < *end)
    }
}

struct Finder<'f> {
    subject: &'f Subject<'f>,
    exposure: &'f Exposure,
    people: People,
    /// What something was found in, in the exposure.
    taken: Taken,
    leaks: Vec<Leak>,
}

impl Finder<'_> {
    /// Looks through a text whose spans are those of the exposure that `source` tells.
    fn search(&mut self, text: &str, source: impl Fn(Span) -> Option<Span>) {
        let mut finds = self.detect(text);
        if finds.is_empty() {
            return;
        }
        tiny_sort::stable::sort_by_key(&mut finds, |(kind, span)| (*kind, span.start));
        // A secret may look like anything, and is never printed.
        let secrets = secrets::find(text).into_iter().filter_map(|secret| source(secret.span));
        secrets.for_each(|span| self.taken.add(span));
        // Several may stand in one place of the exposure: words of raw HTML.
        let (mut own, mut places) = (Taken::default(), Vec::new());
        for (kind, span) in finds {
            let words = text.get(span.range()).unwrap_or_default();
            let is_free = |place: &Span| !self.taken.reaches(*place) && !own.reaches(span);
            if let Some(place) = source(span).filter(is_free)
                && self.add(kind, words, place)
            {
                own.add(span);
                places.push(place);
            }
        }
        places.into_iter().for_each(|place| self.taken.add(place));
    }

    fn detect(&self, text: &str) -> Vec<Find> {
        detect(text, &self.people, self.subject.authors, self.subject.config)
    }

    /// Looks at the names of attachments that are published, where a text shows or links to them.
    fn attachments(&mut self, outlines: &FieldOutlines) {
        for link in attached::links(self.subject, self.exposure, outlines) {
            self.attachment(link.name, link.span);
        }
    }

    /// Looks at a name of a file, at the place of what links to it.
    fn attachment(&mut self, name: &str, span: Span) {
        let is_free = !self.taken.reaches(span);
        let found = file_name::readings(name).find_map(|reading| {
            let mut finds = self.detect(&reading);
            finds.retain(|(kind, span)| match kind {
                LeakKind::Host => reading.get(span.range()).is_some_and(file_name::is_host),
                // What looks like one, as in `IMG-1234.png`, seldom is.
                LeakKind::Ticket => !self.subject.config.audience.tickets.is_empty(),
                _ => true,
            });
            let (kind, span) = finds.into_iter().min_by_key(|(kind, span)| (*kind, span.start))?;
            Some((kind, reading.get(span.range())?.to_owned()))
        });
        // A secret may look like anything, and is never printed.
        let is_secret = || !secrets::find(name).is_empty();
        if let Some((kind, words)) = found.filter(|_| is_free && !is_secret())
            && self.add(kind, &words, span)
        {
            self.taken.add(span);
        }
    }

    /// Adds what readers see and should not; whether they do see it.
    fn add(&mut self, kind: LeakKind, words: &str, span: Span) -> bool {
        if span.start >= self.exposure.outside().len() {
            return false;
        }
        let facts = &self.subject.incident.facts;
        if is_allowed(kind, words, self.subject.config, Some(facts)) {
            return false;
        }
        let Some(spot) = self.exposure.spot(span) else { return false };
        if kind != LeakKind::Person || spot.part != Part::Signature {
            let (place, span, audience) = (spot.place, spot.span, spot.audience);
            self.leaks.push(Leak { kind, place, span, words: words.to_owned(), audience });
        }
        true
    }
}

fn detect(text: &str, people: &People, authors: &Authors, config: &Config) -> Vec<Find> {
    let config = &config.audience;
    let mut finds = Vec::new();
    for at in memchr::memchr3_iter(b'.', b':', b'@', text.as_bytes()) {
        match text.as_bytes()[at] {
            // Most end a sentence.
            b'.' if !after(text, at + 1).is_some_and(is_word) => {}
            b'.' => {
                finds.extend(address::version_4(text, at).map(|span| (LeakKind::Address, span)));
                let suffixes = &config.internal_suffixes;
                finds.extend(host::internal(text, at, suffixes).map(|span| (LeakKind::Host, span)));
                finds.extend(mac::dotted(text, at).map(|span| (LeakKind::Mac, span)));
                finds.extend(workplace::address(text, at).map(|span| (LeakKind::Workplace, span)));
            }
            b':' => {
                finds.extend(address::version_6(text, at).map(|span| (LeakKind::Address, span)));
                finds.extend(mac::paired(text, at).map(|span| (LeakKind::Mac, span)));
            }
            _ => finds.extend(email::address(text, at).map(|span| (LeakKind::Email, span))),
        }
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), email::ESCAPED_AT) {
        finds.extend(email::escaped_address(text, at).map(|span| (LeakKind::Email, span)));
    }
    for at in memchr::memchr2_iter(b'-', b'+', text.as_bytes()) {
        if text.as_bytes()[at] == b'+' {
            finds.extend(phone::number(text, at).map(|span| (LeakKind::Phone, span)));
            continue;
        }
        finds.extend(mac::paired(text, at).map(|span| (LeakKind::Mac, span)));
        if config.tickets.is_empty() {
            finds.extend(ticket::usual(text, at).map(|span| (LeakKind::Ticket, span)));
        }
    }
    for pattern in &config.tickets {
        ticket::like(text, pattern, &mut |span| finds.push((LeakKind::Ticket, span)));
    }
    names::find(text, people, authors, &mut |span| finds.push((LeakKind::Person, span)));
    finds
}

/// Whether the workspace says that everybody may read it: in `[audience]`, or by writing it
/// into what every customer reads.
fn is_allowed(kind: LeakKind, words: &str, config: &Config, facts: Option<&Facts>) -> bool {
    let folded = words.to_lowercase();
    let says = |entry: &String| {
        *entry == folded || entry.starts_with('@') && folded.ends_with(entry.as_str())
    };
    if config.audience.allow.iter().any(says) {
        return true;
    }
    let boilerplate = &config.boilerplate;
    let texts = [&boilerplate.apology, &boilerplate.contact, &boilerplate.signature];
    let mut public = texts.into_iter().chain([&config.blog.author]).flatten();
    match kind {
        LeakKind::Phone => {
            let digits = phone::digits(words);
            public.any(|text| phone::digits(text).contains(&digits))
        }
        LeakKind::Ticket => is_named(words, config, facts),
        LeakKind::Person => {
            let byline = facts.and_then(|facts| facts.byline.as_ref());
            public.chain(byline).any(|text| text.contains(words))
        }
        _ => public.any(|text| text.to_lowercase().contains(&folded)),
    }
}

/// Whether it is the name of something that readers see anyway: a host `VM-1187`.
fn is_named(words: &str, config: &Config, facts: Option<&Facts>) -> bool {
    let impact = facts.into_iter().flat_map(|facts| &facts.impact);
    let resources = impact.filter_map(|impact| impact.resource.as_deref());
    let components = config.components.iter().map(|component| component.name.as_str());
    resources.chain(components).any(|name| name.contains(words))
}
