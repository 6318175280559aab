//! Each rule, by example.

use pulldown_cmark::Alignment;

use super::*;
use crate::source::clean;

const MAIL: TextOptions<'static> =
    TextOptions { width: 72, links: LinkStyle::Footnotes, style: Style::PLAIN };

fn narrow(markdown: &str) -> String {
    render(markdown, &TextOptions { width: 30, ..MAIL }, &mut Links::new())
}

fn mail(markdown: &str) -> String {
    render(markdown, &MAIL, &mut Links::new())
}

/// The text with its list of links.
fn with_links(markdown: &str) -> String {
    let mut links = Links::new();
    let text = render(markdown, &MAIL, &mut links);
    format!("{text}\n--\n{}", links.render())
}

#[test]
fn underlines_headings_to_their_display_width() {
    assert_eq!(
        narrow("# API down\nText.\n## 障害報告\nMore.\n### Detection\nAt once.\n#### Next\n- a"),
        "API down\n========\n\nText.\n\n障害報告\n--------\n\nMore.\n\nDetection\n\nAt once.\n\nNext\n\n- a"
    );
    assert_eq!(
        narrow("# A heading that is wider than the line\n\n### {#id}\n\n### a\n### b"),
        "A heading that is wider than\nthe line\n============================\n\na\n\nb"
    );
    assert_eq!(narrow("## With an id {#here}"), "With an id\n----------");
}

#[test]
fn wraps_prose_and_keeps_hard_breaks() {
    assert_eq!(
        narrow("The deploy of 09:12 broke the\nlogin page.  \nIt was\\\nrolled back.<br>Done."),
        "The deploy of 09:12 broke the\nlogin page.\nIt was\nrolled back.\nDone."
    );
}

#[test]
fn marks_inline_content_as_people_do_in_mail() {
    assert_eq!(
        mail("**Strong**, *emphasis*, `code`, ~~struck~~ and ***both***, **a **b** c**."),
        "*Strong*, _emphasis_, `code`, ~struck~ and _*both*_, *a b c*."
    );
}

#[test]
fn styles_with_ansi_that_ends_with_each_line() {
    let style = Style {
        strong: Mark::Ansi("\u{1b}[1m"),
        link: Mark::Ansi("\u{1b}[4m"),
        code: Mark::Ansi("\u{1b}[36m"),
        ..Style::PLAIN
    };
    let options = TextOptions { width: 20, style, links: LinkStyle::Inline };
    let show = |markdown| render(markdown, &options, &mut Links::new());
    assert_eq!(
        show("> A **strong [link](/u) that** wraps"),
        "> A \u{1b}[1mstrong \u{1b}[4mlink\u{1b}[0m\u{1b}[1m </u>\u{1b}[0m\n> \u{1b}[1mthat\u{1b}[0m wraps"
    );
    assert_eq!(show("    a\n\n    b"), "    \u{1b}[36ma\u{1b}[0m\n\n    \u{1b}[36mb\u{1b}[0m");
}

#[test]
fn lays_out_lists() {
    assert_eq!(
        narrow(
            "- one\n- two has more words than a line\n  - inner\n\n    loose\n- [x] done\n- [ ] open\n-\n- end"
        ),
        "- one\n- two has more words than a\n  line\n\n  - inner\n\n    loose\n\n- [x] done\n- [ ] open\n-\n- end"
    );
    assert_eq!(narrow("- a\n  - b\n    - c\n- d\n\npara"), "- a\n  - b\n    - c\n- d\n\npara");
    assert_eq!(narrow("- a\n\n- b\n\n* c\n* d"), "- a\n\n- b\n\n- c\n- d");
    assert_eq!(narrow("- - a\n  - b\n- > q\n- 1. x"), "- - a\n  - b\n\n- > q\n\n- 1. x");
}

#[test]
fn aligns_the_numbers_of_a_list() {
    assert_eq!(
        narrow("8. eight\n1. nine has more words than a line\n1. ten\n   1) inner"),
        " 8. eight\n 9. nine has more words than a\n    line\n10. ten\n    1. inner"
    );
}

#[test]
fn starts_each_line_of_a_quote_with_its_sign() {
    assert_eq!(
        narrow("> a quote of more words than a line\n>\n> - item\n>\n> > inner\n\n> other"),
        "> a quote of more words than a\n> line\n>\n> - item\n>\n> > inner\n\n> other"
    );
}

#[test]
fn names_alerts() {
    assert_eq!(narrow("> [!NOTE]\n> Read this."), "> NOTE: Read this.");
    assert_eq!(narrow("> [!WARNING]\n> - a\n> - b\n\nc"), "> WARNING:\n> - a\n> - b\n\nc");
    assert_eq!(narrow("> [!TIP]\n> ### Title\n> text"), "> TIP:\n>\n> Title\n>\n> text");
}

