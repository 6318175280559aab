use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements whose content no reader sees.
const HIDDEN: [&str; 9] =
    ["script", "style", "template", "iframe", "object", "noscript", "textarea", "title", "svg"];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 22] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "header",
    "html",
    "main",
    "nav",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
];

/// Elements of which only the content counts.
const PLAIN: [&str; 39] = [
    "abbr", "audio", "base", "bdi", "bdo", "big", "button", "center", "cite", "col", "colgroup",
    "data", "dfn", "embed", "font", "form", "head", "input", "ins", "label", "li", "link", "mark",
    "meta", "option", "q", "select", "small", "source", "span", "sub", "sup", "tfoot", "thead",
    "time", "u", "var", "video", "wbr",
];

/// Most levels of lists that are indented; what is deeper keeps that indent.
const DEEPEST: usize = 6;

/// Markdown that is being made of Markdown and HTML.
#[derive(Debug, Default)]
pub(super) struct Marks {
    out: String,
    /// Opening signs that wait for the first letter.
    waiting: String,
    /// Addresses of open links and where they began; nothing of those that lead nowhere.
    links: Vec<Option<(String, usize)>>,
    /// Open lists; whether each is numbered.
    lists: Vec<bool>,
    /// An element that is open and hidden, and how many of its kind.
    hidden: Option<(String, usize)>,
    /// What stands in it: text after all where nobody closes it.
    held_back: String,
    is_code: bool,
    /// What stands in an open `<code>` within a line.
    code: Option<String>,
    /// What Markdown has no sign for.
    lost: BTreeSet<Lost>,
}

/// Something of HTML that Markdown cannot hold: an element, and what became of it.
type Lost = (&'static str, &'static str);

/// Elements that go with all that is in them, where a reader would see something.
const SEEN: [&str; 6] = ["audio", "embed", "iframe", "object", "svg", "video"];

