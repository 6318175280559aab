use proptest::prelude::*;
use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::{Policy, RawHtml, address, escape, inert, starting_inline};
use crate::source::markdown_options;

fn post(markdown: &str) -> String {
    let attachments = ["graph 1.png".to_owned()];
    let policy = Policy {
        attachments: &attachments,
        attachment_base: Some("/assets/"),
        base_url: Some("https://status.example.com"),
        has_anchors: true,
        html: RawHtml::Shown,
        has_alerts: false,
        has_footnotes: true,
        has_indented_code: true,
    };
    inert(markdown, &policy)
}

#[test]
fn what_is_harmless_stays_as_it_was_typed() {
    for markdown in [
        "Some *text*, `code` and [a link](https://a.example \"Title\").\n\n* one\n* two\n",
        "[a][x] and <https://a.example> and <ops@a.example>\n\n[x]: https://a.example\n",
        "| a | b |\n|---|--:|\n| `x\\|y` | 2 |\n",
        "```rust\nlet a = b < c;\n```\n\n    indented <code>\n",
        "A note.[^1] Line  \nbreak<br>here &amp; there \\< \\[x\\]\n\n[^1]: Its text.\n",
        "~~old~~ - [x] task\n\n1. [ ] todo\n\n> quote\n\n***\n",
    ] {
        assert_eq!(post(markdown), markdown);
    }
}

#[test]
fn what_a_generator_does_not_know_is_written_in_another_way() {
    let policy = Policy {
        attachments: &[],
        attachment_base: None,
        base_url: None,
        has_anchors: false,
        html: RawHtml::Shown,
        has_alerts: false,
        has_footnotes: false,
        has_indented_code: false,
    };
    for (markdown, expected) in [
        (
            "One[^b], two[^a].\n\n[^a]: A\n\n    more\n\n[^b]: B\n",
            "One\\[1\\], two\\[2\\].\n\n- \\[2\\] A\n\n    more\n\n- \\[1\\] B\n",
        ),
        ("[i](../2024-05-01-a/)", "i"),
        ("[see](#root-cause) [why][w]\n\n[w]: #root-cause", "see why\n\n"),
        ("    a <b>\n      b\n\n    c\n\nd\n", "```\na <b>\n  b\n\nc\n```\n\nd\n"),
        ("- x\n\n      a\n\t  b\n", "- x\n\n  ```\n  a\n  b\n  ```\n"),
        ("> x\n>\n>     a\n>     b\n", "> x\n>\n> ```\n> a\n> b\n> ```\n"),
        ("-     ```\n", "- ````\n  ```\n  ````\n"),
    ] {
        assert_eq!(inert(markdown, &policy), expected, "{markdown}");
    }
}

#[test]
fn links_lead_to_the_web_or_to_attachments() {
    for (markdown, expected) in [
        ("[x](javascript:alert)", "x"),
        ("[x](JavaScript:alert)", "x"),
        ("[*x*](data:text/html,hi \"t\")", "*x*"),
        ("![x](data:image/png,x)", "x"),
        ("[x](../../etc/passwd)", "x"),
        ("[x](//evil.example)", "x"),
        ("<javascript:alert>", "javascript:alert"),
        ("[x][r]\n\n[r]: javascript:alert\n", "x\n\n\n"),
        ("[g](graph%201.png)", "[g](/assets/graph%201.png)"),
        ("![g](<./graph 1.png> \"Title\")", "![g](/assets/graph%201.png \"Title\")"),
        ("![g][r]\n\n[r]: graph%201.png\n", "![g](/assets/graph%201.png)\n\n\n"),
        ("[*g*][]\n\n[*g*]: graph%201.png\n", "[*g*](/assets/graph%201.png)\n\n\n"),
        ("![g][]\n\n[g]: graph%201.png\n", "![g](/assets/graph%201.png)\n\n\n"),
        ("[x][] y\n\n[x]: javascript:alert\n", "x y\n\n\n"),
        (
            "[![g][]](../2024-05-01-a)\n\n[g]: graph%201.png\n",
            "[![g](/assets/graph%201.png)](https://status.example.com/incidents/2024-05-01-a/)\n\n\n",
        ),
        ("[w][] ![w][]\n\n[w]: https://a.example\n", "[w][] [w][]\n\n[w]: https://a.example\n"),
        ("![p](https://tracker.example/p.gif)", "[p](https://tracker.example/p.gif)"),
        ("[i](../2024-05-01-a)", "[i](https://status.example.com/incidents/2024-05-01-a/)"),
        (
            "[i](../2024-05-01-a/report.md#why \"T\")",
            "[i](https://status.example.com/incidents/2024-05-01-a/#why \"T\")",
        ),
        (
            "[i][r]\n\n[r]: ../%5Ba%7C/#a%7D{\n",
            "[i](https://status.example.com/incidents/%5Ba%7C/#a%7D%7B)\n\n\n",
        ),
        ("![i](../2024-05-01-a/)", "i"),
        ("[i](../a:b/#c:d)", "[i](https://status.example.com/incidents/a%3Ab/#c:d)"),
        ("!![p](https://tracker.example/p.gif)", "! p"),
        ("[![p](https://a.example/p.gif)](https://a.example)", "[p](https://a.example)"),
    ] {
        assert_eq!(post(markdown), expected, "{markdown}");
    }
}

