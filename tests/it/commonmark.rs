//! How many examples of the CommonMark and GFM specifications come out of the HTML renderer as
//! the specifications say, and why the others do not; and that all keep their words as text.

use std::fmt::Write as _;

use ::incident::render::html::{HtmlOptions, render};
use ::incident::render::text::{self, LinkStyle, Links, Style, TextOptions};
use ::incident::source::{Outline, markdown_options};
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Parser, html::push_html};

use crate::examples::{Example, SUITES, examples};

/// Why an example comes out as something else on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// Raw HTML is sanitised.
    RawHtml,
    /// An address that no reader is led to: another scheme than the web's and mail's, no file.
    Address,
    /// An image that is no attachment becomes a link to it.
    RemoteImage,
    /// A bare web address becomes a link, as GFM says (section 6.9).
    BareAddress,
    /// Another extension that reports have: `{.class}` behind headings, footnotes, alerts.
    Extension,
}

#[test]
fn examples_come_out_as_specified_or_differ_for_a_reason() {
    let mut table = String::from("suite | examples | as specified | differ on purpose\n");
    let mut differing = String::new();
    for (file, suite) in SUITES {
        let examples = examples(file);
        let mut same = 0;
        for example in &examples {
            if tree(&ours(example)) == tree(&example.html) {
                same += 1;
            } else {
                let reason = reason(example);
                let reason = reason.unwrap_or_else(|| {
                    panic!("{suite} {}: {example:?}\n{}", example.number, ours(example))
                });
                writeln!(differing, "{suite} {}: {reason:?}", example.number).unwrap();
            }
        }
        writeln!(table, "{suite} | {} | {same} | {}", examples.len(), examples.len() - same)
            .unwrap();
    }
    insta::assert_snapshot!(table + "\n" + &differing);
}

/// What the text of a mail may leave out is raw HTML and the numbers of notes.
#[test]
fn text_has_the_words_of_every_example() {
    for (file, suite) in SUITES {
        for Example { number, markdown, .. } in examples(file) {
            let events = Parser::new_ext(&markdown, markdown_options(&markdown));
            let shown = events.filter(|event| {
                !matches!(
                    event,
                    Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_)
                )
            });
            let mut html = String::new();
            push_html(&mut html, shown);
            let options =
                TextOptions { width: 72, links: LinkStyle::Footnotes, style: Style::PLAIN };
            let text = text::render(&markdown, &options, &mut Links::new());
            let mut rest: Vec<&str> = words(&text).collect();
            for word in words(&visible(&html)) {
                let at = rest.iter().position(|other| *other == word);
                let at = at.unwrap_or_else(|| panic!("{suite} {number}: {word} is not in\n{text}"));
                rest.swap_remove(at);
            }
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What stands between the tags, with a space for each tag.
fn visible(html: &str) -> String {
    fn collect(node: &Handle, out: &mut String) {
        if let NodeData::Text { contents } = &node.data {
            out.push_str(&contents.borrow());
        }
        out.push(' ');
        node.children.borrow().iter().for_each(|child| collect(child, out));
    }
    let document = html5ever::parse_document(RcDom::default(), Default::default()).one(html);
    let mut out = String::new();
    collect(&document.document, &mut out);
    out
}

/// The renderer's HTML. What an example links to counts as attached, so that relative addresses
/// stay.
fn ours(example: &Example) -> String {
    let references = Outline::of(&example.markdown).references.into_iter();
    let relative = |address: &String| !address.contains(':') && !address.is_empty();
    let addresses = references.map(|reference| reference.destination).filter(relative);
    let attachments: Vec<String> = addresses.map(|address| address.replace("%20", " ")).collect();
    let options = HtmlOptions {
        id_prefix: "",
        heading_offset: 0,
        headings: &[],
        attachments: &attachments,
        attachment_base: "",
        incident_base: None,
        labels: None,
    };
    render(&example.markdown, &options)
}

/// The parser's own HTML with the options of reports.
fn parsed(markdown: &str) -> String {
    let mut page = String::new();
    push_html(&mut page, Parser::new_ext(markdown, markdown_options(markdown)));
    page
}

fn reason(example: &Example) -> Option<Reason> {
    if tree(&parsed(&example.markdown)) != tree(&example.html) {
        return Some(Reason::Extension);
    }
    let has_raw = Parser::new_ext(&example.markdown, markdown_options(&example.markdown))
        .any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    if has_raw {
        return Some(Reason::RawHtml);
    }
    let references = Outline::of(&example.markdown).references;
    let scheme = |address: &str| address.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
    let is_refused = |address: &str| match scheme(address) {
        Some(scheme) => !["http", "https", "mailto"].contains(&scheme.as_str()),
        None => address.is_empty() || address.starts_with("./"),
    };
    if references.iter().any(|reference| is_refused(&reference.destination)) {
        Some(Reason::Address)
    } else if references.iter().any(|r| r.is_image && scheme(&r.destination).is_some()) {
        Some(Reason::RemoteImage)
    } else {
        example.markdown.contains("://").then_some(Reason::BareAddress)
    }
}

/// HTML as a browser's parser reads it, a line a node, addresses decoded, without what pages add
/// for those who cannot see: the box around tables, names of boxes to tick.
fn tree(html: &str) -> String {
    let document = html5ever::parse_document(RcDom::default(), Default::default()).one(html);
    let mut out = String::new();
    for child in document.document.children.borrow().iter() {
        dump(child, 0, false, &mut out);
    }
    out
}

fn dump(node: &Handle, depth: usize, is_code: bool, out: &mut String) {
    let indent = " ".repeat(depth);
    let mut below = depth + 1;
    let mut in_code = is_code;
    match &node.data {
        NodeData::Text { contents } => {
            let text = contents.borrow();
            let words: Vec<&str> = text.split_whitespace().collect();
            if is_code {
                writeln!(out, "{indent}{:?}", text.trim_end()).unwrap();
            } else if !words.is_empty() {
                writeln!(out, "{indent}{:?}", words.join(" ")).unwrap();
            }
        }
        NodeData::Element { name, attrs, .. } => {
            let mut attributes: Vec<String> = attrs
                .borrow()
                .iter()
                .map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()))
                .filter(|(name, _)| name != "aria-label")
                .map(|(name, value)| match name.as_str() {
                    "href" | "src" => (name, percent_decode_str(&value).decode_utf8_lossy().into()),
                    _ => (name, value),
                })
                .map(|(name, value)| match value.strip_prefix("text-align: ") {
                    Some(side) if name == "style" => format!("class=align-{side}"),
                    _ => format!("{name}={value}"),
                })
                .collect();
            attributes.sort();
            in_code |= &*name.local == "pre";
            if &*name.local == "div" && attributes.contains(&"class=table".to_owned()) {
                below = depth;
            } else {
                writeln!(out, "{indent}<{} {}>", name.local, attributes.join(" ")).unwrap();
            }
        }
        NodeData::Comment { contents } => writeln!(out, "{indent}<!--{contents}-->").unwrap(),
        _ => {}
    }
    for child in node.children.borrow().iter() {
        dump(child, below, in_code, out);
    }
}