impl Marks {
    /// Adds a text that is Markdown already.
    pub(super) fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            self.held_back.push_str(text);
            return;
        }
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        let text = match self.out.ends_with("\\\n") || self.out.ends_with("\n\n") {
            true => text.strip_prefix('\n').unwrap_or(text),
            false => text,
        };
        let words = text.trim_start_matches([' ', '\n']);
        if words.is_empty() || self.waiting.is_empty() {
            self.out.push_str(text);
            return;
        }
        self.out.push_str(&text[..text.len() - words.len()]);
        self.out.push_str(&std::mem::take(&mut self.waiting));
        self.out.push_str(words);
    }

    /// Adds a piece of HTML: a tag, or the lines of a block.
    pub(super) fn html(&mut self, html: &str) {
        let sink = Sink(RefCell::new(std::mem::take(self)));
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        *self = tokenizer.sink.0.into_inner();
    }

    /// All of it, with no more than one blank line between blocks, and what is lost.
    pub(super) fn finish(mut self) -> (String, BTreeSet<Lost>) {
        if self.hidden.take().is_some() {
            let text = std::mem::take(&mut self.held_back);
            self.text(&text);
        }
        self.end_code();
        self.close_code();
        let mut text = String::with_capacity(self.out.len());
        let mut is_fenced = false;
        let mut blanks = 0;
        for line in self.out.lines() {
            is_fenced ^= line.trim_start().starts_with("```");
            blanks = if line.trim().is_empty() { blanks + 1 } else { 0 };
            if blanks < 2 || is_fenced {
                text.push_str(if is_fenced { line } else { line.trim_end() });
                text.push('\n');
            }
        }
        (text.trim_matches('\n').to_owned(), self.lost)
    }

    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let opens = tag.kind == TagKind::StartTag;
        if self.hidden.is_some() {
            self.hidden_tag(tag, opens);
            return;
        }
        self.note_lost(name, opens);
        match name {
            "br" | "tr" => self.line_break(),
            "code" | "kbd" | "samp" | "tt" if self.is_code => {}
            "code" | "kbd" | "samp" | "tt" if opens => {
                self.code.get_or_insert_default();
            }
            "code" | "kbd" | "samp" | "tt" => self.end_code(),
            // Within code there are words only.
            "b" | "strong" | "i" | "em" | "s" | "del" | "strike" | "a" | "img"
                if self.code.is_some() => {}
            "b" | "strong" => self.sign("**", opens),
            "i" | "em" => self.sign("*", opens),
            "s" | "del" | "strike" => self.sign("~~", opens),
            "a" => self.link(tag, opens),
            "img" => {
                self.lost.insert(("img", "a picture; its text for those who cannot see it stays"));
                self.text(&attribute(tag, "alt").unwrap_or_default());
            }
            "ul" | "ol" => self.list(name == "ol", opens),
            "li" if opens => self.item(),
            "pre" if opens => self.open_code(),
            "pre" => self.close_code(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(name, opens),
            "hr" => self.rule(),
            "td" | "th" => self.text(" "),
            _ if HIDDEN.contains(&name) => {
                if opens && !tag.self_closing {
                    self.hidden = Some((name.to_owned(), 1));
                }
            }
            _ if BLOCKS.contains(&name) => self.paragraph(),
            _ if PLAIN.contains(&name) => {}
            // No HTML at all: somebody wrote of a `<hostname>`.
            _ => {
                let slash = if opens { "" } else { "/" };
                self.text(&format!("\\<{slash}{name}>"));
            }
        }
    }

    fn note_lost(&mut self, name: &str, opens: bool) {
        if !opens {
            return;
        }
        if name == "table" {
            self.lost.insert(("table", "a table; its cells are text, a row on each line"));
        } else if let Some(seen) = SEEN.iter().find(|seen| **seen == name) {
            self.lost.insert((seen, "an element that no text stands for"));
        }
    }

    /// Ends code within a line, behind more backticks than it has in a row (CommonMark 0.31.2, "Code
    /// spans").
    fn end_code(&mut self) {
        let Some(code) = self.code.take().filter(|code| !code.trim().is_empty()) else { return };
        let code = code.replace('\n', " ");
        let longest = code.split(|sign| sign != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.text(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    /// A tag within what is hidden, which may end it.
    fn hidden_tag(&mut self, tag: &Tag, opens: bool) {
        let Some((hidden, depth)) = &mut self.hidden else { return };
        if *hidden == *tag.name && !tag.self_closing {
            *depth = if opens { *depth + 1 } else { *depth - 1 };
        }
        if *depth == 0 {
            self.hidden = None;
            self.held_back.clear();
        }
    }

    fn heading(&mut self, name: &str, opens: bool) {
        self.paragraph();
        if opens {
            let level = name[1..].parse().unwrap_or(2);
            self.out.push_str(&format!("{} ", "#".repeat(level)));
        }
    }

    fn rule(&mut self) {
        self.paragraph();
        self.out.push_str("---\n\n");
    }

    fn sign(&mut self, sign: &str, opens: bool) {
        if opens {
            self.waiting.push_str(sign);
        } else if let Some(rest) = self.waiting.strip_suffix(sign) {
            // It stands around nothing.
            self.waiting.truncate(rest.len());
        } else {
            let words = self.out.trim_end_matches([' ', '\n']).len();
            self.out.insert_str(words, sign);
        }
    }

    fn link(&mut self, tag: &Tag, opens: bool) {
        if opens {
            let href = attribute(tag, "href").filter(|address| !address.is_empty());
            let address = href.clone().filter(|address| is_followed(address));
            if address.is_some() {
                self.waiting.push('[');
            } else if href.is_some() {
                let why = "a link to no http, https or mailto address; its words stay";
                self.lost.insert(("a", why));
            }
            self.links.push(address.map(|address| (address, self.out.len())));
        } else if let Some(Some((address, start))) = self.links.pop() {
            if let Some(rest) = self.waiting.strip_suffix('[') {
                self.waiting.truncate(rest.len());
            } else {
                self.balance(start);
                let is_plain = !address.contains([' ', '(', ')']);
                let address = if is_plain { address } else { format!("<{address}>") };
                self.out.push_str(&format!("]({address})"));
            }
        }
    }

    /// Keeps the text of a link that began here from ending at a bracket of its own.
    fn balance(&mut self, start: usize) {
        let words = self.out.get(start..).and_then(|link| Some(start + link.find('[')? + 1));
        let Some(words) = words else { return };
        let text = self.out.split_off(words);
        let mut depth = 0_i32;
        let is_balanced = text.chars().all(|sign| {
            depth += i32::from(sign == '[') - i32::from(sign == ']');
            depth >= 0
        });
        // Within code a backslash would be seen, and a bracket ends nothing.
        let is_whole = is_balanced && depth == 0 || text.contains('`');
        let plain = || text.replace('[', "\\[").replace(']', "\\]");
        let text = if is_whole { text } else { plain() };
        self.out.push_str(&text);
    }

    fn list(&mut self, is_numbered: bool, opens: bool) {
        if opens {
            if self.lists.is_empty() {
                self.paragraph();
            }
            self.lists.push(is_numbered);
        } else {
            self.lists.pop();
            if self.lists.is_empty() {
                self.paragraph();
            }
        }
    }

    fn item(&mut self) {
        self.end_code();
        self.end_line();
        let depth = self.lists.len().clamp(1, DEEPEST) - 1;
        let is_numbered = self.lists.last().copied().unwrap_or_default();
        self.out.push_str(&"   ".repeat(depth));
        self.out.push_str(if is_numbered { "1. " } else { "- " });
    }

    fn open_code(&mut self) {
        self.paragraph();
        self.out.push_str("```\n");
        self.is_code = true;
    }

    fn close_code(&mut self) {
        if std::mem::take(&mut self.is_code) {
            self.end_line();
            self.out.push_str("```\n\n");
        }
    }

    fn line_break(&mut self) {
        if let Some(code) = &mut self.code {
            code.push(' ');
        } else if self.is_code {
            self.out.push('\n');
        } else if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.trim();
            self.out.push_str("\\\n");
        }
    }

    fn paragraph(&mut self) {
        self.end_code();
        self.trim();
        // A break at the end of a paragraph is none.
        if self.out.ends_with("\\\n") {
            self.out.truncate(self.out.len() - 2);
        }
        while !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn end_line(&mut self) {
        self.trim();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn trim(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }
}

/// Whether a link to it is kept: what leads to a page or a mail.
fn is_followed(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto")
        && !address.contains(['<', '>', '\n', '\\'])
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.trim().to_owned())
}

/// What the tokenizer talks to.
struct Sink(RefCell<Marks>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut marks = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                marks.tag(&tag);
                let is_raw = matches!(&*tag.name, "script" | "style" | "iframe" | "noscript");
                if is_raw && tag.kind == TagKind::StartTag {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            Token::CharacterTokens(text) => {
                // Lines of HTML are no lines of a text.
                let is_code = marks.is_code || marks.code.is_some();
                let text = match is_code {
                    true => text.to_string(),
                    false => text.replace('\n', " ").replace('<', "\\<"),
                };
                let text = match marks.out.ends_with(['\n', ' ']) && !is_code {
                    true => text.trim_start_matches(' '),
                    false => &text,
                };
                marks.text(text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
