//! Inline content: from events to the text of one paragraph.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::chars::{self, RESET, push_prose};
use super::html;
use super::links::{Links, shown_url};
use super::style::{Kind, Mark};
use super::wrap::GLUE;
use super::{LinkStyle, TextOptions};

/// The inline content of the block that is being read. Spaces and newlines (hard breaks) stand
/// where a line may or must end.
pub(super) struct Inline<'o, 'l> {
    options: TextOptions<'o>,
    links: &'l mut Links,
    notes: HashMap<String, usize>,
    text: String,
    /// How many spans of each kind are open; only the outermost is marked.
    open: [usize; Kind::ALL.len()],
    targets: Vec<Target>,
    /// Where a bare URL ends, in bytes, if it ends the text.
    url_end: Option<usize>,
    /// How many images are open; the content of an image is its alternative text, without marks.
    images: usize,
}

/// A link or image that is open.
struct Target {
    url: String,
    title: String,
    /// Where it starts, in bytes.
    outer: usize,
    /// Where its text starts, after the mark.
    start: usize,
}

impl<'o, 'l> Inline<'o, 'l> {
    pub(super) fn new(options: TextOptions<'o>, links: &'l mut Links) -> Self {
        Self {
            options,
            links,
            notes: HashMap::new(),
            text: String::new(),
            open: [0; Kind::ALL.len()],
            targets: Vec::new(),
            url_end: None,
            images: 0,
        }
    }

    /// The text since the last call.
    pub(super) fn take(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        self.url_end = None;
        if chars::unstyled(&text).trim().is_empty() {
            return String::new();
        }
        text.trim_matches([' ', '\n']).to_owned()
    }

    /// The number of a footnote, by its name.
    pub(super) fn note(&mut self, name: &str) -> usize {
        if let Some(&number) = self.notes.get(name) {
            return number;
        }
        let number = self.links.next_note();
        self.notes.insert(name.to_owned(), number);
        number
    }

    /// A word of ours at the start of the content.
    pub(super) fn push_label(&mut self, label: &str) {
        self.text.push_str(label);
        self.text.push(' ');
    }

    pub(super) fn push(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => {
                if self.url_end == Some(self.text.len()) && text.starts_with(char::is_alphanumeric)
                {
                    self.text.push(' ');
                }
                push_prose(&mut self.text, &text);
            }
            Event::Code(code) => {
                self.start(Kind::Code);
                push_prose(&mut self.text, &code);
                self.end(Kind::Code);
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.line_break(),
            Event::InlineHtml(html) if html::is_line_break(&html) => self.line_break(),
            Event::TaskListMarker(done) => self.text.push_str(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(name) => {
                let number = self.note(&name);
                self.glue();
                self.text.push_str(&format!("[note{GLUE}{number}]"));
            }
            Event::Start(tag) => self.start_tag(tag),
            Event::End(tag) => self.end_tag(tag),
            _ => {}
        }
    }

    fn start_tag(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.start(Kind::Strong),
            Tag::Emphasis => self.start(Kind::Emphasis),
            Tag::Strikethrough => self.start(Kind::Strikethrough),
            Tag::Link { dest_url, .. } if self.images == 0 => {
                let outer = self.text.len();
                self.start(Kind::Link);
                self.open_target(outer, &dest_url, "");
            }
            Tag::Image { dest_url, title, .. } => {
                if self.images == 0 {
                    let outer = self.text.len();
                    self.text.push_str("[Image: ");
                    self.open_target(outer, &dest_url, &title);
                }
                self.images += 1;
            }
            _ => {}
        }
    }

    fn end_tag(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.end(Kind::Strong),
            TagEnd::Emphasis => self.end(Kind::Emphasis),
            TagEnd::Strikethrough => self.end(Kind::Strikethrough),
            TagEnd::Link if self.images == 0 => self.end_link(),
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    self.end_image();
                }
            }
            _ => {}
        }
    }

    pub(super) fn start(&mut self, kind: Kind) {
        if self.images > 0 {
            return;
        }
        let open = &mut self.open[kind as usize];
        *open += 1;
        if *open == 1 {
            let (Mark::Signs(sign, _) | Mark::Ansi(sign)) = self.options.style.mark(kind);
            self.text.push_str(sign);
        }
    }

    pub(super) fn end(&mut self, kind: Kind) {
        let open = &mut self.open[kind as usize];
        if self.images > 0 || *open == 0 {
            return;
        }
        *open -= 1;
        if *open > 0 {
            return;
        }
        match self.options.style.mark(kind) {
            Mark::Signs(_, sign) => self.text.push_str(sign),
            Mark::Ansi(_) => {
                self.text.push_str(RESET);
                self.restore_styling();
            }
        }
    }

    /// A reset ends the styling of all spans, also of those that are still open.
    fn restore_styling(&mut self) {
        for kind in Kind::ALL {
            if let Mark::Ansi(sequence) = self.options.style.mark(kind)
                && self.open[kind as usize] > 0
            {
                self.text.push_str(sequence);
            }
        }
    }

    fn line_break(&mut self) {
        if self.images > 0 {
            self.text.push(' ');
        } else if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// A space that keeps what follows on the line of the word before it.
    fn glue(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(GLUE);
        }
    }

    fn open_target(&mut self, outer: usize, url: &str, title: &str) {
        let (url, title) = (shown_url(url), title.to_owned());
        self.targets.push(Target { url, title, outer, start: self.text.len() });
    }

    fn end_link(&mut self) {
        let Some(Target { url, outer, start, .. }) = self.targets.pop() else {
            return;
        };
        let label = chars::unstyled(&self.text[start..]).into_owned();
        self.end(Kind::Link);
        let address = url.strip_prefix("mailto:").unwrap_or(&url);
        if label == url || label == address {
            if self.text[..outer].ends_with(char::is_alphanumeric) {
                self.text.insert(outer, ' ');
            }
            self.url_end = Some(self.text.len());
            return;
        }
        if address.len() < url.len() {
            self.push_address(address.split('?').next().unwrap_or(address));
        } else {
            self.push_url(&url);
        }
    }

    fn end_image(&mut self) {
        let Some(Target { url, title, start, .. }) = self.targets.pop() else {
            return;
        };
        match (self.text.len() > start, title.is_empty()) {
            (true, true) => {}
            (true, false) => {
                self.text.push_str(" (");
                push_prose(&mut self.text, &title);
                self.text.push(')');
            }
            (false, false) => push_prose(&mut self.text, &title),
            (false, true) => self.text.truncate(start - ": ".len()),
        }
        self.text.push(']');
        self.push_url(&url);
    }

    /// Tells where a link leads, unless that means nothing outside of the page.
    fn push_url(&mut self, url: &str) {
        if url.is_empty() || url.starts_with('#') || url.starts_with("data:") {
            return;
        }
        match self.options.links {
            LinkStyle::Footnotes => {
                let number = self.links.number(url);
                self.glue();
                self.text.push_str(&format!("[{number}]"));
            }
            LinkStyle::Inline => self.push_address(url),
        }
    }

    fn push_address(&mut self, address: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&format!("<{address}>"));
    }
}
