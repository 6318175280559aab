//! What was rendered from what: the form in which one run leaves it to the next.
//!
//! The record lies beside outputs that are published, so nothing is in it that is not in them:
//! paths of outputs, what lists show of incidents, and digests.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::check::Other;
use crate::io::{Digest, Output, Stamp};
use crate::render::site::{Part, Rank};

/// What one run made for one target.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Record<'r> {
    /// Of everything that all of it was made from.
    pub(super) key: u128,
    /// The moment it tells of, in seconds since 1970.
    pub(super) now: i64,
    #[serde(borrow)]
    pub(super) incidents: Vec<Entry<'r>>,
    #[serde(borrow)]
    pub(super) parts: Vec<PartEntry<'r>>,
    /// Files of incidents of which no more is known than that: earlier runs made them.
    #[serde(borrow)]
    pub(super) others: Vec<Owned<'r>>,
}

/// Files that were made of an incident.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Owned<'r> {
    /// The digest of its id.
    pub(super) id: u128,
    #[serde(borrow)]
    pub(super) paths: Vec<Cow<'r, str>>,
}

/// An incident without an error, and what was made of it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Entry<'r> {
    /// The digest of its id: not every incident is published.
    pub(super) id: u128,
    pub(super) inputs: Inputs,
    /// Whether it looks the same at any moment.
    pub(super) stands_still: bool,
    /// Whether there is a mail of an update.
    pub(super) has_update: bool,
    #[serde(borrow)]
    pub(super) files: Vec<File<'r>>,
    pub(super) listed: Option<Listed>,
    /// What lists show of it; all of these are behind the record.
    #[serde(skip)]
    pub(super) summary: &'r [u8],
}

/// What an incident was made from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Inputs {
    /// Of its files, as they looked before they were read.
    pub(super) stamp: Option<Stamp>,
    /// Of what is in them, as far as they are read for what they say.
    pub(super) content: u128,
    /// Of the paths and the bytes of files that were copied.
    pub(super) copied: Vec<(u128, u128)>,
    /// Whether its report is not published.
    pub(super) is_draft: bool,
    pub(super) linked: Vec<Linked>,
}

/// An incident that its texts link to, as it was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Linked {
    /// The digest of its id.
    pub(super) id: u128,
    pub(super) state: Other,
    /// Of what was in it, where a link leads to a place on its page.
    pub(super) content: Option<u128>,
}

/// An incident's place in lists.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) rank: Rank,
    /// Bytes of its summary.
    length: usize,
}

/// A file that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct File<'r> {
    pub(super) path: &'r str,
    pub(super) output: Output,
}

/// A part of the site that lists incidents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct PartEntry<'r> {
    pub(super) part: Part,
    /// Of the summaries it was made from.
    pub(super) summaries: u128,
    #[serde(borrow)]
    pub(super) files: Vec<File<'r>>,
}

impl<'r> Record<'r> {
    /// Reads a record that was made from what has this key; without one nothing is known.
    pub(super) fn read(body: &'r [u8], key: u128) -> Option<Self> {
        Self::read_any(body).filter(|record| record.key == key)
    }

    /// Reads a record, whatever it was made from: it tells whose the files are.
    pub(super) fn read_any(body: &'r [u8]) -> Option<Self> {
        let (mut record, mut rest): (Self, _) = postcard::take_from_bytes(body).ok()?;
        for entry in &mut record.incidents {
            let length = entry.listed.map_or(0, |listed| listed.length);
            (entry.summary, rest) = rest.split_at_checked(length)?;
        }
        rest.is_empty().then_some(record)
    }

    /// The files by incident.
    pub(super) fn owned(self) -> impl Iterator<Item = Owned<'r>> {
        let own = self.incidents.into_iter().map(|entry| Owned {
            id: entry.id,
            paths: entry.files.iter().map(|file| file.path.into()).collect(),
        });
        own.chain(self.others)
    }

    /// As bytes; nothing where they cannot be written.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        let summaries = self.incidents.iter().map(|entry| entry.summary);
        let room = summaries.clone().map(|summary| summary.len() + 256).sum();
        let mut bytes = postcard::to_extend(self, Vec::with_capacity(room)).ok()?;
        summaries.for_each(|summary| bytes.extend_from_slice(summary));
        Some(bytes)
    }

    /// The incidents by the digests of their ids.
    pub(super) fn by_id(&self) -> HashMap<u128, &Entry<'r>> {
        self.incidents.iter().map(|entry| (entry.id, entry)).collect()
    }
}

impl Listed {
    pub(super) fn new(rank: Rank, summary: &[u8]) -> Self {
        Self { rank, length: summary.len() }
    }
}

/// An incident's name in a record.
pub(super) fn name(id: &str) -> u128 {
    Digest::of(id)
}

#[cfg(test)]
mod tests {
    use super::{Entry, File, Inputs, Linked, Listed, Record, name};
    use crate::check::Other;
    use crate::io::Output;
    use crate::render::site::Rank;

    const KEY: u128 = 7;

    fn entry<'r>(id: &str, summary: &'r [u8]) -> Entry<'r> {
        Entry {
            id: name(id),
            inputs: Inputs {
                stamp: None,
                content: 1,
                copied: vec![(4, 5)],
                is_draft: true,
                linked: vec![Linked { id: 2, state: Other::Published, content: Some(3) }],
            },
            stands_still: true,
            has_update: false,
            files: vec![File { path: "a/b.html", output: Output { sum: 3, stamp: None } }],
            listed: Some(Listed::new(Rank::default(), summary)),
            summary,
        }
    }

    fn bytes() -> Vec<u8> {
        let incidents = vec![entry("a", b"of a"), entry("b", b""), entry("c", b"of c")];
        Record { key: KEY, incidents, ..Record::default() }.to_bytes().unwrap()
    }

    #[test]
    fn summaries_come_back_to_their_incidents() {
        let bytes = bytes();
        let record = Record::read(&bytes, KEY).unwrap();
        let incidents = record.by_id();
        assert_eq!(incidents[&name("a")].summary, b"of a");
        assert_eq!(incidents[&name("b")].summary, b"");
        assert_eq!(incidents[&name("c")].summary, b"of c");
        assert_eq!(incidents[&name("c")].files[0].path, "a/b.html");
    }

    #[test]
    fn one_made_from_other_things_is_none() {
        assert!(Record::read(&bytes(), KEY + 1).is_none());
    }

    #[test]
    fn a_damaged_one_is_none_or_another_but_no_panic() {
        let whole = bytes();
        for at in 0..whole.len() {
            assert!(Record::read(&whole[..at], KEY).is_none(), "cut at {at}");
            for bit in 0..8 {
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                let _ = Record::read(&flipped, KEY);
            }
        }
        assert!(Record::read(&[&whole[..], b"more"].concat(), KEY).is_none());
    }
}