#[test]
fn what_is_taken_out_leaves_no_link_behind() {
    for markdown in [
        "[[a](javascript:x)](javascript:y)",
        "[a]<!-- -->(javascript:y)",
        "[a]<b>(javascript:y)",
        "[a][(javascript:y)](javascript:x)",
        "[a[b]](javascript:x)(javascript:y)",
        "<a title=\"[x](javascript:y)\">",
        "<div>\n[x](javascript:y)\n</div>",
        "<x:[x](javascript:y)>",
    ] {
        let inert = post(markdown);
        assert!(links(&inert).is_empty(), "{markdown} gave {inert}");
    }
}

#[test]
fn raw_html_is_shown_or_gone() {
    for (markdown, expected) in [
        ("a <script>x</script>", "a &lt;script&gt;x&lt;/script&gt;"),
        ("a <b>bold</b> <kbd>x</kbd>", "a bold x"),
        ("a <b onclick=x>", "a &lt;b onclick=x&gt;"),
        ("a <!-- secret --> b", "a  b"),
        ("<!-- secret\n\nmore --> rest\n\nnext", "rest\n\nnext"),
        ("<!-- never closed\n\nsecret", "\n\n"),
        (
            "<div\nonload=x>\n    *text*\n</div>\n",
            "&lt;div\nonload=x&gt;\n\\*text\\*\n&lt;/div&gt;\n",
        ),
        ("1 < 2", "1 &lt; 2"),
    ] {
        assert_eq!(post(markdown).trim(), expected.trim(), "{markdown}");
    }
}

#[test]
fn what_only_kramdown_takes_for_markup_is_text_for_it_too() {
    for (markdown, expected) in [
        ("a {: onclick=\"x\"}", "a \\{: onclick=\"x\"}"),
        ("{::nomarkdown}x{:/}", "\\{::nomarkdown}x\\{:/}"),
        ("### H {#id .c onclick=x}\n", "### H\n"),
        ("[x](javascript:alert // y)", "[x]\\(javascript:alert // y)"),
        ("[x]: javascript:alert // y", "[x]\\: javascript:alert // y"),
        ("a ` <script> ` b", "a `` <script> `` b"),
        ("> `<a>\n> b`", "> `` <a> b ``"),
        ("| a |\n|---|\n| `<\\|` |\n", "| a |\n|---|\n| `` <\\| `` |\n"),
        ("``` two words\nx\n```\n", "```two\nx\n```\n"),
        ("a | b", "a \\| b"),
    ] {
        assert_eq!(post(markdown), expected, "{markdown}");
    }
}

#[test]
fn every_fence_is_closed_where_its_containers_end() {
    for (markdown, expected) in [
        ("```\n<x>", "```\n<x>\n```\n"),
        ("~~~~\nx\n~~~\n", "~~~~\nx\n~~~\n~~~~\n"),
        ("```\nx\n> ```\n", "```\nx\n> ```\n```\n"),
        ("- a\n  ```\n  x\n", "- a\n  ```\n  x\n  ```\n"),
        ("> ```\n> x\n", "> ```\n> x\n> ```\n"),
        ("- a\n\n\t```\n\tx\n\t```\n", "- a\n\n\t```\n\tx\n\t```\n"),
        ("- ```\n\tx\n\t```\n", "- ```\n\tx\n\t```\n"),
        ("   ```\nx\n   ```\n", "   ```\nx\n   ```\n"),
    ] {
        assert_eq!(post(markdown), expected, "{markdown}");
    }
}

