//! What holds for any Markdown.

use std::collections::HashMap;

use proptest::prelude::*;
use pulldown_cmark::{Event, Tag, TagEnd, html::push_html};

use super::*;
use crate::source::clean;

const ANSI: Style<'static> = Style {
    heading: Mark::Ansi("\u{1b}[1;32m"),
    strong: Mark::Ansi("\u{1b}[1m"),
    emphasis: Mark::Ansi("\u{1b}[3m"),
    code: Mark::Ansi("\u{1b}[36m"),
    strikethrough: Mark::Ansi("\u{1b}[9m"),
    link: Mark::Ansi("\u{1b}[4m"),
};

fn text_of(markdown: &str, width: usize, style: Style<'_>) -> String {
    let options = TextOptions { width, links: LinkStyle::Footnotes, style };
    render(markdown, &options, &mut Links::new())
}

/// How often each word is in a text.
fn words(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// What a browser shows of the Markdown, without raw HTML and footnote numbers.
fn html_text(markdown: &str) -> String {
    let events = parser(markdown).filter_map(|event| match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => None,
        Event::Start(Tag::FootnoteDefinition(_)) | Event::End(TagEnd::FootnoteDefinition) => {
            Some(Event::SoftBreak)
        }
        event => Some(event),
    });
    let mut html = String::new();
    push_html(&mut html, events);
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let part =
            if index == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) };
        text.push(' ');
        text.push_str(part);
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    entities.iter().fold(text, |text, (entity, c)| text.replace(entity, c))
}

/// The words of the HTML that are not in the text, or not as often.
fn lost_words(html: &str, text: &str) -> Vec<String> {
    let text = words(text);
    let missing = words(html).into_iter().filter(|(word, count)| text.get(word) < Some(count));
    missing.map(|(word, _)| word.to_owned()).collect()
}

/// Whether the letters and digits of the HTML are in the text, in the same order.
fn has_all_letters(html: &str, text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    html.chars().filter(|c| c.is_alphanumeric()).all(|c| letters.any(|letter| letter == c))
}

