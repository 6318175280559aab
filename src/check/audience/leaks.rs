use std::collections::BTreeMap;

use super::bytes::{after, is_word};
use super::names::People;
use super::{address, email, host, mac, names, phone, secrets, ticket, workplace};
use crate::check::exposure::{Exposure, Part};
use crate::check::shown::Shown;
use crate::check::subject::{Place, Subject};
use crate::model::Audience;
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
        match self.audience {
            Audience::Public => "readers of the site",
            Audience::Customers => "customers",
            Audience::Internal => "insiders",
        }
    }
}

/// Everything that an incident gives away, in words as they are written or as they are shown.
pub(in crate::check) fn find(
    subject: &Subject<'_>,
    exposure: &Exposure,
    shown: &Shown,
) -> Vec<Leak> {
    let people = People::of(subject);
    let (taken, leaks) = (BTreeMap::new(), Vec::new());
    let mut finder = Finder { subject, exposure, people, taken, leaks };
    // What is shown is whole where markup leaves but a part of it as it is written.
    finder.search(shown.text(), |span| {
        let source = shown.source(span)?;
        let is_written = exposure.all().get(source.range()) == shown.text().get(span.range());
        (!is_written).then_some(source)
    });
    finder.search(exposure.outside(), Some);
    finder.leaks
}

struct Finder<'f> {
    subject: &'f Subject<'f>,
    exposure: &'f Exposure,
    people: People,
    /// What something was found in: starts and ends in the exposure, none within another.
    taken: BTreeMap<usize, usize>,
    leaks: Vec<Leak>,
}

impl Finder<'_> {
    /// Looks through a text whose spans are those of the exposure that `source` tells.
    fn search(&mut self, text: &str, source: impl Fn(Span) -> Option<Span>) {
        let mut finds = detect(text, &self.people, self.subject);
        if finds.is_empty() {
            return;
        }
        finds.sort_by_key(|(kind, span)| (*kind, span.start));
        // A secret may look like anything, and is never printed.
        let secrets = secrets::find(text).into_iter().filter_map(|secret| source(secret.span));
        self.taken.extend(secrets.map(|span| (span.start, span.end)));
        for (kind, span) in finds {
            let words = text.get(span.range()).unwrap_or_default();
            if let Some(span) = source(span).filter(|span| !self.is_taken(*span)) {
                self.add(kind, words, span);
            }
        }
    }

    fn is_taken(&self, span: Span) -> bool {
        // What is taken does not overlap: only the last that begins before the end can reach in.
        let last = self.taken.range(..span.end).next_back();
        last.is_some_and(|(_, end)| span.start < *end)
    }

    fn add(&mut self, kind: LeakKind, words: &str, span: Span) {
        if span.start >= self.exposure.outside().len() || is_allowed(kind, words, self.subject) {
            return;
        }
        let Some(spot) = self.exposure.spot(span) else { return };
        self.taken.insert(span.start, span.end);
        if kind == LeakKind::Person && spot.part == Part::Signature {
            return;
        }
        let (place, span, audience) = (spot.place, spot.span, spot.audience);
        self.leaks.push(Leak { kind, place, span, words: words.to_owned(), audience });
    }
}

fn detect(text: &str, people: &People, subject: &Subject<'_>) -> Vec<Find> {
    let config = &subject.config.audience;
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
    names::find(text, people, subject.authors, &mut |span| finds.push((LeakKind::Person, span)));
    finds
}

/// Whether the workspace says that everybody may read it: in `[audience]`, or by writing it
/// into what every customer reads.
fn is_allowed(kind: LeakKind, words: &str, subject: &Subject<'_>) -> bool {
    let config = subject.config;
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
        LeakKind::Ticket => is_named(words, subject),
        LeakKind::Person => {
            let byline = &subject.incident.facts.byline;
            public.chain(byline).any(|text| text.contains(words))
        }
        _ => public.any(|text| text.to_lowercase().contains(&folded)),
    }
}

/// Whether it is the name of something that readers see anyway: a host `VM-1187`.
fn is_named(words: &str, subject: &Subject<'_>) -> bool {
    let resources = subject.incident.facts.impact.iter().filter_map(|i| i.resource.as_deref());
    let components = subject.config.components.iter().map(|component| component.name.as_str());
    resources.chain(components).any(|name| name.contains(words))
}
