//! Markdown and addresses for pages.

use minijinja::value::Value;

use super::shown::shown;
use crate::render::Strings;
use crate::render::html::{self, HtmlOptions};
use crate::source::{Outline, may_have_headings};
use crate::view::{Heading, Time};

/// HTML that templates print as it is.
pub(super) fn safe(html: impl Into<String>) -> Value {
    Value::from_safe_string(html.into())
}

/// Where a Markdown text will stand.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// Level of its highest headings.
    pub(super) heading: u8,
    /// Put before its ids.
    pub(super) prefix: &'p str,
    /// What it may show or link to.
    pub(super) attachments: &'p [String],
    /// Where the page of its incident lies from here, with a slash at the end: empty on that page
    /// itself, nothing for a text that is no incident's.
    pub(super) base: Option<&'p str>,
    pub(super) words: &'p Strings,
}

impl Place<'_> {
    fn options<'o>(&'o self, heading_offset: u8, headings: &'o [Heading]) -> HtmlOptions<'o> {
        HtmlOptions {
            id_prefix: self.prefix,
            heading_offset,
            headings,
            attachments: self.attachments,
            attachment_base: self.base.unwrap_or_default(),
            incident_base: self.base.map(folder_around),
            labels: Some(&self.words.labels),
        }
    }
}

/// The folder that holds those of incidents, one of which is `base`.
fn folder_around(base: &str) -> &str {
    let end = base.strip_suffix('/').and_then(|folder| folder.rfind('/'));
    end.map_or("../", |end| &base[..=end])
}

/// Blocks of Markdown as HTML. Headings start at the level of the place, however the author
/// counts them, so that no level is skipped.
pub(super) fn blocks(markdown: &str, place: &Place<'_>) -> String {
    let highest = if may_have_headings(markdown) {
        let outline = Outline::of(markdown);
        outline.headings.iter().map(|heading| heading.level).min()
    } else {
        None
    };
    let heading_offset = highest.map_or(0, |level| place.heading.saturating_sub(level));
    with_labels(html::render(markdown, &place.options(heading_offset, &[])), place)
}

/// Blocks of Markdown whose headings are known as HTML. They start at the level of the place.
pub(super) fn headed_blocks(markdown: &str, headings: &[Heading], place: &Place<'_>) -> String {
    let highest = headings.iter().map(|heading| heading.level).min();
    let heading_offset = highest.map_or(0, |level| place.heading.saturating_sub(level));
    with_labels(html::render(markdown, &place.options(heading_offset, headings)), place)
}

fn with_labels(page: String, place: &Place<'_>) -> String {
    if page.contains("<pre>") {
        // Long lines scroll in their own box, which keys can reach.
        let label = html::escape(&place.words.labels.code);
        let code = format!("<pre tabindex=\"0\" role=\"group\" aria-label=\"{label}\">");
        page.replace("<pre>", &code)
    } else {
        page
    }
}

/// A line of Markdown as HTML.
pub(super) fn line(markdown: &str, place: &Place<'_>) -> Value {
    safe(html::render_inline(markdown, &place.options(6, &[])))
}

/// Whether a text reads the same on every page: nothing in it lies on its incident's page, in its
/// folder or beside that.
pub(super) fn is_same_everywhere(page: &str, attachments: &[String]) -> bool {
    attachments.is_empty() && !page.contains("href=\"../") && !page.contains("href=\"#")
}

/// The first paragraph of a rendered text, without paragraph tags and notes.
pub(super) fn first_paragraph(page: &str) -> Option<String> {
    let start = page.find("<p>")? + "<p>".len();
    let end = start + page[start..].find("</p>")?;
    let mut rest = &page[start..end];
    let mut lead = String::with_capacity(rest.len());
    while let Some(note) = rest.find("<sup class=\"footnote-reference\"") {
        lead.push_str(&rest[..note]);
        rest = match rest[note..].find("</sup>") {
            Some(close) => &rest[note + close + "</sup>".len()..],
            None => "",
        };
    }
    lead.push_str(rest);
    Some(lead)
}

/// The words of rendered HTML, cut at a word's end.
pub(super) fn words(page: &str, at_most: usize) -> String {
    let mut text = String::with_capacity(page.len());
    let mut is_tag = false;
    for character in page.chars() {
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if is_tag => {}
            '\n' => text.push(' '),
            _ => text.push(character),
        }
    }
    let mut text = unescaped(text);
    match text.char_indices().nth(at_most) {
        None => text,
        Some((limit, _)) => {
            let end = text[..limit].rfind(' ').unwrap_or(limit);
            text.truncate(end);
            text.push('…');
            text
        }
    }
}

