//! Markdown that may have HTML in it, as Markdown without.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Loss;
use super::marks::Marks;
use crate::source::{clean, markdown_options};

/// A text as Markdown without HTML: tags that Markdown has a sign for become that sign, others go,
/// with scripts and styles whole. What is no HTML, such as `<hostname>`, stays as text. What a reader
/// could see there and cannot here is a loss.
pub(super) fn markdown(text: &str, losses: &mut Vec<Loss>) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = clean(&text);
    let text = text.trim_matches(['\n', ' ']);
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut marks = Marks::default();
    let mut from = 0;
    for range in html(text) {
        marks.text(&text[from..range.start]);
        marks.html(&text[range.clone()]);
        from = range.end;
    }
    marks.text(&text[from..]);
    let (text, lost) = marks.finish();
    losses.extend(lost.into_iter().map(|(element, why)| Loss::new(format!("<{element}>"), why)));
    inert(&text)
}

/// The same where a line break is meant as one, as in texts that are typed into a form.
pub(super) fn with_line_breaks(markdown: &str) -> String {
    let mut broken = String::with_capacity(markdown.len());
    let mut from = 0;
    let mut tables = 0;
    for (event, range) in Parser::new_ext(markdown, markdown_options(markdown)).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::End(TagEnd::Table) => tables -= 1,
            Event::SoftBreak if tables == 0 => {
                broken.push_str(&markdown[from..range.start]);
                broken.push('\\');
                from = range.start;
            }
            _ => {}
        }
    }
    broken.push_str(&markdown[from..]);
    broken
}

/// A text in which what still reads as HTML is text: taking tags out can make new ones.
fn inert(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut from = 0;
    for range in html(markdown) {
        text.push_str(&markdown[from..range.start]);
        text.push_str(&markdown[range.clone()].replace('<', "&lt;"));
        from = range.end;
    }
    text.push_str(&markdown[from..]);
    text
}

/// Where a text reads as HTML, in order and apart.
fn html(markdown: &str) -> impl Iterator<Item = Range<usize>> {
    let parser = Parser::new_ext(markdown, markdown_options(markdown));
    let mut end = 0;
    parser.into_offset_iter().filter_map(move |(event, range)| {
        let is_html = matches!(event, Event::Html(_) | Event::InlineHtml(_)) && range.start >= end;
        is_html.then(|| {
            end = range.end;
            range
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::with_line_breaks;
    use crate::source::Outline;

    fn markdown(text: &str) -> String {
        super::markdown(text, &mut Vec::new())
    }

    #[test]
    fn what_markdown_has_no_sign_for_is_told() {
        for (html, expected) in [
            ("<img src=a.png> and <img src=b.png alt=b>", &["<img>"][..]),
            ("<a href=\"/faq\">FAQ</a> <a href=\"javascript:a()\">x</a>", &["<a>"]),
            ("<table><tr><td>a</td></tr></table>", &["<table>"]),
            (
                "<iframe src=\"https://a.b\"></iframe><svg><text>a</text></svg>",
                &["<iframe>", "<svg>"],
            ),
            ("<b>a</b><script>b</script><a name=c></a><a href=https://a.b>d</a>", &[]),
        ] {
            let mut losses = Vec::new();
            super::markdown(html, &mut losses);
            let fields: Vec<&str> = losses.iter().map(|loss| loss.field.as_str()).collect();
            assert_eq!(fields, expected, "{html}");
        }
    }

    #[test]
    fn tags_become_signs() {
        for (html, expected) in [
            ("We are <b>sorry</b>.", "We are **sorry**."),
            ("<strong>Cause: </strong>a fan", "**Cause:** a fan"),
            ("One<br/>two<br>\nthree", "One\\\ntwo\\\nthree"),
            ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
            (
                "See <a href=\"https://example.com/a b\">the page</a>.",
                "See [the page](<https://example.com/a b>).",
            ),
            ("<a href='javascript:alert(1)'>Click</a>", "Click"),
            ("<ul>\n<li>One</li>\n<li>Two</li>\n</ul>", "- One\n- Two"),
            ("a <script>alert('x')</script> b", "a  b"),
            ("<style>\np { color: red }\n</style>\n\nText", "Text"),
            ("Set <hostname> to `<b>`", "Set \\<hostname> to `<b>`"),
            ("a <!-- incident-allow: blame no --> b", "a  b"),
            ("<h3>Cause</h3>A fan", "### Cause\n\nA fan"),
            ("<pre>a *b*\n c</pre>", "```\na *b*\n c\n```"),
            ("a <template> b **c**", "a  b **c**"),
            ("2 < 3 and 5 > 4", "2 < 3 and 5 > 4"),
            ("plain\r\nlines", "plain\nlines"),
            ("<p>Run <code>a `b` &lt;c></code>", "Run ``a `b` <c>``"),
            ("<code>`a</code> and <kbd> </kbd>", "`` `a `` and"),
            ("<code>a <b>b</b></code>", "`a b`"),
            ("<a href=\"https://a.b\">c] [d</a>", "[c\\] \\[d](https://a.b)"),
            ("<a href=\"https://a.b\">c [d]</a>", "[c [d]](https://a.b)"),
            ("<a href=\"https://a.b\"><code>c]</code></a>", "[`c]`](https://a.b)"),
            ("<img src=x onerror=alert(1) alt=\"A plot\">", "A plot"),
        ] {
            assert_eq!(markdown(html), expected, "{html}");
        }
    }

    #[test]
    fn line_breaks_stay() {
        assert_eq!(with_line_breaks("a\nb\n\nc\n- d\n- e"), "a\\\nb\n\nc\n- d\n- e");
        assert_eq!(with_line_breaks("| a |\n| - |\n| b |"), "| a |\n| - |\n| b |");
    }

    #[test]
    fn deep_nesting_is_no_trouble() {
        let text = format!("{}x{}", "<b><ul><li>".repeat(20_000), "</li></ul></b>".repeat(20_000));
        assert!(markdown(&text).contains('x'));
    }

    proptest! {
        #[test]
        fn no_html_is_left(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<", ">", "<b>", "</b>", "<script>", "</script>", "<p>", "</p>", "<br>", "\n",
                    "\n\n", "`", "```", "a", " ", "<!--", "-->", "<a href=\"https://x\">", "</a>",
                    "<li>", "<ul>", "</ul>", "- ", "&lt;", "<pre>", "</pre>", "<x", "\\", "*", "<?",
                    "<![CDATA[", "]]>", "    ", "<style>", "<h2>", "</h2>", "=", "\"", "#",
                ]),
                0..24,
            )
        ) {
            let text = markdown(&parts.concat());
            prop_assert!(Outline::of(&text).html.is_empty(), "{text:?}");
            prop_assert!(Outline::of(&with_line_breaks(&text)).html.is_empty(), "{text:?}");
        }
    }
}
