use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::moment::on;
use super::words::{capitalised, one_line, status};
use crate::source::markdown_options;
use crate::view::{Correction, Update, View};

/// Characters that a description has at most: what search engines and previews show of one.
const DESCRIPTION: usize = 160;

/// Which report was corrected, and when: in a sentence.
pub(in crate::render) fn corrected(view: &View, correction: &Correction) -> String {
    let published = view.published.as_ref().filter(|time| !time.date.is_empty());
    let published = match published.map(|time| (time.precision, &time.date)) {
        Some(("exact" | "about" | "day", date)) => format!(" of {date}"),
        _ => String::new(),
    };
    let title = one_line(&view.title);
    let when = capitalised(&on(&correction.at));
    format!("{when}, we corrected our report{published} on “{title}”.")
}

/// An update in a line of plain text: its status, then its title, or else its first paragraph,
/// with a mark where there is more.
pub(in crate::render) fn gist(update: &Update) -> String {
    let title = update.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    let text = title.unwrap_or_else(|| {
        let Beginning { text, has_more } = beginning(&update.markdown);
        if has_more { format!("{text} …") } else { text }
    });
    format!("{}: {text}", status(update.status))
}

/// What a report is about in a line, for lists and previews of pages: the first sentences of
/// its summary, or else its opening.
pub(in crate::render) fn description(view: &View, opening: &str) -> String {
    let summary = view.section("summary").map(|summary| beginning(&summary.markdown).text);
    let text = summary.filter(|text| !text.is_empty()).unwrap_or_else(|| opening.to_owned());
    shortened(&text, DESCRIPTION)
}

/// Who wrote the report, in a sentence; nothing where nobody signs it.
pub(in crate::render) fn credit(view: &View) -> Option<String> {
    let byline = one_line(view.byline.as_deref()?);
    let byline = byline.trim_end_matches('.');
    let byline = match byline.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => byline.to_owned(),
    };
    (!byline.is_empty()).then(|| format!("Written by {byline}."))
}

/// The first paragraph of a text, or the first item where a list comes first.
struct Beginning {
    /// In words, on one line.
    text: String,
    /// Whether something that can be read follows it.
    has_more: bool,
}

fn beginning(markdown: &str) -> Beginning {
    let mut text = String::new();
    let mut is_over = false;
    // What a heading or a picture says is no sentence of the text.
    let mut aside = false;
    for event in Parser::new_ext(markdown, markdown_options(markdown)) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Image { .. }) => aside = true,
            Event::End(TagEnd::Heading(_) | TagEnd::Image) => aside = false,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => {
                is_over = is_over || !text.trim().is_empty();
            }
            Event::Text(_) | Event::Code(_) if is_over => {
                return Beginning { text: one_line(&text), has_more: true };
            }
            Event::Text(part) | Event::Code(part) if !aside => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    Beginning { text: one_line(&text), has_more: false }
}

/// As many whole sentences as fit into so many characters; of one that does not fit, its first
/// words.
fn shortened(text: &str, most: usize) -> String {
    let fits = |part: &&str| part.chars().count() <= most;
    let sentences = sentence_ends(text).map(|end| &text[..end]).chain([text]);
    if let Some(sentences) = sentences.take_while(fits).last() {
        return sentences.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    let words = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([',', ';', ':', ' ']))
}

/// Where sentences end: at a full stop that a capital follows.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    let ends = text.match_indices(['.', '!', '?']).map(|(at, sign)| at + sign.len());
    ends.filter(|&end| {
        let rest = text[end..].strip_prefix(' ');
        rest.and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::{beginning, shortened};

    #[test]
    fn the_first_paragraph_stands_for_the_text() {
        for (markdown, expected, has_more) in [
            ("Webhooks are late. None is lost.", "Webhooks are late. None is lost.", false),
            (
                "### Summary\n\nIt *broke* at `10:50`,\nv1.2.\n\nMore.",
                "It broke at 10:50, v1.2.",
                true,
            ),
            ("- one thing\n- another", "one thing", true),
            ("It ![a graph](g.png) fails", "It fails", false),
            ("These fail:\n\n- one", "These fail:", true),
            ("No end\n\n<!-- a remark -->", "No end", false),
            ("", "", false),
        ] {
            let found = beginning(markdown);
            assert_eq!((found.text.as_str(), found.has_more), (expected, has_more), "{markdown}");
        }
    }

    #[test]
    fn a_description_has_whole_sentences() {
        for (text, most, expected) in [
            ("Cards fail. None works. All can wait.", 160, "Cards fail. None works. All can wait."),
            ("Cards fail. None works. All can wait.", 24, "Cards fail. None works."),
            ("Cards fail, e.g. mine. None works.", 22, "Cards fail, e.g. mine."),
            ("Cards fail, all of them, everywhere", 20, "Cards fail, all of…"),
            ("Störungsmeldung", 9, "Störungs…"),
        ] {
            assert_eq!(shortened(text, most), expected);
        }
    }
}
