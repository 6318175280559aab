//! The resources of the impact windows: how many, what they are called, lists of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::account::{Account, Passage};
use super::count::Counted;
use super::text::{BlockKind, Text};
use super::word_list::Words;
use crate::check::rules::times::surely_before;
use crate::check::subject::Subject;
use crate::model::Moment;
use crate::source::FieldPath;

/// A resource by its name in lower case: its windows.
pub(in crate::check) type Resources<'s> = BTreeMap<String, Resource<'s>>;

/// A host, region or shard with a window.
#[derive(Clone, Debug)]
pub(in crate::check) struct Resource<'s> {
    /// As the facts write it.
    pub(in crate::check) name: &'s str,
    /// The first of its windows, by its place among the windows.
    pub(in crate::check) window: usize,
    pub(in crate::check) start: Moment,
}

impl Resource<'_> {
    /// Where the facts name it.
    pub(in crate::check) fn field(&self, subject: &Subject<'_>) -> FieldPath {
        subject.item("impact", self.window).key("resource")
    }
}

/// All resources.
pub(in crate::check) fn resources<'s>(subject: &Subject<'s>) -> Resources<'s> {
    let mut found = Resources::new();
    for (window, impact) in subject.incident.facts.impact.iter().enumerate() {
        if let Some(name) = &impact.resource {
            let resource = Resource { name, window, start: impact.period.start };
            found.entry(name.to_lowercase()).or_insert(resource);
        }
    }
    found
}

/// What the prose calls the resources: "host" where it says "host bnecompute03".
pub(in crate::check) fn noun(account: &Account, resources: &Resources<'_>) -> Option<Counted> {
    const NOUNS: &Words = words!(
        "host" "hosts" "node" "nodes" "server" "servers" "machine" "machines" "hypervisor"
        "hypervisors" "region" "regions" "zone" "zones" "shard" "shards" "cluster" "clusters"
        "instance" "instances" "router" "routers" "switch" "rack" "racks" "datacenter"
        "datacenters"
    );
    for passage in &account.passages {
        for sentence in passage.text.sentences() {
            let named = (1..sentence.len()).find(|at| {
                let rest = sentence.bytes(*at..sentence.len());
                sentence.is(at - 1, NOUNS)
                    && resources.contains_key(&first_word(&passage.text, rest))
            });
            if let Some(at) = named {
                let compound =
                    sentence.is(at.wrapping_sub(2), words!("host" "server" "storage" "compute"));
                let noun = sentence.word(at - 1);
                let noun = if compound {
                    format!("{} {noun}", sentence.word(at - 2))
                } else {
                    noun.to_owned()
                };
                return Some(Counted::new(&noun));
            }
        }
    }
    None
}

/// A list of resources that its introduction calls complete.
#[derive(Debug)]
pub(in crate::check) struct Listing {
    /// The introduction's last sentence, in shown bytes.
    pub(in crate::check) intro: Range<usize>,
    /// How many items the list has.
    pub(in crate::check) items: usize,
    /// Resources that it lacks, by their name in lower case.
    pub(in crate::check) missing: Vec<String>,
}

/// Items from which on a list of resources is an enumeration and no example.
const FEWEST: usize = 5;

/// Lists that claim to name every resource and do not.
pub(in crate::check) fn incomplete_lists(
    passage: &Passage,
    resources: &Resources<'_>,
) -> Vec<Listing> {
    if resources.len() <= FEWEST {
        return Vec::new();
    }
    let text = &passage.text;
    let blocks = text.blocks();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let BlockKind::Item(list) = block.kind else {
            at += 1;
            continue;
        };
        let end = (at..blocks.len())
            .find(|next| blocks.get(*next).is_none_or(|block| block.kind != BlockKind::Item(list)))
            .unwrap_or(blocks.len());
        let items: Vec<String> =
            blocks[at..end].iter().map(|item| first_word(text, item.start..item.end)).collect();
        found.extend(incomplete(passage, at, &items, resources));
        at = end;
    }
    found
}

fn incomplete(
    passage: &Passage,
    first: usize,
    items: &[String],
    resources: &Resources<'_>,
) -> Option<Listing> {
    let is_enumeration =
        items.len() >= FEWEST && items.iter().all(|item| resources.contains_key(item));
    if !is_enumeration {
        return None;
    }
    let intro = introduction(&passage.text, first)?;
    let known_then = |resource: &Resource<'_>| {
        passage.said.is_none_or(|said| !surely_before(&said, &resource.start))
    };
    let items_by_name: BTreeSet<&str> = items.iter().map(String::as_str).collect();
    let missing: Vec<String> = resources
        .iter()
        .filter(|(key, resource)| !items_by_name.contains(key.as_str()) && known_then(resource))
        .map(|(key, _)| key.clone())
        .collect();
    (!missing.is_empty()).then_some(Listing { intro, items: items.len(), missing })
}

/// The last sentence before a list, if it says that the list is all.
fn introduction(text: &Text, first: usize) -> Option<Range<usize>> {
    const WHOLE: &Words = words!(
        "following" "these" "affected" "impacted" "all" "below"
    );
    const PART: &Words = words!(
        "including" "include" "includes" "such" "example" "some" "still" "remaining" "currently"
        "first" "other" "also" "additionally" "further" "not" "unaffected" "far" "more"
        "additional" "rebooted" "except" "recovered" "restored" "back" "longest" "next" "among"
        "others" "needed" "second" "twice"
    );
    let before = text.blocks().get(first.checked_sub(1)?)?;
    let sentence = text
        .sentence_before(before.end)
        .filter(|sentence| sentence.bytes(0..1).start >= before.start)?;
    let all = 0..sentence.len();
    let is_whole = sentence.has(all.clone(), WHOLE) && !sentence.has(all.clone(), PART);
    is_whole.then(|| sentence.bytes(all))
}

fn first_word(text: &Text, item: Range<usize>) -> String {
    let shown = text.shown(item);
    let word =
        shown.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '(')).next();
    word.unwrap_or_default().trim_end_matches('.').to_lowercase()
}