/// One segment of a path in an address (RFC 3986, section 3.3).
pub(super) fn segment(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A time as templates show it.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub(super) text: Value,
    pub(super) utc: Value,
    /// Empty unless it names one instant or one day.
    pub(super) iso: Value,
    pub(super) is_vague: bool,
}

shown!(Moment { text, utc, iso, is_vague });

impl Moment {
    pub(super) fn of(time: &Time) -> Self {
        Self {
            text: Value::from(time.text.as_str()),
            utc: Value::from(time.utc.as_str()),
            iso: Value::from(machine_time(time)),
            is_vague: !matches!(time.precision, "exact" | "day"),
        }
    }
}

/// For `<time datetime>`: a range has none, its start alone would say too much.
pub(super) fn machine_time(time: &Time) -> &str {
    match time.precision {
        "exact" | "about" | "day" => &time.iso,
        _ => "",
    }
}

/// Zone and offset as they stand in the full text: "AEST (UTC+10:00)".
pub(super) fn zone_words(time: &Time) -> Option<&str> {
    time.text
        .strip_prefix(time.date.as_str())?
        .strip_prefix(", ")?
        .strip_prefix(time.clock.as_str())?
        .strip_prefix(' ')
}

/// From when to when: "18 June 2018, 20:10" and "21:00 AEST (UTC+10:00)". What has no clock time, or
/// another zone, is said in full.
pub(super) fn span((start, end): (&Time, &Time)) -> (String, String) {
    let has_clock = |time: &Time| matches!(time.precision, "exact" | "about");
    let zone = zone_words(end).filter(|_| has_clock(start) && has_clock(end));
    if zone.is_none() || zone != zone_words(start) {
        return (start.text.clone(), end.text.clone());
    }
    let first = format!("{}, {}", start.date, start.clock);
    let last = match zone.filter(|_| start.date == end.date) {
        Some(zone) => format!("{} {zone}", end.clock),
        None => end.text.clone(),
    };
    (first, last)
}

/// Rendered HTML as plain text: an empty line between blocks, a line for each item of a list.
pub(super) fn plain(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    let mut is_code = false;
    let mut rest = page;
    loop {
        let start = rest.find('<').unwrap_or(rest.len());
        words_of(&rest[..start], is_code, &mut text);
        let tag = &rest[start..];
        if tag.is_empty() {
            break;
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let name = tag[1..end].trim_end_matches('>');
        match name.split([' ', '\n']).next().unwrap_or_default() {
            "pre" => is_code = true,
            "br" | "tr" => break_line(&mut text, 1),
            "li" => {
                break_line(&mut text, 1);
                text.push_str("- ");
            }
            "/td" | "/th" => text.push(' '),
            "p" | "/p" if text.ends_with("- ") => {}
            "p" | "/p" | "/ul" | "/ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h1"
            | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" | "/table" | "/blockquote" => {
                break_line(&mut text, 2);
            }
            "/pre" => {
                is_code = false;
                break_line(&mut text, 2);
            }
            _ => {}
        }
        rest = &tag[end..];
    }
    text.truncate(text.trim_end().len());
    unescaped(text)
}

/// Outside of code, white space is but a gap between words.
fn words_of(piece: &str, is_code: bool, text: &mut String) {
    if is_code {
        text.push_str(piece);
        return;
    }
    for character in piece.chars() {
        if !character.is_whitespace() {
            text.push(character);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

fn break_line(text: &mut String, breaks: usize) {
    let end = text.trim_end_matches([' ', '\n']).len();
    if end == 0 {
        text.clear();
        return;
    }
    let breaks = text[end..].matches('\n').count().clamp(breaks, 2);
    text.truncate(end);
    for _ in 0..breaks {
        text.push('\n');
    }
}

fn unescaped(mut text: String) -> String {
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        if text.contains(entity) {
            text = text.replace(entity, character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{folder_around, plain};

    #[test]
    fn incidents_lie_side_by_side() {
        assert_eq!(folder_around(""), "../");
        assert_eq!(folder_around("incidents/a/"), "incidents/");
        assert_eq!(folder_around("https://a.example/incidents/a/"), "https://a.example/incidents/");
    }

    #[test]
    fn html_as_plain_text() {
        let page = "<p>One\ntwo &amp; three.</p>\n<ul>\n<li>a</li>\n<li><p>b</p>\n</li>\n</ul>\n\
                    <pre><code>x\n  y &lt; z\n</code></pre>\n<h5>End</h5>\n<p>Last<br>line</p>\n";
        assert_eq!(plain(page), "One two & three.\n\n- a\n- b\n\nx\n  y < z\n\nEnd\n\nLast\nline");
    }
}
