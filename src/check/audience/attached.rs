//! Files that go where the texts go that show them or link to them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::leaks::{LeakKind, free};
use super::names::People;
use crate::check::exposure::Exposure;
use crate::check::field_outlines::FieldOutlines;
use crate::check::subject::{Place, Subject};
use crate::model::Audience;
use crate::source::{SourceFile, Span, attachment};

/// A link to an attachment in a text for readers outside.
pub(super) struct Link<'n> {
    pub(super) name: &'n str,
    /// In the whole exposure.
    pub(super) span: Span,
    audience: Audience,
}

/// The attachments of an incident that are texts and published, with who sees them.
pub(in crate::check) fn published<'s>(
    subject: &Subject<'s>,
    exposure: &Exposure,
    outlines: &FieldOutlines,
) -> Vec<(&'s SourceFile, Audience)> {
    if subject.source.texts.is_empty() {
        return Vec::new();
    }
    let mut widest: BTreeMap<&str, Audience> = BTreeMap::new();
    for link in links(subject, exposure, outlines) {
        let audience = widest.entry(link.name).or_insert(link.audience);
        if link.audience == Audience::Public {
            *audience = Audience::Public;
        }
    }
    let texts = &subject.source.texts;
    widest.into_iter().filter_map(|(name, audience)| Some((texts.get(name)?, audience))).collect()
}

/// The links to attachments in texts for readers outside, in order.
pub(super) fn links<'s>(
    subject: &Subject<'s>,
    exposure: &Exposure,
    outlines: &FieldOutlines,
) -> Vec<Link<'s>> {
    let names = subject.incident.attachments.as_slice();
    let mut links = Vec::new();
    if names.is_empty() {
        return links;
    }
    for (piece, start, text) in exposure.texts_outside() {
        let (outline, from) = match piece.place {
            Place::Report(from) => (Cow::Borrowed(subject.outline), from),
            Place::Field(field) => (outlines.get_or_parse(field, text), 0),
        };
        for link in &outline.references {
            let within = link.span.start.checked_sub(from).filter(|at| *at < text.len());
            if let Some((at, name)) = within.zip(attachment(&link.destination, names)) {
                let length = link.span.end - link.span.start;
                let span = Span::new(start + at, start + at + length);
                links.push(Link { name, span, audience: piece.audience });
            }
        }
    }
    links
}

/// Something in the text of an attachment that its readers are not meant to read.
#[derive(Clone, Debug)]
pub(in crate::check) struct AttachedLeak {
    pub(in crate::check) kind: LeakKind,
    /// The attachment, by its path.
    pub(in crate::check) path: String,
    /// Where it stands first in the file.
    pub(in crate::check) span: Span,
    /// What stands there.
    pub(in crate::check) words: String,
    /// How many others of its kind are told of with it.
    pub(in crate::check) others: usize,
    /// The widest circle of those who see it.
    pub(in crate::check) audience: Audience,
}

/// Different words of one kind that are told of in an attachment each by itself: a log may have
/// thousands.
const MOST: usize = 10;

/// What published attachments give away, each word where it stands first.
pub(in crate::check) fn leaks(
    subject: &Subject<'_>,
    published: &[(&SourceFile, Audience)],
) -> Vec<AttachedLeak> {
    let people = People::of(subject);
    let mut leaks: Vec<AttachedLeak> = Vec::new();
    for (file, audience) in published {
        let first = leaks.len();
        let mut told: BTreeSet<(LeakKind, String)> = BTreeSet::new();
        for (kind, span) in free(&file.text, &people, subject) {
            // Of what looks like a ticket, most is none outside of prose.
            let is_ticket = kind != LeakKind::Ticket || !subject.config.audience.tickets.is_empty();
            let words = file.slice(span);
            let is_new = is_ticket
                && !is_drawn(&file.text, span)
                && told.insert((kind, words.to_lowercase()));
            let mut same = leaks[first..].iter_mut().filter(|leak| leak.kind == kind);
            if !is_new {
                continue;
            }
            if let Some(last) = same.nth(MOST - 1) {
                last.others += 1;
                continue;
            }
            let (path, words) = (file.path.clone(), words.to_owned());
            leaks.push(AttachedLeak { kind, path, span, words, others: 0, audience: *audience });
        }
    }
    leaks
}

/// Whether it stands among the coordinates of an SVG image, where `10.0.3.1` is three numbers.
fn is_drawn(text: &str, span: Span) -> bool {
    let before = text[..span.start].rsplit_once(['"', '\'']).map_or("", |(before, _)| before);
    [" d=", "\nd=", "points=", "transform="].iter().any(|key| before.ends_with(key))
}