#[test]
fn keeps_code_blocks_as_they_are() {
    assert_eq!(
        narrow("```sh\n\nkubectl\tget pods --all-namespaces -o wide\n\n\n  *x*\n\n```\nend"),
        "    kubectl\tget pods --all-namespaces -o wide\n\n\n      *x*\n\nend"
    );
    assert_eq!(
        narrow("- a\n\n  ```\n  b\n\n  c\n  ```\n\n> ```\n> a\n>\n> b\n> ```"),
        "- a\n\n      b\n\n      c\n\n>     a\n>\n>     b"
    );
}

#[test]
fn numbers_links_once() {
    assert_eq!(
        with_links(
            "[Status](https://s.example) and [again](https://s.example), [docs][d].\n\n[d]: /docs"
        ),
        "Status [1] and again [1], docs [2].\n--\n[1] https://s.example\n[2] /docs"
    );
    let mut links = Links::new();
    assert!(links.is_empty());
    assert_eq!(render("[a](https://a)", &MAIL, &mut links), "a [1]");
    assert_eq!(render("[b](https://b) [c](https://a)", &MAIL, &mut links), "b [2] c [1]");
    assert_eq!(links.number("https://b"), 2);
    assert_eq!(links.render(), "[1] https://a\n[2] https://b");
}

#[test]
fn tells_a_link_once_if_its_text_is_the_url() {
    assert_eq!(
        with_links(
            "<https://a.example/>, [https://b.example](https://b.example), https://c.example/x_y_z"
        ),
        "https://a.example/, https://b.example, https://c.example/x_y_z\n--\n"
    );
    assert_eq!(
        with_links(
            "<a@b.example>, [Support](mailto:help@b.example?subject=x), [a@b.example](mailto:a@b.example)"
        ),
        "a@b.example, Support <help@b.example>, a@b.example\n--\n"
    );
    assert_eq!(
        mail("see<https://a.example>now 詳細は<https://a.example>を"),
        "see https://a.example now 詳細は https://a.example を"
    );
    assert_eq!(with_links("[top](#top) [nowhere]()"), "top nowhere\n--\n");
}

#[test]
fn tells_links_inline() {
    let options = TextOptions { links: LinkStyle::Inline, ..MAIL };
    let mut links = Links::new();
    let text = render("[a](https://a) ![b](b.png) <https://c>", &options, &mut links);
    assert_eq!(text, "a <https://a> [Image: b] <b.png> https://c");
    assert!(links.is_empty());
}

#[test]
fn keeps_a_link_number_with_its_word() {
    assert_eq!(narrow("Some words and then the runbook\n"), "Some words and then the\nrunbook");
    assert_eq!(narrow("Some words before a [runbook](/r)."), "Some words before a\nrunbook [1].");
    assert_eq!(narrow("[internationalization-runbooks](/r)"), "internationalization-runbooks\n[1]");
}

#[test]
fn describes_images() {
    assert_eq!(
        with_links(
            "![Latency *graph*](g.png \"p99\") ![](a.png) ![](b.png \"only title\") ![x](data:image/png;base64,AA)"
        ),
        "[Image: Latency graph (p99)] [1] [Image] [2] [Image: only title] [3]\n[Image: x]\n--\n[1] g.png\n[2] a.png\n[3] b.png"
    );
    assert_eq!(mail("[![badge](b.svg)](https://ci)"), "[Image: badge] [1] [2]");
}

#[test]
fn puts_notes_at_the_end() {
    let mut links = Links::new();
    let markdown = "One[^b] two.[^a]\n\n[^a]: Note a has [a link](/u).\n\n[^b]: Note b.\n\n    More.\n\n[^c]: Unused.\n\nEnd.[^none]";
    assert_eq!(
        render(markdown, &MAIL, &mut links),
        "One [note 1] two. [note 2]\n\nEnd.[^none]\n\n[note 1] Note b.\n\n         More.\n[note 2] Note a has a link [1].\n[note 3] Unused."
    );
    assert_eq!(render("x[^a]\n\n[^a]: y", &MAIL, &mut links), "x [note 4]\n\n[note 4] y");
}

#[test]
fn shows_no_raw_html() {
    assert_eq!(
        mail(
            "a <b>bold</b> <!-- hidden -->b\n\n<div>hidden</div>\n\n<!-- hidden\n\nhidden -->\n\nc"
        ),
        "a bold b\n\nc"
    );
    // The browser takes all of this for a comment, although the Markdown parser does not.
    assert_eq!(
        with_links("a\n\n<div><!--\n\nhidden [x](/u)\n\n    hidden\n\n<p>--></p>\n\nb <!--> c"),
        "a\n\nb c\n--\n"
    );
}

#[test]
fn shows_no_control_characters() {
    assert_eq!(
        mail("a\u{1b}[31m\u{7}b\u{9b}c\u{7f} \u{202e}d\u{2066}e `\u{1b}x`"),
        "a[31mbc de `x`"
    );
    assert_eq!(mail("    \u{1b}[2Ja\tb"), "    [2Ja\tb");
    assert_eq!(mail("&#27;[31m &#10; x&#x202e;y [a](</u&#27;v>)"), "[31m xy a [1]");
    assert_eq!(Links::new().number("\u{1b}]8;;x"), 1);
    assert_eq!(clean("a\u{1b}[31m\n\tb\u{2069}"), "a[31m\n\tb");
    assert_eq!(wrap("a\u{1b}]0;b\u{7} \u{1b}[1mc", 72, "", ""), "a]0;b \u{1b}[1mc\u{1b}[0m");
}

