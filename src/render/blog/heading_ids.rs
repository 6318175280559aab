use crate::source::{Outline, Span};
use crate::view::Heading;

/// The heading of a section with its id, for Markdown that takes attributes.
pub(super) fn with_id(heading: &str, anchor: &str) -> String {
    format!("{heading} {{#{anchor}}}")
}

/// Markdown with an id behind each heading; as it was, where its headings are not these.
pub(super) fn with_ids(markdown: String, headings: &[Heading]) -> String {
    if headings.is_empty() {
        return markdown;
    }
    let found = Outline::of(&markdown).headings;
    if found.len() != headings.len() {
        return markdown;
    }
    let mut text = String::with_capacity(markdown.len() + headings.len() * 16);
    let mut from = 0;
    for (heading, Heading { anchor, .. }) in found.iter().zip(headings) {
        let end = text_end(&markdown, heading.span);
        text.push_str(&with_id(&markdown[from..end], anchor));
        from = end;
    }
    text.push_str(&markdown[from..]);
    text
}

/// Where the text of a heading ends: with its line, or before the one that underlines it.
fn text_end(markdown: &str, heading: Span) -> usize {
    let text = markdown[heading.range()].trim_end();
    let is_underlined = !text.trim_start().starts_with('#');
    let underline = text.rfind('\n').filter(|_| is_underlined);
    heading.start + underline.map_or(text, |end| &text[..end]).trim_end().len()
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::with_ids;
    use crate::source::{Outline, markdown_options};
    use crate::view::Heading;

    #[test]
    fn each_heading_has_its_id_and_the_same_words() {
        let markdown = "# One\n\n> ## Quoted\n\n### Two ###\ntext\n\n#### `a` \\{b\\}  \n\nThree\nlines\n\
                        ===\n\n- ## Listed\n\n```\n# code\n```\n\n##\n\n## [x](#y)";
        let texts = |text: &str| -> Vec<String> {
            Outline::of(text).headings.into_iter().map(|heading| heading.text).collect()
        };
        let names: Vec<String> = (0..texts(markdown).len()).map(|n| format!("größe_{n}")).collect();
        let headings: Vec<Heading> =
            names.iter().map(|anchor| Heading { level: 2, anchor: anchor.clone() }).collect();
        let with = with_ids(markdown.to_owned(), &headings);
        assert_eq!(texts(&with), texts(markdown), "{with}");
        let ids: Vec<String> = Parser::new_ext(&with, markdown_options(&with))
            .filter_map(|event| match event {
                Event::Start(Tag::Heading { id, .. }) => id.map(|id| id.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(ids, names, "{with}");
        assert_eq!(with_ids(markdown.to_owned(), &headings[1..]), markdown);
    }
}