/// Markdown of pieces that mean something, in any order, with `separator` between them.
pub(in crate::render) fn markdown(separator: &'static str) -> impl Strategy<Value = String> {
    let pieces = proptest::sample::select(vec![
        "# ",
        "## ",
        "### ",
        "> ",
        "- ",
        "1. ",
        "10. ",
        "* ",
        "- [ ] ",
        "- [x] ",
        "    ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "```\n",
        "~~~\n",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "](",
        "](/url)",
        ")",
        "![",
        "](/img \"title\")",
        "<https://example.com>",
        "<a@example.com>",
        "https://example.com/a",
        "[^1]",
        "[^1]: ",
        "[^2]: ",
        "|",
        "| a | b |\n|---|--:|\n| c | d |\n",
        "\n|---|---|\n",
        "---\n",
        "===\n",
        "> [!NOTE]\n> ",
        "<br>",
        "<b>",
        "</b>",
        "\\",
        "\\\n",
        "  \n",
        "&amp;",
        "&#10;",
        "\t",
        "word",
        "other",
        "12",
        "日本語の文章",
        "한국어",
        "é",
        "👩‍💻",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{7}",
        "[a]: /url\n",
        "[a]",
        "{#id}",
        "long-word-that-is-long",
        " ",
        " ",
        " ",
    ]);
    proptest::collection::vec(pieces, 0..40).prop_map(move |pieces| pieces.join(separator))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn loses_no_word(markdown in markdown(" ")) {
        let text = text_of(&markdown, 500, Style::PLAIN);
        prop_assert_eq!(lost_words(&html_text(&markdown), &text), Vec::<String>::new());
    }

    #[test]
    fn keeps_the_order(markdown in markdown("")) {
        // Notes are moved to the end, and a row's cells stand side by side.
        let markdown = markdown.replace("[^", "[").replace('|', "");
        let text = text_of(&markdown, 20, Style::PLAIN);
        prop_assert!(has_all_letters(&html_text(&markdown), &text), "{}", text);
    }

    #[test]
    fn shows_no_controls_and_no_space_at_line_ends(markdown in markdown(""), width in 0usize..100) {
        let markdown = markdown
            .replace("other", "\n\n<div><!--\n\n")
            .replace("12", "<a b=\"<!--\">")
            .replace("word", "<i c=\"-->\">");
        let text = text_of(&markdown, width, Style::PLAIN);
        prop_assert!(!text.ends_with('\n'));
        prop_assert!(!text.starts_with('\n'));
        for line in text.split('\n') {
            prop_assert_eq!(line, line.trim_end());
            prop_assert_eq!(&clean(line), line);
        }
    }

    #[test]
    fn keeps_to_the_width(markdown in "([a-z]{1,9}[ \n]|日本語|[*_`]|> |- |1\\. |\n\n){0,60}", width in 20usize..100) {
        for line in text_of(&markdown, width, Style::PLAIN).split('\n') {
            let is_code = line.trim_start_matches(['>', '-', ' ']).len() + 4 <= line.len();
            prop_assert!(chars::width(line) <= width || is_code, "{:?}", line);
        }
    }

    #[test]
    fn styling_changes_no_line(markdown in "([a-z]{1,9} |[a-z]{1,9}|日本語|\\*\\*|\\*|\n|\n\n# |\n- |> ){0,60}") {
        let bare = Style {
            heading: Mark::Signs("", ""),
            strong: Mark::Signs("", ""),
            emphasis: Mark::Signs("", ""),
            code: Mark::Signs("", ""),
            strikethrough: Mark::Signs("", ""),
            link: Mark::Signs("", ""),
        };
        let styled = text_of(&markdown, 30, ANSI);
        for line in styled.split('\n') {
            prop_assert!(line.rfind("\u{1b}[0m") >= line.rfind("\u{1b}["), "{:?}", line);
        }
        prop_assert_eq!(chars::unstyled(&styled), text_of(&markdown, 30, bare));
    }

    #[test]
    fn inline_text_is_one_line_and_whole(markdown in markdown("")) {
        let line = markdown.replace('\n', " ");
        let options = TextOptions { width: 72, links: LinkStyle::Inline, style: Style::PLAIN };
        let text = render_inline(&line, &options, &mut Links::new());
        prop_assert!(!text.contains('\n'));
        prop_assert_eq!(text.trim(), &text);
        let html = html_text(&format!("x {line}"));
        let text = format!("x {text}");
        prop_assert!(has_all_letters(&html, &text), "{}", text);
    }

    #[test]
    fn wraps_any_text(text in "\\PC{0,80}", width in 0usize..40) {
        let wrapped = wrap(&text, width, "* ", "  ");
        let text = format!("*{}", clean(&text));
        let dense = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(dense(&wrapped), dense(&text));
    }

    #[test]
    fn lays_out_any_table(
        rows in proptest::collection::vec(proptest::collection::vec("[a-z ]{0,30}", 0..5), 0..5),
        width in 0usize..80,
    ) {
        let header = ["one".to_owned(), "two".to_owned()];
        let text = table(&header, &rows, &[], width);
        prop_assert!(text.split('\n').all(|line| line == line.trim_end()));
    }
}

/// Input of which each kind would be slow if the time were quadratic in its size.
#[test]
fn takes_deep_and_long_input() {
    let repeated = |text: &str, size: usize| text.repeat(size / text.len());
    for piece in [
        "[", "*", "**a ", "_a", "`", "> a\n", "| a ", "a|b\n", "[a](b) ", "![", "<b>", "日本", "&",
        "~",
    ] {
        text_of(&repeated(piece, 100_000), 72, ANSI);
    }
    let table = format!("| a | b |\n|---|---|\n{}", repeated("| some text | *x* |\n", 100_000));
    text_of(&table, 72, Style::PLAIN);
    let quotes = format!("{}deep", "> ".repeat(10_000));
    assert!(text_of(&quotes, 72, Style::PLAIN).ends_with("> deep"));
    let lists = format!("{}deep", "- ".repeat(10_000));
    assert!(text_of(&lists, 72, Style::PLAIN).ends_with("- deep"));
}
