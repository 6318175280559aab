//! The end of a run: lists are rendered, everything is put in place, and what was made from what
//! is written down.

use std::collections::HashSet;

use super::incidents::Made;
use super::lists::{Item, Lists, MadePart};
use super::no_update;
use super::outputs::{Chosen, Outputs, Placed};
use super::owners::Owners;
use super::record::{self, Entry, File, Inputs, Listed, Owned, PartEntry, Record};
use super::survey::Survey;
use crate::cli::error::CommandError;
use crate::config::{Target, Updates};
use crate::render::site::Site;

/// All that a run has come to.
pub(super) struct Ending<'e> {
    pub(super) survey: &'e Survey<'e>,
    pub(super) made: &'e [Made],
    /// What the last run for each target made; nothing where it was made from other things.
    pub(super) records: &'e [Option<Record<'e>>],
    /// What this run makes for each target from.
    pub(super) keys: &'e [u128],
    pub(super) now: i64,
    /// What earlier runs made for each target.
    pub(super) owners: &'e [Owners<'e>],
    /// The mails of updates that were asked for.
    pub(super) updates: Option<Updates>,
}

impl Ending<'_> {
    pub(super) fn finish(
        &self,
        site: &Site<'_>,
        outputs: Outputs<'_>,
    ) -> Result<Vec<Placed>, CommandError> {
        let mut parts = Vec::new();
        for (place, target) in outputs.targets() {
            match (target, self.updates) {
                (Target::Site, _) => parts = self.lists(place, site, &outputs)?,
                (Target::Email, Some(Updates::Only(number))) if !self.has_update(place) => {
                    return Err(no_update(number));
                }
                (Target::Email | Target::Blog, _) => {}
            }
        }
        let chosen = outputs.chosen().clone();
        let mut all = Vec::new();
        for (place, placed) in outputs.commit().enumerate() {
            let placed = placed?;
            let parts = if placed.target == Target::Site { parts.as_slice() } else { &[] };
            let mut record = self.record(place, &placed, parts, &chosen);
            if !chosen.are_all() {
                record.incidents.extend(self.others(place));
            }
            record.others = self.unrecorded(place);
            if let Some(owners) = self.owners.get(place) {
                record.others.extend(owners.besides(&record, &chosen));
            }
            // Without a record the next run makes everything again.
            if let Some(bytes) = record.to_bytes() {
                let _ = placed.record.write(&bytes);
            }
            all.push(placed);
        }
        Ok(all)
    }

    fn lists(
        &self,
        place: usize,
        site: &Site<'_>,
        outputs: &Outputs<'_>,
    ) -> Result<Vec<MadePart>, CommandError> {
        let standing = self.survey.standing.iter().filter_map(|standing| {
            let entry = standing.entry(place)?;
            let rank = entry.listed?.rank;
            Some(Item { id: &standing.id, rank, summary: entry.summary })
        });
        let made = self.made.iter().filter_map(|made| {
            let (rank, summary) = made.listed.as_ref()?;
            Some(Item { id: &made.id, rank: *rank, summary })
        });
        let record = self.records.get(place).and_then(Option::as_ref);
        let lists = Lists { site, outputs, place, record, now: self.now };
        lists.render(standing.chain(made).collect())
    }

    fn has_update(&self, place: usize) -> bool {
        let standing = self.survey.standing.iter().filter_map(|standing| standing.entry(place));
        self.made.iter().any(|made| made.has_update)
            || standing.into_iter().any(|entry| entry.has_update)
    }

    /// What was made for a target.
    fn record<'r>(
        &'r self,
        place: usize,
        placed: &'r Placed,
        parts: &'r [MadePart],
        chosen: &Chosen,
    ) -> Record<'r> {
        let files = |paths: &mut dyn Iterator<Item = &str>| -> Vec<File<'r>> {
            let placed = paths.filter_map(|path| placed.files.get_key_value(path));
            placed.map(|(path, output)| File { path, output: *output }).collect()
        };
        let standing = self.survey.standing.iter().filter_map(|standing| {
            let entry: &Entry<'r> = standing.entry(place)?;
            let known = || entry.files.clone();
            let paths = &mut entry.files.iter().map(|file| file.path);
            Some(Entry {
                inputs: Inputs { stamp: standing.stamp, ..entry.inputs.clone() },
                files: if chosen.has(&standing.id) { files(paths) } else { known() },
                ..entry.clone()
            })
        });
        let made = self.made.iter().filter_map(|made| {
            let paths = made.paths.get(place)?.as_ref()?;
            let summary = made.listed.as_ref().filter(|_| placed.target == Target::Site);
            Some(Entry {
                id: record::name(&made.id),
                inputs: made.inputs.clone()?,
                stands_still: made.stands_still,
                has_update: made.has_update,
                files: files(&mut paths.iter().map(String::as_str)),
                listed: summary.map(|(rank, summary)| Listed::new(*rank, summary)),
                summary: summary.map_or(&[], |(_, summary)| summary.as_slice()),
            })
        });
        let parts = parts.iter().map(|made| PartEntry {
            part: made.part,
            summaries: made.summaries,
            files: files(&mut made.paths.iter().map(String::as_str)),
        });
        Record {
            key: self.keys.get(place).copied().unwrap_or_default(),
            now: self.now,
            incidents: standing.chain(made).collect(),
            parts: parts.collect(),
            others: Vec::new(),
        }
    }

    /// Files of incidents that this run has made, and of which it cannot be told from what.
    fn unrecorded(&self, place: usize) -> Vec<Owned<'_>> {
        let made = self.made.iter().filter(|made| made.inputs.is_none());
        let owned = made.filter_map(|made| {
            let paths = made.paths.get(place)?.as_ref()?.iter();
            let paths = paths.map(|path| path.as_str().into()).collect();
            Some(Owned { id: record::name(&made.id), paths })
        });
        owned.collect()
    }

    /// What is known of incidents that this run has not looked at.
    fn others(&self, place: usize) -> impl Iterator<Item = Entry<'_>> {
        let standing = self.survey.standing.iter().map(|standing| standing.id.as_str());
        let made = self.made.iter().map(|made| made.id.as_str());
        let seen: HashSet<u128> = standing.chain(made).map(record::name).collect();
        let known = self.records.get(place).and_then(Option::as_ref);
        let known = known.into_iter().flat_map(|record| &record.incidents);
        known.filter(move |entry| !seen.contains(&entry.id)).cloned()
    }
}
