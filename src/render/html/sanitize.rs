use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::Builder;

use super::HtmlOptions;
use super::links::{Destination, judge};
use crate::render::inert::file_address;

/// Makes HTML that holds an author's raw HTML safe: no scripts, handlers, styles, frames or
/// forms; links lead where links of Markdown may, and nothing is loaded but attachments.
pub(super) fn clean(html: &str, options: &HtmlOptions<'_>, incident_pages: Vec<String>) -> String {
    let judge = Judge::new(options, incident_pages);
    let mut builder = builder();
    builder.attribute_filter(move |_, name, value| match name {
        "href" | "src" | "cite" => judge.address(name, value).map(Cow::Owned),
        _ => Some(Cow::Borrowed(value)),
    });
    without_husks(builder.clean(html).to_string())
}

/// Leaves out what the sanitiser made useless by taking an attribute from it: pictures of nothing,
/// and inputs that are no boxes to tick. In what it writes, values stand in double quotes, and `<`
/// begins a tag wherever it is not in one.
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

fn tag_end(html: &str) -> usize {
    let mut is_value = false;
    let end = html.bytes().position(|byte| {
        is_value ^= byte == b'"';
        byte == b'>' && !is_value
    });
    end.map_or(html.len(), |end| end + 1)
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

fn builder() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .add_tags(["input", "section", "details", "summary"])
        .add_generic_attributes(["class"])
        .add_tag_attributes("input", ["checked", "disabled", "aria-label"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .set_tag_attribute_value("input", "disabled", "")
        .add_tag_attributes("div", ["id", "role", "aria-label", "tabindex"])
        .add_tag_attributes("sup", ["id"])
        .link_rel(None);
    builder
}

/// Judges addresses of raw HTML as those of Markdown are. The sanitiser sees both, and those of
/// Markdown have been judged, so that an attachment's may be its address already. Raw HTML leads to
/// other incidents only where Markdown beside it does: no rule asks whether they may be named.
struct Judge {
    attachments: Vec<String>,
    attachment_base: String,
    incident_pages: Vec<String>,
}

impl Judge {
    fn new(options: &HtmlOptions<'_>, incident_pages: Vec<String>) -> Self {
        Self {
            attachments: options.attachments.to_vec(),
            attachment_base: options.attachment_base.to_owned(),
            incident_pages,
        }
    }

    fn address(&self, name: &str, value: &str) -> Option<String> {
        let encoded = value.strip_prefix(&self.attachment_base);
        if self.attachments.iter().any(|name| Some(file_address(name).as_str()) == encoded) {
            return Some(value.to_owned());
        }
        if name == "href" && self.incident_pages.iter().any(|page| page == value) {
            return Some(value.to_owned());
        }
        let options = HtmlOptions {
            id_prefix: "",
            heading_offset: 0,
            attachments: &self.attachments,
            attachment_base: &self.attachment_base,
            incident_base: None,
            labels: None,
        };
        match judge(value, &options) {
            Destination::Attachment(address) => Some(address),
            Destination::Allowed(address) if name != "src" => Some(address),
            Destination::Allowed(_) | Destination::Incident(_) | Destination::Refused => None,
        }
    }
}
