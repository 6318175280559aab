//! The parts of the site that list incidents: those that would come out the same stay.

use rayon::prelude::*;

use super::outputs::Outputs;
use super::record::{PartEntry, Record};
use super::template_error;
use crate::cli::error::CommandError;
use crate::io::Digest;
use crate::render::site::{Part, Rank, Site, Summary};

/// An incident as lists get it.
pub(super) struct Item<'l> {
    pub(super) id: &'l str,
    pub(super) rank: Rank,
    /// Its summary, as bytes.
    pub(super) summary: &'l [u8],
}

/// A part that is staged or kept.
pub(super) struct MadePart {
    pub(super) part: Part,
    /// Of the summaries it is made from.
    pub(super) summaries: u128,
    pub(super) paths: Vec<String>,
}

/// Renders lists into the site at a place among the outputs.
pub(super) struct Lists<'l> {
    pub(super) site: &'l Site<'l>,
    pub(super) outputs: &'l Outputs<'l>,
    pub(super) place: usize,
    /// What the last run made of the same.
    pub(super) record: Option<&'l Record<'l>>,
    pub(super) now: i64,
}

impl Lists<'_> {
    pub(super) fn render(&self, mut items: Vec<Item<'_>>) -> Result<Vec<MadePart>, CommandError> {
        tiny_sort::stable::sort_by(&mut items, |a, b| {
            Rank::compare((a.rank, a.id), (b.rank, b.id))
        });
        let digests: Vec<u128> = items.par_iter().map(|item| Digest::of(item.summary)).collect();
        let settled = items.iter().map(|item| item.rank.settled());
        let settled = settled.collect::<Option<Vec<_>>>().map(|all| all.into_iter().max());
        let (mut made, mut stale) = (Vec::new(), Vec::new());
        for part in Part::all(items.len()) {
            let mut digest = Digest::new().with(items.len().to_le_bytes());
            digests[part.of(items.len())].iter().for_each(|one| digest.add(one.to_le_bytes()));
            let summaries = digest.finish();
            match self.kept(part, summaries, settled.flatten())? {
                Some(part) => made.push(part),
                None => stale.push((part, summaries)),
            }
        }
        let mut is_needed = vec![false; items.len()];
        for (part, _) in &stale {
            is_needed[part.of(items.len())].fill(true);
        }
        // Results are gathered as they are: a `Result` of all of them is put together one by one.
        let mut read: Vec<Option<Result<Summary, CommandError>>> = items
            .par_iter()
            .zip(is_needed)
            .map(|(item, is_needed)| is_needed.then(|| summary(item)))
            .collect();
        let fault = read.iter_mut().find_map(|read| read.take_if(|read| read.is_err()));
        fault.transpose()?;
        let fresh: Vec<MadePart> = stale
            .into_par_iter()
            // They are few, and some take as long as all others.
            .with_max_len(1)
            .map(|(part, summaries)| {
                let listed: Vec<&Summary> =
                    read[part.of(items.len())].iter().flatten().flatten().collect();
                let files = self.site.part(part, &listed, items.len()).map_err(template_error)?;
                let paths = self.outputs.put(self.place, files, None)?.paths;
                Ok(MadePart { part, summaries, paths })
            })
            .collect::<Result<_, CommandError>>()?;
        made.extend(fresh);
        // There are many, and each is in many pieces.
        read.into_par_iter().for_each(drop);
        Ok(made)
    }

    /// A part of the last run that would come out the same, and is still there. All incidents are
    /// `settled` from a moment on, or some are not.
    fn kept(
        &self,
        part: Part,
        summaries: u128,
        settled: Option<i64>,
    ) -> Result<Option<MadePart>, CommandError> {
        let Some(record) = self.record else { return Ok(None) };
        let are_settled = settled.is_some_and(|settled| settled <= record.now.min(self.now));
        let is_now = record.now == self.now
            || !(part.tells_the_moment() || (part.tells_the_present() && !are_settled));
        // Signs are copied from the workspace: what they were made from is not in the summaries.
        if part == Part::Shared || !is_now {
            return Ok(None);
        }
        let is_same = |known: &&PartEntry<'_>| known.part == part && known.summaries == summaries;
        let Some(known) = record.parts.iter().find(is_same) else { return Ok(None) };
        let files = known.files.iter().map(|file| self.outputs.unchanged(self.place, file));
        let Some(files) = files.collect::<Option<Vec<_>>>() else { return Ok(None) };
        let mut paths = Vec::with_capacity(files.len());
        for (file, output) in known.files.iter().zip(files) {
            self.outputs.keep(self.place, file.path, output)?;
            paths.push(file.path.to_owned());
        }
        Ok(Some(MadePart { part, summaries, paths }))
    }
}

fn summary(item: &Item<'_>) -> Result<Summary, CommandError> {
    Summary::from_bytes(item.summary).map_err(|error| {
        CommandError::new(format!("what lists say of {} cannot be read", item.id))
            .because(error)
            .hint("remove the files .incident-record-* beside the outputs, and render again")
    })
}
