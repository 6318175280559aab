//! The event loop: from Markdown events to blocks of text.

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

use super::chars::RESET;
use super::html::{is_inline, is_inline_end, without_comments};
use super::inline::Inline;
use super::layout::{Gap, Layout};
use super::links::Links;
use super::style::{Kind, Mark};
use super::table::Table;
use super::{TextOptions, parser};
use crate::source::clean;

pub(super) fn write(markdown: &str, options: TextOptions<'_>, links: &mut Links) -> String {
    let mut writer = Writer {
        options,
        inline: Inline::new(options, links),
        layout: Layout::new(options.width),
        leaf: None,
        containers: Vec::new(),
        lists: Vec::new(),
        item_counts: item_counts(parser(markdown)).into_iter(),
        alert: None,
        table: Table::default(),
        notes: Vec::new(),
        open_notes: Vec::new(),
    };
    for event in without_comments(parser(markdown)) {
        writer.event(event);
    }
    writer.finish()
}

struct Writer<'o, 'l> {
    options: TextOptions<'o>,
    inline: Inline<'o, 'l>,
    layout: Layout,
    /// The block that the inline content is for.
    leaf: Option<Leaf>,
    /// For each open container, what the layout needs to close it.
    containers: Vec<usize>,
    lists: Vec<List>,
    /// The number of items of the lists to come.
    item_counts: std::vec::IntoIter<u64>,
    /// The label of an alert whose first block is yet to come.
    alert: Option<&'static str>,
    table: Table,
    /// The notes by number, laid out.
    notes: Vec<(usize, String)>,
    /// For each open footnote definition, its number and the text around it.
    open_notes: Vec<(usize, Layout)>,
}

enum Leaf {
    Paragraph,
    /// The text of an item in a tight list, which has no paragraphs.
    ItemText,
    Heading(HeadingLevel),
    Cell,
    Code(String),
}

struct List {
    /// The number of the next item.
    next: Option<u64>,
    /// The columns of the widest number.
    digits: usize,
}

