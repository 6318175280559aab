use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::moment::on;
use super::words::{capitalised, one_line};
use crate::source::markdown_options;
use crate::view::{Correction, Update, View};

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

/// An update in a line of plain text: its title, or else its first sentence.
pub(in crate::render) fn gist(update: &Update) -> String {
    match update.title.as_deref().map(one_line).filter(|title| !title.is_empty()) {
        Some(title) => title,
        None => first_sentence(&first_text(&update.markdown)).to_owned(),
    }
}

/// The words of the first paragraph, or of the first item where a list comes first.
fn first_text(markdown: &str) -> String {
    let mut text = String::new();
    let mut in_heading = false;
    for event in Parser::new_ext(markdown, markdown_options(markdown)) {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock)
                if !text.trim().is_empty() =>
            {
                break;
            }
            Event::Text(part) | Event::Code(part) if !in_heading => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    one_line(&text)
}

/// The text up to a full stop that a capital follows.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(['.', '!', '?']).map(|(at, sign)| at + sign.len());
    ends.into_iter()
        .find(|&end| {
            let rest = text[end..].strip_prefix(' ');
            rest.and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase)
        })
        .map_or(text, |end| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, first_text};

    #[test]
    fn the_first_sentence_stands_for_the_text() {
        for (markdown, expected) in [
            ("Webhooks are late. None is lost.", "Webhooks are late."),
            (
                "### Summary\n\nIt *broke* at `10:50`,\nv1.2 of it. More.",
                "It broke at 10:50, v1.2 of it.",
            ),
            ("- one thing\n- another", "one thing"),
            ("No end", "No end"),
            ("Done, e.g. here.", "Done, e.g. here."),
            ("", ""),
        ] {
            assert_eq!(first_sentence(&first_text(markdown)), expected);
        }
    }
}
