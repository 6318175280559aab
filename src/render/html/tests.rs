use proptest::prelude::*;

use super::{HtmlOptions, parsed, plain, render, render_inline};
use crate::view::Heading;

const BARE: HtmlOptions<'static> = HtmlOptions {
    id_prefix: "",
    heading_offset: 0,
    headings: &[],
    attachments: &[],
    attachment_base: "",
    incident_base: None,
    labels: None,
};

fn html(markdown: &str) -> String {
    let attachments = ["graph.png".to_owned(), "a b.txt".to_owned()];
    render(
        markdown,
        &HtmlOptions {
            id_prefix: "s-",
            heading_offset: 1,
            headings: &[],
            attachments: &attachments,
            attachment_base: "",
            incident_base: None,
            labels: None,
        },
    )
}

#[test]
fn leads_nowhere_dangerous() {
    for hostile in [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hi)",
        "[x](vbscript:x)",
        "![x](data:image/svg+xml,x)",
        "[x](../../etc/passwd)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x](//evil.example)",
    ] {
        let page = html(hostile);
        assert!(!page.contains("href") && !page.contains("src"), "{hostile} gave {page}");
        assert!(
            page.contains('x') || page.contains("javascript:alert"),
            "the text of {hostile} stays"
        );
    }
}

#[test]
fn keeps_what_is_harmless() {
    assert_eq!(
        html("[a](https://a.example/?b=1&c=2)"),
        "<p><a href=\"https://a.example/?b=1&amp;c=2\">a</a></p>\n"
    );
    assert!(html("<ops@example.com>").contains("href=\"mailto:ops@example.com\""));
    assert!(html("![g](graph.png)").contains("<img src=\"graph.png\" alt=\"g\""));
    for written in ["<a b.txt>", "a%20b.txt", "./%61%20b%2Etxt"] {
        let page = html(&format!("[t]({written})"));
        assert!(page.contains("href=\"a%20b.txt\""), "{page}");
    }
    for refused in ["%2e%2e%2fa%20b.txt", "a%2520b.txt", "%zz", "caf%E9"] {
        assert!(!html(&format!("[t]({refused})")).contains("href"), "{refused}");
    }
}

#[test]
fn loads_nothing_from_elsewhere() {
    let page = html("![pixel](https://tracker.example/p.gif)");
    assert!(!page.contains("<img"), "{page}");
    assert!(page.contains("<a href=\"https://tracker.example/p.gif\">pixel</a>"), "{page}");
}

#[test]
fn links_bare_addresses() {
    assert_eq!(
        html("see https://a.example/x(1). And (http://b.example)!"),
        "<p>see <a href=\"https://a.example/x(1)\">https://a.example/x(1)</a>. And \
         (<a href=\"http://b.example\">http://b.example</a>)!</p>\n"
    );
    assert!(!html("`https://a.example`").contains("href"));
    assert_eq!(html("[https://a.example](https://b.example)").matches("href").count(), 1);
    assert!(!html("https://").contains("href"));
}

#[test]
fn headings_have_the_ids_that_they_are_given() {
    let headings = ["why", "when"].map(|anchor| Heading { level: 3, anchor: anchor.to_owned() });
    let options = HtmlOptions { headings: &headings, ..BARE };
    let text = "### Why {#other}\n\n> ### Quoted\n\n- ### Listed\n\nWhen\n---\n\n### More\n";
    for (before, after) in [("", ""), ("<h3 id=\"main_\">Raw</h3>\n\n", " <b>b</b>")] {
        let page = render(&format!("{before}{text}{after}"), &options);
        for part in [
            "<h3 id=\"why\">Why</h3>",
            "<h3>Quoted</h3>",
            "<h3>Listed</h3>",
            "<h2 id=\"when\">When</h2>",
            "<h3>More</h3>",
        ] {
            assert!(page.contains(part), "{part}\nis not in\n{page}");
        }
        assert_eq!(page.matches("id=").count(), 2, "{page}");
    }
}

#[test]
fn places_on_the_page_are_led_to_from_other_pages() {
    let text = "[why](#why) and note[^1]\n\n[^1]: N.";
    let from = |base, text: &str| render(text, &HtmlOptions { attachment_base: base, ..BARE });
    assert!(from("", text).contains("href=\"#why\""));
    for raw in ["", " <b>b</b>"] {
        let page = from("incidents/a/", &format!("{raw}{text}"));
        assert!(page.contains("href=\"incidents/a/index.html#why\""), "{page}");
        assert!(page.contains("href=\"#note-1\""), "{page}");
    }
}

