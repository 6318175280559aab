//! Numbers for links and notes, shared by the fragments of one document.

use std::collections::{HashMap, HashSet};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::source::clean;

/// The numbered links of one document.
///
/// A document is rendered as several Markdown fragments that share one `Links`, so that its links
/// are numbered once and listed once. The same URL has the same number everywhere.
#[derive(Debug, Clone, Default)]
pub struct Links {
    urls: Vec<String>,
    numbers: HashMap<String, usize>,
    notes: usize,
    /// URLs that are not told, and so have no number.
    untold: HashSet<String>,
}

impl Links {
    /// No links yet; the first will be number 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No links yet; those of `others` whose numbers `is_told` refuses will have none and will not
    /// be listed. For a document that turned out to leave out some of its fragments.
    #[must_use]
    pub fn told(others: &Self, is_told: impl Fn(usize) -> bool) -> Self {
        let untold = others.urls.iter().enumerate().filter(|(index, _)| !is_told(index + 1));
        Self { untold: untold.map(|(_, url)| url.clone()).collect(), ..Self::default() }
    }

    /// How many there are; their numbers are from 1 to this.
    #[must_use]
    pub fn len(&self) -> usize {
        self.urls.len()
    }

    /// The number of a URL, from 1, in order of first use; 0 for one that is not told. For
    /// links that are not in Markdown.
    pub fn number(&mut self, url: &str) -> usize {
        let url = shown_url(url);
        if let Some(&number) = self.numbers.get(&url) {
            return number;
        }
        if self.untold.contains(&url) {
            return 0;
        }
        self.urls.push(url.clone());
        self.numbers.insert(url, self.urls.len());
        self.urls.len()
    }

    /// Whether there is nothing to list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.urls.is_empty()
    }

    /// The list for the end of the document, a line `[1] https://…` for each URL. Ends without a
    /// newline; empty if there are no links.
    #[must_use]
    pub fn render(&self) -> String {
        let lines = self.urls.iter().enumerate();
        let lines = lines.map(|(index, url)| format!("[{}] {url}", index + 1));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Notes stand below their fragment, but their numbers are unique in the document.
    pub(super) fn next_note(&mut self) -> usize {
        self.notes += 1;
        self.notes
    }
}

/// A URL as one word that is safe to show.
pub(super) fn shown_url(url: &str) -> String {
    let url = url.replace(['\n', '\t'], "");
    let mut shown = String::with_capacity(url.len());
    for c in clean(&url).chars() {
        if c.is_whitespace() {
            shown.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown_url;

    #[test]
    fn no_space_of_any_kind_stands_in_an_address() {
        assert_eq!(shown_url("https://a.example/b c\n"), "https://a.example/b%20c");
        assert_eq!(shown_url("\u{2028}x\u{a0}"), "%E2%80%A8x%C2%A0");
    }
}