#[test]
fn alerts_become_quotes_that_say_what_they_are() {
    assert_eq!(post("> [!TIP]\n> Use it.\n"), "> **Tip:**\n> Use it.\n");
}

#[test]
fn plain_text_is_no_markup() {
    let text = |markdown: &str| -> String {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, markdown_options(markdown)) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => panic!("{markdown} has {other:?}"),
            }
        }
        text
    };
    for plain in [
        "# no heading",
        "- no item",
        "1. no item",
        "2) no item",
        "> no quote",
        "--- no rule",
        "=== x",
        ": x",
        "*a* _b_ `c` ~~d~~ [e](f) ![g](h) <i> &amp; \\ | {: x} snake_case_name",
        "***",
        "___",
        "```",
        "~~~",
        "+ x",
        "^",
        "$$x$$",
        "[^1]: x",
        "100%",
        "C# #",
    ] {
        assert_eq!(text(&escape(plain)), plain, "{}", escape(plain));
    }
    assert_eq!(escape("snake_case_name"), "snake_case_name");
    assert_eq!(starting_inline("1. `code` *stays*"), "1\\. `code` *stays*");
}

#[test]
fn addresses_end_nothing() {
    assert_eq!(
        address("https://a.example/x (1)?{{a}}"),
        "https://a.example/x%20%281%29?%7B%7Ba%7D%7D"
    );
}

/// Destinations that are neither the web, mail, this page nor an attachment.
fn links(markdown: &str) -> Vec<String> {
    let allowed = ["http://", "https://", "mailto:", "#", "/assets/"];
    Parser::new_ext(markdown, markdown_options(markdown))
        .filter_map(|event| match event {
            Event::Start(
                Tag::Link { dest_url, link_type, .. } | Tag::Image { dest_url, link_type, .. },
            ) if link_type != LinkType::Email => Some(dest_url.to_ascii_lowercase()),
            _ => None,
        })
        .filter(|url| !allowed.iter().any(|start| url.starts_with(start)))
        .collect()
}

fn raw_html(markdown: &str) -> Vec<String> {
    Parser::new_ext(markdown, markdown_options(markdown))
        .filter_map(|event| match event {
            Event::Html(html) | Event::InlineHtml(html) => Some(html.to_string()),
            _ => None,
        })
        .filter(|html| html.replace("<br>", "").contains('<'))
        .collect()
}

proptest! {
    /// Whatever pieces of markup come together: what comes out has no raw HTML and no
    /// dangerous link, and nothing panics.
    #[test]
    fn nothing_dangerous_comes_out(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("["), Just("]"), Just("("), Just(")"), Just("!"), Just("<"), Just(">"),
                Just("a"), Just(" "), Just("\n"), Just("\n\n"), Just("`"), Just("```\n"),
                Just("    "), Just("> "), Just("- "), Just("|"), Just("|-|\n"), Just("\\"),
                Just("<b>"), Just("</b>"), Just("<br>"), Just("<!--"), Just("-->"), Just("<div>"),
                Just("<script>"), Just("javascript:x"), Just("](javascript:x)"), Just("[r]"),
                Just("[r]: javascript:x\n"), Just("[^r]"), Just("[^r]: "), Just("{:"), Just("*"),
                Just("graph%201.png"), Just("https://a.example"), Just("&lt;"), Just("é"),
                Just("\t"), Just("1. "), Just("# "), Just("[!TIP]\n"), Just(" {#a}"), Just("\""),
            ],
            0..24,
        )
    ) {
        let markdown = parts.concat();
        let inert = post(&markdown);
        prop_assert_eq!(links(&inert), Vec::<String>::new(), "{:?} gave {:?}", &markdown, &inert);
        prop_assert_eq!(raw_html(&inert), Vec::<String>::new(), "{:?} gave {:?}", &markdown, &inert);
    }
}