#[test]
fn raw_html_is_sanitised() {
    let page = html("<b onclick=x()>bold</b> <script>alert(1)</script> <iframe src=x></iframe>");
    assert!(page.contains("<b>bold</b>"), "{page}");
    assert!(
        !page.contains("script") && !page.contains("onclick") && !page.contains("iframe"),
        "{page}"
    );
    assert!(!html("<div\nstyle=position:fixed>x</div>").contains("style"));
    assert!(!html("text <!-- secret -->").contains("secret"));
}

#[test]
fn raw_html_leads_and_loads_no_further_than_markdown() {
    for hostile in [
        "<img src=\"https://tracker.example/p.gif\" alt=x>",
        "<img src=\"//tracker.example/p.gif\" alt=x>",
        "<img src=\"../../secret.png\" alt=x>",
        "<a href=\"../../secret\">x</a>",
        "<a href=\"//evil.example\">x</a>",
        "<q cite=\"data:text/html,x\">x</q>",
        "<input type=\"password\">x",
        "<input type=\"image\" src=\"graph.png\">x",
    ] {
        let page = html(hostile);
        for attribute in ["href=", "src=", "cite=", "password", "image"] {
            assert!(!page.contains(attribute), "{hostile} gave {page}");
        }
    }
    let page =
        html("<img src=\"graph.png\" alt=g> <a href=\"https://a.example\">a</a> [t](<a b.txt>)");
    assert!(page.contains("src=\"graph.png\""), "{page}");
    assert!(page.contains("href=\"https://a.example\"") && page.contains("href=\"a%20b.txt\""));
    let page = html("<b>x</b>\n\n- [x] done");
    assert!(page.contains("<input type=\"checkbox\"") && page.contains("disabled"), "{page}");
}

#[test]
fn what_lost_its_source_or_its_kind_goes() {
    for (raw, left) in [
        ("a <img src=\"https://a.example/p.gif\" alt=\"x src=\"> b", "<p>a  b</p>"),
        ("a <img> b <img alt='\"&gt;<img src=&quot;'> c", "<p>a  b  c</p>"),
        ("a <input disabled> b <input type=password> c", "<p>a  b  c</p>"),
        ("<b title='<img>'>a</b>", "<p><b title=\"&lt;img&gt;\">a</b></p>"),
    ] {
        assert_eq!(html(raw).trim_end(), left, "{raw}");
    }
    let page = html("<img alt='>' src=graph.png> <input type=checkbox>\n\n- [ ] open");
    assert_eq!(page.matches("<img").count(), 1, "{page}");
    assert_eq!(page.matches("<input").count(), 2, "{page}");
}

#[test]
fn a_file_with_a_schemes_name_is_a_file() {
    let attachments = ["javascript:alert(1)".to_owned(), "a#b?c%41.png".to_owned()];
    let options = HtmlOptions {
        id_prefix: "",
        heading_offset: 0,
        headings: &[],
        attachments: &attachments,
        attachment_base: "",
        incident_base: None,
        labels: None,
    };
    for raw in ["", "<b>x</b> ", "<a href=\"javascript:alert(1)\">y</a> "] {
        let page = render(&format!("{raw}[x](javascript:alert(1)) ![y](a#b?c%41.png)"), &options);
        assert!(page.contains("href=\"javascript%3Aalert%281%29\""), "{page}");
        assert!(!page.contains("javascript:"), "{page}");
        assert!(page.contains("src=\"a%23b%3Fc%2541.png\""), "{page}");
    }
}

#[test]
fn raw_html_beside_them_takes_nothing_from_addresses_that_are_not_ascii() {
    let attachments = ["größe.log".to_owned(), "größe.png".to_owned()];
    for (attachment_base, incident_base) in [("", "../"), ("incidents/2024-05-02-b/", "incidents/")]
    {
        let options = HtmlOptions {
            attachments: &attachments,
            attachment_base,
            incident_base: Some(incident_base),
            ..BARE
        };
        for markdown in [
            "[x](../2024-05-01-a/#größe)",
            "[x](../2024-05-01-größe/)",
            "[x](größe.log)",
            "![x](gr%C3%B6%C3%9Fe.png)",
        ] {
            let plain = render(markdown, &options);
            assert!(plain.contains("gr%C3%B6%C3%9Fe"), "{plain}");
            let beside = render(&format!("{markdown} <b>b</b>"), &options);
            assert_eq!(beside.replace(" <b>b</b>", ""), plain.replace(" />", ">"));
        }
    }
}

