//! Whose the files in a folder of outputs are, where a run makes those of some incidents only.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::outputs::Chosen;
use super::record::{self, Owned, Record};
use crate::config::Target;

/// What earlier runs have made for one target.
#[derive(Default)]
pub(super) struct Owners<'r> {
    incidents: Vec<Owned<'r>>,
    /// Lists of the site, which every run for it makes.
    lists: Vec<Cow<'r, str>>,
}

impl<'r> Owners<'r> {
    /// Reads what a record tells, whatever its files were made from.
    pub(super) fn read(body: &'r [u8]) -> Option<Self> {
        let mut record = Record::read_any(body)?;
        let parts = std::mem::take(&mut record.parts).into_iter();
        let lists = parts.flat_map(|part| part.files).map(|file| file.path.into());
        Some(Self { lists: lists.collect(), incidents: record.owned().collect() })
    }

    /// The files that a run for a target, which makes the outputs of the chosen incidents, makes
    /// anew or takes away.
    pub(super) fn of(&self, chosen: &Chosen, target: Target) -> BTreeSet<String> {
        let chosen = chosen.names();
        let (own, others): (Vec<_>, Vec<_>) =
            self.incidents.iter().partition(|owned| chosen.contains(&owned.id));
        let lists = self.lists.iter().filter(|_| target == Target::Site);
        let paths = own.into_iter().flat_map(|owned| &owned.paths).chain(lists);
        let taken: HashSet<&str> =
            others.into_iter().flat_map(|owned| &owned.paths).map(AsRef::as_ref).collect();
        paths.filter(|path| !taken.contains(path.as_ref())).map(|path| path.to_string()).collect()
    }

    /// What is known of incidents that are not chosen and not in this record.
    pub(super) fn besides(&self, record: &Record<'_>, chosen: &Chosen) -> Vec<Owned<'r>> {
        let mut known: HashSet<u128> = record.incidents.iter().map(|entry| entry.id).collect();
        known.extend(chosen.names());
        self.incidents.iter().filter(|owned| !known.contains(&owned.id)).cloned().collect()
    }
}

impl Chosen {
    /// The names of these incidents in records; none where all are chosen.
    fn names(&self) -> HashSet<u128> {
        self.0.iter().flatten().map(|id| record::name(id)).collect()
    }
}
