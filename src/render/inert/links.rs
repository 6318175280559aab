use std::ops::Range;

use pulldown_cmark::LinkType;

use super::{Walk, escape, file_address, incident_page, place_on};
use crate::source::{attachment, incident_link};

/// A link or image whose end has not come yet.
pub(super) struct OpenLink {
    is_image: bool,
    link_type: LinkType,
    destination: String,
    title: String,
    range: Range<usize>,
    /// Where its text ends, as far as is known.
    pub(super) text_end: usize,
}

/// What a link or image becomes.
enum Verdict {
    /// It leads to a page elsewhere, an address to write to, or a place on this page.
    Allowed,
    /// It leads to an attachment, which has this address in the output.
    Attachment(String),
    /// It leads to another incident, whose page has this address.
    Incident(String),
    /// It leads to an attachment by that address already.
    Addressed,
    /// It leads nowhere that a reader should be led to; its text stays.
    Refused,
}

impl Walk<'_> {
    /// Attachments and incidents get their addresses where they are used; a definition stays if a
    /// link to the same place would.
    pub(super) fn definition(&mut self, destination: &str, span: Range<usize>) {
        match self.judge(destination) {
            Verdict::Allowed | Verdict::Addressed => self.keep(span),
            Verdict::Attachment(_) | Verdict::Incident(_) | Verdict::Refused => {
                self.replace(span, "");
            }
        }
    }

    pub(super) fn open(
        &mut self,
        is_image: bool,
        link_type: LinkType,
        destination: &str,
        title: &str,
        range: Range<usize>,
    ) {
        let text_start = range.start + if is_image { "![" } else { "[" }.len();
        self.links.push(OpenLink {
            is_image,
            link_type,
            destination: destination.to_owned(),
            title: title.to_owned(),
            text_end: text_start,
            range,
        });
    }

    pub(super) fn close(&mut self) {
        let Some(link) = self.links.pop() else {
            return;
        };
        match link.link_type {
            LinkType::Email => self.keep(link.range),
            LinkType::Autolink => match self.judge(&link.destination) {
                Verdict::Allowed => self.keep(link.range),
                _ => self.replace(link.range, escape(&link.destination)),
            },
            _ => self.close_bracketed(link),
        }
    }

    fn close_bracketed(&mut self, link: OpenLink) {
        let rest = self.markdown.get(link.text_end..link.range.end).unwrap_or_default();
        let text_end = rest.find(']').map_or(link.range.end, |at| link.text_end + at);
        let behind = text_end..link.range.end;
        let verdict = self.judge(&link.destination);
        match verdict {
            Verdict::Incident(_) if link.is_image => self.unlink(&link, behind),
            Verdict::Attachment(address) | Verdict::Incident(address) => {
                let title = if link.title.is_empty() {
                    String::new()
                } else {
                    format!(" \"{}\"", escape(&link.title).replace('"', "&quot;"))
                };
                self.replace(behind, format!("]({address}{title})"));
            }
            Verdict::Addressed => self.keep(behind),
            Verdict::Allowed if !link.is_image => self.keep(behind),
            // Nothing is loaded from elsewhere: such an image becomes a link to it.
            Verdict::Allowed if self.can_become_link(&link) => {
                self.replace(link.range.start..link.range.start + 1, "");
                self.keep(behind);
            }
            Verdict::Allowed | Verdict::Refused => self.unlink(&link, behind),
        }
    }

    /// Leaves nothing of a link but its text.
    fn unlink(&mut self, link: &OpenLink, behind: Range<usize>) {
        let sign = if link.is_image { 2 } else { 1 };
        self.remove(link.range.start..link.range.start + sign);
        self.remove(behind);
    }

    /// Links cannot hold links (CommonMark 0.31.2, section 6.3), and an exclamation mark before
    /// a link makes an image of it.
    fn can_become_link(&self, image: &OpenLink) -> bool {
        self.links.is_empty() && !self.markdown[..image.range.start].ends_with('!')
    }

    fn judge(&self, destination: &str) -> Verdict {
        let destination = destination.trim();
        let attachments = self.policy.attachments;
        let base = self.policy.attachment_base;
        if let Some(name) = attachment(destination, attachments) {
            return match base {
                Some(base) => Verdict::Attachment(format!("{base}{}", file_address(name))),
                None => Verdict::Refused,
            };
        }
        if let Some(link) = incident_link(destination) {
            return self.policy.base_url.map_or(Verdict::Refused, |base_url| {
                Verdict::Incident(place_on(incident_page(base_url, &link.id), link.fragment))
            });
        }
        let encoded = base.and_then(|base| destination.strip_prefix(base));
        if attachments.iter().any(|name| Some(file_address(name).as_str()) == encoded) {
            return Verdict::Addressed;
        }
        let lower = destination.to_ascii_lowercase();
        let is_elsewhere =
            ["http://", "https://", "mailto:"].iter().any(|start| lower.starts_with(start));
        let is_allowed = is_elsewhere || self.policy.has_anchors && lower.starts_with('#');
        if is_allowed { Verdict::Allowed } else { Verdict::Refused }
    }
}
