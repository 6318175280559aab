//! The pages that list incidents, in parts that are rendered each on its own.

use std::cmp::Ordering;
use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{PER_PAGE, pages};
use super::{Site, Summary};
use crate::render::{OutputFile, TemplateError};

/// Pages that are made of the same summaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The status page.
    Status,
    /// A page of the history, from 1.
    History(usize),
    /// The pages of components.
    Components,
    /// The statistics page.
    Statistics,
    /// Both feeds.
    Feeds,
    /// The calendar of maintenance.
    Calendar,
    /// The API.
    Api,
    /// What lists no incident: the page for addresses that lead nowhere, styles and signs.
    Shared,
}

impl Part {
    /// The parts of a site of so many incidents.
    pub fn all(incidents: usize) -> impl Iterator<Item = Self> {
        [Self::Status, Self::Components, Self::Statistics, Self::Feeds]
            .into_iter()
            .chain([Self::Calendar, Self::Api, Self::Shared])
            .chain((1..=pages(incidents)).map(Self::History))
    }

    /// Which of so many summaries it is made of; they are sorted by their [`Rank`].
    #[must_use]
    pub fn of(self, incidents: usize) -> Range<usize> {
        match self {
            Self::History(page) => {
                let from = page.saturating_sub(1) * PER_PAGE;
                from.min(incidents)..(from + PER_PAGE).min(incidents)
            }
            // Whether it is marked as internal is seen in any of them.
            Self::Shared => 0..incidents.min(1),
            _ => 0..incidents,
        }
    }

    /// Whether it is another at each moment: it says when it was made, or how much of the time up
    /// to then was lost.
    #[must_use]
    pub const fn tells_the_moment(self) -> bool {
        matches!(self, Self::Status | Self::Components)
    }

    /// Whether it tells of the present, and is another only while something goes on or is to come:
    /// until all incidents are [settled](Rank::settled).
    #[must_use]
    pub const fn tells_the_present(self) -> bool {
        matches!(self, Self::Statistics | Self::Api)
    }
}

/// Where an incident stands in lists, the newest first, and for how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rank {
    /// The day it is listed on.
    #[serde(with = "super::stored::day")]
    day: Option<NaiveDate>,
    /// Its start, in seconds since 1970.
    began: Option<i64>,
    settled: Option<i64>,
}

impl Rank {
    /// Of the incident of this summary.
    #[must_use]
    pub fn of(summary: &Summary) -> Self {
        Self { day: summary.day(), began: summary.began(), settled: summary.settled() }
    }

    /// The moment after which nothing of it changes on its own, in seconds since 1970; none while
    /// it goes on or is to come.
    #[must_use]
    pub const fn settled(self) -> Option<i64> {
        self.settled
    }

    /// Compares two incidents, the one to be listed first being less; of what began at the same
    /// time, the last id comes first.
    #[must_use]
    pub fn compare((a, a_id): (Self, &str), (b, b_id): (Self, &str)) -> Ordering {
        (b.day, b.began, b_id).cmp(&(a.day, a.began, a_id))
    }
}

impl Site<'_> {
    /// A part of the site, from the summaries it is [of](Part::of), among so many.
    ///
    /// # Errors
    ///
    /// A template of the workspace that cannot be used.
    pub fn part(
        &self,
        part: Part,
        summaries: &[&Summary],
        incidents: usize,
    ) -> Result<Vec<OutputFile>, TemplateError> {
        let is_internal = summaries.iter().any(|summary| summary.is_internal);
        Ok(match part {
            Part::Status => vec![self.status_page(summaries, is_internal)?],
            Part::History(page) => {
                vec![self.history_page(summaries, page, incidents, is_internal)?]
            }
            Part::Components => self.component_pages(summaries, is_internal)?,
            Part::Statistics => vec![self.statistics(summaries, is_internal)?],
            Part::Feeds => {
                let atom = self.feed(summaries, is_internal)?;
                atom.into_iter().chain(self.json_feed(summaries, is_internal)).collect()
            }
            Part::Calendar => vec![self.calendar(summaries, is_internal)],
            Part::Api => self.api(summaries, is_internal),
            Part::Shared => {
                let mut files = vec![self.not_found(is_internal)?];
                files.extend(self.theme()?);
                files
            }
        })
    }
}
