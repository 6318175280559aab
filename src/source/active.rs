//! Files that act on whoever opens them: pages, scripts, and pictures with either in them.
//!
//! A copy of an attachment is published as it is. Below a site's address, a browser runs what
//! it holds with that site's rights.

use std::fmt;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

/// Why a file must not be published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActiveContent {
    /// Browsers or servers run files whose names end so.
    Ending(String),
    /// Something in an SVG image.
    Part {
        /// What it is.
        what: String,
        /// Its line, from 1.
        line: u32,
    },
    /// An SVG image that cannot be read, so that nobody knows what a browser makes of it.
    Unreadable(String),
}

/// What browsers open as pages or run (WHATWG HTML, "XML MIME type" and "JavaScript MIME type"),
/// and what web servers run before they answer.
const ENDINGS: [&str; 33] = [
    "html", "htm", "shtml", "xhtml", "xht", "mhtml", "mht", "hta", "xml", "xsl", "xslt", "xsd",
    "rdf", "rss", "atom", "mathml", "mml", "svgz", "js", "mjs", "cjs", "wasm", "swf", "jar", "htc",
    "php", "phtml", "phar", "jsp", "asp", "aspx", "cgi", "vbs",
];

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
/// Elements of other languages do something in browsers only if they are of these two.
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// Elements that draw, describe or link (SVG 2, appendix "Element index"): none that runs, loads
/// a page or changes another element.
const DRAWING: [&str; 61] = [
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "font",
    "font-face",
    "g",
    "glyph",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "missing-glyph",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
    "hatch",
];

