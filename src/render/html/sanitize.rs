use std::borrow::Cow;
use std::collections::HashSet;

use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

use super::HtmlOptions;
use super::links::{Destination, judge};
use crate::render::inert::file_address;
use crate::source::{sanitizer, tag_end};

/// Makes HTML that holds an author's raw HTML safe: no scripts, handlers, styles, frames or
/// forms; links lead where links of Markdown may, and nothing is loaded but attachments.
pub(super) fn clean(html: &str, options: &HtmlOptions<'_>, pages: Vec<String>) -> String {
    let judge = Judge::new(options, pages);
    let mut builder = sanitizer();
    let anchors: HashSet<String> =
        options.headings.iter().map(|heading| heading.anchor.clone()).collect();
    builder.attribute_filter(move |element, name, value| match name {
        "href" | "src" | "cite" => judge.address(name, value).map(Cow::Owned),
        // Of headings, those that Markdown made: no other name is sure to be free on the page.
        "id" if element.starts_with('h') => anchors.contains(value).then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    });
    without_husks(builder.clean(html).to_string())
}

/// Leaves out what the sanitiser made useless by taking an attribute from it: pictures of nothing,
/// and inputs that are no boxes to tick.
fn without_husks(html: String) -> String {
    if !html.contains("<img") && !html.contains("<input") {
        return html;
    }
    let mut kept = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        let (tag, behind) = tag.split_at(tag_end(tag));
        kept.push_str(text);
        if !is_husk(tag) {
            kept.push_str(tag);
        }
        rest = behind;
    }
    kept.push_str(rest);
    kept
}

fn is_husk(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').split([' ', '>']).next();
    let needed = match name {
        Some("img") => "src",
        Some("input") => "type",
        _ => return false,
    };
    // Every other piece is a value.
    let mut names = tag.split('"').step_by(2).filter_map(|piece| piece.strip_suffix('='));
    !names.any(|before| before.rsplit(' ').next() == Some(needed))
}

/// Judges addresses of raw HTML as those of Markdown are. The sanitiser sees both, and those of
/// Markdown have been judged, so that an attachment's may be its address already. Raw HTML leads to
/// other incidents only where Markdown beside it does: no rule asks whether they may be named.
struct Judge {
    attachments: Vec<String>,
    attachment_base: String,
    attachment_addresses: Vec<String>,
    pages: Vec<String>,
}

impl Judge {
    fn new(options: &HtmlOptions<'_>, pages: Vec<String>) -> Self {
        let base = options.attachment_base;
        let addresses =
            options.attachments.iter().map(|name| format!("{base}{}", file_address(name)));
        Self {
            attachments: options.attachments.to_vec(),
            attachment_base: base.to_owned(),
            attachment_addresses: addresses.collect(),
            pages,
        }
    }

    fn address(&self, name: &str, value: &str) -> Option<String> {
        // Notes and places on the page that Markdown is on; elsewhere, it leads there by an address.
        if name == "href" && value.starts_with('#') {
            return Some(value.to_owned());
        }
        let pages = self.pages.iter().filter(|_| name == "href");
        let mut judged = self.attachment_addresses.iter().chain(pages);
        if let Some(address) = judged.find(|address| is_same(address, value)) {
            // Never as it is: an attachment's name may look like a script's address.
            return Some(utf8_percent_encode(address, CONTROLS).to_string());
        }
        let options = HtmlOptions {
            id_prefix: "",
            heading_offset: 0,
            headings: &[],
            attachments: &self.attachments,
            attachment_base: &self.attachment_base,
            incident_base: None,
            labels: None,
        };
        match judge(value, &options) {
            Destination::Attachment(address) => Some(address),
            Destination::Allowed(address) if name != "src" => Some(address),
            Destination::Allowed(_) | Destination::Page(_) | Destination::Refused => None,
        }
    }
}

/// Whether two addresses differ in nothing but what is escaped in them: more is in HTML that was
/// written for Markdown.
fn is_same(address: &str, other: &str) -> bool {
    percent_decode_str(address).eq(percent_decode_str(other))
}