#[test]
fn other_incidents_are_led_to_from_markdown_alone() {
    let on_page = HtmlOptions { incident_base: Some("../"), ..BARE };
    let linked = |markdown: &str| render(markdown, &on_page).trim_end().to_owned();
    let page = "<a href=\"../2024-05-01-a/index.html#why\">x</a>";
    assert_eq!(linked("[x](../2024-05-01-a/report.md#why)"), format!("<p>{page}</p>"));
    assert_eq!(linked("[x](../2024-05-01-a/#why) <b>b</b>"), format!("<p>{page} <b>b</b></p>"));
    assert_eq!(linked("![x](../2024-05-01-a/)"), "<p>x</p>");
    assert_eq!(linked("![x](../2024-05-01-a/)<b></b>"), "<p>x<b></b></p>");
    for raw in ["../2024-05-01-b/index.html", "../2024-05-01-b/", "../2024-05-01-b/report.md"] {
        let raw = format!("<a href=\"{raw}\">y</a> <cite>z</cite>");
        assert_eq!(linked(&raw), "<p><a>y</a> <cite>z</cite></p>", "{raw}");
    }
    assert_eq!(render("[x](../2024-05-01-a/)", &BARE).trim_end(), "<p>x</p>");
    let odd = linked("[x](<../a \"b%3C&%23/#c \"d>)");
    assert_eq!(odd, "<p><a href=\"../a%20%22b%3C%26%23/index.html#c%20%22d\">x</a></p>");
}

#[test]
fn a_flood_of_raw_tags_is_cut_and_its_text_stays() {
    let page = html(&format!("{}the text{}", "<b>".repeat(50_000), "<i>".repeat(50_000)));
    assert!(page.contains("the text"), "{}", page.len());
    assert!(page.len() < 20_000, "{}", page.len());
}

#[test]
fn ids_carry_the_prefix_and_headings_shift() {
    let page = html("### Head\n\nText[^a].\n\n[^a]: Note.");
    assert!(page.contains("<h4>Head</h4>"), "{page}");
    assert!(page.contains("id=\"s-note-a\"") && page.contains("href=\"#s-note-a\""), "{page}");
}

#[test]
fn one_line_has_no_paragraph() {
    assert_eq!(render_inline("`a` *b*", &BARE), "<code>a</code> <em>b</em>");
}

#[test]
fn pages_have_no_inline_styles() {
    let page = html("| a | b |\n| --: | :-: |\n| 1 | `x />` |\n\n---\n\n- [x] done");
    assert!(!page.contains("style="), "{page}");
    let said = " style=\"text-align: right\" />";
    assert!(html(said).contains("style=\"text-align: right\" /&gt;"));
    assert!(page.contains("<td class=\"align-right\">1</td>"), "{page}");
    assert!(page.contains("<hr>") && page.contains("x /&gt;"), "{page}");
    assert!(page.contains("aria-label=\"Done\""), "{page}");
}

/// Words with all that could begin, end or interrupt a paragraph; and lines without most of it.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"([a-zßÄ]{1,3}|[ \n]|\n\n|[0-9][.)]?|[-+=#:.!(){}"'/%$^@;,?]|&[a-z]+;|[*_`~<>|\[\]\\&\t\r]|://){0,24}"#,
        r#"([a-zß][-+=#:.!(){}"'/%$^@;,? 0-9a-z]{0,8}[a-z.)=:-]\n{1,3}){1,5}"#,
    ]
}

proptest! {
    #[test]
    fn plain_paragraphs_are_those_of_the_parser(text in texts()) {
        if let Some(page) = plain::paragraphs(&text) {
            prop_assert_eq!(page, parsed(&text, &BARE), "{:?}", text);
        }
        if let Some(line) = plain::line(&text) {
            prop_assert_eq!(format!("<p>{line}</p>\n"), parsed(&text, &BARE), "{:?}", text);
        }
    }
}

#[test]
fn only_plain_words_go_past_the_parser() {
    for text in ["Alarms for 5xx: rate at 3.2% (5 min).", "It's over.\nAt last!\n\nÜber all\n"] {
        assert!(plain::paragraphs(text).is_some(), "{text:?}");
    }
    for text in
        ["", "1. One", "a\n- b", "a\n---", "a  \nb", "a\n    b", "a &amp; b", "http://a.example"]
    {
        assert!(plain::paragraphs(text).is_none(), "{text:?}");
    }
}