/// Pictures that may stand inside a picture.
const EMBEDDED: [&str; 4] =
    ["data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];

/// Whether a file's name says that its content decides: see [`active_content`].
#[must_use]
pub fn is_svg(name: &str) -> bool {
    ending(name) == "svg"
}

/// What acts in a file on whoever opens it by itself. The bytes matter only where [`is_svg`]
/// holds.
#[must_use]
pub fn active_content(name: &str, bytes: &[u8]) -> Option<ActiveContent> {
    let ending = ending(name);
    if ENDINGS.contains(&ending.as_str()) {
        return Some(ActiveContent::Ending(ending));
    }
    if ending == "svg" { svg(bytes).err() } else { None }
}

fn ending(name: &str) -> String {
    // Servers that pass over dots and spaces at the end still find the ending before them.
    let name = name.trim_end_matches(['.', ' ']);
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn svg(bytes: &[u8]) -> Result<(), ActiveContent> {
    let unreadable = |why: &str| ActiveContent::Unreadable(why.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !declares_utf8(text) {
        return Err(unreadable("it declares another encoding than UTF-8"));
    }
    // A declaration of its own could give attributes to elements that show none.
    for declaration in ["<!ENTITY", "<!ATTLIST"] {
        if let Some(at) = text.find(declaration) {
            let line = text[..at].matches('\n').count() + 1;
            return Err(part(format!("`{declaration}`"), u32::try_from(line).unwrap_or(u32::MAX)));
        }
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| unreadable(&error.to_string()))?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(unreadable("it holds no <svg> element of SVG's namespace"));
    }
    document.root().descendants().try_for_each(|node| {
        node_acts(&node)
            .map_or(Ok(()), |what| Err(part(what, document.text_pos_at(node.range().start).row)))
    })
}

const fn part(what: String, line: u32) -> ActiveContent {
    ActiveContent::Part { what, line }
}

/// Whether a browser reads the same characters as we do (XML 1.0, section 4.3.3).
fn declares_utf8(text: &str) -> bool {
    let declaration = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let Some((_, encoding)) = declaration.and_then(|(inside, _)| inside.split_once("encoding"))
    else {
        return true;
    };
    let encoding = encoding.trim_start_matches(|c: char| c == '=' || c.is_whitespace());
    let name = encoding.trim_start_matches(['"', '\'']).split(['"', '\'']).next();
    name.is_some_and(|name| {
        ["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known))
    })
}

fn node_acts(node: &Node<'_, '_>) -> Option<String> {
    if node.is_pi() {
        // A style sheet in XSLT writes another document.
        return Some("a processing instruction".to_owned());
    }
    if node.is_text() && node.parent().is_some_and(|parent| parent.has_tag_name((SVG, "style"))) {
        return node
            .text()
            .filter(|text| style_loads(text))
            .map(|_| "a style sheet that loads something".to_owned());
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name();
    match name.namespace() {
        Some(SVG) if DRAWING.contains(&name.name()) => {
            node.attributes().find_map(|attribute| attribute_acts(node, &attribute))
        }
        Some(SVG | XHTML | MATHML) => Some(format!("`<{}>`", name.name())),
        // Notes of the program that drew it.
        Some(_) | None => None,
    }
}

fn attribute_acts(node: &Node<'_, '_>, attribute: &Attribute<'_, '_>) -> Option<String> {
    let (name, value) = (attribute.name(), attribute.value());
    let said = || format!("`{name}` of `<{}>`", node.tag_name().name());
    let acts = match attribute.namespace() {
        None if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => true,
        None | Some(XLINK) if name == "href" => !may_lead(node.tag_name().name(), value),
        None if name == "style" => style_loads(value),
        None => mark_loads(value),
        // It would change where `#part` leads.
        Some(namespace) => namespace == roxmltree::NS_XML_URI && name == "base",
    };
    acts.then(said)
}

/// Whether a reference stays in the picture, or is a link that outputs would open too.
fn may_lead(element: &str, address: &str) -> bool {
    let address = address.trim();
    let begins = |starts: &[&str]| {
        let lower = address.to_ascii_lowercase();
        starts.iter().any(|start| lower.starts_with(start))
    };
    address.starts_with('#')
        || match element {
            "a" => begins(&["https://", "http://", "mailto:"]),
            "image" | "feImage" => begins(&EMBEDDED),
            _ => false,
        }
}

/// Whether a style sheet loads anything but what it holds itself. An escape could hide it.
fn style_loads(css: &str) -> bool {
    let lower = css.to_ascii_lowercase();
    css.contains('\\')
        || lower.contains("@import")
        || lower.contains("image-set(")
        || mark_loads(css)
}

/// Whether a `url()` leads out of the file.
fn mark_loads(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    lower.split("url(").skip(1).any(|rest| {
        let address = rest.trim_start().trim_start_matches(['"', '\'']).trim_start();
        !address.starts_with('#') && !address.starts_with("data:")
    })
}

impl fmt::Display for ActiveContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ending(ending) => {
                write!(f, "browsers or servers run files that end in .{ending}")
            }
            Self::Part { what, line } => write!(f, "it has {what} in line {line}"),
            Self::Unreadable(why) => write!(f, "it cannot be read as SVG: {why}"),
        }
    }
}

impl ActiveContent {
    /// What the file's author can do.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Ending(_) => "attach it as a picture, a PDF or a text file instead",
            Self::Part { .. } => {
                "export the picture without scripts, animations, pages and outside files in it, \
                 or attach a PNG"
            }
            Self::Unreadable(_) => "export the picture again, or attach a PNG",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ActiveContent, active_content};

    fn svg(inside: &str) -> Option<ActiveContent> {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:n=\"urn:notes\" \
             xmlns:h=\"http://www.w3.org/1999/xhtml\">\n{inside}\n</svg>"
        );
        active_content("graph.svg", text.as_bytes())
    }

    #[test]
    fn pictures_that_only_draw_may_be_published() {
        for inside in [
            "<path d=\"M0 0h9\" fill=\"url(#g)\" style=\"fill:url('#g');stroke:red\"/>",
            "<style>text { font: 1em sans-serif } @font-face { src: url(data:font/woff2;base64,AA) }</style>",
            "<defs><path id=\"a\" d=\"\"/></defs><use xlink:href=\"#a\"/><use href=\"#a\"/>",
            "<a href=\"https://example.com/\"><text>more</text></a>",
            "<image href=\"data:image/png;base64,AAAA\" width=\"1\" height=\"1\"/>",
            "<metadata><n:odd onload=\"x\" href=\"javascript:1\"/></metadata>",
            "<!-- <script>no element</script> --><title>one &lt;script></title>",
        ] {
            assert_eq!(svg(inside), None, "{inside}");
        }
        let doctype = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC \
                       \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
                       <svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(active_content("a.SVG", doctype.as_bytes()), None);
    }

    #[test]
    fn pictures_that_run_or_load_something_may_not() {
        for inside in [
            "<script>alert(1)</script>",
            "<script href=\"data:text/javascript,alert(1)\"/>",
            "<n:g><script/></n:g>",
            "<foreignObject><h:iframe src=\"javascript:alert(1)\"/></foreignObject>",
            "<h:script>alert(1)</h:script>",
            "<g onclick=\"alert(1)\"/>",
            "<g ONCLICK=\"alert(1)\"/>",
            "<a href=\" javascript:alert(1)\"/>",
            "<a xlink:href=\"java&#10;script:alert(1)\"/>",
            "<a href=\"data:text/html,a\"/>",
            "<a href=\"other.html\"/>",
            "<a><set attributeName=\"href\" to=\"javascript:alert(1)\"/></a>",
            "<a><animate attributeName=\"href\" values=\"javascript:alert(1)\"/></a>",
            "<use href=\"data:image/svg+xml;base64,AA#x\"/>",
            "<use href=\"other.svg#x\"/>",
            "<image href=\"https://evil.example/pixel.png\"/>",
            "<image href=\"data:image/svg+xml;base64,AA\"/>",
            "<rect fill=\"url(https://evil.example/a#b)\"/>",
            "<rect style=\"fill:URL( 'https://evil.example/a')\"/>",
            "<rect style=\"fill:\\75rl(https://evil.example/a)\"/>",
            "<style>@import '//evil.example/a.css';</style>",
            "<style><![CDATA[text { cursor: url(//evil.example/a) }]]></style>",
            "<g xml:base=\"https://evil.example/\"/>",
            "<?xml-stylesheet href=\"a.xsl\" type=\"text/xsl\"?>",
            "<unheard-of/>",
        ] {
            assert!(matches!(svg(inside), Some(ActiveContent::Part { line: 2, .. })), "{inside}");
        }
        let said = svg("<g>\n<script/>\n</g>").unwrap().to_string();
        assert_eq!(said, "it has `<script>` in line 3");
    }

    #[test]
    fn what_a_browser_may_read_otherwise_may_not() {
        let svg = |text: &[u8]| active_content("a.svg", text).is_some();
        assert!(svg(b""));
        assert!(svg(b"<html/>"));
        assert!(svg(b"<svg/>"));
        assert!(svg(b"<svg xmlns=\"http://www.w3.org/2000/svg\">"));
        assert!(svg(b"\xff\xfe<\0s\0v\0g\0"));
        assert!(svg(
            b"<?xml version='1.0' encoding='utf-7'?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"
        ));
        assert!(svg(b"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>\
              <svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        assert!(svg(
            b"<!DOCTYPE svg [<!ENTITY a '<script xmlns=\"http://www.w3.org/2000/svg\"/>'>]>\
              <svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>"
        ));
        assert!(svg(
            b"<?xml-stylesheet href='a.xsl' type='text/xsl'?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"
        ));
        let deep = "<g>".repeat(20_000);
        assert!(svg(format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{deep}").as_bytes()));
    }

    #[test]
    fn names_decide_for_all_other_files() {
        for name in
            ["a.html", "A.HTM", "a.png.xhtml", "a.js", "a.xml", "a.svgz", "a.html.", "a.php"]
        {
            assert!(matches!(active_content(name, b""), Some(ActiveContent::Ending(_))), "{name}");
        }
        for name in
            ["a.png", "a.log", "html", "README", "a.pdf", "a.csv", "a.html.txt", "trace.har"]
        {
            assert_eq!(active_content(name, b"<script>"), None, "{name}");
        }
    }
}