impl Writer<'_, '_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) if !is_inline(&tag) => {
                self.end_leaf();
                self.start_block(tag);
            }
            Event::End(tag) if !is_inline_end(tag) => {
                self.end_leaf();
                self.end_block(tag);
            }
            Event::Rule => {
                self.end_leaf();
                self.end_alert_label();
                self.layout.block(["* * *"], Gap::Blank, Gap::Blank);
            }
            Event::Html(_) => {}
            event => self.inline_event(event),
        }
    }

    fn inline_event(&mut self, event: Event<'_>) {
        if let (Some(Leaf::Code(code)), Event::Text(text)) = (&mut self.leaf, &event) {
            code.push_str(&clean(text));
            return;
        }
        if self.leaf.is_none() {
            self.start_text(Leaf::ItemText);
        }
        self.inline.push(event);
    }

    fn start_block(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.start_text(Leaf::Paragraph),
            Tag::Heading { level, .. } => {
                self.end_alert_label();
                self.leaf = Some(Leaf::Heading(level));
                self.inline.start(Kind::Heading);
            }
            Tag::BlockQuote(kind) => {
                self.end_alert_label();
                self.containers.push(self.layout.enter_quote());
                self.alert = kind.map(alert_label);
            }
            Tag::CodeBlock(_) => {
                self.end_alert_label();
                self.leaf = Some(Leaf::Code(String::new()));
            }
            Tag::List(start) => {
                self.end_alert_label();
                self.start_list(start);
            }
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(name) => self.start_note(&name),
            Tag::Table(alignments) => {
                self.end_alert_label();
                self.table = Table { alignments, ..Table::default() };
            }
            Tag::TableRow => self.table.rows.push(Vec::new()),
            Tag::TableCell => self.leaf = Some(Leaf::Cell),
            _ => {}
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.end_alert_label();
                self.end_container();
                self.layout.separate();
            }
            TagEnd::Item => self.end_container(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.layout.separate();
                }
            }
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::Table => {
                let lines = std::mem::take(&mut self.table).lines(self.layout.available());
                self.layout.block(lines.iter().map(String::as_str), Gap::Blank, Gap::Blank);
            }
            _ => {}
        }
    }

    fn end_container(&mut self) {
        if let Some(outer) = self.containers.pop() {
            self.layout.leave(outer);
        }
    }

    fn start_text(&mut self, leaf: Leaf) {
        self.leaf = Some(leaf);
        if let Some(label) = self.alert.take() {
            self.inline.push_label(label);
        }
    }

    /// Gives the label of an alert a line of its own if the alert does not start with a paragraph.
    fn end_alert_label(&mut self) {
        if let Some(label) = self.alert.take() {
            self.layout.paragraph(label, Gap::Blank, Gap::Attached);
        }
    }

    fn start_list(&mut self, start: Option<u64>) {
        let count = self.item_counts.next().unwrap_or(0);
        let last = start.unwrap_or(0).saturating_add(count.saturating_sub(1));
        self.lists.push(List { next: start, digits: last.to_string().len() });
    }

    fn start_item(&mut self) {
        let marker = match self.lists.last_mut() {
            Some(List { next: Some(number), digits }) => {
                let marker = format!("{number:>digits$}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "- ".to_owned(),
        };
        self.containers.push(self.layout.enter_item(&marker));
    }

    fn start_note(&mut self, name: &str) {
        let number = self.inline.note(name);
        let mut layout = Layout::new(self.options.width);
        self.containers.push(layout.enter_item(&format!("[note {number}] ")));
        self.open_notes.push((number, std::mem::replace(&mut self.layout, layout)));
    }

    fn end_note(&mut self) {
        self.end_container();
        if let Some((number, outer)) = self.open_notes.pop() {
            let note = std::mem::replace(&mut self.layout, outer);
            self.notes.push((number, note.into_text()));
        }
    }

    fn end_leaf(&mut self) {
        match self.leaf.take() {
            None => {}
            Some(Leaf::Paragraph) => self.end_text(Gap::Blank),
            Some(Leaf::ItemText) => self.end_text(Gap::Tight),
            Some(Leaf::Heading(level)) => {
                self.inline.end(Kind::Heading);
                let text = self.inline.take();
                if !text.is_empty() {
                    self.layout.heading(&text, underline(level));
                }
            }
            Some(Leaf::Cell) => {
                let row = self.table.rows.last_mut().unwrap_or(&mut self.table.header);
                row.push(self.inline.take());
            }
            Some(Leaf::Code(code)) => self.end_code(&code),
        }
    }

    fn end_text(&mut self, gap: Gap) {
        let text = self.inline.take();
        if !text.is_empty() {
            self.layout.paragraph(&text, gap, gap);
        }
    }

    fn end_code(&mut self, code: &str) {
        let (before, after) = match self.options.style.code {
            Mark::Ansi(sequence) => (sequence, RESET),
            Mark::Signs(..) => ("", ""),
        };
        let lines =
            code.trim_end().split('\n').map(str::trim_end).skip_while(|line| line.is_empty());
        let lines = lines.map(|line| match line {
            "" => String::new(),
            line => format!("    {before}{line}{after}"),
        });
        let lines: Vec<_> = lines.collect();
        self.layout.block(lines.iter().map(String::as_str), Gap::Blank, Gap::Blank);
    }

    fn finish(mut self) -> String {
        tiny_sort::stable::sort_by_key(&mut self.notes, |(number, _)| *number);
        for (index, (_, note)) in self.notes.iter().enumerate() {
            let before = if index == 0 { Gap::Blank } else { Gap::Tight };
            self.layout.block(note.split('\n'), before, Gap::Tight);
        }
        self.layout.into_text()
    }
}

/// The number of items of each list, in the order in which the lists start.
fn item_counts<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<u64> {
    let mut counts = Vec::new();
    let mut open = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::List(_)) => {
                open.push(counts.len());
                counts.push(0);
            }
            Event::Start(Tag::Item) => {
                if let Some(count) = open.last().and_then(|&list| counts.get_mut(list)) {
                    *count += 1;
                }
            }
            Event::End(TagEnd::List(_)) => {
                open.pop();
            }
            _ => {}
        }
    }
    counts
}

fn alert_label(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "NOTE:",
        BlockQuoteKind::Tip => "TIP:",
        BlockQuoteKind::Important => "IMPORTANT:",
        BlockQuoteKind::Warning => "WARNING:",
        BlockQuoteKind::Caution => "CAUTION:",
    }
}

fn underline(level: HeadingLevel) -> Option<&'static str> {
    match level {
        HeadingLevel::H1 => Some("="),
        HeadingLevel::H2 => Some("-"),
        _ => None,
    }
}
