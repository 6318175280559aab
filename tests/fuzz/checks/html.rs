//! Markdown → HTML: a browser's parser finds no script, no handler, no style, nothing that loads
//! from elsewhere and no address of a scheme that is not on the list.

use ::incident::render::html::{HtmlOptions, render, render_inline};
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements that run, load, style or ask for something.
const FORBIDDEN: [&str; 36] = [
    "animate",
    "applet",
    "audio",
    "base",
    "body",
    "button",
    "dialog",
    "embed",
    "form",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "image",
    "link",
    "marquee",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "plaintext",
    "portal",
    "script",
    "select",
    "set",
    "slot",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Attributes that hold an address or act, other than `href`, `src` and `cite`, which are judged
/// by what they hold.
const FORBIDDEN_ATTRIBUTES: [&str; 14] = [
    "action",
    "autofocus",
    "background",
    "data",
    "dynsrc",
    "formaction",
    "http-equiv",
    "lowsrc",
    "manifest",
    "ping",
    "poster",
    "srcdoc",
    "srcset",
    "style",
];

const ATTACHMENTS: [&str; 2] = ["graph.png", "a b.txt"];

/// Renders Markdown as blocks and as a line.
pub fn check(data: &[u8]) {
    let Ok(markdown) = std::str::from_utf8(data) else { return };
    let attachments = ATTACHMENTS.map(str::to_owned);
    let options = HtmlOptions {
        id_prefix: "s-",
        heading_offset: 1,
        headings: &[],
        attachments: &attachments,
        attachment_base: "files/",
        incident_base: Some("../"),
        labels: None,
    };
    is_safe(&render(markdown, &options), &["files/"]);
    is_safe(&render_inline(markdown, &options), &["files/"]);
}

/// Panics where a browser would find something in `page` that acts. Attachments have addresses
/// that begin with one of `bases`.
pub fn is_safe(page: &str, bases: &[&str]) {
    // Both readings: as the whole document, and within the element that the page puts it into.
    let document = html5ever::parse_document(RcDom::default(), Default::default()).one(page);
    let mut open: Vec<Handle> = document.document.children.borrow().clone();
    while let Some(node) = open.pop() {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let name = &*name.local;
            // The parser makes these three by itself.
            let is_frame = matches!(name, "html" | "head" | "body");
            assert!(is_frame || !FORBIDDEN.contains(&name), "<{name}> in {page}");
            for attribute in attrs.borrow().iter() {
                judge(name, &attribute.name.local, &attribute.value, bases, page);
            }
        }
        open.extend(node.children.borrow().iter().cloned());
    }
}

fn judge(element: &str, name: &str, value: &str, bases: &[&str], page: &str) {
    assert!(!name.starts_with("on"), "{name} of <{element}> in {page}");
    assert!(!FORBIDDEN_ATTRIBUTES.contains(&name), "{name} of <{element}> in {page}");
    let address = browsers_address(value);
    let is_attachment = bases.iter().any(|base| address.starts_with(base));
    match name {
        "src" => assert!(is_attachment, "{value:?} is loaded by <{element}> in {page}"),
        "href" | "cite" => {
            let is_web = ["https://", "http://", "mailto:", "#"]
                .iter()
                .any(|start| address.to_ascii_lowercase().starts_with(start));
            // What begins like this has no scheme, whatever follows.
            let is_relative = address.starts_with("../") || !address.contains(':');
            assert!(is_web || is_attachment || is_relative, "{value:?} in {page}");
        }
        "type" => assert_eq!(value, "checkbox", "in {page}"),
        _ => {}
    }
}

/// An address as browsers read it: without control characters and spaces around it, and without
/// tabs and line ends in it (WHATWG URL, "basic URL parser", steps 1 to 3).
fn browsers_address(value: &str) -> String {
    let trimmed = value.trim_matches(|c: char| c <= ' ');
    trimmed.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}
