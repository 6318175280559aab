use super::HtmlOptions;
use crate::render::inert::{file_address, place_on};
use crate::source::{attachment, incident_link};

/// What a link or image destination becomes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A page elsewhere, an address to write to, or a place on this page.
    Allowed(String),
    /// An attachment of this incident, as an address.
    Attachment(String),
    /// The page of this incident or of another, as an address.
    Page(String),
    /// Nothing that a reader should be led to.
    Refused,
}

/// Judges a destination: `http`, `https` and `mailto`, fragments of this page, the incident's own
/// attachments, and other incidents by their folders. Everything else, `javascript:` and `data:`
/// among it, is refused.
pub(super) fn judge(destination: &str, options: &HtmlOptions<'_>) -> Destination {
    let destination = destination.trim();
    if let Some(fragment) = destination.strip_prefix('#') {
        return match options.attachment_base {
            "" => Destination::Allowed(format!("#{fragment}")),
            base => Destination::Page(format!("{base}index.html#{fragment}")),
        };
    }
    if let Some(name) = attachment(destination, options.attachments) {
        let address = format!("{}{}", options.attachment_base, file_address(name));
        return Destination::Attachment(address);
    }
    if let Some(link) = incident_link(destination) {
        return options.incident_base.map_or(Destination::Refused, |base| {
            let page = format!("{base}{}/index.html", file_address(&link.id));
            Destination::Page(place_on(page, link.fragment))
        });
    }
    let scheme = destination.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let is_web = matches!(scheme.as_str(), "http" | "https")
        && destination[scheme.len()..].starts_with("://");
    if is_web || (scheme == "mailto" && destination.len() > "mailto:".len()) {
        Destination::Allowed(destination.to_owned())
    } else {
        Destination::Refused
    }
}

/// Web addresses that stand bare in a text, as byte ranges. An address ends before white
/// space or `<`, and gives back the punctuation that closes the sentence around it
/// (GitHub Flavored Markdown 0.29, section 6.9).
pub(super) fn bare_addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = next_scheme(text, from) {
        let rest = &text[start..];
        let end = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
        let address = trim_closing(&rest[..end]);
        let host = address.find("://").map_or("", |scheme| &address[scheme + 3..]);
        if !host.is_empty() && !continues_word(text, start) {
            found.push(start..start + address.len());
        }
        from = start + end.max(1);
    }
    found
}

fn next_scheme(text: &str, from: usize) -> Option<usize> {
    let found = text.get(from..)?.match_indices("http").map(|(offset, _)| from + offset);
    // One search for both: a search for one that never comes would read the rest each time.
    found.into_iter().find(|at| {
        let rest = &text[at + "http".len()..];
        rest.strip_prefix('s').unwrap_or(rest).starts_with("://")
    })
}

fn continues_word(text: &str, start: usize) -> bool {
    text[..start].chars().next_back().is_some_and(char::is_alphanumeric)
}

fn trim_closing(address: &str) -> &str {
    let mut address = address;
    loop {
        let trimmed = address
            .trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', '”', '’']);
        let opened = trimmed.matches('(').count();
        let closed = trimmed.matches(')').count();
        let next =
            if closed > opened { trimmed.strip_suffix(')').unwrap_or(trimmed) } else { trimmed };
        if next.len() == address.len() {
            return address;
        }
        address = next;
    }
}
