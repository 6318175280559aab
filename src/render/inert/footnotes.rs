use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::Walk;
use crate::source::markdown_options;

/// The numbers of a text's footnotes by their labels, from 1: those referred to first, in that
/// order, then the rest.
pub(super) fn numbers(markdown: &str) -> HashMap<String, usize> {
    let (mut used, mut defined) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(markdown, markdown_options(markdown)) {
        match event {
            Event::FootnoteReference(label) => used.push(label.to_string()),
            Event::Start(Tag::FootnoteDefinition(label)) => defined.push(label.to_string()),
            _ => {}
        }
    }
    let mut numbers = HashMap::new();
    for label in used.into_iter().chain(defined) {
        let next = numbers.len() + 1;
        numbers.entry(label).or_insert(next);
    }
    numbers
}

impl Walk<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str, range: Range<usize>) {
        match self.footnote_number(label) {
            Some(number) => self.replace(range, format!("\\[{number}\\]")),
            None => self.keep(range),
        }
    }

    /// What follows the label of a definition is indented by four columns at most, which is
    /// enough for an item of a list.
    pub(super) fn footnote_label(&mut self, label: &str, range: Range<usize>) {
        let Some(end) = self.markdown[range.clone()].find("]:") else {
            return;
        };
        let label_range = range.start..range.start + end + 2;
        match self.footnote_number(label) {
            Some(number) => self.replace(label_range, format!("- \\[{number}\\]")),
            None => self.keep(label_range),
        }
    }

    fn footnote_number(&self, label: &str) -> Option<usize> {
        self.footnotes.get(label).copied()
    }
}