#[test]
fn breaks_chinese_and_japanese_but_no_urls() {
    assert_eq!(
        wrap("東京リージョンの障害により、一部のAPIが失敗しました。", 20, "", ""),
        "東京リージョンの障害\nにより、一部のAPIが\n失敗しました。"
    );
    assert_eq!(
        wrap("詳細はhttps://example.com/障害報告/一覧表をご覧（日本語）", 20, "", ""),
        "詳細は\nhttps://example.com/障害報告/一覧表をご覧\n（日本語）"
    );
    assert_eq!(
        wrap("ログは /var/log/障害報告/一覧表.txt です", 12, "", ""),
        "ログは\n/var/log/障害報告/一覧表.txt\nです"
    );
    assert_eq!(wrap("한국어단어는 나누지않습니다", 8, "", ""), "한국어단어는\n나누지않습니다");
}

#[test]
fn wraps_by_display_width_with_hanging_indents() {
    assert_eq!(wrap("👩‍💻 e\u{301} 日本 words", 9, "* ", "  "), "* 👩‍💻 e\u{301} 日\n  本\n  words");
    assert_eq!(wrap("one  two\n\nthree", 72, "- ", "  "), "- one two\n\n  three");
    assert_eq!(wrap("", 72, "", ""), "");
    assert_eq!(
        wrap("see https://example.com/a/b-c/d now", 10, "", ""),
        "see\nhttps://example.com/a/b-c/d\nnow"
    );
}

#[test]
fn aligns_tables() {
    assert_eq!(
        mail(
            "| Time | Event | n |\n|:--|:-:|--:|\n| 09:12 | **Deploy** | 1 |\n| 09:16 | 障害 `a\\|b` \u{1b} | 100 |\n| x |\n| | |"
        ),
        "Time     Event       n\n-----  ----------  ---\n09:12   *Deploy*     1\n09:16  障害 `a|b`  100\nx"
    );
}

#[test]
fn wraps_cells_or_turns_rows_into_blocks() {
    assert_eq!(
        narrow(
            "> | Time | Event |\n> |--|--|\n> | 09:12 | The deploy broke the login |\n> | 09:16 | Alert<br>Page |"
        ),
        "> Time   Event\n> -----  ---------------------\n> 09:12  The deploy broke the\n>        login\n> 09:16  Alert\n>        Page"
    );
    assert_eq!(
        narrow(
            "| Time | Event | Who |\n|--|--|--|\n| 09:12 | The deploy broke the login | The team on call |\n| 09:16 | | |"
        ),
        "Time: 09:12\nEvent: The deploy broke the\n  login\nWho: The team on call\n\nTime: 09:16\nEvent:\nWho:"
    );
}

#[test]
fn lays_out_tables_of_text() {
    let header = ["Id".to_owned(), "\u{1b}[1mTitle\u{1b}[0m".to_owned()];
    let rows = [vec!["1".to_owned(), "a".to_owned()], vec!["12".to_owned()]];
    assert_eq!(
        table(&header, &rows, &[Alignment::Right], 20),
        "Id  \u{1b}[1mTitle\u{1b}[0m\n--  -----\n 1  a\n12"
    );
    let none = [String::new(), String::new()];
    assert_eq!(table(&none, &rows, &[], 20), "1   a\n12");
}

#[test]
fn renders_inline_as_one_line() {
    let title = |markdown| render_inline(markdown, &MAIL, &mut Links::new());
    assert_eq!(
        title("# 1 **API**  \ndown, see [docs](/d)<br>now"),
        "# 1 *API* down, see docs [1] now"
    );
    assert_eq!(title("1. `a`"), "1. `a`");
    assert_eq!(title("  <!-- x --> "), "");
    assert_eq!(title(""), "");
}

#[test]
fn draws_rules() {
    assert_eq!(mail("a\n\n---\n\nb"), "a\n\n* * *\n\nb");
}

#[test]
fn caps_the_indent_of_deep_nesting() {
    let options = TextOptions { width: 0, ..MAIL };
    let quotes = format!("{}some words to wrap", "> ".repeat(50));
    assert_eq!(
        render(&quotes, &options, &mut Links::new()),
        "> > > > > some words\n> > > > > to wrap"
    );
    let lists: String = (0..8).map(|depth| format!("{}- {depth}\n", "  ".repeat(depth))).collect();
    assert_eq!(
        render(&lists, &options, &mut Links::new()),
        "- 0\n  - 1\n    - 2\n      - 3\n        - 4\n          - 5\n          - 6\n          - 7"
    );
}

#[test]
fn takes_what_the_parser_panics_on() {
    assert_eq!(mail("- [ ] \\\n  ---\n\n## a {#b}"), "- [ ] \\\n  -----\n\na {#b}\n------");
}
