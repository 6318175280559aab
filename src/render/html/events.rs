use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::links::{Destination, bare_addresses, judge};
use super::{HtmlOptions, escape};
use crate::source::MAX_RAW_TAGS;
use crate::view::Heading;

/// Rewrites a stream of events so that pulldown-cmark's HTML of it is safe and fits a page.
pub(super) struct Rewriter<'o> {
    options: &'o HtmlOptions<'o>,
    /// How each open link or image ends.
    open: Vec<Open>,
    code_blocks: usize,
    raw_tags: usize,
    /// Addresses of incidents' pages that links lead to.
    pages: Vec<String>,
    /// Open lists, quotes and notes.
    containers: usize,
    /// The headings that are still to come.
    headings: std::slice::Iter<'o, Heading>,
}

/// An open link or image.
enum Open {
    /// It stays what it is.
    Kept,
    /// Its tags are left out, its text stays.
    Dropped,
    /// An image that became a link.
    Replaced,
}

impl<'o> Rewriter<'o> {
    pub(super) fn new(options: &'o HtmlOptions<'o>) -> Self {
        Self {
            options,
            open: Vec::new(),
            code_blocks: 0,
            raw_tags: 0,
            pages: Vec::new(),
            containers: 0,
            headings: options.headings.iter(),
        }
    }

    pub(super) const fn has_raw_html(&self) -> bool {
        self.raw_tags > 0
    }

    pub(super) fn pages(self) -> Vec<String> {
        self.pages
    }

    pub(super) fn push<'e>(&mut self, event: Event<'e>, out: &mut Vec<Event<'e>>) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.link(link_type, &dest_url, title, out);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => self.image(&dest_url, title, out),
            Event::End(TagEnd::Link | TagEnd::Image) => self.close(event, out),
            Event::Start(Tag::Heading { level, .. }) => self.heading(level, out),
            Event::End(TagEnd::Heading(level)) => {
                out.push(Event::End(TagEnd::Heading(shifted(level, self.options.heading_offset))));
            }
            Event::FootnoteReference(label) => {
                out.push(Event::FootnoteReference(self.prefixed(&label)));
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.containers += 1;
                out.push(Event::Start(Tag::FootnoteDefinition(self.prefixed(&label))));
            }
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => {
                self.containers += 1;
                out.push(event);
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::FootnoteDefinition) => {
                self.containers = self.containers.saturating_sub(1);
                out.push(event);
            }
            // A wide table scrolls in its own box; the box takes focus so that keys can scroll it.
            Event::Start(Tag::Table(_)) => {
                let label = self.options.labels.map_or("Table", |labels| &labels.table);
                out.push(Event::Html(
                    format!(
                        "<div class=\"table\" role=\"group\" aria-label=\"{}\" tabindex=\"0\">",
                        escape(label)
                    )
                    .into(),
                ));
                out.push(event);
            }
            Event::End(TagEnd::Table) => {
                out.push(event);
                out.push(Event::Html("</div>\n".into()));
            }
            // A box that nobody can tick still needs a name.
            Event::TaskListMarker(done) => {
                let labels = self.options.labels;
                let (label, checked) = if done {
                    (labels.map_or("Done", |labels| &labels.done), " checked")
                } else {
                    (labels.map_or("Not done", |labels| &labels.not_done), "")
                };
                out.push(Event::InlineHtml(
                    format!(
                        "<input type=\"checkbox\" aria-label=\"{}\"{checked} disabled> ",
                        escape(label)
                    )
                    .into(),
                ));
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.code_blocks += 1;
                out.push(event);
            }
            Event::End(TagEnd::CodeBlock) => {
                self.code_blocks -= 1;
                out.push(event);
            }
            Event::Text(text) if self.open.is_empty() && self.code_blocks == 0 => {
                linked(text, out);
            }
            Event::Html(ref html) | Event::InlineHtml(ref html) => {
                self.raw_tags += html.matches('<').count().max(1);
                if self.raw_tags <= MAX_RAW_TAGS {
                    out.push(event);
                }
            }
            other => out.push(other),
        }
    }

    fn heading(&mut self, level: HeadingLevel, out: &mut Vec<Event<'_>>) {
        let heading = if self.containers == 0 { self.headings.next() } else { None };
        out.push(Event::Start(Tag::Heading {
            level: shifted(level, self.options.heading_offset),
            id: heading.map(|heading| heading.anchor.clone().into()),
            classes: Vec::new(),
            attrs: Vec::new(),
        }));
    }

    fn prefixed(&self, label: &str) -> CowStr<'static> {
        format!("{}note-{}", self.options.id_prefix, label.replace(char::is_whitespace, "-")).into()
    }

    fn link<'e>(
        &mut self,
        link_type: LinkType,
        destination: &str,
        title: CowStr<'e>,
        out: &mut Vec<Event<'e>>,
    ) {
        let full = match link_type {
            LinkType::Email => format!("mailto:{destination}"),
            _ => destination.to_owned(),
        };
        match judge(&full, self.options) {
            Destination::Allowed(address) | Destination::Attachment(address) => {
                self.open.push(Open::Kept);
                out.push(start_link(address, title));
            }
            Destination::Page(address) => {
                self.open.push(Open::Kept);
                self.pages.push(address.clone());
                out.push(start_link(address, title));
            }
            Destination::Refused => self.open.push(Open::Dropped),
        }
    }

    /// Nothing is loaded from elsewhere: an image that is no attachment becomes a link to it.
    fn image<'e>(&mut self, destination: &str, title: CowStr<'e>, out: &mut Vec<Event<'e>>) {
        match judge(destination, self.options) {
            Destination::Attachment(address) => {
                self.open.push(Open::Kept);
                out.push(Event::Start(Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url: address.into(),
                    title,
                    id: CowStr::Borrowed(""),
                }));
            }
            Destination::Allowed(address) => {
                self.open.push(Open::Replaced);
                out.push(start_link(address, title));
            }
            Destination::Page(_) | Destination::Refused => self.open.push(Open::Dropped),
        }
    }

    fn close<'e>(&mut self, event: Event<'e>, out: &mut Vec<Event<'e>>) {
        match self.open.pop() {
            Some(Open::Kept) => out.push(event),
            Some(Open::Replaced) => out.push(Event::End(TagEnd::Link)),
            Some(Open::Dropped) | None => {}
        }
    }
}

fn start_link<'e>(address: String, title: CowStr<'e>) -> Event<'e> {
    Event::Start(Tag::Link {
        link_type: LinkType::Inline,
        dest_url: address.into(),
        title,
        id: CowStr::Borrowed(""),
    })
}

/// A text with its bare web addresses made links.
fn linked<'e>(text: CowStr<'e>, out: &mut Vec<Event<'e>>) {
    let addresses = if text.contains("://") { bare_addresses(&text) } else { Vec::new() };
    if addresses.is_empty() {
        out.push(Event::Text(text));
        return;
    }
    let mut from = 0;
    for range in addresses {
        let address = &text[range.clone()];
        out.push(Event::Text(text[from..range.start].to_owned().into()));
        let anchor = format!("<a href=\"{}\">{}</a>", escape(address), escape(address));
        out.push(Event::InlineHtml(anchor.into()));
        from = range.end;
    }
    out.push(Event::Text(text[from..].to_owned().into()));
}

fn shifted(level: HeadingLevel, by: u8) -> HeadingLevel {
    let number = (level as usize + usize::from(by)).min(6);
    HeadingLevel::try_from(number).unwrap_or(HeadingLevel::H6)
}
